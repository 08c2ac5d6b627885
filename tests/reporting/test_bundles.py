"""The reports of all projects in one order: one report each, gathered into one archive."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEvent, User
from projects.models import Organisation, Project
from reporting import actions
from reporting.models import BundlePeriod, Report, ReportBundle, ReportState
from reporting.output import dumps
from reporting.stats import Audience
from reporting.tasks import build_report, gather_bundle, sweep_reports
from tests import factories
from tests.conftest import signed_in_client
from tests.worker import Worker

# What is sent to the workers goes to the tests' own queue from the first message on.
pytestmark = pytest.mark.usefixtures("queue_url")

ON = dt.date(2025, 3, 10)


@pytest.fixture
def reports_root(settings: Settings, tmp_path: Path) -> Path:
    settings.REPORTS_ROOT = tmp_path / "reports"
    return tmp_path / "reports"


@pytest.fixture
def organisation(project: Project) -> Organisation:
    return project.organisation


@pytest.fixture
def other(organisation: Organisation, lead: User) -> Project:
    """Another project of the same lead."""
    made = factories.project(organisation=organisation, name="Åter i arbete")
    factories.membership(project=made, user=lead, role="lead")
    return made


def order(
    *projects: Project,
    by: User,
    indicator_set: str = "",
    period: BundlePeriod = BundlePeriod.WHOLE,
    audience: Audience = Audience.INSIDE,
) -> ReportBundle:
    return actions.order_bundle(
        organisation=projects[0].organisation,
        projects=projects,
        indicator_set=indicator_set,
        period=period,
        audience=audience,
        by=by,
        on=ON,
        at=timezone.now(),
    )


def now(bundle: ReportBundle) -> ReportBundle:
    return ReportBundle.objects.get(pk=bundle.pk)


def build_all(bundle: ReportBundle) -> None:
    for report in bundle.reports.order_by("pk"):
        build_report(report.pk)


def names_in(bundle: ReportBundle) -> list[str]:
    with ZipFile(bundle.archive_path) as archive:
        return archive.namelist()


def read(bundle: ReportBundle, name: str) -> bytes:
    with ZipFile(bundle.archive_path) as archive:
        return archive.read(name)


@pytest.mark.django_db
class TestAnOrder:
    def test_makes_a_report_for_each_project_and_set(
        self, project: Project, other: Project, lead: User
    ) -> None:
        Project.objects.filter(pk=other.pk).update(indicator_sets=["L", "K"])
        other.refresh_from_db()

        bundle = order(project, other, by=lead)

        made = {(report.project, report.indicator_set) for report in bundle.reports.all()}
        assert made == {(project, "L"), (other, "L"), (other, "K")}
        assert AuditEvent.objects.filter(action="report.ordered").count() == 3
        assert (
            AuditEvent.objects.get(action="reportbundle.ordered").organisation_id == project.organisation_id
        )

    def test_takes_the_one_set_that_was_asked_for(self, project: Project, other: Project, lead: User) -> None:
        Project.objects.filter(pk=other.pk).update(indicator_sets=["L", "K"])
        other.refresh_from_db()
        (report,) = order(project, other, by=lead, indicator_set="K").reports.all()
        assert (report.project, report.indicator_set) == (other, "K")

    @pytest.mark.parametrize(
        ("period", "days"),
        [
            (BundlePeriod.WHOLE, ("2024-01-01", "2027-12-31", "2025-03-10")),
            (BundlePeriod.MONTH, ("2025-02-01", "2025-02-28", "2025-02-28")),
            (BundlePeriod.YEAR, ("2024-01-01", "2024-12-31", "2024-12-31")),
        ],
    )
    def test_covers_the_period_of_its_rule(
        self, project: Project, lead: User, period: BundlePeriod, days: tuple[str, str, str]
    ) -> None:
        (report,) = order(project, by=lead, period=period).reports.all()
        found = (report.period_start, report.period_end, report.as_of)
        assert tuple(day.isoformat() for day in found) == days

    def test_for_outside_stands_as_of_a_months_end(self, project: Project, lead: User) -> None:
        (report,) = order(project, by=lead, audience=Audience.OUTSIDE).reports.all()
        assert (report.audience, report.as_of) == ("outside", dt.date(2025, 2, 28))

    def test_leaves_out_a_project_that_is_not_going_on(
        self, project: Project, other: Project, lead: User
    ) -> None:
        Project.objects.filter(pk=other.pk).update(end=dt.date(2025, 1, 31))
        other.refresh_from_db()
        (report,) = order(project, other, by=lead, period=BundlePeriod.MONTH).reports.all()
        assert report.project == project

    def test_that_would_be_empty_is_refused_whole(self, project: Project, lead: User) -> None:
        with pytest.raises(ValidationError):
            order(project, by=lead, indicator_set="F")
        assert not ReportBundle.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("reports_root")
class TestTheArchive:
    def test_holds_what_is_finished_and_says_what_is_not(
        self, project: Project, other: Project, lead: User
    ) -> None:
        bundle = order(project, other, by=lead)
        mine, theirs = bundle.reports.get(project=project), bundle.reports.get(project=other)
        actions.cancel_report(by=lead, report=theirs, at=timezone.now())
        build_report(mine.pk)

        gather_bundle(bundle.pk)

        mine.refresh_from_db()
        pdf, figures, contents, failed = names_in(bundle)
        assert (contents, failed) == ("contents.json", "failed.txt")
        assert read(bundle, pdf) == mine.pdf_path.read_bytes()
        assert mine.figures is not None
        assert read(bundle, figures) == dumps(mine.figures)
        listed = json.loads(read(bundle, contents))["reports"]
        assert {line["project"]: (line["state"], line["files"]) for line in listed} == {
            project.name: ("done", [pdf, figures]),
            other.name: ("cancelled", []),
        }
        assert read(bundle, failed).decode().startswith(f"{other.name}, L: ")

    def test_leaves_out_a_file_that_is_no_longer_as_it_was_frozen(self, project: Project, lead: User) -> None:
        bundle = order(project, by=lead)
        build_all(bundle)
        bundle.reports.get().pdf_path.write_bytes(b"something else")

        gather_bundle(bundle.pk)

        assert names_in(bundle) == ["contents.json", "failed.txt"]
        assert project.name in read(bundle, "failed.txt").decode()

    def test_is_the_same_to_the_byte_when_it_is_made_again(
        self, project: Project, other: Project, lead: User
    ) -> None:
        bundle = order(project, other, by=lead)
        build_all(bundle)
        gather_bundle(bundle.pk)
        first = bundle.archive_path.read_bytes()

        assert actions.gather_again(by=lead, bundle=bundle)
        gather_bundle(bundle.pk)

        assert bundle.archive_path.read_bytes() == first

    def test_waits_for_the_last_report(self, project: Project, other: Project, lead: User) -> None:
        bundle = order(project, other, by=lead)
        build_report(bundle.reports.get(project=project).pk)

        gather_bundle(bundle.pk)

        assert actions.sweep_bundles(at=timezone.now()) == []
        assert now(bundle).gathered_at is None
        assert not bundle.archive_path.exists()

    def test_of_a_worker_that_lost_its_claim_is_dropped(
        self, project: Project, lead: User, reports_root: Path
    ) -> None:
        bundle, at = order(project, by=lead), timezone.now()
        actions.cancel_bundle(by=lead, bundle=bundle, at=at)
        slow = actions.claim_bundle(bundle_id=bundle.pk, at=at)
        later = at + actions.LEASE + dt.timedelta(seconds=1)
        quick = actions.claim_bundle(bundle_id=bundle.pk, at=later)
        assert slow is not None
        assert quick is not None

        with pytest.raises(actions.ClaimLostError):
            actions.gather(bundle=slow, clock=timezone.now)
        assert not actions.fail_bundle(bundle=slow, cause="", at=later)
        actions.gather(bundle=quick, clock=lambda: later)

        assert [path.name for path in reports_root.iterdir()] == [f"{bundle.public_id}.zip"]
        assert now(bundle).gathered_at == later

    def test_that_breaks_three_workers_says_so(self, project: Project, lead: User) -> None:
        bundle = order(project, by=lead)
        actions.cancel_bundle(by=lead, bundle=bundle, at=timezone.now())
        ReportBundle.objects.update(attempts=actions.ATTEMPTS)

        sweep_reports()

        assert now(bundle).failure == str(actions.ARCHIVE_BROKE_OFF)

    def test_says_that_the_disk_refused(
        self, project: Project, lead: User, settings: Settings, tmp_path: Path
    ) -> None:
        bundle = order(project, by=lead)
        actions.cancel_bundle(by=lead, bundle=bundle, at=timezone.now())
        settings.REPORTS_ROOT = tmp_path / "a-file"
        settings.REPORTS_ROOT.write_text("not a folder")

        gather_bundle(bundle.pk)

        assert now(bundle).failure == str(actions.ARCHIVE_NOT_STORED)


@pytest.mark.django_db
@pytest.mark.usefixtures("reports_root")
class TestAfterThirtyDays:
    def test_the_archive_is_removed_and_the_reports_stay(self, project: Project, lead: User) -> None:
        bundle = order(project, by=lead)
        build_all(bundle)
        gather_bundle(bundle.pk)
        made = now(bundle).gathered_at
        assert made is not None

        actions.sweep_bundles(at=made + actions.KEPT)
        assert bundle.archive_path.exists()
        actions.sweep_bundles(at=made + actions.KEPT + dt.timedelta(seconds=1))

        assert not bundle.archive_path.exists()
        assert bundle.reports.get().state == ReportState.DONE
        assert bundle.reports.get().pdf_path.exists()
        page = signed_in_client(lead).get(reverse("reporting:bundle", args=[bundle.public_id]))
        assert reverse("reporting:gather_again", args=[bundle.public_id]) in page.content.decode()

        signed_in_client(lead).post(reverse("reporting:gather_again", args=[bundle.public_id]))
        gather_bundle(bundle.pk)
        assert bundle.archive_path.exists()
        assert now(bundle).expired_at is None


@pytest.mark.django_db
@pytest.mark.usefixtures("reports_root")
class TestThePage:
    def test_orders_for_the_projects_that_one_leads(
        self, project: Project, other: Project, organisation: Organisation, lead_client: Client
    ) -> None:
        factories.project(organisation=organisation, name="En annans")
        page = lead_client.get(reverse("reporting:order_all"))
        sent = {
            "organisation": organisation.public_id,
            "indicator_set": "",
            "period": "whole",
            "audience": "inside",
            "key": page.context["form"]["key"].value(),
        }

        answers = [lead_client.post(reverse("reporting:order_all"), sent) for _twice in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert {report.project for report in ReportBundle.objects.get().reports.all()} == {project, other}

    def test_is_nobodys_who_may_not_see_all_of_it(
        self, project: Project, other: Project, lead: User, organisation: Organisation
    ) -> None:
        bundle = order(project, other, by=lead)
        of_one = signed_in_client(factories.lead(project=other))
        assert of_one.get(reverse("reporting:bundle", args=[bundle.public_id])).status_code == 404
        assert organisation.report_bundles.get() == bundle

    def test_says_how_far_it_is(
        self, project: Project, other: Project, lead: User, lead_client: Client
    ) -> None:
        bundle = order(project, other, by=lead)
        build_report(bundle.reports.get(project=project).pk)
        actions.claim_report(report_id=bundle.reports.get(project=other).pk, at=timezone.now())
        page = lead_client.get(reverse("reporting:bundle", args=[bundle.public_id])).content.decode()
        assert 'value="1" max="2"' in page
        assert Report.objects.get(project=other).get_step_display() in page

    def test_calls_off_what_waits(
        self, project: Project, other: Project, lead: User, lead_client: Client
    ) -> None:
        bundle = order(project, other, by=lead)
        build_report(bundle.reports.get(project=project).pk)

        lead_client.post(reverse("reporting:cancel_waiting", args=[bundle.public_id]))

        states = {report.project: report.state for report in bundle.reports.all()}
        assert states == {project: ReportState.DONE, other: ReportState.CANCELLED}
        assert AuditEvent.objects.get(action="reportbundle.cancelled").rows == 1

    def test_hands_out_the_archive_and_notes_it(
        self, project: Project, lead: User, lead_client: Client
    ) -> None:
        bundle = order(project, by=lead)
        address = reverse("reporting:archive", args=[bundle.public_id])
        assert lead_client.get(address).status_code == 302
        build_all(bundle)
        gather_bundle(bundle.pk)

        response = lead_client.get(address)

        assert response["Content-Type"] == "application/zip"
        assert b"".join(response.streaming_content) == bundle.archive_path.read_bytes()  # type: ignore[attr-defined]  # a FileResponse
        assert AuditEvent.objects.get(action="reportbundle.downloaded").rows == 1


class TestAWorker:
    def test_builds_all_and_gathers_them(
        self, start_worker: Callable[..., Worker], project: Project, lead: User
    ) -> None:
        other = factories.project(organisation=project.organisation, name="Åter i arbete")
        bundle = order(project, other, by=lead)

        start_worker().wait_for(lambda: now(bundle).gathered_at is not None)

        assert len(names_in(bundle)) == 2 * 2 + 2
        now(bundle).archive_path.unlink()
        for report in bundle.reports.all():
            report.pdf_path.unlink()
