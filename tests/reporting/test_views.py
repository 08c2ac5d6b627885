"""The project lead's pages: figures, orders, and the report's own page."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override
from pytest_django import Settings

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import Window
from reporting.loading import load_facts
from reporting.models import BuildStep, Report, ReportState, SweepMark
from reporting.output import as_json
from reporting.tasks import build_report
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.rows import write
from tests.reporting.test_query_counts import of_size

FIGURES = "/rapporter/"
ORDER = "/rapporter/bestall/"
D = dt.date


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The words that the tests look for are those of the source."""
    with override("en"):
        yield


@pytest.fixture
def client(lead: User) -> Client:
    """The lead, reading English."""
    made = signed_in_client(lead)
    made.cookies["django_language"] = "en"
    return made


class Page(Protocol):
    """What a test's client answers with."""

    @property
    def content(self) -> bytes: ...


def words(response: Page, start: str = "<main", end: str = "</main>") -> str:
    """The text of a part of the page, tags and white space evened out."""
    page = response.content.decode()
    part = page[page.index(start) :]
    return plain(part[: part.index(end)])


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\xa0", " ").split())


def asked(project: Project, **dates: Any) -> dict[str, Any]:
    return {"project": project.public_id, "indicator_set": "L", **dates}


@pytest.mark.django_db
class TestTheFigures:
    def test_are_those_of_the_users_project_from_the_start(self, client: Client, project: Project) -> None:
        factories.goal(project=project, indicator="L1", value=60)
        stay = factories.enrolment(project=project, start=D(2024, 2, 1))
        factories.episode(enrolment=stay, kind="work_placement")

        response = client.get(FIGURES)

        shown = words(response)
        assert project.name in shown
        assert "Jan. 1, 2024 – Dec. 31, 2027" in shown
        assert "L5 Participants in placement 1 participants" in shown
        assert "Target 60 %" in shown

    def test_equal_the_json(self, client: Client, project: Project) -> None:
        for gender, months in (("woman", 1), ("woman", 5), ("man", 3), ("nonbinary", 2)):
            stay = factories.enrolment(project=project, start=D(2024, months, 1), gender=gender)
            factories.episode(enrolment=stay, kind="work_placement", start=D(2024, months, 20))
            factories.support(enrolment=stay, source="wage", start=D(2024, months + 2, 1))
        report = as_json(
            compute(load_facts(project), "L", Window(project.start, project.end, D(2025, 12, 31)))
        )

        label = {indicator.code: str(indicator.label) for indicator in CATALOGUE["L"].indicators}

        response = client.get(FIGURES, asked(project, as_of="2025-12-31"))

        for figure in report["indicators"]:
            total = figure["total"]
            if not figure["recorded"]:
                expected = "Not recorded"
            elif figure["kind"] == "share":
                expected = f"{total['percent']} % {total['numerator']} of {total['denominator']}"
            elif figure["kind"] == "mean":
                expected = f"{total['mean']} days median {total['median']}, n = {total['n']}"
            else:
                expected = f"{total} "
            section = words(response, f'id="{figure["code"]}"', "</section>")
            assert section.split(f"{label[figure['code']]} ")[1].startswith(expected), figure["code"]

    def test_leave_out_columns_where_nothing_is(self, client: Client, project: Project) -> None:
        factories.enrolment(project=project, start=D(2024, 2, 1))
        shown = words(client.get(FIGURES, asked(project)))
        assert "Other ages" not in shown
        assert "Age unknown" not in shown
        assert "Gender not recorded" not in shown

        factories.enrolment(project=project, start=D(2024, 2, 1), birth_date=None, gender="unknown")
        shown = words(client.get(FIGURES, asked(project)))
        assert "Age unknown" in shown
        assert "Gender not recorded" in shown

    @pytest.mark.parametrize(
        ("dates", "sentence"),
        [
            ({"period_start": "2024-13-01"}, "From: Enter a valid date."),
            (
                {"period_start": "2025-06-01", "period_end": "2025-05-31"},
                "To: The period ends before it begins.",
            ),
            ({"as_of": "2999-01-01"}, "As of: As of lies after today."),
            (
                {"period_start": "2025-06-01", "period_end": "2025-05-31", "as_of": "2999-01-01"},
                "To: The period ends before it begins.",
            ),
        ],
    )
    def test_say_what_is_wrong_with_a_date_and_keep_it(
        self, client: Client, project: Project, dates: dict[str, str], sentence: str
    ) -> None:
        response = client.get(FIGURES, asked(project, **dates))

        assert response.status_code == 200
        assert sentence in words(response)
        page = response.content.decode()
        assert all(f'value="{value}"' in page for value in dates.values())
        assert "L5" not in words(response)

    def test_refuse_a_set_that_the_project_does_not_report(self, client: Client, lead: User) -> None:
        other = factories.project(indicator_sets=["S"])
        factories.membership(project=other, user=lead, role="lead")
        shown = words(client.get(FIGURES, asked(other)))
        assert f"{other.name} doesn't report this set." in shown

    def test_say_when_there_is_nothing_to_choose(self, client: Client) -> None:
        Project.objects.update(indicator_sets=[])
        assert "No project with indicators yet" in words(client.get(FIGURES))

    def test_of_another_project_stay_hidden(self, client: Client) -> None:
        hidden = factories.project()
        response = client.get(FIGURES, asked(hidden))
        assert hidden.name not in words(response)
        assert "Project: Select a valid choice." in words(response)

    def test_are_not_for_coaches(self, coach: User) -> None:
        assert signed_in_client(coach).get(FIGURES).status_code == 403

    def test_cost_the_same_queries_for_10_and_1000(self) -> None:
        def count(participants: int, reports: int) -> int:
            project = write(of_size(participants))
            lead = factories.lead(project=project)
            for _each in range(reports):
                factories.report(project=project, ordered_by=factories.lead(project=project))
            client = signed_in_client(lead)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(FIGURES, asked(project)).status_code == 200
            return len(captured)

        few = count(10, reports=2)
        assert count(1000, reports=12) == few
        assert few <= 28


@pytest.mark.django_db
class TestAnOrder:
    def test_leads_to_its_page(self, client: Client, lead: User, project: Project) -> None:
        response = client.post(ORDER, asked(project, period_end="2024-12-31"))

        report = Report.objects.get()
        assert response.headers["Location"] == f"/rapporter/{report.public_id}/"
        assert (report.project, report.indicator_set, report.ordered_by) == (project, "L", lead)
        assert (report.period_start, report.period_end, report.as_of) == (D(2024, 1, 1),) + (
            D(2024, 12, 31),
        ) * 2
        assert report.language == "en"

    def test_that_can_not_be_is_refused_on_the_page(self, client: Client, project: Project) -> None:
        response = client.post(ORDER, asked(project, period_start="2028-01-01"))
        assert response.status_code == 422
        assert "The period ends before it begins." in words(response)
        assert not Report.objects.exists()

    def test_is_not_for_coaches_nor_for_other_projects(
        self, coach: User, client: Client, project: Project
    ) -> None:
        assert signed_in_client(coach).post(ORDER, asked(project)).status_code == 403
        assert client.post(ORDER, asked(factories.project())).status_code == 422
        assert client.get(ORDER).status_code == 405
        assert not Report.objects.exists()


@pytest.mark.django_db
class TestTheListOfReports:
    def test_shows_ten_at_a_time_and_keeps_the_choice(
        self, client: Client, lead: User, project: Project
    ) -> None:
        for place in range(12):
            factories.report(project=project, ordered_by=lead, as_of=D(2024, 12, 1 + place))

        first = client.get(FIGURES, asked(project)).content.decode()
        second = client.get(FIGURES, asked(project, page=2)).content.decode()

        assert first.count("/rapporter/") - second.count("/rapporter/") == 8
        assert f"project={project.public_id}" in re.findall(r'rel="next" href="([^"]+)"', first)[0]

    def test_shows_only_those_of_the_project(self, client: Client, lead: User, project: Project) -> None:
        other = factories.project()
        factories.membership(project=other, user=lead, role="lead")
        theirs = factories.report(project=other, ordered_by=lead)
        assert str(theirs.public_id) not in client.get(FIGURES, asked(project)).content.decode()


def url(report: Report, what: str = "") -> str:
    return f"/rapporter/{report.public_id}/{what}"


@pytest.mark.django_db
class TestTheReportPage:
    @pytest.fixture
    def report(self, project: Project, lead: User) -> Report:
        return factories.report(project=project, ordered_by=lead)

    def test_says_that_no_worker_answers(self, client: Client, report: Report) -> None:
        sentence = "No worker is answering right now. The order is kept and will be built when one is back."
        assert sentence in words(client.get(url(report)))

        SweepMark.objects.create(seen_at=timezone.now() - dt.timedelta(seconds=31))
        assert sentence in words(client.get(url(report)))

        SweepMark.objects.update(seen_at=timezone.now())
        shown = words(client.get(url(report)))
        assert sentence not in shown
        assert "Waiting for a worker" in shown

    def test_takes_a_busy_worker_for_a_living_one(self, client: Client, report: Report) -> None:
        other = factories.report(project=report.project, ordered_by=report.ordered_by)
        actions.claim_report(report_id=other.pk, at=timezone.now())
        assert "No worker is answering" not in words(client.get(url(report)))

    def test_follows_the_build(self, client: Client, report: Report) -> None:
        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        assert "Reading the facts" in words(client.get(url(report)))
        actions.go_on(report=claimed, step=BuildStep.PRINTING, at=timezone.now())
        page = client.get(url(report)).content.decode()
        assert "Setting the pages" in page
        assert '<progress aria-label="Setting the pages" value="2" max="4">' in page

    def test_gives_htmx_only_what_is_new(self, client: Client, report: Report) -> None:
        page = client.get(url(report)).content.decode()
        assert 'hx-trigger="every 2s"' in page
        poll = unescape(re.findall(r'hx-get="([^"]+)"', page)[0])
        assert client.get(poll, headers={"HX-Request": "true"}).status_code == 204

        actions.claim_report(report_id=report.pk, at=timezone.now())
        fresh = client.get(poll, headers={"HX-Request": "true"})
        assert fresh.status_code == 200
        assert "<html" not in fresh.content.decode()

    def test_works_without_script(self, client: Client, report: Report) -> None:
        page = client.get(url(report)).content.decode()
        assert re.search(rf'<noscript>.*href="{url(report)}".*Update.*</noscript>', page, re.DOTALL)

    def test_of_a_finished_report_has_its_figures_and_file(
        self, client: Client, report: Report, settings: Settings, tmp_path: Path
    ) -> None:
        settings.REPORTS_ROOT = tmp_path
        build_report(report.pk)

        page = client.get(url(report))
        shown = words(page)
        assert "hx-get" not in page.content.decode()
        assert re.search(r"Download the PDF \d+ pages", shown)
        assert "L5 Participants in placement 0 –" in shown

        answer = client.get(url(report, "pdf/"))
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="jobbredo-L-2024-01-01--2024-12-31-per-2024-12-31-v1-internt.pdf"'
        )
        assert b"".join(answer).startswith(b"%PDF-1.7")

    def test_says_when_the_file_is_gone(
        self, client: Client, report: Report, settings: Settings, tmp_path: Path
    ) -> None:
        settings.REPORTS_ROOT = tmp_path
        Report.objects.update(finished_at=timezone.now(), figures={"set": "L", "indicators": []}, pages=9)
        response = client.get(url(report, "pdf/"), follow=True)
        assert "The file is no longer on the server. Order the report again." in words(response)

    def test_leads_back_from_a_file_that_is_not_there_yet(self, client: Client, report: Report) -> None:
        assert client.get(url(report, "pdf/")).headers["Location"] == url(report)

    def test_of_a_failed_report_says_why_and_offers_another_try(self, client: Client, report: Report) -> None:
        Report.objects.update(failed_at=timezone.now(), failure="The disk was full.", attempts=3)
        shown = words(client.get(url(report)))
        assert "The disk was full." in shown
        assert "Try again" in shown

        response = client.post(url(report, "igen/"))

        assert response.headers["Location"] == url(report)
        report.refresh_from_db()
        assert (report.state, report.attempts, report.failure) == (ReportState.WAITING, 0, "")

    def test_tries_again_only_what_has_failed(self, client: Client, report: Report) -> None:
        actions.claim_report(report_id=report.pk, at=timezone.now())
        client.post(url(report, "igen/"))
        report.refresh_from_db()
        assert (report.state, report.attempts) == (ReportState.BUILDING, 1)

    @pytest.mark.parametrize("what", ["", "pdf/"])
    def test_is_not_there_for_strangers(self, report: Report, what: str) -> None:
        stranger = factories.lead(project=factories.project())
        assert signed_in_client(stranger).get(url(report, what)).status_code == 404
        assert signed_in_client(stranger).post(url(report, "igen/")).status_code == 404
        assert signed_in_client(stranger).get(f"/rapporter/{uuid4()}/{what}").status_code == 404

    @pytest.mark.parametrize("what", ["", "pdf/"])
    def test_is_not_for_coaches(self, report: Report, coach: User, what: str) -> None:
        assert signed_in_client(coach).get(url(report, what)).status_code == 403

    def test_leads_back_to_the_same_figures(self, client: Client, report: Report) -> None:
        back = re.findall(r'class="page-back" href="([^"]+)"', client.get(url(report)).content.decode())[0]
        shown = words(client.get(unescape(back)))
        assert "Jan. 1, 2024 – Dec. 31, 2024 as of Dec. 31, 2024" in shown
        assert gettext("Ordered reports") in shown
