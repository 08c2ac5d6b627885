"""The days that a report covers when nobody names them: a month, a year, or as long as a project goes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from projects.calendar import add_months
from reporting.disclosure import latest_outside
from reporting.facts import Window
from reporting.models import BundlePeriod
from reporting.stats import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projects.models import Project

DAY = dt.timedelta(days=1)
MONTHS_A_YEAR = 12


def month_before(on: dt.date) -> dt.date:
    """The first day of the calendar month before the one that holds the day."""
    return add_months(on.replace(day=1), -1)


def months(*, since: dt.date, on: dt.date) -> Iterator[dt.date]:
    """The first days of the months that are over on a day, from the one that holds `since`."""
    month = since.replace(day=1)
    while month <= month_before(on):
        yield month
        month = add_months(month, 1)


def monthly_window(project: Project, month: dt.date, *, audience: Audience) -> Window | None:
    """What is ordered for the month that begins on a day, as of its last day.

    From the project's start up to the month's end: a month by itself would tell nothing of what takes
    months, since nobody who starts in it can be due within it. For outside it is the month by itself: two
    reports that reach back to the start would tell by subtraction what each of them hides.
    None when the project isn't going on in the month.
    """
    alone = _within(project, month, add_months(month, 1) - DAY)
    if alone is None or audience is Audience.OUTSIDE:
        return alone
    return replace(alone, period_start=project.start)


def window_by_rule(project: Project, rule: BundlePeriod, *, audience: Audience, on: dt.date) -> Window | None:
    """A project's window by the rule, on a day. None when the project isn't going on in it.

    A month and a year are those that were over last, as of their last day. The whole period is as of its
    end or that day; for outside, as of the last day before it that figures for outside may have.
    """
    if rule is BundlePeriod.MONTH:
        first = month_before(on)
        return _within(project, first, add_months(first, 1) - DAY)
    if rule is BundlePeriod.YEAR:
        first = dt.date(on.year - 1, 1, 1)
        return _within(project, first, add_months(first, MONTHS_A_YEAR) - DAY)
    window = Window(project.start, project.end, min(project.end, on))
    if audience is Audience.OUTSIDE:
        window = latest_outside(window, end=project.end)
    return window if window.as_of >= project.start else None


def _within(project: Project, first: dt.date, last: dt.date) -> Window | None:
    start, end = max(first, project.start), min(last, project.end)
    return Window(start, end, last) if start <= end else None
