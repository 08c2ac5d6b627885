"""How long someone may stand on a step of the staircase, and how they stand against that on a day.

Source of the limits: Navigator's introduction takes at most 4 weeks, its intensive coaching 26 to 30
(seeds/navigator.txt). Pure: it asks the database nothing where the move comes with its phase.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from coaching.models import PhaseMove

SOON: Final = 14
"""So many days before the longest time is up, the limit says so."""


class LimitState(StrEnum):
    """How a stay on a step stands against its limits, as the status component's colours go."""

    EARLY = "early"
    RUNNING = "running"
    DUE = "due"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Limit:
    """A step's limits, counted from the day of the move.

    `least_on`: the first day on which the shortest time is reached; `due_on`: the last day within the
    longest time, counted as the jobbredo clock counts (a step of 4 weeks from 1 June is due on
    29 June). None where the step has no such limit. `days`: until `least_on` while early, left
    until `due_on` while it runs or is due, past it when over; 0 where there is only a shortest time,
    and that is reached.
    """

    state: LimitState
    days: int
    least_on: dt.date | None
    due_on: dt.date | None

    @property
    def is_over(self) -> bool:
        """The longest time is past."""
        return self.state == LimitState.OVER


def limit_of(move: "PhaseMove", on: dt.date) -> Limit | None:
    """How a move stands against the limits of its step on a day; None for a step without limits.

    The move must be the one in force: a later move ends the step, and with it the limit.
    """
    least, most = move.phase.weeks_at_least, move.phase.weeks_at_most
    if least is None and most is None:
        return None
    least_on = None if least is None else move.moved_on + dt.timedelta(weeks=least)
    due_on = None if most is None else move.moved_on + dt.timedelta(weeks=most)
    if due_on is not None and on > due_on:
        return Limit(LimitState.OVER, (on - due_on).days, least_on, due_on)
    if due_on is not None and (due_on - on).days <= SOON:
        return Limit(LimitState.DUE, (due_on - on).days, least_on, due_on)
    if least_on is not None and on < least_on:
        return Limit(LimitState.EARLY, (least_on - on).days, least_on, due_on)
    return Limit(LimitState.RUNNING, (due_on - on).days if due_on else 0, least_on, due_on)
