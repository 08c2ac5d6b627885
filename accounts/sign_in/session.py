"""What a session remembers of its sign-in: how strong it was, when it began, what its user was then."""

import time
from typing import Final

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from accounts.access import STAFF, roles_of
from accounts.models import User

UNATTENDED: Final = "X-Unattended"
"""The header of requests that a page makes every so often by itself: `hx-headers` beside `hx-trigger`."""
LEFT_OVER: Final = "left_over"
"""What a page was about or was sent, with whose it is: all that stays of a session that ran out."""
_BEGAN: Final = "began_at"  # seconds since 1970, as `time.time()` has them, like the two below
_SEEN: Final = "seen_at"
_ROLES: Final = "roles"
_NEW_CODES: Final = "new_recovery_codes"
_NOTE_EVERY: Final = 60.0  # seconds: a session is written at most so often because its user is still there


def begin(request: HttpRequest, user: User) -> None:
    """Note in the session that `user` has just signed in."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()
    request.session[_ROLES] = sorted(roles_of(user))


def has_run_out(request: HttpRequest) -> bool:
    """Whether the session of someone signed in is too old, or was left alone for too long.

    One that doesn't say when it began has run out. What a page asks for by itself, with nobody there, keeps
    no session alive.
    """
    now = time.time()
    began, seen = request.session.get(_BEGAN, 0.0), request.session.get(_SEEN, 0.0)
    if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_LIMIT:
        return True
    if now - seen >= _NOTE_EVERY and UNATTENDED not in request.headers:
        request.session[_SEEN] = now
    return False


def end(request: HttpRequest) -> None:
    """Sign out somebody who comes too late; what the page was about is there when they sign in again."""
    left = request.session.get(LEFT_OVER)
    logout(request)
    if left:
        request.session[LEFT_OVER] = left


def roles_changed(request: HttpRequest, user: User) -> bool:
    """Whether the user has become or ceased to be something since the last request; noted, so said once."""
    roles = sorted(roles_of(user))
    if request.session.get(_ROLES) == roles:
        return False
    request.session[_ROLES] = roles
    return True


def needs_second_factor(user: User) -> bool:
    """Whether someone with these roles works behind a second factor only. Guests may, but need not."""
    return not STAFF.isdisjoint(roles_of(user))


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session, not merely its user, has shown a second factor or a passkey."""
    user = request.user
    if not isinstance(user, User):
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records) or vouched_for(request, user)


def vouched_for(request: HttpRequest, user: User) -> bool:
    """Whether an identity provider that asks for a second factor itself has told this session who it is."""
    records = get_authentication_records(request, user)
    return settings.OPENID_SECOND_FACTOR and any(
        record.get("method") == "socialaccount" for record in records
    )


def count_as_second_factor(request: HttpRequest, factor: Authenticator) -> None:
    """Have the session count as strong: its user has just set up `factor`, and shown that it works."""
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type, reauthenticated=True)


def factor_kinds(user: User) -> set[str]:
    """The kinds of second factor that a user has, recovery codes aside: they come with the others."""
    kept = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(kept.values_list("type", flat=True))


def passkeys(user: User) -> list[WebAuthn]:
    """The passkeys of a user, the oldest first."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return [key.wrap() for key in kept.order_by("created_at", "pk")]


def only_factor(user: User, factor: Authenticator) -> bool:
    """Whether someone who needs a second factor has no other than this one."""
    others = Authenticator.objects.filter(user=user).exclude(pk=factor.pk)
    return needs_second_factor(user) and not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def show_codes_next(request: HttpRequest) -> None:
    """Have the page of recovery codes show them, once."""
    request.session[_NEW_CODES] = True


def take_codes_to_show(request: HttpRequest) -> bool:
    """Whether new recovery codes are to be shown now; the next question is answered with no."""
    return bool(request.session.pop(_NEW_CODES, False))


def recovery_codes(user: User) -> list[str]:
    """The recovery codes of a user that are still good; none where there are none."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(kept.wrap().get_unused_codes()) if kept else []
