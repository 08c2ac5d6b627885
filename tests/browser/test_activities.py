"""A job club from plan to certificate in the browser: planned on a phone, entered at a desk, corrected."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.actions.attendance import Entry, enter_attendance
from coaching.marks import Mark
from coaching.models import Attendance, Session
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, looked_at

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def stays(project: Project, coach: User) -> list[Enrolment]:
    return [
        factories.enrolment(project=project, coach=coach, first_name="Zoé", last_name=name)
        for name in ("Ek", "Ål", "Öberg")
    ]


def plan(page: Page) -> None:
    page.locator("[name=kind]").select_option("job_club")
    page.locator("[name=begins]").fill("09:00")
    page.locator("[name=ends]").fill("11:30")
    page.locator("main form[method=post] button.btn-primary").click()


@pytest.mark.usefixtures("stays")
def test_from_plan_to_attendance(desk: Page) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto("/aktiviteter/")
    expect(desk.locator(".empty")).to_be_visible()
    looked_at(desk)
    follow(desk.locator(".page-header .btn-primary"))
    desk.locator("[name=ends]").fill("08:00")
    desk.locator("main form[method=post] button.btn-primary").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    looked_at(desk)
    for box in desk.locator("[name=expected]").all():
        box.check()
    plan(desk)
    expect(desk.locator(".attendance-row")).to_have_count(3)
    looked_at(desk)

    desk.set_viewport_size(DESKTOP)
    # One touch for everybody; then one was ill, and one came late.
    desk.locator(".attendance .btn-primary").click()
    expect(desk.locator(".message-success")).to_be_visible()
    assert set(Attendance.objects.values_list("minutes", flat=True)) == {150}
    first, second = (desk.locator(".attendance-row").nth(number) for number in (0, 1))
    first.locator("[value=away]").check()
    expect(first.locator("select")).to_be_visible()
    first.locator("select").select_option("ill")
    second.locator("summary").click()
    second.locator("[name$=-late]").fill("20")
    looked_at(desk)
    desk.locator(".attendance .btn-primary").click()
    expect(desk.locator("#history + table tbody tr")).to_have_count(5)
    looked_at(desk)
    assert sorted(Attendance.objects.values_list("minutes", "minutes_late")) == [(130, 20), (150, 0)]

    desk.goto("/aktiviteter/")
    expect(desk.locator(".week-list li")).to_have_count(1)
    looked_at(desk)


def test_another_devices_entry_is_shown(
    desk: Page, project: Project, coach: User, stays: list[Enrolment]
) -> None:
    desk.set_viewport_size(PHONE)
    session = factories.session(project=project, held_on=TODAY, begins=dt.time(9), ends=dt.time(10))
    for stay in stays:
        factories.expected(enrolment=stay, session=session)
    desk.goto(f"/aktiviteter/{session.public_id}/")
    ill = Entry(stays[0], Mark(reason="ill"))
    enter_attendance(by=coach, session=session, entries=[ill], on=TODAY, at=timezone.now())
    desk.locator(".attendance .btn-primary").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    expect(desk.locator(".error-summary li")).to_have_count(1)
    expect(desk.locator(".attendance-row").first.locator("[value=away]")).to_be_checked()
    looked_at(desk)
    assert Attendance.objects.count() == 2


@pytest.mark.usefixtures("stays")
def test_a_series(desk: Page, project: Project) -> None:
    desk.goto(f"/aktiviteter/serie/ny/{project.public_id}/")
    plan(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    looked_at(desk)
    desk.locator(f"[name=weekdays][value='{TODAY.isoweekday()}']").check()
    plan(desk)
    expect(desk.locator(".week-list li")).to_have_count(1)
    assert Session.objects.count() == 13
    follow(desk.locator("#series + ul a"))


def test_what_someone_attended(desk: Page, project: Project, stays: list[Enrolment]) -> None:
    desk.set_viewport_size(PHONE)
    page = f"/deltagare/{stays[0].public_id}/aktiviteter/"
    desk.goto(page)
    looked_at(desk)
    session = factories.session(project=project, held_on=TODAY, title="å" * 200)
    factories.attendance(enrolment=stays[0], session=session)
    factories.absence(enrolment=stays[0], session=factories.session(project=project, held_on=TODAY))
    desk.goto(page)
    expect(desk.locator("main tbody tr")).to_have_count(2)
    looked_at(desk)
    follow(desk.locator("main tbody a").first)
    looked_at(desk)
