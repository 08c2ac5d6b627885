"""Organisations, their projects, and what a project has set for itself: goals, groups, phases, staff."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Office, Role
from accounts.audit import Subject
from accounts.models import User
from projects.bands import AgeBand, check_bands, parse_bands
from projects.codes import Gender
from projects.querysets import (
    MembershipQuerySet,
    OfficeQuerySet,
    OrganisationQuerySet,
    ProjectQuerySet,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


class Project(models.Model):
    """A project with its frame. Dates are civil dates in Sweden, both included; money is whole kronor."""

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

    @property
    def bands(self) -> tuple[AgeBand, ...]:
        """The age bands, youngest first."""
        return parse_bands(self.age_bands)


class DatedRole(models.Model):
    """What someone is to something from a day until a day, both included; no end = until further notice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)

    if TYPE_CHECKING:
        # Each kind of role has its holder and its own choice of roles.
        user: models.ForeignKey[User, User]
        user_id: int
        role: models.CharField[str, str]

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The role ends before it starts. Check the two dates."),
            ),
        ]

    @property
    def subject(self) -> Subject:
        """What an event about the role is about."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Where the role is held, as a letter says it."""
        raise NotImplementedError

    @property
    def word(self) -> "StrOrPromise":
        """What the role is called, in the language of whoever reads it."""
        raise NotImplementedError


class Membership(DatedRole):
    """Someone's role in a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedRole.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DatedRole.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "user", "role"],
                condition=Q(end__isnull=True),
                name="membership_open_once",
                violation_error_message=_("The person already has this role in the project."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def subject(self) -> Subject:
        """Its place, for the audit log."""
        return Subject(organisation_id=self.project.organisation_id, project_id=self.project_id)

    @property
    def place(self) -> str:
        """Its name."""
        return f"{self.project.name}, {self.project.organisation.name}"

    @property
    def word(self) -> "StrOrPromise":
        """The label, not yet in a language."""
        return Role(self.role).label


class OrganisationRole(DatedRole):
    """Someone's office in an organisation. It reaches over all its projects, and opens no case by itself."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offices")
    user = models.ForeignKey(User, models.PROTECT, related_name="offices")
    role = models.CharField(_("office"), max_length=15, choices=Office)

    objects = OfficeQuerySet.as_manager()

    class Meta(DatedRole.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DatedRole.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "user", "role"],
                condition=Q(end__isnull=True),
                name="office_open_once",
                violation_error_message=_("The person already holds this office in the organisation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def subject(self) -> Subject:
        """Its place, for the audit log."""
        return Subject(organisation_id=self.organisation_id)

    @property
    def place(self) -> str:
        """Its name."""
        return self.organisation.name

    @property
    def word(self) -> "StrOrPromise":
        """The label, not yet in a language."""
        return Office(self.role).label


class TargetGroup(models.Model):
    """A group that the project is for, with the number of participants planned (none = not planned)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="target_groups")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=200)
    target = models.PositiveIntegerField(_("planned number"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="target_group_name_once",
                violation_error_message=_("The project has a target group with this name."),
            ),
            models.CheckConstraint(
                name="target_group_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A target group can't be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A step of the project's staircase; position 1 is the lowest."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "position"],
                name="phase_position_once",
                violation_error_message=_("Two phases can't have the same place in the staircase."),
            ),
            models.UniqueConstraint(
                fields=["project", "name"],
                name="phase_name_once",
                violation_error_message=_("The project has a phase with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """A target for an indicator: of the whole, or of one gender, age band or group.

    The value is a per cent for shares and a number otherwise. The group is a word as the report
    prints it, such as the referrer or the cause.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="goals")
    indicator = models.CharField(_("indicator"), max_length=10)
    value = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    age_band = models.CharField(_("age band"), max_length=9, blank=True)
    group = models.CharField(_("group"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering: ClassVar[list[str]] = ["indicator", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "indicator", "gender", "age_band", "group"],
                name="goal_once",
                violation_error_message=_("The project has a target for this indicator and group."),
            ),
            models.CheckConstraint(
                name="goal_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A target can't be below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"

    @property
    def scope(self) -> str:
        """Whom the target is for, in words; empty = all."""
        return ", ".join(filter(None, [self.group, self.get_gender_display(), self.age_band]))
