"""Which companies a user reaches."""

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.access import Permission
from projects.models import Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from employers.models import Company


class CompanyQuerySet(models.QuerySet["Company"]):
    """Sets of companies."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Companies known to the organisations whose projects the user holds `permission` in."""
        projects = Project.objects.visible_to(user, permission)
        return self.filter(organisation__in=projects.values("organisation"))
