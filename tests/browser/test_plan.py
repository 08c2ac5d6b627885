"""A plan and a CV in the browser: written, agreed on, settled, confirmed, printed; phone and desktop."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import PlanAction
from participants.models import CvEntry, Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, looked_at, refused, save

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
LONG = "Ringa Ekbackens skola, köksmästaren och rektorn och fråga om en praktikplats i två veckor"


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    made = factories.enrolment(project=project, coach=coach, start=TODAY - dt.timedelta(days=60))
    factories.episode(enrolment=made, workplace="Skolköket")
    return made


def got(page: Page, name: str, *, by: str) -> None:
    """A file is given under a name that names nobody."""
    with page.expect_download() as download:
        page.locator(by).click()
    assert download.value.suggested_filename == name


def test_a_plan(desk: Page, stay: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(f"/deltagare/{stay.public_id}/plan/")
    looked_at(desk)
    follow(desk.locator(".empty a"))
    refused(desk, "text")
    desk.locator("[name=text]").fill("Ett jobb i ett skolkök")
    save(desk)
    follow(desk.locator('a[href$="/atgard/"]'))
    desk.locator("[name=owner][value=other]").check()
    refused(desk, "owner_name")
    desk.locator("[name=text]").fill(LONG)
    desk.locator("[name=owner_name]").fill("Köksmästaren")
    desk.locator("[name=due_on]").fill((TODAY - dt.timedelta(days=2)).isoformat())
    save(desk)
    expect(desk.locator(".plan-actions .is-late")).to_be_visible()
    looked_at(desk)

    follow(desk.locator('a[href$="/overenskommelse/"]'))
    desk.set_viewport_size(DESKTOP)
    save(desk)
    expect(desk.locator(".plan-standing .is-ready")).to_be_visible()
    desk.locator(".plan-settle form button").click()
    expect(desk.locator(".plan-actions .is-done")).to_be_visible()
    assert PlanAction.objects.get().settled_on == TODAY
    looked_at(desk)
    got(desk, "plan.pdf", by='a[href$="sprak=sv"]')
    follow(desk.locator("section[aria-labelledby=agreed] a"))
    expect(desk.locator(".plan-actions")).to_contain_text(LONG)


def test_a_cv(desk: Page, stay: Enrolment) -> None:
    desk.goto(f"/deltagare/{stay.public_id}/cv/")
    looked_at(desk)
    follow(desk.locator('a[href$="/cv/ny/erfarenhet/"]'))
    desk.locator("[name=text]").fill("Kock")
    desk.locator("[name=begun]").fill("mars 2009")
    refused(desk, "begun")
    desk.locator("[name=begun]").fill("2009-03")
    save(desk)
    for text in ("Kan laga mat åt hundra", "Kan köra truck"):
        follow(desk.locator('a[href$="/cv/ny/fardighet/"]'))
        desk.locator("[name=text]").fill(text)
        save(desk)
    looked_at(desk)

    follow(desk.locator('section[aria-labelledby="cv-fardighet"] a[href$="/bekrafta/"]').last)
    refused(desk, "activity")
    desk.locator("[name=shown_by]").select_option(index=1)
    save(desk)
    expect(desk.locator(".cv-entries").first).to_contain_text("Skolköket")
    expect(desk.locator(".cv-text").first).to_have_text("Kan köra truck")
    assert CvEntry.objects.get(confirmed_on__isnull=False).confirmed_on == TODAY
    looked_at(desk)

    desk.set_viewport_size(PHONE)
    follow(desk.locator('a[href$="/cv/skriv-ut/"]'))
    desk.locator("[name=mail]").fill("asa@exempel")
    desk.locator("[name=phone]").fill("070-174 06 35")
    refused(desk, "mail")
    desk.locator("[name=mail]").fill("asa@exempel.se")
    got(desk, "cv.pdf", by="main form[method=post] button.btn-primary")
