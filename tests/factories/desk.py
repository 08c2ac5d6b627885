"""The coach's desk: plans, activities, notes, steps on the staircase, and what is put off."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from coaching.models import (
    Absence,
    Attendance,
    AttendanceChange,
    Expected,
    ItemKind,
    Note,
    NoteDraft,
    NoteVersion,
    PhaseMove,
    PlanAction,
    PlanAgreement,
    PlanGoal,
    Postponement,
    PutOff,
    SavedFilter,
    Series,
    SeriesExpected,
    Session,
    SessionKind,
)
from coaching.plan import snapshot
from participants.models import Enrolment
from projects.models import Phase, Project
from tests.factories.projects import coach
from tests.factories.saving import START, numbers, saved
from tests.factories.users import user as _user


def plan_goal(*, enrolment: Enrolment, text: str = "Ett jobb i ett kök", **fields: Any) -> PlanGoal:
    """A goal of the stay's plan."""
    return saved(PlanGoal(enrolment=enrolment, text=text, **fields))


def plan_action(*, goal: PlanGoal, due_on: dt.date | None = None, **fields: Any) -> PlanAction:
    """What the participant is to do by two months after the start."""
    day = due_on or goal.enrolment.start + dt.timedelta(days=60)
    return saved(PlanAction(goal=goal, due_on=day, **{"text": "Skriva klart CV:t", **fields}))


def plan_agreement(*, enrolment: Enrolment, agreed_by: User | None = None, **fields: Any) -> PlanAgreement:
    """The plan as it stands, agreed on the first day."""
    chosen = {"agreed_on": enrolment.start, "content": snapshot(enrolment.plan_goals.whole()), **fields}
    by = agreed_by or coach(project=enrolment.project)
    return saved(PlanAgreement(enrolment=enrolment, agreed_by=by, **chosen))


def session(*, project: Project, held_on: dt.date = START, **fields: Any) -> Session:
    facts = {"kind": SessionKind.JOB_CLUB, "title": f"Träff {next(numbers)}", **fields}
    return saved(Session(project=project, held_on=held_on, **facts))


# A parameter that is named as its factory hides it; this name doesn't.
_session = session


def attendance(*, enrolment: Enrolment, session: Session | None = None, minutes: int = 90) -> Attendance:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return saved(Attendance(session=held, enrolment=enrolment, minutes=minutes))


def absence(*, enrolment: Enrolment, session: Session | None = None, reason: str = "ill") -> Absence:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return saved(Absence(session=held, enrolment=enrolment, reason=reason))


def attendance_change(*, enrolment: Enrolment, changed_by: User, minutes: int = 90) -> AttendanceChange:
    held = _session(project=enrolment.project, held_on=enrolment.start)
    return saved(
        AttendanceChange(
            session=held,
            enrolment=enrolment,
            changed_by=changed_by,
            changed_at=timezone.now(),
            new_minutes=minutes,
        )
    )


def expected(*, enrolment: Enrolment, session: Session | None = None) -> Expected:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return saved(Expected(session=held, enrolment=enrolment))


def series(*, project: Project, **fields: Any) -> Series:
    facts = {
        "kind": SessionKind.JOB_CLUB,
        "title": f"Serie {next(numbers)}",
        "weekdays": [1],
        "starts_on": START,
        "ends_on": START + dt.timedelta(weeks=4),
        **fields,
    }
    return saved(Series(project=project, **facts))


# A parameter that is named as its factory hides it; this name doesn't.
_series = series


def series_expected(*, enrolment: Enrolment, series: Series | None = None) -> SeriesExpected:
    planned = series or _series(project=enrolment.project)
    return saved(SeriesExpected(series=planned, enrolment=enrolment))


def note(*, enrolment: Enrolment, author: User | None = None, **fields: Any) -> Note:
    facts = {"day": enrolment.start, "kind": "talk", "text": "Vi talade om vad som lockar.", **fields}
    return saved(Note(enrolment=enrolment, author=author or _user(), **facts))


def note_version(*, note: Note, **fields: Any) -> NoteVersion:
    before = {"day": note.day, "kind": "other", "text": "Förut stod något annat."}
    return saved(NoteVersion(note=note, replaced_at=timezone.now(), **{**before, **fields}))


def note_draft(*, enrolment: Enrolment, author: User | None = None, **fields: Any) -> NoteDraft:
    facts = {"version": 1, "text": "Halvvägs", "saved_at": timezone.now(), **fields}
    facts = {"day": enrolment.start, **facts}
    return saved(NoteDraft(enrolment=enrolment, author=author or _user(), key=uuid4(), **facts))


def phase_move(*, enrolment: Enrolment, phase: Phase, moved_on: dt.date | None = None) -> PhaseMove:
    return saved(PhaseMove(enrolment=enrolment, phase=phase, moved_on=moved_on or enrolment.start))


def postponement(*, enrolment: Enrolment, by: User | None = None, **fields: Any) -> Postponement:
    """What is missing about the person is left as it is, for long."""
    facts = {
        "kind": ItemKind.MISSING,
        "key": "entry_status hours_wanted support",
        "way": PutOff.AS_IS,
        "until": dt.date(2100, 1, 1),
        "reason": "Vill inte säga.",
        **fields,
    }
    return saved(Postponement(enrolment=enrolment, by=by or _user(), **facts))


def saved_filter(
    *, user: User, name: str | None = None, query: str = "sort=start", **fields: Any
) -> SavedFilter:
    """Filters of the caseload that a user has given a name."""
    return saved(SavedFilter(user=user, name=name or f"Filter {next(numbers)}", query=query, **fields))
