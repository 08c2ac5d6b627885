"""The demo workbooks as plain rows, read straight from the cells: nothing of the importer is used."""

import datetime as dt
from collections import defaultdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook

from exchange.demo import fotfaste
from exchange.demo.files import FOLDER, write_workbook

type Cells = dict[str, list[tuple[Any, ...]]]
type Row = dict[str, Any]

PAST = ("leanlink", "linkopingsmodellen", "navigator", "sin-projektet", "vagen-tillbaka")
DAYS = (
    dt.date(2026, 11, 21),
    dt.date(2026, 12, 31),
    dt.date(2027, 1, 1),
    dt.date(2027, 8, 31),
    dt.date(2028, 2, 29),
    dt.date(2028, 5, 1),
)


def cells_of(source: Path | BinaryIO) -> Cells:
    """Sheet → rows of values, headers included; dates as dates."""
    book = load_workbook(source)
    return {
        sheet.title: [
            tuple(value.date() if isinstance(value, dt.datetime) else value for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


class Sheets:
    """A workbook's rows by header, and what a person's rows say together."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def rows(self, sheet: str) -> list[Row]:
        headers, *rows = self.cells[sheet]
        return [dict(zip(headers, row, strict=True)) for row in rows]

    def of_each(self, sheet: str) -> dict[str, list[Row]]:
        """Deltagar-id → rows of the sheet."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(sheet):
            found[row["Deltagar-id"]].append(row)
        return found

    @property
    def frame(self) -> Row:
        return {row["Fält"]: row["Värde"] for row in self.rows("Projekt")}

    @property
    def enrolments(self) -> list[Row]:
        """Every enrolment but those registered by mistake."""
        return [row for row in self.rows("Deltagare") if row["Avslutsorsak"] != "felregistrerad"]

    @property
    def people(self) -> dict[str, Row]:
        """Deltagar-id → the person's first enrolment."""
        rows = sorted(self.enrolments, key=lambda row: row["Startdatum"], reverse=True)
        return {row["Deltagar-id"]: row for row in rows}


@cache
def past(name: str) -> Sheets:
    """One of the committed workbooks."""
    return Sheets(cells_of(FOLDER / f"{name}.xlsx"))


@cache
def present(day: dt.date) -> Sheets:
    """Fotfäste as it is loaded on a day."""
    file = BytesIO()
    write_workbook(fotfaste.book(day), file)
    return Sheets(cells_of(file))


def covers(row: Row, day: dt.date) -> bool:
    """Whether a period with Från and Till covers the day, both ends included."""
    return bool(row["Från"] <= day and (row["Till"] is None or row["Till"] >= day))
