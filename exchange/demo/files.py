"""Rows into files, in the sheets and columns of exchange/workbook/columns.py."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exchange.demo import leanlink, linkopingsmodellen, navigator, sin, vagen_tillbaka
from exchange.demo.book import Book
from exchange.workbook.columns import FIELD, SHEETS, VALUE, Sheet

BOOKS: tuple[Callable[[], Book], ...] = (
    linkopingsmodellen.book,
    navigator.book,
    sin.book,
    vagen_tillbaka.book,
    leanlink.book,
)
FOLDER = Path(__file__).parent / "workbooks"
HEADER = Font(bold=True)
WIDTH = 18


def write_workbook(book: Book, target: Path | BinaryIO) -> None:
    """Write a book to a path or an open file.

    The cells come out the same every time; the file around them bears the time of writing.
    """
    file = Workbook()
    file.remove(file.worksheets[0])
    file.properties.creator = "Jobbredo"
    for sheet in SHEETS:
        _fill(file.create_sheet(sheet.name), sheet, book)
    file.save(target)


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
            page.append(
                [None if row.get(attribute) == "" else row.get(attribute) for attribute in sheet.columns]
            )
    for cell in page[1]:
        cell.font = HEADER
    for number in range(1, page.max_column + 1):
        page.column_dimensions[get_column_letter(number)].width = WIDTH
    page.freeze_panes = "A2"
