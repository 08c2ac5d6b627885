"""From cells to typed rows: headers, sheets, and each kind of value."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

import pytest

from exchange.workbook.columns import (
    ATTENDANCE,
    COMPANIES,
    EPISODES,
    PARTICIPANTS,
    READINESS,
    SHEETS,
    Row,
)
from tests.exchange.inspecting import faults_of, inspect, notices_of, only_fault
from tests.exchange.workbooks import good, repacked


def test_every_column_is_an_attribute_of_its_row() -> None:
    for sheet in SHEETS:
        assert issubclass(sheet.row_type, Row)
        assert sheet.columns
        assert len({column.header for column in sheet.columns.values()}) == len(sheet.columns)


def test_rows_come_typed() -> None:
    book, _ = inspect(good())
    assert book.project is not None
    assert book.project.start == dt.date(2008, 8, 1)
    assert book.project.indicator_sets == ("L", "E07")
    assert book.project.age_bands == ("16-24", "25-54")
    assert book.project.phases == ("Start", "Mitten", "Mål")
    first = book.rows(PARTICIPANTS)[0]
    assert first.personal_number is not None
    assert first.personal_number.digits == "199005202388"
    assert (first.gender, first.birth_country, first.reduced_work_capacity) == ("woman", "SO", "declined")
    assert (first.hours_wanted, first.education_level) == (Decimal("37.5"), "2")
    assert (first.exit_cause, first.exit_destination) == ("moved", "job_seeking")
    assert not first.protected_identity
    assert book.rows(READINESS)[0].states == {"A1": "met", "D2": "partly"}
    assert [row.minutes for row in book.rows(ATTENDANCE)] == [75, 50]
    assert book.rows(COMPANIES)[0].organisation_number == "5560001111"


def test_empty_cells_are_not_recorded() -> None:
    book, _ = inspect(good())
    row = book.rows(PARTICIPANTS)[2]
    assert (row.first_name, row.birth_date, row.end, row.exit_cause, row.hours_wanted) == (
        "",
        None,
        None,
        "",
        None,
    )


# Headers and sheets


def test_order_case_and_spaces_of_headers_do_not_matter() -> None:
    draft = good()
    for rows in draft.sheets.values():
        for row in rows:
            row.reverse()
    draft.sheets = {f" {name.upper()} ": rows for name, rows in reversed(draft.sheets.items())}
    for rows in draft.sheets.values():
        rows[0] = [f"  {header.upper()}  " for header in rows[0]]
    assert notices_of(draft) == []


def test_an_explanation_in_brackets_is_no_part_of_a_header() -> None:
    draft = good()
    draft.rename_column("Insatser", "Yrke", "Yrke (SSYK 2012)")
    draft.rename_column("Företag", "Andel kvinnor", "Andel kvinnor (%)")
    book, _ = inspect(draft)
    assert book.rows(EPISODES)[1].occupation == "5321"
    assert book.rows(COMPANIES)[0].women_share == 25


def test_letters_written_as_two_signs_are_the_same_letters() -> None:
    draft = good()
    expected = [inspect(draft)[0].rows(sheet) for sheet in SHEETS]
    draft.sheets = {
        unicodedata.normalize("NFD", name): [
            [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
        for name, rows in draft.sheets.items()
    }
    assert [inspect(draft)[0].rows(sheet) for sheet in SHEETS] == expected
    assert inspect(draft)[0].rows(PARTICIPANTS)[0].last_name == "Örn"


@pytest.mark.parametrize("name", ["Projekt", "Deltagare"])
def test_a_missing_sheet_is_a_fault(name: str) -> None:
    draft = good()
    del draft.sheets[name]
    missing = [fault for fault in faults_of(draft) if fault.row is None]
    assert [(fault.sheet, "missing" in fault.problem) for fault in missing] == [(name, True)]


def test_the_other_sheets_may_be_missing() -> None:
    draft = good()
    draft.sheets = {name: draft.sheets[name] for name in ("Projekt", "Målgrupper", "Deltagare")}
    assert notices_of(draft) == []


def test_two_sheets_of_one_name_are_a_fault() -> None:
    draft = good()
    draft.sheets["deltagare "] = [["Deltagar-id", "Startdatum"]]
    assert only_fault(draft).sheet == "Deltagare"


def test_an_unknown_sheet_is_told() -> None:
    draft = good()
    draft.sheets["Anteckningar"] = [["Fritt"], ["Text"]]
    assert notices_of(draft) == ["Sheet Anteckningar: The format has no such sheet; it was not read."]


def test_an_unknown_column_is_told() -> None:
    draft = good()
    draft.sheets["Försörjning"][0].append("Belopp")
    draft.sheets["Försörjning"][1].append(7000)
    assert notices_of(draft) == ["Sheet Försörjning: The format has no column Belopp; it was not read."]


def test_an_unknown_field_is_told() -> None:
    draft = good()
    draft.set_field("Motto", "Framåt")
    assert notices_of(draft) == ["Sheet Projekt: The format has no field Motto; it was not read."]


def test_values_under_no_header_are_told() -> None:
    draft = good()
    draft.sheets["Försörjning"][1].append("slängd")
    assert notices_of(draft) == ["Sheet Försörjning: Column E has values but no header; it was not read."]


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        (sheet.name, column.header)
        for sheet in SHEETS
        for column in sheet.columns.values()
        if column.required and not sheet.upright
    ],
)
def test_a_missing_required_column_is_a_fault(sheet: str, header: str) -> None:
    draft = good()
    draft.rename_column(sheet, header, "Något annat")
    fault = next(fault for fault in faults_of(draft) if fault.sheet == sheet)
    assert (fault.row, fault.column) == (None, header)
    assert "The column is missing" in fault.problem


@pytest.mark.parametrize("label", ["Namn", "Projektägare", "Start", "Slut"])
def test_a_missing_required_field_is_a_fault(label: str) -> None:
    draft = good()
    draft.sheets["Projekt"] = [row for row in draft.sheets["Projekt"] if row[0] != label]
    fault = only_fault(draft)
    assert (fault.sheet, fault.column) == ("Projekt", label)


def test_two_columns_of_one_header_are_a_fault() -> None:
    draft = good()
    draft.sheets["Deltagare"][0].append(" startdatum")
    fault = only_fault(draft)
    assert (fault.sheet, fault.row, fault.column) == ("Deltagare", 1, "Startdatum")


def test_a_field_that_stands_twice_is_a_fault() -> None:
    draft = good()
    draft.sheets["Projekt"].append(["Region", "Öst"])
    draft.sheets["Projekt"].append(["region", "Väst"])
    fault = only_fault(draft)
    assert (fault.sheet, fault.row, fault.column) == ("Projekt", len(draft.sheets["Projekt"]), "region")


# Rows


def test_ten_thousand_empty_rows_are_nothing() -> None:
    draft = good()
    width = len(draft.sheets["Deltagare"][0])
    draft.sheets["Deltagare"][2:2] = [[None] * (width - 1) + [" "]] * 10_000
    book, findings = inspect(draft)
    assert findings.faults == []
    assert [row.row for row in book.rows(PARTICIPANTS)] == [2, 10_003, 10_004, 10_005]


def test_what_the_file_says_of_its_size_is_not_believed() -> None:
    def lie(_name: str, content: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:B2"', content)

    book, _ = inspect(repacked(good().file(), lie))
    assert len(book.rows(PARTICIPANTS)) == 4


def test_merged_cells_are_a_fault() -> None:
    draft = good()
    draft.merges = {"Deltagare": ["B3:C3"]}
    assert "B3:C3 are merged" in only_fault(draft).problem
    assert only_fault(draft).sheet == "Deltagare"


def test_merged_cells_in_an_unknown_sheet_are_nothing() -> None:
    draft = good()
    draft.sheets["Försättsblad"] = [["Rubrik", None]]
    draft.merges = {"Försättsblad": ["A1:B1"]}
    assert faults_of(draft) == []


def test_an_empty_sheet_is_as_good_as_none() -> None:
    draft = good()
    draft.sheets["CV"] = []
    draft.sheets["Mål"] = [[], [None, " "]]
    assert notices_of(draft) == []


@pytest.mark.parametrize("name", ["Projekt", "Deltagare"])
def test_an_empty_sheet_that_must_be_there_is_a_fault(name: str) -> None:
    draft = good()
    draft.sheets[name] = []
    assert {fault.column for fault in faults_of(draft) if fault.sheet == name} >= (
        {"Fält", "Värde"} if name == "Projekt" else {"Deltagar-id", "Startdatum"}
    )


def test_rows_below_no_headers_are_a_fault() -> None:
    draft = good()
    draft.sheets["Mål"] = [[], ["L1", 60]]
    assert {fault.column for fault in faults_of(draft)} == {"Indikator", "Målvärde"}
