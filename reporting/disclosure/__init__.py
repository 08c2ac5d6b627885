"""Figures for readers outside the project: small numbers hidden, and those that would give them away.

What is small: a count of 0–4; what fewer than five persons are behind; a mean of fewer than five values; a
share whose numerator or denominator is 0–4, or whose numerator is 1–4 short of its denominator; what is left
of a mean or of hours, once shown parts are taken away, where fewer than five persons are behind that.
Companies and occasions are no persons and stay; hours and persons at the occasions don't. Why it is so:
docs/decisions/0016-suppression.md.
"""

from __future__ import annotations

from dataclasses import replace

from reporting.catalogue.tied import IDENTITIES
from reporting.compute import Figures
from reporting.disclosure.leftovers import leftovers
from reporting.disclosure.outside import OutsideTable, outside_figures
from reporting.disclosure.sources import is_small
from reporting.disclosure.tying import Tied
from reporting.disclosure.windows import NotForOutsideError, check_outside, latest_outside
from reporting.stats import Audience
from reporting.suppression import hidden_places

__all__ = [
    "NotForOutsideError",
    "OutsideTable",
    "check_outside",
    "for_audience",
    "for_outside",
    "is_small",
    "latest_outside",
]


def for_audience(figures: Figures, audience: Audience) -> Figures:
    """The figures as those may see them for whom they are meant. Raises NotForOutsideError."""
    return for_outside(figures) if audience is Audience.OUTSIDE else figures


def for_outside(figures: Figures) -> Figures:
    """The figures with every small number hidden, and what would give it away. Holds no cases and no facts.

    Nor what was open in them: how many lack a gender, say, is the number of a cell that may be hidden. It
    must be given the cases, so not figures that were kept without them: of those everything is hidden.
    Raises NotForOutsideError for a set that isn't ready for it.
    """
    identities = IDENTITIES.get(figures.indicator_set.code)
    if identities is None:
        raise NotForOutsideError
    tied = Tied(figures, identities)
    hidden = hidden_places(tied.problem, leftovers(tied))
    facts = replace(
        figures.facts, participants=(), contacts=(), needs=(), companies=(), supervisors=(), accepted=()
    )
    without = tuple(outside_figures(tied, hidden))
    return replace(figures, facts=facts, figures=without, audience=Audience.OUTSIDE, quality=None)
