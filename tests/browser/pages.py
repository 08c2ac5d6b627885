"""What browser tests do on every page: sign in, look at it as axe does, see that it fits."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from playwright.sync_api import Locator, Page, ViewportSize, expect

from accounts.models import User
from accounts.sign_in.code_app import code_now
from tests import factories
from tests.conftest import signed_in_client

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PHONE: Final = ViewportSize(width=390, height=844)
DESKTOP: Final = ViewportSize(width=1280, height=900)
REFLOW: Final = 320
"""CSS pixels: WCAG 2.2, 1.4.10."""
_RUN_AXE: Final = """() => globalThis.axe
    ? axe.run({resultTypes: ["violations"]}).then(found => found.violations)
    : null"""


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def have_session(page: Page, user: User) -> None:
    """Have the user signed in, with a session made beside the pages, which is quicker; no page is opened.

    Gives the user a password and a new app for codes, as somebody who signs in by hand has them.
    """
    user.set_password(factories.PASSWORD)
    user.save(update_fields=["password"])
    factories.code_app(user=user)
    session = signed_in_client(user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": session.key, "value": session.value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def sign_in(page: Page, user: User, *, at: str = "/") -> None:
    """Have the user signed in as `have_session` does, on the page `at`."""
    have_session(page, user)
    page.goto(at)


def sign_in_by_hand(page: Page, user: User) -> None:
    """Sign in through the pages, as the user does; gives the user a password and a new app for codes."""
    user.set_password(factories.PASSWORD)
    user.save(update_fields=["password"])
    secret = factories.code_app(user=user)
    page.goto("/konto/logga-in/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("[name=code]").fill(code_now(secret))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(lambda url: "/konto/logga-in/" not in url)


def follow(link: Locator) -> None:
    """Click on what leads to another page, and wait for it: else what comes next may meet the page before."""
    with link.page.expect_navigation():
        link.click()


def save(page: Page) -> None:
    """Send the form that the page is about, and wait for the answer."""
    follow(page.locator("main form[method=post] button.btn-primary").first)


def refused(page: Page, *fields: str) -> None:
    """Send what isn't enough: the summary has the focus and leads to each field, where the error stands."""
    save(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    for field in fields:
        expect(summary.locator(f'a[href$="id_{field}"]')).to_be_visible()
        expect(page.locator(f"#id_{field}_error")).to_be_visible()
    looked_at(page)


def looked_at(page: Page) -> None:
    """What every page owes in every state: nothing for axe to find, and no scrolling sideways."""
    axe(page)
    no_sideways_scroll(page)


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing, with every rule on. It needs a browser that runs scripts."""
    # What is in order is counted, not listed node by node.
    violations = page.evaluate(_RUN_AXE)
    if violations is None:  # in a window of one's own, past the fixture
        # Evaluated, not added as a script: the page's own policy would block that, and should.
        page.evaluate(_axe_source())
        violations = page.evaluate(_RUN_AXE)
    broken = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['target']}: {node['html']}" for node in violation["nodes"])
        for violation in violations
    ]
    assert not broken, f"{page.url}\n" + "\n".join(broken)


_WIDER: Final = """() => {
    const scrolls = (element) => element !== document.body &&
        (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    return document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
        .filter(element => !scrolls(element.parentElement))
        .map(element => element.outerHTML.slice(0, 120)).slice(0, 5);
}"""


def resize(page: Page, size: ViewportSize) -> None:
    """Give the window a size; that which it has is laid out already."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


def no_sideways_scroll(page: Page, *widths: int) -> None:
    """Assert that the page fits windows of so many CSS pixels, REFLOW where none is given.

    The window gets its size back.
    """
    before, wide = page.viewport_size, {}
    for width in widths or (REFLOW,):
        resize(page, ViewportSize(width=width, height=800))
        wide[width] = page.evaluate(_WIDER)
    if before:
        resize(page, before)
    for width, elements in wide.items():
        assert not elements, f"{page.url} is wider than {width} px:\n" + "\n".join(elements)
