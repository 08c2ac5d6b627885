"""The example project of the help page, worked out by hand: each number, and who is in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override

from reporting.catalogue import CATALOGUE
from reporting.handbook import Article, chapters
from reporting.management.commands.write_indicator_docs import indicator_docs

# Read against the description in reporting/examples.py. A, B: left; C, D: still there. D has no birth date.
BY_HAND = {
    "L": {
        "L1": ("100.0 % 2 of 2", "A, B"),
        "L2": ("1", "A"),
        "L3": ("2", "Company 1, Company 2"),
        "L4": ("2", "Company 1, Company 2"),
        "L5": ("2", "A, C"),
        "L6": ("1", "A"),
        "L7": ("1", "B"),
        "L8": ("1", "B"),
        "L9": ("272.5 median 272.5 n = 2", "A, B"),
        "L10": ("0", ""),
        "L11": ("2", "C, D"),
        "L12": ("2", "A, B"),
        "L13": ("1", "A"),
        "L14": ("14,000", "A, B"),
    },
    "K": {
        "K1": ("4", "A, B, C, D"),
        "K2": ("50.0 % 1 of 2", "A"),
        "K3": ("50.0 % 1 of 2", "A"),
        "K4": ("2", "Company 1, Company 2"),
        "K5": ("1", "A"),
        "K6": ("1", "B"),
        "K7": ("0", ""),
        "K8": ("50.0 % 1 of 2", "A"),
        "K9": ("4", "A, B, C, D"),
        "K10": ("4", "A, B, C, D"),
        "K11": ("2", "A, C"),
        "K12": ("1", "C"),
        "K13": ("4.5", "A, B"),
    },
    "S": {
        "S1": ("4", "A, B, C, D"),
        "S2": ("1", "A"),
        "S3": ("1", "B"),
        "S4": ("0", ""),
        "S5": ("1", "C"),
        "S6": ("4.0 median 4.0 n = 2", "A, B"),
        "S7": ("3.0 median 3.0 n = 2", "A, B"),
    },
    "X": {
        "X1": ("4", "A, B, C, D"),
        "X2": ("4", "A, B, C, D"),
        "X3": ("1", "A"),
        "X4": ("54.0 median 70.0 n = 3", "A, B, B"),
        "X5": ("2", "C, D"),
    },
    "V": {
        "V1": ("4", "A, B, C, D"),
        "V2": ("100.0 % 2 of 2", "A, C"),
        "V3": ("1", "Supervisor 1"),
        "V4": ("0", ""),
        "V5": ("2", "Occasion 1, Occasion 2"),
    },
    "E07": {
        "E07IN": ("4", "A, B, C, D"),
        "E07OUT": ("2", "A, B"),
        "E07OVER": ("1", "B"),
        "E07T": ("3", "A, B, C"),
        "E07EMP": ("0", ""),
        "E07UNE": ("2", "A, C"),
        "E07LTU": ("1", "A"),
        "E07INA": ("1", "B"),
        "E07EDU": ("0", ""),
        "E07Y15": ("1", "B"),
        "E07Y55": ("1", "C"),
        "E07MIN": ("Not recorded", ""),
        "E07MIG": ("2", "A, C"),
        "E07DIS": ("1", "C"),
        "E07OTH": ("Not recorded", ""),
        "E07ED12": ("2", "B, C"),
        "E07ED3": ("1", "A"),
        "E07ED4": ("0", ""),
        "E07ED56": ("0", ""),
    },
    "E14": {
        "E14T": ("3", "A, B, C"),
        "E14G": ("4", "A, B, C, D"),
        "CO01": ("2", "A, C"),
        "CO02": ("1", "A"),
        "CO03": ("1", "B"),
        "CO04": ("1", "B"),
        "CO05": ("0", ""),
        "CO06": ("1", "B"),
        "CO07": ("1", "C"),
        "CO08": ("1", "C"),
        "CO09": ("2", "B, C"),
        "CO10": ("1", "A"),
        "CO11": ("0", ""),
        "CO15": ("2", "A, C"),
        "CO16": ("1", "C"),
        "CO17": ("Not recorded", ""),
        "CO18": ("Not recorded", ""),
        "CO19": ("Not recorded", ""),
        "CR01": ("0", ""),
        "CR02": ("1", "B"),
        "CR03": ("Not recorded", ""),
        "CR04": ("1", "A"),
        "CR05": ("1", "A"),
        "CR06": ("1", "A"),
        "CR07": ("Not recorded", ""),
        "CR08": ("0", ""),
        "CR09": ("1", "A"),
    },
    "E21": {
        "EECO01": ("4", "A, B, C, D"),
        "EECO02": ("2", "A, C"),
        "EECO03": ("1", "A"),
        "EECO04": ("1", "B"),
        "EECO05": ("0", ""),
        "EECO06": ("0", ""),
        "EECO07": ("1", "B"),
        "EECO08": ("1", "C"),
        "EECO09": ("2", "B, C"),
        "EECO10": ("1", "A"),
        "EECO11": ("0", ""),
        "EECO12": ("1", "C"),
        "EECO13": ("1", "A"),
        "EECO14": ("2", "A, C"),
        "EECO15": ("Not recorded", ""),
        "EECO16": ("Not recorded", ""),
        "EECO17": ("Not recorded", ""),
        "EECO18": ("1", "Company 2"),
        "EECO19": ("1", "Company 1"),
        "EECR01": ("0", ""),
        "EECR02": ("1", "B"),
        "EECR03": ("Not recorded", ""),
        "EECR04": ("1", "A"),
        "EECR05": ("1", "A"),
        "EECR06": ("Not recorded", ""),
    },
    "F": {
        "F1": ("7", "A, A, B, B, B, C, D"),
    },
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def articles(indicator_set: str) -> list[Article]:
    return next(list(chapter.articles) for chapter in chapters() if chapter.code == indicator_set)


@pytest.mark.parametrize("indicator_set", CATALOGUE)
def test_every_indicator_comes_out_as_worked_by_hand(indicator_set: str) -> None:
    shown = {
        article.code: (
            " ".join([article.example.number.text, *article.example.number.notes]).replace("\xa0", " "),
            ", ".join(said.split(":")[0] for said in article.example.counted),
        )
        for article in articles(indicator_set)
    }
    assert shown == BY_HAND[indicator_set]


@pytest.mark.parametrize("indicator_set", CATALOGUE)
def test_everybody_who_is_not_counted_has_a_reason(indicator_set: str) -> None:
    for article in articles(indicator_set):
        for said in (*article.example.counted, *article.example.others):
            who, reason = said.split(": ", 1)
            assert who in ("A", "B", "C", "D") or who.startswith(("Company", "Supervisor", "Occasion"))
            assert reason


class TestTheDocs:
    COMMITTED = Path(settings.BASE_DIR) / "docs" / "indicators.md"

    def test_are_what_the_catalogue_gives(self) -> None:
        assert self.COMMITTED.read_text() == indicator_docs(), (
            "docs/indicators.md is out of date: manage.py write_indicator_docs"
        )

    def test_have_every_indicator_with_its_source(self) -> None:
        text = indicator_docs()
        for chosen in CATALOGUE.values():
            for indicator in chosen.indicators:
                assert f"### {indicator.code}: {indicator.label}" in text
                assert indicator.source in text

    def test_are_the_same_in_whatever_language_they_are_written(self) -> None:
        written = indicator_docs()
        with override("sv"):
            assert indicator_docs() == written

    def test_are_written_by_the_command(self, tmp_path: Path) -> None:
        target = tmp_path / "indicators.md"
        call_command("write_indicator_docs", "--output", str(target))
        assert target.read_text() == indicator_docs()
