"""The report as a workbook: real numbers, a sheet for each table, and nothing that computes.

Swedish whatever the reader's language, as the JSON is. The same report gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reporting import output, wording
from reporting.catalogue.base import AGE_RULE, Moment
from reporting.formats.csv import FORMULA_SIGNS
from reporting.formats.tables import HIDDEN, MAIN, StoredTable, definitions_in, goal_of, tables_of
from reporting.stats import Audience, Kind

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

type Value = str | int | Decimal | None

LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LAST_CHANGE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
WIDEST = 60
# In every report's JSON, whether the set asks for them or not; and the list of those it does ask for.
ALWAYS_THERE = {"age_bands", "work_min_hours", "used"}
BOLD = Font(bold=True)


def write(report: dict[str, Any]) -> bytes:
    """The workbook's bytes."""
    with override(output.LANGUAGE):
        book = Workbook()
        book.remove(book.worksheets[0])
        tables = list(tables_of(report))
        _overview(_sheet(book, _("Overview")), report, tables)
        if any(table.targets for table in tables):
            _targets(_sheet(book, _("Targets for parts")), tables)
        for table in tables:
            if table.cells:
                _table(_sheet(book, f"{table.code} {table.title}"), table)
        _definitions(_sheet(book, _("Definitions")), report)
    return _saved(book, report)


def parts_of(kind: Kind, *, is_time: bool) -> dict[str, str]:
    """What a number of the kind consists of in the JSON, each with its heading, in the language in force."""
    if kind is Kind.SHARE:
        return {"numerator": _("Numerator"), "denominator": _("Denominator"), "percent": _("Per cent")}
    if kind is Kind.MEAN:
        return {"n": _("Number"), "mean": _("Mean"), "median": _("Median")}
    if is_time:
        return {"value": pgettext("a number", "Hours"), "minutes": _("Minutes")}
    return {"value": _("Number")}


def _overview(sheet: Worksheet, report: dict[str, Any], tables: Iterable[StoredTable]) -> None:
    _row(sheet, [report["project"]], bold=True)
    _row(sheet, [_("Indicator set"), report["set"]])
    _row(sheet, [_("Period"), f"{report['from']} – {report['to']}"])
    _row(sheet, [_("As of"), report["as_of"]])
    if report.get("audience") == Audience.OUTSIDE:
        _row(sheet, [_("Readers"), str(wording.FOR_OUTSIDE)])
    _row(sheet, [])
    parts = {
        part: heading
        for kind in (Kind.COUNT, Kind.SHARE, Kind.MEAN)
        for part, heading in parts_of(kind, is_time=False).items()
    }
    parts["n"] = "n"
    _row(sheet, [_("Code"), _("Indicator"), *parts.values(), _("Target")], bold=True)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for table in tables:
        name = table.label if table.name == MAIN else f"{table.label}: {table.title}"
        if not table.recorded:
            if table.name == MAIN:
                _row(sheet, [table.code, name, str(wording.NOT_RECORDED)])
        elif table.total is not None:
            numbers = [_number(table.total.get(part)) for part in parts]
            _row(sheet, [table.code, name, *numbers, _number(goal_of(table.target))])
    _fit(sheet, start=6)


def _targets(sheet: Worksheet, tables: Iterable[StoredTable]) -> None:
    head = [_("Code"), _("Indicator"), _("Gender"), _("Age"), _("Group")]
    parts = ("value", "numerator", "denominator", "percent", "n", "mean", "median")
    words = {part: word for kind in Kind for part, word in parts_of(kind, is_time=False).items()} | {"n": "n"}
    _row(sheet, [*head, *(words[part] for part in parts), _("Target")], bold=True)
    sheet.freeze_panes = "A2"
    for table in tables:
        for target in table.targets:
            numbers = [_number(target["outcome"].get(part)) for part in parts]
            place = _place(target, ("gender", "age", "group"))
            _row(sheet, [table.code, table.label, *place, *numbers, _number(goal_of(target))])
    _fit(sheet)


def _table(sheet: Worksheet, table: StoredTable) -> None:
    """A row for each cell that isn't empty, then the total: sorted, filtered and pivoted as one likes."""
    named = {"gender": _("Gender"), "age": _("Age"), "group": _("Group")}
    axes = [axis for axis in named if any(axis in cell for cell in table.cells)]
    parts = parts_of(table.kind, is_time=table.is_time)
    _row(sheet, [*(named[axis] for axis in axes), *parts.values()], bold=True)
    sheet.freeze_panes = "A2"
    for cell in table.cells:
        _row(sheet, [*_place(cell, axes), *(_number(cell.get(part)) for part in parts)])
    if axes:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(axes) + len(parts))}{sheet.max_row}"
        if table.total is not None:
            blanks = [""] * (len(axes) - 1)
            numbers = (_number(table.total.get(part)) for part in parts)
            _row(sheet, [wording.total(), *blanks, *numbers], bold=True)
    _fit(sheet)


def _definitions(sheet: Worksheet, report: dict[str, Any]) -> None:
    used = definitions_in(report)
    for one in used:
        _row(sheet, [one["label"], one["text"], ", ".join(one["indicators"])])
    told = {one["code"] for one in used} | (ALWAYS_THERE if used else set())
    for name, value in report["definitions"].items():
        if name not in told:
            _row(sheet, [name, _plain(value)])
    _row(sheet, [_("Age"), str(AGE_RULE)])
    _row(sheet, [_("Period"), f"{report['from']} – {report['to']}"])
    _row(sheet, [_("As of"), report["as_of"]])
    _row(sheet, [_("Version of the file's layout"), report["schema"]])
    _row(sheet, [])
    _row(sheet, [_("Code"), _("Indicator"), _("Definition"), _("What is counted"), _("Source")], bold=True)
    start = sheet.max_row
    for figure in report["indicators"]:
        moment = str(wording.MOMENTS[Moment(figure["moment"])])
        source = figure.get("source", "")
        _row(sheet, [figure["code"], figure["label"], figure["definition"], moment, source])
    _fit(sheet, start=1)
    for row in sheet.iter_rows(min_row=start):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _plain(value: Any) -> str:
    """A definition that this file has no words for, as the JSON has it."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if value is None else str(value)


def _sheet(book: Workbook, title: str) -> Worksheet:
    """A new sheet whose name Excel takes, and which no other sheet has."""
    name = NOT_IN_NAMES.sub(" ", title).strip(" '")[:LONGEST_NAME].strip(" '")
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        ending = f" ({number})"
        free = f"{name[: LONGEST_NAME - len(ending)]}{ending}"
    sheet: Worksheet = book.create_sheet(free)
    return sheet


def _row(sheet: Worksheet, values: Sequence[Value], *, bold: bool = False) -> None:
    """Write a row below the last."""
    cells = [_cell(sheet, value) for value in values]
    for cell in cells if bold else ():
        cell.font = BOLD
    sheet.append(cells)


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """A cell for a row. Text is text, whatever it begins with."""
    if value is None:
        return WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub(" ", value))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
        return cell
    cell = WriteOnlyCell(sheet, value=float(value) if isinstance(value, Decimal) else value)
    cell.number_format = "#,##0.0" if isinstance(value, Decimal) else "#,##0"
    return cell


def _place(cell: dict[str, Any], axes: Iterable[str]) -> Iterator[str]:
    read: dict[str, Callable[[str], str]] = {"gender": wording.gender, "age": wording.age, "group": str}
    for axis in axes:
        yield read[axis](cell[axis]) if axis in cell else ""


def _number(value: int | str | None) -> Value:
    """A real number; only where one is hidden a word stands in its place."""
    return Decimal(value) if isinstance(value, str) and value != HIDDEN else value


def _fit(sheet: Worksheet, *, start: int = 1) -> None:
    """Columns as wide as their longest word from the `start`th row on, within reason."""
    for number, column in enumerate(sheet.iter_cols(min_row=start), 1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, WIDEST)


def _saved(book: Workbook, report: dict[str, Any]) -> bytes:
    """The workbook with nothing of whoever made it and when: only the day that its figures are of."""
    day = dt.datetime.combine(dt.date.fromisoformat(report["as_of"]), dt.time())
    book.properties.creator = "Jobbredo"
    book.properties.title = f"{report['set']} {report['from']} – {report['to']}"
    book.properties.created = day
    written, clean = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(clean, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = LAST_CHANGE.sub(rb"\g<1>%sZ" % day.isoformat().encode(), content)
            part = ZipInfo(entry.filename)  # dated 1980, as all of them
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, content)
    return clean.getvalue()
