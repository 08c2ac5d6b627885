"""Which persons and enrolments a user reaches, and the sets that pages ask for."""

import datetime as dt
from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.db.models import Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.access import Permission, roles_with, seats_with
from accounts.vault import blind_index
from projects.models import Organisation, Project
from projects.sorting import swedish_sort_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from participants.models import (
        CoachAssignment,
        EligibilityAnswer,
        EligibilityCondition,
        EmergencyAccess,
        Enrolment,
        Episode,
        PersonalLink,
        PersonalNumber,
        ProfileShare,
        SensitiveBackground,
        SupportPeriod,
    )

type Participation = tuple[int, int]
"""The ids of a project and of a person in it: over every stay of theirs there."""

OVERLAP_DAYS: Final = 30
"""So many days after a handover the coach before goes on reading, as long as they are in the project."""
# What lets staff into a case. A referrer's and an employer's permission open none.
_CASE: Final = frozenset({Permission.CASELOAD_READ, Permission.CASE_WRITE})


def index_of(digits: str, *, organisation_id: int) -> str:
    """What a personal number is found by in an organisation. It tells neither the number nor of elsewhere."""
    return blind_index(digits, bound_to=f"personal number {organisation_id}")


class PersonalNumberQuerySet(models.QuerySet["PersonalNumber"]):
    """Sets of personal numbers. The only thing to find one by is the whole number."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Numbers of persons with an enrolment that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(person__in=Enrolment.objects.visible_to(user, permission).values("person"))

    def numbered(self, digits: str, *, organisation_id: int) -> Self:
        """The one with these twelve characters in an organisation, if any."""
        return self.filter(
            organisation_id=organisation_id, index=index_of(digits, organisation_id=organisation_id)
        )

    def newest_first(self) -> Self:
        """The one that a person got last, first."""
        return self.order_by("-pk")


class SensitiveBackgroundQuerySet(models.QuerySet["SensitiveBackground"]):
    """Sets of sensitive backgrounds. None is picked out by what it holds."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Those of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))


class CoachAssignmentQuerySet(models.QuerySet["CoachAssignment"]):
    """Sets of coach assignments."""

    def in_force(self, *, on: "dt.date") -> Self:
        """Assignments that cover the day; start and end are both included."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on)

    def readable(self, *, on: "dt.date") -> Self:
        """Assignments by which the coach reads on the day: in force, or handed over not long before."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on) | Q(reads_until__gte=on), start__lte=on)

    def handed_to(self, user: "User", *, on: "dt.date") -> Self:
        """Assignments in force that the user got from another coach in the last `OVERLAP_DAYS`."""
        others = self.model._default_manager.filter(  # noqa: SLF001  Django's documented way to a model's rows
            enrolment=OuterRef("enrolment"), end__lt=OuterRef("start")
        ).exclude(coach=user)
        since = on - dt.timedelta(days=OVERLAP_DAYS)
        return self.in_force(on=on).filter(Exists(others), coach=user, start__gt=since)

    def held_by(self, coach: "User") -> Self:
        """Assignments that a coach has until further notice."""
        return self.filter(coach=coach, end=None)

    def handed_by(self, user: "User", *, on: "dt.date") -> Self:
        """Assignments that the user handed over, as long as they go on reading."""
        return self.filter(coach=user, end__lt=on, reads_until__gte=on)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Sets of enrolments."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Enrolments in projects where the user holds `permission` today by a role there, not by an office.

        A person with protected identity is there for the coaches named on the enrolment only, and for
        someone who has broken the glass, as long as that lasts: to read, and to name a coach, so that
        nobody stays out of reach for good when theirs has gone. A coach who has handed them over goes on
        reading for the time agreed, as long as a role in the project lets them read at all. A referrer
        reaches those whom they referred themselves.
        """
        if not user.is_authenticated:
            return self.none()
        from participants.models import (  # noqa: PLC0415  models import this module
            CoachAssignment,
            EmergencyAccess,
        )

        there = {"enrolment__person": OuterRef("person"), "enrolment__project": OuterRef("project")}
        today, assignments = timezone.localdate(), CoachAssignment.objects.filter(coach=user, **there)
        reads = permission is Permission.CASELOAD_READ
        named = assignments.readable(on=today) if reads else assignments.in_force(on=today)
        opened = Q(Exists(named))
        if permission in {Permission.CASELOAD_READ, Permission.COACH_NAME}:
            broken = EmergencyAccess.objects.in_force(at=timezone.now()).filter(user=user, **there)
            opened |= Q(Exists(broken))
        mine = user.memberships.current().filter(role__in=roles_with(permission))
        reached = self.filter(
            Q(person__protected_identity=False) | opened, project__in=mine.values("project")
        )
        return reached.filter(referrer=user) if permission is Permission.REFERRALS_READ else reached

    def valid(self) -> Self:
        """Without those registered by mistake, which count nowhere."""
        return self.filter(registered_by_mistake=False)

    def open(self, *, on: "dt.date") -> Self:
        """Enrolments running on the day: begun, and not ended by then."""
        return self.valid().filter(Q(end__isnull=True) | Q(end__gt=on), start__lte=on)

    def covering(self, day: "dt.date") -> Self:
        """Enrolments that have the day among theirs, the last included, as `Enrolment.covers` says of one."""
        return self.valid().filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)

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

    def without_a_later_stay(self) -> Self:
        """Each person's last enrolment in each project."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        later = Enrolment.objects.valid().filter(
            person=OuterRef("person"), project=OuterRef("project"), start__gt=OuterRef("start")
        )
        return self.filter(~Exists(later))

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

    def with_coaches(self, *, on: "dt.date") -> Self:
        """Bring along who coaches each on the day."""
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

        coached = CoachAssignment.objects.in_force(on=on).select_related("coach")
        return self.prefetch_related(Prefetch("coach_assignments", coached))

    def every_stay_of(
        self, wanted: "Collection[Participation]"
    ) -> "list[tuple[int, Participation, dt.date]]":
        """The id, whose it is, and the first day of each stay of some persons in projects, earliest first."""
        found = (
            self.valid()
            .filter(project__any_of={key[0] for key in wanted}, person__any_of={key[1] for key in wanted})
            .order_by("start", "pk")
            .values_list("pk", "project", "person", "start")
        )
        rows = [(pk, (project, person), start) for pk, project, person, start in found]
        return [row for row in rows if row[1] in wanted]


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


class OfEnrolmentQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of CV entries, of follow-ups, of answers: facts that hang on an enrolment and nothing else."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Those of the enrolments that the user reaches."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))


class EligibilityConditionQuerySet(models.QuerySet["EligibilityCondition"]):
    """Sets of conditions that projects have set."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Those of the projects in which the user holds `permission` today."""
        return self.filter(project__in=Project.objects.visible_to(user, permission).values("pk"))


class EligibilityAnswerQuerySet[Row: EligibilityAnswer](OfEnrolmentQuerySet[Row]):
    """Sets of answers to conditions."""

    def until(self, *, on: "dt.date") -> Self:
        """What had been answered by the end of the day, the latest first."""
        return self.filter(answered_on__lte=on).select_related("condition", "answered_by")


class ProfileShareQuerySet(models.QuerySet["ProfileShare"]):
    """Sets of profiles shared with companies."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Shares that the user reaches: an employer contact what their companies see today, staff the case's.

        A company sees a share from its first day to its last, unless it was withdrawn, the person has
        left the project or the person's identity is protected: then nobody there does.
        """
        if not user.is_authenticated:
            return self.none()
        if permission in _CASE:
            from participants.models import Enrolment  # noqa: PLC0415  models import this module

            return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
        today = timezone.localdate()
        seats = user.seats.current().filter(role__in=seats_with(permission))
        return self.in_force(on=today).filter(
            Q(enrolment__end=None) | Q(enrolment__end__gt=today),
            company__in=seats.values("company"),
            enrolment__registered_by_mistake=False,
            enrolment__person__protected_identity=False,
        )

    def open(self, *, on: "dt.date") -> Self:
        """Shares that can be withdrawn: in force on the day, or later."""
        return self.filter(withdrawn_at=None, end__gte=on)

    def in_force(self, *, on: "dt.date") -> Self:
        """Shares that cover the day and weren't withdrawn."""
        return self.filter(withdrawn_at=None, start__lte=on, end__gte=on)


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Sets of participants' personal links."""

    def with_case(self) -> Self:
        """Bring along whom and where each is about."""
        return self.select_related("enrolment__person", "enrolment__project")

    def open(self, *, at: "dt.datetime") -> Self:
        """Those that let the participant in at the moment."""
        return self.filter(withdrawn_at=None, expires_at__gt=at, enrolment__registered_by_mistake=False)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Sets of emergency accesses."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """One's own, in projects where one may break the glass; an officer's, those in their organisations.

        Nobody reviews what they did themselves.
        """
        if permission is Permission.BREAK_GLASS:
            return self.filter(
                user_id=user.pk, enrolment__project__in=Project.objects.visible_to(user, permission)
            )
        over = Organisation.objects.visible_to(user, permission)
        reached = self.filter(enrolment__project__organisation__in=over)
        return reached.exclude(user_id=user.pk) if permission is Permission.AUDIT_REVIEW else reached

    def in_force(self, *, at: "dt.datetime") -> Self:
        """Those that open something at the moment. Who is the person's coach by now needs none."""
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

        named = CoachAssignment.objects.in_force(on=timezone.localdate(at)).filter(
            coach=OuterRef("user"),
            enrolment__person=OuterRef("enrolment__person"),
            enrolment__project=OuterRef("enrolment__project"),
        )
        return self.filter(~Exists(named), granted_at__lte=at, expires_at__gt=at)

    def of_participation(self, enrolment: "Enrolment") -> Self:
        """Those that open that person in that project."""
        return self.filter(enrolment__person=enrolment.person_id, enrolment__project=enrolment.project_id)
