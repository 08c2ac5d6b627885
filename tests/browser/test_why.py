"""From a number to a person and back in the browser, with a keyboard, on a phone and on a desk."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from projects.models import Project
from reporting.facts import ProjectFacts
from reporting.output import as_json
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in
from tests.reporting.builders import figures

D = dt.date
WIDTHS = (390, 1280)


@pytest.fixture(autouse=True)
def _english(context: BrowserContext, live_server: LiveServer) -> None:
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])


def checked(page: Page) -> None:
    """What every page owes."""
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("width", WIDTHS)
class TestALead:
    def test_opens_a_number_and_the_person_behind_it(
        self, page: Page, lead: User, project: Project, width: int
    ) -> None:
        stay = factories.enrolment(
            project=project, start=D(2024, 1, 1), first_name="Maja", last_name="Räknad"
        )
        factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 2, 20))
        factories.enrolment(project=project, start=D(2024, 1, 1), last_name="Oräknad")
        page.set_viewport_size({"width": width, "height": 900})
        sign_in(page, lead)
        page.goto(f"/rapporter/?project={project.public_id}&indicator_set=L")

        number = page.get_by_role("link", name="1, see why: L5, Women, 25–54 years")
        number.focus()
        expect(number).to_be_focused()
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", name="Why this number")).to_be_visible()
        expect(page.get_by_text("Women · 25–54 years")).to_be_visible()
        expect(page.get_by_text("2024-02-20")).to_be_visible()
        checked(page)
        page.get_by_role("link", name="Not counted 1").click()
        expect(page.get_by_role("link", name="Oräknad, Eva")).to_be_visible()
        expect(page.get_by_text("Has begun none.").last).to_be_visible()
        checked(page)
        page.get_by_role("link", name="Counted 1", exact=True).click()
        page.get_by_role("link", name="Räknad, Maja").click()
        expect(page.get_by_role("heading", name="Maja Räknad")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="All figures").click()
        expect(page.locator("#L5")).to_be_in_viewport()

    def test_compares_with_a_report_and_sees_all_projects(
        self, page: Page, lead: User, project: Project, width: int
    ) -> None:
        other = factories.project(name="Ett annat projekt")
        factories.membership(project=other, user=lead, role="lead")
        stored = as_json(figures(ProjectFacts(project.name, project.start, project.end)))
        factories.report(
            project=project, ordered_by=lead, finished_at=timezone.now(), figures=stored, pages=3
        )
        stay = factories.enrolment(project=project, start=D(2024, 1, 1))
        factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 2, 20))
        page.set_viewport_size({"width": width, "height": 900})
        sign_in(page, lead)
        page.goto(f"/rapporter/?project={project.public_id}&indicator_set=L")

        page.get_by_role("link", name="Compare with now").click()
        expect(page.get_by_role("heading", name="Compare with a report")).to_be_visible()
        changed = page.locator(".compared tbody tr").filter(has_text="L5 Participants in placement")
        expect(changed.locator(".differs")).to_have_text("+1")
        checked(page)

        page.get_by_role("link", name="All figures").click()
        page.get_by_role("link", name="Projects side by side").click()
        expect(page.get_by_role("link", name="1, see why: L5").first).to_be_visible()
        checked(page)
