"""Every page that a coach opens, full: it fits a small phone and 200 % zoom, and one finds about in it."""

from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.access.poison import poison_everything
from tests.access.test_payloads import pages
from tests.access.world import Part, build
from tests.browser.pages import REFLOW, axe, no_sideways_scroll, resize, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ZOOMED: Final = 640
"""CSS pixels of a window of 1 280 at 200 %."""
LONG: Final = tuple(f"{'å' * length}{number}" for number in range(60) for length in (60, 25))
"""Words without a place to break, for every text that somebody writes."""
FILES: Final = frozenset({"certificate", "certificates", "introduction_pdf", "print_plan", "sign_in_sheet"})
_FOUND: Final = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const first = document.querySelector("a[href], button, input:not([type=hidden]), select, textarea");
    return {
        mains: all("main").length,
        headings: all("h1").filter(each => each.checkVisibility()).length,
        unnamed: all("nav:not([aria-label], [aria-labelledby])").length,
        skips: first.hash === "#" + document.querySelector("main").id,
    };
}"""


def test_every_page_of_the_desk_fits_and_is_found_about_in(page: Page) -> None:
    world = build()
    poison_everything(world, 0, payloads=LONG)
    sign_in(page, world.people[Part.COACH], at="/konto/logga-in/")
    looked_at, widths = 0, [REFLOW, ZOOMED]
    for route, part, address in pages(world):
        if part != Part.COACH or route.mark == "public" or route.pattern.name in FILES:
            continue
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, f"{address}: {answer.status}"
        found = page.evaluate(_FOUND)
        assert found == {"mains": 1, "headings": 1, "unnamed": 0, "skips": True}, address
        for width in widths:
            resize(page, ViewportSize(width=width, height=800))
            no_sideways_scroll(page, width)
            if width == REFLOW:
                axe(page)
        widths.reverse()  # The next is opened in the window as it is: to lay out a page takes long.
        looked_at += 1
    assert looked_at > 100
