"""What a project is for, and what it shall reach: target groups, the staircase, goals."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.codes import Gender
from projects.models.project import IndicatorSet, Project


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
    """A step of the project's staircase; position 1 is the lowest.

    Limits are whole weeks from the first day of the step; none = no limit. Navigator's introduction
    takes at most 4, its intensive coaching 26 to 30 (seeds/navigator.txt).
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"))
    weeks_at_least = models.PositiveSmallIntegerField(_("at least (weeks)"), null=True, blank=True)
    weeks_at_most = models.PositiveSmallIntegerField(_("at most (weeks)"), null=True, blank=True)

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
            models.CheckConstraint(
                name="phase_limits_in_order",
                condition=Q(weeks_at_least=None)
                | Q(weeks_at_most=None)
                | Q(weeks_at_most__gte=F("weeks_at_least")),
                violation_error_message=_("The longest time of a phase is shorter than its shortest."),
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


class PlanVersion(models.Model):
    """What a project planned at one time: sets, target groups and targets, kept as they were.

    The database lets none be changed. Nobody and no moment in `set_by` and `set_at`: as it was imported or
    made. `target_groups`: name, planned number, the group above; `goals`: indicator, gender, age band,
    group, value as it is written, "" and null as the rows have them.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField(_("version"))
    set_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"), null=True, blank=True, editable=False)
    indicator_sets = ArrayField(
        models.CharField(max_length=3, choices=IndicatorSet),
        verbose_name=_("indicator sets"),
        default=list,
        blank=True,
    )
    target_groups = models.JSONField(_("target groups"), default=list, blank=True)
    goals = models.JSONField(_("goals"), default=list, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="plan_version_once",
                violation_error_message=_("Somebody else has just changed the plan. Look at it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.version}"
