"""What the pages about activities show: the weeks, a session with its people, what was changed there."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef, Q

from accounts.access import Permission
from accounts.models import User
from coaching.marks import NOTHING, Mark, mark_of, rows_at
from coaching.models import Absence, Attendance, AttendanceChange, Expected, SeriesExpected, Session
from participants.models import Enrolment
from participants.querysets import EnrolmentQuerySet

MOST_FOUND: Final = 8
"""How many are offered at once to choose among."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list, with how many of its people the user may know of."""

    session: Session
    expected: int
    there: int
    missing: int

    @property
    def entered(self) -> bool:
        """Whether anybody's attendance or absence is entered."""
        return bool(self.there or self.missing)

    def is_due(self, on: dt.date) -> bool:
        """Whether somebody should have been entered by a day, and nobody is."""
        return self.session.held_on < on and self.expected > 0 and not self.entered


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its sessions, in the order of the clock."""

    day: dt.date
    lines: list[SessionLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody at a session. `mark`: what is entered. `number`: what the project calls them, or ""."""

    enrolment: Enrolment
    number: str
    mark: Mark

    @property
    def name(self) -> str:
        """The name as lists have it, else the number."""
        return self.enrolment.person.listed_as(self.number)


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry in the history of a session."""

    change: AttendanceChange
    before: Mark
    after: Mark


def week_of(sessions: Iterable[Session], *, user: User, monday: dt.date) -> list[Day]:
    """The seven days of a week, each with those of the sessions that are held on it."""
    days = {
        monday + dt.timedelta(days=number): Day(monday + dt.timedelta(days=number)) for number in range(7)
    }
    for line in session_lines(sessions, user=user):
        days[line.session.held_on].lines.append(line)
    return list(days.values())


def session_lines(
    sessions: Iterable[Session], *, user: User, reached: Collection[int] = frozenset()
) -> list[SessionLine]:
    """Sessions in the order of the clock, each with how many the user may know of are expected or came.

    `reached`: ids of enrolments of which it is known already that the user reaches them.
    """
    there = sorted(sessions, key=lambda session: (session.begins or dt.time.max, session.pk))
    if not there:
        return []
    about = [
        list(rows.filter(session__in=there).values_list("session", "enrolment"))
        for rows in (Expected.objects.in_project(), Attendance.objects.all(), Absence.objects.all())
    ]
    asked = {enrolment for rows in about for _session, enrolment in rows}.difference(reached)
    known = {*reached, *_known(asked, user=user)} if asked else reached
    counted = [_by_session(rows, known) for rows in about]
    lines = []
    for session in there:
        expected, present, missing = (found[session.pk] for found in counted)
        everybody = len(expected | present | missing)
        lines.append(SessionLine(session, everybody, len(present), len(missing - present)))
    return lines


def _known(enrolments: Collection[int], *, user: User) -> Iterable[int]:
    """Those of the enrolments that the user may know of."""
    visible = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    return visible.filter(pk__in=enrolments).order_by().values_list("pk", flat=True)


def _by_session(rows: Iterable[tuple[int, int]], known: Collection[int]) -> dict[int, set[int]]:
    """Whom the rows of each session are about, of those who are known."""
    found: dict[int, set[int]] = defaultdict(set)
    for session, enrolment in rows:
        if enrolment in known:
            found[session].add(enrolment)
    return found


def people_at(session: Session, *, user: User) -> list[Line]:
    """Who is expected at a session or has something entered, as far as the user may know of them.

    Whoever was invited and isn't in the project that day, having left since, isn't expected.
    """
    rows = rows_at(session)
    expected = Expected.objects.in_project().filter(session=session).values("enrolment")
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    return lines_of(
        reached.filter(Q(pk__in=expected) | Q(pk__in=list(rows))),
        {key: mark_of(row) for key, row in rows.items()},
    )


def lines_of(stays: EnrolmentQuerySet, marks: dict[int, Mark]) -> list[Line]:
    """Enrolments in the order of their names, each with its mark."""
    ordered = stays.select_related("person").prefetch_related("person__participant_numbers")
    return [
        Line(stay, number_of(stay), marks.get(stay.pk, NOTHING))
        for stay in ordered.order_by("person__sort_key", "start", "pk")
    ]


def number_of(stay: Enrolment) -> str:
    """What the project calls the person, of the numbers that came along; "" for none."""
    numbers = stay.person.participant_numbers.all()
    return next((number.number for number in numbers if number.project_id == stay.project_id), "")


def there_on(day: dt.date, *, project_id: int, user: User) -> EnrolmentQuerySet:
    """Those in a project on a day in whose cases the user may write."""
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(project=project_id)
    return reached.covering(day)


def invited_to(series_id: int) -> set[int]:
    """The ids of the enrolments that are invited to a series."""
    rows = SeriesExpected.objects.filter(series=series_id)
    return set(rows.values_list("enrolment", flat=True))


def history_of(session: Session, *, user: User) -> list[Correction]:
    """What was entered and changed at a session, newest first, of those whom the user may know of."""
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    changes = AttendanceChange.objects.filter(session=session, enrolment__in=reached)
    return [
        Correction(change, Mark.before(change), Mark.after(change))
        for change in changes.select_related("changed_by", "enrolment__person")
    ]


def last_entries(session: Session, enrolments: Iterable[int]) -> dict[int, AttendanceChange]:
    """The newest entry about each of some enrolments at a session."""
    changes = AttendanceChange.objects.filter(session=session, enrolment__in=list(enrolments))
    newest = changes.order_by("enrolment_id", "-changed_at", "-pk").distinct("enrolment_id")
    return {change.enrolment_id: change for change in newest.select_related("changed_by")}


def found_by(text: str, *, user: User, on: dt.date) -> list[Enrolment]:
    """At most eight in whose cases the user may write, by a few letters; those whom they coach come first.

    Who left within the last month is there too: time is logged afterwards as well.
    """
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).valid()
    lately = reached.filter(Q(end=None) | Q(end__gte=on - dt.timedelta(days=31)), start__lte=on)
    named = lately.named(text) if text.strip() else lately
    coached = Enrolment.objects.coached_by(user, on=on).filter(pk=OuterRef("pk"))
    shown = named.select_related("person", "project").prefetch_related("person__participant_numbers")
    mine_first = shown.annotate(mine=Exists(coached)).order_by("-mine", "person__sort_key", "start", "pk")
    return list(mine_first[:MOST_FOUND])
