"""What must hold between the tables of a set, whatever the facts: who knows one can reckon the other.

Reports for outside hide small numbers, and these are the ways in which a hidden number could come back.
A table is named by its indicator, a side table by "indicator.side"; "#hit" after it means the numerators of
a share, which else stands for its denominators, "@code" one of its groups. A test looks
for ways that aren't written here (`tests/reporting/test_disclosure.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Partition:
    """`whole` is the sum of `parts`, at every gender and age."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Two tables show the same by group."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Within:
    """Whom `part` counts, `whole` counts, too. What is left isn't printed anywhere."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Each row of a table whose groups are "row:state" sums to `whole`.

    `least`: a state that is one of the whole's groups, too, and holds at least those who are in that.
    """

    table: str
    whole: str
    least: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """Every number of `table` is the same number of times that of `of`: an amount for each person."""

    table: str
    of: str


type Identity = Partition | Same | Within | Rows | Times


# By set. One that isn't here can't be shown outside: nobody has said yet how its tables hang together.
IDENTITIES: dict[str, tuple[Identity, ...]] = {
    "L": (
        Partition("L1.provisional", ("L2", "L2.not_yet_due", "L2.late", "L2.never")),
        Within("L1", "L1.provisional"),
        Within("L1#hit", "L1.provisional#hit"),
        Partition("L2.days_to_ready", ("L2", "L2.late")),
        Same("L9", "L9.by_year"),
        Partition("L9", ("L9.by_gender_age",)),
        Rows("L11.criteria", "L11", least="not_assessed"),
        Partition("L12", ("L12.against_hours_wanted",)),
        Within("L13", "L12"),
        Times("L14", of="L14.persons"),
    ),
}
