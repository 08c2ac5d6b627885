"""The little calendar that the demo data needs beside the projects' own. All dates are civil dates."""

from datetime import date, timedelta

from projects.calendar import add_months

SATURDAY = 5


def workday(day: date) -> date:
    """The day itself, or the Monday after when it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for 29 February where there is none."""
    return add_months(day, -12 * years)
