"""Organisations, their projects, and what a project has set for itself of the indicators' definitions."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.bands import check_bands
from projects.querysets import OrganisationQuerySet, ProjectQuerySet

AT_MOST_TEN_YEARS = [MaxValueValidator(120)]


class Organisation(models.Model):
    """A municipality, authority or union that owns projects. Organisations share no persons."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class IndicatorSet(models.TextChoices):
    """The sets of the catalogue that a project can report."""

    L = "L", _("Linköpingsmodellen")
    K = "K", _("Navigator")
    S = "S", _("SIN fact box")
    X = "X", _("LeanLink")
    V = "V", _("Vägen tillbaka")
    E07 = "E07", _("ESF 2007–2013")
    E14 = "E14", _("ESF 2014–2020")
    E21 = "E21", _("ESF+ 2021–2027")
    F = "F", _("Finsam")


class Definitions(models.Model):
    """What a project sets for itself of what the catalogue of indicators calls configurable.

    Empty age bands and no least hours: the indicator set's own apply. Hours are hours a week but for
    `participant_min_hours`, attended hours in all; money is whole kronor.
    """

    age_bands = ArrayField(
        models.CharField(max_length=9),
        verbose_name=_("age bands"),
        default=list,
        blank=True,
        validators=[check_bands],
    )
    work_min_hours = models.DecimalField(
        _("least hours a week to count as work"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    social_assistance_monthly = models.PositiveIntegerField(_("social assistance a month (kr)"), default=7000)
    extra_service_is_income = models.BooleanField(
        _("an extra service wage counts as own income"), default=False
    )
    long_term_months_young = models.PositiveSmallIntegerField(
        _("long-term unemployed under 25 after more than (months)"), default=6, validators=AT_MOST_TEN_YEARS
    )
    long_term_months = models.PositiveSmallIntegerField(
        _("long-term unemployed from 25 after more than (months)"), default=12, validators=AT_MOST_TEN_YEARS
    )
    participant_min_hours = models.DecimalField(
        _("attended hours to count as a participant in the ESF’s own sets"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )

    class Meta:
        abstract = True

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields of what is set, in their order."""
        return tuple(field.name for field in Definitions._meta.local_fields)


class Project(Definitions):
    """A project with its frame. Dates are civil dates in Sweden, both included; money is whole kronor.

    `definitions_version` numbers what it has set for itself, from 1; the versions before are kept.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    diary_number = models.CharField(_("diary number"), max_length=50, blank=True)
    programme_area = models.CharField(_("programme area"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=200, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    esf_grant = models.PositiveBigIntegerField(_("ESF grant (kr)"), null=True, blank=True)
    total_budget = models.PositiveBigIntegerField(_("total budget (kr)"), null=True, blank=True)
    indicator_sets = ArrayField(
        models.CharField(max_length=3, choices=IndicatorSet),
        verbose_name=_("indicator sets"),
        default=list,
        blank=True,
    )
    supported_employment = models.BooleanField(_("works by supported employment"), default=False)
    definitions_version = models.PositiveIntegerField(
        _("version of the definitions"), default=1, editable=False
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering: ClassVar[list[str]] = ["-start", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="project_name_once",
                violation_error_message=_(
                    "The organisation has a project with this name. Choose another name."
                ),
            ),
            models.CheckConstraint(
                name="project_end_after_start",
                condition=Q(end__gte=F("start")),
                violation_error_message=_("The project ends before it starts. Check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_version(self) -> "ProjectDefinitions":
        """What is set now as a version of its own, not saved: by nobody, as the project was made."""
        set_now = {name: getattr(self, name) for name in Definitions.names()}
        return ProjectDefinitions(project=self, version=self.definitions_version, **set_now)


class ProjectDefinitions(Definitions):
    """One version of what a project has set for itself, kept as it was: the database lets none be changed.

    Nobody and no moment in `set_by` and `set_at`: as the project was made.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="definitions")
    version = models.PositiveIntegerField(_("version"))
    set_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("definitions")
        verbose_name_plural = _("definitions")
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="definitions_version_once",
                violation_error_message=_("Somebody else has just set the definitions. Look at them first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.version}"
