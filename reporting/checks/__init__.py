"""What can be missing or contradictory about a participant, and how it could be settled.

A check finds a person of whom something isn't known and says which day that is about. `ways` are people as
they would be known were it settled, one way or another: `reporting.quality` computes with each of them, so
that which indicators it may change is found out and not guessed.
"""

from reporting.checks.base import Check, SettledAt
from reporting.checks.beginning import BEGINNING
from reporting.checks.desk import DESK
from reporting.checks.episodes import COMPANIES, EPISODES
from reporting.checks.leaving import LEAVING

# In the order in which lists name them.
CHECKS: tuple[Check, ...] = (*BEGINNING, *LEAVING, *EPISODES, *DESK)
BY_CODE = {check.code: check for check in CHECKS}

__all__ = ["BY_CODE", "CHECKS", "COMPANIES", "Check", "SettledAt"]
