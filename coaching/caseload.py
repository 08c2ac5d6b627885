"""The rows of the caseload: each person at a glance, in a bounded number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.models.user import called
from coaching.clock import Clock, read_clock
from coaching.models import Attendance, Checklist, CriterionResult, PhaseMove, ReadinessAssessment
from coaching.readiness import Meter, Scale
from participants.codes import EpisodeKind, SupportSource
from participants.models import CoachAssignment, Enrolment, Episode, ParticipantNumber, SupportPeriod
from participants.querysets import Participation

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

    @property
    def name(self) -> str:
        """As lists have it, else the number."""
        return self.enrolment.person.listed_as(self.number)


def case_rows(enrolments: Sequence[Enrolment], *, on: dt.date, user: User) -> list[CaseRow]:
    """The rows of some enrolments as things stand on a day, for a reader.

    The enrolments come with their person and project. Readiness and its clock are the person's in the
    project, over every stay of theirs, as the figures have it.
    """
    ids = {enrolment.pk for enrolment in enrolments}
    stays = Enrolment.objects.every_stay_of({enrolment.participation for enrolment in enrolments})
    readiness = _Readiness(enrolments, {pk: key for pk, key, _start in stays}, on=on)
    first_starts: dict[Participation, dt.date] = {}
    for _pk, key, start in stays:
        first_starts.setdefault(key, start)
    reached = PhaseMove.objects.filter(enrolment__any_of=ids).latest_of_each(on=on)
    phases = dict(reached.values_list("enrolment_id", "phase__name"))
    seen = Attendance.objects.last_days(enrolments)
    handed = CoachAssignment.objects.handed_to(user, on=on).filter(enrolment__any_of=ids)
    handed_over = dict(handed.values_list("enrolment", "start"))
    present = _Present(enrolments, ids, on=on)
    return [
        CaseRow(
            enrolment=enrolment,
            number=present.numbers.get(enrolment.participation, ""),
            coach=", ".join(present.coaches[enrolment.pk]),
            phase=phases.get(enrolment.pk, ""),
            days=(on - enrolment.start).days if enrolment.is_running(on=on) else None,
            clock=readiness.clock(enrolment, first_starts.get(enrolment.participation, enrolment.start)),
            meter=readiness.meter(enrolment),
            now=_by_weight(episode for episode in present.episodes[enrolment.pk] if episode.start <= on),
            later=_by_weight(episode for episode in present.episodes[enrolment.pk] if episode.start > on),
            support=present.support[enrolment.pk],
            last_seen=seen.get(enrolment.pk),
            handed_over=handed_over.get(enrolment.pk),
        )
        for enrolment in enrolments
    ]


class _Present:
    """What is in force of each enrolment on the day, by its id; numbers by project and person."""

    def __init__(self, enrolments: Sequence[Enrolment], ids: set[int], *, on: dt.date) -> None:
        people = {enrolment.person_id for enrolment in enrolments}
        numbers = ParticipantNumber.objects.filter(person__any_of=people)
        self.numbers = {
            (project, person): number
            for project, person, number in numbers.values_list("project", "person", "number")
        }
        self.coaches: dict[int, list[str]] = defaultdict(list)
        named = CoachAssignment.objects.in_force(on=on).filter(enrolment__any_of=ids)
        for enrolment, name, email in named.values_list("enrolment", "coach__name", "coach__email"):
            self.coaches[enrolment].append(called(name, email))
        self.episodes: dict[int, list[Episode]] = defaultdict(list)
        running = Episode.objects.not_over(on=on).filter(enrolment__any_of=ids)
        for episode in running.select_related("company"):
            self.episodes[episode.enrolment_id].append(episode)
        self.support: dict[int, list[str]] = defaultdict(list)
        sources = SupportPeriod.objects.in_force(on=on).filter(enrolment__any_of=ids)
        for enrolment, source in sources.values_list("enrolment", "source"):
            self.support[enrolment].append(str(SupportSource(source).label))


def _by_weight(episodes: Iterable[Episode]) -> list[Episode]:
    return sorted(episodes, key=lambda episode: (_WEIGHT.index(EpisodeKind(episode.kind)), episode.start))


class _Readiness:
    """The latest assessment of each person, the first day on which all was met, and the checklists."""

    def __init__(
        self, enrolments: Sequence[Enrolment], participation: Mapping[int, Participation], *, on: dt.date
    ) -> None:
        self.on = on
        made = ReadinessAssessment.objects.by_coach().filter(
            enrolment__any_of=participation, assessed_on__lte=on
        )
        latest = made.latest_of_each_person().values_list("pk", "enrolment", "checklist")
        self.latest = {participation[stay]: (pk, checklist) for pk, stay, checklist in latest}
        self.states: dict[int, dict[str, str]] = {pk: {} for pk, _checklist in self.latest.values()}
        results = CriterionResult.objects.filter(assessment__any_of=self.states)
        for pk, code, state in results.values_list("assessment", "criterion__code", "state"):
            self.states[pk][code] = state
        self.ready: dict[Participation, dt.date] = {}
        for stay, day in made.all_met().order_by().values_list("enrolment", "assessed_on"):
            key = participation[stay]
            self.ready[key] = min(day, self.ready.get(key, day))
        checklists = Checklist.objects.filter(project__in={enrolment.project_id for enrolment in enrolments})
        # In order of version: the project's newest one is left in the table.
        ordered = list(checklists.order_by("version").prefetch_related("criteria"))
        self.scales = {checklist.pk: Scale(checklist.criteria.all()) for checklist in ordered}
        self.newest = {checklist.project_id: checklist for checklist in ordered}

    def meter(self, enrolment: Enrolment) -> Meter | None:
        """None in a project without a checklist, or with an empty one."""
        assessed = self.latest.get(enrolment.participation)
        newest = self.newest.get(enrolment.project_id)
        if newest is None:
            return None
        pk, checklist = assessed or (None, newest.pk)
        meter = self.scales[checklist].meter(None if pk is None else self.states[pk])
        return meter if meter.total else None

    def clock(self, enrolment: Enrolment, first_start: dt.date) -> Clock | None:
        if enrolment.project_id not in self.newest or enrolment.registered_by_mistake:
            return None
        return read_clock(
            first_start=first_start,
            ready_on=self.ready.get(enrolment.participation),
            running=enrolment.is_running(on=self.on),
            on=self.on,
        )
