"""Changes to accounts."""

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb


@audited()
def create_account(*, by: User | None, email: str, name: str) -> User:
    """Make an account that can't sign in until it gets a password. Raises ValidationError."""
    user = User.objects.create_user(email, None, name=name)
    record(verb=Verb.CREATED, row=user, by=by, subject=Subject())
    return user
