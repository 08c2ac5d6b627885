"""Months and ages, as the indicators count them.

Source of the rules: the common rules of the indicator catalogue. All dates are civil dates.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from projects.bands import AgeBand, parse_band

OUTSIDE = "outside"
UNKNOWN = "unknown"
SHORTEST_MONTH = 28

type Bands = tuple[tuple[str, AgeBand], ...]


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later, clamped to that month's last day.

    31 January + 1 month is 28 or 29 February. What is "within" the months includes this day.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month0 + 1, day.day)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def completed_years(birth: date, on: date) -> int:
    """Age on a day. Who is born on 29 February has their birthday on 1 March in other years.

    Negative when the birth lies after the day.
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def labelled_bands(texts: Iterable[str]) -> Bands:
    """The bands in age order, each with the label that the project writes.

    Raises ValidationError for a text that is no band.
    """
    return tuple(sorted(((text, parse_band(text)) for text in texts), key=lambda pair: pair[1].lower))


def band_label(age: int | None, bands: Bands) -> str:
    """The label of the band that holds the age, else "outside"; "unknown" without an age."""
    if age is None:
        return UNKNOWN
    return next((label for label, band in bands if age in band), OUTSIDE)
