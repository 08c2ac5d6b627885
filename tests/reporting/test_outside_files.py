"""Files of a report for outside, read back: where a number is hidden, none stands in its place."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.utils.translation import gettext, override

from reporting import wording
from reporting.catalogue.tied import IDENTITIES
from reporting.compute import Figures, Table
from reporting.disclosure import OutsideTable, for_outside
from reporting.formats import FORMATS, write_file
from reporting.formats.csv import NUMBERS
from reporting.formats.tables import HIDDEN, MAIN
from reporting.output import as_json
from reporting.stats import Hidden
from tests.reporting.print.printing import printed
from tests.reporting.sets import each_set
from tests.reporting.tagged_pdf import TaggedPdf
from tests.reporting.varied import varied

type Place = tuple[str, str, str]  # gender, age and group as a file names them; "" over all
type Numbers = dict[tuple[str, str], dict[Place, bool]]  # by code and table: whether each is hidden

# Where most has to be found that must be hidden, with what ties it; the files are written alike.
SETS = pytest.mark.parametrize("indicator_set", each_set(sorted(IDENTITIES), later=("K", "E07")))
AXES = ("gender", "age", "group")
TOTAL = ("", "", "")


@cache
def outside(indicator_set: str) -> Figures:
    return for_outside(varied(indicator_set, 90, 8))


def tables(indicator_set: str) -> Iterator[tuple[str, str, Table]]:
    for figure in outside(indicator_set).figures:
        if figure.recorded:
            yield figure.indicator.code, MAIN, figure.table
            for side in figure.sides:
                yield figure.indicator.code, side.side.name, side.table


@cache
def decided(indicator_set: str) -> Numbers:
    """Straight from the suppression: every place, and whether it is hidden."""
    found: Numbers = {}
    for code, name, table in tables(indicator_set):
        words = {group.code: group.word for group in table.groups}
        its = found.setdefault((code, name), {})
        for (gender, age, group), stat in table.places.items() if isinstance(table, OutsideTable) else ():
            if group is None or group in words:
                place = (gender or "", age or "", words[group] if group is not None else "")
                its[place] = isinstance(stat, Hidden)
    return found


def hidden_places(indicator_set: str) -> set[tuple[str, str, Place]]:
    return {
        (code, name, place)
        for (code, name), places in decided(indicator_set).items()
        for place, is_hidden in places.items()
        if is_hidden
    }


def file_of(indicator_set: str, form: str) -> bytes:
    return write_file(as_json(outside(indicator_set)), FORMATS[form])


def plain(word: str) -> str:
    return word.removeprefix("'")


@SETS
class TestWhereANumberIsHidden:
    def test_the_json_holds_none(self, indicator_set: str) -> None:
        expected = hidden_places(indicator_set)
        met = set()
        for figure in json.loads(file_of(indicator_set, "json"))["indicators"]:
            bodies = [(MAIN, figure)]
            bodies += [(n, body) for at in ("beside", "tables") for n, body in figure.get(at, {}).items()]
            for name, body in bodies:
                said = [(tuple(cell.get(axis, "") for axis in AXES), cell) for cell in body["cells"]]
                said.append((TOTAL, body.get("total") or {}))
                for place, stat in said:
                    if (figure["code"], name, place) in expected:
                        met.add((figure["code"], name, place))
                        assert set(stat) <= {*AXES, "hidden"}, (figure["code"], name, place)
        assert {(code, name, place) for code, name, place in expected - met if place != TOTAL} == set()

    def test_the_csv_holds_none(self, indicator_set: str) -> None:
        expected, met = hidden_places(indicator_set), set()
        text = file_of(indicator_set, "csv").decode("utf-8-sig")
        for row in csv.DictReader(StringIO(text), delimiter=";"):
            place = (row["code"], row["table"], tuple(plain(row[axis]) for axis in AXES))
            if row["row"] != "target" and place in expected:
                met.add(place)
                assert {row[part] for part in NUMBERS} <= {"", HIDDEN}, place
        assert len(met) > len(expected) / 2

    def test_the_workbook_holds_none(self, indicator_set: str) -> None:
        """A sheet for each table that has cells, in the order of the tables."""
        book = openpyxl.load_workbook(BytesIO(file_of(indicator_set, "xlsx")))
        with override("sv"):
            fixed = {gettext("Overview"), gettext("Targets for parts"), gettext("Definitions")}
            sheets = [sheet for sheet in book.worksheets if sheet.title not in fixed]
            filled = [(code, name, table) for code, name, table in tables(indicator_set) if table.cells]
            met = 0
            for sheet, (code, name, table) in zip(sheets, filled, strict=True):
                assert sheet.title.startswith(f"{code} ") or sheet.title == code
                met += self._hidden_in(sheet, decided(indicator_set)[code, name], table)
        assert met

    def _hidden_in(self, sheet: Any, places: dict[Place, bool], table: Table) -> int:
        head, *rows = sheet.iter_rows(values_only=True)
        named = {gettext("Gender"): 0, gettext("Age"): 1, gettext("Group"): 2}
        axes = [named[word] for word in head if word in named]
        codes = (
            {wording.gender(code): code for code in table.genders},
            {wording.age(code): code for code in table.ages},
            {group.word: group.word for group in table.groups},
        )
        met = 0
        for row in rows:
            place = ["", "", ""]
            for axis, word in zip(axes, row, strict=False):
                if word and not (word == wording.total() and row is rows[-1]):
                    place[axis] = codes[axis][word]
            if places.get((place[0], place[1], place[2])):
                met += 1
                assert set(row[len(axes) :]) <= {HIDDEN, "", None}, (sheet.title, place)
        return met


@pytest.mark.parametrize("indicator_set", each_set(["L", "E21"], later=["E21"]))
def test_where_a_number_is_hidden_the_pdf_says_so(indicator_set: str) -> None:
    """In the overview, at each indicator, by gender and age, and by group."""
    pdf = TaggedPdf(printed(outside(indicator_set), "sv"))
    met = 0
    with override("sv"):
        said = str(wording.HIDDEN)
        overview = pdf.section(gettext("Overview: outcome against target"))
        rows = [row for element in overview.content for row in element.find("TR") if len(row.children) > 1]
        lines = {row.words.split()[0]: row.children[1].words for row in rows}
        for figure in outside(indicator_set).figures:
            code, table = figure.indicator.code, figure.table
            if not figure.recorded or not isinstance(table, OutsideTable):
                continue
            section = pdf.section(code)
            if isinstance(table.total, Hidden):
                met += 1
                assert lines[code] == said
                assert section.words.startswith(said)
            genders: dict[str, str | None] = {wording.gender(one): one for one in table.genders}
            ages: dict[str, str | None] = {wording.age(one): one for one in table.ages}
            groups: dict[str, str | None] = {str(one.label): one.code for one in table.groups}
            for axis in (genders, ages, groups):
                axis[wording.total()] = None
            label = str(figure.indicator.group_label or "")
            by_group = gettext("By %(split)s") % {"split": label[:1].lower() + label[1:]}
            for caption, printed_table in section.tables.items():
                for (row, column), parts in printed_table.cells.items():
                    heading = column.replace("\xa0", " ")
                    if caption == gettext("By gender and age"):
                        stat = table.over(gender=genders[row], age=ages[heading])
                    elif caption == by_group and table.groups and heading in genders:
                        stat = table.over(gender=genders[heading], group=groups[row])
                    else:
                        continue
                    if isinstance(stat, Hidden):
                        met += 1
                        assert parts == [said], (code, caption, row, column)
    assert met > 10
