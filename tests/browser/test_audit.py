"""The data protection officer's page in the browser: usable by everyone, on every screen."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.audit import Subject, record_read
from participants import actions
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.mark.django_db(transaction=True)
def test_an_officer_finds_who_opened_a_participant(
    page: Page, live_server: LiveServer, project: Project
) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    coach = factories.coach(project=project, name="Karin Långtefternamnskog-Coach")
    stay = factories.enrolment(project=project, coach=coach)
    factories.participant_number(project=project, person=stay.person, number="LM-007")
    subject = Subject(project.organisation_id, project.pk, stay.person_id)
    for _ in range(25):
        record_read(row=stay, by=coach, subject=subject)
    actions.set_registered_by_mistake(by=coach, enrolment=stay, mistake=True)
    sign_in(page, factories.officer(organisation=project.organisation))
    page.wait_for_url("**/granskning/")
    axe(page)
    no_sideways_scroll(page)

    page.get_by_label("Participant number").fill("LM-007")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("26 events")
    expect(page.get_by_role("row").nth(1)).to_contain_text("marked as registered by mistake")
    axe(page)
    no_sideways_scroll(page)

    page.get_by_role("button", name="Draw 20 reads at random").click()
    expect(page.get_by_role("status")).to_contain_text("20 reads")
    expect(page.locator("tbody tr")).to_have_count(20)
    axe(page)

    # A personal number never leaves the page: the browser refuses to send it.
    page.get_by_label("Participant number").fill("199005202388")
    page.get_by_role("button", name="Show").click()
    assert "199005202388" not in page.url
    page.goto("/granskning/?person=LM-404")
    expect(page.get_by_text("Nobody has that participant number here.")).to_be_visible()
    axe(page)
