"""What is left of a mean or of hours, once the parts that are shown are taken away.

Means carry sums: with n and the mean of all and of one part, those of the rest follow. A hidden place is
safe when its n is, but together hidden places must not be so few that their mean is that of a person or two.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from reporting.compute import Key
from reporting.disclosure.sources import AXES_PUBLISHED, SMALL, Source, axes_of
from reporting.disclosure.tying import Tied
from reporting.stats import Kind
from reporting.suppression import More

CARRY_SUMS = frozenset({Kind.MEAN, Kind.TIME})


def leftovers(tied: Tied) -> More:
    """Says which shown places of tables that carry sums must be hidden, too."""
    found = [_Leftovers(tied, source) for source in tied.sources.values() if _carries_sums(source)]
    return lambda hidden: frozenset(place for one in found for place in one.to_hide(hidden))


def _carries_sums(source: Source) -> bool:
    return source.table.kind in CARRY_SUMS


class _Leftovers:
    """Those of one table."""

    def __init__(self, tied: Tied, source: Source) -> None:
        self._number = {key: place for (name, key), place in tied.of_key.items() if name == source.name}
        self._persons = {key: source.behind(key) for key in self._number}
        table = source.table
        groups = tuple(group.code for group in table.groups)
        self._axes: tuple[tuple[str, ...], ...] = (table.genders, table.ages, groups)

    def to_hide(self, hidden: frozenset[int]) -> Iterator[int]:
        """For each shown place of which too few are left, the smallest of the shown parts."""
        for key, number in self._number.items():
            if number in hidden:
                continue
            free = [axis for axis, named in enumerate(key) if named is None and self._axes[axis]]
            for order in permutations(free):
                left, shown = self._left(key, order, hidden)
                if 0 < len(left) < SMALL and shown:
                    yield self._number[min(shown, key=lambda one: (len(self._persons[one]), str(one)))]
                    break

    def _left(self, key: Key, order: tuple[int, ...], hidden: frozenset[int]) -> tuple[set[int], list[Key]]:
        """The persons behind what no shown part covers, splitting by one axis and then the next."""
        if not order or axes_of(key) == AXES_PUBLISHED:
            return self._persons.get(key, set()), []
        left: set[int] = set()
        shown: list[Key] = []
        for value in self._axes[order[0]]:
            part: Key = tuple(value if axis == order[0] else one for axis, one in enumerate(key))  # type: ignore[assignment]  # three of them
            if part not in self._number:
                continue
            if self._number[part] in hidden:
                deeper, parts = self._left(part, order[1:], hidden)
                left |= deeper
                shown += parts
            elif self._persons[part]:
                shown.append(part)
        return left, shown
