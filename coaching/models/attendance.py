"""Who was there and for how long, who wasn't and why, and how what was entered has changed.

Only an `Attendance` counts as time: an absence is a row of its own, which no figure adds up.
"""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.models.activities import Session
from coaching.querysets import AttendanceQuerySet
from participants.models import Enrolment
from participants.querysets import OfEnrolmentQuerySet


class MissedReason(models.TextChoices):
    """Why somebody was absent or late."""

    ILL = "ill", _("Ill")
    CHILD_ILL = "child_ill", _("Child ill")
    CARE = "care", _("Doctor or other care")
    AUTHORITY = "authority", _("Meeting with another authority")
    WORK = "work", _("Work, placement or interview")
    STUDIES = "studies", _("Studies")
    LEAVE = "leave", _("Agreed leave")
    TRAVEL = "travel", _("Trouble on the way")
    UNEXCUSED = "unexcused", _("No valid reason")
    UNKNOWN = "unknown", _("Not known yet")


NOT_VALID: Final = frozenset({MissedReason.UNEXCUSED, MissedReason.UNKNOWN})
"""Reasons that don't excuse; what isn't known yet is corrected when it is."""


class Attendance(models.Model):
    """Someone's time at a session, in whole minutes. Entered once; every hour shown comes from here.

    `minutes` is the time that they were there. `minutes_late` of the planned time they weren't yet:
    it has been taken off already.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    minutes_late = models.PositiveSmallIntegerField(_("minutes late"), default=0, db_default=0)
    late_reason = models.CharField(
        _("why late"), max_length=20, choices=MissedReason, blank=True, default="", db_default=""
    )

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
            models.CheckConstraint(
                name="attendance_late_within_a_day",
                condition=Q(minutes_late__lte=1440),
                violation_error_message=_("Nobody is more than 24 hours late. Check the minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"


class Absence(models.Model):
    """Someone who was expected at a session and didn't come. It is no time: nothing adds it up."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="absences")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="absences")
    reason = models.CharField(_("reason"), max_length=20, choices=MissedReason, default=MissedReason.UNKNOWN)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="absence_once",
                violation_error_message=_("The participant's absence is already entered. Change that entry."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def valid(self) -> bool:
        """Whether the reason excuses."""
        return self.reason not in NOT_VALID


class AttendanceChange(models.Model):
    """One entry about someone at a session: what stood there, and what stands there since.

    No minutes and no reason: nothing was entered. No minutes but a reason: absent. `key` is what a form
    brought along, so that one sent twice is entered once.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="changes")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance_changes")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    old_minutes = models.PositiveSmallIntegerField(_("minutes before"), null=True, editable=False)
    old_late = models.PositiveSmallIntegerField(_("minutes late before"), default=0, editable=False)
    old_reason = models.CharField(
        _("reason before"), max_length=20, choices=MissedReason, blank=True, editable=False
    )
    new_minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, editable=False)
    new_late = models.PositiveSmallIntegerField(_("minutes late"), default=0, editable=False)
    new_reason = models.CharField(
        _("reason"), max_length=20, choices=MissedReason, blank=True, editable=False
    )

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of attendance")
        verbose_name_plural = _("changes of attendance")
        ordering: ClassVar[list[str]] = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
