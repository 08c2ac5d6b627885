"""What talks about background, wishes and conditions found; and whether the project is for the person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from participants.codes import Answer
from participants.models.enrolment import Enrolment
from participants.querysets import (
    EligibilityAnswerQuerySet,
    EligibilityConditionQuerySet,
    OfEnrolmentQuerySet,
)
from projects.models import Project


class MappingSection(models.TextChoices):
    """The sections of the mapping, in the order of a first talk.

    Vägen tillbaka's individual analysis is of experience, will (`wants`), education and interest
    (seeds/vagen-tillbaka.txt).
    """

    BACKGROUND = "background", _("Background")
    EDUCATION = "education", _("Education and training")
    LANGUAGES = "languages", _("Languages")
    EXPERIENCE = "experience", _("Work experience")
    COMPETENCE = "competence", _("Informal competence")
    INTERESTS = "interests", _("Interests")
    WANTS = "wants", _("What the person wants")
    AVOIDS = "avoids", _("Tasks to avoid")
    HOURS = "hours", _("Hours and times")
    SUPPORT = "support", _("Support needed")


class SectionState(models.TextChoices):
    """How far a section has come, as the coach says. Empty is no state: nothing has been written."""

    BEGUN = "begun", _("Begun")
    DONE = "done", pgettext_lazy("a section", "Done")
    NOT_RELEVANT = "not_relevant", _("Not relevant")


class MappingEntry(models.Model):
    """One section of an enrolment's mapping as it stands. `changed_at` is UTC.

    Facts with a field of their own (education level, languages, hours wanted, origin) aren't here:
    the text says what the field can't.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="mapping")
    section = models.CharField(_("section"), max_length=20, choices=MappingSection)
    state = models.CharField(
        _("how far it has come"), max_length=12, choices=SectionState, default=SectionState.BEGUN
    )
    text = models.TextField(_("text"), max_length=10_000, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of the mapping")
        verbose_name_plural = _("sections of the mapping")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "section"],
                name="mapping_section_once",
                violation_error_message=_("Somebody else has just begun this section. Look at it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}"


class FormerMapping(models.Model):
    """What a section said before a change: the words, how far it had come, who wrote it and when (UTC)."""

    entry = models.ForeignKey(MappingEntry, models.CASCADE, related_name="former")
    state = models.CharField(_("how far it has come"), max_length=12, choices=SectionState, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        verbose_name = _("former text of the mapping")
        verbose_name_plural = _("former texts of the mapping")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class EligibilityCondition(models.Model):
    """What a project asks of those whom it is for, such as SFI C (seeds/sin-projektet.txt, 2.1).

    It applies to enrolments whose first day lies from `since` until `until`, both included; no
    `until` = still. One that has answers is ended, never removed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="eligibility_conditions")
    label = models.CharField(_("condition"), max_length=200)
    label_en = models.CharField(_("condition in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    since = models.DateField(_("applies to starts from"))
    until = models.DateField(_("applies to starts until"), null=True, blank=True)

    objects = EligibilityConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "label", "since"],
                name="condition_once",
                violation_error_message=_("The project has this condition from that day already."),
            ),
            models.CheckConstraint(
                name="condition_until_after_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day is before the first. Check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """The condition in the language of the page, Swedish where there is no other."""
        return (get_language() == "en" and self.label_en) or self.label


class EligibilityAnswer(models.Model):
    """Whether someone meets a condition, as found on a day. The latest day counts; the earlier ones stay."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="eligibility_answers")
    condition = models.ForeignKey(EligibilityCondition, models.PROTECT, related_name="answers")
    answered_on = models.DateField(_("date"))
    answer = models.CharField(_("answer"), max_length=9, choices=Answer)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = EligibilityAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a condition")
        verbose_name_plural = _("answers to conditions")
        ordering: ClassVar[list[str]] = ["-answered_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "condition", "answered_on"],
                name="condition_answered_once_a_day",
                violation_error_message=_("The condition is answered for that day. Change that answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.answered_on}"
