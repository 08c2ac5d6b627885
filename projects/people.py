"""What the pages about who works where show: a line a role, and a line a person."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.actions import has_been_here
from accounts.models import User
from projects.models import DatedRole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands: a state of the component `status`, and its word."""

    state: str
    label: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role in a list. `name` leads to `url`, where the role is ended; "" where it is over."""

    role: DatedRole
    name: str
    note: str
    word: "StrOrPromise"
    standing: Standing
    url: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the organisation's list, with what they are there today or later."""

    person: User
    roles: list[str]
    standing: Standing


def role_rows(
    roles: Iterable[DatedRole],
    *,
    on: dt.date,
    at: dt.datetime,
    url: Callable[[DatedRole], str],
    by_place: bool = False,
) -> list[RoleRow]:
    """Lines for roles that were loaded `with_invitations()`; on a person's page named `by_place`."""
    return [
        RoleRow(
            role=role,
            name=role.place if by_place else role.user.name,
            note="" if by_place else role.user.email,
            word=role.word,
            standing=standing_of(role, on=on, at=at),
            url="" if role.end is not None and role.end < on else url(role),
        )
        for role in roles
    ]


def standing_of(role: DatedRole, *, on: dt.date, at: dt.datetime) -> Standing:
    """Whether the role is in force, and if not, why; `invited_until` comes with `with_invitations()`."""
    if role.end is not None and role.end < on:
        return Standing("done", _("Ended"))
    invited_until: dt.datetime | None = role.invited_until  # type: ignore[attr-defined]  # annotated, see above
    if standing := standing_of_account(role.user, invited_until=invited_until, at=at):
        return standing
    if role.start > on:
        return Standing("due", _("Begins later"))
    return Standing("ready", _("Has access"))


def standing_of_account(user: User, *, invited_until: dt.datetime | None, at: dt.datetime) -> Standing | None:
    """Why the user can't get in, if they can't."""
    if not user.is_active:
        return Standing("error", _("Switched off"))
    if has_been_here(user):
        return None
    if invited_until is None:
        return Standing("missing", _("Not invited"))
    if invited_until <= at:
        return Standing("late", _("The invitation has expired"))
    return Standing("running", _("Invited"))


def person_rows(people: Iterable[User], *, roles: Iterable[DatedRole], at: dt.datetime) -> list[PersonRow]:
    """Lines for people, with those of `roles` that are theirs; loaded `with_invitations()`."""
    held: dict[int, list[DatedRole]] = {}
    for role in roles:
        held.setdefault(role.user_id, []).append(role)
    rows = []
    for person in people:
        theirs = held.get(person.pk, [])
        until = theirs[0].invited_until if theirs else None  # type: ignore[attr-defined]  # annotated
        if theirs:
            standing = standing_of_account(person, invited_until=until, at=at)
            standing = standing or Standing("ready", _("Has access"))
        else:
            standing = Standing("done", _("No role any more"))
        rows.append(PersonRow(person, [f"{role.word}: {role.place}" for role in theirs], standing))
    return rows
