"""Participants: their enrolments and all that hangs on them, in the order in which it was recorded."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Coalesce

from coaching.models import (
    Assessor,
    Attendance,
    CriterionResult,
    CriterionState,
    PhaseMove,
    ReadinessAssessment,
)
from participants.models import CvEntry, Enrolment, Episode, FollowUp, SupportPeriod, SurveyAnswer
from projects.models import Project
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    MoveFacts,
    ParticipantFacts,
    SupportFacts,
)
from reporting.loading.criteria import Checklists

type ByPerson[Fact] = dict[int, tuple[Fact, ...]]

_STAY = (
    "start",
    "end",
    "exit_cause",
    "exit_destination",
    "hours_wanted",
    Coalesce("target_group__name", Value("")),
    "referred_by",
    "entry_status",
    "unemployed_since",
    "education_level",
)
_BACKGROUND = tuple(
    f"sensitive_background__{field}"
    for field in ("birth_country", "parents_born_abroad", "citizenship", "reduced_work_capacity")
)


def load_participants(
    project: Project, checklists: Checklists, steps: Mapping[int, int]
) -> tuple[ParticipantFacts, ...]:
    """Everybody, by their key. `steps`: the number of each step of the staircase, by the phase's key."""
    told: dict[str, ByPerson[Any]] = {
        "episodes": _episodes(project),
        "support": _support(project),
        "assessments": _assessments(project, checklists),
        "attendance": _attendance(project),
        "cv": _cv(project),
        "follow_ups": _follow_ups(project),
        "answers": _answers(project),
        "moves": _moves(project, steps),
    }
    rows = (
        Enrolment.objects.filter(project=project, registered_by_mistake=False)
        .order_by("person_id", "start", "pk")
        .values_list("person_id", "person__gender", "person__birth_date", *_STAY, *_BACKGROUND)
    )
    return tuple(
        ParticipantFacts(
            key=key,
            gender=gender,
            birth_date=birth_date,
            enrolments=tuple(_stay(row[3:]) for row in stays),
            **{name: facts[key] for name, facts in told.items() if key in facts},
        )
        for (key, gender, birth_date), stays in groupby(rows, key=itemgetter(0, 1, 2))
    )


def _stay(row: tuple[Any, ...]) -> EnrolmentFacts:
    stay, told = row[: len(_STAY)], row[len(_STAY) :]
    fields = (*stay, BackgroundFacts(*told) if told[0] is not None else BackgroundFacts())
    return EnrolmentFacts(*fields)


def _of[Row: Model](model: type[Row], project: Project) -> QuerySet[Row]:
    """Rows that hang on the project's enrolments, in the order in which they were recorded."""
    rows = model._default_manager.filter(  # noqa: SLF001  Django's documented way
        enrolment__project=project, enrolment__registered_by_mistake=False
    )
    return rows.order_by("pk")


def _episodes(project: Project) -> ByPerson[EpisodeFacts]:
    rows = _of(Episode, project).values_list(
        "enrolment__person_id",
        "kind",
        "start",
        "end",
        "hours_per_week",
        "before_start",
        "occupation",
        "company_id",
    )
    return _by_person((row[0], EpisodeFacts(*row[1:])) for row in rows)


def _support(project: Project) -> ByPerson[SupportFacts]:
    rows = _of(SupportPeriod, project).values_list("enrolment__person_id", "source", "start", "end")
    return _by_person((row[0], SupportFacts(*row[1:])) for row in rows)


def _attendance(project: Project) -> ByPerson[AttendanceFacts]:
    rows = _of(Attendance, project).values_list(
        "enrolment__person_id", "session__held_on", "minutes", "session_id", "session__kind"
    )
    return _by_person((row[0], AttendanceFacts(*row[1:])) for row in rows)


def _cv(project: Project) -> ByPerson[CvFacts]:
    rows = _of(CvEntry, project).values_list("enrolment__person_id", "kind", "confirmed_on")
    return _by_person((row[0], CvFacts(*row[1:])) for row in rows)


def _follow_ups(project: Project) -> ByPerson[FollowUpFacts]:
    rows = _of(FollowUp, project).values_list("enrolment__person_id", "kind", "done_on", "outcome")
    return _by_person((row[0], FollowUpFacts(*row[1:])) for row in rows)


def _answers(project: Project) -> ByPerson[AnswerFacts]:
    rows = _of(SurveyAnswer, project).values_list("enrolment__person_id", "question", "answered_on", "answer")
    return _by_person((row[0], AnswerFacts(*row[1:])) for row in rows)


def _moves(project: Project, steps: Mapping[int, int]) -> ByPerson[MoveFacts]:
    rows = _of(PhaseMove, project).values_list("enrolment__person_id", "moved_on", "phase_id")
    return _by_person((person, MoveFacts(on, steps[phase])) for person, on, phase in rows)


def _assessments(project: Project, checklists: Checklists) -> ByPerson[AssessmentFacts]:
    """The coach's, oldest record first. A criterion without a result is not assessed."""
    states: dict[int, dict[str, str]] = {}
    results = CriterionResult.objects.filter(
        assessment__enrolment__project=project, assessment__assessor=Assessor.COACH
    ).values_list("assessment_id", "criterion__code", "state")
    for assessment, code, state in results.order_by("pk"):
        states.setdefault(assessment, {})[code] = state
    rows = (
        ReadinessAssessment.objects.filter(
            enrolment__project=project, enrolment__registered_by_mistake=False, assessor=Assessor.COACH
        )
        .order_by("pk")
        .values_list("enrolment__person_id", "pk", "assessed_on", "checklist_id")
    )
    unassessed = {
        checklist: {criterion.code: CriterionState.NOT_ASSESSED.value for criterion in criteria}
        for checklist, criteria in checklists.items()
    }
    return _by_person(
        (person, AssessmentFacts(on, tuple((unassessed.get(checklist, {}) | states.get(pk, {})).items())))
        for person, pk, on, checklist in rows
    )


def _by_person[Fact](rows: Iterable[tuple[int, Fact]]) -> ByPerson[Fact]:
    found: dict[int, list[Fact]] = {}
    for person, fact in rows:
        found.setdefault(person, []).append(fact)
    return {person: tuple(facts) for person, facts in found.items()}
