"""Days without a measure, as set X counts them (X4: “motverkar ofrivillig väntan”, seeds/leanlink.txt).

Measures are given as first and last day, both covered; no last day = going on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

type Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Wait:
    """What came before a measure that began on `start`.

    `since` is the latest end before it, and `days` the whole days between; from one day to the next
    is 0. None for both where it began while another measure was going on: nobody waited for it.
    """

    start: date
    since: date | None
    days: int | None


def waits_between(spans: Iterable[Span]) -> Iterator[Wait]:
    """One for each measure but the first, in order.

    What begins before the latest end so far overlaps; what begins on the very day of that end
    follows on it without a wait.
    """
    measures = sorted(spans, key=_by_start_and_end)
    over = measures[0][1] if measures else None
    for start, end in measures[1:]:
        if over is None or start < over:
            yield Wait(start, None, None)
        else:
            yield Wait(start, over, max((start - over).days - 1, 0))
        over = None if over is None or end is None else max(over, end)


def over_since(spans: Iterable[Span]) -> date | None:
    """The latest end, where every measure has one; None where one goes on, or there is none."""
    ends = [end for _start, end in spans]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _by_start_and_end(span: Span) -> Span:
    return span[0], span[1] or date.max
