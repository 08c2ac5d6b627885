"""The little calendar that the demo data needs. All dates are civil dates."""

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later or earlier, clamped to the month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def workday(day: date) -> date:
    """The day itself, or the Monday after when it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def age(born: date, on: date) -> int:
    """Completed years on a day; who is born on 29 February turns on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for 29 February where there is none."""
    return add_months(day, -12 * years)
