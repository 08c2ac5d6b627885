"""What no template or style sheet may hold: styles and scripts in the page, and other hosts."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, place, templates

# The policy blocks all of these in the browser; here they are found before anyone opens the page.
IN_THE_PAGE = re.compile(
    r"""\sstyle\s*=            # style attribute
      | <style\b               # style element
      | <script\b(?![^>]*\bsrc\s*=)  # script without a file
      | \son[a-z]+\s*=         # onclick and its like
      | \shx-on[:\s=]          # the same by htmx
      | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
OTHER_HOST = re.compile(
    r"""(?:\b(?:href|src|srcset|action|poster|data|content)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?)
        \s*(?:https?:)?//[a-z0-9]""",
    re.VERBOSE | re.IGNORECASE,
)


def found(pattern: re.Pattern[str], path: Path, text: str) -> list[str]:
    return [
        f"{place(path, text.count('\n', 0, hit.start()) + 1)} {hit.group().strip()}"
        for hit in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>start()</script>",
        '<a onclick="go()">',
        '<div hx-on::after-swap="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_finds_what_the_policy_would_block(bad: str) -> None:
    assert IN_THE_PAGE.search(bad)


@pytest.mark.parametrize(
    "bad",
    [
        '<img src="https://exempel.se/a.png">',
        '<script src="//exempel.se/a.js"></script>',
        "p { background: url(http://exempel.se/a.png) }",
        "@import 'https://exempel.se/a.css';",
    ],
)
def test_finds_other_hosts(bad: str) -> None:
    assert OTHER_HOST.search(bad)


def test_no_style_or_script_in_a_page() -> None:
    hits = [hit for path, text in templates() for hit in found(IN_THE_PAGE, path, text)]
    assert not hits


def test_no_page_or_style_sheet_asks_another_host() -> None:
    files = [(path, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "static").rglob("*.css"))]
    hits = [hit for path, text in [*templates(), *files] for hit in found(OTHER_HOST, path, text)]
    assert not hits
