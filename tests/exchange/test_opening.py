"""Files that are no workbook, or are one that does harm."""

import io
import struct
import zipfile

import pytest

from exchange.workbook import opening, reading
from exchange.workbook.faults import WorkbookRefused
from tests.exchange.inspecting import faults_of, only_fault
from tests.exchange.workbooks import good, repacked, with_part

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(file: io.BytesIO) -> str:
    """What is said of a file that is refused as a whole."""
    fault = only_fault(file)
    assert (fault.sheet, fault.row, fault.column, fault.value) == ("", None, "", "")
    return str(fault)


def test_a_good_workbook_has_no_faults() -> None:
    assert faults_of(good()) == []


@pytest.mark.parametrize("content", [b"", b"Deltagar-id;Startdatum\n", b"PK\x03\x04", b"%PDF-1.7"])
def test_something_else_is_no_workbook(content: bytes) -> None:
    assert "not a workbook" in refusal(io.BytesIO(content))


def test_an_archive_of_other_things_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "not a workbook" in refusal(file)


def test_a_binary_workbook_is_no_workbook() -> None:
    assert "not a workbook" in refusal(with_part(good().file(), "xl/workbook.bin", b"\x83"))


def test_an_encrypted_workbook_is_refused() -> None:
    assert "protected by a password" in refusal(io.BytesIO(OLE2 + bytes(512)))


def test_an_encrypted_part_is_refused() -> None:
    file = good().file()
    content = bytearray(file.getvalue())
    # The flag of the first entry in the central directory.
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert "protected by a password" in refusal(io.BytesIO(content))


def test_a_workbook_with_macros_is_refused() -> None:
    assert "macros" in refusal(with_part(good().file(), "xl/vbaProject.bin", OLE2))


def test_a_workbook_that_calls_itself_macro_enabled_is_refused() -> None:
    def rename(_name: str, content: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return content.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    assert "macros" in refusal(repacked(good().file(), rename))


def test_a_sheet_of_the_old_macro_language_is_refused() -> None:
    assert "macros" in refusal(with_part(good().file(), "xl/macrosheets/sheet1.xml", b"<xml/>"))


def test_a_file_over_20_mb_is_refused() -> None:
    file = with_part(good().file(), "docProps/padding.xml", b"<xml/>")
    file.seek(opening.LARGEST_FILE)
    file.write(b"\0")
    assert "larger than 20 MB" in refusal(file)


def test_a_part_that_unpacks_out_of_all_proportion_is_refused() -> None:
    bomb = b"<worksheet>" + b" " * (40 * opening.MEGABYTE)
    assert "unpacks to far more" in refusal(with_part(good().file(), "xl/worksheets/bomb.xml", bomb))


def test_parts_that_unpack_to_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 10_000)
    assert "unpacks to far more" in refusal(good().file())


def test_a_part_that_unpacks_to_more_than_it_says_is_refused() -> None:
    file = with_part(good().file(), "xl/worksheets/liar.xml", b"<worksheet>" + b" " * opening.MEGABYTE)
    content = bytearray(file.getvalue())
    entry = content.rfind(b"PK\x01\x02")
    # The size in the central directory is what the unpacking goes by.
    struct.pack_into("<I", content, entry + 24, 100)
    assert "damaged" in refusal(io.BytesIO(content))


def test_what_is_unpacked_is_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(good().file()) as archive:
        monkeypatch.setattr(opening, "LARGEST_UNPACKED", 10_000)
        with pytest.raises(WorkbookRefused, match="unpacks to far more"):
            opening._unpack(archive)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet4.xml", "[Content_Types].xml"])
def test_a_document_type_is_refused(part: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def declare(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        before, declaration, rest = (
            content.partition(b"?>") if content.startswith(b"<?") else (b"", b"", content)
        )
        return before + declaration + laughs + rest

    assert "document type" in refusal(repacked(good().file(), declare))


def test_a_document_type_in_another_encoding_is_refused() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x/>'
    assert "document type" in refusal(with_part(good().file(), "xl/other.xml", text.encode("utf-16")))


def test_a_document_type_behind_a_long_comment_is_refused() -> None:
    text = b"<!--" + b"x" * (2 * opening.CHUNK) + b"--><!DOCTYPE x><x/>"
    assert "document type" in refusal(with_part(good().file(), "xl/other.xml", text))


def test_a_picture_is_let_through() -> None:
    assert faults_of(with_part(good().file(), "xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(100))) == []


def test_a_part_that_is_no_xml_is_damage() -> None:
    assert "damaged" in refusal(with_part(good().file(), "xl/other.xml", b"no xml"))


def test_a_part_that_stands_twice_is_damage() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = with_part(good().file(), "xl/workbook.xml", b"<workbook/>")
    assert "damaged" in refusal(file)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet4.xml"])
def test_a_missing_or_cut_off_part_is_damage(part: str) -> None:
    for keep in (None, 0.5):

        def cut(name: str, content: bytes, keep: float | None = keep) -> bytes | None:
            return content if name != part else content[: int(len(content) * keep)] if keep else None

        faults = faults_of(repacked(good().file(), cut))
        assert faults or (part == "xl/styles.xml" and keep is None)


def test_a_cell_outside_the_sheet_is_damage() -> None:
    def far(name: str, content: bytes) -> bytes:
        return (
            content.replace(b'<row r="2"', b'<row r="99999999999"')
            if name.endswith("sheet4.xml")
            else content
        )

    assert "damaged" in refusal(repacked(good().file(), far))


def test_more_rows_than_100_000_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    assert "more than 10 rows" in refusal(good().file())
