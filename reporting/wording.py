"""Numbers, dates and places as people read them, in the language in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.calendar import OUTSIDE, UNKNOWN
from reporting.catalogue.base import Moment, Unit, ValueUnit
from reporting.stats import Count, Hidden, Kind, Mean, Share, Stat, Time

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOTHING = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
_GROUPED = 1000
# Stands where a number would, of what the project doesn't record.
NOT_RECORDED = pgettext_lazy("of an indicator that the project doesn't record", "Not recorded")
# Stands where a number would, in a report for outside.
HIDDEN = pgettext_lazy("a number in a report for readers outside", "hidden")
ALL_HIDDEN = gettext_lazy("Nothing is shown here: every number is small, or would give a small one away.")
FOR_OUTSIDE = gettext_lazy(
    "For readers outside the project: numbers from 0 to 4 are hidden, so that nobody can be recognised, and "
    "so are larger ones from which they could be reckoned. Rows and columns in which all is hidden may be "
    "left out. Companies and occasions are not hidden. Means and hours of fewer than five persons are."
)

GENDERS: dict[str, StrPromise] = {
    "woman": gettext_lazy("Women"),
    "man": gettext_lazy("Men"),
    "nonbinary": pgettext_lazy("a group of people", "Non-binary"),
    "unknown": gettext_lazy("Gender not recorded"),
}
MOMENTS: dict[Moment, StrPromise] = {
    Moment.START: gettext_lazy("Counts those who started in the period."),
    Moment.EVENT: gettext_lazy("Counts what happened in the period."),
    Moment.STOCK: gettext_lazy("Counts how things stood on the as-of day."),
    Moment.EXIT: gettext_lazy("Counts those whose final exit lies in the period."),
    Moment.DUE: gettext_lazy("Counts those whose time has run out by the as-of day."),
}
UNITS: dict[Unit, StrPromise] = {
    Unit.PERSON: gettext_lazy("participants"),
    Unit.COMPANY: gettext_lazy("companies"),
    Unit.EMPLOYMENT: gettext_lazy("employments"),
    Unit.PLACEMENT: gettext_lazy("placements"),
    Unit.MEASURE: gettext_lazy("measures"),
    Unit.HOUR: gettext_lazy("hours"),
    Unit.SUPERVISOR: gettext_lazy("supervisors"),
    Unit.OCCASION: gettext_lazy("occasions"),
    Unit.KRONA: gettext_lazy("kronor a month"),
}
VALUE_UNITS: dict[ValueUnit, StrPromise] = {
    ValueUnit.DAYS: gettext_lazy("days"),
    ValueUnit.MARKS: gettext_lazy("on the scale 1–5"),
    ValueUnit.ENTRIES: gettext_lazy("entries a participant"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is read in one place: the number, and what it is made of.

    `at`: where it is, as the address of “why this number” has it; "" where there is no such page.
    """

    text: str
    notes: tuple[str, ...] = ()
    at: str = ""

    @property
    def note(self) -> str:
        """The notes on one line."""
        return ", ".join(self.notes)


def whole(value: int) -> str:
    """A whole number, thousands apart without a line break between them."""
    # Most are so small that no language writes them otherwise.
    if 0 <= value < _GROUPED:
        return str(value)
    return str(number_format(value, decimal_pos=0, force_grouping=True))


def decimal(value: str | Decimal) -> str:
    """A number with the decimals that it has; trailing zeros of a target are dropped, of a string kept."""
    number = Decimal(value)
    places = max(0, -int(number.normalize().as_tuple().exponent)) if isinstance(value, Decimal) else None
    return str(number_format(number, decimal_pos=places, force_grouping=True))


def percent(value: str | Decimal | None) -> str:
    """Per cent, or a dash where there is nothing to take a share of."""
    return NOTHING if value is None else f"{decimal(value)}{NO_BREAK}%"


def cell(stat: Stat) -> Cell:
    """A statistic as read."""
    match stat:
        case Count():
            return Cell(whole(stat.value))
        case Share():
            return share_cell(stat.numerator, stat.denominator, stat.percent)
        case Time():
            return Cell(decimal(stat.hours))
        case Mean():
            return mean_cell(stat.n, stat.mean, stat.median)
        case Hidden():
            return Cell(str(HIDDEN))


def share_cell(numerator: int, denominator: int, per_cent: str | None) -> Cell:
    """So many of so many, in per cent."""
    parts = {"part": whole(numerator), "whole": whole(denominator)}
    return Cell(percent(per_cent), (_("%(part)s of %(whole)s") % parts,))


def mean_cell(n: int, mean: str | None, median: str | None) -> Cell:
    """A mean with its median and the number behind it; both None of no values."""
    number = _("n = %(n)s") % {"n": whole(n)}
    if mean is None or median is None:
        return Cell(NOTHING, (number,))
    return Cell(decimal(mean), (_("median %(median)s") % {"median": decimal(median)}, number))


def target(kind: Kind, value: Decimal) -> str:
    """A target in the indicator's own unit."""
    return percent(value) if kind is Kind.SHARE else decimal(value)


def gender(code: str) -> str:
    """A gender as a heading; a code that isn't one as it stands."""
    return capfirst(str(GENDERS.get(code, code)))


def total() -> str:
    """The heading of sums."""
    return capfirst(_("Total"))


def age(label: str) -> str:
    """An age band as a heading, or where those stand who are in none."""
    if label == OUTSIDE:
        return capfirst(_("Other ages"))
    if label == UNKNOWN:
        return capfirst(_("Age unknown"))
    return _("%(band)s years") % {"band": label.replace(" ", "").replace("-", "–")}


def day(value: dt.date) -> str:
    """A date in words, without a line break in it."""
    return date_format(value, "DATE_FORMAT").replace(" ", NO_BREAK)


def period(start: dt.date, end: dt.date) -> str:
    """Two dates, both included."""
    return f"{day(start)} – {day(end)}"
