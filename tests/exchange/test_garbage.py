"""Whatever stands in the cells or the file, the answer is a list of faults or a clean import."""

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from exchange.actions import import_workbook
from exchange.workbook.columns import FIELD, SHEETS, VALUE
from exchange.workbook.faults import WorkbookRefused
from participants.models import Person
from projects.models import Organisation, Project
from tests.exchange.workbooks import COMPANY, MANS_NUMBER, WOMANS_NUMBER, Draft, good, repacked

pytestmark = [pytest.mark.proof, pytest.mark.django_db]
LOUD = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Packed once: the time of packing is among the bytes.
GOOD_FILE = good().file().getvalue()

# What a spreadsheet file can carry: XML has no control characters, Excel no longer texts.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)
WORDS = st.sampled_from(
    [
        "ja",
        "nej",
        "okänt",
        "vill ej svara",
        "kvinna",
        "felregistrerad",
        "arbete",
        "eget företag",
        "anställning",
        "lönebidrag",
        "SE",
        "D1",
        "D2",
        "D9",
        "Start",
        "Unga",
        "2008-09-01",
        "2009-02-29",
        "37,5",
        "-1",
        "60 %",
        "=1+1",
        "+46",
        "@x",
        "16-24",
        "L, K",
        "coach@exempel.se",
        COMPANY,
        MANS_NUMBER,
        WOMANS_NUMBER,
        "199005202389",
        "ett, två, ett",
        " ",
        "1e9",
        "٣",
        "½",
        "Infinity",
    ]
)
CELLS = st.one_of(
    st.none(),
    WORDS,
    TEXT,
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2150, 1, 1)),
    st.builds(dt.datetime.combine, st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)), st.times()),
    st.times(),
)


def answered(file: io.BytesIO) -> None:
    """The workbook is taken in whole, or refused with reasons and nothing written."""
    before = [model.objects.count() for model in (Organisation, Project, Person, User)]
    try:
        summary = import_workbook(by=None, file=file)
    except WorkbookRefused as refused:
        lines = list(refused.findings.lines())
        assert lines
        assert not any("\n" in line or WOMANS_NUMBER in line or MANS_NUMBER in line for line in lines)
        assert [model.objects.count() for model in (Organisation, Project, Person, User)] == before
        return
    assert list(summary.lines())
    file.seek(0)
    assert import_workbook(by=None, file=file).nothing_new


@st.composite
def scribbled(draw: st.DrawFn) -> Draft:
    """The good workbook with a few cells, or whole rows, replaced."""
    draft = good()
    draft.set_field("Namn", draw(st.uuids()).hex)
    for _ in range(draw(st.integers(1, 4))):
        rows = draft.sheets[draw(st.sampled_from(sorted(draft.sheets)))]
        row = draw(st.integers(0, len(rows) - 1))
        column = draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = draw(CELLS)
    return draft


@st.composite
def invented(draw: st.DrawFn) -> Draft:
    """The right headers, and anything below them."""
    sheets: dict[str, list[list[Any]]] = {}
    for sheet in SHEETS:
        headers: list[Any] = [FIELD, VALUE] if sheet.upright else [c.header for c in sheet.columns.values()]
        width = len(headers)
        sheets[sheet.name] = [
            headers,
            *draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=2)),
        ]
    return Draft(sheets)


@LOUD
@given(draft=scribbled())
def test_any_cell_may_hold_anything(draft: Draft) -> None:
    answered(draft.file())


@LOUD
@given(draft=invented())
def test_every_cell_may_hold_anything(draft: Draft) -> None:
    answered(draft.file())


@LOUD
@given(data=st.data())
def test_any_byte_of_the_file_may_be_another(data: st.DataObject) -> None:
    content = bytearray(GOOD_FILE)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    answered(io.BytesIO(bytes(content)))


@LOUD
@given(data=st.data())
def test_any_byte_inside_a_part_may_be_another(data: st.DataObject) -> None:
    part = data.draw(
        st.sampled_from(
            ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml"]
        )
    )
    where = data.draw(st.floats(0, 0.999))
    what = data.draw(
        st.sampled_from([b"<", b">", b'"', b"&", b"9", b"-", b"A", b" ", b"\xff", b"", b"</c>", b"<c/>"])
    )

    def bend(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        place = int(len(content) * where)
        return content[:place] + what + content[place + 1 :]

    answered(repacked(io.BytesIO(GOOD_FILE), bend))
