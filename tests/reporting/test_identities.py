"""How the tables of a set hang together: all that holds over many invented people is written."""

from collections.abc import Iterable
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from reporting.catalogue import CATALOGUE
from reporting.catalogue.identities import Kinds
from reporting.catalogue.tied import IDENTITIES
from reporting.disclosure.sources import Column
from reporting.disclosure.tying import Tied
from tests.reporting.nullspace import always
from tests.reporting.varied import varied

SETS = sorted(IDENTITIES)
ENOUGH = 40  # people of whom something holds without exception: then it isn't by chance
EVENTS = ("X4", "X4.longest", "X5.up", "X5.down")  # of which a person may have several
SPOTS = 4  # the fullest


@cache
def crowd(indicator_set: str) -> Tied:
    return Tied(varied(indicator_set, 4000, 3), IDENTITIES[indicator_set])


def people_in(tied: Tied, spot: int) -> dict[Column, frozenset[int]]:
    """The people in each column that is printed, at one spot."""
    at = tied.columns.at(spot)
    return {
        column: frozenset(person for person, its in persons.items() if its == at)
        for source in tied.sources.values()
        if source.name not in {*tied.differences, *EVENTS}
        for column, persons in source.persons.items()
        # Hours and events aren't persons: of them a person may have any number.
        if sum(source.amounts[column].values()) == len(persons)
    }


class Known:
    """What follows from the identities at one spot."""

    def __init__(self, tied: Tied, spot: int) -> None:
        problem = tied.problem
        self.tied = tied
        self.equations = np.zeros((max(1, len(problem.equations)), len(problem.counts)))
        for row, equation in enumerate(problem.equations):
            for column, factor in equation.items():
                self.equations[row, column] = factor
        self.bounds = [
            (0, 0 if (column, spot) in problem.never else 1) for column in range(len(problem.counts))
        ]

    def leave_out(self, columns: Iterable[Column]) -> None:
        """Look at what holds of all others where these hold nobody."""
        for number in self.tied.columns.all_of(columns):
            self.bounds[number] = (0, 0)

    def is_within(self, part: Column, whole: Column) -> bool:
        factors = np.zeros(len(self.bounds))
        for column, sign in ((part, -1), (whole, 1)):
            for number in self.tied.columns.of(column):
                factors[number] += sign
        found = linprog(factors, A_eq=self.equations, b_eq=np.zeros(len(self.equations)), bounds=self.bounds)
        return bool(found.fun > -1e-6)


def fullest(tied: Tied) -> list[int]:
    people = {spot: sum(map(len, people_in(tied, spot).values())) for spot in tied.columns.everywhere}
    return sorted(people, key=lambda spot: -people[spot])[:SPOTS]


@pytest.mark.proof
@pytest.mark.parametrize("indicator_set", SETS)
class TestOfEverySet:
    def test_no_table_lies_within_another_but_as_is_written(self, indicator_set: str) -> None:
        tied = crowd(indicator_set)
        unwritten = []
        for spot in fullest(tied):
            known = Known(tied, spot)
            people = {column: who for column, who in people_in(tied, spot).items() if len(who) >= ENOUGH}
            unwritten += [
                (tied.columns.at(spot), part, whole)
                for part, whole in product(people, repeat=2)
                if part != whole and people[part] <= people[whole] and not known.is_within(part, whole)
            ]
        assert unwritten == []

    def test_no_sum_holds_but_as_is_written(self, indicator_set: str) -> None:
        unwritten = []
        for spot in fullest(crowd(indicator_set))[:2]:
            at = crowd(indicator_set).columns.at(spot)
            samples, tied = [], crowd(indicator_set)
            columns = [column for column, who in people_in(tied, spot).items() if who]
            people = people_in(tied, spot)
            everybody = sorted({person for column in columns for person in people[column]})
            for number in range(len(columns) + 20):
                some = frozenset(everybody[number :: len(columns) + 20])
                samples.append([len(people[column] & some) for column in columns])
            known = Known(tied, spot)
            known.leave_out(column for column, who in people.items() if not who)
            found = ({columns[place]: by for place, by in one.items()} for one in always(samples))
            unwritten += [(at, factors) for factors in found if not _follows(known, factors)]
        assert unwritten == []

    def test_nobody_is_of_a_kind_that_isnt_written_and_each_occurs(self, indicator_set: str) -> None:
        tied = crowd(indicator_set)
        for identity in IDENTITIES[indicator_set]:
            if isinstance(identity, Kinds):
                kinds = tied.columns.named(identity.name)
                met = {column.group for column in kinds if any(tied.columns.count(tied.columns.of(column)))}
                assert {column.group for column in kinds if (column.group or "").startswith("+")} == set()
                assert met == {column.group for column in kinds}


def _follows(known: Known, factors: dict[Column, int]) -> bool:
    row = np.zeros(len(known.bounds))
    for column, factor in factors.items():
        for number in known.tied.columns.of(column):
            row[number] += factor
    return all(
        linprog(
            sign * row, A_eq=known.equations, b_eq=np.zeros(len(known.equations)), bounds=known.bounds
        ).fun
        > -1e-6
        for sign in (1, -1)
    )


def test_of_every_set_are_written() -> None:
    assert set(IDENTITIES) == set(CATALOGUE)
