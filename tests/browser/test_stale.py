"""Two coaches with the same form open, on a phone and on a desktop: nobody's change is written over."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("script", ["script", "no script"])
def test_the_later_one_sees_both_versions_and_decides(
    page: Page, project: Project, coach: User, window: ViewportSize, script: str
) -> None:
    colleague = factories.coach(project=project, name="Karin Ek")
    enrolment = factories.enrolment(project=project, coach=coach)
    episode = factories.episode(enrolment=enrolment, title="Kock")
    address = f"/deltagare/insatser/{episode.public_id}/"
    sign_in(page, coach)
    browser = page.context.browser
    assert browser
    mine = browser.new_context(
        java_script_enabled=script == "script", storage_state=page.context.storage_state(), viewport=window
    ).new_page()
    site = page.evaluate("location.origin")
    mine.goto(f"{site}{address}")
    mine.locator("[name=title]").fill("Kallskänka")

    page.context.clear_cookies()
    sign_in(page, colleague)
    page.goto(address)
    page.locator("[name=title]").fill("Bagare")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".message-success")).to_be_visible()

    mine.locator("main form button.btn-primary").click()
    summary = mine.locator(".error-summary")
    for said in ("Bagare", "Kallskänka", "Karin Ek"):
        expect(summary).to_contain_text(said)
    expect(mine.locator("[name=title]")).to_have_value("Kallskänka")
    if script == "script":
        expect(summary).to_be_focused()
        axe(mine)
    no_sideways_scroll(mine)
    episode.refresh_from_db()
    assert episode.title == "Bagare"

    mine.locator("main form button.btn-primary").click()
    expect(mine.locator(".message-success")).to_be_visible()
    episode.refresh_from_db()
    assert episode.title == "Kallskänka"
    mine.context.close()
