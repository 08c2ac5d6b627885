"""A large project, the same on every run: people, and what a project records of them in three years."""

import datetime as dt
import random
from decimal import Decimal

from coaching.models import CriterionState
from participants.codes import EpisodeKind, ExitCause, Gender, SupportSource
from tests.factories import CRITERIA
from tests.reporting.described import (
    AssessmentOf,
    EnrolmentOf,
    EpisodeOf,
    PersonOf,
    ProjectOf,
    SupportOf,
)

FROM, TO = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
CHECKLIST = {1: CRITERIA}
HOURS = [None, *map(Decimal, (8, 17, 20, 30, 40))]


def crowd(size: int) -> ProjectOf:
    """A project of so many people, with two to three episodes, periods of support and assessments each."""
    dice = random.Random(1)
    return ProjectOf(
        period=(FROM, TO),
        as_of=TO,
        people=tuple(_person(dice) for _ in range(size)),
        contacts=tuple((dice.randrange(3), _day(dice)) for _ in range(size // 5)),
        needs=tuple((dice.randrange(3), _day(dice), None) for _ in range(size // 20)),
    )


def _day(dice: random.Random, since: dt.date = FROM, days: int = 1000) -> dt.date:
    return since + dt.timedelta(days=dice.randrange(days))


def _spell(dice: random.Random, since: dt.date) -> tuple[dt.date, dt.date | None]:
    begun = _day(dice, since, 400)
    return begun, dice.choice([None, _day(dice, begun, 300)])


def _person(dice: random.Random) -> PersonOf:
    start = _day(dice)
    end = dice.choice([None, _day(dice, start, 600)])
    assessed = sorted({_day(dice, start, 300) for _ in range(dice.randrange(5))})
    return PersonOf(
        gender=dice.choice(Gender.values),
        birth_date=_day(dice, dt.date(1960, 1, 1), 17_000),
        enrolments=(
            EnrolmentOf(
                start,
                end,
                cause=dice.choice(ExitCause.values) if end else "",
                hours_wanted=dice.choice(HOURS),
                episodes=tuple(
                    EpisodeOf(dice.choice(EpisodeKind.values), *_spell(dice, start), dice.choice(HOURS))
                    for _ in range(dice.randrange(6))
                ),
                support=tuple(
                    SupportOf(dice.choice(SupportSource.values), *_spell(dice, start))
                    for _ in range(dice.randrange(6))
                ),
                assessments=tuple(
                    AssessmentOf(day, tuple(dice.choice(CriterionState.values) for _ in CRITERIA))
                    for day in assessed
                ),
            ),
        ),
    )
