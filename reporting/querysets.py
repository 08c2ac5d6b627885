"""Which reports a user reaches, and which ones the sweeper picks up."""

from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.access import Permission
from participants.models import Enrolment
from projects.models import Project

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reporting.models import AcceptedGap, Report, ReportBundle, ReportState, StandingOrder


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of ordered reports."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Reports of projects where the user holds `permission` today."""
        return self.filter(project__in=Project.objects.visible_to(user, permission))

    def finished_before(self, report: "Report") -> Self:
        """The finished reports of the same project, set, period, as of and audience, the latest first."""
        return self.filter(
            project=report.project_id,
            indicator_set=report.indicator_set,
            period_start=report.period_start,
            period_end=report.period_end,
            as_of=report.as_of,
            audience=report.audience,
            finished_at__isnull=False,
        ).order_by("-revision")

    def not_ended(self) -> Self:
        """Reports that wait or are being built."""
        return self.filter(finished_at__isnull=True, failed_at__isnull=True, cancelled_at__isnull=True)

    def in_state(self, state: "ReportState") -> Self:
        """Reports whose `state` is this one."""
        match state:
            case "done":
                return self.filter(finished_at__isnull=False)
            case "failed":
                return self.filter(failed_at__isnull=False)
            case "cancelled":
                return self.filter(cancelled_at__isnull=False)
        return self.not_ended().filter(claimed_until__isnull=state == "waiting")

    def waiting(self) -> Self:
        """Reports that a worker may claim."""
        return self.not_ended().filter(claimed_until__isnull=True)

    def claimed(self) -> Self:
        """Reports that a worker has, or had when it died."""
        return self.not_ended().filter(claimed_until__isnull=False)

    def being_built(self, *, at: "dt.datetime") -> Self:
        """Reports with a worker at work on them at that moment."""
        return self.not_ended().filter(claimed_until__gte=at)

    def claimed_as(self, report: "Report") -> Self:
        """The report itself, but only while the claim that `report` was loaded with is still in force."""
        return self.not_ended().filter(pk=report.pk, claimed_until=report.claimed_until)


_Manager = models.Manager.from_queryset(ReportQuerySet)


class ReportManager(_Manager["Report"]):
    """Reports without what only checks and comparisons need, maybe megabytes: that is read when asked for."""

    def get_queryset(self) -> ReportQuerySet:
        """All reports."""
        return cast("ReportQuerySet", super().get_queryset().defer("facts", "difference"))


class StandingOrderQuerySet(models.QuerySet["StandingOrder"]):
    """Sets of orders for a report every month."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Orders of projects where the user holds `permission` today."""
        return self.filter(project__in=Project.objects.visible_to(user, permission))

    def in_force(self) -> Self:
        """Those that nobody and nothing has ended."""
        return self.filter(ended_at__isnull=True)


class ReportBundleQuerySet(models.QuerySet["ReportBundle"]):
    """Sets of orders for all projects of an organisation."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Bundles in which every report is of a project where the user holds `permission` today."""
        mine = Project.objects.visible_to(user, permission).values("pk")
        reports = self._reports()
        return self.filter(Exists(reports)).exclude(Exists(reports.exclude(project__in=mine)))

    def to_gather(self) -> Self:
        """Bundles that a worker may claim: every report has ended, and no archive is made."""
        return self._no_archive().filter(~Exists(self._reports().not_ended()), claimed_until__isnull=True)

    def claimed(self) -> Self:
        """Bundles that a worker has, or had when it died."""
        return self._no_archive().filter(claimed_until__isnull=False)

    def claimed_as(self, bundle: "ReportBundle") -> Self:
        """The bundle itself, but only while the claim that it was loaded with is still in force."""
        return self._no_archive().filter(pk=bundle.pk, claimed_until=bundle.claimed_until)

    def to_expire(self, *, gathered_before: "dt.datetime") -> Self:
        """Bundles whose archive is there and was made before that moment."""
        return self.filter(gathered_at__lt=gathered_before, expired_at__isnull=True)

    def _no_archive(self) -> Self:
        return self.filter(gathered_at__isnull=True, failed_at__isnull=True)

    @staticmethod
    def _reports() -> ReportQuerySet:
        from reporting.models import Report  # noqa: PLC0415  models import this module

        return Report.objects.filter(bundle=OuterRef("pk"))


class AcceptedGapQuerySet(models.QuerySet["AcceptedGap"]):
    """Sets of what is left as it is."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """What is said of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission).valid())

    def in_force(self, *, on: "dt.date") -> Self:
        """What holds on the day: not withdrawn, and the last day not past."""
        return self.filter(withdrawn_at=None, until__gte=on)
