"""Reports for outside, of every set: somebody with the JSON and the rules computes no hidden number."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.catalogue.tied import IDENTITIES
from reporting.compute import Figures, Table
from reporting.disclosure import NotForOutsideError, OutsideTable, for_outside, is_small
from reporting.disclosure.sources import SMALL
from reporting.facts import Window
from reporting.output import as_json, dumps
from reporting.stats import Hidden, Kind, Mean, Stat
from tests.reporting.full import END, START
from tests.reporting.outsider import computed
from tests.reporting.rules import rules_of
from tests.reporting.sets import each_set
from tests.reporting.varied import WHOLE, varied

SETS = sorted(IDENTITIES)
EXEMPT = {"L3", "L4", "K4", "V5", "EECO18", "EECO19"}
LATE = Window(START.replace(year=2024), END.replace(year=2024), END)


def tables_of(figures: Figures) -> Iterator[tuple[str, str, Table]]:
    for figure in figures.figures:
        if figure.recorded:
            yield figure.indicator.code, "", figure.table
            for side in figure.sides:
                yield figure.indicator.code, side.side.name, side.table


@cache
def both(indicator_set: str) -> tuple[Figures, Figures]:
    """The figures as they are, and as those outside see them."""
    inside = varied(indicator_set, 60, 6)
    return inside, for_outside(inside)


def attacked(indicator_set: str, people: int, seed: int, window: Window = WHOLE) -> Iterator[Any]:
    """What the attacker computes, one hidden number after the other."""
    figures = varied(indicator_set, people, seed, window)
    yield from computed(as_json(for_outside(figures)), figures, rules_of(figures))


# The attacker's sums are long where there is most to compute from.
@pytest.mark.parametrize("indicator_set", each_set(SETS, later=("K", "E07")))
def test_no_hidden_number_is_computed(indicator_set: str) -> None:
    assert list(attacked(indicator_set, 30, 1)) == []


@pytest.mark.parametrize("indicator_set", SETS)
class TestOfEverySet:
    @pytest.mark.proof
    @pytest.mark.parametrize(("people", "seed"), [(15, 2), (250, 4)])
    def test_no_hidden_number_is_computed_of_few_or_many(
        self, indicator_set: str, people: int, seed: int
    ) -> None:
        assert list(attacked(indicator_set, people, seed)) == []

    @pytest.mark.proof
    def test_no_hidden_number_is_computed_of_a_year_in_the_middle(self, indicator_set: str) -> None:
        assert list(attacked(indicator_set, 150, 5, LATE)) == []

    def test_every_number_is_shown_as_it_is_or_not_at_all(self, indicator_set: str) -> None:
        inside, made = both(indicator_set)
        shown = hidden = 0
        for (code, _side, table), (*_names, was) in zip(tables_of(made), tables_of(inside), strict=True):
            assert isinstance(table, OutsideTable) or code in EXEMPT
            for (gender, age, group), stat in table.cells.items():
                if isinstance(stat, Hidden):
                    hidden += 1
                else:
                    shown += 1
                    assert stat == was.over(gender=gender, age=age, group=group)
        assert min(shown, hidden) > 5

    def test_no_small_number_is_shown(self, indicator_set: str) -> None:
        _inside, made = both(indicator_set)
        for code, side, table in tables_of(made):
            if not isinstance(table, OutsideTable) or (code, side) == ("X2", "difference"):
                continue
            assert not [
                key for key, stat in table.cells.items() if not isinstance(stat, Hidden) and is_small(stat)
            ]

    def test_nothing_of_the_cases_is_in_the_report(self, indicator_set: str) -> None:
        _inside, made = both(indicator_set)
        assert all(figure.cases == () for figure in made.figures)
        assert made.facts.participants == ()
        report = json.loads(dumps(as_json(made)))
        for figure in report["indicators"]:
            for body in (figure, *figure.get("beside", {}).values(), *figure.get("tables", {}).values()):
                for cell in body["cells"]:
                    assert "hidden" not in cell or set(cell) <= {"gender", "age", "group", "hidden"}

    def test_without_identities_is_refused(self, indicator_set: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(IDENTITIES, indicator_set)
        with pytest.raises(NotForOutsideError):
            for_outside(varied(indicator_set, 5, 8))


@pytest.mark.parametrize("indicator_set", ["E14", "S"])
def test_the_attacker_sees_through_what_hides_small_numbers_alone(
    indicator_set: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reporting.disclosure.hidden_places",
        lambda problem, _more: frozenset(at for at, place in enumerate(problem.places) if place.small),
    )
    assert any(attacked(indicator_set, 120, 1))


@pytest.mark.parametrize("indicator_set", ["E14", "S", "X"])
def test_the_attacker_sees_through_what_knows_no_identities(
    indicator_set: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IDENTITIES, indicator_set, ())
    assert any(attacked(indicator_set, 120, 1))


class TestMeans:
    """With n and the mean of all and of one part, the mean of the rest follows: it must be that of five."""

    @pytest.mark.parametrize(("indicator_set", "people"), [("S", 40), ("S", 90), ("X", 60), ("L", 60)])
    def test_nowhere_leave_fewer_than_five_values(self, indicator_set: str, people: int) -> None:
        inside = varied(indicator_set, people, 9)
        for (code, side, table), (*_names, was) in zip(
            tables_of(for_outside(inside)), tables_of(inside), strict=True
        ):
            if table.kind is Kind.MEAN and isinstance(table, OutsideTable):
                assert few_left(table, was) is None, (code, side)


def few_left(table: OutsideTable, was: Table) -> list[Any] | None:
    """Cells that hold 1–4 values together and whose sum follows from what is shown; None: there are none."""
    groups: list[str | None] = [group.code for group in was.groups] or [None]
    cells = list(product(table.genders or (None,), table.ages or (None,), groups))
    sizes = np.array([n_of(was.cells.get(cell)) for cell in cells])
    shown = [key for key, stat in table.places.items() if not isinstance(stat, Hidden)]
    rows = np.array(
        [[all(k in (None, c) for k, c in zip(key, cell, strict=True)) for cell in cells] for key in shown],
        float,
    )
    if not shown:
        return None
    # Unknowns: a factor for each shown place, and for each cell whether it is among those that are left.
    factors, chosen = len(shown), len(cells)
    result = milp(
        np.zeros(factors + chosen),
        constraints=[
            LinearConstraint(np.hstack([rows.T, -np.eye(chosen)]), 0, 0),
            LinearConstraint(np.concatenate([np.zeros(factors), sizes]), 1, SMALL - 1),
        ],
        bounds=Bounds(
            np.concatenate([np.full(factors, -5), np.zeros(chosen)]),
            np.concatenate([np.full(factors, 5), np.ones(chosen)]),
        ),
        integrality=np.concatenate([np.zeros(factors), np.ones(chosen)]),
    )
    if result.x is None:
        return None
    return [cell for cell, one in zip(cells, result.x[factors:], strict=True) if round(one)]


def n_of(stat: Stat | None) -> int:
    return stat.n if isinstance(stat, Mean) else 0
