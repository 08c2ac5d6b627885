"""What browser tests do on every page: sign in, look at it as axe does, see that it fits."""

from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from playwright.sync_api import Locator, Page

from accounts.models import User
from accounts.sign_in.code_app import code_now
from tests import factories
from tests.conftest import signed_in_client

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PHONE = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def sign_in(page: Page, user: User) -> None:
    """Have the user signed in, on the start page: with a session made beside the pages, which is quicker.

    Gives the user a password and a new app for codes, as somebody who signs in by hand has them.
    """
    user.set_password(factories.PASSWORD)
    user.save(update_fields=["password"])
    factories.code_app(user=user)
    session = signed_in_client(user).cookies[settings.SESSION_COOKIE_NAME]
    site = urljoin(page.context.request.get("/konto/logga-in/").url, "/")
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site, "httpOnly": True}])
    page.goto("/")


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


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing, with every rule on."""
    # Evaluated, not added as a script: the page's own policy would block that, and should.
    page.evaluate(_axe_source())
    # What is in order is counted, not listed node by node.
    violations = page.evaluate("() => axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    broken = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['target']}: {node['html']}" for node in violation["nodes"])
        for violation in violations
    ]
    assert not broken, f"{page.url}\n" + "\n".join(broken)


def no_sideways_scroll(page: Page, *, width: int = PHONE) -> None:
    """Assert that the page fits a window of `width` CSS pixels; the window gets its size back."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate(
        """() => {
            const scrolls = (element) => element !== document.body &&
                (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
            return document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
                .filter(element => !scrolls(element.parentElement))
                .map(element => element.outerHTML.slice(0, 120)).slice(0, 5);
        }"""
    )
    if before:
        page.set_viewport_size(before)
    assert not wide, f"{page.url} is wider than {width} px:\n" + "\n".join(wide)
