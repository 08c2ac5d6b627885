"""Swedish personal numbers: how they are written, what their check digit says, and their birth date.

Twelve digits: century, 18 to 20, and the ten of folkbokföringslagen (1991:481) 18 and 18 a §§: birth
date, a serial from 001, and a check digit by Luhn over the ten. A coordination number
(*samordningsnummer*) has the day + 60; where month or day of the birth aren't known, Skatteverket
writes month 00 or day 60, as in its published test numbers. An interim number has a letter in place of
the first of the last four and no check digit.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

LOOKS_LIKE_ONE: Final = re.compile(r"\d{6}[-+ ]?\w\d{3}|\d{8}", re.ASCII)
"""What looks like a personal number, or like the beginning of one."""
NOTHING_LIKE_ONE: Final = r"(?!.*\d{6}[\-+ ]?\w\d{3})(?!.*\d{8}).*"
"""The contrary as a browser's `pattern`, which then sends nothing: the number never leaves the page."""
_WRITTEN: Final = re.compile(r"(18|19|20)(\d{2})(\d{2})(\d{2})[- ]?([A-Z]|\d)(\d{3})", re.ASCII)
_FORM: Final = re.compile(r"\d{8}[- ]?[A-Z\d]\d{3}", re.ASCII)
_COORDINATION: Final = 60
_DOUBLED_NINE: Final = 9


class PersonalNumberBroken(ValueError):  # noqa: N818  named as what it says
    """The text is no personal number. The message is a code word, never the number."""


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A personal number: `digits` without hyphen, `kind` a code of `participants.codes`.

    `birth_date` is None where a coordination number says that it isn't known in full.
    """

    digits: str
    kind: str
    birth_date: dt.date | None


def parse_personal_number(text: str) -> ParsedNumber:
    """Read a personal number of twelve digits, with or without hyphen.

    Raises PersonalNumberBroken with `form` (not twelve digits: ten don't tell the century), `date` (no
    such day, or no such century) or `check_digit` (the last four don't fit the rest).
    """
    trimmed = text.strip().upper()
    if not _FORM.fullmatch(trimmed):
        raise PersonalNumberBroken("form")
    found = _WRITTEN.fullmatch(trimmed)
    if not found:
        raise PersonalNumberBroken("date")
    century, year, month, day, sign, rest = found.groups()
    coordination = int(day) >= _COORDINATION
    birth_date = _birth_date(int(century + year), int(month), int(day), coordination=coordination)
    digits = f"{century}{year}{month}{day}{sign}{rest}"
    if sign.isalpha():
        return ParsedNumber(digits, "interim", birth_date)
    if f"{sign}{rest[:2]}" == "000" or not _fits(digits[2:]):
        raise PersonalNumberBroken("check_digit")
    return ParsedNumber(digits, "coordination" if coordination else "personal", birth_date)


def _birth_date(year: int, month: int, day: int, *, coordination: bool) -> dt.date | None:
    if not coordination:
        return _date(year, month, day)
    born = day - _COORDINATION
    if month == 0 or born == 0:
        # What is told must still be possible: 2000 has all days of every month.
        _date(2000, month or 1, born or 1)
        return None
    return _date(year, month, born)


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise PersonalNumberBroken("date") from None


def _fits(ten: str) -> bool:
    """Whether the last of ten digits is what Luhn makes of the nine before it."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(value - 9 * (value > _DOUBLED_NINE) for value in doubled) % 10 == 0
