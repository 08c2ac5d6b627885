"""A person in a project, from start to exit, and what was known of them at entry."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from participants.codes import Answer, EducationLevel, EntryStatus, ExitCause, ExitDestination
from participants.countries import country_or_answer
from participants.models.person import Person
from participants.querysets import (
    CoachAssignmentQuerySet,
    EnrolmentQuerySet,
    Participation,
    SensitiveBackgroundQuerySet,
)
from projects.models import Project, TargetGroup

HOURS_A_WEEK = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(168))]


class IdRange(Func):
    """An id as a range of one: the database's own range operators then serve in an exclusion rule."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class DateRange(Func):
    """Two days as a range; a missing end is open."""

    function = "daterange"
    output_field = DateRangeField()


BOTH_INCLUDED = RangeBoundary(inclusive_lower=True, inclusive_upper=True)


class Enrolment(models.Model):
    """One stay of a person in a project. `start` and `end` are civil dates, both included.

    The last day is asked about in two ways. What somebody does on it belongs to the stay: `covers`. Where
    they stand is said as of the day's end, when the exit has happened, as in the figures: `has_ended`.

    The same person can come back: another enrolment. One that was registered by mistake counts
    nowhere. Cause (why) and destination (where to) of an exit are two facts; empty = not recorded.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name=_("person"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="enrolments", verbose_name=_("project"))
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("target group"),
    )
    referred_by = models.CharField(_("referred by"), max_length=200, blank=True)
    referrer = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("referrer who signs in"),
    )
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"), null=True, blank=True)
    exit_cause = models.CharField(_("cause of exit"), max_length=20, choices=ExitCause, blank=True)
    exit_destination = models.CharField(_("left for"), max_length=20, choices=ExitDestination, blank=True)
    registered_by_mistake = models.BooleanField(_("registered by mistake"), default=False)
    entry_status = models.CharField(_("status at start"), max_length=25, choices=EntryStatus, blank=True)
    unemployed_since = models.DateField(_("unemployed since"), null=True, blank=True)
    education_level = models.CharField(
        _("education (ISCED)"), max_length=10, choices=EducationLevel, blank=True
    )
    hours_wanted = models.DecimalField(
        _("hours a week wanted"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=HOURS_A_WEEK,
    )
    languages = models.CharField(_("languages"), max_length=200, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar[list[str]] = ["start", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="enrolment_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The exit is before the start. Check the two dates."),
            ),
            models.CheckConstraint(
                name="enrolment_exit_facts_need_end",
                condition=Q(end__isnull=False) | Q(exit_cause="", exit_destination=""),
                violation_error_message=_("A cause or destination of exit needs a date of exit."),
            ),
            models.CheckConstraint(
                name="enrolment_hours_wanted_in_week",
                condition=Q(hours_wanted__isnull=True) | Q(hours_wanted__range=(0, 168)),
                violation_error_message=_("A week has 168 hours. Check the hours wanted."),
            ),
            models.UniqueConstraint(
                fields=["person", "project"],
                condition=Q(end__isnull=True, registered_by_mistake=False),
                name="enrolment_open_once",
                violation_error_message=_(
                    "The person is already enrolled in the project. End that enrolment first."
                ),
            ),
            ExclusionConstraint(
                name="enrolments_do_not_overlap",
                expressions=[
                    (IdRange(F("person"), F("person"), BOTH_INCLUDED), "&&"),
                    (IdRange(F("project"), F("project"), BOTH_INCLUDED), "&&"),
                    (DateRange(F("start"), F("end"), BOTH_INCLUDED), "&&"),
                ],
                condition=Q(registered_by_mistake=False),
                violation_error_message=_(
                    "The person has another enrolment in the project at that time. Check the dates of both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.start}"

    @property
    def participation(self) -> Participation:
        """What facts over every stay of a person in a project go by."""
        return self.project_id, self.person_id

    @property
    def referred_from(self) -> str:
        """Who referred the person, by name and in words. A list brings the referrers along."""
        return ", ".join(part for part in (str(self.referrer or ""), self.referred_by) if part)

    def covers(self, day: dt.date) -> bool:
        """Whether the day is one of the stay, the last included: who is expected, attends or writes on it."""
        left = self.end is not None and self.end < day
        return self.start <= day and not left and not self.registered_by_mistake

    def has_ended(self, *, on: dt.date) -> bool:
        """Whether the exit has happened by the end of the day: their last day is that day or earlier."""
        return self.end is not None and self.end <= on

    def is_running(self, *, on: dt.date) -> bool:
        """Whether they are in the project still when the day ends, and the project itself runs."""
        return not self.has_ended(on=on) and self.start <= on <= self.project.end


class SensitiveBackground(models.Model):
    """Origin and disability as told at an enrolment; kept apart, reaches reports as aggregates only.

    Born abroad, third-country national and foreign background are three different facts.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="sensitive_background")
    birth_country = models.CharField(
        _("country of birth"),
        max_length=9,
        default=Answer.NOT_ASKED,
        validators=[
            RegexValidator(
                r"^([A-Z]{2}|unknown|declined|not_asked)$", _("A country is a code of two letters.")
            )
        ],
    )
    parents_born_abroad = models.CharField(
        _("both parents born abroad"), max_length=9, choices=Answer, default=Answer.NOT_ASKED
    )
    citizenship = models.CharField(
        _("citizenship"),
        max_length=9,
        default=Answer.NOT_ASKED,
        validators=[
            RegexValidator(
                r"^([A-Z]{2}|unknown|declined|not_asked)$", _("A country is a code of two letters.")
            )
        ],
    )
    reduced_work_capacity = models.CharField(
        _("disability that reduces work capacity"), max_length=9, choices=Answer, default=Answer.NOT_ASKED
    )

    objects = SensitiveBackgroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("sensitive background")
        verbose_name_plural = _("sensitive backgrounds")

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def birth_country_name(self) -> str:
        """The country of birth, or why there is none, in the language of the page."""
        return country_or_answer(self.birth_country)

    @property
    def citizenship_name(self) -> str:
        """The country of citizenship, or why there is none, in the language of the page."""
        return country_or_answer(self.citizenship)


class CoachAssignment(models.Model):
    """Who coaches an enrolment, from a day until a day, both included; no end = still.

    `reads_until` is the last day on which a coach who handed over goes on reading; none = not at all.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="coach_assignments")
    coach = models.ForeignKey(User, models.PROTECT, related_name="coach_assignments")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    reads_until = models.DateField(_("reads until"), null=True, blank=True)

    objects = CoachAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("coach assignment")
        verbose_name_plural = _("coach assignments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="coach_assignment_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The assignment ends before it starts. Check the two dates."),
            ),
            models.CheckConstraint(
                name="coach_assignment_reads_after_end",
                condition=Q(reads_until__isnull=True) | Q(end__isnull=False, reads_until__gte=F("end")),
                violation_error_message=_("Only a coach who has handed over goes on reading after that."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(end__isnull=True),
                name="coach_assignment_open_once",
                violation_error_message=_("The participant has a coach. End that assignment first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach} {self.start}"
