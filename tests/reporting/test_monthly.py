"""A report that is ordered for every month: each month once, as of its last day, as long as it may be."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from config.celery import app as celery_app
from projects.models import Project
from reporting import actions
from reporting.models import EndCause, Report, StandingOrder
from reporting.stats import Audience
from reporting.tasks import order_monthly_reports
from tests import factories

pytestmark = pytest.mark.django_db

AT = dt.datetime(2025, 4, 1, 4, 10, tzinfo=dt.UTC)
FIRST_OF_APRIL = dt.date(2025, 4, 1)


@pytest.fixture
def standing(project: Project, lead: User) -> StandingOrder:
    """In force since 10 March 2025."""
    return factories.standing_order(project=project, ordered_by=lead, since=dt.date(2025, 3, 10))


def now(order: StandingOrder) -> StandingOrder:
    return StandingOrder.objects.get(pk=order.pk)


def months_ordered() -> list[str]:
    return [
        f"{day:%Y-%m}" for day in Report.objects.order_by("period_end").values_list("period_end", flat=True)
    ]


class TestAMonth:
    def test_is_ordered_when_it_is_over(self, standing: StandingOrder, lead: User) -> None:
        assert actions.order_months(on=dt.date(2025, 3, 31), at=AT) == 0
        assert actions.order_months(on=FIRST_OF_APRIL, at=AT) == 1

        report = Report.objects.get()
        assert (report.period_start, report.period_end) == (report.project.start, dt.date(2025, 3, 31))
        assert report.as_of == dt.date(2025, 3, 31)
        assert (report.standing_order, report.ordered_by, report.indicator_set) == (standing, lead, "L")

    @pytest.mark.usefixtures("standing")
    def test_is_ordered_once_however_often_beat_fires(self) -> None:
        assert [actions.order_months(on=FIRST_OF_APRIL, at=AT) for _again in range(3)] == [1, 0, 0]

    def test_is_held_to_one_report_by_the_database(
        self, standing: StandingOrder, project: Project, lead: User
    ) -> None:
        actions.order_months(on=FIRST_OF_APRIL, at=AT)
        twice = Report(
            project=project,
            indicator_set="L",
            period_start=project.start,
            period_end=dt.date(2025, 3, 31),
            as_of=dt.date(2025, 3, 31),
            ordered_by=lead,
            ordered_at=AT,
            standing_order=standing,
        )
        with pytest.raises(IntegrityError, match="report_once_a_month"), transaction.atomic():
            twice.save()

    @pytest.mark.usefixtures("standing")
    def test_is_made_up_for_when_beat_was_away(self) -> None:
        actions.order_months(on=dt.date(2025, 6, 17), at=AT)
        assert months_ordered() == ["2025-03", "2025-04", "2025-05"]

    @pytest.mark.usefixtures("standing")
    def test_is_ordered_on_a_later_day_as_well(self) -> None:
        actions.order_months(on=dt.date(2025, 4, 9), at=AT)
        assert months_ordered() == ["2025-03"]

    def test_is_ordered_of_all_orders_for_outside_as_well(self, project: Project, lead: User) -> None:
        factories.standing_order(
            project=project, ordered_by=lead, since=dt.date(2025, 3, 1), audience="outside", language="en"
        )
        actions.order_months(on=FIRST_OF_APRIL, at=AT)
        report = Report.objects.get()
        assert (report.audience, report.language) == ("outside", "en")
        # From two that reach back to the start one could reckon what each of them hides.
        assert report.period_start == dt.date(2025, 3, 1)

    def test_is_the_beats_to_order(self) -> None:
        task = celery_app.conf.beat_schedule["order-monthly-reports"]["task"]
        assert task == order_monthly_reports.name

    def test_is_ordered_once_though_the_project_is_given_more_days_of_it(
        self, standing: StandingOrder, project: Project
    ) -> None:
        Project.objects.filter(pk=project.pk).update(end=dt.date(2025, 3, 15))
        actions.order_months(on=FIRST_OF_APRIL, at=AT)
        StandingOrder.objects.filter(pk=standing.pk).update(ended_at=None, end_cause="")
        Project.objects.filter(pk=project.pk).update(end=dt.date(2025, 12, 31))
        actions.order_months(on=FIRST_OF_APRIL, at=AT)
        assert months_ordered() == ["2025-03"]


class TestAStandingOrder:
    def test_ends_when_who_gave_it_may_order_no_more(self, standing: StandingOrder, lead: User) -> None:
        lead.memberships.update(end=timezone.localdate() - dt.timedelta(days=1))

        assert actions.order_months(on=FIRST_OF_APRIL, at=AT) == 0

        assert (now(standing).end_cause, now(standing).ended_at) == (EndCause.PERMISSION, AT)
        assert now(standing).ended_by is None
        assert AuditEvent.objects.get(action="standingorder.ended").actor is None

    def test_ends_with_the_project_after_its_last_month(
        self, standing: StandingOrder, project: Project
    ) -> None:
        Project.objects.filter(pk=project.pk).update(end=dt.date(2025, 4, 20))
        actions.order_months(on=FIRST_OF_APRIL, at=AT)
        assert now(standing).ended_at is None

        actions.order_months(on=dt.date(2025, 5, 1), at=AT)

        assert months_ordered() == ["2025-03", "2025-04"]
        assert Report.objects.latest("period_end").period_end == dt.date(2025, 4, 20)
        assert now(standing).end_cause == EndCause.PROJECT

    def test_ends_when_the_project_no_longer_reports_the_set(
        self, standing: StandingOrder, project: Project
    ) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=["K"])
        assert actions.order_months(on=FIRST_OF_APRIL, at=AT) == 0
        assert now(standing).end_cause == EndCause.SET

    def test_is_given_once(self, standing: StandingOrder, project: Project, lead: User) -> None:
        def again() -> StandingOrder:
            return actions.start_standing_order(
                project=project, indicator_set="L", audience=Audience.INSIDE, by=lead, since=FIRST_OF_APRIL
            )

        with pytest.raises(ValidationError):
            again()
        assert actions.end_standing_order(order=standing, by=lead, at=AT)
        assert not actions.end_standing_order(order=standing, by=lead, at=AT)
        assert again().ended_at is None


class TestThePage:
    def test_starts_and_stops_one(self, project: Project, lead: User, lead_client: Client) -> None:
        asked = {"project": project.public_id, "indicator_set": "L", "audience": "inside"}
        lead_client.post(reverse("reporting:start_monthly"), asked)
        order = StandingOrder.objects.get()
        assert (order.project, order.ordered_by, order.since) == (project, lead, timezone.localdate())
        page = lead_client.get(reverse("reporting:history")).content.decode()
        stop = reverse("reporting:end_monthly", args=[order.public_id])
        assert stop in page

        lead_client.post(stop)

        assert (now(order).end_cause, now(order).ended_by) == (EndCause.STOPPED, lead)
        assert stop not in lead_client.get(reverse("reporting:history")).content.decode()

    @pytest.mark.usefixtures("standing")
    def test_says_that_there_is_one_already(self, project: Project, lead_client: Client) -> None:
        asked = {"project": project.public_id, "indicator_set": "L", "audience": "inside"}
        assert lead_client.post(reverse("reporting:start_monthly"), asked).status_code == 422

    def test_says_that_the_project_does_not_report_the_set(
        self, project: Project, lead: User, lead_client: Client
    ) -> None:
        other = factories.project(organisation=project.organisation, name="Åter i arbete")
        factories.membership(project=other, user=lead, role="lead")
        Project.objects.filter(pk=other.pk).update(indicator_sets=["K"])
        asked = {"project": project.public_id, "indicator_set": "K", "audience": "inside"}
        assert lead_client.post(reverse("reporting:start_monthly"), asked).status_code == 422
        assert not StandingOrder.objects.exists()
