"""What can be missing or contradictory about a participant, and how it could be settled.

A check finds a person of whom something isn't known and says which day that is about. `ways` are people as
they would be known were it settled, one way or another: `reporting.quality` computes with each of them, so
that which indicators it may change is found out and not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from participants.codes import (
    PLACEMENTS,
    Answer,
    EducationLevel,
    EntryStatus,
    EpisodeKind,
    ExitCause,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    Gender,
    SurveyAnswerCode,
    SurveyQuestion,
)
from projects.calendar import add_months
from reporting.catalogue.linkoping_cases import READINESS_MONTHS
from reporting.catalogue.navigator_cases import FOLLOW_UP_DAYS
from reporting.catalogue.participation import BASIC_BENEFITS, STUDIES, WORK, Participation
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    MoveFacts,
    ParticipantFacts,
    ProjectFacts,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LEAST_AGE, MOST_AGE = 15, 74
MONTHS_AFTER = 6
ATTENDED_AFTER = timedelta(days=30)
LONG_AFTER_MONTHS = 12
# Invented: no company or activity of the project has such a key.
NOWHERE = 0
ESF = frozenset({"E07", "E14", "E21"})
COMPANIES = (CompanyFacts(-1, industry="10110"), CompanyFacts(-2, industry="85100"))
EVERY_KIND = frozenset(EpisodeKind)
EMPLOYMENT = frozenset({EpisodeKind.EMPLOYMENT})
GONE_WHERE_TO_WORK = frozenset({ExitDestination.WORK, ExitDestination.OWN_BUSINESS})
TIMED = frozenset({EpisodeKind.VOCATIONAL_COURSE, EpisodeKind.PROGRAMME}) | STUDIES

type Found = Callable[[Participation, ProjectFacts], date | None]
type Ways = Callable[[Participation, ProjectFacts], Iterable[ParticipantFacts]]


class SettledAt(StrEnum):
    """The part of the person's page where a fact is put right."""

    PERSON = "person"
    ENROLMENT = "enrolment"
    BACKGROUND = "background"
    EXIT = "exit"
    EPISODES = "episodes"
    SUPPORT = "support"
    READINESS = "readiness"
    PHASES = "phases"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Check:
    """A question to everybody in the project.

    `found`: the day that it is about, None where all is well. `ways`: how it could be settled. `touches`: the
    indicators, or whole sets, that read the fact; none named: any. `contradicts`: nothing is missing, but two
    facts don't go together or are unlikely; they may still both be true.
    """

    code: str
    label: StrPromise
    settled_at: SettledAt
    found: Found
    ways: Ways
    touches: frozenset[str] = frozenset()
    contradicts: bool = False

    def may_touch(self, indicator_set: str, indicator: str) -> bool:
        """Whether an indicator of a set is one that it can change at all."""
        return not self.touches or not self.touches.isdisjoint({indicator_set, indicator})


def _first(person: Participation, **known: object) -> ParticipantFacts:
    """The person with other facts at the first start."""
    stays = person.person.enrolments
    settled = replace(person.first, **known)  # type: ignore[arg-type]  # names of fields, each caller's own
    return replace(person.person, enrolments=tuple(settled if s is person.first else s for s in stays))


def _last(person: Participation, **known: str) -> ParticipantFacts:
    """The person with other facts at the final exit."""
    stays = person.person.enrolments
    return replace(
        person.person,
        enrolments=tuple(replace(s, **known) if s is person.last else s for s in stays),  # type: ignore[arg-type]  # texts
    )


def _at_start(missing: Callable[[EnrolmentFacts], bool]) -> Found:
    """Something that the first start doesn't say."""
    return lambda person, _facts: person.first_start if missing(person.first) else None


def _at_exit(missing: Callable[[EnrolmentFacts], bool]) -> Found:
    """Something that the final exit doesn't say."""
    return lambda person, _facts: person.final_exit if person.last and missing(person.last) else None


def _one_of(field: str, *values: str) -> Ways:
    return lambda person, _facts: (_first(person, **{field: value}) for value in values)


def _left_for(field: str, *values: str) -> Ways:
    return lambda person, _facts: (_last(person, **{field: value}) for value in values)


def _births(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for age in (17, 20, 40, 58):
        yield replace(person.person, birth_date=date(person.first_start.year - age, 1, 1))


def _genders(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for gender in (Gender.WOMAN, Gender.MAN):
        yield replace(person.person, gender=gender.value)


def _age_unlikely(person: Participation, _facts: ProjectFacts) -> date | None:
    unlikely = person.age is not None and not LEAST_AGE <= person.age <= MOST_AGE
    return person.first_start if unlikely else None


def _unemployed(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for months in (0, 60):
        yield _first(person, unemployed_since=add_months(person.first_start, -months))


def _no_group(person: Participation, facts: ProjectFacts) -> date | None:
    return person.first_start if facts.target_groups and not person.first.target_group else None


def _groups(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield _first(person, target_group=facts.target_groups[0].name)


def _backgrounds(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    told = person.first.background
    for country, answer in (("SE", Answer.NO), ("SY", Answer.YES)):
        known = {
            "birth_country": country,
            "parents_born_abroad": answer.value,
            "citizenship": country,
            "reduced_work_capacity": answer.value,
        }
        open_ones = {name: value for name, value in known.items() if getattr(told, name) == Answer.NOT_ASKED}
        yield _first(person, background=replace(told, **open_ones))


def _not_asked(told: BackgroundFacts) -> bool:
    answers = (told.birth_country, told.parents_born_abroad, told.citizenship, told.reduced_work_capacity)
    return Answer.NOT_ASKED in answers


def _no_follow_up(kind: FollowUpKind, due: Callable[[date], date]) -> Found:
    """The day has come, nobody has followed up, and no episode covers the day, which would tell instead."""

    def found(person: Participation, _facts: ProjectFacts) -> date | None:
        left = person.final_exit
        if left is None or due(left) > person.as_of or person.on(EVERY_KIND, due(left)):
            return None
        known = person.latest_follow_up(kind)
        return None if known is not None and known.on >= left else due(left)

    return found


def _followed_up(kind: FollowUpKind) -> Ways:
    def ways(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
        for outcome in (FollowUpOutcome.WORK, FollowUpOutcome.STUDIES, FollowUpOutcome.PROGRAMME):
            told = FollowUpFacts(kind, person.as_of, outcome)
            yield replace(person.person, follow_ups=(*person.person.follow_ups, told))

    return ways


def _day_90(left: date) -> date:
    return left + timedelta(days=FOLLOW_UP_DAYS)


def _month_6(left: date) -> date:
    return add_months(left, MONTHS_AFTER)


def _no_answer(person: Participation, _facts: ProjectFacts) -> date | None:
    answered = all(person.latest_answer(question) for question in SurveyQuestion)
    return None if answered else person.final_exit


def _answered(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    """The questions not answered yet, answered well."""
    told = {SurveyQuestion.CHANCE: SurveyAnswerCode.YES}
    missing = [question for question in SurveyQuestion if person.latest_answer(question) is None]
    new = (
        AnswerFacts(question, person.final_exit or person.as_of, told.get(question, SurveyAnswerCode.FIVE))
        for question in missing
    )
    yield replace(person.person, answers=(*person.person.answers, *new))


def _episode(kinds: frozenset[EpisodeKind], missing: Callable[[EpisodeFacts], bool]) -> Found:
    """The first outcome episode of these kinds that doesn't say something."""
    return lambda person, _facts: next(
        (episode.start for episode in person.outcomes_of(kinds) if missing(episode)), None
    )


def _episodes_with(
    person: Participation, open_one: Callable[[EpisodeFacts], bool], **known: object
) -> ParticipantFacts:
    return replace(
        person.person,
        episodes=tuple(
            replace(one, **known) if open_one(one) else one  # type: ignore[arg-type]  # as in _first
            for one in person.person.episodes
        ),
    )


def _is_job(episode: EpisodeFacts) -> bool:
    return episode.kind == EpisodeKind.EMPLOYMENT


def _without_hours(episode: EpisodeFacts) -> bool:
    return episode.kind in WORK and episode.hours is None


def _hours(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for hours in (Decimal(40), Decimal(20), Decimal(8)):
        yield _episodes_with(person, _without_hours, hours=hours)


def _no_wanted_hours(person: Participation, _facts: ProjectFacts) -> date | None:
    jobs = person.outcomes_of(EMPLOYMENT)
    return jobs[0].start if jobs and person.first.hours_wanted is None else None


def _wanted(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield _first(person, hours_wanted=Decimal(40))


def _occupations(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    if facts.occupations is None or not facts.occupations.women:
        return
    in_order = sorted(facts.occupations.women, key=lambda listed: (listed[1], listed[0]))
    for occupation, _share in (in_order[0], in_order[-1]):
        yield _episodes_with(person, lambda one: _is_job(one) and not one.occupation, occupation=occupation)


def _no_industry(episode: EpisodeFacts, facts: ProjectFacts) -> bool:
    industry = next((one.industry for one in facts.companies if one.key == episode.company), "")
    return _is_job(episode) and not industry


def _industry_missing(person: Participation, facts: ProjectFacts) -> date | None:
    return min((one.start for one in person.person.episodes if _no_industry(one, facts)), default=None)


def _industries(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for company in COMPANIES:
        yield _episodes_with(person, lambda one: _no_industry(one, facts), company=company.key)


def _still_open(kinds: frozenset[EpisodeKind], months: int) -> Found:
    """An episode of these kinds that goes on so many months after the final exit."""

    def found(person: Participation, _facts: ProjectFacts) -> date | None:
        left = person.final_exit
        if left is None or add_months(left, months) > person.as_of:
            return None
        open_ones = (one for one in person.outcomes_of(kinds) if one.end is None and one.start <= left)
        return left if next(open_ones, None) else None

    return found


def _closed(kinds: frozenset[EpisodeKind]) -> Ways:
    def ways(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
        yield _episodes_with(person, lambda one: one.kind in kinds and one.end is None, end=person.final_exit)

    return ways


def _both_incomes(person: Participation, _facts: ProjectFacts) -> date | None:
    """The first day on which own income and a basic benefit are in force at once."""
    days = (
        max(own.start, benefit.start, person.first_start)
        for own in person.person.support
        if own.source in person.own_income
        for benefit in person.person.support
        if benefit.source in BASIC_BENEFITS
        if _overlap(own.start, own.end, benefit.start, benefit.end, since=person.first_start)
    )
    return min(days, default=None)


def _overlap(one: date, one_end: date | None, other: date, other_end: date | None, *, since: date) -> bool:
    return max(one, other, since) <= min(one_end or date.max, other_end or date.max)


def _benefit_ended(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    """The benefits that overlap, ended on the day before the own income; or the own income never was."""
    day = _both_incomes(person, facts)
    if day is None:
        return
    support = person.person.support
    kept = (
        replace(one, end=day - timedelta(days=1))
        if one.source in BASIC_BENEFITS and (one.end is None or one.end >= day)
        else one
        for one in support
    )
    yield replace(
        person.person, support=tuple(one for one in kept if one.end is None or one.start <= one.end)
    )
    yield replace(person.person, support=tuple(one for one in support if one.source not in person.own_income))


def _not_assessed(person: Participation, facts: ProjectFacts) -> date | None:
    due = add_months(person.first_start, READINESS_MONTHS)
    missing = facts.criteria and not person.person.assessments and due <= person.as_of
    return due if missing else None


def _assessed(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for state in ("met", "not_met"):
        states = tuple((criterion.code, state) for criterion in facts.criteria)
        yield replace(person.person, assessments=(AssessmentFacts(person.first_start, states),))


def _no_attendance(person: Participation, _facts: ProjectFacts) -> date | None:
    since = person.first_start + ATTENDED_AFTER
    return person.first_start if not person.person.attendance and since <= person.as_of else None


def _attended(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    least = facts.participant_min_hours or 1
    told = AttendanceFacts(max(person.first_start, facts.start), int(least * 60) + 60, NOWHERE, "other")
    yield replace(person.person, attendance=(told,))


def _no_phase(person: Participation, facts: ProjectFacts) -> date | None:
    missing = facts.phases and person.enrolled and not person.person.moves
    return person.first_start if missing else None


def _moved(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield replace(person.person, moves=(MoveFacts(person.first_start, 1),))


def _unconfirmed(person: Participation, _facts: ProjectFacts) -> date | None:
    return person.first_start if any(one.confirmed_on is None for one in person.person.cv) else None


def _confirmed(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield replace(
        person.person,
        cv=tuple(replace(one, confirmed_on=one.confirmed_on or person.as_of) for one in person.person.cv),
    )


def _went_to_no_work(person: Participation, _facts: ProjectFacts) -> date | None:
    left = person.final_exit
    if left is None or person.last is None or person.last.destination not in GONE_WHERE_TO_WORK:
        return None
    there = (one for one in person.outcomes_of(WORK) if one.end is None or one.end >= left)
    return None if next(there, None) else left


def _work_recorded(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    job = EpisodeFacts(EpisodeKind.EMPLOYMENT, person.final_exit or person.as_of, hours=Decimal(40))
    yield replace(person.person, episodes=(*person.person.episodes, job))
    yield _last(person, destination=ExitDestination.UNKNOWN)


_UNSAID = frozenset({"", "unknown"})

CHECKS: tuple[Check, ...] = (
    Check(
        "birth_date",
        _("The birth date isn't recorded"),
        SettledAt.PERSON,
        lambda person, _facts: person.first_start if person.person.birth_date is None else None,
        _births,
    ),
    Check(
        "age_unlikely",
        _("The birth date makes the person younger than 15 or older than 74 at the start"),
        SettledAt.PERSON,
        _age_unlikely,
        _births,
        contradicts=True,
    ),
    Check(
        "gender",
        _("The gender isn't recorded"),
        SettledAt.PERSON,
        lambda person, _facts: person.first_start if person.person.gender == Gender.UNKNOWN else None,
        _genders,
    ),
    Check(
        "entry_status",
        _("The standing on the labour market at the start isn't recorded"),
        SettledAt.ENROLMENT,
        _at_start(lambda stay: stay.entry_status in _UNSAID),
        _one_of("entry_status", EntryStatus.EMPLOYED, EntryStatus.UNEMPLOYED, EntryStatus.INACTIVE),
        touches=ESF,
    ),
    Check(
        "unemployed_since",
        _("Unemployed at the start, but since when isn't recorded"),
        SettledAt.ENROLMENT,
        _at_start(lambda s: s.entry_status == EntryStatus.UNEMPLOYED and s.unemployed_since is None),
        _unemployed,
        touches=ESF,
    ),
    Check(
        "education_level",
        _("The education isn't recorded"),
        SettledAt.ENROLMENT,
        _at_start(lambda stay: stay.education_level in _UNSAID),
        _one_of("education_level", EducationLevel.ISCED_2, EducationLevel.ISCED_3, EducationLevel.ISCED_6),
        touches=ESF,
    ),
    Check(
        "target_group",
        _("No target group is recorded"),
        SettledAt.ENROLMENT,
        _no_group,
        _groups,
        touches=frozenset({"K1", "K9"}),
    ),
    Check(
        "referred_by",
        _("The referrer isn't recorded"),
        SettledAt.ENROLMENT,
        _at_start(lambda stay: not stay.referred_by.strip()),
        _one_of("referred_by", "?"),
        touches=frozenset({"X1", "X2"}),
    ),
    Check(
        "background",
        _("Origin or disability hasn't been asked about"),
        SettledAt.BACKGROUND,
        _at_start(lambda stay: _not_asked(stay.background)),
        _backgrounds,
        touches=ESF | {"K"},
    ),
    Check(
        "exit_cause",
        _("The cause of the exit isn't recorded"),
        SettledAt.EXIT,
        _at_exit(lambda stay: not stay.cause),
        _left_for("cause", ExitCause.WORK, ExitCause.MOVED),
        touches=frozenset({"L10"}),
    ),
    Check(
        "exit_destination",
        _("Where the person went at the exit isn't recorded"),
        SettledAt.EXIT,
        _at_exit(lambda stay: not stay.destination),
        _left_for("destination", ExitDestination.WORK, ExitDestination.STUDIES, ExitDestination.JOB_SEEKING),
        touches=ESF,
    ),
    Check(
        "exit_to_no_work",
        _("Left for work, but no work is recorded from the exit on"),
        SettledAt.EPISODES,
        _went_to_no_work,
        _work_recorded,
        contradicts=True,
    ),
    Check(
        "follow_up_90",
        _("Nobody has followed up 90 days after the exit"),
        SettledAt.PAGE,
        _no_follow_up(FollowUpKind.DAYS_90, _day_90),
        _followed_up(FollowUpKind.DAYS_90),
        touches=frozenset({"K3", "K5", "K6", "K7"}),
    ),
    Check(
        "follow_up_6_months",
        _("Nobody has followed up six months after the exit"),
        SettledAt.PAGE,
        _no_follow_up(FollowUpKind.MONTHS_6, _month_6),
        _followed_up(FollowUpKind.MONTHS_6),
        touches=ESF,
    ),
    Check(
        "survey",
        _("The survey isn't answered, or not all of it, though the person has left"),
        SettledAt.PAGE,
        _no_answer,
        _answered,
        touches=frozenset({"K2", "K8", "S6", "S7"}),
    ),
    Check(
        "work_hours",
        _("A job without hours a week"),
        SettledAt.EPISODES,
        _episode(WORK, _without_hours),
        _hours,
        touches=ESF | {"L12", "K", "S"},
    ),
    Check(
        "hours_wanted",
        _("Has got a job, but the hours wanted aren't recorded"),
        SettledAt.ENROLMENT,
        _no_wanted_hours,
        _wanted,
        touches=frozenset({"L12"}),
    ),
    Check(
        "occupation",
        _("A job without occupation"),
        SettledAt.EPISODES,
        _episode(EMPLOYMENT, lambda episode: not episode.occupation),
        _occupations,
        touches=frozenset({"L13"}),
    ),
    Check(
        "industry",
        _("A job at no named company, or at one whose industry isn't recorded"),
        SettledAt.EPISODES,
        _industry_missing,
        _industries,
        touches=frozenset({"V4"}),
    ),
    Check(
        "placement_open",
        _("A placement still goes on though the person has left"),
        SettledAt.EPISODES,
        _still_open(PLACEMENTS, 0),
        _closed(PLACEMENTS),
        contradicts=True,
    ),
    Check(
        "episode_open",
        _("Studies, a course or a programme without an end a year after the exit"),
        SettledAt.EPISODES,
        _still_open(TIMED, LONG_AFTER_MONTHS),
        _closed(TIMED),
        contradicts=True,
    ),
    Check(
        "two_incomes",
        _("Own income and a basic benefit at once, which is unlikely for long"),
        SettledAt.SUPPORT,
        _both_incomes,
        _benefit_ended,
        touches=frozenset({"L1", "L9", "L10", "L14"}),
        contradicts=True,
    ),
    Check(
        "assessment",
        _("Not assessed four months after the start"),
        SettledAt.READINESS,
        _not_assessed,
        _assessed,
        touches=frozenset({"L2", "L11"}),
    ),
    Check(
        "attendance",
        _("No attendance is recorded"),
        SettledAt.PAGE,
        _no_attendance,
        _attended,
        touches=ESF | {"K13", "X", "V"},
    ),
    Check(
        "phase",
        _("Stands on no step of the staircase"),
        SettledAt.PHASES,
        _no_phase,
        _moved,
        touches=frozenset({"X5"}),
    ),
    Check(
        "cv_unconfirmed",
        _("Nobody has confirmed the CV"),
        SettledAt.PAGE,
        _unconfirmed,
        _confirmed,
        touches=frozenset({"X3"}),
    ),
)
BY_CODE = {check.code: check for check in CHECKS}
