"""What all that is printed has in common: HTML set by WeasyPrint as a tagged PDF/UA-1.

A document may use the files under static/ and nothing else, neither of this machine nor of another:
see `StaticFilesOnly`. Import this module where a document is made, not at the head of a view's module:
the library beneath takes a second to load. `projects.printing` does so.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from projects.tagging import complete

STATIC = Path(settings.BASE_DIR) / "static"
LETTERS = STATIC / "css" / "paper.css"
HOUR = 3_600.0
# The library beneath isn't made for threads that share a set of fonts.
_read = threading.local()

type Style = tuple[weasyprint.CSS, FontConfiguration]


@dataclass(frozen=True, slots=True)
class Print:
    """A finished document."""

    content: bytes
    pages: int


class StaticFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the project's own static files. Anything else ends the whole document.

    A fetch that fails quietly would leave a hole in the document; one that succeeded could carry a
    file of the host into it, or tell another host that it was made.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  ours to ignore
        """Read the file. Raises FatalURLFetchingError for any address that isn't one under static/."""
        address = urlsplit(url)
        if address.scheme != "file" or address.netloc:
            raise FatalURLFetchingError("The document tried to fetch something that isn't a static file.")
        path = Path(url2pathname(address.path)).resolve()
        if not (path.is_relative_to(STATIC.resolve()) and path.is_file()):
            raise FatalURLFetchingError("The document tried to read a file outside static/.")
        return URLFetcherResponse(url, path.read_bytes())


# Keeps nothing between documents. The library's own part of a new one reads this machine's certificates.
_FETCHER: Final = StaticFilesOnly()


def set_pages(html: str, *, stylesheet: Path = LETTERS) -> Print:
    """Set finished HTML. Addresses in it are relative to static/.

    Raises FatalURLFetchingError when the document asks for anything but a static file.
    """
    style, fonts = _style(stylesheet)
    page = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=_FETCHER)
    document = page.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")
    content = document.write_pdf(finisher=complete, pdf_variant="pdf/ua-1")
    return Print(content, len(document.pages))


def _style(stylesheet: Path) -> Style:
    """The stylesheet with its fonts unpacked, read once an hour and thread: a tenth of a document's time.

    Not for ever, since they lie in the temporary folder, which the machine may clear of what is days old.
    """
    kept: dict[Path, tuple[float, Style]] = _read.__dict__.setdefault("styles", {})
    if stylesheet not in kept or time.monotonic() - kept[stylesheet][0] > HOUR:
        fonts = FontConfiguration()
        style = weasyprint.CSS(url=stylesheet.as_uri(), font_config=fonts, url_fetcher=_FETCHER)
        kept[stylesheet] = (time.monotonic(), (style, fonts))
    return kept[stylesheet][1]
