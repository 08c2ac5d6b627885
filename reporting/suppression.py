"""Which numbers to hide so that none that is small can be computed from those that are shown.

Knows nothing of indicators. A problem is counts in columns, each at the same spots (gender × age), with
equations between columns that hold at every spot whatever the data, and places: sums over columns and
spots that are published. docs/decisions/0016-suppression.md says what is promised.

The proof is a counterexample: for each hidden number the search finds a *move*, other whole counts, none
below zero, that satisfy every equation, give every shown number as it is, and another hidden number. Whoever
has only what is shown can't tell the two apart, whatever they reckon with. What no move is found for
without changing shown numbers is paid for by hiding those. A move stays good when more is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

type Change = dict[int, int]  # by column: so many more, in one spot
type Shape = tuple[tuple[int, int], ...]  # spots, each with the sign of the change there

# What it costs to hide a place, by the number of axes that it names: sums are worth more than their parts.
_COST = (25.0, 5.0, 1.0, 1.0)
# A counterexample that makes something of nothing convinces only those who don't know that it can't be.
_FROM_NOTHING = 40.0
_ENOUGH = 4  # ways to mend a change
_STEPS = 400  # tried for it
_TRIED = 600  # moves that are compared for a number


@dataclass(frozen=True, slots=True)
class Place:
    """A published place. Shown or hidden as a whole: all its numbers, each a sum over columns, at its spots.

    `small`: must be hidden. `axes`: how many axes it names, 0 for a total.
    """

    numbers: tuple[frozenset[int], ...]
    spots: frozenset[int]
    small: bool
    axes: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is published, and what everybody knows to hold of it.

    `counts`: of each column, by spot; spot number = gender number × `ages` + age number. `equations`: a
    factor for each column, the sum is 0 at every spot. `families`: columns of one table.
    """

    counts: tuple[tuple[int, ...], ...]
    ages: int
    places: tuple[Place, ...]
    equations: tuple[Mapping[int, int], ...] = ()
    families: tuple[tuple[int, ...], ...] = ()


def hidden_places(problem: Problem) -> frozenset[int]:
    """The numbers of the places to hide: the small ones, and those that would give them away."""
    return frozenset(_Search(problem).run())


@dataclass(slots=True)
class _Move:
    cost: float
    touched: frozenset[int]  # numbers that it changes


@dataclass(slots=True)
class _Search:
    """One run. A *number* is a (place, position in it), numbered throughout."""

    problem: Problem
    hidden: set[int] = field(default_factory=set)
    safe: set[int] = field(default_factory=set)
    owner: list[int] = field(default_factory=list)
    columns: list[frozenset[int]] = field(default_factory=list)
    at: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    equations_of: dict[int, list[int]] = field(default_factory=dict)
    partners: dict[int, tuple[int, ...]] = field(default_factory=dict)
    mended: dict[tuple[int, int, int], list[Change]] = field(default_factory=dict)
    shapes: dict[int, list[Shape]] = field(default_factory=dict)
    price: list[float] = field(default_factory=list)

    def run(self) -> set[int]:
        self._index()
        self.hidden = {at for at, place in enumerate(self.problem.places) if place.small}
        while (number := self._next()) is not None:
            best = self._best(number)
            if best is None:
                self._hide_all_around(number)
                continue
            self.hidden |= {self.owner[touched] for touched in best.touched}
            self.safe |= best.touched
        return self.hidden

    def _next(self) -> int | None:
        """The next hidden number without a counterexample: totals first, since they free their parts."""
        open_numbers = (
            number
            for number, place in enumerate(self.owner)
            if place in self.hidden and number not in self.safe
        )
        return min(
            open_numbers, key=lambda one: (self.problem.places[self.owner[one]].axes, one), default=None
        )

    def _index(self) -> None:
        problem = self.problem
        found: dict[tuple[int, int], list[int]] = {}
        for position, place in enumerate(problem.places):
            largest = 0
            for columns in place.numbers:
                number = len(self.owner)
                self.owner.append(position)
                self.columns.append(columns)
                value = 0
                for key in product(columns, place.spots):
                    found.setdefault(key, []).append(number)
                    value += problem.counts[key[0]][key[1]]
                largest = max(largest, value)
            # Of two places that would do, the smaller number is the smaller loss.
            self.price.append(_COST[place.axes] * (1 + largest / (largest + 50)))
        self.at = {key: tuple(numbers) for key, numbers in found.items()}
        for position, equation in enumerate(problem.equations):
            for column in equation:
                self.equations_of.setdefault(column, []).append(position)
        self._find_partners()
        for spot in range(len(problem.counts[0]) if problem.counts else 0):
            self.shapes[spot] = list(self._shapes(spot))

    def _find_partners(self) -> None:
        """With whom a column may trade: columns of its table that stand in the same equations as it."""
        for family in self.problem.families:
            for column in family:
                mine = set(self.equations_of.get(column, ()))
                others = [
                    other
                    for other in family
                    if other != column and (not mine or mine & set(self.equations_of.get(other, ())))
                ]
                others.sort(key=lambda other: -sum(self.problem.counts[other]))
                self.partners[column] = tuple(others)

    def _shapes(self, spot: int) -> Iterator[Shape]:
        """From this spot alone, to another spot, and round a rectangle that keeps rows and columns."""
        ages = self.problem.ages
        spots = range(len(self.problem.counts[0]))
        yield ((spot, 1),)
        for other in spots:
            if other != spot:
                yield ((spot, 1), (other, -1))
        row, column = divmod(spot, ages)
        for other in spots:
            its_row, its_column = divmod(other, ages)
            if its_row != row and its_column != column:
                yield (
                    (spot, 1),
                    (row * ages + its_column, -1),
                    (its_row * ages + column, -1),
                    (other, 1),
                )

    def _best(self, number: int) -> _Move | None:
        """The cheapest move that changes this number; the first that costs nothing."""
        best: _Move | None = None
        for tried, (change, shape) in enumerate(self._candidates(number)):
            move = self._move(number, change, shape)
            if move is not None and (best is None or move.cost < best.cost):
                best = move
            if best is not None and (not best.cost or tried > _TRIED):
                break
        return best

    def _candidates(self, number: int) -> Iterator[tuple[Change, Shape]]:
        """Changes of the fullest columns first, at the fullest spots."""
        counts = self.problem.counts
        columns = sorted(self.columns[number], key=lambda column: (-sum(counts[column]), column))[:4]
        for column in columns:
            place = self.problem.places[self.owner[number]]
            spots = sorted(place.spots, key=lambda spot: (-counts[column][spot], spot))[:6]
            for spot in spots:
                for change in self._changes(column, spot):
                    for shape in self.shapes[spot]:
                        yield change, shape

    def _changes(self, column: int, spot: int) -> Iterator[Change]:
        """Changes of columns that keep the equations: one more here, with or without one less there."""
        seeds = [*({column: 1, other: -1} for other in self.partners.get(column, ())[:12]), {column: 1}]
        found = False
        for number, seed in enumerate(seeds):
            key = (column, number, spot)
            if key not in self.mended:
                self.mended[key] = self._mend(seed, spot)
            found = found or bool(self.mended[key])
            yield from self.mended[key]
        if not found:
            yield from self._by_another(column, spot)

    def _by_another(self, column: int, spot: int) -> list[Change]:
        """Changes that begin elsewhere: a sum of 7 000 a person moves by 7 000 only."""
        equations = (self.problem.equations[one] for one in self.equations_of.get(column, ()))
        others = dict.fromkeys(other for equation in equations for other in equation)
        changes = (change for other in others for change in self._mend({other: 1}, spot))
        return [change for change in changes if column in change][:_ENOUGH]

    def _mend(self, seed: Change, spot: int) -> list[Change]:
        """What else must change with it for the equations to hold; fullest columns first."""
        found: list[Change] = []
        steps = _STEPS
        equations, counts = self.problem.equations, self.problem.counts

        def go(change: Change, broken: dict[int, int]) -> None:
            nonlocal steps
            if not broken:
                found.append(change)
                return
            # The shortest first: it leaves the fewest ways out.
            position = min(broken, key=lambda one: (len(equations[one]), one))
            equation, residual = equations[position], broken[position]
            free = [column for column in equation if column not in change]
            free.sort(key=lambda column: (-counts[column][spot], column))
            for column in free:
                steps -= 1
                if len(found) >= _ENOUGH or steps < 0:
                    return
                if residual % equation[column] == 0:
                    by = -residual // equation[column]
                    go(change | {column: by}, self._after(broken, column, by))

        broken: dict[int, int] = {}
        for column, by in seed.items():
            broken = self._after(broken, column, by)
        go(seed, broken)
        return found

    def _after(self, broken: dict[int, int], column: int, by: int) -> dict[int, int]:
        """By how much which equations fail once a column has changed, too."""
        failing = dict(broken)
        for position in self.equations_of.get(column, ()):
            left = failing.get(position, 0) + by * self.problem.equations[position][column]
            if left:
                failing[position] = left
            else:
                failing.pop(position, None)
        return failing

    def _move(self, number: int, change: Change, shape: Shape) -> _Move | None:
        """What the move changes and costs; None where it can't be or leaves the number as it is."""
        up, down = self._feasible(change, shape)
        if not (up or down):
            return None
        effect: dict[int, int] = {}
        for (spot, sign), (column, by) in product(shape, change.items()):
            for touched in self.at.get((column, spot), ()):
                effect[touched] = effect.get(touched, 0) + sign * by
        if not effect.get(number):
            return None
        changed = frozenset(one for one, by in effect.items() if by)
        places = {self.owner[one] for one in changed} - self.hidden
        cost = sum(self.price[place] for place in places)
        if not (up and down) and self._value(number):
            cost += _FROM_NOTHING
        return _Move(cost, changed)

    def _feasible(self, change: Change, shape: Shape) -> tuple[bool, bool]:
        """Whether all counts stay at zero or above after the move, and after its opposite."""
        up = down = True
        counts = self.problem.counts
        for column, by in change.items():
            for spot, sign in shape:
                count = counts[column][spot]
                up = up and count + sign * by >= 0
                down = down and count - sign * by >= 0
            if not (up or down):
                break
        return up, down

    def _value(self, number: int) -> int:
        place = self.problem.places[self.owner[number]]
        counts = self.problem.counts
        return sum(counts[column][spot] for column, spot in product(self.columns[number], place.spots))

    def _hide_all_around(self, number: int) -> None:
        """Hide every place that has to do with the number, however far.

        More people like those counted would then change them all, and nothing that is shown.
        """
        around = self._linked(self.columns[number])
        for one, columns in enumerate(self.columns):
            if columns & around:
                self.hidden.add(self.owner[one])
                self.safe.add(one)

    def _linked(self, columns: Iterable[int]) -> set[int]:
        """All columns that equations or common places join to these."""
        found, groups = set(columns), self._groups()
        while True:
            more = {column for group in groups if group & found for column in group} - found
            if not more:
                return found
            found |= more

    def _groups(self) -> Sequence[frozenset[int]]:
        return [*map(frozenset, self.problem.equations), *map(frozenset, self.columns)]
