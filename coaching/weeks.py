"""Weeks as addresses have them."""

import datetime as dt
from typing import Final

FARTHEST: Final = dt.timedelta(days=3660)
"""So far from today, at most, the pages about weeks go."""


def week_from(text: str, *, on: dt.date) -> dt.date:
    """The Monday of a week written as 2026-W47; of the week that holds `on` where it is none, or too far."""
    this_week = on - dt.timedelta(days=on.weekday())
    try:
        found = dt.datetime.strptime(f"{text}-1", "%G-W%V-%u").date()  # noqa: DTZ007  a civil date
    except ValueError:
        return this_week
    return found if abs(found - on) < FARTHEST else this_week
