"""What each table of a report is made of: amounts in columns and spots, and the persons behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from reporting.catalogue.base import Case, Indicator, Side, Unit
from reporting.catalogue.navigator import years_and_ages
from reporting.catalogue.splits import years
from reporting.compute import Figure, Figures, Key, Table
from reporting.stats import Count, Hidden, Kind, Mean, Share, Stat, Time, merged

SMALL = 5
NOT_PERSONS = frozenset({Unit.COMPANY, Unit.OCCASION})
# Their cases have no gender and no age: they stand apart from the others.
APART = frozenset({Unit.SUPERVISOR, Unit.OCCASION})
AXES_PUBLISHED = 2  # at once: no page prints gender, age and group together

type At = tuple[str | None, str | None]  # gender and age, also of what isn't split by them


class Column(NamedTuple):
    """What is counted: a group of a table, of a share those in the numerator ("hit") and the rest."""

    table: str
    group: str | None
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A table and what it is made of: by column the amount in each spot, and the persons with their spots.

    `numbers`: what stands in each place that is published. `apart`: its cases have no gender and no age.
    `by_year`: its groups begin with a year.
    """

    name: str
    table: Table
    numbers: Mapping[Key, Stat]
    amounts: dict[Column, dict[At, int]]
    persons: dict[Column, dict[int, At]]
    apart: bool
    by_year: bool

    def behind(self, key: Key) -> set[int]:
        """The persons behind a place."""
        gender, age, group = key
        return {
            person
            for column, persons in self.persons.items()
            if group in (None, column.group)
            for person, (its_gender, its_age) in persons.items()
            if gender in (None, its_gender) and age in (None, its_age)
        }


def is_small(stat: Stat) -> bool:
    """Whether a number must not be shown outside."""
    match stat:
        case Count():
            return abs(stat.value) < SMALL
        case Share():
            rest = stat.denominator - stat.numerator
            return min(stat.numerator, stat.denominator) < SMALL or 0 < rest < SMALL
        case Mean():
            return stat.n < SMALL
        case Time() | Hidden():
            return False


def axes_of(key: Key) -> int:
    """How many axes a place names."""
    return sum(place is not None for place in key)


def sources(figures: Figures) -> Iterator[Source]:
    """The tables that count persons, or what persons did. Of occasions: who came, for how long."""
    came: dict[int, set[int]] = {}
    for person in figures.facts.participants:
        for record in person.attendance:
            came.setdefault(record.session, set()).add(person.key)
    for figure in figures.figures:
        if figure.indicator.unit is Unit.COMPANY or not figure.recorded:
            continue
        who = _came_to(came) if figure.indicator.unit is Unit.OCCASION else _themselves
        if figure.indicator.unit not in NOT_PERSONS:
            yield _source(figure, figure.indicator, figure.indicator.code, figure.table, who)
        for side in figure.sides:
            name = f"{figure.indicator.code}.{side.side.name}"
            yield _source(figure, side.side, name, side.table, who)


type _Who = Callable[[Case], Iterable[int]]


def _themselves(case: Case) -> Iterable[int]:
    return (case.key,)


def _came_to(came: Mapping[int, set[int]]) -> _Who:
    return lambda case: came.get(case.key, ())


def _source(figure: Figure, part: Indicator | Side, name: str, table: Table, who: _Who) -> Source:
    layers = ("hit", "rest") if table.kind is Kind.SHARE else ("",)
    groups: list[str | None] = [group.code for group in table.groups] or [None]
    amounts: dict[Column, dict[At, int]] = {
        Column(name, group, layer): {} for group, layer in product(groups, layers)
    }
    persons: dict[Column, dict[int, At]] = {column: {} for column in amounts}
    for case in figure.cases:
        at = (case.gender, case.age)
        for named, stat in part.pieces(case):
            group = named if table.groups else None
            for layer, amount in zip(layers, _amounts(stat), strict=True):
                if amount:
                    column = Column(name, group, layer)
                    amounts[column][at] = amounts[column].get(at, 0) + amount
                    persons[column].update(dict.fromkeys(who(case), at))
    return Source(
        name,
        table,
        _numbers(table),
        amounts,
        persons,
        apart=figure.indicator.unit in APART,
        by_year=part.groups in (years, years_and_ages),
    )


def _numbers(table: Table) -> dict[Key, Stat]:
    """What stands in each place that is published, all of them in one go over the cells."""
    groups = [group.code for group in table.groups]
    axes = ((None, *table.genders), (None, *table.ages), (None, *groups))
    found: dict[Key, list[Stat]] = {key: [] for key in product(*axes) if axes_of(key) <= AXES_PUBLISHED}
    for (gender, age, group), stat in table.cells.items():
        for key in {*product((None, gender), (None, age), (None, group))}:
            if key in found:
                found[key].append(stat)
    return {key: merged(table.kind, stats) for key, stats in found.items()}


def _amounts(stat: Stat) -> tuple[int, ...]:
    match stat:
        case Count():
            return (stat.value,)
        case Share():
            return stat.numerator, stat.denominator - stat.numerator
        case Mean():
            return (stat.n,)
        case Time():
            return (stat.minutes,)
        case Hidden():
            return (0,)
