"""Figures for readers outside the project: small numbers hidden, and those that would give them away.

What is small: a count of 0–4; what fewer than five persons are behind; a mean of fewer than five values; a
share whose numerator or denominator is 0–4, or whose numerator is 1–4 short of its denominator. Companies
and occasions are no persons and stay. Why it is so: docs/decisions/0016-suppression.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from projects.calendar import add_months
from reporting.catalogue.base import Case, Pieces, Unit
from reporting.catalogue.identities import IDENTITIES, Identity, Partition, Rows, Same, Times, Within
from reporting.compute import Figure, Figures, Key, Table, with_parts
from reporting.facts import Window, WindowError
from reporting.stats import Audience, Count, Hidden, Kind, Mean, Share, Stat, Time, merged
from reporting.suppression import Place, Problem, hidden_places

SMALL = 5
NOT_PERSONS = frozenset({Unit.COMPANY, Unit.OCCASION})
AXES_PUBLISHED = 2  # at once: no page prints gender, age and group together


_WHOLE_MONTHS = _(
    "Figures for outside cover whole months, so that no single day can be reckoned from two of them. "
    "Choose the first and the last day of a month, or leave the dates empty."
)
_AT_MONTHS_END = _(
    "Figures for outside stand as of the last day of a month. Choose such a day, or leave it empty."
)


class NotForOutsideError(ValueError):
    """Nobody has said yet how the tables of this set hang together; the message is meant for people."""

    def __init__(self) -> None:
        super().__init__(_("This indicator set can't be shown outside the project yet."))


@dataclass(frozen=True, slots=True)
class OutsideTable(Table):
    """A table that knows which of its places are hidden; nothing can be summed from its cells.

    `cells` holds every place that is published but the total, of one axis or two, shown or hidden; None
    on an axis: over all of it. `hidden`: those that aren't shown, the total's key among them.
    """

    places: Mapping[Key, Stat] = field(default_factory=dict)
    hidden: frozenset[Key] = frozenset()

    def over(self, *, gender: str | None = None, age: str | None = None, group: str | None = None) -> Stat:
        """What is published of a place; of one that isn't: hidden."""
        return self.places.get((gender, age, group), Hidden(self.kind))


class Column(NamedTuple):
    """What is counted: a group of a table, of a share those in the numerator ("hit") and the rest."""

    table: str
    group: str | None
    layer: str = ""


type At = tuple[str | None, str | None]  # gender and age, also of what isn't split by them


class _Source(NamedTuple):
    """A table and what it is made of: amounts by column, and the keys of those behind each place."""

    name: str
    table: Table
    numbers: dict[Key, Stat]
    amounts: dict[Column, dict[At, int]]
    behind: dict[str | None, dict[At, set[int]]]


def check_outside(indicator_set: str, window: Window, *, start: date, end: date) -> None:
    """Pass what figures for outside may be asked for, in a project that runs from `start` to `end`.

    Whole calendar months, or as the project begins and ends, as of a month's last day or the project's: two
    periods that differ by a day would tell what happened on that day. Raises WindowError, and
    NotForOutsideError for a set that isn't ready.
    """
    if indicator_set not in IDENTITIES:
        raise NotForOutsideError
    if window.period_start not in (start, window.period_start.replace(day=1)):
        raise WindowError(_WHOLE_MONTHS, field="period_start")
    if window.period_end not in (end, _month_end(window.period_end)):
        raise WindowError(_WHOLE_MONTHS, field="period_end")
    if window.as_of not in (end, _month_end(window.as_of)):
        raise WindowError(_AT_MONTHS_END, field="as_of")


def latest_outside(window: Window, *, end: date) -> Window:
    """The window with the latest as of, up to its own, that figures for outside may have."""
    day = window.as_of
    if day not in (end, _month_end(day)):
        before = day.replace(day=1) - timedelta(days=1)
        day = end if before < end < day else before
    return replace(window, as_of=day)


def for_audience(figures: Figures, audience: Audience) -> Figures:
    """The figures as those may see them for whom they are meant. Raises NotForOutsideError."""
    return for_outside(figures) if audience is Audience.OUTSIDE else figures


def for_outside(figures: Figures) -> Figures:
    """The figures with every small number hidden, and what would give it away. Holds no cases and no facts.

    Nor what was open in them: how many lack a gender, say, is the number of a cell that may be hidden.
    Raises NotForOutsideError for a set that isn't ready for it.
    """
    identities = IDENTITIES.get(figures.indicator_set.code)
    if identities is None:
        raise NotForOutsideError
    work = Disclosure(figures, identities)
    hidden = hidden_places(work.problem())
    facts = replace(
        figures.facts, participants=(), contacts=(), needs=(), companies=(), supervisors=(), accepted=()
    )
    without = tuple(work.figures_without(hidden))
    return replace(figures, facts=facts, figures=without, audience=Audience.OUTSIDE, quality=None)


class Disclosure:
    """A report's tables as the counts, places and equations that `reporting.suppression` works with."""

    def __init__(self, figures: Figures, identities: tuple[Identity, ...]) -> None:
        self._figures = figures
        self._identities = identities
        self._sources = {source.name: source for figure in figures.figures for source in _sources(figure)}
        cases = [case for figure in figures.figures for case in figure.cases]
        # What nobody at all is in is no place of this report: there it may say 0.
        self._genders = _known(case.gender for case in cases)
        self._ages = _known(case.age for case in cases)
        self._columns = [column for source in self._sources.values() for column in source.amounts]
        self._number = {column: number for number, column in enumerate(self._columns)}
        self._places: list[Place] = []
        self._of_key: dict[tuple[str, Key], int] = {}
        self._of_target: dict[tuple[str, int], int] = {}

    def problem(self) -> Problem:
        """What is published, and what is known to hold of it."""
        for source in self._sources.values():
            for key in self._keys(source.table):
                groups = [group.code for group in source.table.groups] if key[2] is None else [key[2]]
                self._of_key[source.name, key] = self._publish(source, key, groups or [None])
        for figure in self._figures.figures:
            self._publish_targets(figure)
        spare: list[tuple[int, ...]] = []
        equations = [equation for one in self._identities for equation in self._equations(one, spare)]
        return Problem(
            counts=(*(self._counts(column) for column in self._columns), *spare),
            ages=len(self._ages),
            places=tuple(self._places),
            equations=tuple(equations),
            families=tuple(tuple(map(self._of, source.amounts)) for source in self._sources.values()),
        )

    def figures_without(self, hidden: frozenset[int]) -> Iterator[Figure]:
        """The figures once more, with these places hidden and no case behind them."""
        for figure in self._figures.figures:
            code = figure.indicator.code
            yield replace(
                figure,
                table=self._table(code, figure.table, hidden),
                sides=tuple(
                    replace(side, table=self._table(f"{code}.{side.side.name}", side.table, hidden))
                    for side in figure.sides
                ),
                targets=tuple(
                    replace(target, outcome=Hidden(figure.table.kind))
                    if self._of_target.get((code, position)) in hidden
                    else target
                    for position, target in enumerate(figure.targets)
                ),
                cases=(),
            )

    def _of(self, column: Column) -> int:
        return self._number[column]

    def _keys(self, table: Table) -> Iterator[Key]:
        """Every place of a table that pages and files print: on two axes, on one, and over all."""
        genders = [code for code in table.genders if code in self._genders]
        ages = [code for code in table.ages if code in self._ages]
        for key in product((None, *genders), (None, *ages), (None, *(group.code for group in table.groups))):
            if _axes_of(key) <= AXES_PUBLISHED:
                yield key

    def _publish(self, source: _Source, key: Key, groups: Sequence[str | None]) -> int:
        layers = dict.fromkeys(column.layer for column in source.amounts)
        columns = [Column(source.name, group, layer) for group, layer in product(groups, layers)]
        numbers = [frozenset(self._of(one) for one in columns if one.layer == layer) for layer in layers]
        if len(numbers) > 1:
            numbers.append(frozenset(map(self._of, columns)))
        stat = source.numbers.get(key)
        if stat is None or (key[2] is not None and len(groups) > 1):
            stat = merged(
                source.table.kind,
                (source.table.over(gender=key[0], age=key[1], group=group) for group in groups),
            )
        behind = {
            person
            for group in groups
            for (gender, age), persons in source.behind.get(group, {}).items()
            if key[0] in (None, gender) and key[1] in (None, age)
            for person in persons
        }
        spots = frozenset(
            number
            for number, (gender, age) in enumerate(product(self._genders, self._ages))
            if key[0] in (None, gender) and key[1] in (None, age)
        )
        small = len(behind) < SMALL or is_small(stat)
        self._places.append(Place(tuple(numbers), spots, small, _axes_of(key)))
        return len(self._places) - 1

    def _publish_targets(self, figure: Figure) -> None:
        """What came out of a target for a part stands beside it; a group's includes those of its parts."""
        source = self._sources.get(figure.indicator.code)
        if source is None:
            return
        for position, target in enumerate(figure.targets):
            groups = with_parts(target.group, source.table.groups)
            if target.group is None:
                groups = [group.code for group in source.table.groups] or [None]
            known = {column.group for column in source.amounts}
            where = (target.gender in (None, *self._genders)) and target.age in (None, *self._ages)
            if where and known.issuperset(groups):
                key = (target.gender, target.age, target.group)
                self._of_target[figure.indicator.code, position] = self._publish(source, key, groups)

    def _counts(self, column: Column) -> tuple[int, ...]:
        amounts = self._sources[column.table].amounts[column]
        return tuple(amounts.get(at, 0) for at in product(self._genders, self._ages))

    def _equations(self, identity: Identity, spare: list[tuple[int, ...]]) -> Iterator[dict[int, int]]:
        match identity:
            case Partition():
                parts = [column for part in identity.parts for column in self._named(part)]
                yield _sum_is(map(self._of, parts), map(self._of, self._named(identity.whole)))
            case Same():
                for column in self._named(identity.one):
                    twin = column._replace(table=identity.other)
                    if twin in self._number:
                        yield {self._of(column): 1, self._of(twin): -1}
            case Rows():
                yield from self._rows(identity, spare)
            case Within():
                yield from self._within(self._named(identity.part), self._named(identity.whole), spare)
            case Times():
                for column in self._named(identity.of):
                    times = column._replace(table=identity.table)
                    amount, number = sum(self._counts(times)), sum(self._counts(column))
                    if number:
                        yield {self._of(times): 1, self._of(column): -(amount // number)}

    def _rows(self, identity: Rows, spare: list[tuple[int, ...]]) -> Iterator[dict[int, int]]:
        whole = self._named(identity.whole)
        rows: dict[str, list[Column]] = {}
        for column in self._named(identity.table):
            rows.setdefault((column.group or "").split(":")[0], []).append(column)
        for row in rows.values():
            yield _sum_is(map(self._of, row), map(self._of, whole))
            least = [column for column in row if (column.group or "").split(":")[-1] == identity.least]
            part = [column for column in whole if column.group == identity.least]
            if least:
                yield from self._within(part, least, spare)

    def _within(
        self, part: list[Column], whole: list[Column], spare: list[tuple[int, ...]]
    ) -> Iterator[dict[int, int]]:
        """What is left of the whole is a column that isn't published; where nothing is left, they are one."""
        if not (part and whole):
            return
        of_whole, of_part = (map(sum, zip(*map(self._counts, one), strict=True)) for one in (whole, part))
        left = tuple(one - other for one, other in zip(of_whole, of_part, strict=True))
        parts = [*map(self._of, part)]
        if any(left):
            parts.append(len(self._columns) + len(spare))
            spare.append(left)
        yield _sum_is(parts, map(self._of, whole))

    def _named(self, name: str) -> list[Column]:
        """The columns that an identity's word stands for; none of a table that has no numbers here."""
        words, _at, group = name.partition("@")
        table, _hash, layer = words.partition("#")
        source = self._sources.get(table)
        return [
            column
            for column in (source.amounts if source else ())
            if (not layer or column.layer == layer) and (not group or column.group == group)
        ]

    def _table(self, name: str, table: Table, hidden: frozenset[int]) -> Table:
        source = self._sources.get(name)
        if source is None:
            return table
        groups = (None, *(group.code for group in table.groups))
        places: dict[Key, Stat] = {}
        unseen: set[Key] = set()
        for key in product((None, *table.genders), (None, *table.ages), groups):
            if _axes_of(key) > AXES_PUBLISHED:
                continue
            number = self._of_key.get((name, key))
            if number in hidden:
                places[key] = Hidden(table.kind)
                unseen.add(key)
            else:
                places[key] = source.numbers[key]
        cells = {
            key: stat for key, stat in places.items() if _axes_of(key) and (key in unseen or not stat.empty)
        }
        return OutsideTable(
            table.kind, table.genders, table.ages, table.groups, cells, places, frozenset(unseen)
        )


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


def _sources(figure: Figure) -> Iterator[_Source]:
    """The tables of a figure that count persons, or what persons did."""
    if figure.indicator.unit in NOT_PERSONS or not figure.recorded:
        return
    yield _source(figure.indicator.code, figure.table, figure.indicator.pieces, figure.cases)
    for side in figure.sides:
        yield _source(f"{figure.indicator.code}.{side.side.name}", side.table, side.side.pieces, figure.cases)


def _source(name: str, table: Table, pieces: Callable[[Case], Pieces], cases: Iterable[Case]) -> _Source:
    layers = ("hit", "rest") if table.kind is Kind.SHARE else ("",)
    groups: list[str | None] = [group.code for group in table.groups] or [None]
    amounts: dict[Column, dict[At, int]] = {
        Column(name, group, layer): {} for group, layer in product(groups, layers)
    }
    behind: dict[str | None, dict[At, set[int]]] = {}
    for case in cases:
        at = (case.gender, case.age)
        for named, stat in pieces(case):
            group = named if table.groups else None
            behind.setdefault(group, {}).setdefault(at, set()).add(case.key)
            for layer, amount in zip(layers, _amounts(stat), strict=True):
                column = amounts[Column(name, group, layer)]
                column[at] = column.get(at, 0) + amount
    return _Source(name, table, _numbers(table), amounts, behind)


def _numbers(table: Table) -> dict[Key, Stat]:
    """What stands in each place that is published, all of them in one go over the cells."""
    groups = [group.code for group in table.groups]
    axes = ((None, *table.genders), (None, *table.ages), (None, *groups))
    found: dict[Key, list[Stat]] = {key: [] for key in product(*axes) if _axes_of(key) <= AXES_PUBLISHED}
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


def _known(codes: Iterable[str | None]) -> tuple[str | None, ...]:
    """What occurs, in an order that is always the same."""
    return tuple(sorted(set(codes), key=lambda code: (code is None, code or ""))) or (None,)


def _axes_of(key: Key) -> int:
    return sum(place is not None for place in key)


def _sum_is(parts: Iterable[int], whole: Iterable[int]) -> dict[int, int]:
    """The equation that says so; a column on both sides cancels out."""
    factors: dict[int, int] = {}
    for column in parts:
        factors[column] = factors.get(column, 0) + 1
    for column in whole:
        factors[column] = factors.get(column, 0) - 1
    return {column: factor for column, factor in factors.items() if factor}


def _month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
