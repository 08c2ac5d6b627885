"""The rows of the caseload: each person at a glance, in a bounded number of queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from coaching.clock import Clock, read_clock
from coaching.models import Attendance, Checklist, CriterionResult, PhaseMove, ReadinessAssessment
from coaching.readiness import Meter, read_meter
from participants.codes import EpisodeKind
from participants.models import CoachAssignment, Enrolment, Episode

type Participation = tuple[int, int]

# What tells most of where someone is comes first.
_WEIGHT = [
    EpisodeKind.EMPLOYMENT,
    EpisodeKind.OWN_BUSINESS,
    EpisodeKind.STUDIES,
    EpisodeKind.WORK_PLACEMENT,
    EpisodeKind.WORK_TRAINING,
    EpisodeKind.LANGUAGE_PLACEMENT,
    EpisodeKind.VOCATIONAL_COURSE,
    EpisodeKind.PROGRAMME,
]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the caseload. `phase`, `coach` and `number` are "" where there is none.

    `days` since the start of someone who is in the project now, else None. `handed_over` is the day on
    which the reader got the person from another coach, not long ago.
    """

    enrolment: Enrolment
    number: str
    coach: str
    phase: str
    days: int | None
    clock: Clock | None
    meter: Meter | None
    now: list[Episode]
    later: list[Episode]
    support: list[str]
    last_seen: dt.date | None
    handed_over: dt.date | None


def case_rows(enrolments: Sequence[Enrolment], *, on: dt.date, user: User) -> list[CaseRow]:
    """The rows of some enrolments as things stand on a day, for a reader.

    The enrolments come with their present facts (`with_present_facts`). Readiness and its clock
    are the person's in the project, over every stay of theirs, as the figures have it.
    """
    stays = _stays(enrolments)
    readiness = _Readiness(enrolments, stays, on=on)
    first_starts: dict[Participation, dt.date] = {}
    for stay in stays:
        first_starts[_key(stay)] = min(stay.start, first_starts.get(_key(stay), stay.start))
    reached = PhaseMove.objects.filter(enrolment__in=enrolments).latest_of_each(on=on)
    phases = {move.enrolment_id: str(move.phase) for move in reached}
    seen = Attendance.objects.last_days(enrolments)
    handed = CoachAssignment.objects.handed_to(user, on=on).filter(enrolment__in=enrolments)
    handed_over = dict(handed.values_list("enrolment", "start"))
    return [
        CaseRow(
            enrolment=enrolment,
            number=_number(enrolment),
            coach=", ".join(str(assignment.coach) for assignment in enrolment.coach_assignments.all()),
            phase=phases.get(enrolment.pk, ""),
            days=(on - enrolment.start).days if _is_there(enrolment, on) else None,
            clock=readiness.clock(enrolment, first_starts.get(_key(enrolment), enrolment.start)),
            meter=readiness.meter(enrolment),
            now=_by_weight(episode for episode in enrolment.episodes.all() if episode.start <= on),
            later=_by_weight(episode for episode in enrolment.episodes.all() if episode.start > on),
            support=[period.get_source_display() for period in enrolment.support_periods.all()],
            last_seen=seen.get(enrolment.pk),
            handed_over=handed_over.get(enrolment.pk),
        )
        for enrolment in enrolments
    ]


def _is_there(enrolment: Enrolment, on: dt.date) -> bool:
    """Whether the person is in the project on the day, and the project itself still runs."""
    ended = enrolment.end is not None and enrolment.end <= on
    return not ended and enrolment.start <= on <= enrolment.project.end


def _key(enrolment: Enrolment) -> Participation:
    return enrolment.project_id, enrolment.person_id


def _stays(enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    """Every stay of these persons in these projects."""
    wanted = {_key(enrolment) for enrolment in enrolments}
    projects, persons = {key[0] for key in wanted}, {key[1] for key in wanted}
    found = Enrolment.objects.valid().filter(project__in=projects, person__in=persons)
    return [stay for stay in found.only("project", "person", "start") if _key(stay) in wanted]


def _number(enrolment: Enrolment) -> str:
    """What the project calls the person, out of the numbers that came along."""
    numbers = enrolment.person.participant_numbers.all()
    return next((number.number for number in numbers if number.project_id == enrolment.project_id), "")


def _by_weight(episodes: Iterable[Episode]) -> list[Episode]:
    return sorted(episodes, key=lambda episode: (_WEIGHT.index(EpisodeKind(episode.kind)), episode.start))


class _Readiness:
    """The latest assessment of each person, the first day on which all was met, and the checklists."""

    def __init__(self, enrolments: Sequence[Enrolment], stays: Sequence[Enrolment], *, on: dt.date) -> None:
        self.on = on
        participation = {stay.pk: _key(stay) for stay in stays}
        made = ReadinessAssessment.objects.by_coach().filter(enrolment__in=stays, assessed_on__lte=on)
        results = Prefetch("results", CriterionResult.objects.select_related("criterion"))
        latest = made.latest_of_each_person().prefetch_related(results)
        self.latest = {participation[assessment.enrolment_id]: assessment for assessment in latest}
        self.ready: dict[Participation, dt.date] = {}
        for stay, day in made.all_met().order_by().values_list("enrolment", "assessed_on"):
            key = participation[stay]
            self.ready[key] = min(day, self.ready.get(key, day))
        checklists = Checklist.objects.filter(project__in={enrolment.project_id for enrolment in enrolments})
        # In order of version: the project's newest one is left in the table.
        ordered = list(checklists.order_by("version").prefetch_related("criteria"))
        self.criteria = {checklist.pk: list(checklist.criteria.all()) for checklist in ordered}
        self.newest = {checklist.project_id: self.criteria[checklist.pk] for checklist in ordered}

    def meter(self, enrolment: Enrolment) -> Meter | None:
        """None in a project without a checklist."""
        assessment = self.latest.get(_key(enrolment))
        criteria = (
            self.criteria[assessment.checklist_id] if assessment else self.newest.get(enrolment.project_id)
        )
        return read_meter(criteria, assessment) if criteria else None

    def clock(self, enrolment: Enrolment, first_start: dt.date) -> Clock | None:
        if enrolment.project_id not in self.newest or enrolment.registered_by_mistake:
            return None
        return read_clock(
            first_start=first_start,
            ready_on=self.ready.get(_key(enrolment)),
            running=_is_there(enrolment, self.on),
            on=self.on,
        )
