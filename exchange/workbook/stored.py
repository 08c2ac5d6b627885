"""What the database holds of a project, in the shape of the workbook's rows.

Each function gives tuples with the same codes as the rows, and "" or None for what is not
recorded. The number of queries is the same whatever the size.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from coaching.models import Attendance, CriterionResult, CriterionState, PhaseMove, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed, Supervisor
from exchange.workbook.columns import CRITERIA
from participants.models import (
    CoachAssignment,
    CvEntry,
    Enrolment,
    Episode,
    FollowUp,
    SensitiveBackground,
    SupportPeriod,
    SurveyAnswer,
)
from participants.words import REGISTERED_BY_MISTAKE
from projects.models import Goal, Project, TargetGroup

type Told = tuple[Any, ...]
# Primary key of a person → Deltagar-id in the project.
type Numbers = dict[int, str]


def numbers_of(project: Project) -> Numbers:
    """Who is known in the project, and as what."""
    return dict(project.participant_numbers.values_list("person", "number"))


def _named(rows: Iterable[Told], numbers: Numbers) -> Iterator[Told]:
    """Rows that begin with a person's key, beginning with the Deltagar-id in its place."""
    for person, *rest in rows:
        if person in numbers:
            yield (numbers[person], *rest)


def goals(project: Project, _numbers: Numbers) -> Iterable[Told]:
    """Indicator, gender, age band, group; value."""
    return Goal.objects.filter(project=project).values_list(
        "indicator", "gender", "age_band", "group", "value"
    )


def target_groups(project: Project, _numbers: Numbers) -> Iterable[Told]:
    """Name; target, name of the group above."""
    rows = TargetGroup.objects.filter(project=project).values_list("name", "target", "parent__name")
    return ((name, target, parent or "") for name, target, parent in rows)


def enrolments(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, start, by mistake; the rest of a row of Deltagare that is about the enrolment.

    The coach is the first one named, the step the one taken at the start.
    """
    coaches: dict[int, str] = {}
    named = CoachAssignment.objects.filter(enrolment__project=project).order_by("start", "pk")
    for enrolment, email in named.values_list("enrolment", "coach__email"):
        coaches.setdefault(enrolment, email)
    moves = PhaseMove.objects.filter(enrolment__project=project)
    steps = {(pk, on): name for pk, on, name in moves.values_list("enrolment", "moved_on", "phase__name")}
    rows = Enrolment.objects.filter(project=project).select_related("target_group", "sensitive_background")
    for row in rows:
        if row.person_id in numbers:
            key = (numbers[row.person_id], row.start, row.registered_by_mistake)
            yield (*key, *_told_at_start(row), coaches.get(row.pk, ""), steps.get((row.pk, row.start), ""))


def _told_at_start(row: Enrolment) -> Told:
    background: SensitiveBackground | None = getattr(row, "sensitive_background", None)
    return (
        row.end,
        row.target_group.name if row.target_group else "",
        row.referred_by,
        row.referred_on,
        REGISTERED_BY_MISTAKE if row.registered_by_mistake else row.exit_cause,
        row.exit_destination,
        row.education_level,
        row.entry_status,
        row.unemployed_since,
        row.hours_wanted,
        row.languages,
        background.birth_country if background else "",
        background.parents_born_abroad if background else "",
        background.citizenship if background else "",
        background.reduced_work_capacity if background else "",
    )


def support(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, source, start; end."""
    rows = SupportPeriod.objects.filter(enrolment__project=project)
    return _named(rows.values_list("enrolment__person", "source", "start", "end"), numbers)


def episodes(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, kind, start; the rest of a row of Insatser."""
    rows = Episode.objects.filter(enrolment__project=project).values_list(
        "enrolment__person",
        "kind",
        "start",
        "end",
        "hours_per_week",
        "subsidy",
        "occupation",
        "company__organisation_number",
        "workplace",
        "title",
        "before_start",
    )
    return _named(rows, numbers)


def assessments(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, date, assessor; the state of each criterion, observation."""
    states: dict[int, dict[str, str]] = defaultdict(dict)
    results = CriterionResult.objects.filter(assessment__enrolment__project=project)
    for assessment, code, state in results.values_list("assessment", "criterion__code", "state"):
        states[assessment][code] = "" if state == CriterionState.NOT_ASSESSED else state
    rows = ReadinessAssessment.objects.filter(enrolment__project=project).values_list(
        "enrolment__person", "assessed_on", "assessor", "pk", "observation"
    )
    for who, on, assessor, key, observation in _named(rows, numbers):
        yield (who, on, assessor, *(states[key].get(code, "") for code in CRITERIA), observation)


def attendance(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, session (day, kind, title); minutes."""
    rows = Attendance.objects.filter(session__project=project).values_list(
        "enrolment__person", "session__held_on", "session__kind", "session__title", "minutes"
    )
    return ((who, (on, kind, title), minutes) for who, on, kind, title, minutes in _named(rows, numbers))


def cv(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, kind, text; when, by whom and through what it was confirmed."""
    rows = CvEntry.objects.filter(enrolment__project=project)
    told = rows.values_list("enrolment__person", "kind", "text", "confirmed_on", "confirmed_by", "activity")
    return _named(told, numbers)


def follow_ups(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, kind, date; outcome."""
    rows = FollowUp.objects.filter(enrolment__project=project)
    return _named(rows.values_list("enrolment__person", "kind", "done_on", "outcome"), numbers)


def answers(project: Project, numbers: Numbers) -> Iterator[Told]:
    """Deltagar-id, question, date; the answer's code."""
    rows = SurveyAnswer.objects.filter(enrolment__project=project)
    return _named(rows.values_list("enrolment__person", "question", "answered_on", "answer"), numbers)


def contacts(project: Project, _numbers: Numbers) -> Iterable[Told]:
    """Organisation number, date, kind; comment."""
    rows = CompanyContact.objects.filter(project=project)
    return rows.values_list("company__organisation_number", "contacted_on", "kind", "comment")


def needs(project: Project, _numbers: Numbers) -> Iterable[Told]:
    """Organisation number, date; occupation, positions, closed on, requirements."""
    return RecruitmentNeed.objects.filter(project=project).values_list(
        "company__organisation_number",
        "registered_on",
        "occupation",
        "positions",
        "closed_on",
        "requirements",
    )


def supervisors(project: Project, _numbers: Numbers) -> Iterable[Told]:
    """Organisation number, name; when they were trained."""
    rows = Supervisor.objects.filter(project=project)
    return rows.values_list("company__organisation_number", "name", "trained_on")
