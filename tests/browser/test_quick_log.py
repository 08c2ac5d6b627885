"""Logging a talk in passing: under ten seconds, and at most four keystrokes beside what is written."""

import time
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from coaching.models import Attendance
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, follow, no_sideways_scroll, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def coach(project: Project) -> User:
    return factories.coach(project=project)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    """Zoé Öberg, among a caseload."""
    for number, last_name in enumerate(
        ("Ek", "Ål", "Zander", "Lind", "Berg", "Holm", "Dahl", "Sund", "Fors")
    ):
        factories.enrolment(project=project, coach=coach, first_name=f"Kim{number}", last_name=last_name)
    return factories.enrolment(project=project, coach=coach, first_name="Zoé", last_name="Öberg")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def desk(request: pytest.FixtureRequest, page: Page, coach: User) -> Page:
    """The coach, signed in, on a phone and on a desktop."""
    page.set_viewport_size(request.param)
    sign_in(page, coach)
    return page


@dataclass
class Hands:
    """What somebody does with a page, counted."""

    page: Page
    keys: int = 0
    taps: int = 0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def type(self, text: str) -> None:
        """With the keyboard, into whatever has the focus."""
        self.keys += len(text)
        self.page.keyboard.type(text)


def looked_at(page: Page) -> None:
    axe(page)
    no_sideways_scroll(page)


def test_from_anywhere_in_four_keystrokes_and_ten_seconds(desk: Page, stay: Enrolment) -> None:
    desk.goto("/aktiviteter/")
    hands, begun = Hands(desk), time.monotonic()
    hands.tap(desk.locator(".log-button"))
    expect(desk.locator("[name=q]")).to_be_focused()
    hands.type("zoe")
    expect(desk.locator("#found input:checked")).to_have_value(str(stay.public_id))
    hands.tap(desk.locator(".tap-minutes .tap-choice", has_text="30"))
    hands.tap(desk.locator(".quick-log .btn-primary"))
    expect(desk.locator(".message-success")).to_be_visible()
    assert time.monotonic() - begun < 10
    assert (hands.keys, hands.taps) == (3, 3)
    assert desk.url.endswith("/aktiviteter/")
    row = Attendance.objects.get()
    assert (row.enrolment, row.minutes, row.session.kind, row.session.held_on) == (stay, 30, "talk", TODAY)


def test_from_the_participants_page_in_no_keystroke(desk: Page, stay: Enrolment) -> None:
    desk.goto(f"/deltagare/{stay.public_id}/")
    hands = Hands(desk)
    hands.tap(desk.locator(".log-button"))
    expect(desk.locator("#found input:checked")).to_have_value(str(stay.public_id))
    hands.tap(desk.locator(".tap-minutes .tap-choice", has_text="45"))
    hands.tap(desk.locator(".quick-log .btn-primary"))
    expect(desk.locator(".message-success")).to_be_visible()
    assert (hands.keys, hands.taps) == (0, 3)
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
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto("/logga/")
    looked_at(desk)
    desk.keyboard.type("xyz")
    expect(desk.locator("#found input")).to_have_count(0)
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


@pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)
def test_without_script(page: Page, coach: User, stay: Enrolment) -> None:
    sign_in(page, coach)
    page.goto("/logga/")
    page.locator("[name=q]").fill("zoe")
    follow(page.locator("[name=find]"))
    expect(page.locator("#found input:checked")).to_have_value(str(stay.public_id))
    page.locator("[name=minutes][value='60']").check()
    follow(page.locator(".quick-log .btn-primary"))
    assert Attendance.objects.get().minutes == 60
