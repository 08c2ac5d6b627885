"""Two coaches with the same form open: nobody's change is written over."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["elsewhere", "unscripted"])
def mine(request: pytest.FixtureRequest) -> Page:
    """A page of the later one's, with and without script."""
    found: Page = request.getfixturevalue(request.param)
    return found


def test_the_later_one_sees_both_versions_and_decides(
    page: Page, mine: Page, project: Project, coach: User
) -> None:
    colleague = factories.coach(project=project, name="Karin Ek")
    enrolment = factories.enrolment(project=project, coach=coach)
    episode = factories.episode(enrolment=enrolment, title="Kock")
    address = f"/deltagare/insatser/{episode.public_id}/"
    sign_in(mine, coach, at=address)
    mine.locator("[name=title]").fill("Kallskänka")

    sign_in(page, colleague, at=address)
    page.locator("[name=title]").fill("Bagare")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".message-success")).to_be_visible()

    mine.locator("main form button.btn-primary").click()
    summary = mine.locator(".error-summary")
    for said in ("Bagare", "Kallskänka", "Karin Ek"):
        expect(summary).to_contain_text(said)
    expect(mine.locator("[name=title]")).to_have_value("Kallskänka")
    expect(summary).to_be_focused()
    no_sideways_scroll(mine)
    axe(mine)
    episode.refresh_from_db()
    assert episode.title == "Bagare"

    mine.locator("main form button.btn-primary").click()
    expect(mine.locator(".message-success")).to_be_visible()
    episode.refresh_from_db()
    assert episode.title == "Kallskänka"
