"""The identities of a set, written out for the columns of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from projects.bands import AgeBand
from projects.calendar import OUTSIDE, UNKNOWN, add_months, labelled_bands
from reporting.catalogue.identities import (
    EACH,
    Attended,
    Balance,
    Clock,
    Crossing,
    Early,
    Flow,
    Identity,
    Kinds,
    Names,
    Never,
    Only,
    Partition,
    Rows,
    Same,
    Times,
    When,
    Within,
)
from reporting.compute import Figures
from reporting.disclosure.columns import Columns, sum_is
from reporting.disclosure.sources import At, Column
from reporting.stats import Count
from reporting.suppression import Limit

# What makes columns the sums of others comes first; then where nobody can be, the wholes before the parts.
_ORDER: tuple[tuple[type, ...], ...] = ((Same, Crossing), (Kinds,), (Balance,), (Never,), (Only,))


class Equations:
    """What is known of the columns: equations at every spot, limits of sums, and where nobody can be.

    `differences`: tables that hold women less men, each with the table of which.
    """

    def __init__(self, columns: Columns, figures: Figures, identities: Iterable[Identity]) -> None:
        self.found: list[dict[int, int]] = []
        self.limits: list[Limit] = []
        self.differences: dict[str, str] = {}
        self._columns = columns
        self._figures = figures
        self._spares = 0
        self._sums: list[tuple[Column, list[Column]]] = []
        self._bands = dict(labelled_bands(figures.age_bands))
        every = [one for identity in identities for one in self._each(identity)]
        for kinds in _ORDER:
            if kinds == (Never,):
                self._bar_years_to_come()
            for identity in every:
                if isinstance(identity, kinds):
                    self._add(identity)
        for identity in every:
            if not isinstance(identity, tuple(kind for kinds in _ORDER for kind in kinds)):
                self._add(identity)

        for column, parts in self._sums:
            for spot in columns.everywhere:
                if columns.is_never(columns.all_of(parts), [spot]):
                    columns.bar(columns.of(column), [spot])

    def _each(self, identity: Identity) -> Iterator[Identity]:
        """The identity for each group of the first table of which that is said."""
        said = [text for field in fields(identity) for text in _texts(getattr(identity, field.name))]
        table = next((text.removesuffix(EACH) for text in said if text.endswith(EACH)), None)
        if table is None or isinstance(identity, Kinds):
            yield identity
            return
        for group in dict.fromkeys(column.group for column in self._columns.named(table)):
            yield replace(
                identity,
                **{field.name: _with(getattr(identity, field.name), group) for field in fields(identity)},
            )

    def _add(self, identity: Any) -> None:
        how: dict[type, Callable[[Any], None]] = {
            Attended: self._attended,
            Balance: self._balance,
            Clock: self._clock,
            Crossing: self._crossing,
            Early: self._early,
            Flow: self._flow,
            Kinds: self._kinds,
            Never: self._never,
            Only: self._only,
            Partition: self._partition,
            Rows: self._rows,
            Same: self._same,
            Times: self._times,
            Within: self._inside,
        }
        how[type(identity)](identity)

    def _named(self, names: Names) -> list[Column]:
        return self._columns.named(names)

    def _partition(self, identity: Partition) -> None:
        whole, parts = self._named(identity.whole), self._named(identity.parts)
        if whole and parts and self._is(identity.when):
            self.found.append(sum_is(self._columns, parts, whole))

    def _same(self, identity: Same) -> None:
        others = {column.group: column for column in self._named(identity.other)}
        layers = {column.layer for column in others.values()}
        for column in self._named(identity.one):
            for layer in layers:
                twin = others.get(column.group)
                if twin and (len(layers) == 1 or layer == column.layer):
                    self._columns.alias(twin._replace(layer=layer), (column,))

    def _crossing(self, identity: Crossing) -> None:
        cells = self._named(identity.table)
        for table, end in ((identity.rows, 0), (identity.columns, 2)):
            for column in self._named(table):
                self._columns.alias(
                    column,
                    [cell for cell in cells if (cell.group or "").rpartition(":")[end] == column.group],
                )

    def _kinds(self, identity: Kinds) -> None:
        """Each person's kind by the columns that count them."""
        labels = {
            frozenset(self._named(names)): Column(identity.name, label)
            for label, names in self._kinds_written(identity)
        }
        counted: dict[int, tuple[At, set[Column]]] = {}
        block = frozenset(column for columns in labels for column in columns)
        for column in sorted(block, key=str):
            for person, at in self._columns.sources[column.table].persons[column].items():
                counted.setdefault(person, (at, set()))[1].add(column)
        for column in self._named(identity.among):
            for person, at in self._columns.sources[column.table].persons[column].items():
                counted.setdefault(person, (at, set()))
        amounts: dict[Column, dict[At, int]] = {kind: {} for kind in labels.values()}
        for at, met in counted.values():
            found = frozenset(met)
            kind = labels.setdefault(found, Column(identity.name, f"+{len(labels)}"))
            its = amounts.setdefault(kind, {})
            its[at] = its.get(at, 0) + 1
        for kind, its in amounts.items():
            self._columns.add(kind, its)
        twice = {
            (column.table, column.layer)
            for columns in labels
            for column in columns
            if sum((one.table, one.layer) == (column.table, column.layer) for one in columns) > 1
        }
        for column in sorted(block, key=str):
            of_it = [kind for columns, kind in labels.items() if column in columns]
            # Where one of a kind stands in two groups of a table, the table's total counts two.
            if (column.table, column.layer) in twice:
                self.found.append(sum_is(self._columns, of_it, [column]))
                self._sums.append((column, of_it))
            else:
                self._columns.alias(column, of_it)

    def _kinds_written(self, identity: Kinds) -> Iterator[tuple[str, tuple[str, ...]]]:
        for label, names in identity.kinds:
            table = next((name.removesuffix(EACH) for name in names if name.endswith(EACH)), None)
            if table is None:
                yield label, names
                continue
            for column in self._named(table):
                yield f"{label}{column.group}", tuple(_with(name, column.group) for name in names)

    def _never(self, identity: Never) -> None:
        numbers = self._columns.all_of(self._named(identity.tables))
        self._columns.bar(
            numbers,
            [
                spot
                for spot in self._columns.everywhere
                for gender, age in [self._columns.at(spot)]
                if gender in identity.genders or (identity.unknown_age and age == UNKNOWN)
            ],
        )

    def _clock(self, identity: Clock) -> None:
        window = self._figures.window

        def over(day: date) -> date:
            return add_months(day, identity.months) + timedelta(days=identity.days)

        if over(window.period_end) < window.as_of:
            self._bar_all(identity.running)
        if over(window.period_start) > window.as_of:
            self._bar_all(identity.done)

    def _bar_all(self, names: Names) -> None:
        self._columns.bar(self._columns.all_of(self._named(names)), self._columns.everywhere)

    def _bar_years_to_come(self) -> None:
        """Nothing has happened yet in a year that begins after as of."""
        for source in self._columns.sources.values():
            if source.by_year:
                for column in source.amounts:
                    if int((column.group or "0").partition(":")[0]) > self._figures.window.as_of.year:
                        self._columns.bar(self._columns.of(column), self._columns.everywhere)

    def _only(self, identity: Only) -> None:
        parts, wholes = self._named(identity.part), self._named(identity.whole)
        part, whole = self._columns.all_of(parts), self._columns.all_of(wholes)
        if not (part and whole):
            return
        rest = whole - part
        if not part <= whole:
            spare = self._spare(parts, wholes)
            if spare is None:
                return
            rest = self._columns.of(spare)
            self.found.append(sum_is(self._columns, [*parts, spare], wholes))
        for spot in self._columns.everywhere:
            holds = self._holds(identity, *self._columns.at(spot))
            if holds is not None:
                self._columns.bar(rest if holds else part, [spot])

    def _holds(self, identity: Only, gender: str | None, age: str | None) -> bool | None:
        """Whether all there are of the part, or nobody; None: some may be."""
        if identity.genders and gender not in identity.genders:
            return False
        if not isinstance(identity.ages, AgeBand):
            return identity.ages is None or age == identity.ages
        wanted = set(range(identity.ages.lower, identity.ages.upper + 1))
        if age == UNKNOWN or age is None:
            return False
        banded = {year for band in self._bands.values() for year in range(band.lower, band.upper + 1)}
        if age == OUTSIDE:
            return False if wanted <= banded else None
        here = set(range(self._bands[age].lower, self._bands[age].upper + 1))
        return True if here <= wanted else None if here & wanted else False

    def _inside(self, identity: Within) -> None:
        if self._is(identity.when):
            self._within(self._named(identity.part), self._named(identity.whole), identity.rest)

    def _is(self, when: When) -> bool:
        window = self._figures.window
        to_date = window.as_of <= window.period_end
        whole = to_date and window.period_start <= self._figures.facts.start
        return {When.ALWAYS: True, When.TO_DATE: to_date, When.WHOLE: whole}[when]

    def _early(self, identity: Early) -> None:
        window = self._figures.window
        soon, due = (
            add_months(window.period_start, identity.months),
            add_months(window.as_of, -identity.months),
        )
        ends = [(date(int(column.group or 0), 12, 31), column) for column in self._named(identity.part)]
        if self._is(When.WHOLE):
            early = [(day, column) for day, column in ends if day <= soon]
            self._within([column for _day, column in early], self._named(identity.whole))
            self._within([column for day, column in early if day <= due], self._named(identity.due))

    def _within(self, part: list[Column], whole: list[Column], rest: str = "") -> None:
        """What is left of the whole is a column that isn't published."""
        if part and whole and (spare := self._spare(part, whole, rest)):
            self.found.append(sum_is(self._columns, [*part, spare], whole))

    def _spare(self, part: list[Column], whole: list[Column], name: str = "") -> Column | None:
        """A column of what is left of the whole; None where it isn't so that the whole holds the part."""
        left = self._missing(part, whole)
        if any(count < 0 for count in left):
            return None
        self._spares += 1
        spare = self._columns.add(
            Column(name or f"+{self._spares}", None),
            {self._columns.at(spot): left[spot] for spot in self._columns.everywhere if left[spot]},
            apart=self._columns.stands_apart(whole[0]),
        )
        numbers = self._columns.all_of(whole)
        empty = [spot for spot in self._columns.everywhere if self._columns.is_never(numbers, [spot])]
        self._columns.bar(self._columns.of(spare), empty)
        return spare

    def _missing(self, part: list[Column], whole: list[Column]) -> list[int]:
        """How much the part is short of the whole, at each spot."""
        factors = sum_is(self._columns, whole, part)
        return [
            sum(factor * self._columns.count([number])[spot] for number, factor in factors.items())
            for spot in self._columns.everywhere
        ]

    def _rows(self, identity: Rows) -> None:
        whole = self._named(identity.whole)
        rows: dict[str, list[Column]] = {}
        for column in self._named(identity.table):
            rows.setdefault((column.group or "").rpartition(":")[0], []).append(column)
        of = [column for column in whole if column.group == identity.of]
        all_some: list[Column] = []
        for row in rows.values():
            self.found.append(sum_is(self._columns, row, whole))
            by_state = {(column.group or "").rpartition(":")[2]: column for column in row}
            if identity.least not in by_state:
                continue  # a project without a checklist has no criteria
            some = [by_state[state] for state in identity.some]
            least = [column for column in whole if column.group == identity.least]
            self._within(least, [by_state[identity.least]])
            self._within(some, of)
            all_some += some
        self._within(of, all_some)

    def _times(self, identity: Times) -> None:
        for column in self._named(identity.of):
            times = column._replace(table=identity.table)
            ((of,), (amount,)) = self._columns.of(column), self._columns.of(times)
            number, total = (sum(self._columns.count([one])) for one in (of, amount))
            if number:
                self.found.append({amount: 1, of: -(total // number)})

    def _balance(self, identity: Balance) -> None:
        """Whether a group is even, and if not, in whose favour, is taken to be known."""
        self.differences[identity.difference] = identity.of
        women, men = (self._columns.spots(gender) for gender in ("woman", "man"))
        by_evenness: dict[bool, list[Column]] = {True: [], False: []}
        for column in self._named(identity.of):
            numbers = self._columns.of(column)
            count = self._columns.count(numbers)
            difference = sum(count[spot] for spot in women) - sum(count[spot] for spot in men)
            even = abs(difference) <= identity.even
            by_evenness[even].append(column)
            low = -identity.even if even else identity.even + 1 if difference > 0 else None
            high = identity.even if even else -identity.even - 1 if difference < 0 else None
            self.limits.append(Limit(numbers, women, men, low, high))
        for column in self._named(identity.balance):
            self._columns.alias(column, by_evenness[column.group == identity.word])

    def _flow(self, identity: Flow) -> None:
        window = self._figures.window
        years = sorted({column.group or "" for column in self._named(identity.entering)})

        def turned(year: str) -> bool:
            """Whether somebody can have been carried over into it; nobody starts before the project."""
            day = date(int(year), 1, 1)
            return day in window and self._figures.facts.start < day <= window.as_of

        for year in years:
            over, came, left = (
                self._named(f"{table}@{year}")
                for table in (identity.over, identity.entering, identity.leaving)
            )
            if not turned(year):
                self._bar_all(f"{identity.over}@{year}")
            following = str(int(year) + 1)
            if following not in years or not turned(following):
                self._within(left, [*over, *came])
                continue
            left += self._named(f"{identity.over}@{following}")
            # Who was there before a period that begins in the year; none if it begins with it, or nobody was.
            if any(self._missing([*over, *came], left)):
                self._within([*over, *came], left)
            else:
                self.found.append(sum_is(self._columns, [*over, *came], left))

    def _attended(self, identity: Attended) -> None:
        occasions = self._figures[identity.occasions].table
        here = self._columns.spots()
        for group in occasions.groups:
            held = occasions.over(group=group.code)
            persons = self._named(f"{identity.persons}@{group.code}")
            if isinstance(held, Count) and held.value:
                self.limits.append(Limit(self._columns.all_of(persons), here, low=1))
            else:
                self._bar_all((f"{identity.persons}@{group.code}", f"{identity.hours}@{group.code}"))
        if occasions.total.empty:
            self._bar_all(identity.whole)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


def _with(value: Any, group: str | None) -> Any:
    """The same with a group's code for the mark of each."""
    if isinstance(value, str):
        return f"{value.removesuffix(EACH)}@{group}" if value.endswith(EACH) else value
    return tuple(_with(one, group) for one in value) if isinstance(value, tuple) else value
