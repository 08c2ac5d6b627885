"""A large project, the same on every run: people, and what a project records of them in three years."""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

from coaching.models import CriterionState, SessionKind
from participants.codes import (
    Answer,
    CvEntryKind,
    EducationLevel,
    EntryStatus,
    EpisodeKind,
    ExitCause,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    Gender,
    SupportSource,
    SurveyAnswerCode,
    SurveyQuestion,
)
from tests.bench.population import FROM, TO
from tests.factories import CRITERIA
from tests.reporting.described import (
    GROUPS,
    STEPS,
    AnswerOf,
    AssessmentOf,
    AttendanceOf,
    BackgroundOf,
    CompanyOf,
    CvOf,
    EnrolmentOf,
    EpisodeOf,
    FollowUpOf,
    MoveOf,
    PersonOf,
    ProjectOf,
    SupportOf,
)

CHECKLIST = {1: CRITERIA}
HOURS = [None, *map(Decimal, (8, 17, 20, 30, 40))]
COMPANIES = 40
OCCUPATIONS = ("2", "23", "2341", "5", "5321", "7", "7111", "9")
COUNTRIES = ("SE", "SE", "SE", "FI", "SO", "SY")
REFERRERS = ("Arbetsförmedlingen", "Socialtjänsten", "Försäkringskassan")
WORDS = [SurveyAnswerCode.YES, SurveyAnswerCode.NO, SurveyAnswerCode.DO_NOT_KNOW]
NUMBERS = sorted(set(SurveyAnswerCode) - set(WORDS))
ACTIVITIES = (SessionKind.JOB_CLUB, SessionKind.WEEKLY_MEETING, SessionKind.SEMINAR)


def crowd(size: int) -> ProjectOf:
    """A project of so many people, of whom something of every kind has been recorded."""
    dice = random.Random(1)
    return ProjectOf(
        period=(FROM, TO),
        as_of=TO,
        people=tuple(_person(dice) for _ in range(size)),
        contacts=tuple((dice.randrange(COMPANIES), _day(dice)) for _ in range(size // 5)),
        needs=tuple((dice.randrange(COMPANIES), _day(dice), None) for _ in range(size // 20)),
        companies=tuple(
            CompanyOf(dice.choice(("47110", "56100", "88101")), dice.choice((None, 4, 40, 400)), public=n < 4)
            for n in range(COMPANIES)
        ),
        ring=tuple(range(0, COMPANIES, 2)),
        supervisors=tuple((n, _day(dice)) for n in range(COMPANIES)),
        group_targets=(size // 2, size // 4, None),
        occupations=tuple((code, Decimal(dice.randrange(101))) for code in OCCUPATIONS),
    )


def _day(dice: random.Random, since: dt.date = FROM, days: int = 1000) -> dt.date:
    return since + dt.timedelta(days=dice.randrange(days))


def _spell(dice: random.Random, since: dt.date) -> tuple[dt.date, dt.date | None]:
    begun = _day(dice, since, 400)
    return begun, dice.choice([None, _day(dice, begun, 300)])


def _some[Record](dice: random.Random, most: int, make: Callable[[], Record]) -> tuple[Record, ...]:
    return tuple(make() for _ in range(dice.randrange(most)))


def _days(dice: random.Random, since: dt.date, most: int) -> list[dt.date]:
    """Different ones, in order: of some records there is one a day."""
    return sorted({_day(dice, since, 300) for _ in range(dice.randrange(most))})


def _person(dice: random.Random) -> PersonOf:
    start = _day(dice)
    end = dice.choice([None, _day(dice, start, 600)])
    return PersonOf(
        gender=dice.choice(Gender.values),
        birth_date=_day(dice, dt.date(1960, 1, 1), 17_000),
        enrolments=(_enrolment(dice, start, end),),
    )


def _enrolment(dice: random.Random, start: dt.date, end: dt.date | None) -> EnrolmentOf:
    return EnrolmentOf(
        start,
        end,
        cause=dice.choice(ExitCause.values) if end else "",
        destination=dice.choice(ExitDestination.values) if end else "",
        hours_wanted=dice.choice(HOURS),
        group=dice.choice([None, *range(len(GROUPS))]),
        referred_by=dice.choice(REFERRERS),
        entry_status=dice.choice(EntryStatus.values),
        unemployed_since=dice.choice([None, _day(dice, start - dt.timedelta(days=900), 900)]),
        education_level=dice.choice(EducationLevel.values),
        background=dice.choice([None, _background(dice)]),
        episodes=_some(dice, 6, lambda: _episode(dice, start)),
        support=_some(dice, 6, lambda: SupportOf(dice.choice(SupportSource.values), *_spell(dice, start))),
        assessments=tuple(
            AssessmentOf(day, tuple(dice.choice(CriterionState.values) for _ in CRITERIA))
            for day in _days(dice, start, 5)
        ),
        attendance=_attendance(dice, start),
        cv=_some(dice, 4, lambda: CvOf(dice.choice(CvEntryKind.values), dice.choice([None, _day(dice)]))),
        follow_ups=_follow_ups(dice, end) if end else (),
        answers=_answers(dice, start),
        moves=tuple(MoveOf(day, dice.randrange(STEPS) + 1) for day in _days(dice, start, 5)),
    )


def _background(dice: random.Random) -> BackgroundOf:
    return BackgroundOf(
        dice.choice(COUNTRIES), dice.choice(Answer.values), dice.choice(COUNTRIES), dice.choice(Answer.values)
    )


def _episode(dice: random.Random, since: dt.date) -> EpisodeOf:
    return EpisodeOf(
        dice.choice(EpisodeKind.values),
        *_spell(dice, since),
        dice.choice(HOURS),
        occupation=dice.choice(("", "2341", "2359", "5321", "7111", "9412")),
        company=dice.choice([None, dice.randrange(COMPANIES)]),
    )


def _attendance(dice: random.Random, since: dt.date) -> tuple[AttendanceOf, ...]:
    """Up to 40 times, at what was held on Mondays."""
    first = since - dt.timedelta(days=since.weekday())
    weeks = sorted(dice.sample(range(60), dice.randrange(41)))
    return tuple(
        AttendanceOf(first + dt.timedelta(weeks=week), 30 * dice.randrange(1, 9), dice.choice(ACTIVITIES))
        for week in weeks
    )


def _follow_ups(dice: random.Random, left: dt.date) -> tuple[FollowUpOf, ...]:
    return tuple(
        FollowUpOf(kind, left + dt.timedelta(days=days), dice.choice(FollowUpOutcome.values))
        for kind, days in ((FollowUpKind.DAYS_90, 90), (FollowUpKind.MONTHS_6, 183))
        if dice.randrange(2)
    )


def _answers(dice: random.Random, since: dt.date) -> tuple[AnswerOf, ...]:
    return tuple(
        AnswerOf(
            question,
            _day(dice, since, 300),
            dice.choice(WORDS if question == SurveyQuestion.CHANCE else NUMBERS),
        )
        for question in SurveyQuestion
        if dice.randrange(2)
    )
