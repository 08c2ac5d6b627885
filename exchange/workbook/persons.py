"""One person out of the rows that tell of them, and one enrolment out of the dates of a fact."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exchange.workbook.columns import ParticipantRow

# What is a person's, not an enrolment's: the same in each row with the same Deltagar-id.
PERSON_FACTS: Final = ("personal_number", "first_name", "last_name", "birth_date", "gender")


def by_person(rows: Sequence[ParticipantRow]) -> dict[str, list[ParticipantRow]]:
    """Deltagar-id → its rows, in the order of the sheet."""
    found: dict[str, list[ParticipantRow]] = defaultdict(list)
    for row in rows:
        found[row.participant].append(row)
    return found


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """A person as the workbook tells of them. "" and None: not recorded."""

    first_name: str
    last_name: str
    birth_date: dt.date | None
    gender: str
    protected_identity: bool
    number: str
    number_kind: str


def person_of(rows: Sequence[ParticipantRow]) -> ToldPerson:
    """The person behind rows that don't contradict each other; an empty cell is filled by another row's.

    Protected as soon as one row says so. Without a birth date, the personal number tells it.
    """
    parsed = next((row.personal_number for row in rows if row.personal_number), None)
    born = next((row.birth_date for row in rows if row.birth_date), None)
    return ToldPerson(
        first_name=next((row.first_name for row in rows if row.first_name), ""),
        last_name=next((row.last_name for row in rows if row.last_name), ""),
        birth_date=born or (parsed.birth_date if parsed else None),
        gender=next((row.gender for row in rows if row.gender), ""),
        protected_identity=any(row.protected_identity for row in rows),
        number=parsed.digits if parsed else "",
        number_kind=parsed.kind if parsed else "",
    )


@dataclass(frozen=True, slots=True)
class Stay:
    """An enrolment's place in time, both days included. `start` and `by_mistake` tell it from the others."""

    start: dt.date
    end: dt.date | None
    by_mistake: bool

    @property
    def last(self) -> dt.date:
        """The last day; the end of time while the enrolment is open."""
        return self.end or dt.date.max

    @property
    def key(self) -> tuple[dt.date, bool]:
        """What tells the enrolment from the person's others in the project."""
        return self.start, self.by_mistake


def stay_of(row: ParticipantRow) -> Stay:
    """The enrolment that a row stands for."""
    return Stay(row.start, row.end, row.by_mistake)


class Stays:
    """A person's enrolments in the project, to find the one that a fact of a day belongs to."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        # One registered by mistake takes a fact only where there is no other.
        valid = [stay for stay in stays if not stay.by_mistake] or stays
        self._stays = sorted(valid, key=lambda stay: stay.start)
        self._starts = [stay.start for stay in self._stays]

    def on(self, day: dt.date) -> Stay:
        """The latest enrolment begun by that day, else the first."""
        return self._stays[max(bisect_right(self._starts, day) - 1, 0)]


def overlapping(stays: Sequence[Stay]) -> list[tuple[Stay, Stay]]:
    """Pairs of enrolments, earlier and later, that share a day. Those registered by mistake don't count."""
    valid = sorted((stay for stay in stays if not stay.by_mistake), key=lambda stay: (stay.start, stay.last))
    found = []
    longest = valid[0] if valid else None
    for stay in valid[1:]:
        if longest is not None and stay.start <= longest.last:
            found.append((longest, stay))
        longest = stay if longest is None or stay.last > longest.last else longest
    return found
