"""Notes in the browser: drafts that save themselves and outlive the session."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import Note, NoteDraft
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import PHONE, axe, looked_at, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = "#draft-state p"


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach)


def part(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/anteckningar/"


def test_a_draft_saves_itself_and_becomes_a_note(desk: Page, enrolment: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(part(enrolment))
    expect(desk.locator(".empty")).to_be_visible()
    # The parts are one row, in which the tenth is in sight.
    expect(desk.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
    assert desk.locator(".tabs").evaluate("tabs => tabs.offsetHeight") < 80
    looked_at(desk)
    text = desk.locator("[name=text]")
    text.press_sequentially("Vi talade om praktik")
    expect(desk.locator(SAVED)).to_be_visible()
    assert NoteDraft.objects.get().text == "Vi talade om praktik"
    expect(text).to_be_focused()
    looked_at(desk)

    # The next save goes on from the one before.
    text.press_sequentially(" på måndag")
    desk.wait_for_function("() => document.querySelector('[name=version]').value === '2'")
    desk.goto(part(enrolment))
    expect(desk.locator("[name=text]")).to_have_value("Vi talade om praktik på måndag")
    desk.locator("main form button.btn-primary").click()
    expect(desk.locator(".note-text")).to_contain_text("på måndag")
    expect(desk.locator("[name=text]")).to_have_value("")
    looked_at(desk)
    assert Note.objects.count() == 1
    assert not NoteDraft.objects.exists()

    desk.locator(".note a").click()
    desk.locator("[name=text]").fill("Vi talade om praktik på tisdag")
    looked_at(desk)
    desk.locator("main form button.btn-primary").click()
    desk.locator(".note summary").click()
    expect(desk.locator(".note details")).to_contain_text("på måndag")
    looked_at(desk)


def test_what_is_written_outlives_the_session(desk: Page, coach: User, enrolment: Enrolment) -> None:
    desk.goto(part(enrolment))
    text = desk.locator("[name=text]")
    text.press_sequentially("Före")
    expect(desk.locator(SAVED)).to_be_visible()

    Session.objects.all().delete()
    text.press_sequentially(" och efter")
    expect(desk.locator("[data-draft-trouble]")).to_be_visible()
    assert desk.url.endswith(part(enrolment))
    expect(text).to_have_value("Före och efter")
    looked_at(desk)

    # Sending the note leads nowhere either, as long as nobody has signed in. Its last answer takes the old
    # session's cookie away: it comes before the new one.
    with desk.expect_response(lambda answer: "/konto/logga-in/" in answer.url):
        desk.locator("main form button.btn-primary").click()
    expect(desk.locator("[data-draft-trouble]")).to_be_visible()
    expect(text).to_have_value("Före och efter")

    tab = desk.context.new_page()
    sign_in(tab, coach)
    tab.close()
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(desk.locator("[data-draft-trouble]")).to_be_hidden()
    desk.wait_for_function("() => document.querySelector('[name=version]').value === '2'")
    assert NoteDraft.objects.get().text == "Före och efter"
    desk.locator("main form button.btn-primary").click()
    expect(desk.locator(".note-text")).to_contain_text("Före och efter")


def test_what_is_written_is_nobody_elses_who_signs_in_after(desk: Page, enrolment: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(part(enrolment))
    text = desk.locator("[name=text]")
    Session.objects.all().delete()
    text.press_sequentially("Mitt")
    expect(desk.locator("[data-draft-trouble]")).to_be_visible()

    tab = desk.context.new_page()
    sign_in(tab, factories.coach(project=enrolment.project))
    tab.close()
    with desk.expect_response(lambda answer: answer.url.endswith("/ny/")):
        desk.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.locator("main form button.btn-primary").click()
    expect(desk.locator("[data-draft-trouble]")).to_be_visible()
    expect(text).to_have_value("Mitt")
    assert not NoteDraft.objects.exists()
    assert not Note.objects.exists()


def test_works_without_script(unscripted: Page, coach: User, enrolment: Enrolment) -> None:
    sign_in(unscripted, coach, at=part(enrolment))
    unscripted.locator("[name=text]").fill("För hand")
    unscripted.locator('button[formaction$="/utkast/"]').click()
    expect(unscripted.locator("[name=text]")).to_have_value("För hand")
    unscripted.locator("main form button.btn-primary").click()
    expect(unscripted.locator(".note-text")).to_contain_text("För hand")
    axe(unscripted)
