"""Days between measures: what the figures of set X and the staircase of a participant's page both count."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from projects.waiting import Span, Wait, over_since, waits_between


def day(number: int) -> dt.date:
    return dt.date(2026, 1, 1) + dt.timedelta(days=number)


def span(start: int, end: int | None) -> Span:
    return day(start), None if end is None else day(end)


def test_are_the_whole_days_between_an_end_and_the_next_start() -> None:
    assert list(waits_between([span(0, 10), span(21, 30), span(31, 40), span(40, None)])) == [
        Wait(day(21), day(10), 10),
        Wait(day(31), day(30), 0),
        Wait(day(40), day(40), 0),
    ]


def test_begin_at_the_latest_end_of_several() -> None:
    assert list(waits_between([span(0, 30), span(5, 6), span(33, None)])) == [
        Wait(day(5), None, None),
        Wait(day(33), day(30), 2),
    ]


def test_are_none_while_something_goes_on() -> None:
    spans = [span(0, None), span(5, 6), span(10, 11)]
    assert [wait.days for wait in waits_between(spans)] == [None, None]
    assert over_since(spans) is None


def test_since_the_last_end_nothing_goes_on() -> None:
    assert over_since([span(5, 30), span(0, 40), span(32, 33)]) == day(40)
    assert over_since([]) is None


_spans = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 30)).map(
        lambda pair: span(pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    max_size=6,
)


@given(_spans)
def test_each_waited_day_is_a_day_without_a_measure(spans: list[Span]) -> None:
    covered = {
        day(number)
        for start, end in spans
        for number in range(100)
        if start <= day(number) <= (end or day(99))
    }
    last_start = max((start for start, _end in spans), default=None)
    first = min((start for start, _end in spans), default=None)
    idle = {
        day(number)
        for number in range(100)
        if first is not None and last_start is not None and first < day(number) < last_start
    } - covered
    assert sum(wait.days or 0 for wait in waits_between(spans)) == len(idle)
