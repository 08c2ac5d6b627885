"""Several projects' figures of one set beside each other: a row an indicator, a column a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporting import wording
from reporting.compute import Figure, Figures
from reporting.explain import Place
from reporting.forms import Choice
from reporting.stats import Kind, Stat
from reporting.wording import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A project with its own window, as read; `query` asks for its figures."""

    project: str
    period: str
    as_of: str
    query: str


@dataclass(frozen=True, slots=True)
class Number:
    """A project's number of an indicator, and its target as read, "" where it has none."""

    column: Column
    cell: Cell
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator over all projects, in the order of the columns; `together` is of those not shown, too."""

    code: str
    label: str
    unit: str
    numbers: tuple[Number, ...]
    together: Cell


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The whole table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def side_by_side(computed: Sequence[tuple[Choice, Figures]], together: Sequence[Stat]) -> SideBySide:
    """Lay out one set's figures of several projects, in the order given; there must be one at least.

    `together`: each indicator's number over all projects that were asked for, shown or not.
    """
    columns = tuple(_column(choice) for choice, _figures in computed)
    every = zip(*(figures.figures for _choice, figures in computed), strict=True)
    return SideBySide(
        columns,
        tuple(_row(columns, figures, total) for figures, total in zip(every, together, strict=True)),
    )


def _column(choice: Choice) -> Column:
    window = choice.window
    return Column(
        project=str(choice.project),
        period=wording.period(window.period_start, window.period_end),
        as_of=wording.day(window.as_of),
        query=choice.query,
    )


def _row(columns: tuple[Column, ...], figures: Sequence[Figure], together: Stat) -> Row:
    indicator = figures[0].indicator
    units = {Kind.SHARE: "", Kind.MEAN: str(wording.VALUE_UNITS[indicator.value_unit])}
    return Row(
        code=indicator.code,
        label=str(indicator.label),
        unit=units.get(indicator.kind, str(wording.UNITS[indicator.unit])),
        numbers=tuple(_number(column, figure) for column, figure in zip(columns, figures, strict=True)),
        together=wording.cell(together) if figures[0].recorded else Cell(str(wording.NOT_RECORDED)),
    )


def _number(column: Column, figure: Figure) -> Number:
    target = "" if figure.target is None else wording.target(figure.indicator.kind, figure.target)
    if not figure.recorded:
        return Number(column, Cell(str(wording.NOT_RECORDED)), target)
    cell = wording.cell(figure.table.total)
    return Number(column, replace(cell, at=Place(figure.indicator.code).query), target)
