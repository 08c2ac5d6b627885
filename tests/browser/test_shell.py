"""The pages around the work: sign-in, projects, the gallery, and a page that isn't there."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import Project
from tests import factories
from tests.browser.pages import looked_at, sign_in, sign_in_by_hand

pytestmark = pytest.mark.django_db(transaction=True)


def test_sign_in_by_keyboard_and_out_again(page: Page, coach: User) -> None:
    page.goto("/konto/logga-in/")
    looked_at(page)
    page.keyboard.type("fel@exempel.se\tfel lösenord\n")
    expect(page.get_by_role("alert")).to_contain_text("Du är inte inloggad")
    looked_at(page)
    sign_in_by_hand(page, coach)
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_visible()
    page.get_by_role("button", name=coach.name).click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/konto/logga-in/")


def test_english_when_asked(page: Page) -> None:
    page.goto("/konto/logga-in/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    looked_at(page)


def test_projects(page: Page, lead: User, project: Project) -> None:
    factories.target_group(project=project, name="Unga 16–24 år", target=60)
    company = factories.company(organisation=project.organisation)
    factories.ring_membership(ring=factories.ring(project=project), company=company)
    factories.need(project=project, company=company)
    factories.goal(project=project, gender="woman", value=50)
    sign_in(page, lead)
    page.goto("/projekt/")
    looked_at(page)
    page.get_by_role("link", name=project.name).click()
    looked_at(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/konto/formgivning/")
    looked_at(page)


def test_a_page_that_is_not_there(page: Page, coach: User, faults: list[str]) -> None:
    sign_in(page, coach)
    response = page.goto("/deltagare/00000000-0000-0000-0000-000000000000/")
    assert response is not None
    assert response.status == 404
    looked_at(page)
    assert all("404" in fault for fault in faults)
    faults.clear()
