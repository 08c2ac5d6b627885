"""Changes of a participant's CV: entries, their order, and what confirms a skill."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from participants.actions.saving import lock, save_checked, save_recorded, subject_of
from participants.models import CvEntry, Enrolment


class CvFacts(TypedDict):
    """What an entry tells; see `CvEntry` for the fields."""

    kind: str
    text: str
    text_en: str
    details: str
    details_en: str
    place: str
    begun: str
    ended: str
    level: str


class Confirmation(TypedDict):
    """Who confirms what, on which day, and what in the project showed it, in Swedish and English."""

    confirmed_by: str
    confirmed_on: dt.date
    activity: str
    activity_en: str


@audited()
def add_cv_entry(*, by: User, enrolment: Enrolment, key: uuid.UUID, **facts: Unpack[CvFacts]) -> CvEntry:
    """Add an entry: before the first of its kind that began earlier, else last.

    `key` becomes its public id: a form sent twice gives one. Raises ValidationError.
    """
    lock(enrolment)
    if sent_before := CvEntry.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    entry = CvEntry(public_id=key, enrolment=enrolment, **facts)
    _check_period(entry)
    present = CvEntry.objects.of_participation(enrolment).by_kind()[entry.kind]
    earlier = (place for place, other in enumerate(present) if entry.begun and other.begun < entry.begun)
    place = next(earlier, len(present))
    entry.position = place
    save_recorded(entry, by=by, about=enrolment)
    _number([*present[:place], entry, *present[place:]])
    return entry


@audited()
def change_cv_entry(*, by: User, entry: CvEntry, **facts: Unpack[CvFacts]) -> None:
    """Correct an entry. Raises ValidationError."""
    lock(entry.enrolment)
    for field, value in facts.items():
        setattr(entry, field, value)
    _check_period(entry)
    save_recorded(entry, by=by, about=entry.enrolment)


def _check_period(entry: CvEntry) -> None:
    """A year stands for any of its months: 2009-03 – 2009 is a period."""
    if entry.begun and entry.ended and entry.ended < entry.begun[: len(entry.ended)]:
        raise ValidationError({"ended": _("It ends before it begins. Check the two.")})


@audited()
def remove_cv_entry(*, by: User, entry: CvEntry) -> None:
    """Take an entry out of the CV."""
    lock(entry.enrolment)
    record(verb=Verb.REMOVED, row=entry, by=by, subject=subject_of(entry.enrolment))
    entry.delete()


@audited()
def move_cv_entry(*, by: User, entry: CvEntry, up: bool) -> None:
    """Let an entry change places with the one above it, or below it; at the end of the list it stays."""
    lock(entry.enrolment)
    order = CvEntry.objects.of_participation(entry.enrolment).by_kind()[entry.kind]
    here = order.index(entry)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        record(verb=Verb.CHANGED, row=entry, by=by, subject=subject_of(entry.enrolment), changed=["position"])
        _number(order)


def _number(entries: Sequence[CvEntry]) -> None:
    for position, entry in enumerate(entries):
        if entry.position != position:
            entry.position = position
            save_checked(entry)


@audited()
def confirm_cv_entry(*, by: User, entry: CvEntry, on: dt.date, **said: Unpack[Confirmation]) -> None:
    """Note who confirms an entry, and what showed it. `on` is today. Raises ValidationError."""
    lock(entry.enrolment)
    if said["confirmed_on"] > on:
        raise ValidationError({"confirmed_on": _("The date lies ahead. Choose today or an earlier day.")})
    for field, value in said.items():
        setattr(entry, field, value)
    save_recorded(entry, by=by, about=entry.enrolment)


@audited()
def unconfirm_cv_entry(*, by: User, entry: CvEntry) -> None:
    """Take back a confirmation: the entry stays."""
    lock(entry.enrolment)
    entry.confirmed_on, entry.confirmed_by, entry.activity, entry.activity_en = None, "", "", ""
    save_recorded(entry, by=by, about=entry.enrolment)
