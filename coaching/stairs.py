"""Where someone stands on the project's staircase, how long on each step, and how long between measures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from coaching.journey import Journey
from coaching.limits import Limit, limit_of
from coaching.models import PhaseMove
from participants.models import Enrolment
from projects.models import Phase
from projects.waiting import Wait, over_since, waits_between


@dataclass(frozen=True, slots=True)
class Stand:
    """A move and what came of it. `days` are whole days until the next move, the exit or today.

    `until` is the day that ended it, None while it lasts; `limit` as of that day, or of today.
    """

    move: PhaseMove
    until: dt.date | None
    days: int
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the project. `days` over all times that the person has stood there; `here`: stands now."""

    phase: Phase
    days: int
    visited: bool
    here: Stand | None


@dataclass(frozen=True, slots=True)
class Stairs:
    """The staircase as the page draws it, lowest step first; `stands` and `waits` newest first.

    `waiting` is how many whole days nothing has gone on since a measure ended, counted until the day
    itself; None where something goes on, nothing has, or the person isn't enrolled.
    """

    steps: tuple[Step, ...]
    stands: tuple[Stand, ...]
    waits: tuple[Wait, ...]
    waiting: int | None
    waiting_since: dt.date | None

    @property
    def current(self) -> Stand | None:
        """Where the person stands now."""
        return next((stand for stand in self.stands if stand.until is None), None)


def read_stairs(journey: Journey, *, on: dt.date) -> Stairs:
    """Put together what the journey holds, with the project's steps."""
    moves = journey.moves[::-1]
    stands = tuple(
        _stand(move, following, on=on) for move, following in zip(moves, [*moves, None][1:], strict=True)
    )
    steps = tuple(_step(phase, stands) for phase in journey.enrolment.project.phases.all())
    done = [
        (episode.start, _ended(episode.end, on=on))
        for episode in journey.episodes
        if not episode.before_start and journey.first_start <= episode.start <= on
    ]
    since = over_since(done) if _enrolled(journey.enrolment, on=on) else None
    return Stairs(
        steps=steps,
        stands=stands[::-1],
        waits=tuple(waits_between(done))[::-1],
        waiting=(on - since).days if since else None,
        waiting_since=since,
    )


def _ended(end: dt.date | None, *, on: dt.date) -> dt.date | None:
    """A measure that ends later is still going on, as in the figures."""
    return None if end is not None and end > on else end


def _enrolled(stay: Enrolment, *, on: dt.date) -> bool:
    return not stay.has_ended(on=on) and not stay.registered_by_mistake


def _stand(move: PhaseMove, following: PhaseMove | None, *, on: dt.date) -> Stand:
    """A step lasts until the next move, or the exit of the stay in which it was taken."""
    exit_day = move.enrolment.end if move.enrolment.has_ended(on=on) else None
    ends = [day for day in (following.moved_on if following else None, exit_day) if day is not None]
    until = min(ends, default=None)
    last = until or on
    return Stand(move, until, max((last - move.moved_on).days, 0), limit_of(move, last))


def _step(phase: Phase, stands: Sequence[Stand]) -> Step:
    there = [stand for stand in stands if stand.move.phase_id == phase.pk]
    here = next((stand for stand in there if stand.until is None), None)
    return Step(phase, sum(stand.days for stand in there), bool(there), here)
