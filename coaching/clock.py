"""The jobbredo clock: four months from the first start (Linköpingsmodellen: “jobbredo inom 4 månader”)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from projects.calendar import add_months

MONTHS = 4
SOON = 14
"""So many days before the time is up, the clock says so."""


class ClockState(StrEnum):
    """What the clock says, as the clock component names it."""

    RUNNING = "running"
    DUE = "due"
    LATE = "late"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Clock:
    """How someone stands against the four months.

    `days`: left while it runs, past when late, taken when ready. `used` and `total` in days.
    """

    state: ClockState
    days: int
    due_on: dt.date
    ready_on: dt.date | None
    used: int
    total: int
    months: int = MONTHS


def jobbredo_due(first_start: dt.date) -> dt.date:
    """The last day of the four months: the same day of the month, or that month's last day."""
    return add_months(first_start, MONTHS)


def read_clock(*, first_start: dt.date, ready_on: dt.date | None, running: bool, on: dt.date) -> Clock | None:
    """The clock on a day.

    `ready_on` is the first day on which every criterion was met. The clock of someone who left
    without (`running` is False), or who hasn't begun, shows nothing.
    """
    due_on = jobbredo_due(first_start)
    total = (due_on - first_start).days
    if ready_on is not None and ready_on <= on:
        taken = max((ready_on - first_start).days, 0)
        return Clock(ClockState.READY, taken, due_on, ready_on, min(taken, total), total)
    if not running or on < first_start:
        return None
    left = (due_on - on).days
    if left < 0:
        return Clock(ClockState.LATE, -left, due_on, None, total, total)
    state = ClockState.DUE if left <= SOON else ClockState.RUNNING
    return Clock(state, left, due_on, None, total - left, total)
