"""The columns of a report's tables: which are the same as others, and what is in them at each spot.

A spot is a gender and an age that somebody in the project has; those who have neither (supervisors, whoever
came to an occasion) stand in a spot of their own. A column that is the sum of others has no number: it is
named by theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from reporting.catalogue.identities import Names
from reporting.compute import Figures
from reporting.disclosure.sources import At, Column, Source
from reporting.stats import Kind

type Counts = Mapping[At, int]


class Columns:
    """All columns of a report, and those added that are printed nowhere.

    `genders` and `ages`: what occurs, in an order that is always the same; what nobody at all is in is no
    place of the report. `never`: columns with spots where everybody knows that nobody is.
    """

    def __init__(self, figures: Figures, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.never: set[tuple[int, int]] = set()
        cases = [case for figure in figures.figures for case in figure.cases if case.gender is not None]
        self.genders = _sorted(case.gender for case in cases)
        self.ages = _sorted(case.age for case in cases)
        self._people: list[At] = list(product(self.genders, self.ages))
        self._alias: dict[Column, tuple[Column, ...]] = {}
        self._added: dict[Column, Counts] = {}
        self._added_apart: set[Column] = set()
        self._number: dict[Column, int] = {}
        self._counts: list[tuple[int, ...]] = []
        self._apart = any(source.apart for source in sources.values())

    @property
    def everywhere(self) -> range:
        """All spots: people's, and a row in which the first is of those who stand apart."""
        return range(len(self._people) + (len(self.ages) if self._apart else 0))

    def spots(self, gender: str | None = None, age: str | None = None) -> frozenset[int]:
        """Those of a gender and an age; None: of any, and apart."""
        apart = {len(self._people)} if self._apart and gender is None and age is None else set[int]()
        return frozenset(apart) | frozenset(
            spot for spot, at in enumerate(self._people) if gender in (None, at[0]) and age in (None, at[1])
        )

    def at(self, spot: int) -> At:
        """The gender and age of a spot; apart: neither."""
        return self._people[spot] if spot < len(self._people) else (None, None)

    def named(self, names: Names) -> list[Column]:
        """The columns that an identity's words stand for; none of a table that has no numbers here."""
        if not isinstance(names, str):
            return [column for name in names for column in self.named(name)]
        words, mark, group = names.partition("@")
        name, _hash, layer = words.partition("#")
        source = self.sources.get(name)
        return [
            column
            for column in (*(source.amounts if source else ()), *self._added)
            if column.table == name
            and (not layer or column.layer == layer)
            and (not mark or _is_group(column.group, group))
        ]

    def is_recorded(self, name: str) -> bool:
        """Whether a table has columns here: that of an indicator which isn't recorded has none."""
        return bool(self.named(name.partition("@")[0]))

    def alias(self, column: Column, parts: Iterable[Column]) -> None:
        """Say that a column is the sum of others. Must come before it is asked for by number."""
        self._alias[column] = tuple(parts)

    def add(self, column: Column, counts: Counts, *, apart: bool = False) -> Column:
        """A column that is printed nowhere. `apart`: of those who have neither gender nor age."""
        self._added[column] = counts
        if apart:
            self._added_apart.add(column)
        return column

    def stands_apart(self, column: Column) -> bool:
        """Whether it counts those who have neither gender nor age."""
        source = self.sources.get(column.table)
        return source.apart if source else column in self._added_apart

    def of(self, column: Column) -> frozenset[int]:
        """The numbers that a column is the sum of: its own, or those of others."""
        if column in self._alias:
            return frozenset(number for part in self._alias[column] for number in self.of(part))
        if column not in self._number:
            self._number[column] = len(self._counts)
            found = self._amounts(column)
            self._counts.append(tuple(found.get(self.at(spot), 0) for spot in self.everywhere))
            self._set_apart(column)
        return frozenset({self._number[column]})

    def all_of(self, columns: Iterable[Column]) -> frozenset[int]:
        """The numbers of several."""
        return frozenset(number for column in columns for number in self.of(column))

    def count(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """What is in them together, at each spot."""
        rows = [self._counts[number] for number in numbers]
        return tuple(sum(row[spot] for row in rows) for spot in self.everywhere)

    def counts(self) -> tuple[tuple[int, ...], ...]:
        """What is in each column, by number."""
        return tuple(self._counts)

    def families(self) -> Iterator[tuple[int, ...]]:
        """The columns of each table that have numbers."""
        tables: dict[str, list[int]] = {}
        for column, number in self._number.items():
            tables.setdefault(column.table, []).append(number)
        yield from map(tuple, tables.values())

    def steps(self) -> dict[int, int]:
        """Minutes move by those of an average person: nobody knows less of them for a minute."""
        found: dict[int, int] = {}
        for column, number in self._number.items():
            source = self.sources.get(column.table)
            if source and source.table.kind is Kind.TIME:
                behind = len(source.persons[column]) or 1
                found[number] = max(1, sum(self._counts[number]) // behind)
        return found

    def is_never(self, numbers: Iterable[int], spots: Iterable[int]) -> bool:
        """Whether everybody knows that nobody can be in any of them there."""
        return all(cell in self.never for cell in product(numbers, list(spots)))

    def bar(self, numbers: Iterable[int], spots: Iterable[int]) -> None:
        """Say that nobody can be there. Where somebody is, it isn't so, and nothing is said."""
        for number, spot in product(numbers, list(spots)):
            if not self._counts[number][spot]:
                self.never.add((number, spot))

    def _amounts(self, column: Column) -> Counts:
        if column in self._added:
            return self._added[column]
        return self.sources[column.table].amounts[column]

    def _set_apart(self, column: Column) -> None:
        """People's columns hold nobody apart, and those that stand apart nobody among people."""
        people = len(self._people)
        own = range(people, people + 1) if self.stands_apart(column) else range(people)
        barred = [spot for spot in self.everywhere if spot not in own]
        self.never |= {(self._number[column], spot) for spot in barred}


def _is_group(group: str | None, wanted: str) -> bool:
    """A word that ends with a colon stands for all groups that begin so."""
    return (group or "").startswith(wanted) if wanted.endswith(":") else group == wanted


def _sorted(codes: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(sorted(set(codes), key=lambda code: (code is None, code or ""))) or (None,)


def sum_is(columns: Columns, parts: Sequence[Column], whole: Sequence[Column]) -> dict[int, int]:
    """The equation that says so; a column on both sides cancels out."""
    factors: dict[int, int] = {}
    for sign, side in ((1, parts), (-1, whole)):
        for column in side:
            for number in columns.of(column):
                factors[number] = factors.get(number, 0) + sign
    return {number: factor for number, factor in factors.items() if factor}
