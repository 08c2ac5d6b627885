"""What was tried to reach somebody whom a follow-up asks for."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from participants.codes import FollowUpKind, FollowUpOutcome
from participants.models.enrolment import Enrolment
from participants.models.followed import FollowUp
from participants.querysets import OfEnrolmentQuerySet


class AttemptWay(models.TextChoices):
    """How it was tried."""

    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", _("Other")


class Asked(models.TextChoices):
    """Who was asked. Supported employment asks both (seeds/sin-projektet.txt)."""

    PARTICIPANT = "participant", _("The participant")
    EMPLOYER = "employer", _("The employer")


class AttemptResult(models.TextChoices):
    """What came of an attempt."""

    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")
    CALL_BACK = "call_back", _("Will be in touch on a day")


FOUND = [(code, label) for code, label in FollowUpOutcome.choices if code != FollowUpOutcome.NOT_REACHED]
"""What somebody who was reached can answer."""


class FollowUpAttempt(models.Model):
    """One try to reach the participant or the employer for a follow-up, on a day.

    It is no outcome: figures count what stands in `FollowUp`. Where the participant was reached,
    `follow_up` is what was recorded of that; where the employer was, `outcome` stays here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="follow_up_attempts")
    kind = models.CharField(_("kind"), max_length=10, choices=FollowUpKind, editable=False)
    tried_on = models.DateField(_("date"))
    way = models.CharField(_("how"), max_length=10, choices=AttemptWay, default=AttemptWay.PHONE)
    asked = models.CharField(_("who was asked"), max_length=15, choices=Asked, default=Asked.PARTICIPANT)
    result = models.CharField(_("what came of it"), max_length=15, choices=AttemptResult)
    outcome = models.CharField(_("outcome"), max_length=25, choices=FOUND, blank=True)
    call_back_on = models.DateField(_("will be in touch on"), null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    follow_up = models.OneToOneField(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="attempt", editable=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt to follow up")
        verbose_name_plural = _("attempts to follow up")
        ordering: ClassVar[list[str]] = ["-tried_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="attempt_outcome_when_reached",
                condition=Q(result=AttemptResult.REACHED, outcome__gt="")
                | (~Q(result=AttemptResult.REACHED) & Q(outcome="")),
                violation_error_message=_("Say what you found where somebody was reached, and only there."),
            ),
            models.CheckConstraint(
                name="attempt_call_back_day",
                condition=Q(
                    result=AttemptResult.CALL_BACK,
                    call_back_on__isnull=False,
                    call_back_on__gte=F("tried_on"),
                )
                | (~Q(result=AttemptResult.CALL_BACK) & Q(call_back_on__isnull=True)),
                violation_error_message=_(
                    "Give the day on which they will be in touch, not before the attempt."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.tried_on}"
