"""Apps for codes, set up without a browser: for demo accounts and for tests."""

import time
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from accounts.models import User

PERIOD: Final = 30  # seconds, as all apps have it


def set_up_code_app(*, user: User, secret: str) -> None:
    """Give an account an app for codes whose secret (base 32) is known; it takes the place of another."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


def code_now(secret: str, *, at: float | None = None) -> str:
    """The code that an app with this secret shows at a time (seconds since 1970), now unless said."""
    counter = int(time.time() if at is None else at) // PERIOD
    return str(format_hotp_value(hotp_value(secret, counter)))
