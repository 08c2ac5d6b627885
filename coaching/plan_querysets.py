"""Which parts of plans a user reaches, and the sets that pages ask for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch

from accounts.access import Permission
from participants.models import Enrolment

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from coaching.models import PlanAction, PlanAgreement, PlanGoal


class PlanGoalQuerySet(models.QuerySet["PlanGoal"]):
    """Sets of goals."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Goals of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))

    def whole(self) -> Self:
        """The goals that are no step towards another, each with its steps and all their actions."""
        from coaching.models import PlanGoal  # noqa: PLC0415  models import this module

        steps = Prefetch("subgoals", PlanGoal.objects.prefetch_related("actions"))
        return self.filter(parent=None).prefetch_related("actions", steps)


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    """Sets of actions."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Actions in the plans of the enrolments that the user reaches."""
        return self.filter(goal__enrolment__in=Enrolment.objects.visible_to(user, permission))

    def open(self) -> Self:
        """Those neither done nor dropped."""
        return self.filter(state="open")

    def due(self, *, on: "dt.date") -> Self:
        """Open ones that should be done on the day or should have been before; the most overdue first."""
        return self.open().filter(due_on__lte=on).order_by("due_on", "pk")


class PlanAgreementQuerySet(models.QuerySet["PlanAgreement"]):
    """Sets of agreed plans."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Those of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
