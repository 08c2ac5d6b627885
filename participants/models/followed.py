"""What a participant takes along, and what became of it: the CV, follow-ups and answers to the survey."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.codes import (
    IN_WORDS,
    CvEntryKind,
    FollowUpKind,
    FollowUpOutcome,
    SurveyAnswerCode,
    SurveyQuestion,
)
from participants.models.enrolment import Enrolment
from participants.querysets import OfEnrolmentQuerySet


class CvEntry(models.Model):
    """An entry of the CV; confirmed from the day in `confirmed_on`, none = nobody has confirmed it.

    `confirmed_by` is who did, in words, and `activity` what in the project showed it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="cv_entries")
    kind = models.CharField(_("kind"), max_length=20, choices=CvEntryKind, blank=True)
    text = models.TextField(_("text"), max_length=10_000)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    activity = models.CharField(_("activity"), max_length=200, blank=True)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("CV entry")
        verbose_name_plural = _("CV entries")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


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
