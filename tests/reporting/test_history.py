"""The page of all ordered reports: what one may see, by project and state, in the same few queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.models import Report
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def listed(client: Client, **asked: str) -> list[Report]:
    return list(client.get(reverse("reporting:history"), asked).context["reports"])


def many(number: int, project: Project, lead: User) -> None:
    """Reports of one after the other, each called off by somebody else."""
    model = factories.report(project=project, ordered_by=lead)
    Report.objects.bulk_create(
        Report(
            project=project,
            indicator_set="L",
            period_start=model.period_start,
            period_end=model.period_end,
            as_of=model.as_of,
            ordered_by=lead,
            ordered_at=AT + dt.timedelta(minutes=minute),
            cancelled_at=AT,
            cancelled_by=lead,
        )
        for minute in range(1, number)
    )


class TestTheHistory:
    def test_shows_the_reports_of_ones_own_projects(
        self, project: Project, lead: User, lead_client: Client
    ) -> None:
        mine = factories.report(project=project, ordered_by=lead)
        other = factories.project(organisation=project.organisation, name="En annans")
        factories.report(project=other, ordered_by=factories.lead(project=other))
        assert listed(lead_client) == [mine]

    def test_shows_one_project_when_asked(self, project: Project, lead: User, lead_client: Client) -> None:
        other = factories.project(organisation=project.organisation, name="Åter i arbete")
        factories.membership(project=other, user=lead, role="lead")
        factories.report(project=project, ordered_by=lead)
        wanted = factories.report(project=other, ordered_by=lead)
        assert listed(lead_client, project=str(other.public_id)) == [wanted]

    def test_shows_one_state_when_asked(self, project: Project, lead: User, lead_client: Client) -> None:
        at = timezone.now()
        waiting, building, failed, cancelled = (
            factories.report(project=project, ordered_by=lead) for _state in range(4)
        )
        assert actions.claim_report(report_id=building.pk, at=at)
        claimed = actions.claim_report(report_id=failed.pk, at=at)
        assert claimed is not None
        actions.fail_report(report=claimed, cause=actions.BROKE_OFF, at=at)
        actions.cancel_report(by=lead, report=cancelled, at=at)

        for state, report in {
            "waiting": waiting,
            "building": building,
            "failed": failed,
            "cancelled": cancelled,
        }.items():
            assert listed(lead_client, state=state) == [report]
            assert Report.objects.get(pk=report.pk).state == state
        assert listed(lead_client, state="done") == []

    def test_turns_the_page_after_25(self, project: Project, lead: User, lead_client: Client) -> None:
        many(30, project, lead)
        assert [len(listed(lead_client)), len(listed(lead_client, page="2"))] == [25, 5]

    def test_is_reached_from_the_figures(self, project: Project, lead_client: Client) -> None:
        asked = {"project": str(project.public_id), "indicator_set": "L"}
        page = lead_client.get(reverse("reporting:figures"), asked)
        assert reverse("reporting:history") in page.content.decode()


def test_1000_reports_cost_as_many_queries_as_10(project: Project, lead: User) -> None:
    taken = []
    for number in (1, 9, 990):
        many(number, project, lead)
        client = signed_in_client(lead)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("reporting:history")).status_code == 200
        taken.append(len(captured))
    assert Report.objects.count() == 1000
    assert len(set(taken)) == 1
    assert taken[0] <= 16
