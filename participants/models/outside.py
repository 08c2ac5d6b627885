"""Who beside the staff sees something of a participant, for how long, and why."""

import datetime as dt
import uuid
from typing import ClassVar, Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from employers.models import Company
from participants.models.enrolment import BOTH_INCLUDED, DateRange, Enrolment, IdRange
from participants.querysets import EmergencyAccessQuerySet, PersonalLinkQuerySet, ProfileShareQuerySet

BY_LINK: Final = "personal_link:"


class ProfileField(models.TextChoices):
    """What of an enrolment an employer may be shown, where the participant agrees. Nothing else ever is."""

    LANGUAGES = "languages", _("Languages")
    HOURS_WANTED = "hours_wanted", _("Hours a week wanted")


class ProfileShare(models.Model):
    """A participant's consent that a company sees a profile of them: what, from and until which day.

    `shown_name` and `presentation` are what the participant wants to be called and to have said. Both
    days are included. A share that is withdrawn shows nothing from the next request on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="profile_shares")
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="profile_shares", verbose_name=_("company")
    )
    shown_name = models.CharField(_("name shown"), max_length=100)
    presentation = models.TextField(_("presentation"), max_length=2000, blank=True)
    fields = ArrayField(
        models.CharField(max_length=20, choices=ProfileField),
        verbose_name=_("also shown"),
        default=list,
        blank=True,
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    shared_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = ProfileShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared profile")
        verbose_name_plural = _("shared profiles")
        ordering: ClassVar[list[str]] = ["-start", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="profile_share_end_after_start",
                condition=Q(end__gte=F("start")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
            ExclusionConstraint(
                name="profile_shares_do_not_overlap",
                expressions=[
                    (IdRange(F("enrolment"), F("enrolment"), BOTH_INCLUDED), "&&"),
                    (IdRange(F("company"), F("company"), BOTH_INCLUDED), "&&"),
                    (DateRange(F("start"), F("end"), BOTH_INCLUDED), "&&"),
                ],
                condition=Q(withdrawn_at=None),
                violation_error_message=_(
                    "The profile is shared with this company at that time already. Withdraw that first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.start}"

    def can_be_withdrawn(self, *, on: dt.date) -> bool:
        """Whether the company sees something because of it on the day, or will later."""
        return self.withdrawn_at is None and self.end >= on


class PersonalLink(models.Model):
    """A code that lets a participant see their own page, without an account. Moments are UTC."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="personal_links")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(withdrawn_at=None),
                name="personal_link_open_once",
                violation_error_message=_("The participant has a personal link. Withdraw that one first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def as_reason(self) -> str:
        """How the audit log names who came by the link, and hence has no account: an id, never the code."""
        return f"{BY_LINK}{self.pk}"


class EmergencyAccess(models.Model):
    """Broken glass: somebody not named reads of a person with protected identity, for a reason and a time.

    The data protection officer is told at once, and says when they have looked at it. Moments are UTC.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="emergency_accesses")
    user = models.ForeignKey(User, models.PROTECT, related_name="emergency_accesses")
    reason = models.TextField(_("reason"), max_length=1000)
    granted_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering: ClassVar[list[str]] = ["-granted_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="emergency_access_expires_later",
                condition=Q(expires_at__gt=F("granted_at")),
                violation_error_message=_("An emergency access ends after it begins."),
            ),
            models.CheckConstraint(
                name="emergency_access_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why you need to see this person."),
            ),
            models.CheckConstraint(
                name="emergency_access_reviewed_by_someone",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                violation_error_message=_("A review has both a moment and somebody who made it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
