"""The facts that Today is computed from, of many people at once, in a bounded number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from coaching.models import (
    Attendance,
    Checklist,
    Note,
    PhaseMove,
    PlanAction,
    Postponement,
    ReadinessAssessment,
)
from participants.models import Enrolment, Episode, FollowUp, FollowUpAttempt, SupportPeriod
from participants.querysets import EnrolmentQuerySet
from projects.calendar import add_months
from projects.models import TargetGroup

AFTER_EXIT: Final = 12
"""So many months after their exit people are still on Today, for follow-ups and what the exit lacks."""

type Participation = tuple[int, int]


@dataclass(slots=True)
class Facts:
    """What is known on a day of some stays; each is the person's latest in its project.

    Mappings go by the enrolment's id where nothing else is said; of a person in a project, over every
    stay of theirs, by (project, person).
    """

    on: dt.date
    stays: list[Enrolment]
    first_starts: dict[Participation, dt.date]
    ready: set[Participation]
    with_checklist: set[int]
    with_groups: set[int]
    supported: set[Participation]
    moves: dict[int, PhaseMove]
    contacts: dict[Participation, dt.date]
    episodes: dict[Participation, list[Episode]] = field(default_factory=dict)
    actions: dict[int, list[PlanAction]] = field(default_factory=dict)
    follow_ups: dict[Participation, list[FollowUp]] = field(default_factory=dict)
    attempts: dict[Participation, list[FollowUpAttempt]] = field(default_factory=dict)
    resting: dict[int, dict[tuple[str, str], Postponement]] = field(default_factory=dict)

    def is_there(self, stay: Enrolment) -> bool:
        """Whether the person is in the project on the day, and the project itself still runs."""
        ended = stay.end is not None and stay.end <= self.on
        return not ended and stay.start <= self.on <= stay.project.end


def of_person(stay: Enrolment) -> Participation:
    """What facts over every stay of a person in a project go by."""
    return stay.project_id, stay.person_id


def concerned(reached: EnrolmentQuerySet, *, on: dt.date) -> EnrolmentQuerySet:
    """Those whom Today may have something to say of: who hasn't left, or left within the last year."""
    since = add_months(on, -AFTER_EXIT)
    return reached.valid().filter(Q(end__isnull=True) | Q(end__gte=since)).select_related("person", "project")


def read_facts(enrolments: Iterable[Enrolment], *, on: dt.date) -> Facts:
    """Fetch what is known of them; the enrolments come with person and project, as `concerned` gives them."""
    wanted = {of_person(enrolment): enrolment for enrolment in enrolments}
    projects, people = {key[0] for key in wanted}, {key[1] for key in wanted}
    every = [
        stay
        for stay in Enrolment.objects.valid()
        .filter(project__in=projects, person__in=people)
        .only("project", "person", "start")
        .order_by("start", "pk")
        if of_person(stay) in wanted
    ]
    whose = {stay.pk: of_person(stay) for stay in every}
    first_starts: dict[Participation, dt.date] = {}
    latest: dict[Participation, int] = {}
    for stay in every:
        first_starts.setdefault(of_person(stay), stay.start)
        latest[of_person(stay)] = stay.pk
    stays = [enrolment for enrolment in enrolments if latest[of_person(enrolment)] == enrolment.pk]
    assessed = ReadinessAssessment.objects.by_coach().filter(enrolment__in=whose, assessed_on__lte=on)
    moves = PhaseMove.objects.filter(enrolment__in=[stay.pk for stay in stays]).latest_of_each(on=on)
    supported = (
        SupportPeriod.objects.filter(enrolment__in=whose).order_by().values_list("enrolment").distinct()
    )
    facts = Facts(
        on=on,
        stays=stays,
        first_starts=first_starts,
        ready={whose[pk] for (pk,) in assessed.all_met().order_by().values_list("enrolment")},
        with_checklist=set(Checklist.objects.filter(project__in=projects).values_list("project", flat=True)),
        with_groups=set(TargetGroup.objects.filter(project__in=projects).values_list("project", flat=True)),
        supported={whose[pk] for (pk,) in supported},
        moves={move.enrolment_id: move for move in moves},
        contacts=_contacts(whose, on=on),
    )
    _add_dated(facts, whose)
    return facts


def _contacts(whose: dict[int, Participation], *, on: dt.date) -> dict[Participation, dt.date]:
    """The last day of each on which somebody was in touch: attendance, an assessment, a note of a contact."""
    assessed = (
        ReadinessAssessment.objects.by_coach()
        .filter(enrolment__in=whose, assessed_on__lte=on)
        .order_by("enrolment", "-assessed_on")
        .distinct("enrolment")
        .values_list("enrolment", "assessed_on")
    )
    attended = (
        Attendance.objects.filter(enrolment__in=whose, session__held_on__lte=on)
        .order_by("enrolment", "-session__held_on")
        .distinct("enrolment")
        .values_list("enrolment", "session__held_on")
    )
    written = (
        Note.objects.contacts()
        .filter(enrolment__in=whose, day__lte=on)
        .order_by("enrolment", "-day")
        .distinct("enrolment")
        .values_list("enrolment", "day")
    )
    found: dict[Participation, dt.date] = {}
    for rows in (assessed, attended, written):
        for pk, day in rows:
            found[whose[pk]] = max(day, found.get(whose[pk], day))
    return found


def _add_dated(facts: Facts, whose: dict[int, Participation]) -> None:
    """What each has a list of."""
    pks = [stay.pk for stay in facts.stays]
    episodes = Episode.objects.filter(enrolment__in=whose, before_start=False).select_related("company")
    facts.episodes = _by_person(episodes.order_by("start", "pk"), whose)
    facts.follow_ups = _by_person(FollowUp.objects.filter(enrolment__in=whose), whose)
    facts.attempts = _by_person(FollowUpAttempt.objects.filter(enrolment__in=whose), whose)
    actions: dict[int, list[PlanAction]] = defaultdict(list)
    for action in PlanAction.objects.open().filter(goal__enrolment__in=pks).select_related("goal"):
        actions[action.goal.enrolment_id].append(action)
    facts.actions = dict(actions)
    for one in Postponement.objects.filter(enrolment__in=pks).select_related("by"):
        facts.resting.setdefault(one.enrolment_id, {})[one.kind, one.key] = one


def _by_person[Row: (Episode, FollowUp, FollowUpAttempt)](
    rows: Iterable[Row], whose: dict[int, Participation]
) -> dict[Participation, list[Row]]:
    found: dict[Participation, list[Row]] = defaultdict(list)
    for row in rows:
        found[whose[row.enrolment_id]].append(row)
    return dict(found)


def stays_of(reached: EnrolmentQuerySet, *, on: dt.date) -> Sequence[Enrolment]:
    """The stays that Today looks at, in the order of names."""
    return list(concerned(reached, on=on).order_by("person__sort_key", "start", "pk"))
