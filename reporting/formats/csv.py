"""The report as CSV, one row a number, as Swedish Excel opens it: semicolons, decimal commas, UTF-8 with BOM.

The columns are named as in the report JSON, and so is what stands in them. `table` is `main` for an
indicator's own table, else the name of the one beside it. `row` says what the row is: a `cell`, the `total`
of the table, a `target` for a part (with its outcome), or `not_recorded`: the project doesn't record it.
The last rows are each a `definition` that the numbers were made with, in words in the column `text`.
"dolt" stands where a report for outside hides a number; such a report's cells are sums, too:
over the axes that they don't name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from reporting.formats.tables import StoredTable, definitions_in, goal_of, tables_of

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
PLACES = ("gender", "age", "group")
NUMBERS = ("value", "numerator", "denominator", "percent", "n", "mean", "median", "minutes")
COLUMNS = ("set", "code", "label", "table", "row", *PLACES, *NUMBERS, "target", "text")
# What a spreadsheet would take for a formula at the start of a cell.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write(report: dict[str, Any]) -> bytes:
    """The file. Lines end as RFC 4180 says."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for table in tables_of(report):
        writer.writerows({"set": report["set"]} | row for row in _rows(table))
    for one in definitions_in(report):
        said = {name: as_text(one[name]) for name in ("code", "label", "text")}
        writer.writerow({"set": report["set"], "row": "definition"} | said)
    return f"{BOM}{text.getvalue()}".encode()


def as_text(word: str) -> str:
    """A word that no spreadsheet takes for a formula: an apostrophe before it says that it is text."""
    return f"'{word}" if word.startswith(FORMULA_SIGNS) else word


def _rows(table: StoredTable) -> Iterator[dict[str, str]]:
    about = {"code": as_text(table.code), "label": as_text(table.label), "table": table.name}
    if not table.recorded:
        yield about | {"row": "not_recorded"}
        return
    for cell in table.cells:
        yield about | {"row": "cell"} | _place(cell) | _numbers(cell)
    if table.total is not None:
        yield about | {"row": "total"} | _numbers(table.total) | {"target": _number(goal_of(table.target))}
    for target in table.targets:
        goal = {"target": _number(goal_of(target))}
        yield about | {"row": "target"} | _place(target) | _numbers(target["outcome"]) | goal


def _place(cell: dict[str, Any]) -> dict[str, str]:
    return {axis: as_text(cell[axis]) for axis in PLACES if axis in cell}


def _numbers(stat: dict[str, Any]) -> dict[str, str]:
    return {part: _number(stat[part]) for part in NUMBERS if part in stat}


def _number(value: int | str | None) -> str:
    return "" if value is None else str(value).replace(".", ",")
