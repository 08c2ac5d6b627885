"""A coach's day in the browser: enrol, assess, placement, course, job, support, exit; phone and desktop."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching.models import ReadinessAssessment
from participants.codes import EpisodeKind
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import (
    DESKTOP,
    PHONE,
    axe,
    follow,
    looked_at,
    no_sideways_scroll,
    refused,
    save,
    sign_in,
)

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def project() -> Project:
    made = factories.project(name="Fotfäste")
    factories.phase(project=made, name="Introduktion")
    factories.target_group(project=made, name="Unga")
    factories.company(organisation=made.organisation, name="Norrängs Bygghandel")
    return made


def open_part(page: Page, route: str) -> None:
    """Another part of the participant's page."""
    page.goto(f"{page.url.split('/deltagare/')[0]}/deltagare/{Enrolment.objects.get().public_id}/{route}")


def log(page: Page, part: str) -> None:
    if not page.locator(".log-bar").count():
        open_part(page, "")
    follow(page.locator(f'.log-bar a[href$="{part}"]'))


def test_from_enrolment_to_exit(desk: Page) -> None:
    desk.set_viewport_size(PHONE)
    _empty_caseload(desk)
    _enrol(desk)
    _assess(desk)
    desk.set_viewport_size(DESKTOP)
    _log_placement_and_course(desk)
    _log_job_and_support(desk)
    _exit(desk)

    enrolment = Enrolment.objects.get()
    assert enrolment.end == TODAY
    assert {episode.kind for episode in enrolment.episodes.all()} == {
        EpisodeKind.LANGUAGE_PLACEMENT,
        EpisodeKind.VOCATIONAL_COURSE,
        EpisodeKind.EMPLOYMENT,
    }
    assert ReadinessAssessment.objects.get().results.filter(state="met").count() == 2


def _empty_caseload(page: Page) -> None:
    page.goto("/deltagare/")
    expect(page.locator(".empty")).to_be_visible()
    looked_at(page)
    follow(page.locator(".page-header .btn-primary"))


def _enrol(page: Page) -> None:
    page.locator("[name=personal_number]").fill("900520")
    page.locator("[name=languages]").fill("dari")
    refused(page, "personal_number", "last_name")
    expect(page.locator("[name=languages]")).to_have_value("dari")

    page.locator("[name=personal_number]").fill("19900520-2388")
    page.locator("[name=first_name]").fill("Zoé")
    page.locator("[name=last_name]").fill("Öberg")
    page.locator("[name=gender][value=woman]").check()
    page.locator("[name=target_group]").select_option(label="Unga")
    page.locator("[name=birth_country]").select_option("AF")
    page.locator("[name=reduced_work_capacity][value=declined]").check()
    save(page)
    expect(page.locator("h1")).to_have_text("Zoé Öberg")
    assert "19900520" not in page.url
    looked_at(page)


def _assess(page: Page) -> None:
    follow(page.locator('.page-header a[href$="/jobbredo/ny/"]'))
    page.locator("[name=assessed_on]").fill("2031-01-01")
    answers = page.locator(".checklist .form-choices")
    for number in (0, 1):
        answers.nth(number).get_by_role("radio").nth(0).check()
    answers.nth(2).get_by_role("radio").nth(1).check()
    page.locator(".checklist details summary").nth(2).click()
    page.locator(".checklist textarea").nth(2).fill("Ett utkast finns")
    refused(page, "assessed_on")
    expect(page.locator(".checklist textarea").nth(2)).to_have_value("Ett utkast finns")

    page.locator("[name=assessed_on]").fill(TODAY.isoformat())
    save(page)
    expect(page.locator(".meter-large .meter-square.met")).to_have_count(2)
    expect(page.locator(".criteria")).to_contain_text("Ett utkast finns")
    looked_at(page)


def _log_placement_and_course(page: Page) -> None:
    log(page, "/insatser/ny/praktik/")
    page.locator("[name=kind][value=language_placement]").check()
    page.locator("[name=company]").select_option(label="Norrängs Bygghandel")
    page.locator("[name=end]").fill("2020-01-01")
    page.locator("[name=hours_per_week]").fill("200")
    refused(page, "end", "hours_per_week")
    page.locator("[name=end]").fill("")
    page.locator("[name=hours_per_week]").fill("37,5")
    save(page)
    expect(page.locator("#doing + *")).to_contain_text("Norrängs Bygghandel")

    log(page, "/insatser/ny/utbildning/")
    page.locator("[name=title]").fill("Truckkort")
    save(page)
    expect(page.locator("#doing + *")).to_contain_text("Truckkort")
    open_part(page, "")
    expect(page.locator("#now + .timeline")).to_contain_text("Truckkort")
    expect(page.locator("#timeline ~ .timeline")).to_contain_text("Truckkort")


def _log_job_and_support(page: Page) -> None:
    log(page, "/insatser/ny/jobb/")
    page.locator("[name=workplace]").fill("Kommunens kök")
    page.locator("[name=subsidy]").select_option("new_start_job")
    save(page)
    follow(page.locator(".messages a"))
    page.locator("[name=source]").select_option("wage")
    page.locator("[name=ends_others]").check()
    save(page)
    expect(page.locator("#support + *")).to_contain_text(TODAY.isoformat())
    looked_at(page)


def _exit(page: Page) -> None:
    open_part(page, "")
    log(page, "/avslut/")
    expect(page.locator("[aria-labelledby='still-open'] li")).to_have_count(4)
    looked_at(page)
    page.locator("[name=exit_cause]").select_option("work")
    page.locator("[name=exit_destination]").select_option("work")
    save(page)
    expect(page.locator(".page-header .status.is-done")).to_contain_text(TODAY.isoformat())
    looked_at(page)


def test_a_wrong_entry_is_taken_back(desk: Page, project: Project, coach: User) -> None:
    enrolment = factories.enrolment(project=project, coach=coach)
    factories.episode(enrolment=enrolment)
    desk.goto(f"/deltagare/{enrolment.public_id}/praktik-och-jobb/")

    desk.locator("#doing + * a").click()
    follow(desk.locator("a.btn-danger"))
    desk.locator("main button.btn-danger").click()
    expect(desk.locator(".message-success")).to_be_visible()
    looked_at(desk)
    assert not enrolment.episodes.exists()


def test_a_day_that_does_not_exist_is_not_sent_as_none(desk: Page, project: Project, coach: User) -> None:
    enrolment = factories.enrolment(project=project, coach=coach)
    desk.goto(f"/deltagare/{enrolment.public_id}/insatser/ny/praktik/")
    last_day = desk.locator("[name=end]")
    last_day.click()
    desk.keyboard.type("02312026")
    desk.locator("main form button.btn-primary").click()
    expect(last_day).to_be_focused()
    assert last_day.evaluate("field => field.validity.badInput")
    assert not enrolment.episodes.exists()


def test_long_words_stay_within_wide_pages(desk: Page, project: Project, coach: User) -> None:
    """That they stay within narrow ones is shown of every page in test_desk_pages.py."""
    long = "å" * 200
    enrolment = factories.enrolment(
        project=project, coach=coach, first_name=long[:100], last_name=long[:100], referred_by=long
    )
    factories.episode(enrolment=enrolment, title=long, workplace=long)
    factories.assessment(enrolment=enrolment, states={"A1": "partly"}, observation=long)
    enrolment.assessments.get().results.update(observation=long)
    factories.note(enrolment=enrolment, author=coach, text=long)
    here = f"/deltagare/{enrolment.public_id}/"
    for address in (here, f"{here}praktik-och-jobb/", f"{here}anteckningar/", "/deltagare/"):
        desk.goto(address)
        no_sideways_scroll(desk, 768, 1024, 1280)


def test_the_list_fits_a_small_laptop(desk: Page, project: Project, coach: User) -> None:
    factories.membership(project=factories.project(name="Ett annat projekt"), user=coach)
    enrolment = factories.enrolment(
        project=project, coach=coach, first_name="Bartholomeus", last_name="Tesfamariam-Lindqvist"
    )
    factories.phase_move(enrolment=enrolment, phase=project.phases.get())
    company = factories.company(organisation=project.organisation, name="Videhults Lager & Logistik AB")
    factories.episode(enrolment=enrolment, company=company, end=TODAY + dt.timedelta(days=90))
    factories.support(enrolment=enrolment, source="establishment_benefit")
    factories.attendance(enrolment=enrolment, session=factories.session(project=project))
    desk.goto("/deltagare/")
    no_sideways_scroll(desk, *range(820, 1240, 40))


def test_the_button_of_a_long_form_hides_nothing_in_focus(desk: Page) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto("/deltagare/ny/")
    for _step in range(30):
        desk.keyboard.press("Tab")
        desk.wait_for_function(
            """() => {
                const focused = document.activeElement, bar = document.querySelector(".sticky-actions");
                if (bar.contains(focused) || !focused.closest("main")) return true;
                return focused.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
            }"""
        )


class TestTheList:
    @pytest.fixture(autouse=True)
    def people(self, project: Project, coach: User) -> None:
        for first, last in [("Zoé", "Öberg"), ("Eva", "Ärlig"), ("Ali", "Zander")]:
            enrolment = factories.enrolment(project=project, coach=coach, first_name=first, last_name=last)
            factories.assessment(enrolment=enrolment, states={"A1": "met", "A2": "partly"})
            factories.episode(enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT)

    def names(self, page: Page) -> list[str]:
        return page.locator(".caseload tbody th a").all_inner_texts()

    def test_narrows_as_one_types(self, desk: Page) -> None:
        desk.set_viewport_size(PHONE)
        desk.goto("/deltagare/")
        assert self.names(desk) == ["Zander, Ali", "Ärlig, Eva", "Öberg, Zoé"]
        looked_at(desk)

        desk.locator("[name=q]").press_sequentially("zoe")
        expect(desk.locator(".caseload tbody tr")).to_have_count(1)
        expect(desk.locator("#caseload-count")).to_contain_text("1")
        assert "zoe" not in desk.url
        expect(desk.locator("[name=q]")).to_be_focused()
        looked_at(desk)

        desk.locator("[name=q]").fill("xyz")
        expect(desk.locator(".empty")).to_be_visible()
        looked_at(desk)

    def test_keeps_names_and_numbers_out_of_addresses(self, desk: Page) -> None:
        desk.goto("/deltagare/")
        asked: list[str] = []
        desk.on("request", lambda request: asked.append(request.url))
        search = desk.locator("[name=q]")
        search.fill("19900520-2388")
        search.press("Enter")
        assert search.evaluate("search => search.validity.patternMismatch")

        search.fill("zoe")
        search.press("Enter")
        expect(desk.locator(".caseload tbody tr")).to_have_count(1)
        assert asked
        assert not any("1990" in url or "zoe" in url for url in asked)

    def test_narrows_without_script(self, unscripted: Page, coach: User) -> None:
        sign_in(unscripted, coach, at="/deltagare/")
        unscripted.locator("[name=q]").fill("zoe")
        unscripted.locator("[name=q]").press("Enter")
        expect(unscripted.locator(".caseload tbody th a")).to_have_text(["Öberg, Zoé"])
        axe(unscripted)

    def test_is_worked_by_keyboard(self, desk: Page) -> None:
        desk.goto("/deltagare/")
        desk.locator("[name=q]").focus()
        for _step in range(40):
            desk.keyboard.press("Tab")
            if desk.evaluate("document.activeElement.closest('.caseload tbody th') !== null"):
                break
        desk.keyboard.press("Enter")
        expect(desk.locator("h1")).to_have_text("Ali Zander")
