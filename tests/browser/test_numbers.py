"""The personal number in the browser: masked, uncovered in its place, searched for, on every screen."""

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import AuditEvent
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

pytestmark = pytest.mark.usefixtures("live_server")
WRITTEN = "19900520-2388"


def enrolled(project: Project) -> Enrolment:
    coach = factories.coach(project=project, name="Karin Coach")
    stay = factories.enrolment(
        project=project, coach=coach, first_name="Åsa", last_name="Örn", birth_date=dt.date(1990, 5, 20)
    )
    factories.personal_number(person=stay.person)
    factories.background(enrolment=stay, birth_country="ER", citizenship="declined")
    return stay


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_coach_uncovers_a_number_and_finds_a_person_by_it(page: Page, project: Project, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=900))
    stay = enrolled(project)
    sign_in(page, stay.coach_assignments.get().coach)
    page.goto(f"/deltagare/{stay.public_id}/")
    number = page.locator("[data-number]")
    expect(number).to_contain_text("19900520-****")
    page.locator("[data-background] summary").click()
    axe(page)
    no_sideways_scroll(page, width=width)

    number.get_by_role("button").click()
    expect(number).to_contain_text(WRITTEN)
    assert page.url.endswith(f"/deltagare/{stay.public_id}/")
    assert AuditEvent.objects.latest("sequence").action == "personalnumber.unmasked"
    axe(page)
    no_sideways_scroll(page, width=width)

    page.goto("/deltagare/")
    page.locator("a[href='/deltagare/sok/']").click()
    page.locator("[name=personal_number]").fill("19850314-2393")
    page.locator("[name=personal_number]").press("Enter")
    expect(page.locator("[data-nobody]")).to_be_visible()
    axe(page)
    no_sideways_scroll(page, width=width)
    page.locator("[name=personal_number]").fill(WRITTEN)
    page.locator("[name=personal_number]").press("Enter")
    page.wait_for_url(f"**/deltagare/{stay.public_id}/")


@pytest.mark.django_db(transaction=True)
def test_a_number_is_uncovered_without_script(
    browser: Browser, live_server: LiveServer, page: Page, project: Project
) -> None:
    stay = enrolled(project)
    sign_in(page, stay.coach_assignments.get().coach)
    plain = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(f"/deltagare/{stay.public_id}/")
    plain.locator("[data-number] button").click()
    expect(plain.locator("main")).to_contain_text(WRITTEN)
    plain.context.close()
