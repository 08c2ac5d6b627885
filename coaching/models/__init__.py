"""The coach's desk: jobbredo assessments, sessions with attendance, moves on the staircase."""

from coaching.models.activities import Expected, Series, SeriesExpected, Session, SessionKind, Weekday
from coaching.models.attendance import NOT_VALID, Absence, Attendance, AttendanceChange, MissedReason
from coaching.models.caseload import SavedFilter
from coaching.models.notes import (
    COUNTS_AS_CONTACT,
    LONGEST_NOTE,
    Note,
    NoteDraft,
    NoteKind,
    NoteVersion,
)
from coaching.models.plan import ActionState, Owner, PlanAction, PlanAgreement, PlanGoal
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
from coaching.models.supported import (
    ApplicantAnalysis,
    Fit,
    IntroductionAgreement,
    JobAnalysis,
    Judgement,
    MayTell,
    PlannedSupport,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from coaching.models.today import ItemKind, Postponement, PutOff

__all__ = [
    "COUNTS_AS_CONTACT",
    "LONGEST_NOTE",
    "NOT_VALID",
    "Absence",
    "ActionState",
    "ApplicantAnalysis",
    "Area",
    "Assessor",
    "Attendance",
    "AttendanceChange",
    "Checklist",
    "Criterion",
    "CriterionResult",
    "CriterionState",
    "Expected",
    "Fit",
    "IntroductionAgreement",
    "ItemKind",
    "JobAnalysis",
    "Judgement",
    "MayTell",
    "MissedReason",
    "Note",
    "NoteDraft",
    "NoteKind",
    "NoteVersion",
    "Owner",
    "PhaseMove",
    "PlanAction",
    "PlanAgreement",
    "PlanGoal",
    "PlannedSupport",
    "Postponement",
    "PutOff",
    "ReadinessAssessment",
    "SavedFilter",
    "Series",
    "SeriesExpected",
    "Session",
    "SessionKind",
    "SupportedMove",
    "SupportedProcess",
    "SupportedStep",
    "Weekday",
]
