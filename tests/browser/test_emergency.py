"""Breaking the glass in the browser, on a phone: the form, the page it opens, its end, and the officer."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from participants.models import EmergencyAccess
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, follow, no_sideways_scroll, sign_in

pytestmark = pytest.mark.usefixtures("live_server")
PHONE = ViewportSize(width=390, height=844)
REASON = "Hotfull situation i receptionen just nu, och coachen svarar inte."


@pytest.mark.django_db(transaction=True)
def test_a_colleague_opens_a_protected_person_and_the_officer_reviews_it(
    page: Page, live_server: LiveServer, project: Project
) -> None:
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    stay = factories.enrolment(
        project=project,
        coach=factories.coach(project=project),
        protected_identity=True,
        first_name="Ylva",
        last_name="Skyddad",
    )
    factories.participant_number(project=project, person=stay.person, number="LM-007")
    officer = factories.officer(organisation=project.organisation)

    sign_in(page, factories.coach(project=project, name="Kalle Kollega"))
    page.goto("/deltagare/")
    expect(page.get_by_text("Skyddad")).to_have_count(0)
    follow(page.get_by_role("link", name="Open in an emergency"))
    axe(page)
    no_sideways_scroll(page)

    page.get_by_label("Participant number or personal number").fill("LM-404")
    page.get_by_label("Why do you need to see this person now?").fill(REASON)
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_text("Nobody with protected identity is enrolled").first).to_be_visible()
    axe(page)
    no_sideways_scroll(page)

    page.get_by_label("Participant number or personal number").fill("LM-007")
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url(f"**/deltagare/{stay.public_id}/")
    expect(page.locator("[data-emergency]")).to_contain_text("You can read here until")
    expect(page.get_by_role("link", name="Change the person")).to_have_count(0)
    axe(page)
    no_sideways_scroll(page)

    page.get_by_role("button", name="End it now").click()
    page.wait_for_url("**/deltagare/")
    expect(page.get_by_text("The emergency access has ended.")).to_be_visible()
    expect(page.get_by_text("Skyddad")).to_have_count(0)
    assert page.request.get(f"/deltagare/{stay.public_id}/").status == 404

    page.context.clear_cookies()
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    sign_in(page, officer)
    page.goto("/granskning/")
    waiting = page.get_by_role("region", name="Opened in an emergency")
    expect(waiting).to_contain_text("Kalle Kollega")
    expect(waiting).to_contain_text(REASON)
    expect(waiting).not_to_contain_text("Ylva")
    axe(page)
    no_sideways_scroll(page)
    waiting.get_by_role("button", name="Mark as reviewed").click()
    expect(page.get_by_text("Marked as reviewed.")).to_be_visible()
    assert EmergencyAccess.objects.get().reviewed_by == officer
