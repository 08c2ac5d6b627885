"""The one place where Python writes markup: what it is given stays text."""

from html.parser import HTMLParser

from django.utils.translation import override

from reporting.grid import Bar, Grid, Row
from reporting.templatetags.grids import grid_table
from reporting.wording import Cell

HOSTILE = """<script>alert("1")</script>&amp;'%(code)s%s"""
WHY = '/rapporter/varfor/?project=1&set="L"'


class Read(HTMLParser):
    """The tags with their attributes, and the words between them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, set[str]] = {}
        self.words: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_what_it_is_given_stays_text() -> None:
    cell = Cell(HOSTILE, (HOSTILE,), "indicator=L1&group=<b>")
    rows = tuple(Row(HOSTILE, (cell,), bar=Bar(1.0, 2.0)) for _each in range(2))
    with override("en"):
        read = Read(grid_table(Grid(HOSTILE, (HOSTILE,), rows), HOSTILE, WHY))

    assert "script" not in read.tags
    assert read.words.count(HOSTILE) == 2 + 2 * 3  # caption, column; of each row label, number, note
    assert read.attributes["data-label"] == {HOSTILE}
    assert read.attributes["href"] == {f"{WHY}&{cell.at}"}
    assert read.attributes["aria-label"] == {f"{HOSTILE}, see why: {HOSTILE}, {HOSTILE}, {HOSTILE}"}


def test_a_cell_leads_nowhere_where_nothing_is_to_be_opened() -> None:
    rows = (Row("Kvinnor", (Cell("7", at="indicator=L1"), Cell("–"))),)
    grid = Grid("Ålder", ("16–24 år", "Totalt"), rows)
    assert Read(grid_table(grid, "L1", "")).tags.count("a") == 0
    assert Read(grid_table(grid, "L1", WHY)).tags.count("a") == 1


def test_a_bar_has_its_length_and_its_target() -> None:
    rows = tuple(
        Row("Kvinnor", (Cell("50 %"),), bar=Bar(value, 100.0, target=60.0, second=second))
        for value, second in ((50.0, None), (0.0, 12.5))
    )
    read = Read(grid_table(Grid("Kön", ("Totalt",), rows), "L1", ""))
    assert {"1000", "500", "125"} == read.attributes["width"]
    assert read.attributes["x1"] == {"600"}
