"""The figures once more, with numbers hidden in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from reporting.compute import Figure, Key, Table
from reporting.disclosure.sources import AXES_PUBLISHED, axes_of
from reporting.disclosure.tying import Tied
from reporting.stats import Hidden, Stat


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


def outside_figures(tied: Tied, hidden: frozenset[int]) -> Iterator[Figure]:
    """The figures with these places hidden and no case behind them."""
    for figure in tied.figures.figures:
        code = figure.indicator.code
        yield replace(
            figure,
            table=_table(tied, code, figure.table, hidden),
            sides=tuple(
                replace(side, table=_table(tied, f"{code}.{side.side.name}", side.table, hidden))
                for side in figure.sides
            ),
            targets=tuple(
                replace(target, outcome=Hidden(figure.table.kind))
                if tied.of_target.get((code, position)) in hidden
                else target
                for position, target in enumerate(figure.targets)
            ),
            cases=(),
        )


def _table(tied: Tied, name: str, table: Table, hidden: frozenset[int]) -> Table:
    source = tied.sources.get(name)
    if source is None:
        return table
    places: dict[Key, Stat] = {}
    unseen: set[Key] = set()
    groups = (None, *(group.code for group in table.groups))
    for key in product((None, *table.genders), (None, *table.ages), groups):
        if axes_of(key) > AXES_PUBLISHED:
            continue
        number, stat = tied.of_key.get((name, key)), source.numbers[key]
        # What is no place of the report can hold nobody. If it does, something is wrong: say nothing.
        if number in hidden or (number is None and not stat.empty):
            places[key] = Hidden(table.kind)
            unseen.add(key)
        else:
            places[key] = stat
    unnamed = _unnamed(table, places)
    cells = {
        key: stat
        for key, stat in places.items()
        if axes_of(key) and key[2] not in unnamed and (key in unseen or not stat.empty)
    }
    left = tuple(group for group in table.groups if group.code not in unnamed)
    return OutsideTable(
        table.kind, table.genders, table.ages, left, cells, places=places, hidden=frozenset(unseen)
    )


def _unnamed(table: Table, places: Mapping[Key, Stat]) -> set[str | None]:
    """Groups that facts about persons alone have named, where not one number of them is shown.

    Their name would say that there is somebody.
    """
    shown = {key[2] for key, stat in places.items() if not isinstance(stat, Hidden) and not stat.empty}
    return {group.code for group in table.groups if group.found and group.code not in shown}
