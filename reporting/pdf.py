"""The report on paper: HTML set by WeasyPrint as a tagged PDF/UA-1.

The document may use the files under static/ and nothing else, neither of this machine nor of
another: see `StaticFilesOnly`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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
from reporting.compute import Figures
from reporting.sheet import Entry, Grid, sheet_of
from reporting.tagging import complete

STATIC = Path(settings.BASE_DIR) / "static"
STYLESHEET = STATIC / "css" / "report-print.css"


@dataclass(frozen=True, slots=True)
class Print:
    """A finished document."""

    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Block:
    """A table with its chart, where it has one."""

    grid: Grid
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator as printed."""

    entry: Entry
    blocks: tuple[Block, ...]


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


def render_pdf(figures: Figures, *, project: Project, made_at: dt.datetime) -> Print:
    """Print the figures in the language in force. `made_at` is the moment that the report states.

    Raises FatalURLFetchingError when the document asks for anything but a static file.
    """
    return set_pages(report_html(figures, project=project, made_at=made_at))


def report_html(figures: Figures, *, project: Project, made_at: dt.datetime) -> str:
    """The document before it is set."""
    sheet = sheet_of(figures)
    context = {
        "language": get_language(),
        "sheet": sheet,
        "sections": [_section(entry) for entry in sheet.entries],
        "project": project,
        "project_period": wording.period(project.start, project.end),
        "grant": _kronor(project.esf_grant),
        "budget": _kronor(project.total_budget),
        "made_on": wording.day(timezone.localdate(made_at)),
        "made_at": made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("reporting/print.html", context)


def set_pages(html: str) -> Print:
    """Set finished HTML. Addresses in it are relative to static/."""
    fonts, fetcher = FontConfiguration(), StaticFilesOnly()
    style = weasyprint.CSS(url=STYLESHEET.as_uri(), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1"
    )
    content = document.write_pdf(finisher=complete, pdf_variant="pdf/ua-1")
    return Print(content, len(document.pages))


def _section(entry: Entry) -> Section:
    return Section(
        entry,
        tuple(
            Block(grid, chart_of(grid, subject=f"{entry.code} {entry.label}", target=entry.target))
            for grid in entry.grids
        ),
    )


def _kronor(amount: int | None) -> str:
    return "" if amount is None else _("%(amount)s kr") % {"amount": wording.whole(amount)}
