"""The whole slice: what a coach logs on the phone stands in the PDF that the lead downloads."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import have_session, sign_in
from tests.reporting.tagged_pdf import TaggedPdf
from tests.worker import Worker

BUILT = 60_000  # ms: a busy machine sets a report in a minute


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The coach's own browser."""
    with browser.new_page(
        base_url=live_server.url, locale="sv-SE", viewport={"width": 390, "height": 844}
    ) as page:
        yield page


def saved(page: Page) -> None:
    page.locator("main form[method=post] button.btn-primary").click()
    expect(page.locator(".log-bar")).to_be_visible()


def placements_in_the_report(page: Page, folder: Path) -> str:
    """Order the figures as they stand, wait, download, and read L5's headline number out of the PDF."""
    page.goto("/rapporter/")
    page.get_by_role("button", name="Beställ som PDF").click()
    link = page.get_by_role("link", name="Ladda ner")
    expect(link).to_be_visible(timeout=BUILT)
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(folder / "report.pdf")
    report = TaggedPdf((folder / "report.pdf").read_bytes())
    # A table of nothing but zeros isn't printed; the number always is.
    return next(word for word in report.section("L5").words.split() if word.isdigit())


@pytest.fixture
def desk(page: Page, lead: User) -> Page:
    """The lead's browser, signed in."""
    have_session(page, lead)
    return page


@pytest.mark.django_db(transaction=True)
def test_what_the_coach_logs_stands_in_the_leads_report(
    phone: Page, desk: Page, coach: User, start_worker: Callable[..., Worker], tmp_path: Path
) -> None:
    start_worker(beat=True)
    sign_in(phone, coach, at="/deltagare/ny/")
    phone.locator("#id_last_name").fill("Öberg")
    saved(phone)
    assert placements_in_the_report(desk, tmp_path) == "0"

    phone.locator('.log-bar a[href$="/praktik/"]').click()
    saved(phone)

    assert placements_in_the_report(desk, tmp_path) == "1"
