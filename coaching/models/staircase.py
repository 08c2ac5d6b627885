"""Moves between the project's phases."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from coaching.querysets import PhaseMoveQuerySet
from participants.models import Enrolment
from projects.models import Phase


class PhaseMove(models.Model):
    """A move to a step of the staircase, in force from its date until the next."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="phase_moves")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="moves")
    moved_on = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PhaseMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move on the staircase")
        verbose_name_plural = _("moves on the staircase")
        ordering: ClassVar[list[str]] = ["moved_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "moved_on"],
                name="phase_move_one_a_day",
                violation_error_message=_("There is a move on that day. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.moved_on}"
