"""Calling off a report: what waits or is being built ends, and leaves nothing; what is finished stays."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEvent, User
from projects.models import Project
from reporting import actions
from reporting.frozen import Frozen
from reporting.models import BuildStep, Report, ReportState
from reporting.tasks import build_report
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports_root(settings: Settings, tmp_path: Path) -> Path:
    settings.REPORTS_ROOT = tmp_path / "reports"
    return tmp_path / "reports"


def now(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def post(client: Client, report: Report) -> None:
    response = client.post(reverse("reporting:cancel", args=[report.public_id]))
    assert response.status_code == 302


class TestAWaitingReport:
    def test_is_called_off_by_whoever_may_order(
        self, project: Project, lead: User, lead_client: Client
    ) -> None:
        report = factories.report(project=project, ordered_by=factories.lead(project=project))

        post(lead_client, report)

        assert now(report).state == ReportState.CANCELLED
        assert now(report).cancelled_by == lead
        event = AuditEvent.objects.get(action="report.cancelled")
        assert (event.actor, event.object_id, event.project_id) == (lead, report.pk, project.pk)
        page = lead_client.get(reverse("reporting:report", args=[report.public_id]))
        assert lead.name in page.content.decode()
        assert reverse("reporting:cancel", args=[report.public_id]) not in page.content.decode()

    def test_is_built_by_nobody_any_more(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        assert actions.cancel_report(by=lead, report=report, at=timezone.now())

        build_report(report.pk)

        assert now(report).state == ReportState.CANCELLED
        assert now(report).attempts == 0
        assert actions.sweep(at=timezone.now() + dt.timedelta(hours=1)) == []

    def test_stays_called_off_when_it_is_done_twice(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        first, later = timezone.now(), timezone.now() + dt.timedelta(hours=1)
        assert actions.cancel_report(by=lead, report=report, at=first)
        assert not actions.cancel_report(by=factories.lead(project=project), report=report, at=later)
        assert (now(report).cancelled_at, now(report).cancelled_by) == (first, lead)
        assert AuditEvent.objects.filter(action="report.cancelled").count() == 1


class TestAReportThatIsBeingBuilt:
    @pytest.fixture
    def claimed(self, project: Project, lead: User) -> Report:
        report = factories.report(project=project, ordered_by=lead)
        claimed = actions.claim_report(report_id=report.pk, at=timezone.now())
        assert claimed is not None
        return claimed

    def test_offers_to_be_called_off(self, claimed: Report, lead: User) -> None:
        page = signed_in_client(lead).get(reverse("reporting:report", args=[claimed.public_id]))
        assert reverse("reporting:cancel", args=[claimed.public_id]) in page.content.decode()

    def test_is_noticed_at_the_next_step(self, claimed: Report, lead: User) -> None:
        actions.cancel_report(by=lead, report=now(claimed), at=timezone.now())
        with pytest.raises(actions.ClaimLostError):
            actions.go_on(report=claimed, step=BuildStep.PRINTING, at=timezone.now())

    def test_leaves_no_file(self, claimed: Report, lead: User, reports_root: Path) -> None:
        actions.cancel_report(by=lead, report=now(claimed), at=timezone.now())
        kept = Frozen(facts=b"", versions={})
        with pytest.raises(actions.ClaimLostError):
            actions.finish_report(
                report=claimed, figures={}, content=b"late", pages=1, at=timezone.now(), frozen=kept
            )
        assert list(reports_root.iterdir()) == []
        assert now(claimed).state == ReportState.CANCELLED


class TestAFinishedReport:
    def test_stays(self, project: Project, lead: User, lead_client: Client) -> None:
        report = factories.report(project=project, ordered_by=lead)
        build_report(report.pk)

        post(lead_client, report)

        assert now(report).state == ReportState.DONE
        assert now(report).pdf_path.exists()
        assert not AuditEvent.objects.filter(action="report.cancelled").exists()
