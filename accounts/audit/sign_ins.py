"""Sign-ins in the audit log: who came, who left, and which account somebody failed to get into."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from accounts.audit.recording import Subject, record_read
from accounts.models import Kind, User, Verb


@receiver(user_logged_in)
def signed_in(user: User, **_rest: Any) -> None:
    """Record a sign-in; without it there is none."""
    record_read(row=user, by=user, subject=Subject(), verb=Verb.SIGNED_IN, kind=Kind.SIGN_IN)


@receiver(user_logged_out)
def signed_out(user: User | None, **_rest: Any) -> None:
    """Record that someone left; a session that had run out says no name."""
    if user is not None:
        record_read(row=user, by=user, subject=Subject(), verb=Verb.SIGNED_OUT, kind=Kind.SIGN_IN)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_rest: Any) -> None:
    """Record a failed try, with the account where there is one; what was typed stays out."""
    typed = str(credentials.get("username", "")).strip().lower()
    account = User.objects.filter(email=typed).first()
    record_read(row=account or User, by=None, subject=Subject(), verb=Verb.REFUSED, kind=Kind.SIGN_IN)
