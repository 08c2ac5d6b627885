"""The personal number in the browser: masked, uncovered in its place, searched for, on every screen."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from accounts.models import AuditEvent
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, axe, looked_at, sign_in

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
def test_a_coach_uncovers_a_number_and_finds_a_person_by_it(page: Page, project: Project) -> None:
    page.set_viewport_size(PHONE)
    stay = enrolled(project)
    sign_in(page, stay.coach_assignments.get().coach, at=f"/deltagare/{stay.public_id}/")
    number = page.locator("[data-number]")
    expect(number).to_contain_text("19900520-****")
    page.locator("[data-background] summary").click()
    looked_at(page)

    number.get_by_role("button").click()
    expect(number).to_contain_text(WRITTEN)
    assert page.url.endswith(f"/deltagare/{stay.public_id}/")
    assert AuditEvent.objects.latest("sequence").action == "personalnumber.unmasked"
    looked_at(page)

    page.set_viewport_size(DESKTOP)
    page.goto("/deltagare/")
    page.locator("a[href='/deltagare/sok/']").click()
    page.locator("[name=personal_number]").fill("19850314-2393")
    page.locator("[name=personal_number]").press("Enter")
    expect(page.locator("[data-nobody]")).to_be_visible()
    looked_at(page)
    page.locator("[name=personal_number]").fill(WRITTEN)
    page.locator("[name=personal_number]").press("Enter")
    page.wait_for_url(f"**/deltagare/{stay.public_id}/")


@pytest.mark.django_db(transaction=True)
def test_a_number_is_uncovered_without_script(unscripted: Page, project: Project) -> None:
    stay = enrolled(project)
    sign_in(unscripted, stay.coach_assignments.get().coach, at=f"/deltagare/{stay.public_id}/")
    unscripted.locator("[data-number] button").click()
    expect(unscripted.locator("main")).to_contain_text(WRITTEN)
    axe(unscripted)
