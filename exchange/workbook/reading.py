"""From the cells of an opened workbook to typed rows. Nothing here asks the database.

Each cell that can't be read is a fault and its row is left out; reading goes on, so that one
pass shows everything that is wrong.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from exchange.workbook.columns import FIELD, SHEETS, VALUE, Column, ProjectRow, Row, Sheet
from exchange.workbook.faults import Findings, WorkbookRefused, Wrong, shown
from exchange.workbook.kinds import Day, explain_number, folded
from exchange.workbook.opening import DAMAGED, Cell, OpenBook, StreamedSheet, damaged

MOST_ROWS: Final = 100_000
EXCEL_ROWS: Final = 1_048_576
EXCEL_COLUMNS: Final = 16_384
# How far beyond the last header a stray value is looked for.
STRAY_COLUMNS: Final = 10
_EXPLANATION = re.compile(r"\s*\([^()]*\)\s*\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BAD: Final = object()


@dataclass(slots=True)
class Book:
    """A workbook as read: typed rows a sheet, and the keys that were named even in rows with faults."""

    project: ProjectRow | None = None
    sheets: dict[str, list[Any]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def rows[R: Row](self, sheet: Sheet[R]) -> Sequence[R]:
        """The rows of a sheet, in its order; empty where the workbook lacks the sheet."""
        rows: list[R] = self.sheets.get(sheet.name, [])
        return rows

    def named(self, sheet: Sheet[Any]) -> set[str]:
        """The values in a sheet's first column: ids, numbers or names that other sheets may use."""
        return self.keys.get(sheet.name, set())


def read_book(source: OpenBook, findings: Findings) -> Book:
    """Read every known sheet; what is wrong goes to `findings`.

    Raises WorkbookRefused where reading can't go on: a damaged file, too many rows.
    """
    reader = _Reader(source, findings)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        for sheet, worksheet in reader.known_sheets():
            reader.read_sheet(sheet, worksheet)
    return reader.book


def header_key(text: str) -> str:
    """A header as it is compared: NFC, case, spaces and an explanation in brackets at its end aside."""
    plain = unicodedata.normalize("NFC", text)
    return folded(_EXPLANATION.sub("", plain)) or folded(plain)


class _Reader:
    def __init__(self, source: OpenBook, findings: Findings) -> None:
        self.book = Book()
        self._source = source
        self._findings = findings
        self._epoch = source.epoch
        self._rows_seen = 0

    def known_sheets(self) -> list[tuple[Sheet[Any], StreamedSheet]]:
        """The workbook's sheets that the format knows, in the format's order."""
        known = {header_key(sheet.name): sheet for sheet in SHEETS}
        found: dict[str, StreamedSheet] = {}
        for worksheet in self._source.sheets:
            sheet = known.get(header_key(worksheet.title))
            if sheet is None:
                self._findings.notice(worksheet.title, _("The format has no such sheet; it was not read."))
            elif sheet.name in found:
                self._findings.add(_("There are two sheets with this name. Keep one."), sheet=sheet.name)
            else:
                found[sheet.name] = worksheet
        for sheet in SHEETS:
            if sheet.required and sheet.name not in found:
                self._findings.add(
                    _("The sheet is missing. Add it, with its headers in the first row."), sheet=sheet.name
                )
        return [(sheet, found[sheet.name]) for sheet in SHEETS if sheet.name in found]

    def read_sheet(self, sheet: Sheet[Any], worksheet: StreamedSheet) -> None:
        self._refuse_merged(sheet, worksheet)
        # What the file says about its own size may be wrong, and would cut rows off unseen.
        worksheet.reset_dimensions()
        headers = _without_blank_end(next(_rows_of(worksheet, EXCEL_COLUMNS, last_row=1), ()))
        if not headers and not sheet.required and not any(self._filled_rows(worksheet, STRAY_COLUMNS)):
            return  # an empty sheet is as good as none
        if sheet.upright:
            self._read_upright(sheet, worksheet, headers)
            return
        wanted = {attribute: column.header for attribute, column in sheet.columns.items()}
        required = [attribute for attribute, column in sheet.columns.items() if column.required]
        places = self._place_columns(sheet, headers, wanted, required)
        if places is not None:
            self._read_rows(sheet, worksheet, headers, places)

    def _refuse_merged(self, sheet: Sheet[Any], worksheet: StreamedSheet) -> None:
        for cells in self._source.merged_in(worksheet):
            self._findings.add(
                _("The cells %(cells)s are merged. Split them and fill in each.") % {"cells": cells},
                sheet=sheet.name,
            )

    def _place_columns(
        self, sheet: Sheet[Any], headers: tuple[Cell, ...], wanted: dict[str, str], required: list[str]
    ) -> dict[str, int] | None:
        """Attribute → index of its column; None where a required column is missing."""
        attributes = {header_key(header): attribute for attribute, header in wanted.items()}
        places: dict[str, int] = {}
        for index, cell in enumerate(headers):
            if _is_blank(cell.value):
                continue
            text = str(cell.value).strip()
            attribute = attributes.get(header_key(text))
            if attribute is None:
                self._findings.notice(
                    sheet.name,
                    _("The format has no column %(header)s; it was not read.") % {"header": shown(text)},
                )
            elif attribute in places:
                self._findings.add(
                    _("Two columns have this header. Keep one."),
                    sheet=sheet.name,
                    row=1,
                    column=wanted[attribute],
                )
            else:
                places[attribute] = index
        missing = [wanted[attribute] for attribute in required if attribute not in places]
        for header in missing:
            self._findings.add(
                _("The column is missing. Its header must stand in the first row."),
                sheet=sheet.name,
                column=header,
            )
        return None if missing else places

    def _read_rows(
        self,
        sheet: Sheet[Any],
        worksheet: StreamedSheet,
        headers: tuple[Cell, ...],
        places: dict[str, int],
    ) -> None:
        columns = [(index, attribute, sheet.columns[attribute]) for attribute, index in places.items()]
        blank = {attribute: column.kind.blank for attribute, column in sheet.columns.items()}
        key = next(iter(sheet.columns))
        rows = self.book.sheets.setdefault(sheet.name, [])
        keys = self.book.keys.setdefault(sheet.name, set())
        width = len(headers) + STRAY_COLUMNS
        stray = _StrayValues(headers, width)
        for number, cells in self._filled_rows(worksheet, width):
            stray.look(cells)
            if all(_is_blank(cells[index].value) for index, _attribute, _column in columns):
                continue
            self._count_row()
            values: dict[str, Any] = {}
            for index, attribute, column in columns:
                values[attribute] = self._value(sheet, column, cells[index], number)
            if values[key] is not _BAD and values[key]:
                keys.add(values[key])
            if _BAD not in values.values():
                rows.append(sheet.row_type(row=number, **(blank | values)))
        for letter in stray.letters:
            self._findings.notice(
                sheet.name,
                _("Column %(letter)s has values but no header; it was not read.") % {"letter": letter},
            )

    def _read_upright(self, sheet: Sheet[Any], worksheet: StreamedSheet, headers: tuple[Cell, ...]) -> None:
        """A sheet with a field a row: Projekt."""
        places = self._place_columns(sheet, headers, {FIELD: FIELD, VALUE: VALUE}, [FIELD, VALUE])
        if places is None:
            return
        attributes = {header_key(column.header): name for name, column in sheet.columns.items()}
        values: dict[str, Any] = {}
        for number, cells in self._filled_rows(worksheet, len(headers)):
            self._count_row()
            label, cell = cells[places[FIELD]].value, cells[places[VALUE]]
            attribute = attributes.get(header_key("" if label is None else str(label).strip()))
            if attribute is None:
                self._findings.notice(
                    sheet.name,
                    _("The format has no field %(field)s; it was not read.") % {"field": shown(label or "–")},
                )
            elif attribute in values:
                self._findings.add(
                    _("The field stands twice. Keep one."), sheet=sheet.name, row=number, column=str(label)
                )
            else:
                values[attribute] = self._value(sheet, sheet.columns[attribute], cell, number, upright=True)
        for name, column in sheet.columns.items():
            if column.required and name not in values:
                self._findings.add(
                    _("The field is missing. Add it with its value."), sheet=sheet.name, column=column.header
                )
                values[name] = _BAD
        if _BAD not in values.values():
            blank = {name: column.kind.blank for name, column in sheet.columns.items()}
            self.book.project = sheet.row_type(row=1, **(blank | values))

    def _filled_rows(self, worksheet: StreamedSheet, width: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Number and cells of the rows below the headers that hold something."""
        for number, cells in enumerate(_rows_of(worksheet, width), start=1):
            if number > EXCEL_ROWS:
                raise damaged()
            if number > 1 and any(not _is_blank(cell.value) for cell in cells):
                yield number, cells

    def _count_row(self) -> None:
        self._rows_seen += 1
        if self._rows_seen > MOST_ROWS:
            self._findings.add(
                _("The workbook has more than %(most)d rows. Divide it into several, by project.")
                % {"most": MOST_ROWS}
            )
            raise WorkbookRefused(self._findings)

    def _value(
        self, sheet: Sheet[Any], column: Column, cell: Cell, number: int, *, upright: bool = False
    ) -> Any:
        """The typed value of a cell, the blank of its kind, or _BAD with a fault noted."""
        value = cell.value
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value).strip()
        if value is None or value == "":
            if not column.required:
                return column.kind.blank
            problem = _("The field is empty. Fill it in.") if upright else _("The cell is empty. Fill it in.")
            self._findings.add(problem, sheet=sheet.name, row=number, column=column.header)
            return _BAD
        try:
            return self._read(column, cell, value)
        except Wrong as wrong:
            self._findings.add(
                str(wrong),
                sheet=sheet.name,
                row=number,
                column=column.header,
                value="" if column.kind.private else value,
            )
            return _BAD

    def _read(self, column: Column, cell: Cell, value: object) -> Any:
        is_date = isinstance(column.kind, Day)
        if cell.data_type == "f":
            raise Wrong(
                _("The cell holds a formula. Replace it by its value: copy, then paste the value only.")
            )
        if cell.data_type == "e":
            raise Wrong(
                _("There is no such day. Check the date.")
                if is_date
                else _("The cell holds an error. Replace it by its value.")
            )
        if isinstance(value, str) and _CONTROL.search(value):
            raise Wrong(_("The text holds signs that can't be shown. Write it anew."))
        if isinstance(value, int | float) and not isinstance(value, bool):
            if is_date:
                raise Wrong(explain_number(value, self._epoch))
            if column.kind.per_cent and "%" in _number_format(cell):
                value = value * 100
        return column.kind.read(value)


class _StrayValues:
    """Notes columns with values under no header."""

    def __init__(self, headers: tuple[Cell, ...], width: int) -> None:
        titled = {index for index, cell in enumerate(headers) if not _is_blank(cell.value)}
        self._untitled = [index for index in range(width) if index not in titled]
        self._found: set[int] = set()

    def look(self, cells: tuple[Cell, ...]) -> None:
        self._found.update(index for index in self._untitled if not _is_blank(cells[index].value))

    @property
    def letters(self) -> list[str]:
        return [get_column_letter(index + 1) for index in sorted(self._found)]


def _rows_of(worksheet: StreamedSheet, width: int, last_row: int | None = None) -> Iterator[tuple[Cell, ...]]:
    """The worksheet's rows, each `width` cells wide. Raises WorkbookRefused where the file is damaged."""
    rows = worksheet.iter_rows(max_col=width, max_row=last_row)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except DAMAGED:
            raise damaged() from None
        yield row


def _without_blank_end(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    # All but a few of the columns that a sheet may have are the library's one filler.
    held = (number for number, cell in enumerate(cells, 1) if cell is not EMPTY_CELL)
    end = max((number for number in held if not _is_blank(cells[number - 1].value)), default=0)
    return cells[:end]


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number_format(cell: Cell) -> str:
    try:
        return str(cell.number_format)
    except DAMAGED:
        raise damaged() from None
