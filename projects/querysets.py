"""Which projects and memberships a question is about."""

import unicodedata
import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Permission, offices_with, roles_with

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from projects.models import DatedRole, Organisation, Project


class DatedRoleQuerySet[Row: DatedRole](models.QuerySet[Row]):
    """Sets of roles that somebody holds for a time."""

    def current(self) -> Self:
        """Those in force today: access is always judged now, whatever day a page is about."""
        today = timezone.localdate()
        return self.filter(Q(end__isnull=True) | Q(end__gte=today), start__lte=today, user__is_active=True)


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
