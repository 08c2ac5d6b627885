"""Which of supported employment a user reaches, and where its processes are."""

from collections import Counter
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery

from participants.models import CoachAssignment, Enrolment

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.access import Permission
    from accounts.models import User
    from coaching.models import MayTell, SupportedMove, SupportedProcess


def _moves(*, on: "dt.date") -> "models.QuerySet[SupportedMove]":
    """The moves of a process until the day, for a subquery."""
    from coaching.models import SupportedMove  # noqa: PLC0415  models import this module

    return SupportedMove.objects.filter(process=OuterRef("pk"), moved_on__lte=on)


class SupportedProcessQuerySet(models.QuerySet["SupportedProcess"]):
    """Sets of processes."""

    def visible_to(self, user: "User | AnonymousUser", permission: "Permission") -> Self:
        """Those of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))

    def running(self, *, on: "dt.date") -> Self:
        """Those that go on that day: neither closed nor broken off, of somebody who is in the project."""
        return self.filter(
            Q(closed_on=None) | Q(closed_on__gt=on),
            Q(broken_off_on=None) | Q(broken_off_on__gt=on),
            Q(enrolment__end=None) | Q(enrolment__end__gt=on),
            enrolment__registered_by_mistake=False,
        )

    def by_step(self, *, on: "dt.date", step: int | None = None) -> Self:
        """In order of where each is on the day, with `step`, `since` and `began`; None before the first move.

        With `step`, those in that one.
        """
        moves = _moves(on=on)
        latest = moves.order_by("-moved_on", "-pk")
        placed = self.annotate(
            step=Subquery(latest.values("step")[:1]),
            since=Subquery(latest.values("moved_on")[:1]),
            began=Subquery(moves.order_by("moved_on").values("moved_on")[:1]),
        )
        chosen = placed if step is None else placed.filter(step=step)
        return chosen.order_by("step", "since", "enrolment__person__sort_key", "pk")

    def number_in_steps(self, *, on: "dt.date") -> dict[int, int]:
        """How many are in each step on the day."""
        latest = _moves(on=on).order_by("-moved_on", "-pk")
        placed = self.order_by().annotate(step=Subquery(latest.values("step")[:1]))
        return Counter(placed.values_list("step", flat=True))

    def with_present_facts(self, *, on: "dt.date") -> Self:
        """Bring along what a list shows of each on the day: person, project, number, coach."""
        coached = CoachAssignment.objects.in_force(on=on).select_related("coach")
        return self.select_related("enrolment__person", "enrolment__project").prefetch_related(
            "enrolment__person__participant_numbers", Prefetch("enrolment__coach_assignments", coached)
        )


class OfProcessQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of what hangs on a process."""

    def visible_to(self, user: "User | AnonymousUser", permission: "Permission") -> Self:
        """Those of the enrolments that the user reaches."""
        return self.filter(process__enrolment__in=Enrolment.objects.visible_to(user, permission))

    def with_case(self) -> Self:
        """Bring along whom and where each is about."""
        return self.select_related("process__enrolment__person", "process__enrolment__project__organisation")


class MayTellQuerySet[Row: MayTell](OfProcessQuerySet[Row]):
    """Sets of what employers may be told."""

    def in_force(self, *, on: "dt.date") -> Self:
        """What may be told on the day: agreed to, not withdrawn, of a process that goes on."""
        from coaching.models import SupportedProcess  # noqa: PLC0415  models import this module

        running = SupportedProcess.objects.running(on=on)
        agreed = self.filter(Q(until=None) | Q(until__gte=on), agreed_on__lte=on, withdrawn_on=None)
        return agreed.filter(process__in=running)
