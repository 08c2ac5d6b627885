"""What is held in the present project: series and single sessions, who is expected, who came."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from accounts.models import User
from coaching.actions.activities import PlannedFacts, plan_series, plan_session
from coaching.actions.attendance import Entry, enter_attendance, log_time
from coaching.marks import Mark
from coaching.models import MissedReason, Session, SessionKind, Weekday
from exchange.demo.desk.stay import Stay
from participants.models import Enrolment
from projects.models import Project

FRIDAY: Final = 4
ROOM: Final = "Storgatan 4, sal 2"
WEEKS_HELD, WEEKS_AHEAD = 5, 6
# What is entered about those who were expected, by turns: most came and stayed.
MARKS: Final = (
    Mark(90),
    Mark(90),
    Mark(75, 15, MissedReason.TRAVEL),
    Mark(90),
    Mark(reason=MissedReason.ILL),
    Mark(90),
    Mark(90),
    Mark(reason=MissedReason.UNKNOWN),
    Mark(90),
    Mark(90),
    Mark(reason=MissedReason.CHILD_ILL),
)
TALKS: Final = (
    (45, "Samtal efter jobbklubben. Vi läste två annonser och valde en att söka till torsdag."),
    (30, "Kort samtal. Vill byta dag för samtalen till onsdagar, det är ordnat."),
)


def hold_activities(project: Project, stays: Sequence[Stay], *, by: User, on: dt.date) -> None:
    """Plan series and sessions around today, enter what was held, and leave today's to be entered."""
    # Nobody with protected identity stands on a list that hangs in a room.
    free = [stay for stay in stays if not stay.enrolment.person.protected_identity]
    there = [stay.enrolment for stay in free if not stay.silent]
    known = [one for one in there if (on - one.start).days > WEEKS_HELD * 7]
    _weekly(project, known[::2][:12], by=by, on=on)
    _others(project, there, known, by=by, on=on)
    _singles(project, there, known, by=by, on=on)
    yesterday = on - dt.timedelta(days=max(1, on.weekday() - FRIDAY) if on.weekday() else 3)
    for one, (minutes, note) in zip(known[5:], TALKS, strict=False):
        log_time(
            by=by,
            enrolment=one,
            kind=SessionKind.TALK,
            minutes=minutes,
            held_on=yesterday,
            key=uuid.uuid4(),
            on=on,
            at=_moment(on),
            note=note,
        )


def _moment(day: dt.date, hour: int = 14) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def _facts(
    title: str, kind: SessionKind, hours: tuple[str, str], *, by: User, place: str = ROOM
) -> PlannedFacts:
    begins, ends = (dt.time.fromisoformat(hour) for hour in hours)
    return {"title": title, "kind": kind, "begins": begins, "ends": ends, "place": place, "held_by": by}


def _weekly(project: Project, expected: Sequence[Enrolment], *, by: User, on: dt.date) -> None:
    """The weekly meeting, on Mondays: held for some weeks, of which one entry was put right."""
    monday = on - dt.timedelta(days=on.weekday())
    series = plan_series(
        by=by,
        project=project,
        key=uuid.uuid4(),
        expected=expected,
        weekdays=[Weekday.MONDAY],
        every_weeks=1,
        starts_on=monday - dt.timedelta(weeks=WEEKS_HELD),
        ends_on=monday + dt.timedelta(weeks=WEEKS_AHEAD),
        **_facts("Veckoträff", SessionKind.WEEKLY_MEETING, ("10:00", "11:30"), by=by),
    )
    held = list(series.sessions.filter(held_on__lt=on).order_by("held_on"))
    for week, session in enumerate(held):
        _enter(session, shift=3 * week, by=by, on=on)
    latest = held[-1]
    for row in latest.absences.filter(reason=MissedReason.UNKNOWN).select_related("enrolment__person")[:1]:
        told = Entry(row.enrolment, Mark(reason=MissedReason.ILL), Mark(reason=row.reason))
        enter_attendance(by=by, session=latest, entries=[told], on=on, at=_moment(on, 7))


def _enter(session: Session, *, shift: int, by: User, on: dt.date) -> None:
    """Enter who came, by turns from `shift`."""
    stays = [row.enrolment for row in session.expected.select_related("enrolment__person").order_by("pk")]
    entries = [Entry(stay, MARKS[(turn + shift) % len(MARKS)]) for turn, stay in enumerate(stays)]
    enter_attendance(by=by, session=session, entries=entries, on=on, at=_moment(session.held_on))


def _others(
    project: Project, there: Sequence[Enrolment], known: Sequence[Enrolment], *, by: User, on: dt.date
) -> None:
    """The job club on Tuesdays, held before already, and a study circle every other Thursday."""
    for title, kind, day, every, hours, expected in (
        ("Jobbklubb", SessionKind.JOB_CLUB, Weekday.TUESDAY, 1, ("13:00", "15:00"), there[3:15]),
        ("Svenska på jobbet", SessionKind.STUDY_CIRCLE, Weekday.THURSDAY, 2, ("09:00", "11:30"), known[1::3]),
    ):
        plan_series(
            by=by,
            project=project,
            key=uuid.uuid4(),
            expected=expected,
            weekdays=[day],
            every_weeks=every,
            starts_on=on,
            ends_on=on + dt.timedelta(weeks=WEEKS_AHEAD),
            **_facts(title, kind, hours, by=by),
        )


def _singles(
    project: Project, there: Sequence[Enrolment], known: Sequence[Enrolment], *, by: User, on: dt.date
) -> None:
    """What is held once: last week, today, and in the coming weeks."""

    def plan(days: int, expected: Sequence[Enrolment], facts: PlannedFacts) -> Session:
        day = on + dt.timedelta(days=days)
        return plan_session(by=by, project=project, key=uuid.uuid4(), expected=expected, held_on=day, **facts)

    seminar, party = SessionKind.SEMINAR, SessionKind.THREE_PARTY_TALK
    plan(0, there[:7], _facts("CV-verkstad", seminar, ("13:00", "15:00"), by=by))
    plan(
        0,
        known[-3:-2],
        _facts("Trepartssamtal", party, ("09:15", "10:00"), by=by, place="På praktikplatsen"),
    )
    held = plan(
        -6,
        known[2:10],
        _facts("En undersköterska berättar", SessionKind.ROLE_MODEL, ("13:00", "14:30"), by=by),
    )
    _enter(held, shift=1, by=by, on=on)
    visit = _facts(
        "Studiebesök på äldreboendet",
        SessionKind.STUDY_VISIT,
        ("08:30", "11:00"),
        by=by,
        place="Almgården, huvudentrén",
    )
    plan(5, known[3:11], visit)
    plan(12, there[:16], _facts("Hälsa och arbetsliv", SessionKind.THEME_DAY, ("09:00", "15:00"), by=by))
