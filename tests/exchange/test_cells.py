"""Each kind of value in a cell, and what is said of one that can't be read."""

import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from exchange.workbook.columns import (
    COMPANIES,
    GOALS,
    PARTICIPANTS,
    SHEETS,
)
from exchange.workbook.kinds import Text
from tests.exchange.inspecting import faults_of, inspect, only_fault
from tests.exchange.workbooks import MANS_NUMBER, WOMANS_NUMBER, good, repacked, with_shared_texts

# Cells: (sheet, row, header, value, part of the message)
BAD_CELLS: list[tuple[str, int, str, Any, str]] = [
    ("Deltagare", 2, "Kön", "qvinna", "Write one of: kvinna, man, icke-binär, okänt."),
    ("Deltagare", 2, "Avslutsorsak", "vet inte", "flytt"),
    ("Deltagare", 2, "Skyddade personuppgifter", "kanske", "Write one of: ja, nej."),
    ("Deltagare", 2, "Skyddade personuppgifter", True, "Write one of: ja, nej."),
    ("Deltagare", 2, "Födelseland", "Somalia", "two letters"),
    ("Deltagare", 2, "Utbildningsnivå", 9, "0 to 8"),
    ("Deltagare", 2, "Utbildningsnivå", 2.5, "Write it as text."),
    ("Deltagare", 2, "Coach", "Karin", "e-mail"),
    ("Deltagare", 2, "Coach", f"{'k' * 60}@{'exempel.' * 30}se", "e-mail"),
    ("Deltagare", 2, "Startdatum", None, "The cell is empty."),
    ("Deltagare", 2, "Startdatum", "  ", "The cell is empty."),
    ("Deltagare", 2, "Startdatum", "2009-02-30", "There is no such day."),
    ("Deltagare", 2, "Startdatum", "1 september 2008", "ÅÅÅÅ-MM-DD"),
    ("Deltagare", 2, "Startdatum", "080901", "ÅÅÅÅ-MM-DD"),
    (
        "Deltagare",
        2,
        "Startdatum",
        dt.datetime.combine(dt.date(2008, 9, 1), dt.time(14, 30)),
        "a time of day",
    ),
    ("Deltagare", 2, "Startdatum", dt.time(8, 30), "ÅÅÅÅ-MM-DD"),
    ("Deltagare", 2, "Startdatum", True, "ÅÅÅÅ-MM-DD"),
    ("Deltagare", 2, "Startdatum", 39692, "If it stands for 2008-09-01"),
    ("Deltagare", 2, "Startdatum", 20080901, "Write it as 2008-09-01."),
    ("Deltagare", 2, "Startdatum", -5, "a number, not a date"),
    ("Deltagare", 2, "Startdatum", 1e30, "a number, not a date"),
    ("Deltagare", 2, "Startdatum", "2209-01-01", "not between"),
    ("Deltagare", 2, "Startdatum", "=TODAY()", "formula"),
    ("Deltagare", 2, "Önskade timmar per vecka", 169, "0 to 168"),
    ("Deltagare", 2, "Önskade timmar per vecka", -1, "0 to 168"),
    ("Deltagare", 2, "Önskade timmar per vecka", "heltid", "Write a number."),
    ("Deltagare", 2, "Önskade timmar per vecka", "NaN", "Write a number."),
    ("Deltagare", 2, "Önskade timmar per vecka", "1e400", "Write a number."),
    ("Deltagare", 2, "Önskade timmar per vecka", 1e300, "Write a number."),
    ("Deltagare", 2, "Önskade timmar per vecka", 37.125, "at most 2 decimals"),
    ("Deltagare", 2, "Önskade timmar per vecka", "=40/2", "formula"),
    ("Deltagare", 2, "Önskade timmar per vecka", dt.date(2008, 9, 1), "Write a number."),
    ("Deltagare", 2, "Önskade timmar per vecka", "#DIV/0!", "error"),
    ("Deltagare", 2, "Anvisad av", "x" * 201, "longer than 200"),
    ("Deltagare", 2, "Deltagar-id", "x" * 51, "longer than 50"),
    ("Deltagare", 2, "Deltagar-id", 1.5, "Write it as text."),
    ("Insatser", 3, "Timmar per vecka", 200, "0 to 168"),
    ("Insatser", 3, "Yrke", "vårdbiträde", "1 to 4 digits"),
    ("Insatser", 2, "Organisationsnummer", "55600-1111", "ten digits"),
    ("Närvaro", 2, "Timmar", 24.5, "0 to 24"),
    ("Närvaro", 2, "Timmar", -1, "0 to 24"),
    ("Närvaro", 3, "Minuter", 50.5, "whole number"),
    ("Närvaro", 3, "Minuter", 1441, "0 to 1440"),
    ("Mål", 2, "Målvärde", "många", "Write a number."),
    ("Mål", 2, "Indikator", "sextio procent", "such as L1"),
    ("Mål", 3, "Ålder", "16 till 24", "16-24"),
    ("Målgrupper", 2, "Mål", -1, "whole number"),
    ("Företag", 2, "Kommun", "Linköping", "4 digits"),
    ("Företag", 2, "SNI", "256201", "1 to 5 digits"),
    ("Företag", 2, "Andel kvinnor", 101, "0 to 100"),
    ("Jobbredo", 2, "A1", "klart", "uppfyllt, delvis, ej uppfyllt"),
    ("Försörjning", 2, "Källa", "sparpengar", "lön"),
    ("Enkät", 2, "Svar", "kanske", "ja, nej, vet ej"),
    ("Enkät", 3, "Svar", 6, "1, 2, 3, 4, 5"),
    ("Uppföljning", 2, "Typ", "1 år", "90 dagar, 6 månader"),
    ("CV", 2, "Typ", "hobby", "erfarenhet"),
    ("Handledare", 2, "Utbildad datum", "i våras", "ÅÅÅÅ-MM-DD"),
]


@pytest.mark.parametrize(("sheet", "row", "header", "value", "message"), BAD_CELLS)
def test_a_bad_cell_is_named_with_place_value_and_remedy(
    sheet: str, row: int, header: str, value: Any, message: str
) -> None:
    draft = good()
    draft.set(sheet, row, header, value)
    fault = next(fault for fault in faults_of(draft) if fault.column == header)
    assert (fault.sheet, fault.row) == (sheet, row)
    assert message in fault.problem
    assert fault.value == ("" if value is None or not str(value).strip() else str(value))


@pytest.mark.parametrize(
    ("label", "value", "message"),
    [
        ("Start", "när det passar", "ÅÅÅÅ-MM-DD"),
        ("Namn", None, "The field is empty."),
        ("Beviljat ESF-stöd", -1, "whole number"),
        ("Beviljat ESF-stöd", 10.5, "whole number"),
        ("Indikatoruppsättningar", "L, Q", "There is no indicator set Q."),
        ("Åldersband", "16-24, 20-54", "overlap"),
        ("Åldersband", "unga", "16-24"),
        ("Minsta timmar i arbete", 170, "0 to 168"),
        ("Trappsteg", "Start, Mål, Start", "stands twice"),
        ("Försörjningsstöd per månad", "7 tusen", "Write a number."),
    ],
)
def test_a_bad_field_of_the_project_is_named(label: str, value: Any, message: str) -> None:
    draft = good()
    draft.set_field(label, value)
    fault = next(fault for fault in faults_of(draft) if fault.sheet == "Projekt")
    row = next(number for number, cells in enumerate(draft.sheets["Projekt"], start=1) if cells[0] == label)
    assert (fault.row, fault.column) == (row, label)
    assert message in fault.problem


def test_numbers_may_have_comma_spaces_and_per_cent() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Önskade timmar per vecka", "37,5")
    draft.set("Mål", 2, "Målvärde", "60 %")
    draft.set_field("Beviljat ESF-stöd", "4 000\N{NO-BREAK SPACE}000")
    book, _ = inspect(draft)
    assert book.rows(PARTICIPANTS)[0].hours_wanted == Decimal("37.5")
    assert book.rows(GOALS)[0].value == 60
    assert book.project is not None
    assert book.project.esf_grant == 4_000_000


def test_a_cell_formatted_as_per_cent_counts_as_it_is_shown() -> None:
    draft = good()
    draft.set("Mål", 2, "Målvärde", 0.07)
    draft.set("Mål", 3, "Målvärde", 0.6)
    draft.formats = {("Mål", "Målvärde"): "0%"}
    assert [row.value for row in inspect(draft)[0].rows(GOALS)] == [7, 60]


def test_codes_that_lost_their_zeros_in_a_number_cell_get_them_back() -> None:
    draft = good()
    draft.set("Företag", 2, "Kommun", 580)
    draft.set("Företag", 2, "Organisationsnummer", 5560001111)
    row = inspect(draft)[0].rows(COMPANIES)[0]
    assert (row.municipality_code, row.organisation_number) == ("0580", "5560001111")


def test_an_id_may_be_a_number_cell() -> None:
    draft = good()
    for rows in draft.sheets.values():
        for row in rows[1:]:
            if row[0] == "D1":
                row[0] = 1.0
    assert inspect(draft)[0].rows(PARTICIPANTS)[0].participant == "1"


def test_text_that_begins_like_a_formula_is_text() -> None:
    draft = good()
    texts = ["+46", "-", "@hemma", "=SUMMA(A1)"]
    for text in texts[:3]:
        draft.add("Deltagare", Deltagar_id=text, Startdatum=dt.date(2008, 10, 1), Anvisad_av=text)
    draft.add("Deltagare", Deltagar_id="D9", Startdatum=dt.date(2008, 10, 1), Anvisad_av="FORMELTEXT")

    book, findings = inspect(
        repacked(draft.file(), lambda _name, content: content.replace(b"FORMELTEXT", b"=SUMMA(A1)"))
    )
    assert findings.faults == []
    assert [row.referred_by for row in book.rows(PARTICIPANTS)[4:]] == texts


def test_texts_kept_in_a_table_of_their_own_are_the_same() -> None:
    draft = good()
    expected = [inspect(draft)[0].rows(sheet) for sheet in SHEETS]
    book, findings = inspect(with_shared_texts(draft.file()))
    assert findings.faults == []
    assert [book.rows(sheet) for sheet in SHEETS] == expected


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_are_the_same_in_both_date_systems(epoch: dt.datetime | None) -> None:
    draft = good()
    draft.epoch = epoch
    row = inspect(draft)[0].rows(PARTICIPANTS)[0]
    assert (row.birth_date, row.start) == (dt.date(1990, 5, 20), dt.date(2008, 9, 1))


def test_a_bare_number_is_explained_in_the_workbooks_own_date_system() -> None:
    draft = good()
    draft.epoch = CALENDAR_MAC_1904
    draft.set("Deltagare", 4, "Startdatum", 39692 - 1462)
    assert "2008-09-01" in only_fault(draft).problem


def test_a_date_cell_with_an_impossible_day_is_a_fault() -> None:
    draft = good()
    draft.set("Deltagare", 4, "Slutdatum", -700_000)
    draft.formats = {("Deltagare", "Slutdatum"): "yyyy-mm-dd"}
    fault = only_fault(draft)
    assert (fault.row, fault.column) == (4, "Slutdatum")
    assert "There is no such day." in fault.problem


def test_control_signs_in_a_text_are_a_fault() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Anvisad av", "tal\x7f")
    fault = only_fault(draft)
    assert "signs" in fault.problem
    assert "\x7f" not in str(fault)


def test_a_cell_without_a_style_of_its_own_is_damage() -> None:
    def unstyle(_name: str, content: bytes) -> bytes:
        return re.sub(rb'(<c r="B2"[^>]*) s="\d+"', rb"\1", content).replace(
            b'<c r="B2"', b'<c r="B2" s="999"'
        )

    assert "damaged" in only_fault(repacked(good().file(), unstyle)).problem


# Personal numbers

# Columns that take any text, and the one that is for personal numbers.
CHOICES = ("Målgrupp", "Överordnad", "Trappsteg", "Svar")
FREE = [
    (PARTICIPANTS, "personal_number"),
    *(
        (sheet, name)
        for sheet in SHEETS
        for name, column in sheet.columns.items()
        if isinstance(column.kind, Text) and column.header not in CHOICES
    ),
]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("19900520-2389", "last digit"),
        ("19900230-2388", "a day that does not exist"),
        ("900520-2388", "twelve digits"),
        ("900520+2388", "twelve digits"),
        ("nittio", "twelve digits"),
        (900520.5, "Write it as text."),
    ],
)
def test_a_broken_personal_number_is_a_fault_and_never_repeated(number: Any, message: str) -> None:
    draft = good()
    draft.set("Deltagare", 2, "Personnummer", number)
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (2, "Personnummer", "")
    assert message in fault.problem
    assert str(number) not in str(fault)


def test_a_personal_number_may_be_a_number_cell() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Personnummer", 199005202388)
    row = inspect(draft)[0].rows(PARTICIPANTS)[0]
    assert row.personal_number is not None
    assert row.personal_number.digits == "199005202388"


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        (sheet.name, column.header)
        for sheet in SHEETS
        for name, column in sheet.columns.items()
        if not sheet.upright and (sheet, name) not in FREE
    ],
)
def test_a_personal_number_in_another_column_is_not_repeated(sheet: str, header: str) -> None:
    draft = good()
    draft.set(sheet, 2, header, MANS_NUMBER)
    faults = faults_of(draft)
    assert faults
    assert not any(part in str(fault) for fault in faults for part in (MANS_NUMBER, "2393"))


@pytest.mark.parametrize("number", [WOMANS_NUMBER, WOMANS_NUMBER.replace("-", ""), WOMANS_NUMBER[2:]])
def test_a_participants_id_must_not_be_a_personal_number(number: str) -> None:
    draft = good()
    draft.set("Deltagare", 5, "Deltagar-id", number)
    fault = only_fault(draft)
    assert "must not be a personal number" in fault.problem
    assert number not in str(fault)


@pytest.mark.parametrize("header", ["Förnamn", "Efternamn"])
def test_a_name_is_not_repeated(header: str) -> None:
    draft = good()
    draft.set("Deltagare", 2, header, "Rakel" * 30)
    fault = only_fault(draft)
    assert fault.column == header
    assert "Rakel" not in str(fault)


def test_a_fault_is_one_line() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Kön", "kvinna\neller\tman " + "x" * 100)
    line = str(only_fault(draft))
    assert line.startswith("Sheet Deltagare, row 2, column Kön, ”kvinna eller man xxx")
    assert "\n" not in line
    assert len(line) < 200


def test_many_faults_are_counted_beyond_the_first_thousand() -> None:
    draft = good()
    for number in range(1005):
        draft.add("Försörjning", Deltagar_id="D1", Källa="fel", Från=f"{number}")
    _, findings = inspect(draft)
    lines = list(findings.lines())
    assert len(lines) == 1001
    assert lines[-1] == "… and 1010 more faults."


def test_an_open_file_is_left_open() -> None:
    file = good().file()
    inspect(file)
    assert isinstance(file, io.BytesIO)
    assert not file.closed
