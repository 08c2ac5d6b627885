"""Dated facts of an enrolment: what the person did, and what they lived on."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from employers.models import OCCUPATION, Company
from participants.codes import OWN_INCOME, EpisodeKind, Subsidy, SupportSource
from participants.models.enrolment import HOURS_A_WEEK, Enrolment
from participants.querysets import EpisodeQuerySet, SupportPeriodQuerySet


class Episode(models.Model):
    """A placement, course, employment or the like. `start` and `end` are both covered; no end = going on.

    `before_start` marks history from before the project, which is never an outcome.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="episodes")
    kind = models.CharField(_("kind"), max_length=20, choices=EpisodeKind)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=5, decimal_places=2, null=True, blank=True, validators=HOURS_A_WEEK
    )
    subsidy = models.CharField(_("subsidy"), max_length=20, choices=Subsidy, blank=True)
    occupation = models.CharField(
        _("occupation (SSYK 2012)"), max_length=4, blank=True, validators=[OCCUPATION]
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="episodes", verbose_name=_("company")
    )
    workplace = models.CharField(_("workplace"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    before_start = models.BooleanField(_("before the project"), default=False)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering: ClassVar[list[str]] = ["-start", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="episode_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
            models.CheckConstraint(
                name="episode_hours_in_week",
                condition=Q(hours_per_week__isnull=True) | Q(hours_per_week__range=(0, 168)),
                violation_error_message=_("A week has 168 hours. Check the hours a week."),
            ),
            models.CheckConstraint(
                name="episode_subsidy_of_employment",
                condition=Q(subsidy="") | Q(kind=EpisodeKind.EMPLOYMENT),
                violation_error_message=_("Only an employment has a subsidy."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.start}"

    @property
    def place(self) -> str:
        """The company, or what was written in its place. A list brings the companies along."""
        return str(self.company) if self.company else self.workplace


class SupportPeriod(models.Model):
    """A source of income from a day until a day, both included; no end = still. Sources may overlap."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="support_periods")
    source = models.CharField(_("source"), max_length=25, choices=SupportSource)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)

    objects = SupportPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        ordering: ClassVar[list[str]] = ["-start", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="support_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.start}"

    @property
    def is_own_income(self) -> bool:
        """Wage, own business or study finance; a wage of extra service isn't (catalogue of indicators)."""
        return self.source in OWN_INCOME
