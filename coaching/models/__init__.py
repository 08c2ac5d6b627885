"""The coach's desk: jobbredo assessments, sessions with attendance, moves on the staircase."""

from coaching.models.activities import Attendance, Session, SessionKind
from coaching.models.readiness import (
    Area,
    Assessor,
    Checklist,
    Criterion,
    CriterionResult,
    CriterionState,
    ReadinessAssessment,
)
from coaching.models.staircase import PhaseMove

__all__ = [
    "Area",
    "Assessor",
    "Attendance",
    "Checklist",
    "Criterion",
    "CriterionResult",
    "CriterionState",
    "PhaseMove",
    "ReadinessAssessment",
    "Session",
    "SessionKind",
]
