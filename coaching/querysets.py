"""Which assessments a user reaches, and the sets that pages ask for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.access import Permission
from participants.models import Enrolment
from participants.querysets import OfEnrolmentQuerySet
from projects.models import Project

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from coaching.models import Attendance, PhaseMove, ReadinessAssessment, Series, Session


class ReadinessAssessmentQuerySet(models.QuerySet["ReadinessAssessment"]):
    """Sets of jobbredo assessments."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Assessments of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))

    def by_coach(self) -> Self:
        """What the coach's assessments say; the participant's own count in no figure."""
        return self.filter(assessor="coach")

    def by_participant(self) -> Self:
        """How participants see it themselves."""
        return self.filter(assessor="participant")

    def of_participation(self, enrolment: Enrolment) -> Self:
        """Assessments in every stay of that person in that project."""
        return self.filter(enrolment__in=Enrolment.objects.of_participation(enrolment))

    def latest_of_each_person(self) -> Self:
        """The last one dated of each person in each project."""
        key = ("enrolment__project_id", "enrolment__person_id")
        return self.order_by(*key, "-assessed_on", "-pk").distinct(*key)

    def all_met(self) -> Self:
        """Those that found every criterion of their checklist met."""
        from coaching.models import Criterion, CriterionResult  # noqa: PLC0415  models import this module

        asked = Criterion.objects.filter(checklist=OuterRef("checklist")).order_by().values("checklist")
        met = CriterionResult.objects.filter(assessment=OuterRef("pk"), state="met").order_by()
        # Counted each for itself: over joined rows, what is asked would be counted for every one of them.
        counted = self.alias(
            asked_criteria=Coalesce(Subquery(asked.values(number=Count("pk"))), 0),
            met_criteria=Subquery(met.values("assessment").values(number=Count("pk"))),
        )
        return counted.filter(met_criteria=F("asked_criteria"))


class SeriesQuerySet(models.QuerySet["Series"]):
    """Sets of series of sessions."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Series of the projects in which the user holds `permission`. Who is invited is another matter."""
        return self.filter(project__in=Project.objects.visible_to(user, permission).values("pk"))


class SessionQuerySet(models.QuerySet["Session"]):
    """Sets of sessions."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Sessions of the projects in which the user holds `permission`. Who came is another matter."""
        return self.filter(project__in=Project.objects.visible_to(user, permission).values("pk"))

    def between(self, first: "dt.date", last: "dt.date") -> Self:
        """Those held on these days, both included, in the order of the day; with who holds them."""
        held = self.filter(held_on__range=(first, last)).select_related("project", "held_by")
        return held.order_by("held_on", models.F("begins").asc(nulls_last=True), "title", "pk")

    def held_by(self, user: "User") -> Self:
        """Those that the user holds, and those of which nobody says who does."""
        return self.filter(Q(held_by=user) | Q(held_by=None))

    def empty(self) -> Self:
        """Sessions at which nobody's attendance or absence is entered."""
        return self.exclude(_entered())

    def to_enter(self, *, on: "dt.date") -> Self:
        """Those of the day, and empty ones of others to which somebody is invited who is in the project."""
        from coaching.models import Expected  # noqa: PLC0415  models import this module

        invited = Exists(Expected.objects.in_project().filter(session=OuterRef("pk")))
        return self.filter(Q(held_on=on) | (Q(invited) & ~_entered()))

    def untouched(self) -> Self:
        """Empty sessions at which nothing ever was entered: no history goes with them."""
        from coaching.models import AttendanceChange  # noqa: PLC0415  models import this module

        return self.empty().exclude(Exists(AttendanceChange.objects.filter(session=OuterRef("pk"))))


def _entered() -> Q:
    """Of a session: somebody's attendance or absence is entered."""
    from coaching.models import Absence, Attendance  # noqa: PLC0415  models import this module

    there = {"session": OuterRef("pk")}
    return Q(Exists(Attendance.objects.filter(**there))) | Q(Exists(Absence.objects.filter(**there)))


class ExpectedQuerySet[Row: models.Model](OfEnrolmentQuerySet[Row]):
    """Sets of invitations to sessions."""

    def in_project(self) -> Self:
        """Invitations of those who are in the project on the session's day: nobody who has left by then."""
        day = F("session__held_on")
        stays_on = Q(enrolment__end=None) | Q(enrolment__end__gte=day)
        return self.filter(stays_on, enrolment__registered_by_mistake=False, enrolment__start__lte=day)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Sets of attended time."""

    def last_days(self, enrolments: "Iterable[Enrolment]") -> "dict[int, dt.date]":
        """The last day that each enrolment attended something, by the enrolment's id."""
        days = (
            self.filter(enrolment__in=enrolments)
            .values("enrolment")
            .annotate(last=models.Max("session__held_on"))
        )
        return dict(days.order_by().values_list("enrolment", "last"))

    def minutes(self) -> int:
        """The sum of the minutes."""
        total: int | None = self.aggregate(total=models.Sum("minutes"))["total"]
        return total or 0


class PhaseMoveQuerySet(models.QuerySet["PhaseMove"]):
    """Sets of moves on the staircase."""

    def latest_of_each(self, *, on: "dt.date") -> Self:
        """Where each enrolment stands on the staircase on the day."""
        until = self.filter(moved_on__lte=on).select_related("phase")
        return until.order_by("enrolment_id", "-moved_on", "-pk").distinct("enrolment_id")
