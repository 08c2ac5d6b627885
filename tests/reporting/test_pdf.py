"""The PDF: readable by everyone, the same numbers as the JSON, and closed to the world outside."""

import datetime as dt
import re
import socket
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from projects.models import Organisation, Project
from reporting.compute import Figures, compute
from reporting.facts import ContactFacts, CriterionFacts, EpisodeFacts, GoalFacts, SupportFacts, Window
from reporting.output import as_json
from reporting.pdf import STATIC, render_pdf, set_pages
from reporting.wording import GENDERS, age, gender, total
from tests.reporting.builders import OLDER, PERIOD, YOUNGER, assessed, person, placement, project, wage
from tests.reporting.tagged_pdf import TaggedPdf

MADE_AT = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
D = dt.date
ALL = "all"  # over all genders, or all ages


def some_figures() -> Figures:
    """A project in which every indicator has something, in cells that no ordinary project has."""
    benefits = SupportFacts("social_assistance", D(2008, 1, 1), D(2009, 3, 1))
    job = EpisodeFacts("employment", D(2009, 4, 1), hours=Decimal(38))
    short_job = EpisodeFacts("employment", D(2010, 2, 1), hours=Decimal(12))
    course = EpisodeFacts("vocational_course", D(2009, 1, 10), D(2009, 3, 1))
    met, partly = ("met", "met", "met"), ("met", "partly", "not_met")
    people = (
        person(
            1,
            D(2008, 9, 1),
            D(2009, 6, 1),
            episodes=(placement(D(2008, 10, 1), D(2009, 1, 1)), course, job),
            support=(benefits, wage(D(2009, 4, 1))),
            assessments=(assessed(D(2008, 11, 1), *met),),
            cause="work",
            wanted=40,
        ),
        person(2, D(2008, 9, 15), gender="man", born=YOUNGER, support=(benefits, wage(D(2010, 5, 1)))),
        person(3, D(2009, 2, 1), gender="man", episodes=(placement(D(2009, 3, 1), D(2009, 9, 1)), short_job)),
        person(4, D(2009, 5, 1), D(2010, 1, 31), gender="nonbinary", born=None, cause="illness"),
        person(5, D(2009, 6, 1), D(2010, 3, 1), gender="unknown", born=D(1950, 1, 1)),
        person(6, D(2011, 6, 1), born=OLDER, assessments=(assessed(D(2011, 6, 20), *partly),)),
        person(7, D(2011, 7, 1), gender="man", assessments=(assessed(D(2011, 7, 20), *met),)),
    )
    facts = project(
        *people,
        contacts=tuple(ContactFacts(company, D(2009, 1, 1)) for company in range(1234)),
        criteria=tuple(
            CriterionFacts(code, words, english)
            for code, words, english in (
                ("A1", "CV", "CV"),
                ("A2", "Personligt brev", "Personal letter"),
                ("B1", "Är motiverad", "Is motivated"),
            )
        ),
        goals=(
            GoalFacts("L1", Decimal("60.00")),
            GoalFacts("L1", Decimal("62.50"), gender="woman"),
            GoalFacts("L3", Decimal("1500.00")),
        ),
    )
    return compute(facts, "L", Window(*PERIOD, PERIOD[1]))


def some_project() -> Project:
    return Project(
        organisation=Organisation(name="Linköpings kommun"),
        name="Prov",
        start=PERIOD[0],
        end=PERIOD[1],
        esf_grant=5_738_370,
        region="Östra Mellansverige",
    )


@pytest.fixture(scope="module")
def figures() -> Figures:
    return some_figures()


def printed(figures: Figures, language: str) -> bytes:
    with override(language):
        return render_pdf(figures, project=some_project(), made_at=MADE_AT).content


@pytest.fixture(scope="module")
def swedish(figures: Figures) -> TaggedPdf:
    return TaggedPdf(printed(figures, "sv"))


@pytest.fixture(scope="module")
def english_bytes(figures: Figures) -> bytes:
    return printed(figures, "en")


@pytest.fixture(scope="module")
def english(english_bytes: bytes) -> TaggedPdf:
    return TaggedPdf(english_bytes)


@pytest.fixture(scope="module")
def report(figures: Figures) -> dict[str, dict[str, Any]]:
    """The report JSON's indicators by code."""
    return {figure["code"]: figure for figure in as_json(figures)["indicators"]}


class TestTheDocument:
    def test_says_what_it_is(self, swedish: TaggedPdf) -> None:
        root, info = swedish.pdf.Root, swedish.pdf.docinfo
        assert str(root.Lang) == "sv"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(info.Title).startswith("Prov: ")
        assert "1\xa0augusti\xa02008 – 31\xa0juli\xa02011" in str(info.Title)
        with swedish.pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == str(info.Title)
            assert metadata["xmp:CreateDate"].startswith("2026-11-21T09:30")

    def test_says_whose_it_is(self, english: TaggedPdf) -> None:
        facts = english.root.find("Table")[0].words
        assert "Linköpings kommun" in facts
        assert "5,738,370 kr" in facts
        assert "Östra Mellansverige" in facts

    def test_follows_the_language_in_force(self, english: TaggedPdf, swedish: TaggedPdf) -> None:
        assert str(english.pdf.Root.Lang) == "en"
        assert "1,234" in english.section("L3").words
        assert "1 234" in swedish.section("L3").words
        assert "A2 Personal letter" in english.section("L11").tables["By criterion"].rows
        assert "A2 Personligt brev" in swedish.section("L11").words

    def test_has_headings_that_skip_no_level(self, english: TaggedPdf) -> None:
        levels = [int(heading.tag[1]) for heading in english.headings]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_has_header_cells_that_say_what_they_head(self, english: TaggedPdf) -> None:
        tables = english.root.find("Table")
        assert len(tables) > 20
        for table in tables:
            heads = table.find("TH")
            assert heads
            assert {head.scope for head in heads} <= {"/Row", "/Column"}
            assert all(head.words for head in heads)
        corners = [table.find("TR")[0].children[0] for table in tables if table.find("Caption")]
        assert {(corner.tag, corner.words) for corner in corners} == {("TD", "")}

    def test_says_in_words_what_its_charts_show(self, english: TaggedPdf) -> None:
        drawn = english.root.find("Figure")
        assert drawn
        assert all(figure.alt for figure in drawn)
        charts = [figure.alt for figure in drawn if figure.alt.startswith("Bar chart. L2 ")]
        assert len(charts) == 1
        assert charts[0].endswith("within 4 months 2; Not yet due 1; Ready late 0; Not ready 4.")

    def test_embeds_its_fonts(self, english: TaggedPdf) -> None:
        for page in english.pdf.pages:
            for font in page.Resources.Font.values():
                name = str(font.BaseFont).split("+")[1]
                assert name.startswith("Source-Sans-3"), name
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys()), name

    def test_numbers_its_pages_and_finds_them_again(self, english: TaggedPdf, english_bytes: bytes) -> None:
        pages = PdfReader(BytesIO(english_bytes)).pages
        for number, page in enumerate(pages, 1):
            assert f"Page {number} of {len(pages)}" in page.extract_text()
        contents = english.section("Contents").words
        for heading in english.headings:
            if heading.words.startswith("L"):
                assert re.search(rf"{re.escape(heading.words)}\s+{heading.page}\b", contents), heading.words

    def test_leaves_page_numbers_out_of_what_is_read(self, english: TaggedPdf) -> None:
        assert english.untagged == set()
        assert "Page 1 of" not in english.root.words

    def test_has_links_that_can_be_heard_and_printed(self, english: TaggedPdf) -> None:
        links = [link for page in english.pdf.pages for link in page.get("/Annots", [])]
        assert len(links) == 14
        assert {link.objgen for link in links} == english.linked
        assert all(int(link.F) & 4 for link in links)
        assert all(link.words for link in english.root.find("Link"))

    def test_has_a_bookmark_for_each_heading(self, english: TaggedPdf) -> None:
        with english.pdf.open_outline() as outline:
            top = outline.root[0]
            named = [top.title, *(entry.title for entry in top.children)]
        assert named == [heading.words for heading in english.headings]

    def test_can_be_searched_for_words(self, english_bytes: bytes) -> None:
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(english_bytes)).pages)
        assert "Participants in placement" in text
        assert "\xa0" not in text


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


class TestAnEmptyProject:
    def test_is_printed_with_dashes_and_zeros(self) -> None:
        nothing = compute(project(), "L", Window(*PERIOD, PERIOD[1]))

        tagged = TaggedPdf(printed(nothing, "en"))

        assert tagged.section("L1").words.startswith("– 0 of 0")
        assert tagged.section("L5").words.startswith("0 participants")
        table = tagged.section("L5").tables["By gender and age"]
        assert table.rows == ["Women", "Men", "Total"]
        assert table.columns == ["16–24 years", "25–54 years", "Total"]


@pytest.fixture
def eavesdropper() -> Iterator[socket.socket]:
    """A port of this machine where somebody waits to be called."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
FETCHED = {
    "an image of another host": '<img src="{web}" alt="x">',
    "an image without a scheme": '<img src="//{host}/x.png" alt="x">',
    "an image over ftp": '<img src="ftp://{host}/x.png" alt="x">',
    "an image in the address": '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
    "a file of the host": '<img src="{file}" alt="x">',
    "a file in capitals": '<img src="FILE://{path}" alt="x">',
    "a file of another host": '<img src="file://{host}{path}" alt="x">',
    "a file beside static/": '<img src="../config/settings.py" alt="x">',
    "a file beside static/, disguised": '<img src="css/%2e%2e/%2e%2e/config/settings.py" alt="x">',
    "a folder": '<img src="css/" alt="x">',
    "a stylesheet": '<link rel="stylesheet" href="{web}">',
    "an imported stylesheet": '<style>@import url("{web}");</style>',
    "a background": '<style>body {{ background: url("{web}") }}</style>',
    "a border": '<p style="border: 1px solid; border-image: url({web}) 3">x</p>',
    "a bullet": '<ul style="list-style-image: url({web})"><li>x</li></ul>',
    "generated content": '<style>p::before {{ content: url("{web}") }}</style><p>x</p>',
    "a font": '<style>@font-face {{ font-family: x; src: url("{file}") }}</style>',
    "a colour profile": '<style>@color-profile --x {{ src: url("{file}") }}</style>',
    "an object": '<object data="{web}" type="image/png"></object>',
    "an embedded thing": '<embed src="{web}" type="image/png">',
    "another base": '<base href="{web}"><img src="x.png" alt="x">',
    "an attachment of the document": '<link rel="attachment" href="{file}">',
    "an attachment of a link": '<a rel="attachment" href="{file}">x</a>',
}
NOT_FETCHED = {
    "an image in a drawing": f'<svg {SVG}><image xlink:href="{{web}}" width="9" height="9"/></svg>',
    "a part of a drawing elsewhere": f'<svg {SVG}><use xlink:href="{{file}}#a"/></svg>',
    "a frame": '<iframe src="{web}"></iframe>',
    "a reload": '<meta http-equiv="refresh" content="0; url={web}">',
    "a mask": '<p style="mask-image: url({web})">x</p>',
    "a script": '<script src="{web}"></script>',
}


class TestTheFetcher:
    def page(self, markup: str, eavesdropper: socket.socket, secret: Path) -> str:
        host = f"127.0.0.1:{eavesdropper.getsockname()[1]}"
        filled = markup.format(host=host, web=f"http://{host}/x.png", file=secret.as_uri(), path=secret)
        return f'<!DOCTYPE html><html lang="sv"><title>x</title><body>{filled}</body></html>'

    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        path = tmp_path / "secret.txt"
        path.write_text("Nobody may read this.")
        return path

    @pytest.mark.parametrize("markup", FETCHED.values(), ids=FETCHED)
    def test_ends_the_document_at(self, markup: str, eavesdropper: socket.socket, secret: Path) -> None:
        with pytest.raises(FatalURLFetchingError):
            set_pages(self.page(markup, eavesdropper, secret))
        with pytest.raises(BlockingIOError):
            eavesdropper.accept()

    @pytest.mark.parametrize("markup", NOT_FETCHED.values(), ids=NOT_FETCHED)
    def test_is_never_asked_for(self, markup: str, eavesdropper: socket.socket, secret: Path) -> None:
        made = set_pages(self.page(markup, eavesdropper, secret)).content
        with pytest.raises(BlockingIOError):
            eavesdropper.accept()
        assert b"Nobody may read this." not in made
        assert b"/EmbeddedFile" not in made

    def test_follows_no_link_out_of_the_folder(self, eavesdropper: socket.socket, secret: Path) -> None:
        inside = STATIC / "way-out.txt"
        inside.symlink_to(secret)
        try:
            with pytest.raises(FatalURLFetchingError):
                set_pages(self.page('<img src="way-out.txt" alt="x">', eavesdropper, secret))
        finally:
            inside.unlink()

    def test_gives_what_lies_in_static(self) -> None:
        image = '<img src="img/mark.svg" alt="Jobbredo">'
        made = set_pages(f'<!DOCTYPE html><html lang="sv"><title>x</title><body>{image}</body></html>')
        assert [figure.alt for figure in TaggedPdf(made.content).root.find("Figure")] == ["Jobbredo"]
