"""Participants: their enrolments and all that hangs on them, in the order in which it was recorded."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from coaching.models import (
    Assessor,
    Attendance,
    CriterionState,
    PhaseMove,
    ReadinessAssessment,
)
from participants.models import CvEntry, Enrolment, Episode, FollowUp, SupportPeriod, SurveyAnswer
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
from reporting.unread import UNREAD

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
    project: int,
    kinds: Collection[str],
    checklists: Checklists,
    steps: Mapping[int, int],
    only: Collection[int] | None = None,
) -> tuple[ParticipantFacts, ...]:
    """Everybody, or only those with these keys; by their key. What isn't of the `kinds` is `UNREAD`.

    `steps`: the number of each step of the staircase, by the phase's key.
    """
    theirs = Q(enrolment__project=project, enrolment__registered_by_mistake=False)
    stays = Enrolment.objects.filter(project=project, registered_by_mistake=False)
    if only is not None:
        theirs &= Q(enrolment__person__in=only)
        stays = stays.filter(person__in=only)
    load: dict[str, Callable[[Q], ByPerson[Any]]] = {
        "episodes": _episodes,
        "support": _support,
        "assessments": partial(_assessments, checklists=checklists),
        "attendance": _attendance,
        "cv": _cv,
        "follow_ups": _follow_ups,
        "answers": _answers,
        "moves": partial(_moves, steps=steps),
    }
    told = {name: load[name](theirs) for name in load if name in kinds}
    unread = {name: UNREAD for name in load if name not in kinds}
    rows = stays.order_by("person_id", "start", "pk").values_list(
        "person_id", "person__gender", "person__birth_date", *_STAY, *_BACKGROUND
    )
    return tuple(
        ParticipantFacts(
            key=key,
            gender=gender,
            birth_date=birth_date,
            enrolments=tuple(_stay(row[3:]) for row in stays),
            **{name: facts[key] for name, facts in told.items() if key in facts},
            **unread,
        )
        for (key, gender, birth_date), stays in groupby(rows, key=itemgetter(0, 1, 2))
    )


def _stay(row: tuple[Any, ...]) -> EnrolmentFacts:
    stay, told = row[: len(_STAY)], row[len(_STAY) :]
    fields = (*stay, BackgroundFacts(*told) if told[0] is not None else BackgroundFacts())
    return EnrolmentFacts(*fields)


def _of[Row: Model](model: type[Row], theirs: Q) -> QuerySet[Row]:
    """Rows that hang on these enrolments, in the order in which they were recorded."""
    rows = model._default_manager.filter(theirs)  # noqa: SLF001  Django's documented way
    return rows.order_by("pk")


def _episodes(theirs: Q) -> ByPerson[EpisodeFacts]:
    rows = _of(Episode, theirs).values_list(
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


def _support(theirs: Q) -> ByPerson[SupportFacts]:
    rows = _of(SupportPeriod, theirs).values_list("enrolment__person_id", "source", "start", "end")
    return _by_person((row[0], SupportFacts(*row[1:])) for row in rows)


def _attendance(theirs: Q) -> ByPerson[AttendanceFacts]:
    rows = _of(Attendance, theirs).values_list(
        "enrolment__person_id", "session__held_on", "minutes", "session_id", "session__kind"
    )
    return _by_person((row[0], AttendanceFacts(*row[1:])) for row in rows)


def _cv(theirs: Q) -> ByPerson[CvFacts]:
    rows = _of(CvEntry, theirs).values_list("enrolment__person_id", "kind", "confirmed_on")
    return _by_person((row[0], CvFacts(*row[1:])) for row in rows)


def _follow_ups(theirs: Q) -> ByPerson[FollowUpFacts]:
    rows = _of(FollowUp, theirs).values_list("enrolment__person_id", "kind", "done_on", "outcome")
    return _by_person((row[0], FollowUpFacts(*row[1:])) for row in rows)


def _answers(theirs: Q) -> ByPerson[AnswerFacts]:
    rows = _of(SurveyAnswer, theirs).values_list("enrolment__person_id", "question", "answered_on", "answer")
    return _by_person((row[0], AnswerFacts(*row[1:])) for row in rows)


def _moves(theirs: Q, steps: Mapping[int, int]) -> ByPerson[MoveFacts]:
    rows = _of(PhaseMove, theirs).values_list("enrolment__person_id", "moved_on", "phase_id")
    return _by_person((person, MoveFacts(on, steps[phase])) for person, on, phase in rows)


def _assessments(theirs: Q, checklists: Checklists) -> ByPerson[AssessmentFacts]:
    """The coach's, oldest record first. A criterion without a result is not assessed."""
    rows = (
        _of(ReadinessAssessment, theirs)
        .filter(assessor=Assessor.COACH)
        .annotate(
            codes=ArrayAgg("results__criterion__code", order_by="results__pk", default=Value([])),
            states=ArrayAgg("results__state", order_by="results__pk", default=Value([])),
        )
        .values_list("enrolment__person_id", "assessed_on", "checklist_id", "codes", "states")
    )
    unassessed = {
        checklist: {criterion.code: CriterionState.NOT_ASSESSED.value for criterion in criteria}
        for checklist, criteria in checklists.items()
    }

    def states_of(checklist: int, codes: list[str | None], states: list[str]) -> tuple[tuple[str, str], ...]:
        # An assessment without results comes as a row with nothing in it.
        told = {code: state for code, state in zip(codes, states, strict=True) if code is not None}
        return tuple((unassessed.get(checklist, {}) | told).items())

    return _by_person(
        (person, AssessmentFacts(on, states_of(checklist, codes, states)))
        for person, on, checklist, codes, states in rows
    )


def _by_person[Fact](rows: Iterable[tuple[int, Fact]]) -> ByPerson[Fact]:
    found: dict[int, list[Fact]] = {}
    for person, fact in rows:
        found.setdefault(person, []).append(fact)
    return {person: tuple(facts) for person, facts in found.items()}
