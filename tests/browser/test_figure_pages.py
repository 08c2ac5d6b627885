"""The pages around the figures in every state: on a phone and a desk, by keyboard, without script."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from participants.models import Enrolment
from projects.models import Project
from reporting import actions
from reporting.catalogue import CATALOGUE
from reporting.facts import Window
from reporting.models import BuildStep, BundlePeriod, Report, ReportBundle, StandingOrder, SweepMark
from reporting.stats import Audience
from reporting.tasks import build_report, gather_bundle
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue_url", "reports_root")]

D = dt.date
YEAR = Window(D(2024, 1, 1), D(2024, 12, 31), D(2024, 12, 31))
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
HISTORY, QUALITY = "/rapporter/historik/", "/rapporter/kvalitet/"


@pytest.fixture
def reports_root() -> Iterator[Path]:
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(autouse=True)
def _english(context: BrowserContext, live_server: LiveServer) -> None:
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])


@pytest.fixture
def desk(page: Page, lead: User) -> Page:
    """The lead, signed in."""
    sign_in(page, lead)
    return page


@pytest.fixture
def unscripted(
    browser: Browser, browser_context_args: dict[str, Any], desk: Page, live_server: LiveServer
) -> Iterator[Page]:
    """The lead, signed in, in a browser without script."""
    context = browser.new_context(
        **{**browser_context_args, "java_script_enabled": False, "base_url": live_server.url},
        storage_state=desk.context.storage_state(),
    )
    yield context.new_page()
    context.close()


def looked_at(page: Page) -> None:
    """What every page owes in every state: nothing for axe to find on a desk or a phone, and that it fits."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        axe(page)
    no_sideways_scroll(page)


def pressed(page: Page, name: str) -> None:
    """Press a button or link as a keyboard does."""
    button = (
        page.locator("main")
        .get_by_role("button", name=name)
        .or_(page.locator("main").get_by_role("link", name=name))
    )
    button.first.focus()
    expect(button.first).to_be_focused()
    page.keyboard.press("Enter")


def worker_answers() -> None:
    """As a worker's sweep would say it, for as long as a test lasts."""
    seen = timezone.now() + dt.timedelta(hours=1)
    SweepMark.objects.update_or_create(id=1, defaults={"seen_at": seen})


def built(project: Project, lead: User) -> Report:
    ordered = actions.order_report(
        project=project, indicator_set="L", window=YEAR, by=lead, at=timezone.now(), language="en"
    )
    build_report(ordered.pk)
    return Report.objects.get(pk=ordered.pk)


def unborn(project: Project, coach: User) -> Enrolment:
    """Somebody without a birth date, who was never assessed."""
    return factories.enrolment(
        project=project, coach=coach, start=D(2024, 2, 1), birth_date=None, last_name="Odaterad"
    )


def in_error(page: Page) -> None:
    """The summary of what is wrong has the focus and leads to the field."""
    summary = page.get_by_role("alert").filter(has_text="something must be put right")
    expect(summary).to_be_focused()
    looked_at(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".has-error :is(input, select, textarea)").first).to_be_focused()


class TestTheTabs:
    def test_lead_from_the_menu_to_every_page_and_keep_the_project(
        self, desk: Page, project: Project, lead: User
    ) -> None:
        other = factories.project(organisation=project.organisation, name="Ett annat projekt")
        factories.membership(project=other, user=lead, role="lead")
        desk.get_by_role("navigation", name="Main menu").get_by_role("link", name="Figures").click()
        desk.get_by_label("Project", exact=True).select_option(other.name)
        pressed(desk, "Show")
        for name, heading in (
            ("All reports", "All reports"),
            ("Data quality", "Data quality"),
            ("Figures", "Figures"),
            ("Projects side by side", "Projects side by side"),
            ("What the figures mean", "What the figures mean"),
        ):
            tabs = desk.get_by_role("navigation", name="Figures", exact=True)
            tabs.get_by_role("link", name=name, exact=True).press("Enter")
            expect(desk.get_by_role("heading", name=heading, level=1)).to_be_visible()
            expect(tabs.locator("[aria-current=page]")).to_have_text(name)
            if name in {"All reports", "Data quality", "Figures"}:
                expect(desk.locator("[name=project]").first).to_have_value(str(other.public_id))
            expect(desk.locator(".error-summary")).to_have_count(0)
        no_sideways_scroll(desk)


class TestAReport:
    def test_waits_is_built_and_is_called_off(self, desk: Page, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        desk.goto(f"/rapporter/{report.public_id}/")
        expect(desk.get_by_text("No worker is answering right now.")).to_be_visible()
        looked_at(desk)

        worker_answers()
        expect(desk.get_by_role("progressbar")).to_have_accessible_name("Waiting for a worker")
        looked_at(desk)

        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        actions.go_on(report=claimed, step=BuildStep.PRINTING, at=timezone.now())
        expect(desk.get_by_text("Being built").first).to_be_visible()
        looked_at(desk)

        pressed(desk, "Call off the report")
        expect(desk.get_by_text("called it off")).to_be_visible()
        looked_at(desk)
        pressed(desk, "To the figures")
        expect(desk.get_by_role("button", name="Order as PDF")).to_be_visible()
        assert f"period_end={report.period_end}" in desk.url

    def test_holds_what_was_missing_and_shows_what_a_revision_changed(
        self, desk: Page, project: Project, lead: User, coach: User
    ) -> None:
        unborn(project, coach)
        first = built(project, lead)
        desk.goto(f"/rapporter/{first.public_id}/")
        expect(desk.get_by_role("heading", name="What was missing or contradictory")).to_be_visible()
        desk.locator("summary").first.press("Enter")
        looked_at(desk)

        stay = factories.enrolment(project=project, start=D(2024, 2, 1))
        factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 3, 1))
        second = built(project, lead)
        desk.goto(f"/rapporter/{first.public_id}/")
        desk.get_by_role("link", name="revision 2").press("Enter")
        desk.get_by_role("link", name="What the revision changed").press("Enter")
        expect(desk.get_by_role("cell", name="Participants", exact=True).first).to_be_visible()
        looked_at(desk)

        second.pdf_path.write_bytes(b"%PDF-")
        pressed(desk, "The report")
        expect(desk.get_by_role("alert").filter(has_text="isn't as it was frozen")).to_be_visible()
        looked_at(desk)

    def test_leads_to_what_has_changed_since(self, desk: Page, project: Project, lead: User) -> None:
        desk.goto(f"/rapporter/jamfor/?project={project.public_id}&indicator_set=L")
        expect(desk.get_by_text("No finished report to compare with")).to_be_visible()
        looked_at(desk)

        report = built(project, lead)
        stay = factories.enrolment(project=project, start=D(2024, 1, 1))
        factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 2, 20))
        desk.goto(f"/rapporter/{report.public_id}/")
        pressed(desk, "Compare with now")
        moved = desk.locator(".compared tbody tr").filter(has_text="L5 Participants in placement")
        expect(moved.locator(".differs")).to_have_text("+1")
        looked_at(desk)


class TestTheHistory:
    def test_teaches_while_it_is_empty(self, desk: Page, project: Project) -> None:
        desk.goto(HISTORY)
        expect(desk.get_by_text("No report here")).to_be_visible()
        looked_at(desk)
        pressed(desk, "To the figures")
        expect(desk.get_by_role("heading", name=project.name)).to_be_visible()

    def test_shows_reports_in_every_state(self, desk: Page, project: Project, lead: User) -> None:
        at = timezone.now()
        _waiting, failed, cancelled, done = (
            factories.report(project=project, ordered_by=lead, language="en") for _state in range(4)
        )
        claimed = actions.claim_report(report_id=failed.pk, at=at)
        assert claimed is not None
        actions.fail_report(report=claimed, cause=actions.BROKE_OFF, at=at)
        actions.cancel_report(by=lead, report=cancelled, at=at)
        Report.objects.filter(pk=done.pk).update(finished_at=at, pages=3)
        factories.report_bundle(organisation=project.organisation, ordered_by=lead)
        desk.goto(HISTORY)
        expect(desk.locator("tbody tr")).to_have_count(4)
        looked_at(desk)

        desk.get_by_label("State").select_option("failed")
        pressed(desk, "Show")
        expect(desk.locator("tbody tr")).to_have_count(1)
        desk.locator("tbody a").press("Enter")
        expect(desk.get_by_role("alert").filter(has_text="broke off")).to_be_visible()

    def test_starts_and_stops_what_is_ordered_for_every_month(
        self, desk: Page, project: Project, lead: User, faults: list[str]
    ) -> None:
        other = factories.project(name="Ett annat projekt", indicator_sets=["K"])
        factories.membership(project=other, user=lead, role="lead")
        desk.goto(HISTORY)
        form = desk.locator("form[action$='/manad/']")
        form.get_by_label("Project").select_option(other.name)
        form.get_by_label("Indicator set").select_option("L")
        pressed(desk, "Order for every month")
        in_error(desk)
        assert len(faults) == 1, "the browser logs the answer 422"
        faults.clear()

        form.get_by_label("Project").select_option(project.name)
        pressed(desk, "Order for every month")
        stop = desk.get_by_role("button", name="Stop")
        expect(stop).to_be_visible()
        looked_at(desk)
        stop.press("Enter")
        expect(desk.get_by_text(re.compile(r"Ended \d{4}-\d\d-\d\d"))).to_be_visible()
        looked_at(desk)
        assert StandingOrder.objects.get().ended_at is not None


class TestAllProjects:
    def test_are_ordered_followed_and_gathered(self, desk: Page, project: Project) -> None:
        worker_answers()
        desk.goto(HISTORY)
        pressed(desk, "Order for all projects")
        looked_at(desk)
        pressed(desk, "Order the reports")
        expect(desk.get_by_role("progressbar")).to_have_accessible_name("0 of 1 reports have ended")
        looked_at(desk)

        bundle = ReportBundle.objects.get()
        report = bundle.reports.get()
        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        expect(desk.get_by_role("listitem").filter(has_text=f"{project}, L")).to_be_visible()
        looked_at(desk)
        Report.objects.filter(pk=report.pk).update(claimed_until=None, step="", attempts=0)
        build_report(report.pk)
        gather_bundle(bundle.pk)
        expect(desk.get_by_role("link", name="Download the archive")).to_be_visible()
        looked_at(desk)
        with desk.expect_download() as waiting:
            pressed(desk, "Download the archive")
        assert waiting.value.suggested_filename.endswith(".zip")

        ReportBundle.objects.update(expired_at=timezone.now())
        desk.reload()
        expect(desk.get_by_text("The archive was removed")).to_be_visible()
        looked_at(desk)

    def test_are_called_off_and_then_there_is_nothing_to_fetch(
        self, desk: Page, project: Project, lead: User
    ) -> None:
        bundle = actions.order_bundle(
            organisation=project.organisation,
            projects=[project],
            indicator_set="",
            period=BundlePeriod.WHOLE,
            audience=Audience.INSIDE,
            by=lead,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        desk.goto(f"/rapporter/samling/{bundle.public_id}/")
        expect(desk.get_by_text("No worker is answering right now.")).to_be_visible()
        looked_at(desk)
        pressed(desk, "Call off what isn't finished")
        expect(desk.locator("tbody").get_by_text("Called off")).to_be_visible()
        gather_bundle(bundle.pk)
        expect(desk.get_by_text("None of the reports was built")).to_be_visible()
        expect(desk.get_by_role("link", name="Download the archive")).to_have_count(0)
        looked_at(desk)

        ReportBundle.objects.update(gathered_at=None, failed_at=timezone.now(), failure="The disk is full.")
        desk.reload()
        expect(desk.get_by_role("alert").filter(has_text="The disk is full.")).to_be_visible()
        looked_at(desk)
        pressed(desk, "Gather again")
        expect(desk.get_by_role("alert").filter(has_text="The disk is full.")).to_have_count(0)


class TestDataQuality:
    def test_says_that_nothing_is_open(self, desk: Page, project: Project) -> None:
        desk.goto(f"{QUALITY}?project={project.public_id}")
        expect(desk.get_by_text("Nothing is open")).to_be_visible()
        looked_at(desk)

    def test_is_left_as_it_is_opened_again_and_settled(
        self, desk: Page, project: Project, lead: User, coach: User
    ) -> None:
        stay = unborn(project, coach)
        factories.membership(project=project, user=lead, role="coach")
        desk.goto(f"{QUALITY}?project={project.public_id}")
        desk.get_by_role("link", name="The birth date isn't recorded", exact=True).press("Enter")
        rows = desk.locator(".quality-list tbody tr")
        expect(rows).to_have_count(1)
        looked_at(desk)

        rows.get_by_role("link", name="Leave it as it is").press("Enter")
        looked_at(desk)
        desk.get_by_label("Why it stays as it is").fill("Asked twice.")
        desk.get_by_label("Until").fill("2099-01-01")
        desk.get_by_role("button", name="Leave it as it is").press("Enter")
        in_error(desk)
        desk.get_by_label("Until").fill(str(timezone.localdate() + dt.timedelta(days=30)))
        desk.get_by_role("button", name="Leave it as it is").press("Enter")
        expect(desk.get_by_role("heading", name="Left as it is")).to_be_visible()
        looked_at(desk)

        desk.get_by_role("button", name="Open it again").press("Enter")
        expect(desk.get_by_role("heading", name="Left as it is")).to_have_count(0)
        first = rows.filter(has_text="The birth date isn't recorded")
        first.get_by_role("link", name="Put it right").press("Enter")
        desk.locator("[name=birth_date]").fill("1990-05-20")
        desk.locator("main form[method=post] button.btn-primary").press("Enter")
        desk.goto(f"{QUALITY}?project={project.public_id}")
        expect(desk.get_by_text("The birth date isn't recorded")).to_have_count(1)  # the choice of a filter
        stay.person.refresh_from_db()
        assert stay.person.birth_date == D(1990, 5, 20)


class TestWhyANumber:
    def test_that_isnt_recorded_has_nobody_and_says_so(self, desk: Page, project: Project) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=["E21"])
        asked = f"project={project.public_id}&indicator_set=E21&indicator=EECO16"
        desk.goto(f"/rapporter/varfor/?{asked}")
        expect(desk.get_by_text("The project doesn't record this")).to_be_visible()
        looked_at(desk)

    def test_with_nobody_behind_it_says_so(self, desk: Page, project: Project) -> None:
        desk.goto(f"/rapporter/varfor/?project={project.public_id}&indicator_set=L&indicator=L5")
        expect(desk.get_by_text("Nobody here")).to_be_visible()
        looked_at(desk)


class TestSomebodyWithoutFigures:
    def test_is_told_so_on_every_page(self, desk: Page, project: Project) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=[])
        for address in ("/rapporter/", "/rapporter/projekt/", QUALITY, "/rapporter/samling/", HISTORY):
            desk.goto(address)
            expect(desk.locator(".empty").first).to_be_visible()
            looked_at(desk)


class TestTheDefinitions:
    def test_are_set_as_a_new_version(self, desk: Page, project: Project) -> None:
        desk.goto(f"/projekt/{project.public_id}/definitioner/")
        looked_at(desk)
        desk.get_by_label("Age bands").fill("ung")
        desk.locator("main form[method=post] button.btn-primary").press("Enter")
        in_error(desk)
        desk.get_by_label("Age bands").fill("16-24, 25-64")
        desk.locator("main form[method=post] button.btn-primary").press("Enter")
        desk.goto(f"/projekt/{project.public_id}/definitioner/")
        expect(desk.get_by_role("heading", name="Version 2")).to_be_visible()
        looked_at(desk)


class TestWithoutScript:
    def test_a_report_is_ordered_called_off_and_ordered_for_every_month(
        self, unscripted: Page, project: Project, coach: User
    ) -> None:
        unborn(project, coach)
        page = unscripted
        page.goto("/rapporter/")
        page.get_by_role("button", name="Order as PDF").click()
        page.get_by_role("link", name="Update").click()
        page.get_by_role("button", name="Call off the report").click()
        expect(page.get_by_text("called it off")).to_be_visible()

        page.goto(HISTORY)
        page.get_by_role("button", name="Order for every month").click()
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text(re.compile(r"Ended \d{4}-\d\d-\d\d"))).to_be_visible()

        page.get_by_role("link", name="Order for all projects").click()
        page.get_by_role("button", name="Order the reports").click()
        page.get_by_role("button", name="Call off what isn't finished").click()
        page.get_by_role("link", name="Update").click()
        expect(page.locator("tbody").get_by_text("Called off")).to_be_visible()

        page.goto(f"{QUALITY}?project={project.public_id}")
        page.get_by_role("link", name="Leave it as it is").first.click()
        page.get_by_label("Why it stays as it is").fill("Asked twice.")
        page.get_by_role("button", name="Leave it as it is").click()
        page.get_by_role("button", name="Open it again").click()
        expect(page.get_by_role("heading", name="Left as it is")).to_have_count(0)


@pytest.mark.proof
class TestEverySet:
    @pytest.mark.parametrize("code", CATALOGUE)
    def test_is_for_everyone_in_figures_why_comparison_and_report(
        self, desk: Page, project: Project, lead: User, code: str
    ) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=[code])
        for month in range(1, 9):
            stay = factories.enrolment(project=project, start=D(2024, month, 1), gender="woman")
            factories.episode(enrolment=stay, kind="work_placement", start=D(2024, month, 20))
        report = actions.order_report(
            project=project, indicator_set=code, window=YEAR, by=lead, at=timezone.now(), language="en"
        )
        build_report(report.pk)
        asked = f"project={project.public_id}&indicator_set={code}"
        first = CATALOGUE[code].indicators[0].code
        for address in (
            f"/rapporter/?{asked}",
            f"/rapporter/?{asked}&audience=outside",
            f"/rapporter/varfor/?{asked}&indicator={first}",
            f"/rapporter/jamfor/?{asked}",
            f"/rapporter/projekt/?indicator_set={code}",
            f"/rapporter/{report.public_id}/",
        ):
            desk.goto(address)
            looked_at(desk)

    def test_is_explained_on_the_help_page(self, desk: Page) -> None:
        desk.goto("/rapporter/hjalp/")
        for code in CATALOGUE:
            expect(desk.locator(f"#set-{code}")).to_be_attached()
        looked_at(desk)
