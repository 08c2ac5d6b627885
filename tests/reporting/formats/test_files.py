"""CSV and XLSX: the same numbers as the JSON, one by one, and no word of a user's is ever a formula."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.utils.translation import override
from openpyxl import Workbook

from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.formats import FORMATS, write_file
from reporting.formats.csv import COLUMNS, NUMBERS
from reporting.output import as_json, dumps
from tests.reporting.full import END, full_figures

type Json = dict[str, Any]
AXES = ("gender", "age", "group")
SETS = pytest.mark.parametrize("code", CATALOGUE)


@cache
def stored(code: str) -> bytes:
    return dumps(as_json(full_figures(code)))


def report(code: str) -> Json:
    """The report of a set, for a test to spoil."""
    written: Json = json.loads(stored(code))
    return written


def rows(written: Json) -> list[dict[str, str]]:
    text = write_file(written, FORMATS["csv"]).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def book(written: Json) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_file(written, FORMATS["xlsx"])))


def parts(stat: Json | int | str) -> Json:
    """What a number consists of."""
    made = stat if isinstance(stat, dict) else {"value": stat}
    return {part: made[part] for part in NUMBERS if made.get(part) is not None}


def numbers(stat: Json | int | str) -> dict[str, Decimal]:
    return {part: Decimal(value) for part, value in parts(stat).items()}


def expected_rows(written: Json) -> Iterator[tuple[str, ...]]:
    """Code, table, row, place, numbers, straight from the JSON."""
    for figure in written["indicators"]:
        tables = [("main", figure, figure["total"])]
        for place in ("beside", "tables"):
            tables += [(name, side, side.get("total")) for name, side in figure.get(place, {}).items()]
        for name, table, total in tables:
            if not figure["recorded"]:
                yield (figure["code"], name, "not_recorded", "", "", "", "{}")
                continue
            for cell in table["cells"]:
                yield (figure["code"], name, "cell", *placed(cell), str(numbers(cell)))
            if total is not None:
                yield (figure["code"], name, "total", "", "", "", str(numbers(total)))
        for target in figure["targets"] if figure["recorded"] else ():
            yield (figure["code"], "main", "target", *placed(target), str(numbers(target["outcome"])))


def placed(cell: Json) -> list[str]:
    words = [cell.get(axis, "") for axis in AXES]
    return [f"'{word}" if word[:1] in "=+-@" and word else word for word in words]


class TestCsv:
    @SETS
    def test_holds_every_number_of_the_json_and_no_other(self, code: str) -> None:
        written = report(code)
        found = [
            (
                row["code"],
                row["table"],
                row["row"],
                *(row[axis] for axis in AXES),
                str({part: Decimal(row[part].replace(",", ".")) for part in NUMBERS if row[part]}),
            )
            for row in rows(written)
            if row["row"] != "definition"
        ]
        assert sorted(found) == sorted(expected_rows(written))
        assert {row["set"] for row in rows(written)} == {code}

    @SETS
    def test_holds_the_targets(self, code: str) -> None:
        written = report(code)
        found = {
            row["code"]: row["target"].replace(",", ".")
            for row in rows(written)
            if (row["table"], row["row"]) == ("main", "total")
        }
        assert {code: Decimal(target) for code, target in found.items()} == {
            figure["code"]: Decimal(str(next(iter(figure["target"].values()))))
            for figure in written["indicators"]
            if figure["recorded"]
        }

    def test_is_as_swedish_excel_opens_it(self) -> None:
        content = write_file(report("L"), FORMATS["csv"])
        assert content.startswith(b"\xef\xbb\xbfset;code;label;table;row;gender;age;group;value;")
        assert content.endswith(b"\r\n")
        text = content.decode("utf-8-sig")
        assert text.splitlines()[0].split(";") == list(COLUMNS)
        assert "." not in "".join(row["percent"] + row["mean"] + row["target"] for row in rows(report("L")))

    def test_says_in_a_word_what_is_not_recorded(self) -> None:
        row = next(row for row in rows(report("E21")) if row["code"] == "EECO16")
        assert row["row"] == "not_recorded"
        assert row["value"] == ""

    def test_makes_text_of_what_begins_as_a_formula(self) -> None:
        groups = {row["group"] for row in rows(report("K"))}
        assert "'=långtidsarbetslösa" in groups
        assert "=långtidsarbetslösa" not in groups

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
    def test_makes_text_of_every_such_sign(self, sign: str) -> None:
        written = report("L")
        written["indicators"][0]["label"] = f"{sign}1+1"
        assert rows(written)[0]["label"] == f"'{sign}1+1"


class TestXlsx:
    @SETS
    def test_overview_has_every_total_as_a_number(self, code: str) -> None:
        written = report(code)
        sheet = book(written).worksheets[0]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
        order = ["value", "numerator", "denominator", "percent", "n", "mean", "median"]
        expected = []
        for figure in written["indicators"]:
            if not figure["recorded"]:
                with override("sv"):
                    expected.append([figure["code"], figure["label"], str(wording.NOT_RECORDED)])
                continue
            goal = Decimal(str(next(iter(figure["target"].values()))))
            expected.append([figure["code"], figure["label"], *self.cells(figure["total"], order), goal])
            for side in figure.get("beside", {}).values():
                label = f"{figure['label']}: {side['label']}"
                expected.append([figure["code"], label, *self.cells(side["total"], order), None])
        assert [self.trimmed(line) for line in lines] == [self.trimmed(line) for line in expected]

    @SETS
    def test_has_a_sheet_for_each_table_with_every_cell_of_it(self, code: str) -> None:
        written = report(code)
        sheets = iter(book(written).worksheets[2:-1])  # between overview and targets, and definitions
        for figure in written["indicators"]:
            tables = [figure]
            for place in ("beside", "tables"):
                tables += figure.get(place, {}).values()
            for table in tables:
                if table["cells"]:
                    self.compare(next(sheets), table, figure["code"])
        assert next(sheets, None) is None

    def compare(self, sheet: Any, table: Json, code: str) -> None:
        assert sheet.title == code or sheet.title.startswith(f"{code} ")
        axes = [axis for axis in AXES if any(axis in cell for cell in table["cells"])]
        order = [part for part in NUMBERS if part in table["cells"][0]]
        with override("sv"):
            said: dict[str, Any] = {"gender": wording.gender, "age": wording.age, "group": str}
            expected = [
                [*(said[axis](cell[axis]) for axis in axes), *self.cells(cell, order)]
                for cell in table["cells"]
            ]
            if "total" in table and axes:
                blanks = [None] * (len(axes) - 1)
                expected.append([wording.total(), *blanks, *self.cells(table["total"], order)])
        found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [self.trimmed(row) for row in found] == [self.trimmed(row) for row in expected]

    @staticmethod
    def cells(stat: Json | int | str, order: list[str]) -> list[Decimal | None]:
        found = numbers(stat)
        return [found.get(part) for part in order]

    @staticmethod
    def trimmed(row: list[Any]) -> list[Any]:
        """Numbers as exact ones; empty places at the end don't matter, nor does how a blank is written."""
        values = [
            Decimal(str(value)) if isinstance(value, int | float | Decimal) else (value or None)
            for value in row
        ]
        while values and values[-1] is None:
            values.pop()
        return values

    @SETS
    def test_has_numbers_and_text_and_nothing_that_computes(self, code: str) -> None:
        made = book(report(code))
        kinds = {cell.data_type for sheet in made for row in sheet.iter_rows() for cell in row if cell.value}
        assert kinds == {"n", "s"}

    @SETS
    def test_has_names_of_sheets_that_excel_takes(self, code: str) -> None:
        names = book(report(code)).sheetnames
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
        assert len({name.casefold() for name in names}) == len(names)
        assert not any(name.startswith("'") or name.endswith("'") for name in names)

    def test_takes_no_formula_from_a_word(self) -> None:
        written = report("K")
        first = written["indicators"][0]
        first["label"] = '=HYPERLINK("http://x", "y")'
        first["definition"] = "#N/A"
        made = book(written)
        cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
        words = {cell.value: cell for cell in cells if isinstance(cell.value, str)}
        assert made.worksheets[0]["A1"].value == "=Prov"
        for word in ("=Prov", "=långtidsarbetslösa", first["label"], "#N/A"):
            assert words[word].data_type == "s"
        assert words["=Prov"].quotePrefix
        assert not words["#N/A"].quotePrefix

    def test_takes_words_with_signs_that_a_file_cannot_hold(self) -> None:
        written = report("L")
        written["project"] = "A\x0bB"
        assert book(written).worksheets[0]["A1"].value == "A B"

    def test_tells_sheets_apart_whose_names_would_be_the_same(self) -> None:
        written = report("L")
        for side in written["indicators"][1]["beside"].values():
            side["label"] = "Samma [namn]: för/alla, och långt därtill"
        names = [name for name in book(written).sheetnames if name.startswith("L2 Samma")]
        assert len(names) > 1
        assert names[1].endswith(" (2)")

    def test_has_the_definitions_last(self) -> None:
        written = report("S")
        sheet = book(written).worksheets[-1]
        words = {str(cell.value) for row in sheet.iter_rows() for cell in row}
        assert written["as_of"] in words
        assert "17" in words
        for figure in written["indicators"]:
            assert {figure["code"], figure["label"], figure["definition"], figure["source"]} <= words

    def test_prints_definitions_that_it_has_no_words_for(self) -> None:
        written = report("L")
        written["definitions"] |= {"new": {"a": 1, "b": [2, None]}}
        sheet = book(written).worksheets[-1]
        assert ("new", "a: 1; b: 2, ") in [(row[0].value, row[1].value) for row in sheet.iter_rows()]

    def test_names_nobody_and_is_the_same_each_time(self) -> None:
        written = report("L")
        content = write_file(written, FORMATS["xlsx"])
        properties = openpyxl.load_workbook(BytesIO(content)).properties
        day = dt.datetime.combine(END, dt.time())
        assert (properties.creator, properties.lastModifiedBy) == ("Jobbredo", None)
        assert (properties.created, properties.modified) == (day, day)
        assert {entry.date_time[0] for entry in ZipFile(BytesIO(content)).infolist()} == {1980}
        with override("en"):
            assert write_file(written, FORMATS["xlsx"]) == content


class TestTheJson:
    def test_is_what_is_stored_to_the_byte(self) -> None:
        written = report("L")
        assert write_file(written, FORMATS["json"]) == dumps(written)
