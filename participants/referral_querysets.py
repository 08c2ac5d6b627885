"""Which referrals a user reaches."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import Permission, Role, roles_with

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from participants.models import Referral


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Sets of referrals."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Referrals to projects where the user holds `permission` today by a role there.

        A referrer reaches those that they sent. One about a person with protected identity is there for
        its sender, as long as the person isn't enrolled, and in the project for the coach whom it names and
        those who coach the person there already; no lead sees it, and nobody by breaking the glass.
        Whoever registered one that says nothing of protection sees what they wrote until the person is
        enrolled: that it vanished would tell whose number they wrote.
        """
        if not user.is_authenticated:
            return self.none()
        mine = user.memberships.current().filter(role__in=roles_with(permission))
        there = self.filter(project__in=mine.values("project"))
        if permission is Permission.REFERRALS_READ:
            return there.filter(referrer=user).exclude(enrolment__person__protected_identity=True)
        own = Q(registered_by=user, protected_identity=False, enrolment=None)
        return there.filter(~_hidden() | Q(coach=user) | own | _coaches_already(user))

    def without_receiver(self, user: "User", permission: Permission) -> Self:
        """Waiting ones about somebody with protected identity that nobody in the project sees any more.

        For whoever may name a coach there: who it is about is none of their business. Not the ones that
        the user registered without knowing of the protection: this would tell it.
        """
        from participants.models import CoachAssignment  # noqa: PLC0415  models import this module
        from projects.models import Membership  # noqa: PLC0415  as above

        mine = user.memberships.current().filter(role__in=roles_with(permission))
        coaches = Membership.objects.current().filter(role=Role.COACH)
        named = coaches.filter(project=OuterRef("project"), user=OuterRef("coach"))
        known = CoachAssignment.objects.in_force(on=timezone.localdate()).filter(
            coach__in=coaches.filter(project=OuterRef("enrolment__project")).values("user"),
            enrolment__project=OuterRef("project"),
            enrolment__person__personal_numbers__index=OuterRef("number__index"),
            enrolment__person__personal_numbers__organisation=OuterRef("number__organisation"),
        )
        orphaned = self.waiting().filter(
            _hidden(), ~Exists(named), ~Exists(known), project__in=mine.values("project")
        )
        return orphaned.exclude(registered_by=user, protected_identity=False)

    def waiting(self) -> Self:
        """Those that nobody has accepted or declined yet."""
        return self.filter(enrolment=None, declined_reason="")

    def decided(self) -> Self:
        """Those that were accepted or declined."""
        return self.exclude(enrolment=None, declined_reason="")


def _hidden() -> Q:
    """Protected as the referrer has it, or as the organisation already has it of the same person."""
    from participants.models import PersonalNumber  # noqa: PLC0415  models import this module

    known = PersonalNumber.objects.filter(
        organisation=OuterRef("number__organisation"),
        index=OuterRef("number__index"),
        person__protected_identity=True,
    )
    return Q(protected_identity=True) | Q(enrolment__person__protected_identity=True) | Q(Exists(known))


def _coaches_already(user: "User") -> Q:
    """The same person, by the number or because it was accepted, is coached by the user in that project."""
    from participants.models import CoachAssignment  # noqa: PLC0415  models import this module

    mine = CoachAssignment.objects.in_force(on=timezone.localdate()).filter(
        coach=user, enrolment__project=OuterRef("project")
    )
    by_number = mine.filter(
        enrolment__person__personal_numbers__index=OuterRef("number__index"),
        enrolment__person__personal_numbers__organisation=OuterRef("number__organisation"),
    )
    accepted = mine.filter(enrolment__person=OuterRef("enrolment__person"))
    return Q(Exists(by_number)) | Q(Exists(accepted))
