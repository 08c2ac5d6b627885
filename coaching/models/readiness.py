"""Jobbredo: the checklist of a project, and where someone stands against it on a day."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.querysets import ReadinessAssessmentQuerySet
from participants.models import Enrolment
from projects.models import Project


class Area(models.TextChoices):
    """The four areas of jobbredo (Linköpingsmodellen, Kriterier för jobbredo)."""

    A = "A", _("Formalities")
    B = "B", _("Own responsibility")
    C = "C", _("Social competence")
    D = "D", _("Language")


class CriterionState(models.TextChoices):
    """How far a criterion is met on the day of an assessment."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly")
    NOT_MET = "not_met", _("Not met")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class Assessor(models.TextChoices):
    """Whose view an assessment is. The participant's own counts in no indicator."""

    COACH = "coach", _("Coach")
    PARTICIPANT = "participant", _("Participant")


class Checklist(models.Model):
    """A version of a project's jobbredo checklist. An old assessment keeps its version."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="checklists")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering: ClassVar[list[str]] = ["version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="checklist_version_once",
                violation_error_message=_("The project has a checklist with this version number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class Criterion(models.Model):
    """One thing to be met before someone is jobbredo, such as A1 CV."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=4)
    area = models.CharField(_("area"), max_length=1, choices=Area)
    label = models.CharField(_("criterion"), max_length=200)
    label_en = models.CharField(_("criterion in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="criterion_code_once",
                violation_error_message=_("The checklist has a criterion with this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        """The label in the language of the page, Swedish where there is no other."""
        return (get_language() == "en" and self.label_en) or self.label


class ReadinessAssessment(models.Model):
    """Where someone stands against the checklist on a day, as the coach or the participant sees it.

    One a day and assessor: assessing again on the same day corrects it. Ready = every criterion met.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="assessments")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="assessments")
    assessed_on = models.DateField(_("date"))
    assessor = models.CharField(_("assessed by"), max_length=12, choices=Assessor)
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.TextField(_("observation"), blank=True)

    objects = ReadinessAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("jobbredo assessment")
        verbose_name_plural = _("jobbredo assessments")
        ordering: ClassVar[list[str]] = ["-assessed_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "assessed_on", "assessor"],
                name="assessment_one_a_day",
                violation_error_message=_("There is an assessment of that day. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessed_on}"


class CriterionResult(models.Model):
    """The state of one criterion in an assessment, with what was seen."""

    assessment = models.ForeignKey(ReadinessAssessment, models.CASCADE, related_name="results")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="results")
    state = models.CharField(
        _("state"), max_length=12, choices=CriterionState, default=CriterionState.NOT_ASSESSED
    )
    observation = models.TextField(_("observation"), blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering: ClassVar[list[str]] = ["criterion__position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="result_once",
                violation_error_message=_("The criterion is assessed twice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.state}"
