"""The project lead's month-end in the browser: from the figures to a PDF with the right numbers in it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from participants.models import Enrolment
from projects.models import Project
from reporting import actions
from reporting.frozen import Frozen
from reporting.models import BuildStep, Report
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in
from tests.reporting.tagged_pdf import TaggedPdf
from tests.worker import Worker

D = dt.date
NOTHING_KEPT = Frozen(facts=b"", versions={})
BUILT = 60_000  # ms: a busy machine sets a report in a minute


@pytest.fixture(autouse=True)
def _english(context: BrowserContext, live_server: LiveServer) -> None:
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])


def participants(project: Project) -> list[Enrolment]:
    """Participants of all kinds, so that every table has something in it."""
    factories.goal(project=project, indicator="L1", value=60)
    factories.goal(project=project, indicator="L5", value=3, gender="woman")
    people = []
    for month, gender in enumerate(("woman", "man", "woman", "nonbinary", "unknown"), 1):
        born = None if gender == "unknown" else D(1950 + 12 * month, 3, 1)
        stay = factories.enrolment(
            project=project, start=D(2024, month, 1), gender=gender, birth_date=born, hours_wanted=20
        )
        factories.support(enrolment=stay, source="wage", start=D(2024, 6 + month, 1))
        factories.assessment(enrolment=stay, assessed_on=D(2024, month, 20))
        factories.episode(enrolment=stay, start=D(2024, 8, month), hours_per_week=8 * month)
        people.append(stay)
    factories.episode(enrolment=people[0], kind="work_placement", start=D(2024, 2, 1))
    factories.contact(project=project)
    return people


def checked(page: Page) -> None:
    """What every state of a page owes."""
    axe(page)
    no_sideways_scroll(page)


def order(page: Page) -> None:
    page.get_by_role("button", name="Order as PDF").press("Enter")
    page.wait_for_url("**/rapporter/*-*-*-*-*/")


def downloaded(page: Page, folder: Path) -> tuple[str, TaggedPdf]:
    """The PDF's file name and content."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the PDF").click()
    path = folder / "report.pdf"
    waiting.value.save_as(path)
    return waiting.value.suggested_filename, TaggedPdf(path.read_bytes())


def placements(report: TaggedPdf) -> str:
    table = report.section("L5").tables["By gender and age"]
    return table.cells["Total", "Total"][0]


@pytest.mark.usefixtures("transactional_db")
class TestALead:
    def test_orders_a_report_and_reads_the_number_that_changed(
        self,
        page: Page,
        lead: User,
        project: Project,
        start_worker: Callable[..., Worker],
        tmp_path: Path,
    ) -> None:
        started = participants(project)
        other = factories.project(name="Ett annat projekt")
        factories.membership(project=other, user=lead, role="lead")
        sign_in(page, lead)
        page.get_by_role("link", name="Figures", exact=True).click()
        page.get_by_label("Project", exact=True).select_option(project.name)
        page.get_by_label("Indicator set").select_option("L")
        page.locator("#id_period_start").fill("2024-01-01")
        page.locator("#id_period_end").fill("2024-12-31")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("#L5 .indicator-number")).to_have_text("1 participants")
        page.get_by_text("Definition").first.click()
        checked(page)

        # No worker yet: the order is kept, and the page says so.
        order(page)
        expect(page.get_by_text("No worker is answering right now.")).to_be_visible()
        checked(page)
        start_worker(beat=True)
        expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=BUILT)
        checked(page)
        name, report = downloaded(page, tmp_path)
        assert name == "jobbredo-L-2024-01-01--2024-12-31-per-2024-12-31-v1-internt.pdf"
        assert placements(report) == "1"

        factories.episode(enrolment=started[1], kind="language_placement", start=D(2024, 3, 1))
        page.get_by_role("link", name="Figures", exact=True).first.click()
        page.get_by_label("Project", exact=True).select_option(project.name)
        page.get_by_role("button", name="Show").click()
        expect(page.locator("#L5 .indicator-number")).to_have_text("2 participants")
        order(page)
        expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=BUILT)
        _name, report = downloaded(page, tmp_path)
        assert placements(report) == "2"
        with_gender = report.section("L5").tables["By gender and age"]
        assert with_gender.cells["Men", "Total"] == ["1"]

    def test_sees_how_far_the_report_is(self, page: Page, lead: User, project: Project) -> None:
        report = factories.report(project=project, ordered_by=lead)
        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        sign_in(page, lead)
        page.goto(f"/rapporter/{report.public_id}/")
        for step in (BuildStep.COMPUTING, BuildStep.PRINTING, BuildStep.STORING):
            actions.go_on(report=claimed, step=step, at=timezone.now())
            with override("en"):
                label = claimed.get_step_display()
            expect(page.get_by_role("progressbar")).to_have_accessible_name(label)
        checked(page)

        actions.finish_report(
            report=claimed,
            figures={"set": "L", "indicators": []},
            content=b"%PDF-",
            pages=1,
            at=timezone.now(),
            frozen=NOTHING_KEPT,
        )
        expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()
        expect(page.locator("[hx-trigger]")).to_have_count(0)

    def test_learns_why_a_report_failed_and_tries_again(
        self, page: Page, lead: User, project: Project
    ) -> None:
        report = factories.report(project=project, ordered_by=lead, attempts=3, language="en")
        actions.sweep(at=timezone.now())
        sign_in(page, lead)
        page.goto(f"/rapporter/{report.public_id}/")
        expect(page.get_by_role("alert").filter(has_text="broke off three times")).to_be_visible()
        checked(page)

        page.get_by_role("button", name="Try again").click()

        expect(page.get_by_role("progressbar")).to_have_accessible_name("Waiting for a worker")
        checked(page)
        assert Report.objects.get().attempts == 0

    def test_is_told_what_is_wrong_with_a_date(self, page: Page, lead: User, project: Project) -> None:
        sign_in(page, lead)
        page.goto(f"/rapporter/?project={project.public_id}&indicator_set=L&period_start=2025-02-30")

        summary = page.get_by_role("alert").filter(has_text="something must be put right")
        expect(summary).to_be_focused()
        checked(page)
        summary.get_by_role("link").click()
        expect(page.get_by_label("From")).to_be_focused()

    def test_finds_earlier_reports_again(self, page: Page, lead: User, project: Project) -> None:
        for month in range(1, 13):
            factories.report(project=project, ordered_by=lead, as_of=D(2024, month, 1))
        sign_in(page, lead)
        page.goto("/rapporter/")
        page.get_by_role("link", name="12 reports").click()
        expect(page.locator("#reports tbody tr")).to_have_count(10)
        page.get_by_role("link", name="Next").click()
        expect(page.locator("#reports tbody tr")).to_have_count(2)
        checked(page)

    def test_can_do_without_script(
        self, browser: Browser, browser_context_args: dict[str, Any], lead: User
    ) -> None:
        context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
        page = context.new_page()
        sign_in(page, lead)
        page.goto("/rapporter/")
        page.locator("form[action='/rapporter/bestall/'] button").click()
        report = Report.objects.get()
        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        figures = {"set": "L", "indicators": []}
        actions.finish_report(
            report=claimed, figures=figures, content=b"%PDF-", pages=1, at=timezone.now(), frozen=NOTHING_KEPT
        )

        page.locator("#state noscript a, #state a.btn").first.click()

        expect(page.locator(f"a[href='/rapporter/{report.public_id}/pdf/']")).to_be_visible()
        context.close()
