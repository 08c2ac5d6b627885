"""The facts that Today is computed from, of many people at once, in a bounded number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F, Q

from coaching.models import (
    Attendance,
    Checklist,
    ItemKind,
    Note,
    PhaseMove,
    PlanAction,
    PlanGoal,
    Postponement,
    ReadinessAssessment,
)
from participants.models import Enrolment, Episode, FollowUp, FollowUpAttempt, SupportPeriod
from participants.querysets import EnrolmentQuerySet, Participation
from projects.calendar import add_months
from projects.models import TargetGroup

AFTER_EXIT: Final = 12
"""So many months after their exit people are still on Today, for follow-ups and what the exit lacks."""
LEAD: Final = {
    ItemKind.PROJECT_OVER: 14,
    ItemKind.FIRST_DAY: 7,
    ItemKind.CLOCK: 14,
    ItemKind.STEP: 14,
    ItemKind.EPISODE: 14,
    ItemKind.PLAN: 7,
    ItemKind.FOLLOW_UP: 14,
    ItemKind.CONTACT: 0,
    # What the month's report will need is there all month.
    ItemKind.MISSING: 31,
}
"""So many days before something is due, Today begins to show it."""


@dataclass(slots=True)
class Facts:
    """What is known on a day of some stays; each is the person's latest in its project.

    Mappings go by the enrolment's id where nothing else is said; of a person in a project, over every
    stay of theirs, by (project, person). `near_only`: nobody asks what is due later than Today shows it.
    `last_episodes` has what ends last, or goes on, of each sort that a person does; `contacts`, `moves` and
    it are known of those who haven't left.
    """

    on: dt.date
    near_only: bool
    stays: list[Enrolment]
    first_starts: dict[Participation, dt.date]
    ready: set[Participation]
    with_checklist: set[int]
    with_groups: set[int]
    supported: set[Participation]
    moves: dict[int, PhaseMove]
    contacts: dict[Participation, dt.date]
    last_episodes: dict[Participation, list[Episode]] = field(default_factory=dict)
    actions: dict[int, list[PlanAction]] = field(default_factory=dict)
    follow_ups: dict[Participation, list[FollowUp]] = field(default_factory=dict)
    attempts: dict[Participation, list[FollowUpAttempt]] = field(default_factory=dict)
    resting: dict[int, dict[tuple[str, str], Postponement]] = field(default_factory=dict)

    def asks(self, stay: Enrolment, kind: ItemKind, due: dt.date) -> bool:
        """Whether somebody asks for an item of this kind that is due on a day, or has put such a one off."""
        near = not self.near_only or (due - self.on).days <= LEAD[kind]
        return near or stay.pk in self.resting


def concerned(reached: EnrolmentQuerySet, *, on: dt.date) -> EnrolmentQuerySet:
    """Those whom Today may have something to say of: who hasn't left, or left within the last year."""
    since = add_months(on, -AFTER_EXIT)
    return reached.valid().filter(Q(end__isnull=True) | Q(end__gte=since)).select_related("person", "project")


def read_facts(enrolments: Iterable[Enrolment], *, on: dt.date, near_only: bool = False) -> Facts:
    """Fetch what is known of them; the enrolments come with person and project, as `concerned` gives them."""
    wanted = {enrolment.participation: enrolment for enrolment in enrolments}
    projects = {project for project, _person in wanted}
    every = Enrolment.objects.every_stay_of(wanted)
    whose = {pk: key for pk, key, _start in every}
    first_starts: dict[Participation, dt.date] = {}
    for _pk, key, start in every:
        first_starts.setdefault(key, start)
    latest = {key: pk for pk, key, _start in every}
    stays = [enrolment for enrolment in enrolments if latest[enrolment.participation] == enrolment.pk]
    open_stays = [stay for stay in stays if not stay.has_ended(on=on)]
    staying = {stay.participation for stay in open_stays}
    here = {pk: key for pk, key in whose.items() if key in staying}
    moves = PhaseMove.objects.filter(enrolment__any_of={stay.pk for stay in open_stays})
    supported = (
        SupportPeriod.objects.filter(enrolment__any_of=whose)
        .order_by()
        .values_list("enrolment", flat=True)
        .distinct()
    )
    facts = Facts(
        on=on,
        near_only=near_only,
        stays=stays,
        first_starts=first_starts,
        ready=_ready(here, on=on),
        with_checklist=set(Checklist.objects.filter(project__in=projects).values_list("project", flat=True)),
        with_groups=set(TargetGroup.objects.filter(project__in=projects).values_list("project", flat=True)),
        supported={whose[pk] for pk in supported},
        moves={move.enrolment_id: move for move in moves.latest_of_each(on=on)},
        contacts=_contacts(here, on=on),
        last_episodes=_last_episodes(here),
    )
    _add_dated(facts, open_stays, left={pk: key for pk, key in whose.items() if key not in staying})
    return facts


def _ready(whose: Mapping[int, Participation], *, on: dt.date) -> set[Participation]:
    """Those whom a coach has found to meet every criterion."""
    assessed = ReadinessAssessment.objects.by_coach().filter(enrolment__any_of=whose, assessed_on__lte=on)
    return {whose[pk] for (pk,) in assessed.all_met().order_by().values_list("enrolment")}


def _contacts(whose: Mapping[int, Participation], *, on: dt.date) -> dict[Participation, dt.date]:
    """The last day of each on which somebody was in touch: attendance, an assessment, a note of a contact."""
    assessed = (
        ReadinessAssessment.objects.by_coach()
        .filter(enrolment__any_of=whose, assessed_on__lte=on)
        .order_by("enrolment", "-assessed_on")
        .distinct("enrolment")
        .values_list("enrolment", "assessed_on")
    )
    attended = (
        Attendance.objects.filter(enrolment__any_of=whose, session__held_on__lte=on)
        .order_by("enrolment", "-session__held_on")
        .distinct("enrolment")
        .values_list("enrolment", "session__held_on")
    )
    written = (
        Note.objects.contacts()
        .filter(enrolment__any_of=whose, day__lte=on)
        .order_by("enrolment", "-day")
        .distinct("enrolment")
        .values_list("enrolment", "day")
    )
    found: dict[Participation, dt.date] = {}
    for rows in (assessed, attended, written):
        for pk, day in rows:
            found[whose[pk]] = max(day, found.get(whose[pk], day))
    return found


def _last_episodes(whose: Mapping[int, Participation]) -> dict[Participation, list[Episode]]:
    """What ends last of each sort, with its company: a job with a subsidy is another sort than one without.

    In the order of the end; what goes on without one comes after all else.
    """
    of_each_stay = (
        Episode.objects.filter(enrolment__any_of=whose, before_start=False)
        .order_by("enrolment_id", "kind", "subsidy", F("end").desc(nulls_first=True), "-pk")
        .distinct("enrolment_id", "kind", "subsidy")
        .select_related("company")
    )
    ordered = sorted(of_each_stay, key=lambda episode: (episode.end or dt.date.max, episode.pk))
    found: dict[Participation, list[Episode]] = defaultdict(list)
    for episode in ordered:
        found[whose[episode.enrolment_id]].append(episode)
    return dict(found)


def _add_dated(facts: Facts, open_stays: Iterable[Enrolment], *, left: Mapping[int, Participation]) -> None:
    """What each has a list of: those who are here of what is to be done, those who left of follow-ups."""
    facts.follow_ups = _by_person(FollowUp.objects.filter(enrolment__any_of=left), left)
    facts.attempts = _by_person(FollowUpAttempt.objects.filter(enrolment__any_of=left), left)
    actions: dict[int, list[PlanAction]] = defaultdict(list)
    theirs = PlanGoal.objects.filter(enrolment__any_of={stay.pk for stay in open_stays})
    goals = dict(theirs.order_by().values_list("pk", "enrolment"))
    for action in PlanAction.objects.open().filter(goal__any_of=goals):
        actions[goals[action.goal_id]].append(action)
    facts.actions = dict(actions)
    pks = {stay.pk for stay in facts.stays}
    for one in Postponement.objects.filter(enrolment__any_of=pks).select_related("by"):
        facts.resting.setdefault(one.enrolment_id, {})[one.kind, one.key] = one


def _by_person[Row: (FollowUp, FollowUpAttempt)](
    rows: Iterable[Row], whose: Mapping[int, Participation]
) -> dict[Participation, list[Row]]:
    found: dict[Participation, list[Row]] = defaultdict(list)
    for row in rows:
        found[whose[row.enrolment_id]].append(row)
    return dict(found)


def stays_of(reached: EnrolmentQuerySet, *, on: dt.date) -> Sequence[Enrolment]:
    """The stays that Today looks at, in the order of names."""
    return list(concerned(reached, on=on).order_by("person__sort_key", "start", "pk"))
