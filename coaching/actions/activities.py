"""Sessions and series: plan, change, take away, invite.

A session whose day has come, or at which something is or was entered, is never touched by a change of its
series. Nor is what was changed at a single session undone by a change of something else in the series.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from coaching.models import Expected, Series, SeriesExpected, Session
from participants.actions.saving import subject_of
from participants.models import Enrolment
from projects.models import Project

MOST_DAYS = 731
"""How long a series may last: two years."""


class PlannedFacts(TypedDict):
    """What is held, when in the day, where and by whom."""

    title: str
    kind: str
    begins: dt.time | None
    ends: dt.time | None
    place: str
    held_by: User | None


class SessionFacts(PlannedFacts):
    """A session: what is held, and on which day."""

    held_on: dt.date


class SeriesFacts(PlannedFacts):
    """A series: what is held, and on which days. ISO weekdays; both ends included."""

    weekdays: list[int]
    every_weeks: int
    starts_on: dt.date
    ends_on: dt.date


def wait_in_turn(project: Project) -> None:
    """Have those who plan in one project wait for each other: what one looks for, the other may be making."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


@audited()
def plan_session(
    *,
    by: User,
    project: Project,
    key: uuid.UUID,
    expected: Collection[Enrolment] = (),
    **facts: Unpack[SessionFacts],
) -> Session:
    """Plan a session. `key` becomes its public id: sending a form twice gives one. Raises ValidationError."""
    wait_in_turn(project)
    return make_session(by=by, project=project, key=key, expected=expected, **facts)


def make_session(
    *,
    by: User,
    project: Project,
    key: uuid.UUID,
    expected: Collection[Enrolment] = (),
    **facts: Unpack[SessionFacts],
) -> Session:
    """As `plan_session`, for an action that has waited its turn."""
    if sent_before := Session.objects.filter(public_id=key, project=project).first():
        return sent_before
    session = Session(public_id=key, project=project, **facts)
    _save(session, by=by)
    _invite(session, expected, by=by)
    return session


@audited()
def change_session(*, by: User, session: Session, **facts: Unpack[SessionFacts]) -> None:
    """Change when, where and what. What is entered there stays. Raises ValidationError."""
    locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    moved = facts["held_on"] != locked.held_on
    if moved and not Session.objects.empty().filter(pk=session.pk).exists():
        told = _(
            "Attendance is entered on that day. Take the attendance away first, or plan another session."
        )
        raise ValidationError({"held_on": told})
    for name, value in facts.items():
        setattr(session, name, value)
    _save(session, by=by)


@audited()
def remove_session(*, by: User, session: Session) -> None:
    """Take away a session at which nothing ever was entered. Raises ValidationError."""
    Session.objects.select_for_update().get(pk=session.pk)
    if not Session.objects.untouched().filter(pk=session.pk).exists():
        told = _(
            "Attendance has been entered at the session, so it stays, with the history of what was entered."
        )
        raise ValidationError(told)
    _drop(session, by=by)


@audited()
def invite(*, by: User, session: Session, enrolments: Iterable[Enrolment]) -> int:
    """Expect more people at a session; who is expected already stays so. How many that are new.

    Raises ValidationError for somebody who isn't in the project that day.
    """
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    return _invite(session, list(enrolments), by=by)


@audited()
def plan_series(
    *,
    by: User,
    project: Project,
    key: uuid.UUID,
    expected: Collection[Enrolment] = (),
    **facts: Unpack[SeriesFacts],
) -> Series:
    """Plan a series with its sessions. `key` becomes its public id. Raises ValidationError.

    A day on which the project has such a session already gets no second one.
    """
    wait_in_turn(project)
    if sent_before := Series.objects.filter(public_id=key, project=project).first():
        return sent_before
    series = Series(public_id=key, project=project, **facts)
    _check_length(series)
    _save(series, by=by)
    _invite_to_series(series, expected, by=by)
    _make(series, series.days(), by=by)
    return series


@audited()
def change_series(
    *,
    by: User,
    series: Series,
    on: dt.date,
    expected: Collection[Enrolment] | None = None,
    among: Collection[int] = (),
    **facts: Unpack[SeriesFacts],
) -> None:
    """Change a series, and with it what differs at those of its sessions that are to come and untouched.

    Sessions go that stand on days that are no longer the series', and new days get one; a day that was the
    series' already gets none, since its session was taken away or moved. `on` is today. `expected`: who
    shall be invited from now on, out of the enrolments `among` (ids) that the user was shown; others stay
    as they are. Raises ValidationError.
    """
    stored = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    before = set(stored.days())
    changed = {name for name, value in facts.items() if getattr(stored, name) != value}
    for name, value in facts.items():
        setattr(series, name, value)
    _check_length(series)
    _save(series, by=by)
    if expected is not None:
        _reinvite(series, expected, among, by=by, on=on)
    wanted = set(series.days())
    shared = _shared(changed)
    for session in _to_come(series, on=on):
        if session.held_on in before - wanted:
            _drop(session, by=by)
        elif shared:
            for name in shared:
                setattr(session, name, getattr(series, name))
            _save(session, by=by)
    _make(series, sorted(day for day in wanted - before if day >= on), by=by)


@audited()
def end_series(*, by: User, series: Series, on: dt.date) -> None:
    """Take away a series with what it has to come after `on`. What was held stays, as single sessions."""
    Series.objects.select_for_update().get(pk=series.pk)
    for session in _to_come(series, on=on):
        _drop(session, by=by)
    for row in SeriesExpected.objects.filter(series=series).select_related("enrolment__person"):
        record(verb=Verb.REMOVED, row=row, by=by, subject=subject_of(row.enrolment))
    record(verb=Verb.REMOVED, row=series, by=by, subject=_of(series.project))
    series.delete()


def _shared(changed: Collection[str]) -> set[str]:
    """Which of the changed facts the sessions have too. The two times go together: one alone may not fit."""
    shared = set(changed) & set(PlannedFacts.__annotations__)
    return shared | {"begins", "ends"} if shared & {"begins", "ends"} else shared


def _of(project: Project) -> Subject:
    return Subject(organisation_id=project.organisation_id, project_id=project.pk)


def _save(row: Session | Series, *, by: User) -> None:
    """Save, checked, and record it. Raises ValidationError."""
    verb = Verb.CREATED if row._state.adding else Verb.CHANGED  # noqa: SLF001  Django's documented way
    save_checked(row)
    record(verb=verb, row=row, by=by, subject=_of(row.project))


def _check_length(series: Series) -> None:
    if (series.ends_on - series.starts_on).days >= MOST_DAYS:
        raise ValidationError({"ends_on": _("A series lasts two years at most. Choose an earlier last day.")})


def _to_come(series: Series, *, on: dt.date) -> "QuerySet[Session]":
    """Its untouched sessions after today: today's may have been held already."""
    ahead = Session.objects.untouched().filter(series=series, held_on__gt=on)
    return ahead.select_related("project", "held_by").order_by("held_on")


def _drop(session: Session, *, by: User) -> None:
    """Take a session away with who was invited to it."""
    for row in Expected.objects.filter(session=session).select_related("enrolment__person"):
        record(verb=Verb.REMOVED, row=row, by=by, subject=subject_of(row.enrolment))
    record(verb=Verb.REMOVED, row=session, by=by, subject=_of(session.project))
    session.delete()


def _make(series: Series, days: Iterable[dt.date], *, by: User) -> None:
    """Make the sessions of these days that aren't there, and invite the series' people to each."""
    alike = Session.objects.filter(project=series.project, kind=series.kind, title=series.title)
    own = Session.objects.filter(series=series)
    taken = set(alike.values_list("held_on", flat=True)) | set(own.values_list("held_on", flat=True))
    shared = {name: getattr(series, name) for name in PlannedFacts.__annotations__}
    made = Session.objects.bulk_create(
        Session(project=series.project, series=series, held_on=day, **shared)
        for day in days
        if day not in taken
    )
    for session in made:
        record(verb=Verb.CREATED, row=session, by=by, subject=_of(series.project))
    stays = Enrolment.objects.filter(expected_in_series__series=series)
    _expect(made, list(stays.select_related("person")), by=by)


def _expect(sessions: Collection[Session], stays: Collection[Enrolment], *, by: User) -> int:
    """Invite people to sessions of days on which they are in the project, once."""
    there = set(Expected.objects.filter(session__in=sessions).values_list("session", "enrolment"))
    rows = [
        Expected(session=session, enrolment=stay)
        for session in sessions
        for stay in stays
        if stay.covers(session.held_on) and (session.pk, stay.pk) not in there
    ]
    for row in Expected.objects.bulk_create(rows):
        record(verb=Verb.CREATED, row=row, by=by, subject=subject_of(row.enrolment))
    return len(rows)


def _invite(session: Session, stays: Collection[Enrolment], *, by: User) -> int:
    away = [stay for stay in stays if not stay.covers(session.held_on)]
    if away:
        told = _("Not in the project on %(day)s: %(who)s. Check the day or the choice.")
        who = ", ".join(stay.person.name or _("Without a name") for stay in away)
        raise ValidationError(told % {"day": session.held_on, "who": who})
    return _expect([session], stays, by=by)


def _invite_to_series(series: Series, stays: Iterable[Enrolment], *, by: User) -> None:
    rows = SeriesExpected.objects.bulk_create(SeriesExpected(series=series, enrolment=stay) for stay in stays)
    for row in rows:
        record(verb=Verb.CREATED, row=row, by=by, subject=subject_of(row.enrolment))


def _reinvite(
    series: Series, expected: Collection[Enrolment], among: Collection[int], *, by: User, on: dt.date
) -> None:
    """Bring those whom the user could choose among in step with the choice, at the sessions to come too."""
    invited = SeriesExpected.objects.filter(series=series)
    before = set(invited.values_list("enrolment", flat=True))
    chosen = {stay.pk for stay in expected}
    gone = (before & set(among)) - chosen
    ahead = list(_to_come(series, on=on))
    to_sessions = Expected.objects.filter(session__in=ahead, enrolment__in=gone)
    to_series = invited.filter(enrolment__in=gone)
    rows: list[Expected | SeriesExpected] = [*to_series.select_related("enrolment__person")]
    rows += to_sessions.select_related("enrolment__person")
    for row in rows:
        record(verb=Verb.REMOVED, row=row, by=by, subject=subject_of(row.enrolment))
    to_series.delete()
    to_sessions.delete()
    new = [stay for stay in expected if stay.pk not in before]
    _invite_to_series(series, new, by=by)
    _expect(ahead, new, by=by)
