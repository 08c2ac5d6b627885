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
from participants.models import Enrolment
from projects.models import IndicatorSet, Organisation, Project
from reporting.facts import Window
from reporting.fields import VerbatimJSONField
from reporting.naming import file_stem
from reporting.querysets import (
    AcceptedGapQuerySet,
    ReportBundleQuerySet,
    ReportManager,
    StandingOrderQuerySet,
)
from reporting.stats import Audience

SWEEP_PATIENCE = dt.timedelta(seconds=30)


class ReportState(models.TextChoices):
    """Where an ordered report is; follows from its timestamps, never stored."""

    WAITING = "waiting", _("Waiting")
    BUILDING = "building", _("Being built")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Called off")


class ReportAudience(models.TextChoices):
    """Whom a report is meant for; as `reporting.stats.Audience`, in words."""

    INSIDE = Audience.INSIDE.value, _("Inside the project")
    OUTSIDE = Audience.OUTSIDE.value, _("For outside, small numbers hidden")


class BuildStep(models.TextChoices):
    """What the worker is doing with a claimed report."""

    READING = "reading", _("Reading the facts")
    COMPUTING = "computing", _("Computing the indicators")
    PRINTING = "printing", _("Setting the pages")
    STORING = "storing", _("Storing the file")


class BundlePeriod(models.TextChoices):
    """Which period the reports of an order for all projects have; a project's own days are its limit."""

    WHOLE = "whole", _("Each project’s whole period")
    MONTH = "month", _("The last calendar month")
    YEAR = "year", _("The last calendar year")


class EndCause(models.TextChoices):
    """Why a report is no longer ordered every month."""

    STOPPED = "stopped", _("Stopped by hand")
    PERMISSION = "permission", _("The one who ordered it may no longer order the project’s reports")
    PROJECT = "project", _("The project has ended")
    SET = "set", _("The project can no longer have this report")


class StandingOrder(models.Model):
    """An order for a set's figures of every calendar month, once the month is over.

    `since` is a civil date: the month that holds it is the first. In force until `ended_at`, which has a
    cause, and nobody in `ended_by` where the system ended it. One in force of a project, set and audience.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="standing_orders")
    indicator_set = models.CharField(_("indicator set"), max_length=3, choices=IndicatorSet)
    audience = models.CharField(
        _("readers"), max_length=7, choices=ReportAudience, default=ReportAudience.INSIDE
    )
    language = models.CharField(_("language"), max_length=2, default="sv")
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_cause = models.CharField(_("cause"), max_length=10, choices=EndCause, blank=True)

    objects = StandingOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        ordering: ClassVar[list[str]] = ["indicator_set", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="standing_order_once",
                fields=["project", "indicator_set", "audience"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("This report is ordered for every month already."),
            ),
            models.CheckConstraint(
                name="standing_order_ends_with_cause",
                condition=Q(ended_at__isnull=True, end_cause="")
                | (Q(ended_at__isnull=False) & ~Q(end_cause="")),
                violation_error_message=_("A standing order that has ended says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_set} {self.since}"


class ReportBundle(models.Model):
    """One order for the reports of all projects of an organisation, gathered into an archive.

    No `indicator_set`: each project's own sets. When every report has ended, whichever way, a worker claims
    the bundle as it does a report, and makes the archive, at `gathered_at`. It is a copy of what the reports
    keep, and removed at `expired_at`; it can be gathered again. Moments in UTC.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="report_bundles")
    indicator_set = models.CharField(_("indicator set"), max_length=3, choices=IndicatorSet, blank=True)
    period = models.CharField(_("period"), max_length=5, choices=BundlePeriod)
    audience = models.CharField(
        _("readers"), max_length=7, choices=ReportAudience, default=ReportAudience.INSIDE
    )
    language = models.CharField(_("language"), max_length=2, default="sv")
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    gathered_at = models.DateTimeField(_("gathered"), null=True, blank=True)
    expired_at = models.DateTimeField(_("removed"), null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(_("cause"), max_length=500, blank=True)

    objects = ReportBundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reports of all projects")
        verbose_name_plural = _("reports of all projects")
        ordering: ClassVar[list[str]] = ["-ordered_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="bundle_ends_once",
                condition=Q(gathered_at__isnull=True) | Q(failed_at__isnull=True),
                violation_error_message=_("An archive is either there or failed."),
            ),
            models.CheckConstraint(
                name="bundle_expires_after_it_is_gathered",
                condition=Q(expired_at__isnull=True) | Q(expired_at__gte=F("gathered_at")),
                violation_error_message=_("Only an archive that was there is removed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_set} {self.ordered_at:%Y-%m-%d}"

    @property
    def archive_path(self) -> Path:
        """Where the archive lies. The name says nothing of projects or persons."""
        return Path(settings.REPORTS_ROOT) / f"{self.public_id}.zip"

    @property
    def part_path(self) -> Path:
        """Where this attempt writes the archive until it is whole."""
        return self.archive_path.with_suffix(f".{self.attempts}.part")

    @property
    def file_name(self) -> str:
        """What the archive is called when it is downloaded."""
        return f"jobbredo-{self.indicator_set or 'alla'}-{self.ordered_at:%Y-%m-%d}.zip"


class Report(models.Model):
    """An order for the figures of a set over a period, and what came of it.

    `period_start`, `period_end` and `as_of` are civil dates, all included; the rest are moments
    in UTC. A worker claims a report until `claimed_until`; when that has passed without an end, or the
    worker has died, another may claim it. `attempts` counts the claims (reporting/actions/claims.py).

    What a finished report holds never changes, which a trigger sees to: `figures` and its file with their
    SHA-256, the pseudonymised `facts` that made it (reporting/frozen.py), the `versions` of what computed.
    `revision` counts the finished reports of one project, set, period, as of and audience; the later
    `revises` the one before it, and `difference` says what became of each number, and why
    (reporting/revisions.py).

    `bundle` and `standing_order`: the larger order that the report is a part of, if any.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    indicator_set = models.CharField(_("indicator set"), max_length=3, choices=IndicatorSet)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    as_of = models.DateField(_("as of"))
    audience = models.CharField(
        _("readers"), max_length=7, choices=ReportAudience, default=ReportAudience.INSIDE
    )
    language = models.CharField(_("language"), max_length=2, default="sv")
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="reports")
    ordered_at = models.DateTimeField(_("ordered"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=BuildStep, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(_("cause"), max_length=500, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    bundle = models.ForeignKey(ReportBundle, models.PROTECT, null=True, blank=True, related_name="reports")
    standing_order = models.ForeignKey(
        StandingOrder, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    figures = VerbatimJSONField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    facts = models.BinaryField(null=True, blank=True)
    versions = models.JSONField(default=dict, blank=True)
    figures_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    revises = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revised_by")
    difference = models.JSONField(null=True, blank=True)

    objects = ReportManager()

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
                condition=Q(finished_at__isnull=True, failed_at__isnull=True)
                | Q(finished_at__isnull=True, cancelled_at__isnull=True)
                | Q(failed_at__isnull=True, cancelled_at__isnull=True),
                violation_error_message=_("A report is either done, failed or called off."),
            ),
            models.CheckConstraint(
                name="report_cancelled_by_somebody",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                violation_error_message=_("A report that is called off says by whom."),
            ),
            models.UniqueConstraint(
                name="report_once_a_month",
                fields=["standing_order", "period_end"],
                violation_error_message=_("The month’s report is ordered already."),
            ),
            models.UniqueConstraint(
                name="report_revision_once",
                fields=[
                    "project",
                    "indicator_set",
                    "period_start",
                    "period_end",
                    "as_of",
                    "audience",
                    "revision",
                ],
                condition=Q(finished_at__isnull=False),
                violation_error_message=_("There is a finished report with this revision. Order it again."),
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
        if self.cancelled_at:
            return ReportState.CANCELLED
        return ReportState.BUILDING if self.claimed_until else ReportState.WAITING

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return bool(self.finished_at or self.failed_at or self.cancelled_at)

    @property
    def pdf_path(self) -> Path:
        """Where the finished PDF lies. The name says nothing of project or persons."""
        return Path(settings.REPORTS_ROOT) / f"{self.public_id}.pdf"

    @property
    def file_stem(self) -> str:
        """What its files are called when they are downloaded, without their endings."""
        window = Window(self.period_start, self.period_end, self.as_of)
        return file_stem(self.indicator_set, window, audience=Audience(self.audience), revision=self.revision)

    @property
    def steps_done(self) -> int:
        """How many of the steps lie behind; of `BuildStep` there are as many as it has members."""
        return list(BuildStep).index(BuildStep(self.step)) if self.step else 0


class AcceptedGap(models.Model):
    """That something missing or contradictory about a participant is left as it is, up to and with `until`.

    `check_code` is of a check of `reporting.checks`. It holds for the person’s whole time in the project.
    `reason` is free text: it is shown to those who see the person, and to nobody else.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="accepted_gaps")
    check_code = models.CharField(_("what is left as it is"), max_length=30, editable=False)
    reason = models.TextField(_("reason"), max_length=500)
    until = models.DateField(_("until"))
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    accepted_at = models.DateTimeField(_("accepted"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = AcceptedGapQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted gap")
        verbose_name_plural = _("accepted gaps")
        ordering: ClassVar[list[str]] = ["until", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="accepted_gap_once",
                fields=["enrolment", "check_code"],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This is accepted already. Open the page again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.until}"


class PseudonymKey(models.Model):
    """A project's key for the pseudonyms in its frozen reports, sealed; `reporting.pseudonyms` opens it."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="pseudonym_key")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.project_id}"


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


class Unrest(models.Model):
    """When workers last started or died: `since` is the first of such moments without a calm between them.

    One row.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()
    latest = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="unrest_is_one",
                condition=Q(id=1),
                violation_error_message=_("The unrest among the workers is noted once only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.latest}"
