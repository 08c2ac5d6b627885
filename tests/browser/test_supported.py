"""All five steps of supported employment in the browser: empty, in error, filled in, ended."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaching.models import SessionKind, SupportedProcess
from participants.models import Enrolment
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, looked_at, refused, save, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def enrolment() -> Enrolment:
    project = factories.project(name="SIN", supported_employment=True)
    factories.company(organisation=project.organisation, name="Norrgårdens kök")
    return factories.enrolment(
        project=project,
        coach=factories.coach(project=project, name="Karin Coach"),
        start=TODAY.replace(day=1).replace(year=TODAY.year - 1),
    )


@pytest.fixture
def part(page: Page, enrolment: Enrolment) -> Page:
    """The part of the participant's page, opened by their coach on a phone."""
    page.set_viewport_size(PHONE)
    coach = enrolment.coach_assignments.get().coach
    sign_in(page, coach, at=f"/deltagare/{enrolment.public_id}/supported-employment/")
    return page


def open_form(page: Page, place: str) -> None:
    follow(page.locator(f'main a[href$="{place}"]'))


def in_step(page: Page, number: int) -> None:
    expect(page.locator(".se-steps [aria-current=step] a")).to_have_attribute("href", f"#step-{number}")


def move(page: Page, number: int, *, days_ago: int, reason: str) -> None:
    open_form(page, "/flytta/")
    page.locator(f'[name=step][value="{number}"]').check()
    page.locator("[name=moved_on]").fill(ago(days_ago))
    page.locator("[name=reason]").fill(reason)
    save(page)
    in_step(page, number)


def ago(days: int) -> str:
    return str(TODAY - dt.timedelta(days=days))


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def test_all_five_steps(part: Page, enrolment: Enrolment) -> None:
    _begin(part)
    _analyse_the_applicant(part)
    _choose_what_may_be_told(part)
    part.set_viewport_size(DESKTOP)
    _analyse_a_job(part)
    _agree_on_the_introduction(part)
    _support_less_and_less(part, enrolment)
    _close_with_both(part)
    process = SupportedProcess.objects.get()
    assert process.closed_on == TODAY
    assert [move.step for move in process.moves.all()] == [1, 2, 3, 2, 3, 4, 5]
    part.goto("/deltagare/supported-employment/")
    expect(part.locator(".empty")).to_be_visible()
    looked_at(part)


def _begin(page: Page) -> None:
    expect(page.locator(".empty")).to_be_visible()
    looked_at(page)
    open_form(page, "/borja/")
    fill(page, moved_on=ago(1000))
    refused(page, "moved_on")
    fill(page, moved_on=ago(60))
    save(page)
    in_step(page, 1)


def _analyse_the_applicant(page: Page) -> None:
    open_form(page, "/sokandeanalys/")
    fill(page, analysed_on=ago(-3), tasks_sought="Arbete i kök, gärna med bakning")
    refused(page, "analysed_on")
    fill(
        page,
        analysed_on=ago(55),
        informed_on=ago(60),
        work_sought="Restaurang och storkök",
        presented="Två år som bagare i Damaskus, SFI C",
        tasks_avoided="Tunga lyft",
        environment_avoided="Buller",
        hours_sought="Förmiddagar, 20 timmar i veckan",
        support_needed="Någon att fråga de första veckorna",
    )
    save(page)
    looked_at(page)


def _choose_what_may_be_told(page: Page) -> None:
    open_form(page, "/far-berattas/")
    refused(page, "what")
    fill(page, what="Behöver skriftliga instruktioner")
    save(page)
    open_form(page, "/far-berattas/")
    fill(page, what="Har ont i ryggen")
    save(page)
    follow(page.locator("#told a").nth(1))
    with page.expect_navigation():
        page.locator("main form[method=post] button.btn-danger").click()
    expect(page.locator("#told > ul > li")).to_have_count(1)


def _analyse_a_job(page: Page) -> None:
    move(page, 2, days_ago=50, reason="Vi vet vad vi söker")
    looked_at(page)
    move(page, 3, days_ago=40, reason="Norrgården vill träffas")
    move(page, 2, days_ago=35, reason="De anställde en annan")
    move(page, 3, days_ago=30, reason="Skolköket har plats")
    open_form(page, "/arbetsanalys/")
    refused(page, "workplace")
    fill(
        page,
        workplace="Skolköket på Norrgården",
        tasks="Baka, duka, diska",
        hours="7–11",
        organisation="Fyra kollegor, en arbetsledare på plats",
        physical="Hög ljudnivå vid disken",
        knowledge="Läsa recept",
    )
    page.locator("[name=physical_fit]").select_option("adapted")
    page.locator("[name=judgement]").select_option("introduction")
    save(page)
    looked_at(page)


def _agree_on_the_introduction(page: Page) -> None:
    move(page, 4, days_ago=20, reason="Börjar på måndag")
    open_form(page, "/introduktion/")
    expect(page.locator("[name=workplace]")).to_have_value("Skolköket på Norrgården")
    fill(page, hours_per_week="mycket", start=ago(20), end=ago(25))
    refused(page, "hours_per_week", "end")
    fill(
        page,
        supervisor="Sara Sundin",
        hours_per_week="20",
        times="Måndag–fredag 7–11",
        end=ago(-60),
        participant_does="Kommer i tid och frågar när något är oklart.",
        workplace_does="Visar arbetet och ger instruktioner skriftligt.",
        coach_does="Är med de första dagarna och ringer varje vecka.",
        follow_up="Trepartssamtal var fjärde vecka i sex månader.",
    )
    save(page)
    looked_at(page)
    paper = page.context.request.get(page.locator('main a[href$="/skriv-ut/"]').get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")


def _support_less_and_less(page: Page, enrolment: Enrolment) -> None:
    for hours, day in (("8", 20), ("4", 10)):
        open_form(page, "/stod/")
        if hours == "8":
            refused(page, "hours_per_week")
        fill(page, start=ago(day), hours_per_week=hours)
        save(page)
    move(page, 5, days_ago=9, reason="Klarar arbetet själv")
    held = factories.session(
        project=enrolment.project, held_on=TODAY - dt.timedelta(days=9), kind=SessionKind.THREE_PARTY_TALK
    )
    factories.attendance(enrolment=enrolment, session=held, minutes=75)
    page.reload()
    expect(page.locator(".se-weeks")).to_contain_text("1:15")
    looked_at(page)


def _close_with_both(page: Page) -> None:
    open_form(page, "/avslutande-samtal/")
    fill(page, employee_talk_on=ago(1), employee_view="Trivs, klarar sig själv.", closed_on=ago(0))
    refused(page, "employer_talk_on", "employer_view")
    page.goto(page.url.removesuffix("avslutande-samtal/"))
    follow(page.locator('main a[href="/deltagare/supported-employment/"]'))
    looked_at(page)
    follow(page.locator("main tbody a").first)
    open_form(page, "/avslutande-samtal/")
    fill(
        page,
        employee_talk_on=ago(1),
        employee_view="Trivs, klarar sig själv.",
        employer_talk_on=ago(0),
        employer_view="Nöjda, vill ha fler.",
        closed_on=ago(0),
    )
    save(page)
    expect(page.locator(".se-steps [aria-current=step]")).to_have_count(0)
    looked_at(page)
