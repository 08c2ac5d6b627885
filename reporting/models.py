"""Ordered reports. A report is a row first; the worker claims the row."""

import datetime as dt
import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.models import IndicatorSet, Project
from reporting.querysets import ReportQuerySet

SWEEP_PATIENCE = dt.timedelta(seconds=30)


class ReportState(models.TextChoices):
    """Where an ordered report is; follows from its timestamps, never stored."""

    WAITING = "waiting", _("Waiting")
    BUILDING = "building", _("Being built")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class BuildStep(models.TextChoices):
    """What the worker is doing with a claimed report."""

    READING = "reading", _("Reading the facts")
    COMPUTING = "computing", _("Computing the indicators")
    PRINTING = "printing", _("Setting the pages")
    STORING = "storing", _("Storing the file")


class Report(models.Model):
    """An order for the figures of a set over a period, and what came of it.

    `period_start`, `period_end` and `as_of` are civil dates, all included; the rest are moments
    in UTC. A worker claims a report until `claimed_until`; when that has passed without an end,
    another may claim it. `attempts` counts the claims.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="reports")
    indicator_set = models.CharField(_("indicator set"), max_length=3, choices=IndicatorSet)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    as_of = models.DateField(_("as of"))
    language = models.CharField(_("language"), max_length=2, default="sv")
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="reports")
    ordered_at = models.DateTimeField(_("ordered"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=BuildStep, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(_("cause"), max_length=500, blank=True)
    figures = models.JSONField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar[list[str]] = ["-ordered_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="report_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("The period ends before it starts. Check the two dates."),
            ),
            models.CheckConstraint(
                name="report_ends_once",
                condition=Q(finished_at__isnull=True) | Q(failed_at__isnull=True),
                violation_error_message=_("A report is either done or failed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_set} {self.period_start}–{self.period_end}"

    @property
    def state(self) -> ReportState:
        """Where the order is now."""
        if self.finished_at:
            return ReportState.DONE
        if self.failed_at:
            return ReportState.FAILED
        return ReportState.BUILDING if self.claimed_until else ReportState.WAITING

    @property
    def pdf_path(self) -> Path:
        """Where the finished PDF lies. The name says nothing of project or persons."""
        return Path(settings.REPORTS_ROOT) / f"{self.public_id}.pdf"

    @property
    def file_name(self) -> str:
        """What the PDF is called when it is downloaded: says what it is, names nobody."""
        return f"jobbredo-{self.indicator_set}-{self.period_start}--{self.period_end}.pdf"

    @property
    def steps_done(self) -> int:
        """How many of the steps lie behind; of `BuildStep` there are as many as it has members."""
        return list(BuildStep).index(BuildStep(self.step)) if self.step else 0


class SweepMark(models.Model):
    """The last moment that the sweeper ran: how a page knows that worker and beat are alive. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="sweep_mark_is_one",
                condition=Q(id=1),
                violation_error_message=_("There is one sweep mark only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seen_at}"

    @classmethod
    def worker_answers(cls, *, at: dt.datetime) -> bool:
        """Whether a worker is alive: it has swept within half a minute, or is busy with a report."""
        swept = cls.objects.filter(seen_at__gte=at - SWEEP_PATIENCE)
        return swept.exists() or Report.objects.being_built(at=at).exists()
