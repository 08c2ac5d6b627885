"""Which projects and memberships a question is about."""

import unicodedata
import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Permission, offices_with, roles_with
from accounts.models import Invitation

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from projects.models import (
        DatedRole,
        Membership,
        OccupationList,
        Organisation,
        OrganisationRole,
        Project,
    )


class DatedRoleQuerySet[Row: DatedRole](models.QuerySet[Row]):
    """Sets of roles that somebody holds for a time."""

    def current(self) -> Self:
        """Those in force today: access is always judged now, whatever day a page is about."""
        return self.in_force(on=timezone.localdate())

    def in_force(self, *, on: "dt.date") -> Self:
        """Those in force on a day, of accounts that are switched on."""
        return self.not_over(on=on).filter(start__lte=on, user__is_active=True)

    def not_over(self, *, on: "dt.date") -> Self:
        """Those in force on a day or to come, whatever became of the account."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on))

    def with_invitations(self) -> Self:
        """With `invited_until`: when the invitation that waits for the holder ends or has ended, if any."""
        waiting = Invitation.objects.filter(user=models.OuterRef("user"), used_at=None, withdrawn_at=None)
        return self.annotate(invited_until=models.Subquery(waiting.values("expires_at")[:1]))


class MembershipQuerySet[Row: Membership](DatedRoleQuerySet[Row]):
    """Sets of roles in projects."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Roles in the projects in which the user holds `permission` today."""
        from projects.models import Project  # noqa: PLC0415  models import this module

        return self.filter(project__in=Project.objects.visible_to(user, permission).values("pk"))


class OfficeQuerySet[Row: OrganisationRole](DatedRoleQuerySet[Row]):
    """Sets of offices."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Offices in the organisations in which the user holds an office with `permission` today."""
        from projects.models import Organisation  # noqa: PLC0415  as above

        return self.filter(organisation__in=Organisation.objects.visible_to(user, permission).values("pk"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Sets of organisations."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Organisations in which the user holds an office with `permission` today."""
        if not user.is_authenticated:
            return self.none()
        mine = user.offices.current().filter(role__in=offices_with(permission))
        return self.filter(pk__in=mine.values("organisation"))


class ProjectQuerySet(models.QuerySet["Project"]):
    """Sets of projects."""

    def named(self, text: str) -> "Project":
        """The project with this name or public id, however the system composes its å, ä and ö.

        Raises DoesNotExist, and MultipleObjectsReturned when two organisations use the name.
        """
        try:
            return self.get(public_id=uuid.UUID(text))
        except ValueError:
            return self.get(name=unicodedata.normalize("NFC", text).strip())

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Projects in which the user holds `permission` today, by a role there or an office above it.

        The door to every other row.
        """
        if not user.is_authenticated:
            return self.none()
        mine = user.memberships.current().filter(role__in=roles_with(permission))
        over = user.offices.current().filter(role__in=offices_with(permission))
        return self.filter(Q(pk__in=mine.values("project")) | Q(organisation__in=over.values("organisation")))

    def organisations(self) -> "OrganisationQuerySet":
        """Those that own the projects."""
        from projects.models import Organisation  # noqa: PLC0415  as above

        return Organisation.objects.filter(pk__in=self.values("organisation")).order_by("name")


class OccupationListQuerySet(models.QuerySet["OccupationList"]):
    """Sets of lists of occupations."""

    def that_applies(self) -> Self:
        """The newest list, of two from one day the one loaded last; none where none has been loaded."""
        return self.filter(pk__in=self.order_by("-valid_from", "-pk").values("pk")[:1])
