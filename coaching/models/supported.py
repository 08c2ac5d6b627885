"""Supported employment: where someone is in its five steps, and what is agreed in each.

The method as SIN-projektet worked by it (seeds/sin-projektet.txt, 3.2 Metodens 5 steg).
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.supported_querysets import MayTellQuerySet, OfProcessQuerySet, SupportedProcessQuerySet
from employers.models import Company
from participants.models import Enrolment
from participants.models.enrolment import HOURS_A_WEEK

EMPLOYER_STEP = 3
"""From this step on there is an employer who could be told something."""


class SupportedStep(models.IntegerChoices):
    """The five steps, in order. Going back is part of the method."""

    APPLICANT_ANALYSIS = 1, _("Applicant analysis")
    JOB_FINDING = 2, _("Job finding")
    JOB_ANALYSIS = 3, _("Job analysis")
    INTRODUCTION = 4, _("Introduction at the workplace")
    FOLLOW_UP = 5, _("Follow-up support")


class Fit(models.TextChoices):
    """How a group of factors at a workplace goes with what the applicant seeks and avoids."""

    FITS = "fits", _("Fits")
    ADAPTED = "adapted", _("Fits if something is adapted")
    NOT = "not", _("Doesn't fit")


class Judgement(models.TextChoices):
    """What a job analysis comes to (seeds/sin-projektet.txt, step 3)."""

    DIRECT = "direct", _("Can be employed directly")
    INTRODUCTION = "introduction", _("Needs support in the introduction")
    FOLLOW_UP = "follow_up", _("Needs follow-up support")
    BOTH = "both", _("Needs support in the introduction and afterwards")
    UNSUITABLE = "unsuitable", _("The workplace doesn't suit")


class SupportedProcess(models.Model):
    """One way through the five steps, within an enrolment. Where it is follows from its moves.

    It ends by the closing talk (`closed_on`), or is broken off for a reason, in step 5 why a talk couldn't
    be held; both are days that it no longer goes on. Someone who loses the job later begins another.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="supported_processes")
    employee_talk_on = models.DateField(_("talk with the employee"), null=True, blank=True)
    employee_view = models.TextField(_("the employee's view"), blank=True)
    employer_talk_on = models.DateField(_("talk with the employer"), null=True, blank=True)
    employer_view = models.TextField(_("the employer's view"), blank=True)
    closed_on = models.DateField(_("the support ends on"), null=True, blank=True)
    broken_off_on = models.DateField(_("broken off on"), null=True, blank=True)
    broken_off_reason = models.CharField(_("why it was broken off"), max_length=500, blank=True)

    objects = SupportedProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("supported employment")
        verbose_name_plural = _("supported employment")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(closed_on=None, broken_off_on=None),
                name="supported_process_open_once",
                violation_error_message=_("Supported employment is going on already. Go on with that."),
            ),
            models.CheckConstraint(
                name="supported_process_closed_with_both",
                condition=Q(closed_on=None)
                | (
                    Q(employee_talk_on__isnull=False, employee_talk_on__lte=F("closed_on"))
                    & Q(employer_talk_on__isnull=False, employer_talk_on__lte=F("closed_on"))
                    & ~Q(employee_view="")
                    & ~Q(employer_view="")
                ),
                violation_error_message=_(
                    "The support ends when both the employee and the employer have had their closing talk, "
                    "with the day and the view of each."
                ),
            ),
            models.CheckConstraint(
                name="supported_process_ends_one_way",
                condition=Q(closed_on=None) | Q(broken_off_on=None),
                violation_error_message=_("It is either closed or broken off, not both."),
            ),
            models.CheckConstraint(
                name="supported_process_broken_off_for_a_reason",
                condition=Q(broken_off_on=None, broken_off_reason="")
                | (Q(broken_off_on__isnull=False) & ~Q(broken_off_reason="")),
                violation_error_message=_("Say both when and why it was broken off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def ended_on(self) -> dt.date | None:
        """The day from which it no longer goes on."""
        return self.closed_on or self.broken_off_on


class OfProcess(models.Model):
    """What hangs on a process and has an address of its own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class SupportedMove(OfProcess):
    """A move to a step, in force from its day until the next one or the end. The first begins the process."""

    process = models.ForeignKey(SupportedProcess, models.CASCADE, related_name="moves")
    step = models.PositiveSmallIntegerField(_("step"), choices=SupportedStep)
    moved_on = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("move between the steps")
        verbose_name_plural = _("moves between the steps")
        ordering: ClassVar[list[str]] = ["moved_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["process", "moved_on"],
                name="supported_move_one_a_day",
                violation_error_message=_("There is a move on that day. Change that one."),
            ),
            models.CheckConstraint(
                name="supported_move_to_a_step",
                condition=Q(step__in=[1, 2, 3, 4, 5]),
                violation_error_message=_("Choose one of the five steps."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.moved_on}"


class ApplicantAnalysis(models.Model):
    """Step 1: what to seek and what to avoid, as the applicant says it. May be left half done."""

    process = models.OneToOneField(SupportedProcess, models.CASCADE, related_name="analysis")
    informed_on = models.DateField(_("told how the support works"), null=True, blank=True)
    analysed_on = models.DateField(_("done together"), null=True, blank=True)
    work_sought = models.TextField(_("work and fields of interest to seek"), blank=True)
    presented = models.TextField(_("experience, education and knowledge to present"), blank=True)
    tasks_sought = models.TextField(_("tasks to seek"), blank=True)
    tasks_avoided = models.TextField(_("tasks to avoid"), blank=True)
    environment_sought = models.TextField(_("environment to seek"), blank=True)
    environment_avoided = models.TextField(_("environment to avoid"), blank=True)
    hours_sought = models.CharField(_("hours to seek"), max_length=200, blank=True)
    hours_avoided = models.CharField(_("hours to avoid"), max_length=200, blank=True)
    support_needed = models.TextField(_("support needed"), blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("applicant analysis")
        verbose_name_plural = _("applicant analyses")

    def __str__(self) -> str:
        return f"{self.pk}"


class MayTell(OfProcess):
    """One thing that employers may be told, chosen by the participant. What isn't here may not be told.

    A consent: agreed on a day, to one company or (none) to all that are asked for work, in force until
    a day, until it is withdrawn or the process ends. It isn't rewritten: what changes is withdrawn.
    """

    process = models.ForeignKey(SupportedProcess, models.CASCADE, related_name="may_tell")
    what = models.CharField(_("what may be told"), max_length=300)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom")
    )
    agreed_on = models.DateField(_("agreed on"))
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, editable=False)

    objects = MayTellQuerySet.as_manager()

    class Meta:
        verbose_name = _("what employers may be told")
        verbose_name_plural = _("what employers may be told")
        ordering: ClassVar[list[str]] = ["agreed_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="may_tell_until_after_agreed",
                condition=Q(until=None) | Q(until__gte=F("agreed_on")),
                violation_error_message=_(
                    "The last day is before the day it was agreed. Check the two dates."
                ),
            ),
            models.CheckConstraint(
                name="may_tell_withdrawn_after_agreed",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("agreed_on")),
                violation_error_message=_("It can't be withdrawn before it was agreed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def in_force(self, *, on: dt.date) -> bool:
        """Whether it may be told on the day. On the day that it is withdrawn it may not."""
        return self.agreed_on <= on and self.withdrawn_on is None and (self.until is None or self.until >= on)


class AtWorkplace(OfProcess):
    """What is about a workplace: a company that is known, or words, or both."""

    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    workplace = models.CharField(_("workplace"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The company and the place there. A list brings the companies along."""
        return ", ".join(part for part in (str(self.company or ""), self.workplace) if part)


class JobAnalysis(AtWorkplace):
    """Step 3: tasks and the four groups of factors at a workplace, and how each goes with the applicant."""

    process = models.ForeignKey(SupportedProcess, models.CASCADE, related_name="job_analyses")
    visited_on = models.DateField(_("date of the visit"))
    tasks = models.TextField(_("tasks"), blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    organisation = models.TextField(_("work organisation"), blank=True)
    organisation_fit = models.CharField(_("match"), max_length=10, choices=Fit, blank=True)
    psychosocial = models.TextField(_("psychosocial factors"), blank=True)
    psychosocial_fit = models.CharField(_("match"), max_length=10, choices=Fit, blank=True)
    physical = models.TextField(_("physical factors"), blank=True)
    physical_fit = models.CharField(_("match"), max_length=10, choices=Fit, blank=True)
    knowledge = models.TextField(_("knowledge factors"), blank=True)
    knowledge_fit = models.CharField(_("match"), max_length=10, choices=Fit, blank=True)
    support_needed = models.TextField(_("support needed there"), blank=True)
    judgement = models.CharField(_("judgement"), max_length=15, choices=Judgement, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("job analysis")
        verbose_name_plural = _("job analyses")
        ordering: ClassVar[list[str]] = ["-visited_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="job_analysis_of_a_workplace",
                condition=Q(company__isnull=False) | ~Q(workplace=""),
                violation_error_message=_("Choose a company or write the workplace."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on}"


class IntroductionAgreement(AtWorkplace):
    """Step 4: how someone is introduced at a workplace, and who does what. Printed for all to sign.

    `start` and `end` are both covered; `agreed_on` none: not agreed yet.
    """

    process = models.ForeignKey(SupportedProcess, models.CASCADE, related_name="agreements")
    supervisor = models.CharField(_("supervisor"), max_length=150, blank=True)
    tasks = models.TextField(_("tasks"), blank=True)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=5, decimal_places=2, null=True, blank=True, validators=HOURS_A_WEEK
    )
    times = models.CharField(_("days and times"), max_length=200, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    participant_does = models.TextField(_("what the employee does"), blank=True)
    workplace_does = models.TextField(_("what the workplace does"), blank=True)
    coach_does = models.TextField(_("what the coach does"), blank=True)
    follow_up = models.TextField(_("how and how long it is followed up"), blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction agreement")
        verbose_name_plural = _("introduction agreements")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="introduction_at_a_workplace",
                condition=Q(company__isnull=False) | ~Q(workplace=""),
                violation_error_message=_("Choose a company or write the workplace."),
            ),
            models.CheckConstraint(
                name="introduction_end_after_start",
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
            models.CheckConstraint(
                name="introduction_hours_in_week",
                condition=Q(hours_per_week=None) | Q(hours_per_week__range=(0, 168)),
                violation_error_message=_("A week has 168 hours. Check the hours a week."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PlannedSupport(OfProcess):
    """How much support is planned a week, in force from its day until the next: tapering is several of them.

    What was given isn't here: it is the attendance that was entered.
    """

    process = models.ForeignKey(SupportedProcess, models.CASCADE, related_name="planned_support")
    start = models.DateField(_("from"))
    hours_per_week = models.DecimalField(
        _("hours of support a week"), max_digits=5, decimal_places=2, validators=HOURS_A_WEEK
    )

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned support")
        verbose_name_plural = _("planned support")
        ordering: ClassVar[list[str]] = ["start", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["process", "start"],
                name="planned_support_once_a_day",
                violation_error_message=_("Support is planned from that day. Change that instead."),
            ),
            models.CheckConstraint(
                name="planned_support_hours_in_week",
                condition=Q(hours_per_week__range=(0, 168)),
                violation_error_message=_("A week has 168 hours. Check the hours a week."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}"

    @property
    def minutes(self) -> int:
        """The same in whole minutes a week."""
        return round(self.hours_per_week * 60)
