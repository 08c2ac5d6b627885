"""Real Chromium on the served site, with what every page owes checked on the way.

A test fails when the browser logs an error (a blocked style or script of our own included),
when a page throws, or when it asks another host for anything. A test that provokes such a
fault on purpose looks into `faults` and clears it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import AXE, DESKTOP, PHONE, have_session

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_playwright() -> Iterator[None]:
    """Let tests use the ORM: Playwright's event loop is in this thread, but awaits nothing of theirs."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _chromium(playwright: Playwright) -> str:
    """The program to launch: CHROMIUM, else Playwright's own, else the system's.

    Debian has the shell as a package of its own: the same Chromium without the window around the page,
    which takes three times the processor's time that our pages do.
    """
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail(
        "The browser tests need Chromium: run “playwright install --with-deps chromium”, "
        "install the system's package chromium, or name the program in CHROMIUM.",
        pytrace=False,
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> dict[str, Any]:
    # Chromium's sandbox refuses to run as root.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    return {**browser_type_launch_args, "executable_path": _chromium(playwright), "args": flags}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """What addresses without a host belong to."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        # A colour on its way to another has too little contrast, and axe may look just then.
        "reduced_motion": "reduce",
        "viewport": DESKTOP,
    }


@pytest.fixture
def faults() -> list[str]:
    """What has gone wrong in the browser so far."""
    return []


@pytest.fixture
def context(context: BrowserContext, base_url: str, faults: list[str]) -> Iterator[BrowserContext]:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def on_request(request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(base_url).netloc:
            faults.append(f"asked another host: {request.url}")

    # Known to each page from its beginning: to hand it over when it is needed takes longer than to run it.
    context.add_init_script(path=AXE)
    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("request", on_request)
    yield context
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def desk(page: Page, coach: User) -> Page:
    """The coach's window, as wide as a desktop's at first; they are signed in, and no page is open yet."""
    have_session(page, coach)
    return page


@pytest.fixture
def elsewhere(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page in somebody else's browser, which shares no cookie with the first."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def unscripted(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page on a phone that gets none of the site's scripts; nobody is signed in yet.

    They are kept from it rather than switched off, so that axe, a script too, can look at what is left. What
    stands in <noscript> isn't drawn that way: the walks of sign-in, invitations and reports switch off.
    """
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE})
    context.route("**/*.js", lambda route: route.abort())
    yield context.new_page()
    context.close()
