"""The profile that an employer sees, and who has looked at it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, F, Max

from accounts.models import AuditEvent, Kind, Verb
from participants.models import CoachAssignment, Enrolment, ProfileField, ProfileShare


@dataclass(frozen=True, slots=True)
class Profile:
    """All that an employer is ever shown of a participant; a field that isn’t here reaches none of them.

    `languages` and `hours_wanted` are empty unless the participant agreed to them. `contact` is the
    coach to ask. Nothing says which project or organisation the person is in: that alone may tell origin.
    """

    share_id: uuid.UUID | None
    company: str
    name: str
    presentation: str
    languages: str
    hours_wanted: Decimal | None
    until: dt.date
    contact: str
    contact_email: str


def profile_of(share: ProfileShare, *, coach: CoachAssignment | None) -> Profile:
    """What the company sees because of a share, stored or still to be agreed on.

    `coach` has the participant now; without one it is whoever shared that is to be asked.
    """
    stay, contact = share.enrolment, coach.coach if coach else share.shared_by
    return Profile(
        share_id=share.public_id if share.pk else None,
        company=share.company.name,
        name=share.shown_name,
        presentation=share.presentation,
        languages=stay.languages if ProfileField.LANGUAGES in share.fields else "",
        hours_wanted=stay.hours_wanted if ProfileField.HOURS_WANTED in share.fields else None,
        until=share.end,
        contact=contact.name,
        contact_email=contact.email,
    )


def profiles_of(shares: Sequence[ProfileShare], *, on: dt.date) -> list[Profile]:
    """What companies see because of these shares, which come with enrolment, company and who shared."""
    coached = CoachAssignment.objects.in_force(on=on).select_related("coach")
    coaches = {
        named.enrolment_id: named
        for named in coached.filter(enrolment__in=[share.enrolment_id for share in shares])
    }
    return [profile_of(share, coach=coaches.get(share.enrolment_id)) for share in shares]


class Standing(StrEnum):
    """Where a share stands on a day."""

    SHOWN = "shown"
    LATER = "later"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Looks:
    """How often somebody at the company has opened the profile, and when the last time was."""

    who: str
    times: int
    last: dt.datetime


@dataclass(frozen=True, slots=True)
class SharedProfile:
    """A share as the participant and their coach see it. `open`: there is something to withdraw."""

    share: ProfileShare
    standing: Standing
    open: bool
    looks: list[Looks]


def shared_profiles(stays: Iterable[Enrolment], *, on: dt.date) -> list[SharedProfile]:
    """All that was ever shared of these stays, the newest first, with who has opened it."""
    shares = ProfileShare.objects.filter(enrolment__in=stays).select_related("company", "enrolment__person")
    found = list(shares)
    looks = _looks(found)
    return [
        SharedProfile(
            share=share,
            standing=_standing(share, on=on),
            open=share.can_be_withdrawn(on=on),
            looks=looks.get(share.pk, []),
        )
        for share in found
    ]


def _standing(share: ProfileShare, *, on: dt.date) -> Standing:
    stay = share.enrolment
    if share.withdrawn_at:
        return Standing.WITHDRAWN
    if share.end < on:
        return Standing.ENDED
    if stay.has_ended(on=on) or stay.registered_by_mistake or stay.person.protected_identity:
        return Standing.HIDDEN
    return Standing.LATER if share.start > on else Standing.SHOWN


def _looks(shares: Sequence[ProfileShare]) -> dict[int, list[Looks]]:
    """Who opened these profiles, by share; the audit log is where it is written. The latest first."""
    opened = AuditEvent.objects.filter(
        person_id__in={share.enrolment.person_id for share in shares},
        kind=Kind.READ,
        action=f"{ProfileShare._meta.model_name}.{Verb.OPENED}",  # noqa: SLF001  Django's documented way
        object_id__in=[share.pk for share in shares],
    )
    by_share: dict[int, list[Looks]] = {}
    counted = (
        opened.order_by()
        .values("object_id", "actor")
        .annotate(name=F("actor__name"), times=Count("pk"), last=Max("at"))
    )
    for share, name, times, last in counted.order_by("-last").values_list(
        "object_id", "name", "times", "last"
    ):
        by_share.setdefault(share or 0, []).append(Looks(name, times, last))
    return by_share
