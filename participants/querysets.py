"""Which persons and enrolments a user reaches, and the sets that pages ask for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.access import Permission
from projects.models import Project
from projects.sorting import swedish_sort_key

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from participants.models import (
        CoachAssignment,
        EmergencyAccess,
        Enrolment,
        Episode,
        PersonalLink,
        ProfileShare,
        SupportPeriod,
    )


class CoachAssignmentQuerySet(models.QuerySet["CoachAssignment"]):
    """Sets of coach assignments."""

    def in_force(self, *, on: "dt.date") -> Self:
        """Assignments that cover the day; start and end are both included."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Sets of enrolments."""

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

    def not_ended(self, *, on: "dt.date") -> Self:
        """Enrolments that run on the day or begin later."""
        return self.valid().filter(Q(end__isnull=True) | Q(end__gt=on))

    def ended(self, *, on: "dt.date") -> Self:
        """Enrolments whose last day is the day or earlier."""
        return self.valid().filter(end__lte=on)

    def of_participation(self, enrolment: "Enrolment") -> Self:
        """Every stay of that person in that project, which figures count as one participation.

        The enrolment itself is among them even when it was registered by mistake.
        """
        stays = self.filter(person=enrolment.person_id, project=enrolment.project_id)
        return stays.filter(Q(registered_by_mistake=False) | Q(pk=enrolment.pk))

    def first_start(self) -> "dt.date | None":
        """The earliest start: the day on which clocks and ages are counted from."""
        first: dt.date | None = self.aggregate(first=Min("start"))["first"]
        return first

    def coached_by(self, user: "User", *, on: "dt.date") -> Self:
        """Enrolments that the user coaches on the day, or coached when they ended."""
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

        mine = CoachAssignment.objects.filter(
            Q(end__isnull=True) | Q(end__gte=on) | Q(end__gte=OuterRef("end")),
            start__lte=on,
            coach=user,
            enrolment=OuterRef("pk"),
        )
        return self.filter(Exists(mine))

    def named(self, text: str) -> Self:
        """Enrolments found by a text: each word in the name, accents and case aside, or the number."""
        from participants.models import ParticipantNumber  # noqa: PLC0415  models import this module

        number = ParticipantNumber.objects.filter(
            person=OuterRef("person"), project=OuterRef("project"), number__iexact=text.strip()
        )
        words = Q()
        for word in text.split():
            words &= Q(person__sort_key__contains=swedish_sort_key(word))
        return self.filter(words | Exists(number))

    def with_present_facts(self, *, on: "dt.date") -> Self:
        """Bring along what a list shows of each on the day: coach, number, episodes and support in force."""
        from participants.models import (  # noqa: PLC0415  models import this module
            CoachAssignment,
            Episode,
            SupportPeriod,
        )

        return self.select_related("person", "project").prefetch_related(
            "person__participant_numbers",
            Prefetch("coach_assignments", CoachAssignment.objects.in_force(on=on).select_related("coach")),
            Prefetch("episodes", Episode.objects.not_over(on=on).select_related("company")),
            Prefetch("support_periods", SupportPeriod.objects.in_force(on=on)),
        )


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """Sets of episodes."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Episodes of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))

    def not_over(self, *, on: "dt.date") -> Self:
        """Episodes that go on that day or begin later; history from before the project left out."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), before_start=False)


class SupportPeriodQuerySet(models.QuerySet["SupportPeriod"]):
    """Sets of support periods."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Support periods of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))

    def in_force(self, *, on: "dt.date") -> Self:
        """Sources of income that cover the day; start and end are both included."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on)

    def of_participation(self, enrolment: "Enrolment") -> Self:
        """Support of every stay of that person in that project."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.of_participation(enrolment))


class ProfileShareQuerySet(models.QuerySet["ProfileShare"]):
    """Sets of profiles shared with companies."""

    def in_force(self, *, on: "dt.date") -> Self:
        """Shares that cover the day and weren't withdrawn."""
        return self.filter(withdrawn_at=None, start__lte=on, end__gte=on)


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Sets of participants' personal links."""

    def open(self, *, at: "dt.datetime") -> Self:
        """Those that let the participant in at the moment."""
        return self.filter(withdrawn_at=None, expires_at__gt=at)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Sets of emergency accesses."""

    def in_force(self, *, at: "dt.datetime") -> Self:
        """Those that open something at the moment."""
        return self.filter(granted_at__lte=at, expires_at__gt=at)
