"""What each participant adds to a set's cells: taken apart, added up, and put in place of the old."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add, sub
from typing import Any, NamedTuple

from reporting.catalogue.base import Case, Indicator, IndicatorSet, Side, Unit
from reporting.catalogue.participation import Participation
from reporting.compute import Cells, Key, cells_of, is_recorded, parts
from reporting.facts import ProjectFacts, Window
from reporting.stats import Count, Kind, Mean, Share, Stat, Time, merged

# Whose cases are each of one participant's, found from that participant's facts and the project's.
OF_PERSONS = frozenset({Unit.PERSON, Unit.EMPLOYMENT, Unit.PLACEMENT, Unit.MEASURE, Unit.HOUR, Unit.KRONA})
_MARK = 12

type Numbers = list[int]
# A mean's values in a list. Other numbers in a tuple: hundreds of thousands of lists would be looked at
# again and again by the garbage collector, tuples of numbers only once.
type Table = dict[Key, Any]


class Spot(NamedTuple):
    """A place within a set: the indicator and its table by their position, and the group."""

    indicator: int
    table: int
    group: str | None


@dataclass(slots=True)
class Added:
    """What one participant adds. `mark` changes with what of the person bears on numbers of other units."""

    gender: str | None
    age: str | None
    mark: str
    pieces: dict[Spot, Numbers]

    def as_json(self) -> list[Any]:
        """In a row."""
        return [
            self.gender,
            self.age,
            self.mark,
            [[*spot, *numbers] for spot, numbers in self.pieces.items()],
        ]

    @classmethod
    def from_json(cls, row: list[Any]) -> Added:
        """Out of a row."""
        gender, age, mark, pieces = row
        spot = len(Spot._fields)
        return cls(gender, age, mark, {Spot(*piece[:spot]): piece[spot:] for piece in pieces})


type People = dict[int, Added]


class Sums:
    """The cells of a set as numbers that can be added to and taken from."""

    def __init__(self, chosen: IndicatorSet) -> None:
        self._parts = [parts(indicator) for indicator in chosen.indicators]
        self._tables: list[list[Table]] = [[{} for _part in row] for row in self._parts]

    def add(self, added: Added) -> None:
        """Put what a participant adds to the rest."""
        for spot, numbers in added.pieces.items():
            part, table, key = self._place(spot, added)
            if part.kind is Kind.MEAN:
                table.setdefault(key, []).extend(numbers)
            elif key in table:
                table[key] = tuple(map(add, table[key], numbers))
            else:
                table[key] = tuple(numbers)

    def take(self, added: Added) -> None:
        """Take what a participant added out again. Raises KeyError or ValueError for what isn't there."""
        for spot, numbers in added.pieces.items():
            part, table, key = self._place(spot, added)
            if part.kind is Kind.MEAN:
                for value in numbers:
                    table[key].remove(value)
                left = bool(table[key])
            else:
                table[key] = tuple(map(sub, table[key], numbers))
                left = any(table[key])
            if not left:
                del table[key]

    def put_table(self, indicator: int, table: int, cells: Cells) -> None:
        """Put a table in whose cells aren't of persons."""
        for key, stat in cells.items():
            numbers = numbers_of(stat)
            self._tables[indicator][table][key] = numbers if isinstance(stat, Mean) else tuple(numbers)

    def cells(self) -> list[list[Cells]]:
        """The cells of every table of every indicator, in the set's order."""
        return [
            [_cells(part.kind, table) for part, table in zip(row, tables, strict=True)]
            for row, tables in zip(self._parts, self._tables, strict=True)
        ]

    def total(self, indicator: int) -> Stat:
        """The number of an indicator, by its position in the set."""
        kind = self._parts[indicator][0].kind
        return merged(kind, _cells(kind, self._tables[indicator][0]).values())

    def as_json(self) -> list[Any]:
        """Table by table, each by columns: a list a cell would be most of what reading them costs."""
        return [
            [indicator, number, *_columns(table), _written(part.kind, table.values())]
            for indicator, (row, tables) in enumerate(zip(self._parts, self._tables, strict=True))
            for number, (part, table) in enumerate(zip(row, tables, strict=True))
            if table
        ]

    @classmethod
    def from_json(cls, chosen: IndicatorSet, tables: Iterable[list[Any]]) -> Sums:
        """Out of the tables."""
        sums = cls(chosen)
        for indicator, number, genders, ages, groups, written in tables:
            keys = zip(genders, ages, groups, strict=True)
            numbers = _read(sums._parts[indicator][number].kind, written)
            sums._tables[indicator][number] = dict(zip(keys, numbers, strict=True))
        return sums

    def _place(self, spot: Spot, added: Added) -> tuple[Indicator | Side, Table, Key]:
        part = self._parts[spot.indicator][spot.table]
        gender = added.gender if "gender" in part.splits else None
        age = added.age if "age" in part.splits else None
        return part, self._tables[spot.indicator][spot.table], (gender, age, spot.group)


def _columns(table: Table) -> list[list[str | None]]:
    """The cells' places: genders, ages, groups."""
    return [list(column) for column in zip(*table, strict=True)]


def _written(kind: Kind, numbers: Iterable[Sequence[int]]) -> list[Sequence[int]]:
    """By columns, too; the values of a mean are as many as there are."""
    return list(numbers) if kind is Kind.MEAN else [list(column) for column in zip(*numbers, strict=True)]


def _read(kind: Kind, written: list[list[int]]) -> Iterable[Sequence[int]]:
    """As they were before `_written`."""
    return written if kind is Kind.MEAN else zip(*written, strict=True)


def _cells(kind: Kind, table: Table) -> Cells:
    """The cells that something falls in."""
    made = _MADE[kind]
    cells = {key: made(numbers) for key, numbers in table.items()}
    return {key: stat for key, stat in cells.items() if not stat.empty}


def numbers_of(stat: Stat) -> Numbers:
    """A statistic as numbers that add up: a mean's are its values. Raises TypeError of what is hidden."""
    match stat:
        case Count():
            return [stat.value]
        case Time():
            return [stat.minutes]
        case Share():
            return [stat.numerator, stat.denominator]
        case Mean():
            return list(stat.values)
    raise TypeError(stat)


# Small numbers come again and again; one object for each spares as many.
_count = lru_cache(maxsize=4_096)(Count)
_MADE: dict[Kind, Callable[[Sequence[int]], Stat]] = {
    Kind.COUNT: lambda numbers: _count(*numbers),
    Kind.TIME: lambda numbers: Time(*numbers),
    Kind.SHARE: lambda numbers: Share(*numbers),
    Kind.MEAN: lambda numbers: Mean(tuple(sorted(numbers))),
}
"""The statistic of each kind that these are the numbers of, as `numbers_of` gives them."""


def _put_in(there: Numbers, more: Numbers, kind: Kind) -> None:
    if kind is Kind.MEAN or not there:
        there += more
    else:
        there[:] = [one + other for one, other in zip(there, more, strict=True)]


def taken_apart(
    chosen: IndicatorSet, people: Sequence[Participation], facts: ProjectFacts, window: Window
) -> People:
    """What each of these people adds to the set's cells."""
    bearing = [indicator.bearing for indicator in chosen.indicators if indicator.bearing]
    found = {
        person.person.key: Added(
            person.person.gender,
            person.age_label,
            _mark([bears(person) for bears in bearing]) if bearing else "",
            {},
        )
        for person in people
    }
    for position, indicator in enumerate(chosen.indicators):
        if indicator.unit not in OF_PERSONS or not is_recorded(indicator, facts):
            continue
        tables = parts(indicator)
        for case in indicator.cases(people, facts, window):
            added = found[case.key].pieces
            for table, part in enumerate(tables):
                for spot, numbers in _pieces(position, table, part, case):
                    _put_in(added.setdefault(spot, []), numbers, part.kind)
    return found


def _pieces(position: int, table: int, part: Indicator | Side, case: Case) -> Iterator[tuple[Spot, Numbers]]:
    for group, stat in part.pieces(case):
        if not stat.empty:
            yield Spot(position, table, group if part.groups else None), numbers_of(stat)


def summed(
    chosen: IndicatorSet,
    added: Mapping[int, Added],
    people: Sequence[Participation],
    facts: ProjectFacts,
    window: Window,
) -> Sums:
    """The set's cells: what the people add, and what is counted in other units."""
    sums = Sums(chosen)
    for one in added.values():
        sums.add(one)
    for position, indicator in enumerate(chosen.indicators):
        if indicator.unit in OF_PERSONS or not is_recorded(indicator, facts):
            continue
        cases = tuple(indicator.cases(people, facts, window))
        for table, part in enumerate(parts(indicator)):
            sums.put_table(position, table, cells_of(part, cases))
    return sums


def _mark(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:_MARK]
