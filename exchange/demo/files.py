"""Rows into files, in the sheets and columns of exchange/workbook/columns.py."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from exchange.demo import linkopingsmodellen, navigator
from exchange.demo.book import Book
from exchange.workbook.columns import FIELD, SHEETS, VALUE, Sheet

BOOKS: tuple[Callable[[], Book], ...] = (
    linkopingsmodellen.book,
    navigator.book,
)
# A date of its own would make every rebuild differ.
WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001  spreadsheets know no time zones
HEADER = Font(bold=True)
WIDTH = 18


def write_workbook(book: Book, path: Path) -> None:
    """Write a book to a file. Empty sheets keep their headers, so that they can be filled in."""
    file = Workbook(write_only=False)
    file.remove(file.worksheets[0])
    file.properties.creator = "Jobbredo"
    file.properties.created = file.properties.modified = WRITTEN
    for sheet in SHEETS:
        _fill(file.create_sheet(sheet.name), sheet, book)
    file.save(path)


def _fill(page: Worksheet, sheet: Sheet[Any], book: Book) -> None:
    rows = book.rows.get(sheet.name, [])
    for row in rows:
        if strange := row.keys() - sheet.columns.keys():
            raise KeyError(f"{sheet.name}: {sorted(strange)}")
    if sheet.upright:
        page.append([FIELD, VALUE])
        for attribute, column in sheet.columns.items():
            page.append([column.header, rows[0].get(attribute)])
    else:
        page.append([column.header for column in sheet.columns.values()])
        for row in rows:
            page.append([None if row.get(attribute) == "" else row.get(attribute) for attribute in sheet.columns])
    for cell in page[1]:
        cell.font = HEADER
    for column_cells in page.iter_cols(min_row=1, max_row=1):
        page.column_dimensions[column_cells[0].column_letter].width = WIDTH
    page.freeze_panes = "A2"
