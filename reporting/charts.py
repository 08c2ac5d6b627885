"""Bar charts as plain geometry: everything that the template writes into an SVG's attributes.

Lengths are user units of the SVG; on paper one unit is a CSS pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten

from django.utils.translation import gettext as _

from reporting.grid import Bar, Grid, Row

WIDTH = 642.0
LEFT = 219.0  # where the tables' first column ends: charts stand in line with them
BARS = 340.0
LONGEST_LABEL = 40
STEP = 16.5
THICKNESS = 10.0
HEADROOM = 15.0


@dataclass(frozen=True, slots=True)
class Stripe:
    """One row of a chart; `text` stands to the right of its bar."""

    label: str
    text: str
    top: float
    baseline: float
    value: float
    second: float
    second_left: float
    text_left: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart. `description` says in words all that it shows."""

    description: str
    width: float
    height: float
    left: float
    length: float
    thickness: float
    stripes: tuple[Stripe, ...]
    legend: tuple[str, ...]
    target: float | None
    target_top: float
    target_text: str


def chart_of(grid: Grid, *, subject: str, target: str = "") -> Chart | None:
    """Draw a grid's bars; None where there is nothing to look at. `target` is its line's value as read."""
    if not (grid.charted and grid.has_bars):
        return None
    drawn = [(row, row.bar) for row in grid.rows if row.bar]
    line = next((bar.target for _row, bar in drawn if bar.target is not None), None)
    top = HEADROOM if line is not None else 2.0
    return Chart(
        description=_description(grid, [row for row, _bar in drawn], subject, target),
        width=WIDTH,
        height=top + STEP * len(drawn) + 2,
        left=LEFT,
        length=BARS,
        thickness=THICKNESS,
        stripes=tuple(_stripe(row, bar, top + STEP * place) for place, (row, bar) in enumerate(drawn)),
        legend=grid.legend,
        target=None if line is None else LEFT + BARS * min(line / drawn[0][1].maximum, 1),
        target_top=top - 3,
        target_text=_("Target %(target)s") % {"target": target} if line is not None else "",
    )


def _stripe(row: Row, bar: Bar, top: float) -> Stripe:
    value = BARS * min(bar.value / bar.maximum, 1)
    second = BARS * min((bar.second or 0) / bar.maximum, 1)
    text = row.cells[-1].text if bar.second is None else f"{row.cells[0].text} + {row.cells[1].text}"
    return Stripe(
        label=_short(row.label),
        text=text,
        top=top + (STEP - THICKNESS) / 2,
        baseline=top + STEP / 2 + 3.6,
        value=value,
        second=second,
        second_left=LEFT + value,
        # Words beside the ground, not beside the bar: they must not run into the target's line.
        text_left=LEFT + BARS + 8,
    )


def _description(grid: Grid, rows: list[Row], subject: str, target: str) -> str:
    def numbers(row: Row) -> str:
        if not grid.legend:
            return row.cells[-1].text
        return ", ".join(
            f"{name.lower()} {cell.text}" for name, cell in zip(grid.legend, row.cells, strict=False)
        )

    said = "; ".join(f"{row.label} {numbers(row)}" for row in rows)
    words = {"subject": subject, "caption": grid.caption, "numbers": said}
    if target:
        return _("Bar chart. %(subject)s. %(caption)s: %(numbers)s. Target %(target)s.") % {
            **words,
            "target": target,
        }
    return _("Bar chart. %(subject)s. %(caption)s: %(numbers)s.") % words


def _short(label: str) -> str:
    return shorten(label, LONGEST_LABEL, placeholder=" …")
