"""Changes to accounts.

In every action `by` is who does it, `on` today and `at` now, unless it says otherwise.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from accounts.audit import Subject, audited, record
from accounts.link_codes import hash_of_code, new_code
from accounts.mail import Letter
from accounts.models import Invitation, User, Verb
from accounts.saving import save_checked

INVITATION_LASTS: Final = dt.timedelta(days=7)


class ClosedInvitationError(Exception):
    """No invitation opens with the code: unknown, used, withdrawn or expired. Which of them isn't said."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where an invitation leads: the names that its letter says, and the addresses of the pages.

    `role` is said in the reader's language. `code_page` takes the code, `start` is for those who have an
    account.
    """

    place: str
    role: object
    code_page: str
    start: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An account that was invited, and the letter that tells; none goes to an account switched off."""

    user: User
    letter: Letter | None = field(repr=False)

    @property
    def lost(self) -> bool:
        """Whether the letter didn't get through; known after the commit."""
        return self.letter is not None and self.letter.lost


@audited()
def create_account(*, by: User | None, email: str, name: str) -> User:
    """Make an account that can't sign in until it gets a password. Raises ValidationError."""
    user = User.objects.create_user(email, None, name=name)
    record(verb=Verb.CREATED, row=user, by=by, subject=Subject())
    return user


@audited()
def invite(
    *,
    by: User,
    email: str,
    name: str,
    at: dt.datetime,
    subject: Subject,
    door: Door,
    give: Callable[[User], object] | None = None,
) -> Invited:
    """Let somebody in by mail: with a code that works once, or with a word where they have an account.

    `give` gives them their role, in the same transaction. An account is made where there is none, and an
    earlier invitation withdrawn. The name of an account that there is stays as it is. Whoever invites
    learns nothing of what the account is elsewhere. Raises ValidationError.
    """
    address = email.strip().lower()
    _take_turns(address)
    user = User.objects.filter(email=address).first() or create_account(by=by, email=address, name=name)
    if give is not None:
        give(user)
    facts: dict[str, object] = {"inviter": by.name, "place": door.place, "role": door.role}
    if not user.is_active:
        return Invited(user, None)
    if has_been_here(user):
        letter = Letter("accounts/mail/new_role.txt", address, {**facts, "link": door.start})
    else:
        withdraw_invitations(by=by, user=user, at=at, subject=subject)
        code, until = new_code(), at + INVITATION_LASTS
        invitation = Invitation(
            user=user, code_hash=hash_of_code(code), invited_by=by, made_at=at, expires_at=until
        )
        save_checked(invitation)
        record(verb=Verb.INVITED, row=invitation, by=by, subject=subject, reason=f"user {user.pk}")
        link = f"{door.code_page}#{code}"
        letter = Letter(
            "accounts/mail/invitation.txt", address, {**facts, "link": link, "code": code, "until": until}
        )
    transaction.on_commit(letter.send)
    return Invited(user, letter)


@audited()
def withdraw_invitations(*, by: User, user: User, at: dt.datetime, subject: Subject) -> bool:
    """Close what is open of a user's invitations, expired ones too; whether there was any."""
    waiting = Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).select_for_update()
    closed = list(waiting)
    for invitation in closed:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record(verb=Verb.WITHDRAWN, row=invitation, by=by, subject=subject, reason=f"user {user.pk}")
    return bool(closed)


@audited()
def accept_invitation(*, code: str, password: str, at: dt.datetime) -> User:
    """Take over the account that the code was sent for, with a password; the code works once.

    Raises ClosedInvitationError, and ValidationError for a password that won't do.
    """
    # Of two at once the second waits here, and finds no open row when the first is done.
    waiting = Invitation.objects.open(at=at).select_related("user").select_for_update(of=("self",))
    invitation = waiting.filter(code_hash=hash_of_code(code)).first()
    if invitation is None:
        raise ClosedInvitationError
    user = invitation.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    record(verb=Verb.ACCEPTED, row=invitation, by=user, subject=Subject(), reason=f"user {user.pk}")
    return user


@audited()
def set_active(*, by: User, user: User, active: bool, at: dt.datetime, subject: Subject) -> None:
    """Switch an account off or on again; whoever is signed in is out at the next request, and stays out."""
    if not active:
        withdraw_invitations(by=by, user=user, at=at, subject=subject)
    user.is_active = active
    if not active:
        user.session_stamp = uuid.uuid4()
    user.save(update_fields=["is_active", "session_stamp"])
    verb = Verb.ACTIVATED if active else Verb.DEACTIVATED
    record(verb=verb, row=user, by=by, subject=subject, changed=["is_active"])


@audited()
def reset_second_factor(*, by: User, user: User, subject: Subject) -> None:
    """Take away every second factor of the user, who is signed out, and sets up another when back."""
    for factor in Authenticator.objects.filter(user=user).select_related("user"):
        factor.delete()
    user.session_stamp = uuid.uuid4()
    user.save(update_fields=["session_stamp"])
    record(verb=Verb.SECURED, row=user, by=by, subject=subject, changed=["second_factor"])


def has_been_here(user: User) -> bool:
    """Whether the account is somebody's already, by a password or by a sign-in of another kind."""
    return user.has_usable_password() or user.last_login is not None


def _take_turns(address: str) -> None:
    """Let those who invite the same address at the same moment do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [address])
