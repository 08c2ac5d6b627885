"""Whether a finished report is still what was handed on: its figures, its file, and the facts behind them."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reporting.facts import Window
from reporting.frozen import FactsUnreadableError, recompute
from reporting.output import as_json, dumps
from reporting.stats import Audience
from reporting.versions import program_version

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from reporting.models import Report


class Finding(StrEnum):
    """What a check found."""

    FIGURES = "figures"
    PDF = "pdf"
    PDF_MISSING = "pdf_missing"
    FACTS = "facts"
    RECOMPUTED = "recomputed"
    OTHER_PROGRAM = "other_program"


SENTENCES: dict[Finding, StrPromise] = {
    Finding.FIGURES: _("The stored figures aren't those that were frozen: their SHA-256 is another."),
    Finding.PDF: _("The PDF on the server isn't the one that was made: its SHA-256 is another."),
    Finding.PDF_MISSING: _("The PDF is no longer on the server."),
    Finding.FACTS: _("The stored facts can't be read."),
    Finding.RECOMPUTED: _("Computed again from the stored facts, the figures are others."),
    Finding.OTHER_PROGRAM: _(
        "Computed again from the stored facts, the figures are others. The program has changed since."
    ),
}
# True of a report that is as it was frozen: another program may compute otherwise.
NOT_FAULTS = frozenset({Finding.OTHER_PROGRAM})


def check(report: Report) -> list[Finding]:
    """All that doesn't hold of a finished report, recomputed from its stored facts. Empty: all does."""
    return [*check_hashes(report), *_check_facts(report)]


def check_hashes(report: Report) -> list[Finding]:
    """Whether figures and file are, to the byte, those that were frozen; quick enough for a page."""
    found = []
    if report.figures is None or sha256(dumps(report.figures)).hexdigest() != report.figures_sha256:
        found.append(Finding.FIGURES)
    try:
        content = report.pdf_path.read_bytes()
    except FileNotFoundError:
        return [*found, Finding.PDF_MISSING]
    if sha256(content).hexdigest() != report.pdf_sha256:
        found.append(Finding.PDF)
    return found


def _check_facts(report: Report) -> list[Finding]:
    window = Window(report.period_start, report.period_end, report.as_of)
    try:
        again = recompute(bytes(report.facts or b""), report.indicator_set, window, Audience(report.audience))
    except FactsUnreadableError:
        return [Finding.FACTS]
    if sha256(dumps(as_json(again))).hexdigest() == report.figures_sha256:
        return []
    same_program = report.versions.get("program") == program_version()
    return [Finding.RECOMPUTED if same_program else Finding.OTHER_PROGRAM]
