"""One person's participation: what the indicators ask about a person, derived once a computation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, wraps

from participants.codes import OWN_INCOME, EpisodeKind, FollowUpKind, SupportSource, SurveyQuestion
from projects.calendar import Bands, band_label, completed_years
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    ParticipantFacts,
    SupportFacts,
)

COURSES = frozenset({EpisodeKind.VOCATIONAL_COURSE})
WORK = frozenset({EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS})
STUDIES = frozenset({EpisodeKind.STUDIES})
PROGRAMMES = frozenset({EpisodeKind.PROGRAMME})

BASIC_BENEFITS = frozenset(
    {SupportSource.SOCIAL_ASSISTANCE, SupportSource.INTRODUCTION_BENEFIT, SupportSource.ESTABLISHMENT_BENEFIT}
)


@dataclass(frozen=True)
class Participation:
    """All of a person's enrolments in the project as one participation, as known on `as_of`.

    The facts must already be trimmed to that day (`reporting.known.known_on`). `work_min_hours` and
    `own_income` are the set's or the project's own definitions.
    """

    person: ParticipantFacts
    as_of: date
    bands: Bands
    work_min_hours: Decimal | None = None
    own_income: frozenset[SupportSource] = OWN_INCOME

    @cached_property
    def first(self) -> EnrolmentFacts:
        """The enrolment with the earliest start; characteristics at entry are this one's."""
        return min(self.person.enrolments, key=lambda stay: stay.start)

    @cached_property
    def first_start(self) -> date:
        """The earliest start."""
        return self.first.start

    @cached_property
    def enrolled(self) -> bool:
        """An enrolment is open on as of. One that ends on that very day has ended."""
        return any(stay.end is None for stay in self.person.enrolments)

    @cached_property
    def last(self) -> EnrolmentFacts | None:
        """The enrolment that the final exit ends: the latest one, when none is open."""
        if self.enrolled:
            return None
        return max(self.person.enrolments, key=lambda stay: (stay.start, stay.end or date.min))

    @cached_property
    def final_exit(self) -> date | None:
        """The end of the last enrolment, None while one is open."""
        return self.last.end if self.last else None

    @cached_property
    def cause(self) -> str:
        """The cause of the final exit, "" where not recorded or still enrolled."""
        return self.last.cause if self.last else ""

    @cached_property
    def age(self) -> int | None:
        """Completed years on the first start, None without a birth date."""
        birth = self.person.birth_date
        return None if birth is None else completed_years(birth, self.first_start)

    @cached_property
    def age_label(self) -> str:
        """The band as the project writes it, "outside" or "unknown". Before birth is outside, too."""
        return band_label(self.age, self.bands)

    @cached_property
    def self_support_date(self) -> date | None:
        """The first day of self-support up to as of, None when there is none yet."""
        return self_support_date(self.person.support, self.first_start, self.as_of, self.own_income)

    @cached_property
    def first_ready(self) -> date | None:
        """The date of the earliest assessment with all criteria met."""
        return min((record.on for record in self.person.assessments if record.all_met), default=None)

    @cached_property
    def latest_assessment(self) -> AssessmentFacts | None:
        """The latest assessment; of several on one day, the one recorded last."""
        return max(reversed(self.person.assessments), key=lambda record: record.on, default=None)

    def latest_answer(self, question: SurveyQuestion) -> AnswerFacts | None:
        """The latest answer to a question of the survey; of several on one day, the one recorded last."""
        answers = [answer for answer in self.person.answers if answer.question == question]
        return max(reversed(answers), key=lambda answer: answer.on, default=None)

    def latest_follow_up(self, kind: FollowUpKind) -> FollowUpFacts | None:
        """The latest follow-up of a kind; of several on one day, the one recorded last."""
        records = [record for record in self.person.follow_ups if record.kind == kind]
        return max(reversed(records), key=lambda record: record.on, default=None)

    def self_supporting_on(self, day: date) -> bool:
        """Own income in force on the day itself, and no basic benefit."""
        support = self.person.support
        own = [period for period in support if period.source in self.own_income]
        benefits = [period for period in support if period.source in BASIC_BENEFITS]
        return _in_force(own, day) and not _in_force(benefits, day)

    def had_support_on(self, source: SupportSource, day: date) -> bool:
        """A source of income in force on the day."""
        return _in_force([period for period in self.person.support if period.source == source], day)

    @cached_property
    def outcomes(self) -> tuple[EpisodeFacts, ...]:
        """The episodes that may count: neither history nor begun before the first start; by start."""
        return tuple(
            sorted(
                (episode for episode in self.person.episodes if self.is_outcome(episode)),
                key=lambda episode: episode.start,
            )
        )

    def is_outcome(self, episode: EpisodeFacts) -> bool:
        """Neither marked as history nor begun before the first start."""
        return not episode.before_start and episode.start >= self.first_start

    def outcomes_of(self, kinds: frozenset[EpisodeKind]) -> list[EpisodeFacts]:
        """The outcome episodes of these kinds, by start."""
        return [episode for episode in self.outcomes if episode.kind in kinds]

    def in_work_on(self, day: date) -> EpisodeFacts | None:
        """An employment or own business that covers the day with the least hours a week; None: not in work.

        Hours that aren't recorded are enough only where there is no least.
        """
        return next((episode for episode in self.on(WORK, day) if self._is_enough(episode.hours)), None)

    def on(self, kinds: frozenset[EpisodeKind], day: date) -> list[EpisodeFacts]:
        """The outcome episodes of these kinds that cover the day, by start."""
        return [
            episode
            for episode in self.outcomes
            if episode.kind in kinds and episode.start <= day and (episode.end is None or day <= episode.end)
        ]

    def _is_enough(self, hours: Decimal | None) -> bool:
        return self.work_min_hours is None or (hours is not None and hours >= self.work_min_hours)


def once_each[Derived](derive: Callable[[Participation], Derived]) -> Callable[[Participation], Derived]:
    """What a set derives of a person by itself is derived once a computation, however many rows ask."""
    name = f"{derive.__module__}.{derive.__qualname__}"

    @wraps(derive)
    def derived(person: Participation) -> Derived:
        # Beside the cached properties, which lie there as well.
        known = vars(person)
        if name not in known:
            known[name] = derive(person)
        found: Derived = known[name]
        return found

    return derived


def self_support_date(
    support: Iterable[SupportFacts],
    first_start: date,
    as_of: date,
    own_income: frozenset[SupportSource] = OWN_INCOME,
) -> date | None:
    """The first day ≥ the first start, and ≤ as of, with own income in force and no basic benefit.

    Own income: wage, own business, study finance, and whatever else the project's definition says. Basic
    benefits: social assistance, introduction and establishment benefit. All other sources neither make
    nor break it. Both ends of a period are in force. Self-support can only begin on the first start, on
    a day when own income begins or on the day after a benefit ends, so that only those days are looked at.
    """
    own = [period for period in support if period.source in own_income]
    if not own:
        return None
    benefits = [period for period in support if period.source in BASIC_BENEFITS]
    days = {first_start}
    days.update(period.start for period in own)
    days.update(period.end + timedelta(days=1) for period in benefits if period.end is not None)
    for day in sorted(day for day in days if first_start <= day <= as_of):
        if _in_force(own, day) and not _in_force(benefits, day):
            return day
    return None


def _in_force(periods: list[SupportFacts], day: date) -> bool:
    return any(period.start <= day and (period.end is None or day <= period.end) for period in periods)
