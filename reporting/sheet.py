"""The figures laid out for reading: which tables, which rows and columns, which bars.

The page and the PDF print the same sheet, so that they can't differ. Columns and rows that are
empty everywhere in an indicator are left out; the JSON keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from projects.calendar import OUTSIDE, UNKNOWN
from reporting import wording
from reporting.catalogue.base import AGE_RULE, Group, Place
from reporting.compute import Figure, Figures, SideTable, Table, Target, with_parts
from reporting.definitions import Definition
from reporting.explain import Place as Spot
from reporting.facts import Window
from reporting.faktaruta import fact_box_of
from reporting.grid import Bar, Grid, Row
from reporting.stats import Audience, Count, Hidden, Kind, Share, Stat, Time
from reporting.totals import BrokenPlanError, check_plan
from reporting.wording import Cell

LONG_LIST = 6
ALWAYS_SHOWN = ("woman", "man")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target for a part of the participants, beside its outcome."""

    label: str
    outcome: Cell
    target: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with everything that is printed of it; `note` stands for tables in which all is hidden."""

    code: str
    label: str
    definition: str
    moment: str
    unit: str
    number: Cell
    target: str
    bar: Bar | None
    aims: tuple[Aim, ...]
    grids: tuple[Grid, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A grid before all indicators, about several of them; `code` names the set instead of one."""

    code: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A set's figures for a project, ready to be read. `note`: what those for outside don't show.

    `problem`: why no file is made of them, where the plan contradicts itself.
    """

    project: str
    set_code: str
    set_name: str
    window: Window
    period: str
    as_of: str
    age_rule: str
    definitions: tuple[Definition, ...]
    sources: str
    entries: tuple[Entry, ...]
    fact_box: Box | None
    note: str = ""
    problem: str = ""


class Axes(NamedTuple):
    """The genders and ages that an indicator's tables show."""

    genders: tuple[str, ...]
    ages: tuple[str, ...]


def sheet_of(figures: Figures) -> Sheet:
    """Lay the figures out in the language in force."""
    window = figures.window
    return Sheet(
        project=figures.project,
        set_code=figures.indicator_set.code,
        set_name=str(figures.indicator_set.name),
        window=window,
        period=wording.period(window.period_start, window.period_end),
        as_of=wording.day(window.as_of),
        age_rule=str(AGE_RULE),
        definitions=figures.definitions,
        sources="; ".join(dict.fromkeys(figure.indicator.source for figure in figures.figures)),
        entries=tuple(_entry(figure) for figure in figures.figures),
        fact_box=_fact_box(figures),
        note=str(wording.FOR_OUTSIDE) if figures.audience is Audience.OUTSIDE else "",
        problem=_problem(figures),
    )


def _problem(figures: Figures) -> str:
    try:
        check_plan(figures)
    except BrokenPlanError as problem:
        return problem.sentence
    return ""


def _fact_box(figures: Figures) -> Box | None:
    box = fact_box_of(figures)
    if box is None:
        return None
    rows = tuple(Row(line.label, line.cells) for line in box.lines)
    return Box(figures.indicator_set.code, Grid(box.caption, box.columns, rows, charted=False))


def _entry(figure: Figure) -> Entry:
    indicator = figure.indicator
    total = figure.table.total
    if not figure.recorded:
        return _not_recorded(figure)
    grids = tuple(_grids(figure))
    nothing = isinstance(total, Hidden) and not any(grid.says_something for grid in grids)
    return Entry(
        code=indicator.code,
        label=str(indicator.label),
        definition=str(indicator.definition),
        moment=str(wording.MOMENTS[indicator.moment]),
        unit=_unit(figure),
        number=replace(wording.cell(total), at=Spot(indicator.code).query),
        target="" if figure.target is None else wording.target(indicator.kind, figure.target),
        bar=None if figure.target is None else _against(total, figure.target),
        aims=tuple(_aim(target, figure) for target in figure.targets),
        grids=() if nothing else grids,
        note=str(wording.ALL_HIDDEN) if nothing else "",
    )


def _not_recorded(figure: Figure) -> Entry:
    """What the project doesn't record is said in words: neither number nor table, and no 0."""
    indicator = figure.indicator
    return Entry(
        code=indicator.code,
        label=str(indicator.label),
        definition=str(indicator.definition),
        moment=str(wording.MOMENTS[indicator.moment]),
        unit="",
        number=Cell(str(wording.NOT_RECORDED)),
        target="" if figure.target is None else wording.target(indicator.kind, figure.target),
        bar=None,
        aims=(),
        grids=(),
    )


def _unit(figure: Figure) -> str:
    """What the number is of: of a share it is in the number, and where that is hidden there is nothing."""
    indicator = figure.indicator
    if indicator.kind is Kind.SHARE or isinstance(figure.table.total, Hidden):
        return ""
    if indicator.kind is Kind.MEAN:
        return str(wording.VALUE_UNITS[indicator.value_unit])
    return str(wording.UNITS[indicator.unit])


def _grids(figure: Figure) -> Iterable[Grid]:
    """Gender by age first, then the further split, then what stands beside the number."""
    indicator, table, spot = figure.indicator, figure.table, Spot(figure.indicator.code)
    axes = _axes([table, *(side.table for side in figure.sides)])
    if table.ages or (table.genders and not table.groups):
        yield _split_grid(table, spot, axes, figure.target)
    if table.groups:
        split = str(indicator.group_label or "")
        caption = _("By %(split)s") % {"split": split[:1].lower() + split[1:]}
        yield _group_grid(caption, table, spot, axes, figure.target)
    beside = [side for side in figure.sides if side.side.place is Place.BESIDE]
    if beside:
        yield _beside_grid(figure, beside, axes)
    for side in figure.sides:
        if side.side.place is Place.TABLES and not _is_cut_of(side, figure):
            named = any(group.row for group in side.table.groups)
            caption, there = str(side.side.label), spot._replace(table=side.side.name)
            kept = axes if side.table.genders or side.table.ages else Axes((), ())
            yield (
                _matrix(caption, side.table, there)
                if named
                else _group_grid(caption, side.table, there, kept, None, summed=side.side.adds_up)
            )


def _is_cut_of(side: SideTable, figure: Figure) -> bool:
    """A side table with no groups of its own shows what the indicator's own tables show already."""
    return (
        not side.side.sums
        and side.side.kind is figure.indicator.kind
        and side.side.groups in (None, figure.indicator.groups)
    )


def _axes(tables: Sequence[Table]) -> Axes:
    cells = [(key, stat) for table in tables for key, stat in table.cells.items() if not stat.empty]
    genders = {gender for (gender, _age, _group), _stat in cells}
    ages = {age for (_gender, age, _group), _stat in cells}
    return Axes(
        tuple(code for code in tables[0].genders if code in ALWAYS_SHOWN or code in genders),
        tuple(code for code in tables[0].ages if code not in (OUTSIDE, UNKNOWN) or code in ages),
    )


def _split_grid(table: Table, spot: Spot, axes: Axes, target: Decimal | None) -> Grid:
    def cells(gender: str | None) -> tuple[Cell, ...]:
        return tuple(_cell(table, spot, gender=gender, age=age) for age in (*axes.ages, None))

    stats = [table.over(gender=gender) for gender in axes.genders]
    scale = _scale(table.kind, stats, target)
    rows = [
        Row(wording.gender(gender), cells(gender), bar=_bar(stat, scale, target))
        for gender, stat in zip(axes.genders, stats, strict=True)
    ]
    rows.append(Row(wording.total(), cells(None), total=True, bar=_total_bar(table, scale, target)))
    columns = (*map(wording.age, axes.ages), wording.total())
    return Grid(_("By gender and age"), columns, tuple(rows), charted=table.kind is not Kind.COUNT)


def _group_grid(
    caption: str, table: Table, spot: Spot, axes: Axes, target: Decimal | None, *, summed: bool = True
) -> Grid:
    """A row for each group, and one for all where they add up; genders, ages and the total side by side."""
    groups = _shown(table)
    stats = [table.over(group=group.code) for group in groups]
    scale = _scale(table.kind, stats, target)
    rows = [
        Row(str(group.label), _margins(table, spot, axes, group.code), bar=_bar(stat, scale, target))
        for group, stat in zip(groups, stats, strict=True)
    ]
    if summed:
        margins = _margins(table, spot, axes)
        rows.append(Row(wording.total(), margins, total=True, bar=_total_bar(table, scale, target)))
    return Grid(caption, _margin_columns(axes), tuple(rows))


def _beside_grid(figure: Figure, beside: Sequence[SideTable], axes: Axes) -> Grid:
    """The number itself and those beside it, which need not be of its kind nor exclude each other.

    What has another unit (kronor, contacts) has no bar on the number's scale.
    """
    kind = figure.indicator.kind
    spot = Spot(figure.indicator.code)
    named = [(str(figure.indicator.label), figure.table, spot, True)]
    for one in beside:
        same = one.table.kind is kind and not one.side.sums
        named.append((str(one.side.label), one.table, spot._replace(table=one.side.name), same))
    scale = _scale(kind, [table.total for _label, table, _spot, same in named if same], figure.target)
    rows = tuple(
        Row(
            label,
            _margins(table, there, axes),
            bar=_bar(table.total, scale, figure.target) if same else None,
        )
        for label, table, there, same in named
    )
    return Grid(_("In more detail"), _margin_columns(axes), rows, charted=kind is Kind.COUNT)


def _matrix(caption: str, table: Table, spot: Spot) -> Grid:
    """A split that is itself two-way: rows by name, a column for each word of the groups."""
    rows = list(dict.fromkeys(str(group.row) for group in table.groups))
    columns = list(dict.fromkeys(str(group.column) for group in table.groups))
    codes = {(str(group.row), str(group.column)): group.code for group in table.groups}

    def row(label: str) -> Row:
        places = [codes[label, column] for column in columns]
        stats = [table.over(group=group) for group in places]
        total = sum(_length(stat) for stat in stats)
        bar = Bar(_length(stats[0]), total, second=_length(stats[1])) if total else None
        cells = (*(_cell(table, spot, group=group) for group in places),)
        seen = not any(isinstance(stat, Hidden) for stat in stats)
        whole = wording.cell(Count(int(total)) if seen else Hidden(table.kind))
        whole = replace(whole, at=spot._replace(groups=tuple(places)).query)
        return Row(label, (*cells, whole), bar=bar)

    return Grid(caption, (*columns, wording.total()), tuple(map(row, rows)), legend=tuple(columns[:2]))


def _margins(table: Table, spot: Spot, axes: Axes, group: str | None = None) -> tuple[Cell, ...]:
    """By gender, by age, and over all; a table that isn't split leaves the places empty."""
    return (
        *(_cell(table, spot, gender=gender, group=group) for gender in axes.genders),
        *(_cell(table, spot, age=age, group=group) for age in axes.ages),
        _cell(table, spot, group=group),
    )


def _cell(
    table: Table, spot: Spot, *, gender: str | None = None, age: str | None = None, group: str | None = None
) -> Cell:
    """A cell of a table, and where it is: of no values the dash says it all."""
    if (gender and not table.genders) or (age and not table.ages):
        return Cell(wording.NOTHING)
    stat = table.over(gender=gender, age=age, group=group)
    dash = stat.empty and not isinstance(stat, Count | Time | Hidden)
    read = Cell(wording.NOTHING) if dash else wording.cell(stat)
    there = Spot(spot.indicator, spot.table, gender, age, (group,) if group else ())
    return Cell(read.text, read.notes, there.query)


def _margin_columns(axes: Axes) -> tuple[str, ...]:
    return (*map(wording.gender, axes.genders), *map(wording.age, axes.ages), wording.total())


def _shown(table: Table) -> list[Group]:
    """All groups of a short list, of a long one those that occur."""
    if len(table.groups) <= LONG_LIST:
        return list(table.groups)
    return [group for group in table.groups if not table.over(group=group.code).empty]


def _length(stat: Stat) -> float:
    """How long a statistic's bar is: the number (of a difference its size), the per cent, the mean."""
    if isinstance(stat, Count):
        return float(abs(stat.value))
    if isinstance(stat, Time):
        return stat.minutes / 60
    if isinstance(stat, Hidden):
        return 0.0
    return float((stat.percent if isinstance(stat, Share) else stat.mean) or 0)


def _scale(kind: Kind, stats: Iterable[Stat], target: Decimal | None) -> float:
    if kind is Kind.SHARE:
        return 100.0
    lengths = [_length(stat) for stat in stats]
    if kind is Kind.MEAN and target is not None:
        lengths.append(float(target))
    return max(lengths, default=0.0) or 1.0


def _bar(stat: Stat, scale: float, target: Decimal | None) -> Bar:
    """A target is one for the whole: of a number it says nothing about a part, of a share or mean it does."""
    line = None if target is None or isinstance(stat, Count | Time) else float(target)
    return Bar(_length(stat), scale, line)


def _total_bar(table: Table, scale: float, target: Decimal | None) -> Bar | None:
    """Beside its parts a sum would dwarf them; a share or mean over all belongs beside those of the parts."""
    return None if table.kind in (Kind.COUNT, Kind.TIME) else _bar(table.total, scale, target)


def _against(stat: Stat, target: Decimal) -> Bar:
    length, aim = _length(stat), float(target)
    return Bar(length, 100.0 if isinstance(stat, Share) else max(length, aim) or 1.0, aim)


def _aim(target: Target, figure: Figure) -> Aim:
    table, spot = figure.table, Spot(figure.indicator.code)
    words = [wording.gender(target.gender)] if target.gender else []
    if target.age:
        words.append(wording.age(target.age))
    if target.group:
        labels = {group.code: str(group.label) for group in table.groups}
        words.append(labels.get(target.group, target.group))
    return Aim(
        label=", ".join(words),
        outcome=replace(wording.cell(target.outcome), at=_spot_of(target, table, spot)),
        target=wording.target(table.kind, target.value),
        bar=_against(target.outcome, target.value),
    )


def _spot_of(target: Target, table: Table, spot: Spot) -> str:
    """Where a target's outcome is counted: a group with its parts. What the table lacks is nowhere."""
    groups = with_parts(target.group, table.groups) if target.group else []
    known = {group.code for group in table.groups}
    axes = ((target.gender, table.genders), (target.age, table.ages), *((code, known) for code in groups))
    if any(place and place not in axis for place, axis in axes):
        return ""
    kept = tuple(code for code in groups if code)
    return spot._replace(gender=target.gender, age=target.age, groups=kept).query
