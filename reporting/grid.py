"""A table of figures as it is read: rows, columns, and the bars beside them."""

from __future__ import annotations

from dataclasses import dataclass

from reporting import wording
from reporting.wording import Cell

SMALL, WIDE = 5, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """Lengths on the scale of `maximum`; `second` follows on `value`, `target` is a line."""

    value: float
    maximum: float
    target: float | None = None
    second: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid; its cells in the order of the columns."""

    label: str
    cells: tuple[Cell, ...]
    total: bool = False
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A two-way table. The last column is the sum over the row; `legend` names the two parts of its bars.

    `charted`: worth a chart of its own on paper, where the rows have no bars beside them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    legend: tuple[str, ...] = ()
    charted: bool = True

    @property
    def says_something(self) -> bool:
        """Whether a number other than 0 stands anywhere in it."""
        said = "".join(cell.text + cell.note for row in self.rows for cell in row.cells)
        return any(digit in said for digit in "123456789")

    @property
    def is_small(self) -> bool:
        """Whether it stays a table on a phone: few columns, nothing but numbers in them."""
        hidden = str(wording.HIDDEN)
        cells = (cell for row in self.rows for cell in row.cells)
        return len(self.columns) <= SMALL and not any(cell.notes or cell.text == hidden for cell in cells)

    @property
    def is_wide(self) -> bool:
        """Whether it may have to scroll within itself where it isn't cards yet."""
        return not self.is_small and len(self.columns) >= WIDE

    @property
    def has_bars(self) -> bool:
        """Whether there is something to look at: bars in two rows or more, not all of them empty."""
        bars = [row.bar for row in self.rows if row.bar]
        return len(bars) > 1 and any(bar.value or bar.second for bar in bars)
