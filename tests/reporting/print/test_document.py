"""The PDF: readable by everyone, with a machine as well as on paper."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from projects.paper import set_pages
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import EnrolmentFacts, TargetGroupFacts, Window
from reporting.pdf import MOST_ROWS, STYLESHEET, report_html
from reporting.versions import stamp_of
from tests.reporting.builders import PERIOD, person, project
from tests.reporting.full import full_figures
from tests.reporting.print.printing import MADE_AT, printed, some_project
from tests.reporting.tagged_pdf import Section, TaggedPdf


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
            columns = {head.scope for part in table.find("THead") for head in part.find("TH")}
            rows = {head.scope for part in table.find("TBody") for head in part.find("TH")}
            assert columns <= {"/Column"}
            assert rows <= {"/Row"}
            assert {head.scope for head in heads} == columns | rows
            assert all(head.words for head in heads)
        firsts = [table.find("TR")[0].children[0] for table in tables if table.find("Caption")]
        corners = [cell for cell in firsts if cell.scope != "/Row"]
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

    def test_is_set_the_same_with_fonts_that_were_used_before(
        self, figures: Figures, english: TaggedPdf
    ) -> None:
        again = TaggedPdf(printed(figures, "en")).pdf.pages
        before = english.pdf.pages
        assert [page.Contents.read_bytes() for page in again] == [
            page.Contents.read_bytes() for page in before
        ]

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
        assert len(links) == len(CATALOGUE["L"].indicators) + 3
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


class TestAnEmptyProject:
    def test_is_printed_with_dashes_and_zeros(self) -> None:
        nothing = compute(project(), "L", Window(*PERIOD, PERIOD[1]))

        tagged = TaggedPdf(printed(nothing, "en"))

        assert tagged.section("L1").words.startswith("– 0 of 0")
        assert tagged.section("L5").words.startswith("0 participants")

    def test_has_no_tables_of_nothing_but_zeros(self) -> None:
        nothing = compute(project(), "L", Window(*PERIOD, PERIOD[1]))

        tagged = TaggedPdf(printed(nothing, "en"))

        assert tagged.section("L5").tables == {}
        assert tagged.section("L1").tables == {}


class TestWhatIsNotRecorded:
    def test_is_said_in_words_and_never_as_zero(self) -> None:
        tagged = TaggedPdf(printed(full_figures("E21"), "en"))

        section = tagged.section("EECO16")

        assert section.words.startswith("Not recorded")
        assert section.tables == {}
        overview = tagged.section("Overview: outcome against target").words
        assert "EECO16 Homeless or affected by housing exclusion Not recorded" in overview


LONG = MOST_ROWS + 10


@pytest.fixture(scope="module")
def long_tables() -> TaggedPdf:
    """Navigator's set with more target groups than a table has rows on paper."""
    groups = tuple(TargetGroupFacts(f"Grupp {number:02}", 3) for number in range(LONG))
    stays = [
        replace(person(key, PERIOD[0]), enrolments=(EnrolmentFacts(PERIOD[0], target_group=group.name),))
        for key, group in enumerate(groups)
    ]
    facts = replace(project(*stays), target_groups=groups)
    return TaggedPdf(printed(compute(facts, "K", Window(*PERIOD, PERIOD[1])), "en"))


class TestALongTable:
    """Over several pages it is a table on each, with the same heads."""

    def named(self, section: Section) -> list[str]:
        rows = [row.words for element in section.content for row in element.find("TR")]
        return [row for row in rows if row.startswith("Grupp ")]

    def test_is_cut_and_says_how_much_is_left_out(self, long_tables: TaggedPdf) -> None:
        section = long_tables.section("K9")
        assert len(self.named(section)) == MOST_ROWS
        assert f"{LONG - MOST_ROWS} more rows aren't printed." in section.words

    def test_ends_with_the_total_of_all(self, long_tables: TaggedPdf) -> None:
        last = [row for element in long_tables.section("K9").content for row in element.find("TR")]
        totals = [row for row in last if row.words.startswith("Total ")]
        assert {row.children[-1].words for row in totals} == {str(LONG)}

    def test_is_cut_where_it_holds_targets_too(self, long_tables: TaggedPdf) -> None:
        section = long_tables.section("K1")
        assert len(self.named(section)) == 2 * MOST_ROWS
        assert section.words.count(f"{LONG - MOST_ROWS} more rows aren't printed.") == 2

    def test_does_not_leave_its_caption_behind(self, long_tables: TaggedPdf) -> None:
        for table in long_tables.root.find("Table"):
            assert table.find("TR")


class TestThePlaceForSignatures:
    def test_stands_last_and_has_room_for_the_lead_and_whoever_attests(self, english: TaggedPdf) -> None:
        assert english.headings[-1].words == "Signatures"
        tables = english.section("Signatures").tables
        assert list(tables) == ["Project lead", "Attested by"]
        for table in tables.values():
            assert [table.columns, *table.rows] == [["Signature"], "Name in print", "Place and date"]


class TestTheHash:
    # Hyphenation would split each of these at the end of its first line, in English as in Swedish.
    SPLIT = (
        "ba4a5041 ad59ba9e 943fea3e 7c6fd93d 2788b4df 96bf0a70 6d223187 86dd50fc",
        "5feceb66 ffc86f38 d952786c 6d696c79 c2dbc239 dd4e91b4 6729d73a 27fb57e9",
    )

    def test_breaks_between_its_groups_only(self, figures: Figures) -> None:
        with override("sv"):
            html = report_html(figures, project=some_project(), made_at=MADE_AT)
            stamped = stamp_of(figures, revision=0).sha256
            # The part that the hash stands in, once for each.
            head, body = html.split("<body", 1)
            (part,) = (
                part for part in re.findall(r"<section.*?</section>", body, re.DOTALL) if stamped in part
            )
            parts = "".join(part.replace(stamped, digits) for digits in self.SPLIT)
            made = set_pages(f"{head}<body>{parts}</body></html>", stylesheet=STYLESHEET).content
            text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())

        assert all(digits in text for digits in self.SPLIT)
