"""Which events of the audit log an officer reaches, and the sets that their page asks for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import Permission, offices_with

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import AuditEvent, Invitation, UnexplainedWrite, User


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Sets of events in the audit log."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Events of the organisations in which the user holds an office with `permission` today.

        An event of no organisation (a sign-in, a list over several projects) belongs to those in
        whose organisation its actor has or had a role. One of nobody, such as a failed sign-in or
        a write past the actions, holds no person and is there for every officer.
        """
        if not user.is_authenticated:
            return self.none()
        from accounts.models import User  # noqa: PLC0415  models import this module

        mine = user.offices.current().filter(role__in=offices_with(permission)).values("organisation")
        staff = User.objects.filter(
            Q(memberships__project__organisation__in=mine)
            | Q(offices__organisation__in=mine)
            | Q(seats__company__organisation__in=mine)
        )
        return self.filter(
            Q(organisation_id__in=mine)
            | Q(organisation_id=None, actor__in=staff.values("pk"))
            | Q(models.Exists(mine), organisation_id=None, actor=None)
        )

    def reads(self) -> Self:
        """What was looked at, and changed nothing."""
        return self.filter(kind="read")

    def between(self, first: "dt.datetime | None", last: "dt.datetime | None") -> Self:
        """Events from a moment on, and before another; None leaves that side open."""
        found = self.filter(at__gte=first) if first else self
        return found.filter(at__lt=last) if last else found


class UnexplainedWriteQuerySet(models.QuerySet["UnexplainedWrite"]):
    """Sets of writes that no action has explained."""

    def not_in_log(self) -> Self:
        """Those that the audit log doesn't tell of yet."""
        from accounts.models import AuditEvent  # noqa: PLC0415  models import this module

        told = AuditEvent.objects.filter(kind="bypass", object_id=models.OuterRef("pk"))
        return self.filter(~models.Exists(told))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Sets of invitations."""

    def open(self, *, at: "dt.datetime") -> Self:
        """Those that still let somebody in at the moment."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at, user__is_active=True)
