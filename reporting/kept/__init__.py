"""Figures kept ready, so that a page need not judge two thousand people to show what one of them changed.

What each participant adds to a set's cells is kept beside the cells (`pieces`). Whatever writes a fact
that figures are made from, by whichever way, leaves a note in the same transaction of whom it touched:
triggers see to it (reporting/migrations/0004_kept.py). What is kept says which snapshot of the database it
was made from; a note by a transaction that isn't visible in that snapshot came later, and only its people
are judged again (`store`, `keeping`). What was not committed when the snapshot was taken is never lost
in that way, whatever the order in which transactions end.

What is missing or contradictory (`findings`) is kept in the same way.

Reports that are ordered are made from all facts, and never from what is kept here.
"""

from reporting.kept.ahead import catch_up, going_on, keep_ready
from reporting.kept.findings import kept_findings
from reporting.kept.keeping import kept_figures, ready_figures
from reporting.kept.store import fallen_behind, forget

__all__ = [
    "catch_up",
    "fallen_behind",
    "forget",
    "going_on",
    "keep_ready",
    "kept_figures",
    "kept_findings",
    "ready_figures",
]
