"""Reads a list of occupations as it is published: SSYK 2012 code and share of women, one a line."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

CODE: Final = "SSYK"
SHARE: Final = "Andel kvinnor (%)"
_SSYK: Final = re.compile(r"[0-9]{1,4}")
_SHARE: Final = re.compile(r"[0-9]{1,3}([.,][0-9])?")
_WHOLE: Final = Decimal(100)


class OccupationFaultsError(ValueError):
    """What must be put right in the file, in the lines' order."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_occupations(text: str) -> list[tuple[str, Decimal]]:
    """Codes and shares, in the file's order. Columns are parted by semicolon, comma or tab.

    Raises OccupationFaultsError, with every fault that the file has.
    """
    lines = text.splitlines()
    heading = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=next((mark for mark in ";\t" if mark in heading), ","))
    names = [name.strip() for name in next(rows, [])]
    if missing := [name for name in (CODE, SHARE) if name not in names]:
        told = ", ".join(f"“{name}”" for name in missing)
        raise OccupationFaultsError([f"Line 1: no column {told}. The first line names the columns."])
    places = names.index(CODE), names.index(SHARE)
    found: dict[str, Decimal] = {}
    faults: list[str] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            code, share = (row[place].strip() if place < len(row) else "" for place in places)
            faults += [f"Line {rows.line_num}: {fault}" for fault in _faults(code, share, found)]
            found[code] = _number(share)
    if not found:
        faults.append("There are no occupations in the file.")
    if faults:
        raise OccupationFaultsError(faults)
    return list(found.items())


def _faults(code: str, share: str, known: dict[str, Decimal]) -> Iterator[str]:
    if not _SSYK.fullmatch(code):
        yield f"“{code}” is not an SSYK code. It has one to four digits."
    elif code in known:
        yield f"SSYK {code} stands in the file already."
    if not _SHARE.fullmatch(share) or _number(share) > _WHOLE:
        yield f"“{share}” is not a share of women. Write 0 to 100, with one decimal at most."


def _number(share: str) -> Decimal:
    """The share; nothing of what isn't one, which is told as a fault."""
    try:
        return Decimal(share.replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
