"""The report on paper: HTML set by WeasyPrint as a tagged PDF/UA-1.

The document may use the files under static/ and nothing else, neither of this machine nor of
another: see `StaticFilesOnly`.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from projects.models import Project
from reporting import wording
from reporting.charts import Chart, chart_of
from reporting.checks import BY_CODE
from reporting.compute import Figures
from reporting.output import as_json
from reporting.sheet import Aim, Entry, Grid, sheet_of
from reporting.tagging import complete
from reporting.totals import check_totals
from reporting.versions import stamp_of

STATIC = Path(settings.BASE_DIR) / "static"
STYLESHEET = STATIC / "css" / "report-print.css"
# Rows are what setting takes its time for: 5 000 of them half a minute.
MOST_ROWS = 60
HOUR = 3_600.0
# The library beneath isn't made for threads that share a set of fonts.
_read = threading.local()


@dataclass(frozen=True, slots=True)
class Print:
    """A finished document."""

    content: bytes
    pages: int


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


class StaticFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the project's own static files. Anything else ends the whole document.

    A fetch that fails quietly would leave a hole in the report; one that succeeded could carry a
    file of the host into it, or tell another host that it was made.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  ours to ignore
        """Read the file. Raises FatalURLFetchingError for any address that isn't one under static/."""
        address = urlsplit(url)
        if address.scheme != "file" or address.netloc:
            raise FatalURLFetchingError("The report tried to fetch something that isn't a static file.")
        path = Path(url2pathname(address.path)).resolve()
        if not (path.is_relative_to(STATIC.resolve()) and path.is_file()):
            raise FatalURLFetchingError("The report tried to read a file outside static/.")
        return URLFetcherResponse(url, path.read_bytes())


def render_pdf(figures: Figures, *, project: Project, made_at: dt.datetime, revision: int = 0) -> Print:
    """Print the figures in the language in force. `made_at` is the moment that the report states.

    `revision` is that of an ordered report; 0: it isn't one, and says nothing of revisions.

    Raises BrokenTotalError when the figures don't add up, FatalURLFetchingError when the document asks for
    anything but a static file.
    """
    return set_pages(report_html(figures, project=project, made_at=made_at, revision=revision))


def report_html(figures: Figures, *, project: Project, made_at: dt.datetime, revision: int = 0) -> str:
    """The document before it is set. Raises BrokenTotalError when the figures don't add up."""
    check_totals(as_json(figures))
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


def set_pages(html: str) -> Print:
    """Set finished HTML. Addresses in it are relative to static/."""
    style, fonts = _style()
    page = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=StaticFilesOnly())
    document = page.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")
    content = document.write_pdf(finisher=complete, pdf_variant="pdf/ua-1")
    return Print(content, len(document.pages))


def _style() -> tuple[weasyprint.CSS, FontConfiguration]:
    """The stylesheet with its fonts unpacked, read once an hour and thread: a tenth of a document's time.

    Not for ever, since they lie in the temporary folder, which the machine may clear of what is days old.
    """
    read: tuple[float, weasyprint.CSS, FontConfiguration] | None = getattr(_read, "style", None)
    if read is None or time.monotonic() - read[0] > HOUR:
        fonts = FontConfiguration()
        style = weasyprint.CSS(url=STYLESHEET.as_uri(), font_config=fonts, url_fetcher=StaticFilesOnly())
        read = _read.style = (time.monotonic(), style, fonts)
    return read[1:]


def _section(entry: Entry) -> Section:
    subject = f"{entry.code} {entry.label}"
    return Section(
        entry,
        tuple(_block(grid, subject, entry.target) for grid in entry.grids if _says_something(grid)),
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


def _says_something(grid: Grid) -> bool:
    """Whether a number other than 0 stands anywhere; a table of zeros and dashes isn't printed."""
    said = "".join(cell.text + cell.note for row in grid.rows for cell in row.cells)
    return any(digit in said for digit in "123456789")


def _kronor(amount: int | None) -> str:
    return "" if amount is None else _("%(amount)s kr") % {"amount": wording.whole(amount)}
