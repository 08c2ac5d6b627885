"""Which reports a user reaches, and which ones the sweeper picks up."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import Permission
from projects.models import Project

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reporting.models import Report


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of ordered reports."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Reports of projects where the user holds `permission` today."""
        return self.filter(project__in=Project.objects.visible_to(user, permission))

    def waiting(self, *, at: "dt.datetime") -> Self:
        """Reports that a worker may claim at that moment: never claimed, or whose claim has run out."""
        return self.filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=at),
            finished_at__isnull=True,
            failed_at__isnull=True,
        )

    def being_built(self, *, at: "dt.datetime") -> Self:
        """Reports with a worker at work on them at that moment."""
        return self.filter(claimed_until__gte=at, finished_at__isnull=True, failed_at__isnull=True)

    def claimed_as(self, report: "Report") -> Self:
        """The report itself, but only while the claim that `report` was loaded with is still in force."""
        return self.filter(
            pk=report.pk,
            claimed_until=report.claimed_until,
            finished_at__isnull=True,
            failed_at__isnull=True,
        )
