"""What of Today is put off: until when, and why."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.today_querysets import PostponementQuerySet
from participants.models import Enrolment


class ItemKind(models.TextChoices):
    """What an item of Today is about."""

    PROJECT_OVER = "project_over", _("Exit when the project ends")
    FIRST_DAY = "first_day", _("First day")
    CLOCK = "clock", _("Job-ready within 4 months")
    STEP = "step", _("Time on the step")
    EPISODE = "episode", _("Placement or the like ends")
    PLAN = "plan", _("Plan")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CONTACT = "contact", _("Contact")
    MISSING = "missing", _("Missing facts")


class PutOff(models.TextChoices):
    """How an item is put off."""

    LATER = "later", _("I do it later")
    AS_IS = "as_is", _("It is right as it is")


class Postponement(models.Model):
    """That an item of Today rests until a day, when it comes back; sooner, as soon as its fact changes.

    `key` says which fact made the item and what it said: another fact has another key. `reason` is
    free text, shown to those who see the case and to nobody else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="postponements")
    kind = models.CharField(_("what it is about"), max_length=20, choices=ItemKind, editable=False)
    key = models.CharField(max_length=100, editable=False)
    way = models.CharField(_("how"), max_length=10, choices=PutOff)
    until = models.DateField(_("comes back on"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering: ClassVar[list[str]] = ["until", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "key"],
                name="postponement_once",
                violation_error_message=_("This is put off already. Open the page again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.until}"
