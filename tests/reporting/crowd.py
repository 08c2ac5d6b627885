"""A crowd of invented participants with something of everything, for what must hold of many."""

import random
from datetime import date, timedelta
from decimal import Decimal

from participants.codes import EpisodeKind, ExitCause, SupportSource
from reporting.facts import (
    AssessmentFacts,
    CriterionFacts,
    EnrolmentFacts,
    EpisodeFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
)

START, END = date(2023, 1, 1), date(2025, 12, 31)
CRITERIA = ("A1", "A2", "B1", "C1")
STATES = ("met", "met", "partly", "not_met")


def crowd(number: int, seed: int, *, criteria: tuple[str, ...] = CRITERIA) -> ProjectFacts:
    """So many participants, the same for the same seed."""
    chance = random.Random(seed)
    return ProjectFacts(
        "Prov",
        START,
        END,
        criteria=tuple(CriterionFacts(code, code) for code in criteria),
        participants=tuple(_person(chance, key, criteria) for key in range(number)),
    )


def _person(chance: random.Random, key: int, criteria: tuple[str, ...]) -> ParticipantFacts:
    start = START + timedelta(days=chance.randint(-60, 900))

    def after(longest: int) -> date:
        return start + timedelta(days=chance.randint(0, longest))

    def period(longest: int) -> tuple[date, date | None]:
        first = after(longest)
        return first, chance.choice((None, first + timedelta(days=chance.randint(0, 200))))

    cause = chance.choice(["", *(cause.value for cause in ExitCause)])
    end = chance.choice((None, after(500)))
    wanted = chance.choice((None, Decimal(20), Decimal(40)))
    kinds = [EpisodeKind.WORK_PLACEMENT, EpisodeKind.EMPLOYMENT, *EpisodeKind]
    return ParticipantFacts(
        key=key,
        gender=chance.choice(("woman", "woman", "man", "man", "man", "unknown")),
        birth_date=chance.choice((None, *(date(year, 5, 5) for year in range(1960, 2008)))),
        enrolments=(EnrolmentFacts(start, end, cause if end else "", hours_wanted=wanted),),
        episodes=tuple(
            EpisodeFacts(chance.choice(kinds), *period(300), chance.choice((None, Decimal(10), Decimal(40))))
            for _each in range(chance.randint(0, 4))
        ),
        support=tuple(
            SupportFacts(chance.choice(list(SupportSource)), *period(700))
            for _each in range(chance.randint(0, 2))
        ),
        assessments=tuple(
            AssessmentFacts(after(300), tuple((code, chance.choice(STATES)) for code in criteria))
            for _each in range(chance.randint(0, 4))
        ),
    )
