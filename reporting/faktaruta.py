"""The fact box (faktaruta) of set S: planned against outcome, laid out as SIN published it.

A row for each line of the source, and other after its states, so that the states sum to the number of
participants. What the project hasn't planned is left empty: it is neither 0 nor the sum of other plans.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from reporting import wording
from reporting.compute import Figure, Figures, Table
from reporting.explain import Place
from reporting.wording import Cell

SET = "S"
ALWAYS = ("woman", "man")
# An indicator, and the name of a side of its own where the line is that side's.
LINES = (("S1", ""), ("S2", ""), ("S3", ""), ("S4", ""), ("S5", ""), ("S1", "other"), ("S6", ""), ("S7", ""))


class Line(NamedTuple):
    """A line of the box; cells in the order of the columns."""

    label: str
    cells: tuple[Cell, ...]


class FactBox(NamedTuple):
    """The box: for each gender, then over all, a column for what was planned and one for the outcome."""

    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def fact_box_of(figures: Figures) -> FactBox | None:
    """The box in the language in force; None of any set but S.

    Women and men have their columns always, another gender where it has a plan or an outcome.
    """
    if figures.indicator_set.code != SET:
        return None
    genders = _genders(figures)
    whom = [*map(wording.gender, genders), wording.total()]
    return FactBox(
        _("Planned and outcome"),
        tuple(
            word
            for one in whom
            for word in (_("%(whom)s, planned") % {"whom": one}, _("%(whom)s, outcome") % {"whom": one})
        ),
        tuple(_line(figures[code], side, genders) for code, side in LINES),
    )


def _genders(figures: Figures) -> tuple[str, ...]:
    tables = [_table(figures[code], side) for code, side in LINES]
    met = {gender for table in tables for gender, _age, _group in table.cells}
    met |= {target.gender for code, _side in LINES for target in figures[code].targets}
    return tuple(gender for gender in tables[0].genders if gender in ALWAYS or gender in met)


def _table(figure: Figure, side: str) -> Table:
    return figure.side(side) if side else figure.table


def _line(figure: Figure, side: str, genders: tuple[str, ...]) -> Line:
    table = _table(figure, side)
    label = next((one.side.label for one in figure.sides if one.side.name == side), figure.indicator.label)
    cells = [
        cell
        for gender in (*genders, None)
        for cell in (
            Cell("") if side else _planned(figure, gender),
            replace(
                wording.cell(table.over(gender=gender)),
                at=Place(figure.indicator.code, side, gender).query,
            ),
        )
    ]
    return Line(str(label), tuple(cells))


def _planned(figure: Figure, gender: str | None) -> Cell:
    """The project's goal for all of a gender, or for everybody. A goal for an age band is neither."""
    if gender is None:
        goal = figure.target
    else:
        goal = next(
            (
                target.value
                for target in figure.targets
                if (target.gender, target.age, target.group) == (gender, None, None)
            ),
            None,
        )
    return Cell("" if goal is None else wording.target(figure.indicator.kind, goal))
