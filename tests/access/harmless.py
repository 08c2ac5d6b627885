"""Whether a page, read as browsers read HTML, holds anything that could run or lead away."""

import re
from typing import Any, Final

from tests.access.page_forms import elements

_HTML: Final = "{http://www.w3.org/1999/xhtml}"
# What the site's own pages are made of never includes these.
_FOREIGN: Final = frozenset(
    {"iframe", "object", "embed", "base", "style", "template", "math", "animate", "marquee",
     "video", "audio", "img"}
)  # fmt: skip
_LEADS: Final = frozenset({"href", "src", "action", "formaction", "data", "poster", "srcdoc", "background"})
_OWN: Final = re.compile(r"^(?:/|#|\?|data:image/|mailto:|$|[\w.-]+(?:$|[?#/]))")
_HTMX: Final = re.compile(r"^(?:data-)?hx-(?:on|vals|vars|headers)")
_HEADERS: Final = re.compile(r'^\{("[\w-]+": "\w+"(, |(?=\})))+\}$')  # plain words, no expression


def _is_own(script: Any) -> bool:
    """A file of the site's, or data, which no browser runs."""
    if script.get("src"):
        return str(script.get("src")).startswith("/static/") and not (script.text or "").strip()
    return bool(script.get("type") == "application/json")


def harms(html: str) -> list[str]:
    """What of the page could run a script or lead away from the site."""
    found = []
    for element in elements(html):
        tag = element.tag.rpartition("}")[2]
        if tag in _FOREIGN or (tag == "script" and not _is_own(element)):
            found.append(f"<{tag}>")
        for name, value in element.items():
            plain = name.rpartition("}")[2].lower()
            if (
                plain.startswith("on")
                or plain == "style"
                or (_HTMX.match(plain) and not _HEADERS.match(value))
            ):
                found.append(f"<{tag} {plain}={value[:60]}>")
            if (
                plain in _LEADS
                and not _OWN.match(value.strip())
                and not value.startswith("http://testserver/")
            ):
                found.append(f"<{tag} {plain}={value[:60]}>")
        if tag == "meta" and element.get("http-equiv"):
            found.append("<meta http-equiv>")
    return found
