"""The report on paper; `projects.paper` sets it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Project
from projects.paper import STATIC, Print, set_pages
from reporting import wording
from reporting.charts import Chart, chart_of
from reporting.checks import BY_CODE
from reporting.compute import Figures
from reporting.grid import Grid
from reporting.output import as_json
from reporting.sheet import Aim, Entry, sheet_of
from reporting.totals import check_plan, check_totals
from reporting.versions import stamp_of

STYLESHEET = STATIC / "css" / "report-print.css"
# Rows are what setting takes its time for: 5 000 of them half a minute.
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A table with its chart, where it has one. `left_out`: rows that are only in the files."""

    grid: Grid
    chart: Chart | None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator as printed. `aims` are its targets for parts, `aims_left_out` those only in the files."""

    entry: Entry
    blocks: tuple[Block, ...]
    aims: tuple[Aim, ...]
    aims_left_out: int


def render_pdf(figures: Figures, *, project: Project, made_at: dt.datetime, revision: int = 0) -> Print:
    """Print the figures in the language in force. `made_at` is the moment that the report states.

    `revision` is that of an ordered report; 0: it isn't one, and says nothing of revisions.

    Raises BrokenTotalError when the figures don't add up, FatalURLFetchingError when the document asks for
    anything but a static file.
    """
    return set_pages(
        report_html(figures, project=project, made_at=made_at, revision=revision), stylesheet=STYLESHEET
    )


def report_html(figures: Figures, *, project: Project, made_at: dt.datetime, revision: int = 0) -> str:
    """The document before it is set. Raises BrokenTotalError when the figures don't add up."""
    check_totals(as_json(figures))
    check_plan(figures)
    sheet = sheet_of(figures)
    context = {
        "language": get_language(),
        "sheet": sheet,
        "sections": [_section(entry) for entry in sheet.entries],
        "quality": [(BY_CODE[gap.check].label, gap) for gap in figures.quality or ()],
        "has_quality": figures.quality is not None,
        "project": project,
        "project_period": wording.period(project.start, project.end),
        "grant": _kronor(project.esf_grant),
        "budget": _kronor(project.total_budget),
        "made_on": wording.day(timezone.localdate(made_at)),
        "signing": [_("Project lead"), _("Attested by")],
        "stamp": stamp_of(figures, revision=revision),
        "made_at": made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("reporting/print.html", context)


def _section(entry: Entry) -> Section:
    subject = f"{entry.code} {entry.label}"
    return Section(
        entry,
        tuple(_block(grid, subject, entry.target) for grid in entry.grids if grid.says_something),
        entry.aims[:MOST_ROWS],
        max(0, len(entry.aims) - MOST_ROWS),
    )


def _block(grid: Grid, subject: str, target: str) -> Block:
    """A table of at most `MOST_ROWS` rows, sums always among them, and its chart."""
    sums = tuple(row for row in grid.rows if row.total)
    parts = tuple(row for row in grid.rows if not row.total)
    shown = replace(grid, rows=(*parts[:MOST_ROWS], *sums))
    left_out = max(0, len(parts) - MOST_ROWS)
    return Block(shown, chart_of(shown, subject=subject, target=target), left_out)


def _kronor(amount: int | None) -> str:
    return "" if amount is None else _("%(amount)s kr") % {"amount": wording.whole(amount)}
