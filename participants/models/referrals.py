"""Referrals: somebody asks the project to take a person in, and is told what became of it."""

import datetime as dt
import uuid
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.vault import seal, unseal
from participants.codes import NumberKind, SupportSource
from participants.models.enrolment import Enrolment
from participants.querysets import index_of
from participants.referral_querysets import ReferralQuerySet
from projects.models import Organisation, Project, TargetGroup


class Financing(models.TextChoices):
    """What the person lives on while in the project (seeds/leanlink.txt, “Ekonomi för deltagaren”)."""

    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")
    INTRODUCTION = "introduction", _("Introduction or establishment benefit")
    ACTIVITY_SUPPORT = "activity_support", _("Activity support")
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit", _("Unemployment benefit")
    SICKNESS_BENEFIT = "sickness_benefit", _("Sickness benefit or rehabilitation")
    SUBSIDISED_WAGE = "subsidised_wage", _("Wage with a subsidy")
    OTHER = "other", _("Other, in words")


# What each is called once the person is enrolled.
_SOURCES: Final = {
    Financing.SOCIAL_ASSISTANCE: SupportSource.SOCIAL_ASSISTANCE,
    Financing.ACTIVITY_SUPPORT: SupportSource.ACTIVITY_SUPPORT,
    Financing.UNEMPLOYMENT_BENEFIT: SupportSource.UNEMPLOYMENT_BENEFIT,
    Financing.SICKNESS_BENEFIT: SupportSource.SICKNESS_BENEFIT,
    Financing.SUBSIDISED_WAGE: SupportSource.WAGE,
}
# Until then municipalities paid introduction benefit, since then the state pays establishment benefit
# (lagen 2010:197 om etableringsinsatser, in force on this day).
_ESTABLISHMENT: Final = dt.date(2010, 12, 1)


class DeclineReason(models.TextChoices):
    """Why a referral was declined; the referrer is told this, and nothing else of why."""

    NO_PLACE = "no_place", _("No place free")
    NOT_TARGET_GROUP = "not_target_group", _("Not in the project’s target group")
    NOT_ELIGIBLE = "not_eligible", _("Doesn’t meet the project’s conditions")
    NOT_WANTED = "not_wanted", _("The person doesn’t want to take part")
    NOT_REACHED = "not_reached", _("The person couldn’t be reached")
    OTHER_MEASURE = "other_measure", _("Has another measure already")
    WRONG = "wrong", _("Sent by mistake, or twice")
    OTHER = "other", _("Other reason")


class ReferralStage(models.TextChoices):
    """How far a referral has come."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", pgettext_lazy("a referral", "Accepted")
    DECLINED = "declined", _("Declined")


class Referral(models.Model):
    """A person whom somebody asks a project to take in. Days are civil dates.

    Who refers is `referrer`, who signs in and sees what becomes of it, or stands in words in
    `referred_by`. It is waiting until it is accepted (`enrolment`) or declined (`declined_reason`, which
    the referrer is told; `declined_words` are for the project alone). One about a person with protected
    identity names the `coach` who alone in the project sees it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="referrals", verbose_name=_("project"), editable=False
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("target group"),
    )
    referrer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sent_referrals",
        verbose_name=_("referrer who signs in"),
        editable=False,
    )
    referred_by = models.CharField(_("referred by"), max_length=200, blank=True)
    received_on = models.DateField(_("received"))
    financing = models.CharField(_("lives on"), max_length=20, choices=Financing, blank=True)
    financing_words = models.CharField(_("lives on, in words"), max_length=200, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    protected_identity = models.BooleanField(_("protected identity"), default=False)
    coach = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coach who receives it"),
        editable=False,
    )
    why = models.TextField(_("why the person is referred"), max_length=4000, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, null=True, related_name="referral", editable=False
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    declined_reason = models.CharField(
        _("reason"), max_length=20, choices=DeclineReason, blank=True, editable=False
    )
    declined_words = models.CharField(_("in words"), max_length=500, blank=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering: ClassVar[list[str]] = ["received_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="referral_is_from_somebody",
                condition=Q(referrer__isnull=False) | ~Q(referred_by=""),
                violation_error_message=_("Write who refers the person."),
            ),
            models.CheckConstraint(
                name="referral_protected_names_coach",
                condition=Q(protected_identity=False) | Q(coach__isnull=False),
                violation_error_message=_("Name the coach who alone receives it."),
            ),
            models.CheckConstraint(
                name="referral_decided_once",
                condition=Q(
                    enrolment__isnull=True, declined_reason="", decided_on__isnull=True, declined_words=""
                )
                | Q(enrolment__isnull=False, declined_reason="", decided_on__isnull=False, declined_words="")
                | (Q(enrolment__isnull=True, decided_on__isnull=False) & ~Q(declined_reason="")),
                violation_error_message=_("A referral is either waiting, accepted or declined for a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.received_on}"

    @property
    def listed_name(self) -> str:
        """As lists have it, which go by last name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def stage(self) -> ReferralStage:
        """How far it has come."""
        if self.declined_reason:
            return ReferralStage.DECLINED
        return ReferralStage.ACCEPTED if self.enrolment_id else ReferralStage.RECEIVED

    @property
    def sender(self) -> str:
        """Who refers, by name or in words."""
        return str(self.referrer) if self.referrer else self.referred_by

    @property
    def support_source(self) -> str:
        """What the person lives on, as support is recorded of those enrolled; "" where it isn't said."""
        if self.financing == Financing.INTRODUCTION:
            state = self.received_on >= _ESTABLISHMENT
            return SupportSource.ESTABLISHMENT_BENEFIT if state else SupportSource.INTRODUCTION_BENEFIT
        return str(_SOURCES.get(Financing(self.financing), "")) if self.financing else ""

    def days_waited(self, *, on: dt.date) -> int:
        """Days from when it was received until it was decided, or until the day."""
        return max(((self.decided_on or on) - self.received_on).days, 0)


class ReferredNumber(models.Model):
    """The personal number of somebody who is referred, encrypted like a person's own.

    `index` is the same as that of the number in `PersonalNumber`, so that the same person is known again.
    """

    row_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="number")
    sealed = models.TextField(_("personal number"), editable=False)
    index = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=NumberKind, default=NumberKind.PERSONAL)

    objects = models.Manager()

    class Meta:
        verbose_name = _("personal number of a referral")
        verbose_name_plural = _("personal numbers of referrals")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "index"], name="referred_number_index")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @classmethod
    def sealing(cls, *, referral: Referral, digits: str, kind: str) -> Self:
        """The number of a stored referral, not saved. `digits` are as the parser gives them."""
        owner = referral.project.organisation_id
        number = cls(referral=referral, organisation_id=owner, kind=kind)
        number.sealed = seal(digits, bound_to=number.bound_to)
        number.index = index_of(digits, organisation_id=owner)
        return number

    @property
    def bound_to(self) -> str:
        """What the sealed text opens with: this row, this referral, this organisation."""
        return f"referred number {self.row_id} {self.referral_id} {self.organisation_id}"

    @property
    def digits(self) -> str:
        """The twelve characters, opened. Whoever shows them records it first. Raises SealBrokenError."""
        return unseal(self.sealed, bound_to=self.bound_to)
