"""Somebody outside who has the report's JSON, a computer, and the rules of the sets in their head.

Unlike `tests.reporting.recovery` this attacker knows nothing of how the report was made: what ties the tables
is written once more here, from the definitions. The unknowns are the numbers in every table by gender, age
and group; none is below zero, and what the report doesn't list is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from reporting.compute import Figures, Table
from reporting.facts import GENDERS
from reporting.stats import Kind

type Json = dict[str, Any]
type Place = tuple[str | None, str | None, str | None]

type Row = list[tuple[int, int]]  # cells, each with its factor

MOST, MOST_MINUTES = 2_000.0, 1_000_000.0  # of persons in a cell; of minutes or kronor
AXES = 2  # so many at once are printed
NOWHERE: Place = (None, None, None)
STARTS, DIFFERENCE = "X1", "X2.difference"


class Rule(NamedTuple):
    """What holds at every gender and age, or at those named: sums of tables, as "A@group + B#hit"."""

    left: str
    sign: str
    right: str
    genders: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()


class Hidden(NamedTuple):
    """A number that the report doesn't show."""

    table: str
    place: Place
    layer: str


def rule(text: str, *, genders: Iterable[str] = (), ages: Iterable[str] = ()) -> Rule:
    sign = "<=" if " <= " in text else "="
    left, right = text.split(f" {sign} ", 1)
    return Rule(left, sign, right, tuple(genders), tuple(ages))


def only(part: str, whole: str, *, ages: Iterable[str], all_ages: Iterable[str]) -> list[Rule]:
    """The part is the whole at some ages, and nobody at the others."""
    here = tuple(ages)
    return [rule(f"{part} = {whole}", ages=here), rule(f"{part} = 0", ages=set(all_ages) - set(here))]


def computed(report: Json, figures: Figures, rules: Iterable[Rule]) -> Iterator[Hidden]:
    """The hidden numbers for which one value is possible only. `figures` are asked for their axes alone."""
    return _Outsider(report, figures, rules).computed()


class _Outsider:
    def __init__(self, report: Json, figures: Figures, rules: Iterable[Rule]) -> None:
        tables = dict(_tables_of(figures))
        self.axes: dict[str, tuple[tuple[str | None, ...], ...]] = {
            name: (
                table.genders or (None,),
                table.ages or (None,),
                tuple(group.code for group in table.groups) or (None,),
            )
            for name, table in tables.items()
        }
        self.words = {name: {one.word: one.code for one in table.groups} for name, table in tables.items()}
        self.planned = {
            name: {None, *(one.code for one in table.groups if not one.found)}
            for name, table in tables.items()
        }
        self.shares = {name for name, table in tables.items() if table.kind is Kind.SHARE}
        self.times = {name for name, table in tables.items() if table.kind is Kind.TIME}
        self.genders: tuple[str | None, ...] = GENDERS
        self.ages: tuple[str | None, ...] = (*figures.age_bands, "outside", "unknown")
        self.at: dict[tuple[str, Place, str], int] = {}
        self.rows: list[Row] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.hidden: dict[Hidden, Row] = {}
        for name, body in _bodies(report):
            self._read(name, body)
        for one in rules:
            self._apply(one)

    def _cell(self, name: str, place: Place, layer: str) -> int:
        return self.at.setdefault((name, place, layer), len(self.at))

    def _sum(self, name: str, place: Place, layer: str) -> Row:
        """A place as the sum of its cells; women less men as that of the starts."""
        if name == DIFFERENCE:
            return [
                (at, sign * factor)
                for gender, sign in (("woman", 1), ("man", -1))
                for at, factor in self._sum(STARTS, (gender, None, place[2]), "")
            ]
        genders, ages, groups = (
            axis if one is None else (one,) for one, axis in zip(place, self.axes[name], strict=True)
        )
        return [(self._cell(name, cell, layer), 1) for cell in product(genders, ages, groups)]

    def _read(self, name: str, body: Json) -> None:
        """Every place of a table: what is shown is known, what is hidden isn't, what isn't there is 0."""
        words = self.words[name]
        listed = {
            (one.get("gender"), one.get("age"), words.get(one.get("group"), one.get("group"))): one
            for one in body["cells"]
        }
        named = {group for _gender, _age, group in listed} | self.planned[name]
        if body.get("total") is not None:
            total = body["total"]
            listed[None, None, None] = total if isinstance(total, dict) else {"total": total}
        layers = ("hit", "rest") if body["kind"] == "share" else ("",)
        genders, ages, groups = (
            (None, *(one for one in axis if one is not None)) for axis in self.axes[name]
        )
        for place, layer in product(product(genders, ages, groups), layers):
            if sum(one is not None for one in place) > AXES or (place == NOWHERE and place not in listed):
                continue  # nothing prints it
            row, said = self._sum(name, place, layer), listed.get(place, {})
            somebody = place[:2] == (None, None) or (place[0], place[1], None) in listed
            if said.get("hidden") or (place[2] not in named and somebody):
                self.hidden[Hidden(name, place, layer)] = row
            else:
                self._know(row, *_said(said, layer, is_time=name in self.times))

    def _know(self, row: Row, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _apply(self, one: Rule) -> None:
        names = (one.left, one.right)
        genders = one.genders or self.genders
        ages = one.ages or self.ages
        for gender, age in product(genders, ages):
            row = [*self._side(one.left, gender, age, 1), *self._side(one.right, gender, age, -1)]
            if row and all(names):
                self._know(row, -np.inf if one.sign == "<=" else 0, 0)

    def _side(self, text: str, gender: str | None, age: str | None, sign: int) -> Iterator[tuple[int, int]]:
        for term in text.split(" + "):
            words, _mark, group = term.strip().partition("@")
            name, _hash, layer = words.partition("#")
            if name == "0" or name not in self.axes:
                continue
            layers = (layer,) if layer or name not in self.shares else ("hit", "rest")
            place = (
                gender if self.axes[name][0] != (None,) else None,
                age if self.axes[name][1] != (None,) else None,
                group or None,
            )
            for each in layers:
                yield from ((at, sign * factor) for at, factor in self._sum(name, place, each))

    def computed(self) -> Iterator[Hidden]:
        matrix = self._matrix(self.rows)
        self.known = LinearConstraint(matrix, self.low, self.high)
        most = [
            MOST_MINUTES if name in self.times or name == "L14" else MOST for name, _place, _layer in self.at
        ]
        self.bounds = Bounds(0, np.array(most))
        open_numbers = dict(self.hidden)
        while open_numbers:
            asked, row = next(iter(open_numbers.items()))
            worlds = [world for sign in (1, -1) if (world := self._world(row, sign)) is not None]
            assert worlds, "the report contradicts the rules"
            values = {self._in(row, world) for world in worlds}
            if len(values) == 1:
                yield asked
                del open_numbers[asked]
            else:
                open_numbers = {
                    name: one
                    for name, one in open_numbers.items()
                    if len({self._in(one, world) for world in worlds}) == 1
                }

    def _world(self, row: Row, sign: int) -> np.ndarray | None:
        objective = sign * self._matrix([row]).toarray()[0]
        result = milp(
            objective, constraints=self.known, bounds=self.bounds, integrality=np.ones(len(self.at))
        )
        return None if result.x is None else np.round(result.x)

    def _in(self, row: Row, world: np.ndarray) -> int:
        return round(sum(factor * float(world[at]) for at, factor in row))

    def _matrix(self, rows: list[Row]) -> csr_matrix:
        values = [(factor, number, at) for number, row in enumerate(rows) for at, factor in row]
        factors, numbers, places = zip(*values, strict=True)
        return csr_matrix((factors, (numbers, places)), shape=(len(rows), len(self.at)), dtype=float)


def _tables_of(figures: Figures) -> Iterator[tuple[str, Table]]:
    for figure in figures.figures:
        if figure.recorded:
            yield figure.indicator.code, figure.table
            for side in figure.sides:
                yield f"{figure.indicator.code}.{side.side.name}", side.table


def _bodies(report: Json) -> Iterator[tuple[str, Json]]:
    for figure in report["indicators"]:
        if figure["recorded"] and figure["unit"] not in ("company", "occasion"):
            yield figure["code"], figure
        for place in ("beside", "tables") if figure["recorded"] and figure["unit"] != "company" else ():
            for name, side in figure.get(place, {}).items():
                yield f"{figure['code']}.{name}", side


def _said(said: Json, layer: str, *, is_time: bool) -> tuple[float, float]:
    """The least and the most that a shown number can be."""
    if is_time and "total" in said:
        return 60 * float(said["total"]) - 3, 60 * float(said["total"]) + 3
    if "minutes" in said:
        return said["minutes"], said["minutes"]
    if "total" in said:
        return said["total"], said["total"]
    if layer:
        rest = said.get("denominator", 0) - said.get("numerator", 0)
        value = said.get("numerator", 0) if layer == "hit" else rest
    else:
        value = said.get("value", said.get("n", 0))
    return value, value
