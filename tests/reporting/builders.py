"""Facts put together by hand, for examples that a reader can follow."""

from datetime import date
from decimal import Decimal
from typing import Any

from reporting.compute import Figure, Figures, Key, Table, compute
from reporting.facts import (
    AssessmentFacts,
    EnrolmentFacts,
    EpisodeFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
    Window,
)
from reporting.stats import Mean, Share, Stat

PERIOD = (date(2008, 8, 1), date(2011, 7, 31))
OLDER = date(1970, 6, 1)  # 38 to 41 years in the project's time
YOUNGER = date(1990, 6, 1)  # 18 to 21 years


def project(*people: ParticipantFacts, **facts: Any) -> ProjectFacts:
    return ProjectFacts("Prov", *PERIOD, participants=people, **facts)


def person(
    key: int,
    start: date,
    end: date | None = None,
    *,
    gender: str = "woman",
    born: date | None = OLDER,
    cause: str = "",
    wanted: int | None = None,
    episodes: tuple[EpisodeFacts, ...] = (),
    support: tuple[SupportFacts, ...] = (),
    assessments: tuple[AssessmentFacts, ...] = (),
) -> ParticipantFacts:
    stay = EnrolmentFacts(start, end, cause, hours_wanted=None if wanted is None else Decimal(wanted))
    return ParticipantFacts(key, gender, born, (stay,), episodes, support, assessments)


def figures(
    facts: ProjectFacts,
    indicator_set: str = "L",
    *,
    start: date = PERIOD[0],
    end: date = PERIOD[1],
    as_of: date = PERIOD[1],
) -> Figures:
    return compute(facts, indicator_set, Window(start, end, as_of))


def wage(start: date, end: date | None = None) -> SupportFacts:
    return SupportFacts("wage", start, end)


def assessed(on: date, *states: str) -> AssessmentFacts:
    return AssessmentFacts(on, tuple(zip(("A1", "A2", "B1"), states, strict=True)))


def reasons(figure: Figure) -> dict[int, str]:
    return {case.key: case.reason for case in figure.cases}


def cells(table: Table) -> dict[Key, Stat]:
    return dict(table.cells)


def mean(stat: Stat) -> tuple[int, str | None, str | None]:
    assert isinstance(stat, Mean)
    return stat.n, stat.mean, stat.median


def percent(stat: Stat) -> str | None:
    assert isinstance(stat, Share)
    return stat.percent


def placement(start: date, end: date | None) -> EpisodeFacts:
    return EpisodeFacts("work_placement", start, end)
