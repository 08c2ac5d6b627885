"""For which sets, periods and days figures for outside may be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from projects.calendar import add_months
from reporting.catalogue.tied import IDENTITIES
from reporting.facts import Window, WindowError

_WHOLE_MONTHS = _(
    "Figures for outside cover whole months, so that no single day can be reckoned from two of them. "
    "Choose the first and the last day of a month, or leave the dates empty."
)
_AT_MONTHS_END = _(
    "Figures for outside stand as of the last day of a month. Choose such a day, or leave it empty."
)


class NotForOutsideError(ValueError):
    """Nobody has said yet how the tables of this set hang together; the message is meant for people."""

    def __init__(self) -> None:
        super().__init__(_("This indicator set can't be shown outside the project yet."))


def check_outside(indicator_set: str, window: Window, *, start: date, end: date) -> None:
    """Pass what figures for outside may be asked for, in a project that runs from `start` to `end`.

    Whole calendar months, or as the project begins and ends, as of a month's last day or the project's: two
    periods that differ by a day would tell what happened on that day. Raises WindowError, and
    NotForOutsideError for a set that isn't ready.
    """
    if indicator_set not in IDENTITIES:
        raise NotForOutsideError
    if window.period_start not in (start, window.period_start.replace(day=1)):
        raise WindowError(_WHOLE_MONTHS, field="period_start")
    if window.period_end not in (end, _month_end(window.period_end)):
        raise WindowError(_WHOLE_MONTHS, field="period_end")
    if window.as_of not in (end, _month_end(window.as_of)):
        raise WindowError(_AT_MONTHS_END, field="as_of")


def latest_outside(window: Window, *, end: date) -> Window:
    """The window with the latest as of, up to its own, that figures for outside may have."""
    day = window.as_of
    if day not in (end, _month_end(day)):
        before = day.replace(day=1) - timedelta(days=1)
        day = end if before < end < day else before
    return replace(window, as_of=day)


def _month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
