"""Which saved filters a user reaches, and the sets of enrolments that the caseload's filters ask for."""

import datetime as dt
from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When

from participants.codes import EpisodeKind
from participants.models import CoachAssignment, Enrolment, Episode
from projects.sorting import SwedishOrder

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.access import Permission
    from accounts.models import User
    from coaching.models import SavedFilter
    from coaching.querysets import ReadinessAssessmentQuerySet
    from participants.querysets import EnrolmentQuerySet

UNSEEN_DAYS: Final = 14
"""So many days without any attendance, and the caseload says that somebody hasn't been seen."""
PLACEMENTS: Final = (
    EpisodeKind.WORK_PLACEMENT,
    EpisodeKind.WORK_TRAINING,
    EpisodeKind.LANGUAGE_PLACEMENT,
)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Sets of saved filters."""

    def visible_to(self, user: "User | AnonymousUser", _permission: "Permission") -> Self:
        """One's own, whatever one may do."""
        return self.filter(user=user.pk)


def going_on(reached: "EnrolmentQuerySet", kinds: tuple[str, ...], *, on: dt.date) -> "EnrolmentQuerySet":
    """Those who do something of these kinds on the day."""
    doing = Episode.objects.not_over(on=on).filter(enrolment=OuterRef("pk"), kind__in=kinds, start__lte=on)
    return reached.filter(Exists(doing))


def nothing_going_on(reached: "EnrolmentQuerySet", *, on: dt.date) -> "EnrolmentQuerySet":
    """Those for whom nothing goes on on the day."""
    doing = Episode.objects.not_over(on=on).filter(enrolment=OuterRef("pk"), start__lte=on)
    return reached.filter(~Exists(doing))


def standing_on(reached: "EnrolmentQuerySet", phase: str, *, on: dt.date) -> "EnrolmentQuerySet":
    """Those whose latest move, up to the day, was to the step with this id; "none" = nobody moved them."""
    from coaching.models import PhaseMove  # noqa: PLC0415  models import this module

    moves = PhaseMove.objects.filter(enrolment=OuterRef("pk"), moved_on__lte=on)
    if phase == "none":
        return reached.filter(~Exists(moves))
    latest = moves.order_by("-moved_on", "-pk").values("phase")[:1]
    return reached.alias(present_phase=Subquery(latest)).filter(present_phase=phase)


def unseen(reached: "EnrolmentQuerySet", *, on: dt.date) -> "EnrolmentQuerySet":
    """Those who began at least `UNSEEN_DAYS` ago and have attended nothing in these days."""
    since = on - dt.timedelta(days=UNSEEN_DAYS)
    return (
        reached.not_ended(on=on)
        .alias(last_seen=_last_seen(on=on))
        .filter(Q(last_seen=None) | Q(last_seen__lte=since), start__lte=since)
    )


def ready(reached: "EnrolmentQuerySet", *, on: dt.date) -> "EnrolmentQuerySet":
    """Those whom a coach has found to meet every criterion, on the day or before, in any stay."""
    return reached.filter(Exists(_assessed(on=on).all_met()))


def not_ready(reached: "EnrolmentQuerySet", *, on: dt.date) -> "EnrolmentQuerySet":
    """Those who were assessed, and never met every criterion."""
    return reached.filter(Exists(_assessed(on=on)), ~Exists(_assessed(on=on).all_met()))


def not_assessed(reached: "EnrolmentQuerySet", *, on: dt.date) -> "EnrolmentQuerySet":
    """Those whom no coach has assessed."""
    return reached.filter(~Exists(_assessed(on=on)))


def in_order(found: "EnrolmentQuerySet", key: str, *, descending: bool, on: dt.date) -> "EnrolmentQuerySet":
    """Sorted by name, start, last seen, clock or coach; who has none of it comes last, then by name."""
    wanted = {
        "name": lambda: F("person__sort_key"),
        "start": lambda: F("start"),
        "seen": lambda: F("order_seen"),
        "clock": lambda: F("order_clock"),
        "coach": lambda: F("order_coach"),
    }[key]()
    if key == "seen":
        found = found.alias(order_seen=_last_seen(on=on))
    elif key == "clock":
        found = found.alias(order_clock=_clock_from(on=on))
    elif key == "coach":
        found = found.alias(order_coach=_coach_name(on=on))
    first = wanted.desc(nulls_last=True) if descending else wanted.asc(nulls_last=True)
    return found.order_by(first, "person__sort_key", "start", "pk")


def _last_seen(*, on: dt.date) -> Subquery:
    from coaching.models import Attendance  # noqa: PLC0415  models import this module

    there = Attendance.objects.filter(enrolment=OuterRef("pk"), session__held_on__lte=on).order_by()
    return Subquery(there.values("enrolment").annotate(last=Max("session__held_on")).values("last"))


def _coach_name(*, on: dt.date) -> Subquery:
    named = CoachAssignment.objects.in_force(on=on).filter(enrolment=OuterRef("pk"))
    return Subquery(named.order_by("-start", "-pk").values(name=SwedishOrder("coach__name"))[:1])


def _clock_from(*, on: dt.date) -> Case:
    """The first day in the project of those whose clock runs: the earlier, the sooner it is up."""
    from coaching.models import Checklist  # noqa: PLC0415  models import this module

    stays = Enrolment.objects.valid().filter(person=OuterRef("person"), project=OuterRef("project"))
    first = stays.order_by().values("person").annotate(first=Min("start")).values("first")
    counts = Q(Exists(Checklist.objects.filter(project=OuterRef("project"))))
    there = Q(start__lte=on, project__end__gte=on, registered_by_mistake=False)
    there &= Q(end=None) | Q(end__gt=on)
    runs = counts & there & ~Exists(_assessed(on=on).all_met())
    return Case(When(runs, then=Subquery(first)), default=Value(None), output_field=models.DateField())


def _assessed(*, on: dt.date) -> "ReadinessAssessmentQuerySet":
    """The coaches' assessments of the person in the project, over every stay."""
    from coaching.models import ReadinessAssessment  # noqa: PLC0415  models import this module

    return ReadinessAssessment.objects.by_coach().filter(
        enrolment__person=OuterRef("person"),
        enrolment__project=OuterRef("project"),
        enrolment__registered_by_mistake=False,
        assessed_on__lte=on,
    )
