"""Today and the week as their pages show them: one block a person, the worst first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from accounts.addresses import address
from coaching.sessions import Day as HeldDay
from coaching.sessions import SessionLine
from coaching.today.facts import Facts
from coaching.today.items import Item, Urgency
from coaching.today.rules import items_of
from participants.models import Enrolment, ParticipantNumber

if TYPE_CHECKING:
    from collections.abc import Collection

SHOWN = 3
"""So many items of one person are shown at once."""
_ORDER = list(Urgency)


@dataclass(slots=True)
class Line:
    """An item as the page draws it on a day."""

    item: Item
    urgency: Urgency

    @property
    def put_off(self) -> str:
        """Where it is put off. The address names the fact behind it, so that no other is put off instead."""
        where = address("today:put_off", self.item.enrolment.public_id, self.item.kind)
        return f"{where}?fakta={quote(self.item.key)}"


@dataclass(slots=True)
class Block:
    """What is due about one person, the worst first; `resting` is what is put off.

    `number` is what the project calls the person, "" where it hasn't numbered them.
    """

    enrolment: Enrolment
    may_write: bool
    lines: list[Line]
    resting: list[Item]
    number: str = ""

    @property
    def name(self) -> str:
        """As lists have it, else the number."""
        return self.enrolment.person.listed_as(self.number)

    @property
    def case(self) -> str:
        """The person's page."""
        return address("coaching:participant", self.enrolment.public_id)

    @property
    def first(self) -> list[Line]:
        """What is shown at once."""
        return self.lines[:SHOWN]

    @property
    def more(self) -> list[Line]:
        """What is shown when asked for."""
        return self.lines[SHOWN:]

    @property
    def worst(self) -> Line:
        """The item that the block is sorted by."""
        return self.lines[0]


def blocks(facts: Facts, *, writable: "Collection[int]", kind: str = "", urgency: str = "") -> list[Block]:
    """Everybody, with what is due about them and what is put off.

    `writable` has the ids of the projects where the user may change a case. `kind` and `urgency` leave
    only such items.
    """
    made = []
    for stay in facts.stays:
        block = block_of(stay, facts, may_write=stay.project_id in writable)
        block.lines = [
            line for line in block.lines if kind in {"", line.item.kind} and urgency in {"", line.urgency}
        ]
        made.append(block)
    return made


def worst_first(everybody: Iterable[Block]) -> list[Block]:
    """Those about whom something is due, the worst first, then by what is due first."""
    found = [block for block in everybody if block.lines]
    return sorted(found, key=lambda block: (_ORDER.index(block.worst.urgency), block.worst.item.due))


def block_of(stay: Enrolment, facts: Facts, *, may_write: bool) -> Block:
    """What is due about one person."""
    items = items_of(stay, facts)
    lines = [Line(item, item.urgency(facts.on)) for item in items if item.shows(facts.on)]
    resting = [item for item in items if item.rests(facts.on)]
    return Block(stay, may_write, sorted(lines, key=lambda line: _ORDER.index(line.urgency)), resting)


def counts(found: Sequence[Block]) -> dict[Urgency, int]:
    """How many items there are of each urgency."""
    made = Counter(line.urgency for block in found for line in block.lines)
    return {urgency: made[urgency] for urgency in Urgency}


def resting_items(found: Iterable[Block]) -> list[Item]:
    """What is put off, what comes back first, first."""
    resting = [item for block in found for item in block.resting]
    return sorted(resting, key=lambda item: item.resting.until if item.resting else item.due)


def number(shown: Sequence[Block]) -> None:
    """Fill in what the projects call these people."""
    people = {block.enrolment.person_id for block in shown}
    known = {
        (one.project_id, one.person_id): one.number
        for one in ParticipantNumber.objects.filter(person__in=people)
    }
    for block in shown:
        block.number = known.get((block.enrolment.project_id, block.enrolment.person_id), "")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week: what is due on it and what is held."""

    day: dt.date
    items: list[Item]
    sessions: list[SessionLine]


def week(facts: Facts, held: Iterable[HeldDay]) -> list[Day]:
    """The days, each with what is due or comes back on it, and what is held."""
    days = list(held)
    due: dict[dt.date, list[Item]] = {one.day: [] for one in days}
    for stay in facts.stays:
        for item in items_of(stay, facts):
            day = item.resting.until if item.resting and item.rests(facts.on) else item.due
            if day in due:
                due[day].append(item)
    return [Day(one.day, due[one.day], one.lines) for one in days]
