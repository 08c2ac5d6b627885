"""What is wrong with a workbook, said so that the person who keeps it can put it right."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# More lines than this are counted, not kept: nobody reads them, and one slip in a
# column can make a hundred thousand of them.
KEPT = 1000
SHOWN_LENGTH = 60

# Six or eight digits of a date (day + 60 for coordination numbers), then the serial number.
_PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|6[1-9]|[78]\d|9[01])[-+ ]?[\dA-Za-z]\d{3}(?!\d)"
)


class Wrong(Exception):  # noqa: N818  not an error of ours: one cell that can't be taken as it is
    """A cell's value can't be taken. The text says why and what would be right, never the value."""


def hides_personal_number(text: str) -> bool:
    """Whether a text holds something that looks like a personal number."""
    return _PERSONAL_NUMBER.search(text) is not None


def shown(value: object) -> str:
    """A cell's value on one line, shortened, with anything like a personal number left out."""
    text = " ".join(str(value).split())
    text = _PERSONAL_NUMBER.sub("…", text)
    text = "".join(sign if sign.isprintable() else "·" for sign in text)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right. Without a sheet it is about the file; without a row, about the sheet."""

    problem: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = []
        if self.sheet:
            place.append(_("sheet %(sheet)s") % {"sheet": shown(self.sheet)})
        if self.row is not None:
            place.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            place.append(_("column %(column)s") % {"column": shown(self.column)})
        if self.value:
            place.append(f"”{shown(self.value)}”")
        where = ", ".join(place)
        return f"{where[:1].upper()}{where[1:]}: {self.problem}" if where else self.problem


@dataclass(slots=True)
class Findings:
    """Faults, which stop the import, and notices, which say what was left aside."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    beyond: int = 0

    def add(
        self, problem: str, *, sheet: str = "", row: int | None = None, column: str = "", value: object = ""
    ) -> None:
        """Note a fault. Leave `value` empty where it is private."""
        if len(self.faults) >= KEPT:
            self.beyond += 1
            return
        if isinstance(value, dt.datetime) and value.time() == dt.time():
            value = value.date()  # a date cell, which the library reads as midnight
        self.faults.append(Fault(problem, sheet, row, column, str(value)))

    def notice(self, sheet: str, text: str) -> None:
        """Note something that was left aside without stopping the import."""
        place = _("Sheet %(sheet)s") % {"sheet": shown(sheet)}
        self.notices.append(f"{place}: {text}")

    def lines(self) -> Iterator[str]:
        """The faults as lines of text, and how many more there were."""
        for fault in self.faults:
            yield str(fault)
        if self.beyond:
            yield ngettext("… and %(count)d more fault.", "… and %(count)d more faults.", self.beyond) % {
                "count": self.beyond
            }


class WorkbookRefused(Exception):  # noqa: N818  the outcome "refused", with its reasons
    """The workbook has faults; nothing was written."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(*findings.lines())
        self.findings = findings
