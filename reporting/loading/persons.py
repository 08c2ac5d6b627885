"""Participants: their enrolments and all that hangs on them, in the order in which it was recorded."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model, QuerySet, StringAgg, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

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

type Wanted = Mapping[int, Collection[int] | None]
"""Whom of which projects, by their keys; None: everybody."""
type Owners = dict[int, int]
"""The place of the person whose each enrolment is."""
type ByPerson[Fact] = Mapping[int, list[Fact]]

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
_RESULT = Concat(
    Cast("results__criterion_id", TextField()), Value(" "), "results__state", output_field=TextField()
)
_UNASSESSED = CriterionState.NOT_ASSESSED.value


def load_participants(
    wanted: Wanted, kinds: Collection[str], checklists: Checklists, steps: Mapping[int, int]
) -> dict[int, tuple[ParticipantFacts, ...]]:
    """Whoever is wanted, by project; in each by their key. What isn't of the `kinds` is `UNREAD`.

    `steps`: the number of each step of the staircase, by the phase's key. As many queries for many projects
    as for one.
    """
    people, owners = _people(wanted)
    load: dict[str, Callable[[Owners], ByPerson[Any]]] = {
        "episodes": _episodes,
        "support": _support,
        "assessments": partial(_assessments, checklists=checklists),
        "attendance": _attendance,
        "cv": _cv,
        "follow_ups": _follow_ups,
        "answers": _answers,
        "moves": partial(_moves, steps=steps),
    }
    told = {name: load[name](owners) for name in load if name in kinds}
    unread = {name: UNREAD for name in load if name not in kinds}
    found: dict[int, list[ParticipantFacts]] = {project: [] for project in wanted}
    for place, (project, key, gender, birth_date, stays) in enumerate(people):
        theirs: dict[str, Any] = {
            name: tuple(facts[place]) for name, facts in told.items() if place in facts
        } | unread
        found[project].append(ParticipantFacts(key, gender, birth_date, stays, **theirs))
    return {project: tuple(persons) for project, persons in found.items()}


def _people(wanted: Wanted) -> tuple[list[tuple[Any, ...]], Owners]:
    """Of each the project, key, gender, birth date and stays; and which of them each enrolment is of."""
    rows = Enrolment.objects.filter(project__any_of=wanted, registered_by_mistake=False)
    if None not in wanted.values():
        # Somebody else's of another project may be among them.
        rows = rows.filter(person__any_of={person for persons in wanted.values() for person in persons or ()})
    told = rows.order_by("project_id", "person_id", "start", "pk").values_list(
        "project_id", "person_id", "person__gender", "person__birth_date", "pk", *_STAY, *_BACKGROUND
    )
    people: list[tuple[Any, ...]] = []
    owners: Owners = {}
    for person, stays in groupby(told, key=itemgetter(0, 1, 2, 3)):
        project, key, *_ = person
        only = wanted[project]
        if only is None or key in only:
            enrolments = []
            for stay in stays:
                owners[stay[4]] = len(people)
                enrolments.append(_stay(stay[5:]))
            people.append((*person, tuple(enrolments)))
    return people, owners


def _stay(row: tuple[Any, ...]) -> EnrolmentFacts:
    stay, told = row[: len(_STAY)], row[len(_STAY) :]
    fields = (*stay, BackgroundFacts(*told) if told[0] is not None else BackgroundFacts())
    return EnrolmentFacts(*fields)


def _of[Row: Model](model: type[Row], owners: Owners) -> QuerySet[Row]:
    """Rows that hang on these enrolments, in the order in which they were recorded."""
    rows = model._default_manager.filter(enrolment__any_of=owners)  # noqa: SLF001  Django's documented way
    return rows.order_by("pk")


def _episodes(owners: Owners) -> ByPerson[EpisodeFacts]:
    rows = _of(Episode, owners).values_list(
        "enrolment_id",
        "kind",
        "start",
        "end",
        "hours_per_week",
        "before_start",
        "occupation",
        "company_id",
    )
    return _by_person(owners, ((row[0], EpisodeFacts(*row[1:])) for row in rows))


def _support(owners: Owners) -> ByPerson[SupportFacts]:
    rows = _of(SupportPeriod, owners).values_list("enrolment_id", "source", "start", "end")
    return _by_person(owners, ((row[0], SupportFacts(*row[1:])) for row in rows))


def _attendance(owners: Owners) -> ByPerson[AttendanceFacts]:
    rows = _of(Attendance, owners).values_list(
        "enrolment_id", "session__held_on", "minutes", "session_id", "session__kind"
    )
    return _by_person(owners, ((row[0], AttendanceFacts(*row[1:])) for row in rows))


def _cv(owners: Owners) -> ByPerson[CvFacts]:
    rows = _of(CvEntry, owners).values_list("enrolment_id", "kind", "confirmed_on")
    return _by_person(owners, ((row[0], CvFacts(*row[1:])) for row in rows))


def _follow_ups(owners: Owners) -> ByPerson[FollowUpFacts]:
    rows = _of(FollowUp, owners).values_list("enrolment_id", "kind", "done_on", "outcome")
    return _by_person(owners, ((row[0], FollowUpFacts(*row[1:])) for row in rows))


def _answers(owners: Owners) -> ByPerson[AnswerFacts]:
    rows = _of(SurveyAnswer, owners).values_list("enrolment_id", "question", "answered_on", "answer")
    return _by_person(owners, ((row[0], AnswerFacts(*row[1:])) for row in rows))


def _moves(owners: Owners, steps: Mapping[int, int]) -> ByPerson[MoveFacts]:
    rows = _of(PhaseMove, owners).values_list("enrolment_id", "moved_on", "phase_id")
    return _by_person(owners, ((stay, MoveFacts(on, steps[phase])) for stay, on, phase in rows))


def _assessments(owners: Owners, checklists: Checklists) -> ByPerson[AssessmentFacts]:
    """The coach's, oldest record first. A criterion without a result is not assessed."""
    rows = (
        _of(ReadinessAssessment, owners)
        .filter(assessor=Assessor.COACH)
        # As one text: two arrays cost as much again as all the rest of an assessment.
        .annotate(results_told=StringAgg(_RESULT, Value(" ")))
        .values_list("enrolment_id", "assessed_on", "checklist_id", "results_told")
    )
    codes = {
        checklist: [(str(key), criterion.code) for key, criterion in criteria.items()]
        for checklist, criteria in checklists.items()
    }

    def states_of(checklist: int, results: str | None) -> tuple[tuple[str, str], ...]:
        words = (results or "").split()
        told = dict(zip(words[::2], words[1::2], strict=True))
        return tuple([(code, told.get(key, _UNASSESSED)) for key, code in codes.get(checklist, ())])

    return _by_person(
        owners,
        ((stay, AssessmentFacts(on, states_of(checklist, results))) for stay, on, checklist, results in rows),
    )


def _by_person[Fact](owners: Owners, rows: Iterable[tuple[int, Fact]]) -> ByPerson[Fact]:
    """By the person's place, from facts by enrolment."""
    found: defaultdict[int, list[Fact]] = defaultdict(list)
    for stay, fact in rows:
        found[owners[stay]].append(fact)
    return found
