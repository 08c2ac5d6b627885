"""Reading and checking a workbook without a database."""

from typing import BinaryIO

from exchange.workbook.checking import check_book
from exchange.workbook.faults import Fault, Findings, WorkbookRefused
from exchange.workbook.opening import opened
from exchange.workbook.reading import Book, read_book
from tests.exchange.workbooks import Draft


def inspect(source: Draft | BinaryIO) -> tuple[Book, Findings]:
    """The workbook as read, with what was found. Raises WorkbookRefused where it can't be read at all."""
    findings = Findings()
    with opened(source.file() if isinstance(source, Draft) else source) as book:
        read = read_book(book, findings)
    check_book(read, findings)
    return read, findings


def faults_of(source: Draft | BinaryIO) -> list[Fault]:
    """Every fault, also where the workbook can't be read at all."""
    try:
        return inspect(source)[1].faults
    except WorkbookRefused as refused:
        return refused.findings.faults


def only_fault(source: Draft | BinaryIO) -> Fault:
    """The single fault of a workbook with one thing wrong."""
    faults = faults_of(source)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def notices_of(source: Draft | BinaryIO) -> list[str]:
    """What was left aside in a workbook without faults."""
    _, findings = inspect(source)
    assert not findings.faults, [str(fault) for fault in findings.faults]
    return findings.notices
