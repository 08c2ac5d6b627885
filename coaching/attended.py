"""What someone has attended and missed, month by month: the same rows that every hour is counted from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Exists, F, OuterRef, QuerySet

from coaching.marks import Mark, as_hours, mark_of
from coaching.models import Absence, Attendance, Expected, Session
from participants.models import Enrolment


@dataclass(frozen=True, slots=True)
class Occasion:
    """A session that somebody attended or missed."""

    session: Session
    mark: Mark


@dataclass(frozen=True, slots=True)
class Month:
    """The sessions of a month; `first` is its first day."""

    first: dt.date
    occasions: list[Occasion] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """The attended time."""
        return sum(one.mark.minutes or 0 for one in self.occasions)

    @property
    def hours(self) -> str:
        """The attended time as hours:minutes."""
        return as_hours(self.minutes)

    @property
    def attended(self) -> int:
        """How many sessions were attended."""
        return sum(one.mark.present for one in self.occasions)

    @property
    def missed(self) -> int:
        """How many sessions were missed."""
        return sum(one.mark.absent for one in self.occasions)

    @property
    def code(self) -> str:
        """The month as addresses and file names have it: 2026-10."""
        return f"{self.first:%Y-%m}"


def months_of(stays: Iterable[Enrolment]) -> list[Month]:
    """Every month with something in it, the newest first, and the newest day first in each."""
    found = _occasions(list(stays), None)
    return [
        Month(first, list(theirs))
        for first, theirs in groupby(found, lambda one: _first(one.session.held_on))
    ]


def month_of(stays: Sequence[Enrolment], first: dt.date) -> Month:
    """One month, in the order of the days."""
    return Month(first, _occasions(stays, first)[::-1])


def months_of_each(stays: Sequence[Enrolment], first: dt.date) -> list[tuple[Enrolment, Month]]:
    """One month of each person for whom something is entered in it, at whichever of the stays.

    `stays` in the order of their beginning; the last of a person's stands for them.
    """
    last = {stay.person_id: stay for stay in stays}
    whose = {stay.pk: stay.person_id for stay in stays}
    theirs: dict[int, list[Occasion]] = {person: [] for person in last}
    for key, occasion in reversed(_rows(stays, first)):
        theirs[whose[key]].append(occasion)
    return [(last[person], Month(first, found)) for person, found in theirs.items() if found]


def latest_month(people: Sequence[Enrolment]) -> dt.date | None:
    """The first day of the newest month in which anybody attended anything."""
    newest = Attendance.objects.filter(enrolment__in=people).order_by("-session__held_on")
    day = newest.values_list("session__held_on", flat=True).first()
    return _first(day) if day else None


def coming(stays: Iterable[Enrolment], *, on: dt.date) -> "QuerySet[Expected]":
    """The sessions from a day on to which somebody is invited and of which nothing is entered yet."""
    ahead = Expected.objects.in_project().filter(enrolment__in=list(stays), session__held_on__gte=on)
    there = {"session": OuterRef("session"), "enrolment": OuterRef("enrolment")}
    entered = Exists(Attendance.objects.filter(**there)) | Exists(Absence.objects.filter(**there))
    in_order = ("session__held_on", F("session__begins").asc(nulls_last=True), "pk")
    return ahead.exclude(entered).select_related("session").order_by(*in_order)


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _occasions(stays: Sequence[Enrolment], first: dt.date | None) -> list[Occasion]:
    return [occasion for _key, occasion in _rows(stays, first)]


def _rows(stays: Sequence[Enrolment], first: dt.date | None) -> list[tuple[int, Occasion]]:
    """What is entered about these, of one month or of all, with the enrolment's id; the newest first."""
    span = {} if first is None else {"session__held_on__gte": first, "session__held_on__lt": _next(first)}
    there = Attendance.objects.filter(enrolment__in=stays, **span).select_related("session")
    away = Absence.objects.filter(enrolment__in=stays, **span).select_related("session")
    # Time outdoes an absence at the same session.
    rows = {(row.enrolment_id, row.session_id): row for row in (*away, *there)}
    found = [(key, Occasion(row.session, mark_of(row))) for (key, _session), row in rows.items()]
    return sorted(found, key=_when, reverse=True)


def _when(found: tuple[int, Occasion]) -> tuple[dt.date, dt.time, int]:
    session = found[1].session
    return session.held_on, session.begins or dt.time.min, session.pk
