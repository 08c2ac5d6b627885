"""Which companies a user reaches."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Coalesce

from accounts.access import Permission
from projects.models import Organisation, Project
from projects.querysets import DatedRoleQuerySet

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from employers.models import Company, CompanySeat


class CompanyQuerySet(models.QuerySet["Company"]):
    """Sets of companies."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Companies known to the organisations whose projects the user holds `permission` in."""
        projects = Project.objects.visible_to(user, permission)
        return self.filter(organisation__in=projects.values("organisation"))

    def with_contacts(self, *, on: "dt.date") -> Self:
        """With `contact_count`: how many speak for the company on the day."""
        from employers.models import CompanySeat  # noqa: PLC0415  models import this module

        seats = CompanySeat.objects.in_force(on=on).filter(company=models.OuterRef("pk")).order_by()
        counted = seats.values("company").annotate(number=models.Count("pk")).values("number")
        return self.annotate(contact_count=Coalesce(models.Subquery(counted), 0))


class SeatQuerySet[Row: CompanySeat](DatedRoleQuerySet[Row]):
    """Sets of people who speak for companies."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Seats in the companies that the user reaches with `permission`, by a project or an office."""
        from employers.models import Company  # noqa: PLC0415  models import this module

        over = Organisation.objects.visible_to(user, permission).values("pk")
        companies = Company.objects.visible_to(user, permission).values("pk")
        return self.filter(models.Q(company__in=companies) | models.Q(company__organisation__in=over))
