"""Several projects' figures of one set beside each other: a row an indicator, a column a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reporting import wording
from reporting.catalogue.base import Indicator
from reporting.compute import Figure, is_recorded
from reporting.definitions import definitions_of
from reporting.explain import Place
from reporting.facts import ProjectFacts
from reporting.forms import Choice
from reporting.kept.keeping import Ready
from reporting.stats import Kind, merged
from reporting.wording import Cell

_VERSION = "version"
"""Each project counts the versions of its own definitions; that they differ says nothing."""


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
    """The whole table. `unlike`: the definitions that aren't the same in all the projects."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unlike: tuple[str, ...]


def side_by_side(choices: Sequence[Choice], ready: Sequence[Ready], *, most: int) -> SideBySide:
    """Lay out one set's figures of several projects, in the order given; there must be one at least.

    The first `most` have a column; what stands for all together is of every project that was asked for.
    """
    facts = [one.facts() for one in ready]
    columns = tuple(map(_column, choices[:most]))
    every = zip(*(one.figures().figures for one in ready[:most]), strict=True)
    return SideBySide(
        columns,
        tuple(
            _row(columns, figures, _together(position, ready, facts))
            for position, figures in enumerate(every)
        ),
        _unlike(ready, facts),
    )


def _column(choice: Choice) -> Column:
    window = choice.window
    return Column(
        project=str(choice.project),
        period=wording.period(window.period_start, window.period_end),
        as_of=wording.day(window.as_of),
        query=choice.query,
    )


def _row(columns: tuple[Column, ...], figures: Sequence[Figure], together: Cell) -> Row:
    indicator = figures[0].indicator
    units = {Kind.SHARE: "", Kind.MEAN: str(wording.VALUE_UNITS[indicator.value_unit])}
    return Row(
        code=indicator.code,
        label=str(indicator.label),
        unit=units.get(indicator.kind, str(wording.UNITS[indicator.unit])),
        numbers=tuple(_number(column, figure) for column, figure in zip(columns, figures, strict=True)),
        together=together,
    )


def _together(position: int, ready: Sequence[Ready], facts: Sequence[ProjectFacts]) -> Cell:
    """An indicator's number over the projects that record it; how many, where the others don't.

    Who takes part in two of the projects, and a company that works with two, is counted in each.
    """
    indicator: Indicator = ready[0].chosen.indicators[position]
    recording = [one for one, known in zip(ready, facts, strict=True) if is_recorded(indicator, known)]
    if not recording:
        return Cell(str(wording.NOT_RECORDED))
    cell = wording.cell(merged(indicator.kind, [one.total(position) for one in recording]))
    if len(recording) == len(ready):
        return cell
    some = {"some": wording.whole(len(recording)), "all": wording.whole(len(ready))}
    return replace(cell, notes=(*cell.notes, _("%(some)s of %(all)s projects") % some))


def _unlike(ready: Sequence[Ready], facts: Sequence[ProjectFacts]) -> tuple[str, ...]:
    """The definitions whose value differs between the projects."""
    values: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for one, known in zip(ready, facts, strict=True):
        for definition in definitions_of(known, one.chosen):
            labels[definition.code] = definition.label
            values.setdefault(definition.code, set()).add(definition.text)
    return tuple(labels[code] for code, found in values.items() if len(found) > 1 and code != _VERSION)


def _number(column: Column, figure: Figure) -> Number:
    target = "" if figure.target is None else wording.target(figure.indicator.kind, figure.target)
    if not figure.recorded:
        return Number(column, Cell(str(wording.NOT_RECORDED)), target)
    cell = wording.cell(figure.table.total)
    return Number(column, replace(cell, at=Place(figure.indicator.code).query), target)
