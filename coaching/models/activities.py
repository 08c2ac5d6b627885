"""What is held, and who was there for how long."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from coaching.querysets import AttendanceQuerySet
from participants.models import Enrolment
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


class Session(models.Model):
    """An activity held on a day, alone or in a group."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind, default=SessionKind.OTHER)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar[list[str]] = ["-held_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "held_on", "kind", "title"],
                name="session_once",
                violation_error_message=_("The session is already there. Add attendance to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.get_kind_display()} {self.held_on}"


class Attendance(models.Model):
    """Someone's time at a session, in whole minutes. Entered once; every hour shown comes from here."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="attendance_once",
                violation_error_message=_(
                    "The participant's attendance is already entered. Change that entry."
                ),
            ),
            models.CheckConstraint(
                name="attendance_within_a_day",
                condition=models.Q(minutes__range=(1, 1440)),
                violation_error_message=_("Attendance is 1 minute to 24 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"
