"""What lies within a stay: facts of days that its first and its last day may not leave outside."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from participants.models import Enrolment


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of fact that belongs to a day of a stay: its rows in one stay, and the name of their day."""

    label: "StrPromise"
    rows: "Callable[[Enrolment], QuerySet[Any]]"
    day: str

    def latest(self, stay: "Enrolment", *, after: dt.date, until: dt.date | None) -> dt.date | None:
        """The last day of one after a day; none after `until` is looked at."""
        later = self.rows(stay).filter(**{f"{self.day}__gt": after})
        found = later.filter(**{f"{self.day}__lte": until}) if until else later
        day: dt.date | None = found.order_by().aggregate(day=Max(self.day))["day"]
        return day

    def earliest(self, stay: "Enrolment", *, since: dt.date, before: dt.date) -> dt.date | None:
        """The first day of one before a day; none before `since` is looked at."""
        earlier = self.rows(stay).filter(**{f"{self.day}__gte": since, f"{self.day}__lt": before})
        day: dt.date | None = earlier.order_by().aggregate(day=Min(self.day))["day"]
        return day


_HELD: Final[list[Held]] = []
_BEFORE_EXIT: "Final[list[Callable[[Enrolment], None]]]" = []


def register_held(*kinds: Held) -> None:
    """Make kinds of facts known that a stay holds. Called once for each, when the apps are loaded."""
    _HELD.extend(kinds)


def register_before_exit(check: "Callable[[Enrolment], None]") -> None:
    """Make a question known that a stay must answer before it ends: it raises ValidationError."""
    _BEFORE_EXIT.append(check)


def check_end(stay: "Enrolment", *, end: dt.date) -> None:
    """Raise ValidationError where something is recorded after the day that would be the last.

    `stay` is as stored. What lies outside it already is no reason to refuse a correction.
    """
    earlier = stay.end is None or end < stay.end
    held_later = ((held.latest(stay, after=end, until=stay.end), held) for held in _HELD if earlier)
    if found := [(day, held) for day, held in held_later if day]:
        day, held = max(found, key=lambda each: each[0])
        told = _("%(what)s is recorded %(day)s, after that day. Check the date, or correct what is recorded.")
        raise ValidationError({"end": told % {"what": held.label, "day": day}})
    if stay.end is None:
        for check in _BEFORE_EXIT:
            check(stay)


def check_start(stay: "Enrolment", *, start: dt.date) -> None:
    """Raise ValidationError where something is recorded before the day that would be the first.

    `stay` as in `check_end`, and what lies outside it already likewise.
    """
    later = start > stay.start
    held_before = ((held.earliest(stay, since=stay.start, before=start), held) for held in _HELD if later)
    if found := [(day, held) for day, held in held_before if day]:
        day, held = min(found, key=lambda each: each[0])
        told = _(
            "%(what)s is recorded %(day)s, before that day. Check the date, or correct what is recorded."
        )
        raise ValidationError({"start": told % {"what": held.label, "day": day}})
