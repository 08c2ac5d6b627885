"""An attacker on what is shown: integer programming over everything that could stand behind it.

Shares no code with `reporting.suppression` but the description of the problem. The unknowns are the counts
of every column at every spot; the attacker knows the equations, the limits, where nobody can be, every shown
number, and that no count is below zero.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from reporting.suppression import Place, Problem

type Number = tuple[int, int]  # place, and which of its numbers
SPARE = 60  # how far above the largest count a hidden one is looked for


def recovered(problem: Problem, hidden: frozenset[int]) -> list[Number]:
    """The hidden numbers for which one value is possible only."""
    attack = _Attack(problem, hidden)
    open_numbers = [
        (place, position)
        for place in sorted(hidden)
        for position in range(len(problem.places[place].numbers))
    ]
    found = []
    while open_numbers:
        asked = open_numbers[0]
        other = attack.other_world(asked)
        if other is None:
            found.append(asked)
            open_numbers = open_numbers[1:]
        else:
            # What this world says otherwise than the true one isn't determined either.
            open_numbers = [one for one in open_numbers if attack.in_world(one, other) == attack.truth(one)]
            assert asked not in open_numbers
    return found


class _Attack:
    def __init__(self, problem: Problem, hidden: frozenset[int]) -> None:
        self.problem = problem
        self.spots = len(problem.counts[0])
        self.true = np.array(problem.counts).reshape(-1)
        rows = [
            self.sum_of({(column, spot): factor for column, factor in equation.items()})
            for equation, spot in product(problem.equations, range(self.spots))
        ]
        for position, place in enumerate(problem.places):
            if position not in hidden:
                rows += [self.row((position, number)) for number in range(len(place.numbers))]
        matrix = csr_matrix(np.array(rows) if rows else np.zeros((1, len(self.true))))
        known = matrix @ self.true
        self.known = [LinearConstraint(matrix, known, known)]
        for limit in problem.limits:
            signed = [(spot, 1) for spot in limit.spots] + [(spot, -1) for spot in limit.minus]
            row = self.sum_of({(c, s): sign for c, (s, sign) in product(limit.columns, signed)})
            low = -np.inf if limit.low is None else limit.low
            high = np.inf if limit.high is None else limit.high
            self.known.append(LinearConstraint(row, low, high))
        most = np.full(len(self.true), float(self.true.max(initial=0)) + SPARE)
        for column, spot in problem.never:
            most[column * self.spots + spot] = 0
        self.bounds = Bounds(0, most)

    def sum_of(self, factors: Mapping[tuple[int, int], int]) -> np.ndarray:
        row = np.zeros(len(self.true))
        for (column, spot), factor in factors.items():
            row[column * self.spots + spot] += factor
        return row

    def row(self, number: Number) -> np.ndarray:
        position, which = number
        place = self.problem.places[position]
        signed = [(spot, 1) for spot in place.spots] + [(spot, -1) for spot in place.minus]
        return self.sum_of({(c, s): sign for c, (s, sign) in product(place.numbers[which], signed)})

    def truth(self, number: Number) -> int:
        return self.in_world(number, self.true)

    def in_world(self, number: Number, world: np.ndarray) -> int:
        return round(float(self.row(number) @ world))

    def other_world(self, number: Number) -> np.ndarray | None:
        """Counts that fit everything shown and give another number; None when there are none."""
        row, truth = self.row(number), self.truth(number)
        for sign in (-1, 1):
            result = milp(
                sign * row, constraints=self.known, bounds=self.bounds, integrality=np.ones(len(row))
            )
            assert result.x is not None, "the true world itself must fit"
            if round(float(row @ result.x)) != truth:
                world: np.ndarray = np.round(result.x)
                return world
        return None


def random_problem(seed: int) -> Problem:
    """Tables as reports have them: gender × age × group, shares, and sister tables over the same people."""
    return _Builder(random.Random(seed)).problem()


class _Builder:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.genders, self.ages = chance.randint(1, 3), chance.randint(1, 4)
        self.counts: list[tuple[int, ...]] = []
        self.places: list[Place] = []
        self.equations: list[dict[int, int]] = []
        self.families: list[tuple[int, ...]] = []

    def problem(self) -> Problem:
        first = self.table(self.drawn(self.chance.randint(1, 5)))
        for _each in range(self.chance.randint(0, 2)):
            self.chance.choice((self.sister, self.total_apart, self.share, self.copy))(first)
        return Problem(
            tuple(self.counts), self.ages, tuple(self.places), tuple(self.equations), tuple(self.families)
        )

    def drawn(self, groups: int) -> list[list[int]]:
        size = self.chance.choice((1, 3, 8, 30))
        return [
            [
                self.chance.choice((0, 0, 1, 2, size)) + self.chance.randint(0, size)
                for _spot in range(self.genders * self.ages)
            ]
            for _group in range(groups)
        ]

    def columns(self, counts: list[list[int]]) -> tuple[int, ...]:
        first = len(self.counts)
        self.counts += map(tuple, counts)
        return tuple(range(first, len(self.counts)))

    def table(self, counts: list[list[int]]) -> tuple[int, ...]:
        columns = self.columns(counts)
        self.families.append(columns)
        self.publish([(frozenset({column}),) for column in columns], [frozenset(columns)])
        return columns

    def publish(self, groups: list[tuple[frozenset[int], ...]], whole: list[frozenset[int]]) -> None:
        genders = [None, *range(self.genders)] if self.genders > 1 else [None]
        ages = [None, *range(self.ages)] if self.ages > 1 else [None]
        for gender, age in product(genders, ages):
            spots = frozenset(
                g * self.ages + a
                for g, a in product(range(self.genders), range(self.ages))
                if gender in (None, g) and age in (None, a)
            )
            named = (gender is not None) + (age is not None)
            self.place(tuple(whole), spots, named)
            if len(groups) > 1 and named < 2:
                for numbers in groups:
                    self.place(numbers, spots, named + 1)

    def place(self, numbers: tuple[frozenset[int], ...], spots: frozenset[int], axes: int) -> None:
        values = [sum(self.counts[c][s] for c, s in product(number, spots)) for number in numbers]
        self.places.append(Place(numbers, spots, any(value < 5 for value in values), axes))

    def sister(self, first: tuple[int, ...]) -> None:
        """Another cut of the same people."""
        parts: list[list[int]] = [[0] * len(self.counts[0]) for _part in range(self.chance.randint(2, 4))]
        for spot in range(len(self.counts[0])):
            for _person in range(sum(self.counts[column][spot] for column in first)):
                self.chance.choice(parts)[spot] += 1
        columns = self.table(parts)
        self.equations.append(dict.fromkeys(columns, 1) | dict.fromkeys(first, -1))

    def total_apart(self, first: tuple[int, ...]) -> None:
        """A table of its own that is the sum of another's groups."""
        summed = [sum(self.counts[column][spot] for column in first) for spot in range(len(self.counts[0]))]
        (column,) = self.table([summed])
        self.equations.append({column: 1} | dict.fromkeys(first, -1))

    def copy(self, first: tuple[int, ...]) -> None:
        """The same table under another indicator."""
        columns = self.table([list(self.counts[column]) for column in first])
        self.equations += [{one: 1, other: -1} for one, other in zip(first, columns, strict=True)]

    def share(self, first: tuple[int, ...]) -> None:
        """So many of those of the first table."""
        whole = [sum(self.counts[column][spot] for column in first) for spot in range(len(self.counts[0]))]
        hits = [self.chance.randint(0, count) for count in whole]
        hit, rest = self.columns([hits, [count - some for count, some in zip(whole, hits, strict=True)]])
        self.families.append((hit, rest))
        self.equations.append({hit: 1, rest: 1} | dict.fromkeys(first, -1))
        self.publish([], [frozenset({hit}), frozenset({rest}), frozenset({hit, rest})])
