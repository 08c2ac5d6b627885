"""The numbers on paper are those of the JSON."""

from typing import Any

import pytest
from django.utils.translation import gettext, override

from reporting.compute import Figures
from reporting.wording import GENDERS, age, gender, total
from tests.reporting.tagged_pdf import TaggedPdf

ALL = "all"  # over all genders, or all ages


def number(stat: dict[str, Any] | int | None) -> list[str]:
    """A number of the JSON as the Swedish page has it, with its notes."""
    if stat is None:
        return ["–"]
    if isinstance(stat, int):
        return [f"{stat:,}".replace(",", " ")]
    if "value" in stat:
        return number(stat["value"])
    if "percent" in stat:
        noted = gettext("%(part)s of %(whole)s") % {"part": stat["numerator"], "whole": stat["denominator"]}
        return [f"{stat['percent'].replace('.', ',')} %", noted]
    median = gettext("median %(median)s") % {"median": stat["median"].replace(".", ",")}
    return [stat["mean"].replace(".", ","), median, gettext("n = %(n)s") % {"n": stat["n"]}]


def by_gender_and_age(figure: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The cells of the JSON, over groups; of counts and shares with the sums of rows and columns."""
    if figure["kind"] == "mean":
        cells = figure["tables"]["by_gender_age"]["cells"]
        return {(cell["gender"], cell["age"]): cell for cell in cells} | {(ALL, ALL): figure["total"]}
    sums: dict[tuple[str, str], list[int]] = {}
    for cell in figure["cells"]:
        parts = [cell["value"]] if "value" in cell else [cell["numerator"], cell["denominator"]]
        for who in (cell["gender"], ALL):
            for band in (cell["age"], ALL):
                before = sums.get((who, band), [0] * len(parts))
                sums[who, band] = [a + b for a, b in zip(before, parts, strict=True)]
    return {place: found[0] if len(found) == 1 else share(*found) for place, found in sums.items()}


def share(numerator: int, denominator: int) -> dict[str, Any]:
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    percent = f"{tenths // 10}.{tenths % 10}"
    return {"numerator": numerator, "denominator": denominator, "percent": percent}


class TestTheNumbers:
    CODES = [f"L{place}" for place in range(1, 13)]

    @pytest.mark.parametrize("code", CODES)
    def test_are_those_of_the_json(
        self, swedish: TaggedPdf, report: dict[str, dict[str, Any]], code: str
    ) -> None:
        section, figure = swedish.section(code), report[code]
        with override("sv"):
            expected = number(figure["total"])
            overview = swedish.section(gettext("Overview: outcome against target"))
        assert section.words.startswith(expected[0])
        line = next(
            row
            for element in overview.content
            for row in element.find("TR")
            if f"{row.words} ".startswith(f"{code} ")
        )
        assert line.children[1].parts == expected

    @pytest.mark.parametrize("code", [code for code in CODES if code not in ("L3", "L4")])
    def test_are_split_by_gender_and_age(
        self, swedish: TaggedPdf, report: dict[str, dict[str, Any]], code: str
    ) -> None:
        expected = by_gender_and_age(report[code])
        with override("sv"):
            table = swedish.section(code).tables[gettext("By gender and age")]
            genders = {gender(place): place for place in GENDERS} | {total(): ALL}
            bands = ("16-24", "25-54", "outside", "unknown")
            ages = {age(band): band for band in bands} | {total(): ALL}
            shown = {(genders[row], ages[column]): parts for (row, column), parts in table.cells.items()}
            empty = number(None) if report[code]["kind"] != "count" else number(0)
            known = {place: number(stat) for place, stat in expected.items()}
        assert set(expected) <= set(shown)
        for place, parts in shown.items():
            if report[code]["kind"] == "mean" and ALL in place and place != (ALL, ALL):
                continue  # a sum of means is none: the JSON has only the cells and the whole
            assert parts == known.get(place, empty), place

    def test_are_split_by_group(
        self, swedish: TaggedPdf, figures: Figures, report: dict[str, dict[str, Any]]
    ) -> None:
        for code, caption in (("L10", "Cause"), ("L11", "Readiness"), ("L12", "Hours")):
            with override("sv"):
                split = gettext(caption)
                split = gettext("By %(split)s") % {"split": split[:1].lower() + split[1:]}
                table = swedish.section(code).tables[split]
                over_all = total()
                labels = {group.word: str(group.label) for group in figures[code].table.groups}
            sums = dict.fromkeys(labels.values(), 0)
            for cell in report[code]["cells"]:
                sums[labels[cell["group"]]] += cell["value"]
            shown = {row: table.cells[row, over_all] for row in table.rows}
            assert shown.pop(over_all) == number(report[code]["total"])
            assert shown == {label: number(value) for label, value in sums.items() if label in shown}
            assert sum(value for label, value in sums.items() if label not in shown) == 0

    def test_have_their_targets(self, english: TaggedPdf) -> None:
        assert "Target 60 %" in english.section("L1").words
        assert "Target 1,500" in english.section("L3").words
        part = english.section("L1").tables["Targets for parts"]
        assert part.cells["Women", "Target"] == ["62.5 %"]

    def test_come_with_their_definition_and_age_rule(self, english: TaggedPdf, figures: Figures) -> None:
        with override("en"):
            definitions = {
                figure.indicator.code: str(figure.indicator.definition) for figure in figures.figures
            }
        for code, definition in definitions.items():
            assert definition in english.section(code).words.replace("- ", ""), code
        reading = english.section("How to read the report").words
        assert "completed years on the first start" in reading
        assert "16–24 years, 25–54 years" in reading
