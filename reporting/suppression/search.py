"""The search for moves: what must be hidden for each hidden number to have another world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from reporting.suppression.problem import Limit, Problem

type Change = tuple[tuple[int, int], ...]  # columns in order, each with so many more, in one spot
type Shape = tuple[tuple[int, int], ...]  # spots, each with the sign of the change there
type Steps = list[tuple[int, int, Change]]  # spots, each with the sign of its own change
type More = Callable[[frozenset[int]], frozenset[int]]  # what else to hide, once so much is hidden

# What it costs to hide a place, by the number of axes that it names: sums are worth more than their parts.
_COST = (25.0, 5.0, 1.0, 1.0)
# A counterexample that makes something of nothing convinces only those who don't know that it can't be.
_FROM_NOTHING = 40.0
_ENOUGH = 3  # ways to mend a change, of either sort
_STEPS = 400  # tried for it
_TRIED = 600  # moves that are compared for a number
_COLUMNS, _SPOTS, _PARTNERS = 4, 6, 12  # where they begin


@dataclass(slots=True)
class _Move:
    cost: float
    touched: frozenset[int]  # numbers that it changes


@dataclass(slots=True)
class Search:
    """One run. A *number* is a (place, position in it), numbered throughout."""

    problem: Problem
    hidden: set[int] = field(default_factory=set)
    safe: set[int] = field(default_factory=set)
    owner: list[int] = field(default_factory=list)
    columns: list[frozenset[int]] = field(default_factory=list)
    at: dict[tuple[int, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    equations_of: dict[int, list[int]] = field(default_factory=dict)
    partners: dict[int, tuple[int, ...]] = field(default_factory=dict)
    limited: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    mended: dict[tuple[Change, int], list[Change]] = field(default_factory=dict)
    fitted: dict[tuple[Change, int], Change | None] = field(default_factory=dict)
    shapes: dict[int, list[Shape]] = field(default_factory=dict)
    price: list[float] = field(default_factory=list)

    def run(self, more: More | None) -> set[int]:
        """The places to hide."""
        self._index()
        self.hidden = {at for at, place in enumerate(self.problem.places) if place.small}
        while True:
            while (number := self._next()) is not None:
                best = self._best(number)
                if best is None:
                    self._hide_all_around(number)
                    continue
                self.hidden |= {self.owner[touched] for touched in best.touched}
                self.safe |= best.touched
            others = more(frozenset(self.hidden)) - self.hidden if more else frozenset()
            if not others:
                return self.hidden
            self.hidden |= others

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
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for position, place in enumerate(problem.places):
            largest = 0
            for columns in place.numbers:
                number = len(self.owner)
                self.owner.append(position)
                self.columns.append(columns)
                value = 0
                for column, (spot, sign) in product(columns, place.signed_spots):
                    found.setdefault((column, spot), []).append((number, sign))
                    value += sign * problem.counts[column][spot]
                largest = max(largest, abs(value))
            # Of two places that would do, the smaller number is the smaller loss.
            self.price.append(_COST[place.axes] * (1 + largest / (largest + 50)))
        self.at = {key: tuple(numbers) for key, numbers in found.items()}
        for position, limit in enumerate(problem.limits):
            for spots, sign in ((limit.spots, 1), (limit.minus, -1)):
                for key in product(limit.columns, spots):
                    self.limited.setdefault(key, []).append((position, sign))
        for position, equation in enumerate(problem.equations):
            for column in equation:
                self.equations_of.setdefault(column, []).append(position)
        self._find_partners()
        for spot in range(len(problem.counts[0]) if problem.counts else 0):
            self.shapes[spot] = list(self._shapes(spot))

    def _find_partners(self) -> None:
        """With whom a column may trade: columns of its table that stand in the same equations as it.

        First those that stand in most of the same places, which disturb the least.
        """
        stands: dict[int, set[tuple[int, int]]] = {}
        for (column, spot), numbers in self.at.items():
            stands.setdefault(column, set()).update((number, spot) for number, _sign in numbers)
        for family in self.problem.families:
            for column in family:
                mine = set(self.equations_of.get(column, ()))
                others = [
                    other
                    for other in family
                    if other != column and (not mine or mine & set(self.equations_of.get(other, ())))
                ]
                places = stands.get(column, set())
                others.sort(
                    key=lambda other: (
                        len(places ^ stands.get(other, set())),
                        -sum(self.problem.counts[other]),
                    )
                )
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
        for tried, steps in enumerate(self._candidates(number)):
            move = self._move(number, steps)
            if move is not None and (best is None or move.cost < best.cost):
                best = move
            if best is not None and (not best.cost or tried > _TRIED):
                break
        return best

    def _candidates(self, number: int) -> Iterator[Steps]:
        """Changes of the fullest columns first, at the fullest spots."""
        counts, never = self.problem.counts, self.problem.never
        place = self.problem.places[self.owner[number]]
        by_column: dict[int, list[int]] = {}
        for column, spot in product(self.columns[number], place.spots | place.minus):
            if (column, spot) not in never:
                by_column.setdefault(column, []).append(spot)
        fullest = sorted(
            by_column,
            key=lambda column: (-sum(counts[column][spot] for spot in by_column[column]), column),
        )
        for column in fullest[:_COLUMNS]:
            spots = sorted(by_column[column], key=lambda spot: (-counts[column][spot], spot))
            for spot in spots[:_SPOTS]:
                for change in self._changes(column, spot):
                    for shape in self.shapes[spot]:
                        if (steps := self._steps(change, shape)) is not None:
                            yield steps

    def _steps(self, change: Change, shape: Shape) -> Steps | None:
        """The change at every spot of the shape, fitted to what can be there."""
        steps: Steps = []
        for spot, sign in shape:
            fitted = self._fitted(change, spot)
            if fitted is None:
                return None
            steps.append((spot, sign, fitted))
        return steps

    def _fitted(self, change: Change, spot: int) -> Change | None:
        """The change without what can't be at this spot, mended again; None where nothing is left."""
        never = self.problem.never
        if not any((column, spot) in never for column, _by in change):
            return change
        key = (change, spot)
        if key not in self.fitted:
            rest = tuple((column, by) for column, by in change if (column, spot) not in never)
            self.fitted[key] = next(iter(self._mend(rest, spot)), None) if rest else None
        return self.fitted[key]

    def _changes(self, column: int, spot: int) -> Iterator[Change]:
        """Changes of columns that keep the equations: one more here, with or without one less there."""
        step = self.problem.steps.get(column, 1)
        partners = [
            other for other in self.partners.get(column, ()) if (other, spot) not in self.problem.never
        ][:_PARTNERS]
        seeds = [*(_ordered({column: step, other: -step}) for other in partners), ((column, step),)]
        found = False
        for seed in seeds:
            mended = self._mend(seed, spot)
            found = found or bool(mended)
            yield from mended
        if not found:
            yield from self._by_another(column, spot)

    def _by_another(self, column: int, spot: int) -> list[Change]:
        """Changes that begin elsewhere: a sum of 7 000 a person moves by 7 000 only."""
        equations = (self.problem.equations[one] for one in self.equations_of.get(column, ()))
        others = dict.fromkeys(other for equation in equations for other in equation)
        changes = (
            change
            for other in others
            if (other, spot) not in self.problem.never
            for change in self._mend(((other, self.problem.steps.get(other, 1)),), spot)
        )
        return [change for change in changes if column in dict(change)][:_ENOUGH]

    def _mend(self, seed: Change, spot: int) -> list[Change]:
        """What else must change with it for the equations to hold.

        Some ways in which others make room for it, and some in which there is simply more of all.
        """
        key = (seed, spot)
        if key not in self.mended:
            ways = (self._mended(dict(seed), spot, upwards=up) for up in (False, True))
            self.mended[key] = list(dict.fromkeys(_ordered(change) for way in ways for change in way))
        return self.mended[key]

    def _mended(self, seed: dict[int, int], spot: int, *, upwards: bool) -> list[dict[int, int]]:
        """What no place shows first, then the fullest; only what can be there, or its opposite can."""
        found: list[dict[int, int]] = []
        steps = _STEPS
        equations, counts, never = self.problem.equations, self.problem.counts, self.problem.never

        def can_be(change: dict[int, int]) -> bool:
            return all(counts[column][spot] >= -by for column, by in change.items()) or all(
                counts[column][spot] >= by for column, by in change.items()
            )

        def go(change: dict[int, int], broken: dict[int, int]) -> None:
            nonlocal steps
            if not broken:
                found.append(change)
                return
            # The shortest first: it leaves the fewest ways out.
            position = min(broken, key=lambda one: (len(equations[one]), one))
            equation, residual = equations[position], broken[position]
            free = [column for column in equation if column not in change and (column, spot) not in never]
            free.sort(
                key=lambda column: (
                    upwards and residual * equation[column] > 0,
                    (column, spot) in self.at or not counts[column][spot],
                    -counts[column][spot],
                    column,
                )
            )
            for column in free:
                steps -= 1
                if len(found) >= _ENOUGH or steps < 0:
                    return
                if residual % equation[column] == 0:
                    by = -residual // equation[column]
                    mended = change | {column: by}
                    if can_be(mended):
                        go(mended, self._after(broken, column, by))

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

    def _move(self, number: int, steps: Steps) -> _Move | None:
        """What the move changes and costs; None where it can't be or leaves the number as it is."""
        effect: dict[int, int] = {}
        for spot, sign, change in steps:
            for column, by in change:
                for touched, way in self.at.get((column, spot), ()):
                    effect[touched] = effect.get(touched, 0) + way * sign * by
        if not effect.get(number):
            return None
        up, down = self._feasible(steps)
        if not (up or down):
            return None
        changed = frozenset(one for one, by in effect.items() if by)
        places = {self.owner[one] for one in changed} - self.hidden
        cost = sum(self.price[place] for place in places)
        if not (up and down) and self._value(number):
            cost += _FROM_NOTHING
        return _Move(cost, changed)

    def _feasible(self, steps: Steps) -> tuple[bool, bool]:
        """Whether counts stay at zero or above and sums in their limits, after the move and its opposite."""
        up = down = True
        counts = self.problem.counts
        by_limit: dict[int, int] = {}
        for spot, sign, change in steps:
            for column, by in change:
                count = counts[column][spot]
                up = up and count + sign * by >= 0
                down = down and count - sign * by >= 0
                for limit, way in self.limited.get((column, spot), ()):
                    by_limit[limit] = by_limit.get(limit, 0) + way * sign * by
            if not (up or down):
                return False, False
        for limit, by in by_limit.items():
            up = up and self._keeps(self.problem.limits[limit], by)
            down = down and self._keeps(self.problem.limits[limit], -by)
        return up, down

    def _keeps(self, limit: Limit, by: int) -> bool:
        counts = self.problem.counts
        value = by
        for spots, sign in ((limit.spots, 1), (limit.minus, -1)):
            value += sign * sum(counts[column][spot] for column, spot in product(limit.columns, spots))
        return (limit.low is None or value >= limit.low) and (limit.high is None or value <= limit.high)

    def _value(self, number: int) -> int:
        place = self.problem.places[self.owner[number]]
        counts = self.problem.counts
        return sum(
            sign * counts[column][spot]
            for column, (spot, sign) in product(self.columns[number], place.signed_spots)
        )

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


def _ordered(change: Mapping[int, int]) -> Change:
    return tuple(sorted(change.items()))
