"""What the cells of a column may hold, and how they are read.

A kind gets the value of a cell that holds something: text comes normalised (NFC), without outer
spaces and never empty. It gives the value back typed, or raises Wrong with what would be right.
"""

import datetime as dt
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar, override

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from exchange.workbook.faults import Wrong, hides_personal_number
from participants.personal_numbers import ParsedNumber, PersonalNumberBroken, parse_personal_number

EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2099, 12, 31)
# Floats carry some fifteen digits; what lies beyond is the machine's, not the person's.
_FLOAT_PLACES = 9
# Larger numbers are slips of the keyboard, and would not fit the database's columns.
_LARGEST = Decimal(10**12)
LONGEST_EMAIL = 254


class Kind[T](ABC):
    """How a column is read. `blank` is what an empty cell becomes in an optional column."""

    blank: ClassVar[object] = None
    private: ClassVar[bool] = False
    per_cent: ClassVar[bool] = False

    @abstractmethod
    def read(self, value: object) -> T:
        """The typed value. Raises Wrong."""

    def written(self, value: T) -> str:
        """The value in the workbook's own words."""
        return str(value)


def as_text(value: object) -> str:
    """Text as text and a whole number as its digits; anything else isn't text. Raises Wrong."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Wrong(_("Write it as text."))


def as_number(value: object) -> Decimal:
    """A number, from a number cell or text with decimal comma or point. Raises Wrong."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Wrong(_("Write a number."))
    if isinstance(value, float) and not math.isfinite(value):
        raise Wrong(_("Write a number."))
    written = re.sub(r"\s", "", str(value)).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise Wrong(_("Write a number.")) from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise Wrong(_("Write a number."))
    # By way of text: normalize() alone makes 2E+1 of 20.
    return Decimal(format(round(number, _FLOAT_PLACES).normalize(), "f"))


def explain_number(number: float, epoch: dt.datetime) -> str:
    """Why a bare number is no date, with the date that it would be in the workbook's date system."""
    digits = str(number)
    if re.fullmatch(r"(19|20)[0-9]{6}", digits):
        return _("The cell holds a number, not a date. Write it as %(example)s.") % {
            "example": f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        }
    try:
        day = from_excel(number, epoch)
    except (ValueError, OverflowError):
        day = None
    if isinstance(day, dt.datetime) and EARLIEST <= day.date() <= LATEST:
        return _(
            "The cell holds a number, not a date. If it stands for %(day)s, format the cell as a date."
        ) % {"day": day.date()}
    return _("The cell holds a number, not a date. Write it as ÅÅÅÅ-MM-DD.")


@dataclass(frozen=True)
class Text(Kind[str]):
    """Free text of at most `limit` characters."""

    limit: int = 200
    blank: ClassVar[object] = ""

    @override
    def read(self, value: object) -> str:
        if isinstance(value, float | dt.date) and not isinstance(value, bool):
            text = str(value)
        else:
            text = as_text(value)
        if len(text) > self.limit:
            raise Wrong(
                _("The text is longer than %(limit)d characters. Shorten it.") % {"limit": self.limit}
            )
        return text


@dataclass(frozen=True)
class Name(Text):
    """A person's name: kept out of every message."""

    private: ClassVar[bool] = True


@dataclass(frozen=True)
class ParticipantId(Kind[str]):
    """The project's own id of a participant, which links the sheets.

    It is shown in lists, so it can't be a personal number.
    """

    limit: int = 50

    @override
    def read(self, value: object) -> str:
        text = as_text(value)
        if hides_personal_number(text):
            raise Wrong(
                _("A Deltagar-id must not be a personal number: it is shown in lists. Use an id of your own.")
            )
        if len(text) > self.limit:
            raise Wrong(_("The id is longer than %(limit)d characters. Shorten it.") % {"limit": self.limit})
        return text


class PersonalNumber(Kind[ParsedNumber]):
    """Twelve digits, checked; kept out of every message."""

    private: ClassVar[bool] = True

    @override
    def read(self, value: object) -> ParsedNumber:
        try:
            return parse_personal_number(as_text(value))
        except PersonalNumberBroken as broken:
            raise Wrong(
                {
                    "form": _("Write the personal number with twelve digits, ÅÅÅÅMMDD-NNNN."),
                    "date": _("The personal number holds a day that does not exist. Check it."),
                    "check_digit": _("The personal number's last digit does not fit the others. Check it."),
                }[str(broken)]
            ) from None


class OrganisationNumber(Kind[str]):
    """Ten digits, with or without hyphen; twelve where they begin with 16."""

    @override
    def read(self, value: object) -> str:
        found = re.fullmatch(r"(?:16)?([0-9]{6})-?([0-9]{4})", as_text(value))
        if not found:
            raise Wrong(_("An organisation number has ten digits, as 556000-0000."))
        return found[1] + found[2]


class Email(Kind[str]):
    """An e-mail address, in lower case."""

    blank: ClassVar[object] = ""

    @override
    def read(self, value: object) -> str:
        text = as_text(value).lower()
        try:
            validate_email(text)
        except ValidationError:
            raise Wrong(_("Write an e-mail address.")) from None
        if len(text) > LONGEST_EMAIL:
            raise Wrong(_("Write an e-mail address."))
        return text


class Day(Kind[dt.date]):
    """A civil date, from a date cell or ÅÅÅÅ-MM-DD. A bare number is none: see `explain_number`."""

    @override
    def read(self, value: object) -> dt.date:
        if isinstance(value, dt.datetime):
            if value.time() != dt.time():
                raise Wrong(_("The cell holds a time of day as well. Write the date only, as ÅÅÅÅ-MM-DD."))
            value = value.date()
        elif isinstance(value, str):
            value = self._from_text(value)
        if not isinstance(value, dt.date):
            raise Wrong(_("Write the date as ÅÅÅÅ-MM-DD."))
        if not EARLIEST <= value <= LATEST:
            raise Wrong(
                _("The date is not between %(first)s and %(last)s. Check the year.")
                % {"first": EARLIEST, "last": LATEST}
            )
        return value

    @staticmethod
    def _from_text(text: str) -> dt.date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Wrong(_("Write the date as ÅÅÅÅ-MM-DD."))
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Wrong(_("There is no such day. Check the date.")) from None


class Code(Kind[str]):
    """One of a list of Swedish words, upper or lower case; read as its code."""

    blank: ClassVar[object] = ""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._codes = {folded(word): code for code, word in words.items()}
        self._list = ", ".join(words.values())

    @override
    def written(self, value: str) -> str:
        return self._words.get(value, value)

    @override
    def read(self, value: object) -> str:
        code = self._codes.get(folded(value)) if isinstance(value, str) else None
        if code is None:
            raise Wrong(_("Write one of: %(words)s.") % {"words": self._list})
        return code


class YesNo(Kind[bool]):
    """`ja` or `nej`; an empty cell is no."""

    blank: ClassVar[object] = False

    @override
    def read(self, value: object) -> bool:
        answer = folded(value) if isinstance(value, str) else ""
        if answer not in {"ja", "nej"}:
            raise Wrong(_("Write one of: %(words)s.") % {"words": "ja, nej"})
        return answer == "ja"

    @override
    def written(self, value: bool) -> str:
        return "ja" if value else "nej"


class Country(Kind[str]):
    """A country's two letters (ISO 3166), or one of a few words for why there is none."""

    blank: ClassVar[object] = ""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._codes = {folded(word): code for code, word in words.items()}
        self._list = ", ".join(words.values())

    @override
    def read(self, value: object) -> str:
        text = value if isinstance(value, str) else ""
        if re.fullmatch(r"[A-Za-z]{2}", text):
            return text.upper()
        if folded(text) in self._codes:
            return self._codes[folded(text)]
        raise Wrong(
            _("Write a country's two letters, such as SE, or one of: %(words)s.") % {"words": self._list}
        )


@dataclass(frozen=True)
class Number(Kind[Decimal]):
    """A number from `least` to `most`, with at most `places` decimals (None: any).

    A percentage column takes 60, `60 %` and a cell formatted as 60 % (which holds 0.6).
    """

    most: int
    places: int | None = 2
    least: int = 0
    per_cent: bool = False  # type: ignore[misc]  # a field here, where the base has a class default

    @override
    def read(self, value: object) -> Decimal:
        if self.per_cent and isinstance(value, str):
            value = value.removesuffix("%")
        number = as_number(value)
        if not self.least <= number <= self.most:
            raise Wrong(
                _("Write a number from %(least)s to %(most)s.") % {"least": self.least, "most": self.most}
            )
        if self.places is not None and round(number, self.places) != number:
            raise Wrong(_("Write it with at most %(places)d decimals.") % {"places": self.places})
        return number


@dataclass(frozen=True)
class Whole(Kind[int]):
    """A whole number from `least` to `most`."""

    most: int
    least: int = 0

    @override
    def read(self, value: object) -> int:
        number = as_number(value)
        if number != int(number) or not self.least <= number <= self.most:
            raise Wrong(
                _("Write a whole number from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.most}
            )
        return int(number)


@dataclass(frozen=True)
class Digits(Kind[str]):
    """A code of `least` to `most` digits.

    A number cell that lost its leading zeros gets them back where only one length is possible.
    """

    least: int
    most: int
    blank: ClassVar[object] = ""

    @override
    def read(self, value: object) -> str:
        text = as_text(value).replace(".", "")
        if not isinstance(value, str) and self.least == self.most:
            text = text.zfill(self.most)
        if not re.fullmatch(rf"[0-9]{{{self.least},{self.most}}}", text):
            if self.least == self.most:
                raise Wrong(_("Write a code of %(most)d digits.") % {"most": self.most})
            raise Wrong(
                _("Write a code of %(least)d to %(most)d digits.") % {"least": self.least, "most": self.most}
            )
        return text


def folded(text: str) -> str:
    """A word or header as it is compared: case, outer and repeated spaces aside."""
    return " ".join(text.casefold().split())
