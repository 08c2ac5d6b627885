"""What each participant adds to a set's cells: taken apart, added up, and put in place of the old."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


class Spot(NamedTuple):
    """A place within a set: the indicator and its table by their position, and the group."""

    indicator: int
    table: int
    group: str | None


class Place(NamedTuple):
    """A cell of a set."""

    indicator: int
    table: int
    gender: str | None
    age: str | None
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

    def __init__(self, chosen: IndicatorSet, numbers: dict[Place, Numbers] | None = None) -> None:
        self._parts = [parts(indicator) for indicator in chosen.indicators]
        self._numbers = {} if numbers is None else numbers

    def add(self, added: Added) -> None:
        """Put what a participant adds to the rest."""
        for spot, numbers in added.pieces.items():
            self._put(self._place(spot, added), numbers)

    def take(self, added: Added) -> None:
        """Take what a participant added out again. Raises KeyError or ValueError for what isn't there."""
        for spot, numbers in added.pieces.items():
            place = self._place(spot, added)
            there = self._numbers[place]
            if self._kind(place) is Kind.MEAN:
                for value in numbers:
                    there.remove(value)
            else:
                there[:] = [one - less for one, less in zip(there, numbers, strict=True)]
            if not any(there) and not (self._kind(place) is Kind.MEAN and there):
                del self._numbers[place]

    def put_table(self, indicator: int, table: int, cells: Cells) -> None:
        """Put a table in whose cells aren't of persons."""
        for key, stat in cells.items():
            gender, age, group = key
            self._put(Place(indicator, table, gender, age, group), numbers_of(stat))

    def cells(self) -> list[list[Cells]]:
        """The cells of every table of every indicator, in the set's order."""
        found: list[list[dict[Key, Stat]]] = [[{} for _part in row] for row in self._parts]
        for place, numbers in self._numbers.items():
            stat = stat_of(self._kind(place), numbers)
            if not stat.empty:
                found[place.indicator][place.table][place.gender, place.age, place.group] = stat
        return [list(row) for row in found]

    def total(self, indicator: int) -> Stat:
        """The number of an indicator, by its position in the set."""
        kind = self._parts[indicator][0].kind
        found = (
            stat_of(kind, numbers)
            for place, numbers in self._numbers.items()
            if place.indicator == indicator and place.table == 0
        )
        return merged(kind, found)

    def as_json(self) -> list[Any]:
        """Row by row."""
        return [[*place, *numbers] for place, numbers in self._numbers.items()]

    @classmethod
    def from_json(cls, chosen: IndicatorSet, rows: Iterable[list[Any]]) -> Sums:
        """Out of the rows."""
        place = len(Place._fields)
        return cls(chosen, {Place(*row[:place]): row[place:] for row in rows})

    def _put(self, place: Place, numbers: Numbers) -> None:
        _put_in(self._numbers.setdefault(place, []), numbers, self._kind(place))

    def _place(self, spot: Spot, added: Added) -> Place:
        splits = self._parts[spot.indicator][spot.table].splits
        return Place(
            spot.indicator,
            spot.table,
            added.gender if "gender" in splits else None,
            added.age if "age" in splits else None,
            spot.group,
        )

    def _kind(self, place: Place) -> Kind:
        return self._parts[place.indicator][place.table].kind


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


def stat_of(kind: Kind, numbers: Sequence[int]) -> Stat:
    """The statistic of a kind that these are the numbers of."""
    match kind:
        case Kind.COUNT:
            return Count(*numbers)
        case Kind.TIME:
            return Time(*numbers)
        case Kind.SHARE:
            return Share(*numbers)
        case Kind.MEAN:
            return Mean(tuple(sorted(numbers)))


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
