"""Which numbers to hide so that none that is small can be computed from those that are shown.

Knows nothing of indicators. A problem is counts in columns, each at the same spots (gender × age), with
equations between columns that hold at every spot whatever the data, spots where a column can hold nothing,
limits, and places: sums over columns and spots that are published. docs/decisions/0016-suppression.md says
what is promised.

The proof is a counterexample: for each hidden number the search finds a *move*, other whole counts, none
below zero, that satisfy every equation, give every shown number as it is, and another hidden number. Whoever
has only what is shown can't tell the two apart, whatever they reckon with. What no move is found for
without changing shown numbers is paid for by hiding those. A move stays good when more is hidden.
"""

from __future__ import annotations

from reporting.suppression.problem import Limit, Place, Problem
from reporting.suppression.search import More, Search

__all__ = ["Limit", "More", "Place", "Problem", "hidden_places"]


def hidden_places(problem: Problem, more: More | None = None) -> frozenset[int]:
    """The numbers of the places to hide: the small ones, and those that would give them away.

    `more` says what else must go, for reasons of its own, when so much is hidden; it is asked until it
    wants nothing.
    """
    return frozenset(Search(problem).run(more))
