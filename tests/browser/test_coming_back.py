"""Somebody leaves, hasn't left after all, leaves, and comes back: one person, who is written down once."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from participants.models import Enrolment, Person
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, looked_at, refused, save

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
LEFT = TODAY - dt.timedelta(days=20)


def test_from_an_exit_by_mistake_to_a_second_stay(desk: Page, project: Project, coach: User) -> None:
    desk.set_viewport_size(PHONE)
    stay = factories.enrolment(
        project=project,
        coach=coach,
        start=TODAY - dt.timedelta(days=90),
        first_name="Zoé",
        last_name="Öberg",
        languages="dari",
    )
    desk.goto(f"/deltagare/{stay.public_id}/")
    _leave(desk, before_the_start=True)
    _not_after_all(desk)
    assert (Enrolment.objects.get().end, Enrolment.objects.get().exit_cause) == (None, "")

    desk.set_viewport_size(DESKTOP)
    _leave(desk)
    _come_back(desk)
    second = Enrolment.objects.get(end=None)
    assert second.person == stay.person == Person.objects.get()
    assert (second.start, second.languages) == (TODAY, "dari")


def _leave(page: Page, *, before_the_start: bool = False) -> None:
    """With a day at first that can't be, where that is asked for."""
    follow(page.locator('.log-bar a[href$="/avslut/"]'))
    if before_the_start:
        page.locator("[name=end]").fill(str(TODAY - dt.timedelta(days=200)))
        refused(page, "end")
    page.locator("[name=end]").fill(str(LEFT))
    page.locator("[name=exit_cause]").select_option("work")
    page.locator("[name=exit_destination]").select_option("work")
    save(page)
    expect(page.locator(".page-header .status.is-done")).to_contain_text(str(LEFT))
    looked_at(page)


def _not_after_all(page: Page) -> None:
    follow(page.locator('main a[href$="/avslut/angra/"]'))
    looked_at(page)
    follow(page.locator("main button.btn-danger"))
    expect(page.locator(".page-header .status.is-running")).to_be_visible()
    looked_at(page)


def _come_back(page: Page) -> None:
    follow(page.locator('main a[href$="/skriv-in-igen/"]'))
    expect(page.locator("[name=last_name], [name=personal_number]")).to_have_count(0)
    expect(page.locator("[name=languages]")).to_have_value("dari")
    page.locator("[name=start]").fill(str(TODAY - dt.timedelta(days=30)))
    refused(page, "start")
    page.locator("[name=start]").fill(str(TODAY))
    save(page)
    expect(page.locator("h1")).to_have_text("Zoé Öberg")
    expect(page.locator(".page-header .status.is-running")).to_be_visible()
    looked_at(page)
