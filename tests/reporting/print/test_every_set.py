"""Every set of the catalogue over a full project: the numbers on paper are those of the JSON, one by one."""

import re
from functools import cache
from typing import Any

import pytest
from django.utils.translation import gettext, override

from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.compute import Figure, Figures
from reporting.output import as_json
from reporting.stats import Kind
from tests.reporting.full import full_figures
from tests.reporting.print.printing import printed
from tests.reporting.print.test_numbers import ALL, share
from tests.reporting.sets import each_set
from tests.reporting.tagged_pdf import TaggedPdf

# The largest take seconds each to set and to read; all kinds of tables are in the others.
EVERY_SET = pytest.mark.parametrize("code", each_set(CATALOGUE, later=("K", "E07", "E14", "E21")))

type Json = dict[str, Any]


@cache
def figures_of(code: str) -> Figures:
    return full_figures(code)


@cache
def pdf_of(code: str) -> TaggedPdf:
    return TaggedPdf(printed(figures_of(code), "sv"))


@cache
def json_of(code: str) -> Json:
    return as_json(figures_of(code))


def spaced(text: str) -> str:
    return text.replace("\xa0", " ")


def unbroken(text: str) -> str:
    """Words as they are without hyphens at the ends of lines."""
    return re.sub(r"[-\s]", "", text)


def read(kind: Kind, stat: Json | int | str | None) -> list[str]:
    """A number of the JSON as the Swedish page has it, with its notes."""
    if stat is None:
        return [str(wording.NOT_RECORDED)]
    if isinstance(stat, str):  # hours
        return [spaced(wording.decimal(stat))]
    if isinstance(stat, int):
        return [spaced(wording.whole(stat))]
    if "value" in stat:
        return read(kind, stat["value"])
    if kind is Kind.SHARE:
        cell = wording.share_cell(stat["numerator"], stat["denominator"], stat["percent"])
    else:
        cell = wording.mean_cell(stat["n"], stat["mean"], stat["median"])
    return [spaced(cell.text), *map(spaced, cell.notes)]


def sums(kind: Kind, cells: list[Json], *axes: str) -> dict[tuple[str, ...], Json]:
    """Counts, shares and hours over all that share their place on the axes, and over all places of each."""
    found: dict[tuple[str, ...], list[int]] = {}
    for cell in cells:
        parts = [cell["numerator"], cell["denominator"]] if kind is Kind.SHARE else [minutes_or_value(cell)]
        places: list[tuple[str, ...]] = [()]
        for axis in axes:
            places = [(*place, one) for place in places for one in (cell[axis], ALL)]
        for place in places:
            before = found.get(place, [0] * len(parts))
            found[place] = [a + b for a, b in zip(before, parts, strict=True)]
    is_time = any("minutes" in cell for cell in cells)
    return {place: whole(kind, parts, is_time=is_time) for place, parts in found.items()}


def minutes_or_value(cell: Json) -> int:
    value: int = cell["minutes"] if "minutes" in cell else cell["value"]
    return value


def whole(kind: Kind, parts: list[int], *, is_time: bool) -> Json:
    if kind is Kind.SHARE:
        return share(*parts)
    if is_time:
        tenths = (parts[0] * 20 + 60) // 120
        return {"value": f"{tenths // 10}.{tenths % 10}"}
    return {"value": parts[0]}


def shown(figure: Figure, code: str) -> tuple[Any, Json]:
    section = pdf_of(code).section(figure.indicator.code)
    told = next(one for one in json_of(code)["indicators"] if one["code"] == figure.indicator.code)
    return section, told


@EVERY_SET
def test_the_numbers_themselves(code: str) -> None:
    with override("sv"):
        overview = pdf_of(code).section(gettext("Overview: outcome against target"))
        lines = {
            row.words.split()[0]: row
            for element in overview.content
            for row in element.find("TR")
            if len(row.children) > 1
        }
        for figure in figures_of(code).figures:
            section, told = shown(figure, code)
            expected = read(Kind(told["kind"]), told["total"])
            assert section.words.startswith(expected[0]), told["code"]
            assert lines[told["code"]].children[1].words == " ".join(expected)


@EVERY_SET
def test_the_split_by_gender_and_age(code: str) -> None:
    checked = 0
    with override("sv"):
        genders = {wording.gender(place): place for place in wording.GENDERS} | {wording.total(): ALL}
        for figure in figures_of(code).figures:
            section, told = shown(figure, code)
            kind = Kind(told["kind"])
            table = section.tables.get(gettext("By gender and age"))
            if table is None or set(figure.indicator.splits) != {"gender", "age"}:
                continue
            ages = {wording.age(place): place for place in figure.table.ages} | {wording.total(): ALL}
            cells = {
                (genders[row], ages[spaced(column)]): parts for (row, column), parts in table.cells.items()
            }
            if kind is Kind.MEAN:
                cut = told["tables"]["by_gender_age"] if figure.indicator.groups else told
                named = {(one["gender"], one["age"]): one for one in cut["cells"]}
                stats: dict[tuple[str, ...], Json] = dict(named)
            else:
                stats = sums(kind, told["cells"], "gender", "age")
            expected = {place: read(kind, stat) for place, stat in stats.items()}
            empty = {Kind.COUNT: ["0"], Kind.TIME: [wording.decimal("0.0")]}.get(
                figure.table.kind, [wording.NOTHING]
            )
            for place, parts in cells.items():
                if kind is not Kind.MEAN or ALL not in place:
                    assert parts == expected.pop(place, empty), (told["code"], place)
                    checked += 1
            assert not expected, told["code"]
    assert checked or code == "F"


@EVERY_SET
def test_the_split_by_group(code: str) -> None:
    with override("sv"):
        for figure in figures_of(code).figures:
            section, told = shown(figure, code)
            kind, label = Kind(told["kind"]), str(figure.indicator.group_label or "")
            caption = gettext("By %(split)s") % {"split": label[:1].lower() + label[1:]}
            table = section.tables.get(caption)
            if table is None or kind is Kind.MEAN:
                continue
            words = {str(group.label): group.word for group in figure.table.groups}
            expected = sums(kind, told["cells"], "group")
            for row in table.rows:
                place = ALL if row == wording.total() else words[row]
                found = table.cells[row, wording.total()]
                if (place,) in expected:
                    assert found == read(kind, expected[place,]), (told["code"], row)
                else:
                    assert found[0] in ("0", "0,0", wording.NOTHING)


@EVERY_SET
def test_what_stands_beside_the_numbers(code: str) -> None:
    with override("sv"):
        for figure in figures_of(code).figures:
            section, told = shown(figure, code)
            table = section.tables.get(gettext("In more detail"))
            for side in told.get("beside", {}).values() if table else ():
                kind = Kind(side["kind"])
                labels = {unbroken(row): row for row in table.rows}
                found = table.cells[labels[unbroken(side["label"])], wording.total()]
                nothing = kind is not Kind.COUNT and not any(
                    side["total"].get(part) for part in ("n", "denominator")
                )
                expected = [wording.NOTHING] if nothing else read(kind, side["total"])
                assert " ".join(found) == " ".join(expected), told["code"]
