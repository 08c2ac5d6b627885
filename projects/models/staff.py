"""Who is what in a project or an organisation, and from when until when."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Office, Role
from accounts.audit import Subject
from accounts.models import User
from projects.models.project import Organisation, Project
from projects.querysets import MembershipQuerySet, OfficeQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DatedRole(models.Model):
    """What someone is to something from a day until a day, both included; no end = until further notice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)

    if TYPE_CHECKING:
        # Each kind of role has its holder and its own choice of roles.
        user: models.ForeignKey[User, User]
        user_id: int
        role: models.CharField[str, str]

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The role ends before it starts. Check the two dates."),
            ),
        ]

    @property
    def subject(self) -> Subject:
        """What an event about the role is about."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Where the role is held, as a letter says it."""
        raise NotImplementedError

    @property
    def word(self) -> "StrOrPromise":
        """What the role is called, in the language of whoever reads it."""
        raise NotImplementedError


class Membership(DatedRole):
    """Someone's role in a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedRole.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DatedRole.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "user", "role"],
                condition=Q(end__isnull=True),
                name="membership_open_once",
                violation_error_message=_("The person already has this role in the project."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def subject(self) -> Subject:
        """Its place, for the audit log."""
        return Subject(organisation_id=self.project.organisation_id, project_id=self.project_id)

    @property
    def place(self) -> str:
        """Its name."""
        return f"{self.project.name}, {self.project.organisation.name}"

    @property
    def word(self) -> "StrOrPromise":
        """The label, not yet in a language."""
        return Role(self.role).label


class OrganisationRole(DatedRole):
    """Someone's office in an organisation. It reaches over all its projects, and opens no case by itself."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offices")
    user = models.ForeignKey(User, models.PROTECT, related_name="offices")
    role = models.CharField(_("office"), max_length=15, choices=Office)

    objects = OfficeQuerySet.as_manager()

    class Meta(DatedRole.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DatedRole.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "user", "role"],
                condition=Q(end__isnull=True),
                name="office_open_once",
                violation_error_message=_("The person already holds this office in the organisation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def subject(self) -> Subject:
        """Its place, for the audit log."""
        return Subject(organisation_id=self.organisation_id)

    @property
    def place(self) -> str:
        """Its name."""
        return self.organisation.name

    @property
    def word(self) -> "StrOrPromise":
        """The label, not yet in a language."""
        return Office(self.role).label
