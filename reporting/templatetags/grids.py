"""The tables of the page of figures.

A page has some 1 400 cells, each a link that says what it leads to. A template's loop takes 50 µs for
one of them, two thirds of the whole page; so Python writes them (docs/design.md, "Components"). What
stands around a table is in templates/reporting/figures.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reporting.grid import Bar, Grid, Row

register = template.Library()
# Bars are drawn to the thousandth of their scale; each that differs is drawn once.
SCALE = 1000
_BARS = 4096


@register.simple_tag
def grid_table(grid: Grid, code: str, why: str) -> SafeString:
    """A grid of an indicator as a table.

    `why`: the address of “why this number”, to which a cell's place is added; "" where it isn't to be opened.
    """
    barred = grid.has_bars
    size = "table-small" if grid.is_small else "table-grid"
    corner = "<td></td>" if barred else ""
    rows = "".join(_row(row, _cells(row, grid.columns, code, why), barred=barred) for row in grid.rows)
    return mark_safe(  # noqa: S308  every text in it has gone through escape()
        f'<table class="data-table {size}"><caption>{escape(grid.caption)}</caption>'
        f"<thead><tr><td></td>{''.join(map(_heading, grid.columns))}{corner}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _heading(column: str) -> str:
    words = "".join(f'<span class="nowrap">{escape(word)}</span> ' for word in column.split())
    return f'<th scope="col" class="number">{words}</th>'


def _row(row: Row, cells: Iterable[str], *, barred: bool) -> str:
    total = ' class="total"' if row.total else ""
    bar = f'<td class="bar-cell">{_bar(row.bar) if row.bar else ""}</td>' if barred else ""
    return f'<tr{total}><th scope="row">{escape(row.label)}</th>{"".join(cells)}{bar}</tr>\n'


def _cells(row: Row, columns: tuple[str, ...], code: str, why: str) -> Iterator[str]:
    """Each names its column, for a phone on which the row is a card."""
    see = _("%(number)s, see why: %(code)s, %(row)s, %(column)s")
    last = len(columns) - 1
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        text = escape(cell.text)
        if why and cell.at:
            said = see % {"number": cell.text, "code": code, "row": row.label, "column": column}
            link = escape(f"{why}&{cell.at}")
            text = f'<a class="why" href="{link}" aria-label="{escape(said)}">{text}</a>'
        notes = "".join(f'<span class="cell-note">{escape(note)}</span>' for note in cell.notes)
        kind = "number total-column" if place == last else "number"
        yield f'<td class="{kind}" data-label="{escape(column)}">{text}{notes}</td>'


def _bar(bar: Bar) -> str:
    value, second, target = (
        None if length is None else round(length / bar.maximum * SCALE)
        for length in (bar.value, bar.second, bar.target)
    )
    return _drawn(value, second, target)


@lru_cache(_BARS)
def _drawn(value: int | None, second: int | None, target: int | None) -> str:
    given = {"value": value, "second": second, "target": target, "max": SCALE}
    return render_to_string("components/bar.html", given)
