"""Opening a file that someone sends as a workbook, without trusting it.

Everything is checked before the spreadsheet library sees the file: how large it is, whether it
is a workbook at all, how far it unpacks, and that no part of it declares a document type (the
door to entity expansion).
"""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol, cast
from xml.parsers import expat

import openpyxl
from django.utils.translation import gettext as _

from exchange.workbook.faults import Findings, WorkbookRefused

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MEGABYTE
LARGEST_UNPACKED: Final = 250 * MEGABYTE
# Deflate reaches 1000:1 on a bomb; sheets of real rows stay below 50:1.
LARGEST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 5 * MEGABYTE
MOST_PARTS: Final = 5000
CHUNK: Final = 256 * 1024

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_FLAG = 0x1
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,40}?\bref=[\"']([A-Z0-9:$]{2,30})[\"']")
_MERGE_LENGTH = 100

# The library has no error of its own for a damaged file: its parser lets the first thing
# that goes wrong through, whatever it is.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # ElementTree.ParseError is one
    expat.ExpatError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class Cell(Protocol):
    """A cell as it is streamed. `data_type` is f for a formula and e for an error."""

    value: object
    data_type: str
    number_format: str


class StreamedSheet(Protocol):
    """What is used of the library's streaming worksheet, which its type stubs describe as another."""

    title: str
    _worksheet_path: str

    def reset_dimensions(self) -> None:
        """Forget what the file says of the sheet's size."""

    def iter_rows(self, *, max_col: int, max_row: int | None) -> Iterator[tuple[Cell, ...]]:
        """The rows, each `max_col` cells wide."""


@dataclass(frozen=True, slots=True)
class OpenBook:
    """An opened workbook. `epoch` is its date system's day 0."""

    sheets: list[StreamedSheet]
    epoch: dt.datetime
    # Name of a part in the file → its merged ranges.
    merged: dict[str, list[str]]

    def merged_in(self, sheet: StreamedSheet) -> list[str]:
        """The merged ranges of a sheet."""
        return self.merged.get(sheet._worksheet_path.lstrip("/"), [])  # noqa: SLF001  nothing public leads there


class _RootReached(Exception):  # noqa: N818  a signal: the rest of the part needs no look
    pass


class _Doctype(Exception):  # noqa: N818  a signal: the part declares a document type
    pass


def refuse(problem: str) -> WorkbookRefused:
    """A refusal of the file as a whole."""
    findings = Findings()
    findings.add(problem)
    return WorkbookRefused(findings)


def damaged() -> WorkbookRefused:
    """A refusal of a file that can't be read to its end."""
    return refuse(_("The file is damaged. Open it in a spreadsheet program, save it as .xlsx and try again."))


@contextmanager
def opened(file: BinaryIO) -> Iterator[OpenBook]:
    """The workbook in `file`, open for reading. Raises WorkbookRefused."""
    _check_size_and_kind(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive)
            merged = _unpack(archive)
        file.seek(0)
        with warnings.catch_warnings():
            # What the library leaves out (validation, styles) is nothing that we read.
            warnings.filterwarnings("ignore", module="openpyxl")
            workbook = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    except DAMAGED:
        raise damaged() from None
    try:
        yield OpenBook(cast("list[StreamedSheet]", workbook.worksheets), workbook.epoch, merged)
    finally:
        workbook.close()


def _check_size_and_kind(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_FILE:
        raise refuse(
            _("The file is larger than %(most)d MB. Take away pictures and foreign sheets.")
            % {"most": LARGEST_FILE // MEGABYTE}
        )
    start = file.read(8)
    file.seek(0)
    if start == _OLE2:
        raise refuse(
            _(
                "The file is protected by a password or saved in the old .xls format. "
                "Save it as .xlsx without a password."
            )
        )
    if not zipfile.is_zipfile(file):
        raise refuse(_("The file is not a workbook. Save it as an Excel workbook (.xlsx)."))
    file.seek(0)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """What the archive says about itself: a workbook, no macros, no bomb."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or any(name.endswith("workbook.bin") for name in names):
        raise refuse(_("The file is not a workbook. Save it as an Excel workbook (.xlsx)."))
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise refuse(_("The file is protected by a password. Save it without a password."))
    if len(parts) > MOST_PARTS or len(set(names)) < len(names):
        raise damaged()
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise damaged()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(
        part.file_size > RATIO_COUNTS_FROM and part.file_size > LARGEST_RATIO * part.compress_size
        for part in parts
    ):
        raise _bomb()
    if any(_is_macro(name) for name in names):
        raise _macros()


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith("vbaproject.bin") or "/macrosheets/" in lowered


def _macros() -> WorkbookRefused:
    return refuse(_("The file carries macros. Save it as an Excel workbook without macros (.xlsx)."))


def _bomb() -> WorkbookRefused:
    return refuse(_("The file unpacks to far more than a workbook needs. Copy the sheets to a new one."))


def _unpack(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """Unpack every part once, counting, and look at what it holds. The merged ranges of each part."""
    unpacked = 0
    merged: dict[str, list[str]] = defaultdict(list)
    for part in archive.infolist():
        prolog: _Prolog | None = _Prolog(is_xml=part.filename.lower().endswith((".xml", ".rels")))
        tail = b""
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST_UNPACKED:
                    raise _bomb()
                if prolog is not None and prolog.passed(chunk, last=False):
                    prolog = None
                tail += chunk
                merged[part.filename] += [found.decode("ascii") for found in _MERGE.findall(tail)]
                tail = _unmatched(tail)
        if prolog is not None:
            # The parser may have put off what it has not seen the end of.
            prolog.passed(b"", last=True)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise _macros()
    return merged


def _unmatched(seen: bytes) -> bytes:
    """The end of what was searched, kept for a range that runs on into the next chunk."""
    start = seen.rfind(b"<", len(seen) - _MERGE_LENGTH if len(seen) > _MERGE_LENGTH else 0)
    return seen[start:] if start >= 0 and b">" not in seen[start:] else b""


class _Prolog:
    """Looks at a part up to its root element: a document type may stand nowhere else."""

    def __init__(self, *, is_xml: bool) -> None:
        self._is_xml = is_xml
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    @staticmethod
    def _doctype(*_declaration: object) -> None:
        raise _Doctype

    @staticmethod
    def _root(*_element: object) -> None:
        raise _RootReached

    def passed(self, chunk: bytes, *, last: bool) -> bool:
        """Whether the part has shown itself harmless. Raises WorkbookRefused and ExpatError."""
        try:
            self._parser.Parse(chunk, last)
        except _RootReached:
            return True
        except _Doctype:
            raise refuse(
                _("The file declares a document type, which no spreadsheet program does. It is not read.")
            ) from None
        except expat.ExpatError:
            if self._is_xml:
                raise
            return True  # a picture or the like
        return False
