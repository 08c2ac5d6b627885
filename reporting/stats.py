"""What stands in a cell: a count, a share, a mean or time; exact, rounded half up only when it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What an indicator's number is."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    TIME = "time"


class Audience(StrEnum):
    """Whom figures are meant for: outside the project small numbers are hidden."""

    INSIDE = "inside"
    OUTSIDE = "outside"


def one_decimal(value: Fraction) -> str:
    """The number with one decimal, rounded half up (halves away from zero), with a point."""
    tenths = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Count:
    """So many."""

    value: int = 0

    @property
    def empty(self) -> bool:
        """Nothing to print."""
        return self.value == 0


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    numerator: int = 0
    denominator: int = 0

    @property
    def empty(self) -> bool:
        """Nothing to print."""
        return self.denominator == 0

    @property
    def percent(self) -> str | None:
        """Per cent with one decimal; None ("–") of an empty denominator, which is not 0 %."""
        if not self.denominator:
            return None
        return one_decimal(Fraction(100 * self.numerator, self.denominator))


@dataclass(frozen=True, slots=True)
class Mean:
    """The values that a mean and a median are taken of."""

    values: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to print."""
        return not self.values

    @property
    def n(self) -> int:
        """How many values."""
        return len(self.values)

    @property
    def mean(self) -> str | None:
        """The mean with one decimal, None of no values."""
        return one_decimal(Fraction(sum(self.values), self.n)) if self.values else None

    @property
    def median(self) -> str | None:
        """The middle value, of an even number the mean of the two, with one decimal; None of no values."""
        if not self.values:
            return None
        ordered = sorted(self.values)
        return one_decimal(Fraction(ordered[(self.n - 1) // 2] + ordered[self.n // 2], 2))


@dataclass(frozen=True, slots=True)
class Time:
    """So many minutes, printed as hours."""

    minutes: int = 0

    @property
    def empty(self) -> bool:
        """Nothing to print."""
        return self.minutes == 0

    @property
    def hours(self) -> str:
        """Hours with one decimal."""
        return one_decimal(Fraction(self.minutes, 60))


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number that a report for outside doesn't show: it is small, or would give a small one away."""

    kind: Kind

    @property
    def empty(self) -> bool:
        """Nothing to print, so that a place where all is hidden looks like one where nobody is."""
        return True


type Stat = Count | Share | Mean | Time | Hidden


def merged(kind: Kind, stats: Iterable[Stat]) -> Stat:
    """One statistic over several cells of the same kind; over none, the empty one."""
    if kind is Kind.COUNT:
        return Count(sum(stat.value for stat in stats if isinstance(stat, Count)))
    if kind is Kind.SHARE:
        shares = [stat for stat in stats if isinstance(stat, Share)]
        return Share(sum(s.numerator for s in shares), sum(s.denominator for s in shares))
    if kind is Kind.TIME:
        return Time(sum(stat.minutes for stat in stats if isinstance(stat, Time)))
    return Mean(tuple(value for stat in stats if isinstance(stat, Mean) for value in stat.values))


def plain(value: Decimal) -> int | str:
    """A recorded number as JSON writes it: whole numbers as numbers, others as a string."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
