"""Who is behind a number: for any cell of any table, the cases that are counted there and those that aren't.

A case is counted in a cell when its pieces land there. The table is made of the very same pieces, so that
the list and the number can't differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from reporting.catalogue.base import Case, Pieces
from reporting.compute import Figure, Table
from reporting.stats import Count, Hidden, Mean, Share, Stat, Time, merged

_QUERIES = 8192


class NoSuchCellError(LookupError):
    """The figure has no table of that name, or the table has no such place."""


class Part(StrEnum):
    """What became of a case in a cell. `REST`: in the denominator of a share, and not in its numerator."""

    COUNTED = "counted"
    REST = "rest"
    OTHERS = "others"


class Place(NamedTuple):
    """A cell: a table of an indicator ("" its own, else the side table's name), and a place on each axis.

    None on an axis, and no groups: over all of it. Several groups: those together.
    """

    indicator: str
    table: str = ""
    gender: str | None = None
    age: str | None = None
    groups: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The place as part of an address; what it says nothing of is left out."""
        return _query(self)


# A page of figures asks for some 1 400 of them, the same each time that a project's is opened.
@lru_cache(_QUERIES)
def _query(place: Place) -> str:
    said = {"table": place.table, "gender": place.gender, "age": place.age, "group": place.groups}
    kept = {name: value for name, value in said.items() if value}
    return urlencode({"indicator": place.indicator} | kept, doseq=True)


class Entry(NamedTuple):
    """A case in a cell's list.

    `weight`: what it adds to the number, in a mean to n, of time the minutes; `values`: what a mean is
    taken of. `groups`: where it stands on the table's further split, if anywhere.
    """

    case: Case
    weight: int = 0
    values: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell's number, and every case of the cell's gender and age: counted there, or why not."""

    figure: Figure
    place: Place
    table: Table
    number: Stat
    counted: tuple[Entry, ...]
    rest: tuple[Entry, ...]
    others: tuple[Entry, ...]

    def part(self, part: Part) -> tuple[Entry, ...]:
        """One of the three lists."""
        return {Part.COUNTED: self.counted, Part.REST: self.rest, Part.OTHERS: self.others}[part]

    @property
    def is_sensitive(self) -> bool:
        """Whether the list tells of origin, disability or social assistance."""
        sides = {side.side.name: side.side for side in self.figure.sides}
        side = sides.get(self.place.table)
        return self.figure.indicator.sensitive or (side is not None and side.sensitive)

    @property
    def is_share(self) -> bool:
        """Whether the number has a denominator."""
        return isinstance(self.number, Share)


def explain(figure: Figure, place: Place) -> Explanation:
    """Who is behind the number in a place of one of a figure's tables.

    In the cell of a group, somebody who stands in another one is among the others, with that group.
    Raises NoSuchCellError.
    """
    table, pieces = _table(figure, place.table)
    _check(table, place)
    lists: dict[Part, list[Entry]] = {part: [] for part in Part}
    for case in figure.cases:
        if _is_beside(place, case):
            continue
        part, entry = _entry(case, table, place, pieces(case))
        lists[part].append(entry)
    return Explanation(
        figure=figure,
        place=place,
        table=table,
        number=_number(table, place),
        counted=tuple(lists[Part.COUNTED]),
        rest=tuple(lists[Part.REST]),
        others=tuple(lists[Part.OTHERS]),
    )


def _table(figure: Figure, name: str) -> tuple[Table, Callable[[Case], Pieces]]:
    if not name:
        return figure.table, figure.indicator.pieces
    for side in figure.sides:
        if side.side.name == name:
            return side.table, side.side.pieces
    raise NoSuchCellError(name)


def _check(table: Table, place: Place) -> None:
    codes = {group.code for group in table.groups}
    axes = ((place.gender, table.genders), (place.age, table.ages), *((code, codes) for code in place.groups))
    for asked, axis in axes:
        if asked is not None and asked not in axis:
            raise NoSuchCellError(asked)


def _is_beside(place: Place, case: Case) -> bool:
    """Of another gender or age than the cell's: the cell says nothing about those."""
    return (place.gender is not None and case.gender != place.gender) or (
        place.age is not None and case.age != place.age
    )


def _entry(case: Case, table: Table, place: Place, pieces: Pieces) -> tuple[Part, Entry]:
    def places(landed: Pieces) -> tuple[str, ...]:
        named = (group for group, stat in landed if group and not stat.empty)
        return tuple(dict.fromkeys(named)) if table.groups else ()

    here = [(group, stat) for group, stat in pieces if not place.groups or group in place.groups]
    if weight := sum(_weight(stat) for _group, stat in here):
        values = (value for _group, stat in here if isinstance(stat, Mean) for value in stat.values)
        return Part.COUNTED, Entry(case, weight, tuple(values), places(here))
    if any(isinstance(stat, Share) and stat.denominator for _group, stat in here):
        return Part.REST, Entry(case, groups=places(here))
    return Part.OTHERS, Entry(case, groups=places(pieces))


def _weight(stat: Stat) -> int:
    """What a piece adds: to a count, a numerator, the n of a mean, the minutes of time."""
    match stat:
        case Count():
            return stat.value
        case Share():
            return stat.numerator
        case Mean():
            return stat.n
        case Time():
            return stat.minutes
        case Hidden():
            return 0


def _number(table: Table, place: Place) -> Stat:
    groups: Iterable[str | None] = place.groups or (None,)
    cells = [table.over(gender=place.gender, age=place.age, group=group) for group in groups]
    return cells[0] if len(cells) == 1 else merged(table.kind, cells)
