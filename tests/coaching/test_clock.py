"""The four months of jobbredo."""

import datetime as dt

import pytest

from coaching.clock import jobbredo_due, read_clock


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-01-15", "2026-05-15"),
        ("2025-10-31", "2026-02-28"),
        ("2027-10-31", "2028-02-29"),
        ("2026-08-31", "2026-12-31"),
        ("2026-09-01", "2027-01-01"),
    ],
)
def test_due_on_the_same_day_of_the_month_or_its_last(start: str, due: str) -> None:
    assert jobbredo_due(dt.date.fromisoformat(start)).isoformat() == due


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        ("2026-01-15", "running", 120),
        ("2026-04-30", "running", 15),
        ("2026-05-01", "due", 14),
        ("2026-05-15", "due", 0),
        ("2026-05-16", "late", 1),
    ],
)
def test_runs_is_due_and_late(on: str, state: str, days: int) -> None:
    clock = read_clock(
        first_start=dt.date(2026, 1, 15), ready_on=None, running=True, on=dt.date.fromisoformat(on)
    )
    assert clock is not None
    assert (clock.state, clock.days) == (state, days)


@pytest.mark.parametrize(
    ("ready_on", "state", "days"),
    [("2026-02-14", "ready", 30), ("2026-01-10", "ready", 0), ("2026-05-21", "late", 5)],
)
def test_stops_on_the_day_that_all_was_met(ready_on: str, state: str, days: int) -> None:
    clock = read_clock(
        first_start=dt.date(2026, 1, 15),
        ready_on=dt.date.fromisoformat(ready_on),
        running=True,
        on=dt.date(2026, 5, 20),
    )
    assert clock is not None
    assert (clock.state, clock.days) == (state, days)


def test_shows_nothing_to_those_who_left_unready_or_have_not_begun() -> None:
    start = dt.date(2026, 1, 15)
    left = read_clock(first_start=start, ready_on=None, running=False, on=dt.date(2026, 3, 1))
    to_come = read_clock(first_start=start, ready_on=None, running=True, on=dt.date(2026, 1, 14))
    assert (left, to_come) == (None, None)
