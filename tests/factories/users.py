"""Those who sign in."""

import datetime as dt
import secrets
from base64 import b32encode
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils import timezone

from accounts.link_codes import hash_of_code, new_code
from accounts.models import Invitation, User
from accounts.sign_in.code_app import set_up_code_app
from tests.factories.saving import numbers, saved


def user(
    *, email: str | None = None, name: str = "Anna Ek", password: str | None = None, **fields: Any
) -> User:
    """Someone who can sign in, with a password only where one is given."""
    return User.objects.create_user(
        email or f"anna.{next(numbers)}@exempel.se", password, name=name, **fields
    )


# A parameter that is named as its factory hides it; this name doesn't.
_user = user


def code_app(*, user: User) -> str:
    """A new app for codes of the user's, in place of the one before; its secret, for `code_now`."""
    secret = b32encode(secrets.token_bytes(20)).decode("ascii")
    set_up_code_app(user=user, secret=secret)
    return secret


def recovery_codes(*, user: User) -> list[str]:
    """New recovery codes of the user's."""
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def invitation(*, user: User | None = None, code: str = "", **fields: Any) -> Invitation:
    """An invitation that is open for a week; the code is known where it is given."""
    now = timezone.now()
    moments = {"made_at": now, "expires_at": now + dt.timedelta(days=7), **fields}
    return saved(Invitation(user=user or _user(), code_hash=hash_of_code(code or new_code()), **moments))
