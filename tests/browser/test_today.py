"""Today, the week and the follow-ups in the browser: put off and settled in place, or without script."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import PlanAction, Postponement
from participants.models import FollowUp, FollowUpAttempt
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, axe, follow, looked_at, refused, save, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_teaches_when_nothing_is_due(desk: Page) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto("/idag/")
    expect(desk.locator(".empty")).to_be_visible()
    looked_at(desk)
    for address in ("/idag/vecka/", "/uppfoljningar/"):
        desk.goto(address)
        looked_at(desk)


def test_put_off_and_settled_in_place(desk: Page, coach: User, project: Project) -> None:
    desk.set_viewport_size(PHONE)
    stay = factories.enrolment(project=project, coach=coach, start=days_ago(150))
    goal = factories.plan_goal(enrolment=stay)
    factories.plan_action(goal=goal, text="Ringa Norrängs", due_on=days_ago(1))
    held = factories.session(project=project, held_on=TODAY, begins="00:00", ends="01:00")
    factories.expected(session=held, enrolment=stay)
    desk.goto("/idag/")
    looked_at(desk)

    person = desk.locator(".today-person")
    person.get_by_role("button", name="Ringa Norrängs").click()
    expect(person.get_by_role("status")).to_be_visible()
    assert PlanAction.objects.get().state == "done"
    looked_at(desk)

    person.locator('a[href*="/clock/skjut-upp/"]').click()
    expect(person.locator("[name=reason]")).to_be_visible()
    looked_at(desk)
    person.locator(".put-off button[type=submit]").click()
    expect(person.locator(".error-summary")).to_be_visible()
    looked_at(desk)
    person.locator("[name=reason]").fill("Praktiken börjar i december.")
    person.locator(".put-off button[type=submit]").click()
    expect(person.locator("[name=reason]")).to_have_count(0)
    expect(person.locator('a[href*="/clock/skjut-upp/"]')).to_have_count(0)
    assert Postponement.objects.get().until == TODAY + dt.timedelta(days=7)
    looked_at(desk)

    desk.set_viewport_size(DESKTOP)
    with desk.expect_navigation():
        desk.locator('form[action*="alla-kom"] button').click()
    assert held.attendance.get().minutes == 60
    desk.locator(".today-resting summary").click()
    looked_at(desk)
    with desk.expect_navigation():
        desk.locator(".today-resting button").click()
    assert not Postponement.objects.exists()


def test_put_off_without_script(unscripted: Page, coach: User, project: Project) -> None:
    factories.enrolment(project=project, coach=coach, start=days_ago(150))
    sign_in(unscripted, coach)
    follow(unscripted.locator('a[href*="/clock/skjut-upp/"]'))
    unscripted.locator("[name=reason]").fill("Praktiken börjar i december.")
    axe(unscripted)
    save(unscripted)
    expect(unscripted.locator(".today-resting")).to_have_count(1)
    axe(unscripted)
    assert Postponement.objects.count() == 1


def test_the_week(desk: Page, coach: User, project: Project) -> None:
    factories.enrolment(project=project, coach=coach, start=days_ago(14))
    factories.session(project=project, held_on=TODAY)
    desk.goto("/idag/")
    follow(desk.locator('.page-header a[href="/idag/vecka/"]'))
    expect(desk.locator(".week-day")).to_have_count(7)
    looked_at(desk)
    heading = desk.locator("h1").inner_text()
    follow(desk.locator("a[rel=next]"))
    expect(desk.locator("h1")).not_to_have_text(heading)


def test_followed_up(desk: Page, coach: User, project: Project) -> None:
    stay = factories.enrolment(project=project, start=days_ago(300), end=days_ago(95))
    factories.coach_assignment(enrolment=stay, coach=coach)
    desk.goto("/uppfoljningar/")
    follow(desk.locator('a[href$="/uppfoljning/90-dagar/forsok/"]'))
    desk.locator("[name=result][value=reached]").check()
    refused(desk, "outcome")
    desk.locator("[name=outcome]").select_option("work")
    save(desk)
    assert (FollowUpAttempt.objects.count(), FollowUp.objects.get().outcome) == (1, "work")
    assert urlsplit(desk.url).path == "/uppfoljningar/"
    desk.goto(f"/deltagare/{stay.public_id}/uppfoljning/")
    looked_at(desk)
    follow(desk.locator('th a[href*="/uppfoljning/forsok/"]'))
