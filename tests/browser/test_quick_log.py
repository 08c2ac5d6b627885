"""Logging a talk in passing; that it takes seconds from anywhere is shown in test_tasks.py."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import Attendance
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.hands import Hands
from tests.browser.pages import PHONE, axe, follow, looked_at, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    """Zoé Öberg, among a caseload."""
    for number, last_name in enumerate(
        ("Ek", "Ål", "Zander", "Lind", "Berg", "Holm", "Dahl", "Sund", "Fors")
    ):
        factories.enrolment(project=project, coach=coach, first_name=f"Kim{number}", last_name=last_name)
    return factories.enrolment(project=project, coach=coach, first_name="Zoé", last_name="Öberg")


def test_over_the_page_it_is_closed_by_escape_and_throws_no_note_away_unasked(
    desk: Page, stay: Enrolment
) -> None:
    desk.goto("/aktiviteter/?week=2026-W10")
    button, dialog = desk.locator(".log-button"), desk.locator("#log-dialog")
    button.click()
    expect(dialog.locator("[name=q]")).to_be_focused()
    looked_at(desk)
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()

    button.click()
    dialog.locator("[name=note]").fill("Vi talade om köket.")
    with desk.expect_event("dialog") as leaving:
        desk.evaluate("setTimeout(() => location.assign('/deltagare/'))")
    assert leaving.value.type == "beforeunload"
    leaving.value.dismiss()
    expect(dialog.locator("[name=note]")).to_have_value("Vi talade om köket.")
    warning = dialog.locator("#log-unsaved")
    for asked in (True, False):
        desk.keyboard.press("Escape")
        expect(warning).to_be_visible(visible=asked)
        expect(dialog).to_be_visible(visible=asked)

    button.click()
    expect(dialog.locator("[name=note]")).to_have_value("")
    dialog.locator(".btn-primary").click()
    expect(dialog.locator(".error-summary")).to_be_focused()
    looked_at(desk)
    dialog.locator(".tap-minutes .tap-choice", has_text="30").click()
    dialog.locator("[name=q]").fill("zoe")
    expect(dialog.locator("#found input:checked")).to_have_value(str(stay.public_id))
    follow(dialog.locator(".btn-primary"))
    expect(desk.locator(".message-success")).to_be_visible()
    assert desk.url.endswith("/aktiviteter/?week=2026-W10")


def test_leaves_what_is_filled_in_on_the_page_below(desk: Page, stay: Enrolment) -> None:
    desk.goto("/deltagare/")
    tick = desk.locator(".caseload [name=chosen]").first
    tick.check()
    desk.locator(".log-button").dblclick()
    dialog = desk.locator("#log-dialog")
    expect(dialog).to_be_visible()
    assert desk.url.endswith("/deltagare/")
    dialog.locator("[name=q]").fill("zoe")
    expect(dialog.locator("#found input:checked")).to_have_value(str(stay.public_id))
    dialog.locator("[name=q]").press("Enter")
    dialog.locator(".tap-minutes .tap-choice", has_text="30").click()
    dialog.locator("[name=note]").fill("Vi talade om köket.")
    dialog.locator(".btn-primary").click()
    expect(dialog).to_be_hidden()
    expect(desk.locator("#logged .message-success")).to_be_visible()
    looked_at(desk)
    expect(tick).to_be_checked()
    assert Attendance.objects.get().minutes == 30
    tick.uncheck()
    expect(desk.locator("#logged .message")).to_have_count(0)


def test_after_being_signed_out_keeps_what_is_written(desk: Page, stay: Enrolment) -> None:
    desk.goto(f"/deltagare/{stay.public_id}/")
    desk.locator(".log-button").click()
    dialog = desk.locator("#log-dialog")
    dialog.locator("[name=note]").fill("Vi talade om köket.")
    Session.objects.all().delete()
    dialog.locator(".tap-minutes .tap-choice", has_text="30").click()
    dialog.locator(".btn-primary").click()
    expect(dialog.locator("#log-trouble")).to_be_visible()
    expect(dialog.locator("[name=note]")).to_have_value("Vi talade om köket.")


def test_from_the_participants_page_in_no_keystroke(desk: Page, stay: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(f"/deltagare/{stay.public_id}/")
    hands = Hands(desk)
    hands.click(desk.locator(".log-button"))
    expect(desk.locator("#found input:checked")).to_have_value(str(stay.public_id))
    hands.click(desk.locator(".tap-minutes .tap-choice", has_text="45"))
    hands.follow(desk.locator(".quick-log .btn-primary"))
    expect(desk.locator(".message-success")).to_be_visible()
    assert (hands.keys, hands.clicks) == (0, 3)
    assert desk.url.endswith(f"/deltagare/{stay.public_id}/")
    assert Attendance.objects.get().minutes == 45


def test_by_keyboard_alone(desk: Page, stay: Enrolment) -> None:
    desk.goto("/logga/")
    desk.keyboard.type("zoe")
    expect(desk.locator("#found input:checked")).to_have_value(str(stay.public_id))
    for _step in range(6):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "minutes":
            break
    expect(desk.locator("[name=minutes]").first).to_be_focused()
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    expect(desk.locator(".message-success")).to_be_visible()
    assert Attendance.objects.get().minutes == 15


def test_every_state_is_looked_at(desk: Page, stay: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto("/logga/")
    desk.keyboard.type("xyz")
    expect(desk.locator("#found [name=who]")).to_have_count(0)
    looked_at(desk)
    desk.locator(".quick-log .btn-primary").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    looked_at(desk)

    for minutes in ("30", "15"):
        desk.goto(f"/logga/?deltagare={stay.public_id}")
        desk.locator(".tap-minutes .tap-choice", has_text=minutes).click()
        follow(desk.locator(".quick-log .btn-primary"))
    expect(desk.locator(".error-summary")).to_be_focused()
    looked_at(desk)
    desk.locator("[name=add_to]").check()
    follow(desk.locator(".quick-log .btn-primary"))
    expect(desk.locator(".message-success")).to_be_visible()
    assert Attendance.objects.get().minutes == 45
    assert not any("xyz" in url for url in asked)


def test_without_script(unscripted: Page, coach: User, stay: Enrolment) -> None:
    page = unscripted
    sign_in(page, coach, at="/logga/")
    page.locator("[name=q]").fill("zoe")
    follow(page.locator("[name=find]"))
    expect(page.locator("#found input:checked")).to_have_value(str(stay.public_id))
    axe(page)
    page.locator("[name=minutes][value='60']").check()
    follow(page.locator(".quick-log .btn-primary"))
    assert Attendance.objects.get().minutes == 60
