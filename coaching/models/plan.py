"""The plan: goals and sub-goals, who does what by when, and what was agreed on which day."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from coaching.plan_querysets import PlanActionQuerySet, PlanAgreementQuerySet, PlanGoalQuerySet
from participants.models import Enrolment

if TYPE_CHECKING:
    import datetime as dt


class Owner(models.TextChoices):
    """Who is to do it."""

    PARTICIPANT = "participant", _("The participant")
    COACH = "coach", _("The coach")
    OTHER = "other", _("Somebody else")


class ActionState(models.TextChoices):
    """How far an action has come."""

    OPEN = "open", _("To do")
    DONE = "done", pgettext_lazy("an action", "Done")
    DROPPED = "dropped", _("Struck out")


class PlanGoal(models.Model):
    """What someone wants to reach in a stay, or, with `parent`, a step on the way there.

    A sub-goal has no sub-goals. `reached_on` is the day it was reached, none = not yet.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="plan_goals")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subgoals",
        verbose_name=_("a step towards"),
    )
    text = models.CharField(_("goal"), max_length=500)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    objects = PlanGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of a plan")
        verbose_name_plural = _("goals of plans")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plan_goal_not_its_own_step",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A goal isn’t a step towards itself. Choose another goal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PlanAction(models.Model):
    """Something to do towards a goal, by somebody, by a day.

    `settled_on` is the day it was done or dropped; `reason` says why it was dropped. `owner_name` is
    who, in words, where it is neither the participant nor the coach.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(PlanGoal, models.CASCADE, related_name="actions", verbose_name=_("goal"))
    text = models.CharField(_("what to do"), max_length=500)
    owner = models.CharField(_("who does it"), max_length=12, choices=Owner, default=Owner.PARTICIPANT)
    owner_name = models.CharField(_("who that is"), max_length=100, blank=True)
    due_on = models.DateField(_("done by"))
    state = models.CharField(
        _("how far it has come"), max_length=8, choices=ActionState, default=ActionState.OPEN
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plan_action_owner_named",
                condition=(Q(owner=Owner.OTHER) & ~Q(owner_name=""))
                | (~Q(owner=Owner.OTHER) & Q(owner_name="")),
                violation_error_message=_("Write who it is when it is somebody else, and only then."),
            ),
            models.CheckConstraint(
                name="plan_action_settled_on_a_day",
                condition=Q(state=ActionState.OPEN, settled_on__isnull=True)
                | (~Q(state=ActionState.OPEN) & Q(settled_on__isnull=False)),
                violation_error_message=_("What is done or struck out has its day, and nothing else has."),
            ),
            models.CheckConstraint(
                name="plan_action_dropped_for_a_reason",
                condition=(Q(state=ActionState.DROPPED) & ~Q(reason=""))
                | (~Q(state=ActionState.DROPPED) & Q(reason="")),
                violation_error_message=_("Write why the action is struck out. Nothing else has a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def who(self) -> str:
        """Whose it is, in words."""
        return self.owner_name or str(Owner(self.owner).label)

    @property
    def who_within(self) -> str:
        """The same as it stands within a sentence: a name keeps its capital."""
        return self.owner_name or str(Owner(self.owner).label).lower()

    def days_late(self, *, on: "dt.date") -> int:
        """Days since it should have been done; 0 for what isn't late, is done or is dropped."""
        return max(0, (on - self.due_on).days) if self.state == ActionState.OPEN else 0


class PlanAgreement(models.Model):
    """The plan as the participant and the coach agreed on it, on a day: never changed afterwards.

    `content` is the plan as `coaching.plan.snapshot` wrote it down. One a day: to agree again on the same
    day takes the place of the first.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="plan_agreements")
    agreed_on = models.DateField(_("agreed on"))
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("coach"))
    content = models.JSONField(_("content"))

    objects = PlanAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed plan")
        verbose_name_plural = _("agreed plans")
        ordering: ClassVar[list[str]] = ["-agreed_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "agreed_on"],
                name="plan_agreed_once_a_day",
                violation_error_message=_("The plan was agreed on that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed_on}"
