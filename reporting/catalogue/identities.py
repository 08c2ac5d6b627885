"""What must hold between the tables of a set, whatever the facts: who knows one can reckon the other.

Reports for outside hide small numbers, and these are the ways in which a hidden number could come back.
A table is named by its indicator, a side table by "indicator.side"; "#hit" after it means the numerators of
a share, "#rest" those that aren't, neither its denominators; "@code" one of its groups. "@*" stands for each
group in turn, and the identity then holds for every one of them. A tuple of names is their sum. A test looks
for ways that aren't written in `reporting.catalogue.tied` (`tests/reporting/test_disclosure.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from projects.bands import AgeBand

EACH = "@*"

type Names = str | tuple[str, ...]


class When(StrEnum):
    """In which windows something is known to hold.

    TO_DATE: as of isn't later than the period's end, so that all that is known happened by then. WHOLE: the
    period begins with the project, too, so that everybody started in it.
    """

    ALWAYS = "always"
    TO_DATE = "to date"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Partition:
    """`whole` is the sum of `parts`, at every gender and age, in windows of which `when` says so."""

    whole: Names
    parts: tuple[str, ...]
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True)
class Same:
    """Two tables show the same by group."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Within:
    """Whom `part` counts, `whole` counts, too. What is left isn't printed anywhere.

    `rest`: a word for what is left, where other identities name it. `when`: in which windows it is so.
    """

    part: Names
    whole: Names
    rest: str = ""
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True)
class Kinds:
    """Whoever is counted by any of these tables is of exactly one kind, which says by which of them.

    `kinds`: a word for each, and the tables that count one of that kind. The kinds are columns of a table
    called `name` that isn't printed, by which other identities can name them. Which person is of which
    kind is taken from the cases; kinds that are met there and aren't written here are added. `among`: whom
    these tables count is of a kind, too, if of none that any table tells.
    """

    name: str
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    among: Names = ()


@dataclass(frozen=True, slots=True)
class Only:
    """`part` holds those of `whole` who are of these genders, or these ages; "unknown" is an age, too.

    Elsewhere it can hold nobody, and there the rest of the whole can't.
    """

    part: Names
    whole: Names
    genders: tuple[str, ...] = ()
    ages: AgeBand | str | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """These tables can hold nobody of these genders, nor of an unknown age where that is said."""

    tables: tuple[str, ...]
    genders: tuple[str, ...] = ("unknown",)
    unknown_age: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of so many months and days that begins in the period.

    Once it has run out for everybody, nobody is in `running`; until it has for somebody, nobody in `done`.
    """

    running: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Early:
    """Who is in a year of `part` that ends within so many months of the project's start was in time.

    They are in `whole`, and in `due` where the months have run out for all of them. In a whole window alone.
    """

    part: str
    whole: str
    due: str
    months: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table whose groups are "row:column" sums to the groups of `rows` and to those of `columns`."""

    table: str
    rows: str
    columns: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Each row of a table whose groups are "row:state" sums to `whole`.

    `least`: a state that is one of the whole's groups, too, and holds at least those who are in that.
    `some`: states in which are only those of the whole's group `of`, each of whom is in one of them in one
    row at least.
    """

    table: str
    whole: str
    least: str
    some: tuple[str, ...]
    of: str


@dataclass(frozen=True, slots=True)
class Times:
    """Every number of `table` is the same number of times that of `of`: an amount for each person."""

    table: str
    of: str


@dataclass(frozen=True, slots=True)
class Balance:
    """`difference` holds women less men of `of` by group, `balance` whether that is at most `even`.

    `word`: the group of `balance` for those where it is. Who reckons may know of every group which of the
    two it is: it follows from the sums.
    """

    of: str
    difference: str
    balance: str
    word: str
    even: int


@dataclass(frozen=True, slots=True)
class Flow:
    """By year: who was carried over and who entered have left, or are carried over into the next year.

    Where a year isn't whole, those who entered before the period have left or are carried over, too.
    """

    over: str
    entering: str
    leaving: str


@dataclass(frozen=True, slots=True)
class Attended:
    """Where an occasion was held, at least one person came; where none was, nobody did.

    `occasions` by kind are shown always; `persons` and `hours` have the same kinds, `whole` has none.
    """

    occasions: str
    persons: str
    hours: str
    whole: tuple[str, ...]


type Identity = (
    Partition
    | Same
    | Within
    | Kinds
    | Only
    | Never
    | Clock
    | Crossing
    | Early
    | Rows
    | Times
    | Balance
    | Flow
    | Attended
)
