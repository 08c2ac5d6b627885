"""What is held: single sessions and series of them, and who is expected to come."""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.querysets import ExpectedQuerySet, SeriesQuerySet, SessionQuerySet
from participants.models import Enrolment
from participants.querysets import OfEnrolmentQuerySet
from projects.models import Project


class SessionKind(models.TextChoices):
    """What kind of activity attendance was entered for."""

    TALK = "talk", _("Individual talk")
    JOB_CLUB = "job_club", _("Job club")
    WEEKLY_MEETING = "weekly_meeting", _("Weekly meeting")
    SEMINAR = "seminar", _("Seminar")
    ROLE_MODEL = "role_model", _("Role model")
    STUDY_VISIT = "study_visit", _("Study visit")
    STUDY_CIRCLE = "study_circle", _("Study circle")
    THEME_DAY = "theme_day", _("Theme day")
    THREE_PARTY_TALK = "three_party_talk", _("Three-party talk")
    OTHER = "other", _("Other activity")


class Weekday(models.IntegerChoices):
    """A day of the week, numbered as ISO 8601 has it."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Planned(models.Model):
    """When in the day, where and by whom something is held. Times are Swedish clock time, both optional."""

    title = models.CharField(_("title"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind, default=SessionKind.OTHER)
    begins = models.TimeField(_("begins"), null=True, blank=True)
    ends = models.TimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True, default="", db_default="")
    held_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(ends=None) | Q(begins__isnull=False, ends__gt=F("begins")),
                violation_error_message=_("It ends before it begins. Check the two times."),
            ),
        ]

    @property
    def called(self) -> str:
        """Its title; without one, what kind of activity it is."""
        return self.title or self.get_kind_display()

    @property
    def hours_of_day(self) -> str:
        """From when till when, such as 09:00–11:30; "" where no time is planned."""
        if self.begins is None:
            return ""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}" if self.ends else f"{self.begins:%H:%M}"

    @property
    def planned_minutes(self) -> int | None:
        """How long it is planned to last, in whole minutes; None where that isn't planned."""
        if self.begins is None or self.ends is None:
            return None
        day = dt.date.min
        return int(
            (dt.datetime.combine(day, self.ends) - dt.datetime.combine(day, self.begins)).total_seconds()
            // 60
        )


class Series(Planned):
    """Sessions that come back on weekdays, from a day until a day, both included.

    `every_weeks` counts weeks (Monday to Sunday) from the one that holds `starts_on`: 2 is every other.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="series")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), verbose_name=_("weekdays"), default=list
    )
    every_weeks = models.PositiveSmallIntegerField(
        _("every … weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = SeriesQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar[list[str]] = ["starts_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Planned.Meta.constraints,
            models.CheckConstraint(
                name="series_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
            models.CheckConstraint(
                name="series_has_a_weekday",
                condition=Q(weekdays__len__gte=1),
                violation_error_message=_("Choose at least one weekday."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.starts_on}"

    @property
    def weekday_names(self) -> str:
        """The weekdays on which it is held, in words and in order."""
        return ", ".join(str(Weekday(day).label) for day in sorted(self.weekdays))

    def days(self) -> list[dt.date]:
        """The days on which it is held, in order."""
        monday = self.starts_on - dt.timedelta(days=self.starts_on.weekday())
        span = (self.ends_on - self.starts_on).days + 1
        every = (self.starts_on + dt.timedelta(days=number) for number in range(span))
        return [
            day
            for day in every
            if day.isoweekday() in self.weekdays and (day - monday).days // 7 % self.every_weeks == 0
        ]


class Session(Planned):
    """An activity held on a day, alone or in a group. `series`: what made it, if anything did."""

    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="sessions")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("series")
    )
    held_on = models.DateField(_("date"))

    objects = SessionQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar[list[str]] = ["-held_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Planned.Meta.constraints,
            # The workbook tells sessions apart by these, so two on one day have titles of their own.
            models.UniqueConstraint(
                fields=["project", "held_on", "kind", "title"],
                name="session_once",
                violation_error_message=_(
                    "The session is already there. Add attendance to it, or give the new one another title."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.held_on}"

    def has_begun(self, at: dt.datetime) -> bool:
        """Whether its day has come and, where one is planned, its hour. `at` is Swedish clock time."""
        if self.held_on != at.date():
            return self.held_on < at.date()
        return self.begins is None or self.begins <= at.time()


class SeriesExpected(models.Model):
    """Who is invited to every session that a series makes."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="expected")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="expected_in_series")

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a series")
        verbose_name_plural = _("invitations to a series")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["series", "enrolment"],
                name="series_expected_once",
                violation_error_message=_("The participant is already invited."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Expected(models.Model):
    """Who is invited to a session, whether or not they came."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="expected")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="expected")

    objects = ExpectedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a session")
        verbose_name_plural = _("invitations to a session")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="expected_once",
                violation_error_message=_("The participant is already invited."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
