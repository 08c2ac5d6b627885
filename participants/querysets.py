"""Which persons and enrolments a user reaches, and the sets that pages ask for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import Permission
from projects.models import Project
from projects.sorting import swedish_sort_key

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from participants.models import CoachAssignment, Enrolment, Episode, SupportPeriod


class CoachAssignmentQuerySet(models.QuerySet["CoachAssignment"]):
    def in_force(self, *, on: "dt.date") -> Self:
        """Assignments that cover the day; start and end are both included."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Enrolments in projects where the user holds `permission` today.

        A person with protected identity is there for the coaches named on the enrolment only.
        """
        if not user.is_authenticated:
            return self.none()
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

        named = CoachAssignment.objects.in_force(on=timezone.localdate()).filter(
            coach=user, enrolment__person=OuterRef("person"), enrolment__project=OuterRef("project")
        )
        return self.filter(
            Q(person__protected_identity=False) | Exists(named),
            project__in=Project.objects.visible_to(user, permission),
        )

    def valid(self) -> Self:
        """Without those registered by mistake, which count nowhere."""
        return self.filter(registered_by_mistake=False)

    def open(self, *, on: "dt.date") -> Self:
        """Enrolments running on the day: begun, and not ended by then."""
        return self.valid().filter(Q(end__isnull=True) | Q(end__gt=on), start__lte=on)

    def coached_by(self, user: "User", *, on: "dt.date") -> Self:
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

        mine = CoachAssignment.objects.in_force(on=on).filter(coach=user, enrolment=OuterRef("pk"))
        return self.filter(Exists(mine))

    def named(self, text: str) -> Self:
        """Enrolments of persons whose name holds each word of `text`, accents and case aside."""
        found = self
        for word in text.split():
            found = found.filter(person__sort_key__contains=swedish_sort_key(word))
        return found


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Episodes of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))


class SupportPeriodQuerySet(models.QuerySet["SupportPeriod"]):
    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Support periods of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
