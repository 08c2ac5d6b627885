"""Changes to accounts."""

import logging

from django.db import transaction

from accounts.models import User

log = logging.getLogger("jobbredo.changes")


@transaction.atomic
def create_account(*, by: User | None, email: str, name: str) -> User:
    """Make an account that can't sign in until it gets a password. Raises ValidationError."""
    user = User.objects.create_user(email, None, name=name)
    log.info("account created: user %s by user %s", user.pk, by and by.pk)
    return user
