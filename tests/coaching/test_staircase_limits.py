"""How long someone may stand on a step: counted in whole weeks from the day of the move."""

import datetime as dt

import pytest

from coaching.limits import Limit, LimitState, limit_of
from coaching.models import PhaseMove
from projects.models import Phase

MOVED = dt.date(2026, 6, 1)


def limit(least: int | None, most: int | None, days: int) -> Limit | None:
    move = PhaseMove(phase=Phase(weeks_at_least=least, weeks_at_most=most), moved_on=MOVED)
    return limit_of(move, MOVED + dt.timedelta(days=days))


def test_a_step_without_limits_has_none() -> None:
    assert limit(None, None, 1000) is None


# Navigator: the introduction takes at most 4 weeks (28 days), the intensive coaching 26 to 30 (182, 210).
@pytest.mark.parametrize(
    ("least", "most", "day", "state", "days"),
    [
        (None, 4, 0, LimitState.RUNNING, 28),
        (None, 4, 13, LimitState.RUNNING, 15),
        (None, 4, 14, LimitState.DUE, 14),
        (None, 4, 28, LimitState.DUE, 0),
        (None, 4, 29, LimitState.OVER, 1),
        (26, 30, 0, LimitState.EARLY, 182),
        (26, 30, 181, LimitState.EARLY, 1),
        (26, 30, 182, LimitState.RUNNING, 28),
        (26, 30, 196, LimitState.DUE, 14),
        (26, 30, 211, LimitState.OVER, 1),
        (26, None, 182, LimitState.RUNNING, 0),
        (26, None, 1000, LimitState.RUNNING, 0),
        (30, 30, 200, LimitState.DUE, 10),
    ],
)
def test_says_what_is_left_or_over(
    least: int | None, most: int | None, day: int, state: LimitState, days: int
) -> None:
    found = limit(least, most, day)
    assert found is not None
    assert (found.state, found.days, found.is_over) == (state, days, state == LimitState.OVER)


def test_says_the_days_themselves() -> None:
    found = limit(26, 30, 0)
    assert found is not None
    assert (found.least_on, found.due_on) == (dt.date(2026, 11, 30), dt.date(2026, 12, 28))
