"""What is published, and what everybody knows to hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A published place. Shown or hidden as a whole: all its numbers, each a sum over columns, at its spots.

    `small`: must be hidden. `axes`: how many axes it names, 0 for a total. `minus`: spots that are
    taken away, of a difference.
    """

    numbers: tuple[frozenset[int], ...]
    spots: frozenset[int]
    small: bool
    axes: int = 0
    minus: frozenset[int] = frozenset()

    @property
    def signed_spots(self) -> tuple[tuple[int, int], ...]:
        """Each spot with its sign."""
        return (*((spot, 1) for spot in self.spots), *((spot, -1) for spot in self.minus))


@dataclass(frozen=True, slots=True)
class Limit:
    """What is known of a sum, published or not: it is at least `low` and at most `high`; None: no limit."""

    columns: frozenset[int]
    spots: frozenset[int]
    minus: frozenset[int] = frozenset()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is published, and what everybody knows to hold of it.

    `counts`: of each column, by spot; spot number = gender number × `ages` + age number. `equations`: a
    factor for each column, the sum is 0 at every spot. `families`: columns of one table. `never`: columns
    with a spot where everybody knows that nobody is. `steps`: by how much a column changes where it isn't
    one by one: nobody knows less of a sum of minutes for being one minute off.
    """

    counts: tuple[tuple[int, ...], ...]
    ages: int
    places: tuple[Place, ...]
    equations: tuple[Mapping[int, int], ...] = ()
    families: tuple[tuple[int, ...], ...] = ()
    never: frozenset[tuple[int, int]] = frozenset()
    limits: tuple[Limit, ...] = ()
    steps: Mapping[int, int] = field(default_factory=dict)
