"""Swedish personal numbers: how they are written, what their check digit says, and their birth date.

Twelve digits. A coordination number (*samordningsnummer*) has the day + 60. An interim number
has a letter in place of the first of the last four and no check digit.
"""

import datetime as dt
import re
from dataclasses import dataclass

from personnummer import personnummer

_WRITTEN = re.compile(r"(\d{4})(\d{2})(\d{2})[- ]?([A-Z]|\d)(\d{3})", re.ASCII)
_COORDINATION = 60


class PersonalNumberBroken(ValueError):  # noqa: N818  named as what it says
    """The text is no personal number. The message is a code word, never the number."""


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A personal number: `digits` without hyphen, `kind` a code of `participants.codes`."""

    digits: str
    kind: str
    birth_date: dt.date


def parse_personal_number(text: str) -> ParsedNumber:
    """Read a personal number of twelve digits, with or without hyphen.

    Raises PersonalNumberBroken with `form` (not twelve digits), `date` (no such day) or
    `check_digit`. The library decides the check digit only: it reads ages at today's date
    and knows no interim numbers.
    """
    found = _WRITTEN.fullmatch(text.strip().upper())
    if not found:
        raise PersonalNumberBroken("form")
    year, month, day, sign, rest = found.groups()
    coordination = int(day) > _COORDINATION
    try:
        birth_date = dt.date(int(year), int(month), int(day) - _COORDINATION * coordination)
    except ValueError:
        raise PersonalNumberBroken("date") from None
    digits = f"{year}{month}{day}{sign}{rest}"
    if sign.isalpha():
        return ParsedNumber(digits, "interim", birth_date)
    if not personnummer.valid(digits):
        raise PersonalNumberBroken("check_digit")
    return ParsedNumber(digits, "coordination" if coordination else "personal", birth_date)
