"""Chance that falls the same way every time."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from exchange.demo.dates import workday


def words(text: str) -> tuple[str, ...]:
    """The words of a text, to pick from."""
    return tuple(text.split())


class Dice:
    """Choices that follow from a seed alone.

    Only `Random.random()` is drawn on: it is the one method whose sequence Python promises to
    keep from version to version, and the workbooks must come out the same on all of them.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  demo data, not a secret

    def chance(self, probability: float) -> bool:
        """True so many times out of one."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends possible."""
        return low + int(self._random.random() * (high - low + 1))

    def pick[Option](self, options: Sequence[Option]) -> Option:
        """One of them."""
        return options[self.between(0, len(options) - 1)]

    def weighted[Option](self, weights: Mapping[Option, float]) -> Option:
        """One of the keys, each as likely as its weight says."""
        left = self._random.random() * sum(weights.values())
        for option, weight in weights.items():
            left -= weight
            if left < 0:
                return option
        return next(reversed(list(weights)))

    def some[Option](self, options: Sequence[Option], count: int) -> list[Option]:
        """So many different ones, in random order; all of them when there are fewer."""
        left = list(options)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def day(self, first: date, last: date) -> date:
        """A weekday from the first to the last day; a weekend day only when nothing else fits."""
        day = workday(first + timedelta(days=self.between(0, (last - first).days)))
        return min(day, last)
