"""Companies, the people to talk to there, what they need, and the rings that they sit in."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Seat
from accounts.audit import Subject
from accounts.models import User
from employers.querysets import CompanyQuerySet, SeatQuerySet
from projects.models import DatedRole, Organisation, Project
from projects.sorting import SwedishOrder

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OCCUPATION = RegexValidator(r"^\d{1,4}$", _("An occupation is a code of one to four digits (SSYK 2012)."))


class Company(models.Model):
    """A company or other employer, known to one organisation by its organisation number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="companies")
    organisation_number = models.CharField(
        _("organisation number"),
        max_length=10,
        validators=[RegexValidator(r"^\d{10}$", _("An organisation number has ten digits."))],
    )
    name = models.CharField(_("name"), max_length=200)
    municipality_code = models.CharField(
        _("municipality"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{4}$", _("A municipality code has four digits."))],
    )
    industry_code = models.CharField(
        _("industry (SNI)"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(r"^\d{1,5}$", _("An industry is a code of one to five digits (SNI 2007)."))
        ],
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    women_share = models.DecimalField(
        _("share of women (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    sort_key = models.GeneratedField(
        expression=SwedishOrder(F("name")), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "organisation_number"],
                name="company_number_once",
                violation_error_message=_("There is a company with this organisation number."),
            ),
            models.CheckConstraint(
                name="company_women_share_per_cent",
                condition=Q(women_share__isnull=True) | Q(women_share__range=(0, 100)),
                violation_error_message=_("The share of women is a per cent from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPerson(models.Model):
    """Someone to talk to at a company."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="contact_people")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact people")

    def __str__(self) -> str:
        return self.name


class CompanySeat(DatedRole):
    """Somebody who speaks for a company, and signs in to see the profiles shared with it."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=Seat, default=Seat.EMPLOYER)

    objects = SeatQuerySet.as_manager()

    class Meta(DatedRole.Meta):
        verbose_name = _("employer contact")
        verbose_name_plural = _("employer contacts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DatedRole.Meta.constraints,
            models.UniqueConstraint(
                fields=["company", "user", "role"],
                condition=Q(end__isnull=True),
                name="company_seat_open_once",
                violation_error_message=_("The person already speaks for the company."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"

    @property
    def subject(self) -> Subject:
        """Its place, for the audit log."""
        return Subject(organisation_id=self.company.organisation_id)

    @property
    def place(self) -> str:
        """Its name."""
        return self.company.name

    @property
    def word(self) -> "StrOrPromise":
        """The label, not yet in a language."""
        return Seat(self.role).label


class Ring(models.Model):
    """A small circle of companies with recruitment needs, run by a project (Linköpingsmodellen)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="rings")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("ring")
        verbose_name_plural = _("rings")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="ring_name_once",
                violation_error_message=_("The project has a ring with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RingMembership(models.Model):
    """A company's place in a ring, from a day (none = not recorded) until a day (none = still a member)."""

    ring = models.ForeignKey(Ring, models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, models.CASCADE, related_name="ring_memberships")
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("ring membership")
        verbose_name_plural = _("ring memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ring", "company"],
                condition=Q(end__isnull=True),
                name="ring_membership_open_once",
                violation_error_message=_("The company already sits in this ring."),
            ),
            models.CheckConstraint(
                name="ring_membership_end_after_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The membership ends before it starts. Check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.ring}"


class Supervisor(models.Model):
    """Somebody at a company who supervises the project's placements, by name.

    `trained_on` none: not trained, or not recorded.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="supervisors")
    company = models.ForeignKey(Company, models.CASCADE, related_name="supervisors")
    name = models.CharField(_("name"), max_length=150)
    trained_on = models.DateField(_("trained on"), null=True, blank=True)

    class Meta:
        verbose_name = _("supervisor")
        verbose_name_plural = _("supervisors")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "company", "name"],
                name="supervisor_once",
                violation_error_message=_("The company has a supervisor with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactKind(models.TextChoices):
    """How a company was contacted."""

    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Meeting")


class CompanyContact(models.Model):
    """One contact that a project has had with a company, on a day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="company_contacts")
    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts")
    contacted_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("contact with a company")
        verbose_name_plural = _("contacts with companies")
        ordering: ClassVar[list[str]] = ["-contacted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.company} {self.contacted_on}"


class RecruitmentNeed(models.Model):
    """A need that a company has stated to a project: open from its date to the day it was closed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="recruitment_needs")
    company = models.ForeignKey(Company, models.CASCADE, related_name="needs")
    registered_on = models.DateField(_("date"))
    occupation = models.CharField(
        _("occupation (SSYK 2012)"), max_length=4, blank=True, validators=[OCCUPATION]
    )
    positions = models.PositiveSmallIntegerField(_("number of people"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    requirements = models.TextField(_("requirements"), blank=True)

    class Meta:
        verbose_name = _("recruitment need")
        verbose_name_plural = _("recruitment needs")
        ordering: ClassVar[list[str]] = ["-registered_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="need_closed_after_registered",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
                violation_error_message=_(
                    "The need was closed before it was registered. Check the two dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.registered_on}"
