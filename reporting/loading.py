"""From the database to facts: nine queries for a project, whatever its size.

Everybody in the project is loaded, those with protected identity too: the facts hold no names, and
who may see the list behind a number is decided where it is shown. What hangs on an enrolment that
was registered by mistake is left out with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from coaching.models import Assessor, Criterion, CriterionResult, CriterionState, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed
from participants.models import Enrolment, Episode, SupportPeriod
from projects.models import Goal, Project
from reporting.facts import (
    AssessmentFacts,
    ContactFacts,
    CriterionFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    NeedFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
)

type Checklists = dict[int, list[CriterionFacts]]
type ByPerson[Fact] = dict[int, tuple[Fact, ...]]


def load_facts(project: Project) -> ProjectFacts:
    """All facts of the project, of any date."""
    checklists = _checklists(project)
    return ProjectFacts(
        name=project.name,
        start=project.start,
        end=project.end,
        age_bands=tuple(project.age_bands),
        work_min_hours=project.work_min_hours,
        social_assistance_monthly=project.social_assistance_monthly,
        criteria=_criteria(checklists),
        participants=_participants(project, checklists),
        contacts=_contacts(project),
        needs=_needs(project),
        goals=_goals(project),
    )


def _participants(project: Project, checklists: Checklists) -> tuple[ParticipantFacts, ...]:
    episodes, support = _episodes(project), _support(project)
    assessments = _assessments(project, checklists)
    rows = (
        Enrolment.objects.filter(project=project, registered_by_mistake=False)
        .order_by("person_id", "start", "pk")
        .values_list(
            "person_id",
            "person__gender",
            "person__birth_date",
            "start",
            "end",
            "exit_cause",
            "exit_destination",
            "hours_wanted",
        )
    )
    return tuple(
        ParticipantFacts(
            key=key,
            gender=gender,
            birth_date=birth_date,
            enrolments=tuple(EnrolmentFacts(*row[3:]) for row in stays),
            episodes=episodes.get(key, ()),
            support=support.get(key, ()),
            assessments=assessments.get(key, ()),
        )
        for (key, gender, birth_date), stays in groupby(rows, key=itemgetter(0, 1, 2))
    )


def _episodes(project: Project) -> ByPerson[EpisodeFacts]:
    rows = (
        Episode.objects.filter(enrolment__project=project, enrolment__registered_by_mistake=False)
        .order_by("pk")
        .values_list("enrolment__person_id", "kind", "start", "end", "hours_per_week", "before_start")
    )
    return _by_person((row[0], EpisodeFacts(*row[1:])) for row in rows)


def _support(project: Project) -> ByPerson[SupportFacts]:
    rows = (
        SupportPeriod.objects.filter(enrolment__project=project, enrolment__registered_by_mistake=False)
        .order_by("pk")
        .values_list("enrolment__person_id", "source", "start", "end")
    )
    return _by_person((row[0], SupportFacts(*row[1:])) for row in rows)


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


def _checklists(project: Project) -> Checklists:
    """The criteria of each of the project's checklists, the newest version first."""
    found: Checklists = {}
    rows = (
        Criterion.objects.filter(checklist__project=project)
        .order_by("-checklist__version", "position", "pk")
        .values_list("checklist_id", "code", "label", "label_en")
    )
    for checklist, code, label, label_en in rows:
        found.setdefault(checklist, []).append(CriterionFacts(code, label, label_en))
    return found


def _criteria(checklists: Checklists) -> tuple[CriterionFacts, ...]:
    """Each code once, in the newest version's words and order, then those that only older ones have."""
    found: dict[str, CriterionFacts] = {}
    for criteria in checklists.values():
        for criterion in criteria:
            found.setdefault(criterion.code, criterion)
    return tuple(found.values())


def _contacts(project: Project) -> tuple[ContactFacts, ...]:
    rows = CompanyContact.objects.filter(project=project).order_by("pk")
    return tuple(ContactFacts(*row) for row in rows.values_list("company_id", "contacted_on"))


def _needs(project: Project) -> tuple[NeedFacts, ...]:
    rows = RecruitmentNeed.objects.filter(project=project).order_by("pk")
    return tuple(NeedFacts(*row) for row in rows.values_list("company_id", "registered_on", "closed_on"))


def _goals(project: Project) -> tuple[GoalFacts, ...]:
    rows = Goal.objects.filter(project=project).order_by("pk")
    return tuple(
        GoalFacts(*row) for row in rows.values_list("indicator", "value", "gender", "age_band", "group")
    )


def _by_person[Fact](rows: Iterable[tuple[int, Fact]]) -> ByPerson[Fact]:
    found: dict[int, list[Fact]] = {}
    for person, fact in rows:
        found.setdefault(person, []).append(fact)
    return {person: tuple(facts) for person, facts in found.items()}
