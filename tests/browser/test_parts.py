"""Jobbredo, mapping and staircase in the browser: phone and desktop, empty, filled, in error."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import Assessor
from participants.codes import EpisodeKind
from participants.models import EligibilityAnswer, Enrolment, MappingEntry
from projects.models import Phase, Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, have_session, looked_at, refused, save

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(90), first_name="Zoé")


@pytest.fixture
def lead_desk(page: Page, lead: User) -> Page:
    """The project lead's window, as `desk` is the coach's."""
    have_session(page, lead)
    return page


def in_error(page: Page, field: str) -> None:
    """The summary has the focus and leads to the field, whose error stands beside it."""
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator(f'a[href*="id_{field}"]')).to_be_visible()
    looked_at(page)


def part(page: Page, enrolment: Enrolment, name: str) -> None:
    page.goto(f"/deltagare/{enrolment.public_id}/{name}/")
    expect(page.locator('.tabs [aria-current="page"]')).to_have_attribute(
        "href", f"/deltagare/{enrolment.public_id}/{name}/"
    )


def test_jobbredo_empty_and_filled(desk: Page, enrolment: Enrolment) -> None:
    desk.set_viewport_size(PHONE)
    part(desk, enrolment, "jobbredo")
    expect(desk.locator(".over-time")).to_have_count(0)
    looked_at(desk)

    for days, number in ((80, 3), (50, 5), (20, 9)):
        states = dict.fromkeys(factories.CRITERIA[:number], "met")
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(days), states=states)
    factories.assessment(
        enrolment=enrolment,
        assessed_on=days_ago(30),
        states={"A1": "partly", "D1": "met"},
        assessor=Assessor.PARTICIPANT,
    )
    desk.reload()
    expect(desk.locator(".differs")).to_have_count(1)
    expect(desk.locator(".over-time thead th")).to_have_count(4)
    expect(desk.locator(".missing-criteria li")).to_have_count(2)
    looked_at(desk)


def test_the_mapping_is_written_section_by_section(
    desk: Page, enrolment: Enrolment, project: Project
) -> None:
    desk.set_viewport_size(PHONE)
    part(desk, enrolment, "kartlaggning")
    expect(desk.locator(".mapping-section")).to_have_count(10)
    looked_at(desk)

    follow(desk.locator("#interests .mapping-head a"))
    desk.locator("[name=state][value=done]").check()
    refused(desk, "text")
    desk.locator("[name=text]").fill("Odlar och lagar mat.")
    save(desk)
    expect(desk.locator("#interests .said")).to_have_text("Odlar och lagar mat.")
    assert MappingEntry.objects.get().state == "done"

    follow(desk.locator("#interests .mapping-head a"))
    desk.locator("[name=text]").fill("Odlar.")
    save(desk)
    desk.locator("#interests summary").click()
    expect(desk.locator("#interests details")).to_contain_text("Odlar och lagar mat.")
    looked_at(desk)

    factories.condition(project=project, label="Godkänd i SFI C")
    desk.set_viewport_size(DESKTOP)
    desk.reload()
    follow(desk.locator("#eligibility .links a"))
    desk.locator("[type=radio][value=no]").check()
    desk.locator("[name=answered_on]").fill("2031-01-01")
    save(desk)
    in_error(desk, "answered_on")
    desk.locator("[name=answered_on]").fill(TODAY.isoformat())
    save(desk)
    expect(desk.locator("#eligibility .status.is-late")).to_be_visible()
    assert EligibilityAnswer.objects.get().answer == "no"
    looked_at(desk)


def test_the_mapping_changed_meanwhile_shows_both(desk: Page, enrolment: Enrolment) -> None:
    entry = factories.mapping_entry(enrolment=enrolment, section="interests", text="Odlar.")
    desk.goto(f"/deltagare/{enrolment.public_id}/kartlaggning/interests/")
    desk.locator("[name=text]").fill("Mitt.")
    entry.text = "Kollegans."
    entry.save()
    save(desk)
    expect(desk.locator("main")).to_contain_text("Kollegans.")
    expect(desk.locator("[name=text]")).to_have_value("Mitt.")
    in_error(desk, "text")


def test_the_staircase_empty_and_climbed(desk: Page, enrolment: Enrolment, project: Project) -> None:
    desk.set_viewport_size(PHONE)
    part(desk, enrolment, "trappan")
    expect(desk.locator(".empty")).to_be_visible()
    looked_at(desk)

    steps = [
        factories.phase(project=project, position=1, name="Introduktion", weeks_at_most=4),
        factories.phase(project=project, position=2, name="Intensiv", weeks_at_least=26, weeks_at_most=30),
        factories.phase(project=project, position=3, name="Efter"),
    ]
    factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(40))
    factories.episode(
        enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(60), end=days_ago(40)
    )
    factories.episode(
        enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(30), end=days_ago(5)
    )
    desk.reload()
    expect(desk.locator(".stair-here .status.is-late")).to_be_visible()
    expect(desk.locator(".status.is-due")).to_be_visible()
    looked_at(desk)

    follow(desk.locator('main a.btn[href$="/trappan/ny/"]'))
    desk.locator("[name=phase]").select_option(label="Intensiv")
    desk.locator("[name=reason]").fill("Kartläggningen är klar")
    save(desk)
    expect(desk.locator(".stair-here")).to_contain_text("Intensiv")
    looked_at(desk)


def test_the_lead_sets_steps_and_limits(lead_desk: Page, project: Project) -> None:
    lead_desk.set_viewport_size(PHONE)
    lead_desk.goto(f"/projekt/{project.public_id}/")
    follow(lead_desk.locator(f'main a[href="/projekt/{project.public_id}/trappan/"]'))
    looked_at(lead_desk)
    for name in ("Introduktion", "Intensiv"):
        follow(lead_desk.locator('main a.btn[href$="/trappan/ny/"]'))
        lead_desk.locator("[name=name]").fill(name)
        save(lead_desk)
    lead_desk.set_viewport_size(DESKTOP)
    follow(lead_desk.locator("main tbody a").first)
    lead_desk.locator("[name=weeks_at_least]").fill("5")
    lead_desk.locator("[name=weeks_at_most]").fill("4")
    save(lead_desk)
    in_error(lead_desk, "weeks_at_most")
    lead_desk.locator("[name=weeks_at_least]").fill("")
    save(lead_desk)
    looked_at(lead_desk)
    with lead_desk.expect_navigation():
        lead_desk.locator("[name=direction][value=up]").click()
    assert list(Phase.objects.values_list("name", "weeks_at_most")) == [
        ("Intensiv", None),
        ("Introduktion", 4),
    ]


def test_the_lead_sets_conditions(lead_desk: Page, project: Project) -> None:
    lead_desk.goto(f"/projekt/{project.public_id}/villkor/")
    expect(lead_desk.locator(".empty")).to_be_visible()
    looked_at(lead_desk)
    follow(lead_desk.locator(".empty a"))
    save(lead_desk)
    in_error(lead_desk, "label")
    lead_desk.locator("[name=label]").fill("Godkänd i SFI C")
    save(lead_desk)
    expect(lead_desk.locator("main tbody")).to_contain_text("Godkänd i SFI C")
    looked_at(lead_desk)
