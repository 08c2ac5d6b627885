"""What a participant takes along, and what became of it: the CV, follow-ups and answers to the survey."""

import re
import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.codes import (
    IN_WORDS,
    CvEntryKind,
    FollowUpKind,
    FollowUpOutcome,
    LanguageLevel,
    SurveyAnswerCode,
    SurveyQuestion,
)
from participants.cv_querysets import CvEntryQuerySet
from participants.models.enrolment import Enrolment
from participants.querysets import OfEnrolmentQuerySet

YEAR_OR_MONTH = RegexValidator(
    re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?\Z", re.ASCII),
    _("Write a year, or a year and a month: 2009 or 2009-03."),
)


class CvEntry(models.Model):
    """An entry of the CV; confirmed from the day in `confirmed_on`, none = nobody has confirmed it.

    `confirmed_by` is who did, in words, and `activity` what in the project showed it, in Swedish.
    `text` is what the entry is about in a few words, the post, the education or the skill itself;
    `details` tells more. `begun` and `ended` are years or months, "2009" or "2009-03"; no end =
    still, or not told. The `_en` are the same in English, "" where nobody has written it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="cv_entries")
    kind = models.CharField(_("kind"), max_length=20, choices=CvEntryKind, blank=True)
    text = models.TextField(_("text"), max_length=10_000)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    details = models.TextField(_("more about it"), max_length=5_000, blank=True)
    details_en = models.TextField(_("more about it in English"), max_length=5_000, blank=True)
    place = models.CharField(_("employer or school"), max_length=200, blank=True)
    begun = models.CharField(_("from"), max_length=7, blank=True, validators=[YEAR_OR_MONTH])
    ended = models.CharField(_("until"), max_length=7, blank=True, validators=[YEAR_OR_MONTH])
    level = models.CharField(_("level"), max_length=10, choices=LanguageLevel, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    activity = models.CharField(_("activity"), max_length=200, blank=True)
    activity_en = models.CharField(_("activity in English"), max_length=200, blank=True)

    objects = CvEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("CV entry")
        verbose_name_plural = _("CV entries")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cv_entry_level_of_language",
                condition=Q(level="") | Q(kind=CvEntryKind.LANGUAGE),
                violation_error_message=_("Only a language has a level."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def words(self) -> str:
        """What the entry is about, in the language in force where it is written in it."""
        return (get_language() == "en" and self.text_en) or self.text

    @property
    def more(self) -> str:
        """More about it, likewise."""
        return (get_language() == "en" and self.details_en) or self.details

    @property
    def shown_in(self) -> str:
        """What showed a skill, likewise."""
        return (get_language() == "en" and self.activity_en) or self.activity

    @property
    def period(self) -> str:
        """From – until, as far as they are known."""
        return f"{self.begun} – {self.ended}".strip() if self.begun or self.ended else ""


class FollowUp(models.Model):
    """What was found so long after the exit. Of several of one kind the latest dated counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=10, choices=FollowUpKind)
    done_on = models.DateField(_("date"))
    outcome = models.CharField(_("outcome"), max_length=25, choices=FollowUpOutcome)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering: ClassVar[list[str]] = ["done_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "done_on", "outcome"],
                name="follow_up_once",
                violation_error_message=_("This follow-up is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on}"


class SurveyAnswer(models.Model):
    """An answer to one question of the survey. Of several to one question the latest dated counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="survey_answers")
    answered_on = models.DateField(_("date"))
    question = models.CharField(_("question"), max_length=15, choices=SurveyQuestion)
    answer = models.CharField(_("answer"), max_length=15, choices=SurveyAnswerCode)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to the survey")
        verbose_name_plural = _("answers to the survey")
        ordering: ClassVar[list[str]] = ["answered_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="survey_answer_fits_question",
                condition=Q(question=SurveyQuestion.CHANCE, answer__in=sorted(IN_WORDS))
                | (
                    Q(question__in=[SurveyQuestion.DEVELOPED, SurveyQuestion.COOPERATION])
                    & Q(answer__in=["1", "2", "3", "4", "5"])
                ),
                violation_error_message=_(
                    "The chance of a job is answered with yes, no or don’t know, the others with 1 to 5."
                ),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "question", "answered_on", "answer"],
                name="survey_answer_once",
                violation_error_message=_("This answer is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()} {self.answered_on}"
