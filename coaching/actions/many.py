"""Many rows at once, as an import writes them.

Each action takes unsaved instances of the models, whose fields have been checked. The database's
constraints hold for each; one that is broken takes back all of them with an IntegrityError.
Who did it is noted once, by the importing action.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from coaching.models import (
    Attendance,
    CriterionResult,
    CriterionState,
    PhaseMove,
    ReadinessAssessment,
    Session,
)
from participants.models import Enrolment
from projects.models import Project

BATCH: Final = 1000

# Day, kind and title: what tells a session from the project's others.
type SessionKey = tuple[dt.date, str, str]


@transaction.atomic
def record_assessments(*, assessments: Sequence[tuple[ReadinessAssessment, Mapping[str, str]]]) -> None:
    """Record assessments, each with the states of its criteria (code → state).

    Every criterion of the checklist gets a result; one that isn't among the states was not assessed.
    """
    ReadinessAssessment.objects.bulk_create([made for made, _ in assessments], batch_size=BATCH)
    checklists = {made.checklist_id: made.checklist for made, _ in assessments}
    criteria = {key: list(checklist.criteria.all()) for key, checklist in checklists.items()}
    results = [
        CriterionResult(
            assessment=made,
            criterion=criterion,
            state=states.get(criterion.code, CriterionState.NOT_ASSESSED),
        )
        for made, states in assessments
        for criterion in criteria[made.checklist_id]
    ]
    CriterionResult.objects.bulk_create(results, batch_size=BATCH)


@transaction.atomic
def record_attendance(*, project: Project, attendance: Sequence[tuple[SessionKey, Enrolment, int]]) -> None:
    """Record attended minutes at sessions of the project; a session that isn't there yet is made."""
    sessions = {(held.held_on, held.kind, held.title): held for held in project.sessions.all()}
    missing = [
        key for key in dict.fromkeys(key for key, _enrolment, _minutes in attendance) if key not in sessions
    ]
    made = Session.objects.bulk_create(
        [Session(project=project, held_on=on, kind=kind, title=title) for on, kind, title in missing],
        batch_size=BATCH,
    )
    sessions.update(zip(missing, made, strict=True))
    Attendance.objects.bulk_create(
        [
            Attendance(session=sessions[key], enrolment=enrolment, minutes=minutes)
            for key, enrolment, minutes in attendance
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def record_phase_moves(*, moves: Sequence[PhaseMove]) -> None:
    """Record moves on the staircase."""
    PhaseMove.objects.bulk_create(moves, batch_size=BATCH)
