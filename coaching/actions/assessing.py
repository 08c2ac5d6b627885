"""Jobbredo assessments: record, correct, remove."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.actions.days import check_days
from coaching.models import Assessor, Checklist, CriterionResult, CriterionState, ReadinessAssessment
from coaching.readiness import may_assess_oneself
from participants.actions.saving import lock, save_checked, save_recorded, subject_of
from participants.models import Enrolment, PersonalLink

type Said = tuple[str, str]
"""A state and an observation."""


@audited()
def assess(
    *,
    by: User,
    enrolment: Enrolment,
    checklist: Checklist,
    assessed_on: dt.date,
    said: Mapping[int, Said],
    observation: str,
    on: dt.date,
    corrects: ReadinessAssessment | None = None,
) -> ReadinessAssessment:
    """Record the coach's assessment, or correct the one of that day that the user saw, `corrects`.

    Another one of that day stays as it is, unless it says the same: then the form was sent twice.
    `said` holds a state and an observation by criterion id; a criterion left out is not assessed.
    `on` is today: an assessment lies neither ahead nor, unless it stood there, outside the stay.
    Raises ValidationError.
    """
    lock(enrolment)
    assessment = enrolment.assessments.by_coach().filter(assessed_on=assessed_on).first()
    if assessment and assessment != corrects and not _says(assessment, said, observation):
        there = _(
            "There is an assessment of that day already. Open it and correct it, or choose another day."
        )
        raise ValidationError({"assessed_on": there})
    assessment = assessment or ReadinessAssessment(enrolment=enrolment, assessor=Assessor.COACH)
    assessment.assessed_on = assessed_on
    check_days(assessment, "assessed_on", stay=enrolment, on=on)
    return _write(assessment, by=by, checklist=checklist, said=said, observation=observation)


def _says(assessment: ReadinessAssessment, said: Mapping[int, Said], observation: str) -> bool:
    results = {result.criterion_id: (result.state, result.observation) for result in assessment.results.all()}
    return assessment.observation == observation and results == dict(said)


@audited()
def assess_oneself(
    *, by: PersonalLink, checklist: Checklist, said: Mapping[int, Said], observation: str, on: dt.date
) -> ReadinessAssessment:
    """Record how the participant, who came by their link, sees it themselves today, `on`.

    Once more on the same day corrects it. `said` is as in `assess`. Raises ValidationError: also where
    nothing is said, and for who isn't in the project that day or has protected identity.
    """
    enrolment = by.enrolment
    lock(enrolment)
    if not may_assess_oneself(enrolment, on=on):
        raise ValidationError(_("You can’t answer here at the moment. Talk to your coach."))
    if not observation and all(answer == (CriterionState.NOT_ASSESSED, "") for answer in said.values()):
        raise ValidationError(_("You have not answered anything yet. Answer at least one, then save."))
    own = enrolment.assessments.by_participant().filter(assessed_on=on).first()
    assessment = own or ReadinessAssessment(
        enrolment=enrolment, assessor=Assessor.PARTICIPANT, assessed_on=on
    )
    return _write(assessment, by=by, checklist=checklist, said=said, observation=observation)


@audited()
def correct_assessment(
    *,
    by: User,
    assessment: ReadinessAssessment,
    assessed_on: dt.date,
    said: Mapping[int, Said],
    observation: str,
    on: dt.date,
) -> ReadinessAssessment:
    """Correct an assessment, its date too; it keeps its version of the checklist.

    `on` is today, and the days are as in `assess`. Raises ValidationError.
    """
    lock(assessment.enrolment)
    assessment.assessed_on = assessed_on
    check_days(assessment, "assessed_on", stay=assessment.enrolment, on=on)
    return _write(assessment, by=by, checklist=assessment.checklist, said=said, observation=observation)


def _write(
    assessment: ReadinessAssessment,
    *,
    by: User | PersonalLink,
    checklist: Checklist,
    said: Mapping[int, Said],
    observation: str,
) -> ReadinessAssessment:
    assessment.checklist, assessment.observation = checklist, observation
    assessment.assessed_by = by if isinstance(by, User) else None
    if assessment.pk:
        # A day that was assessed against an older version takes the newest one's criteria. First, since
        # results are sealed to their assessment's checklist.
        assessment.results.exclude(criterion__checklist=checklist).delete()
    save_recorded(assessment, by=by, about=assessment.enrolment)
    present = {result.criterion_id: result for result in assessment.results.all()}
    for criterion in checklist.criteria.all():
        result = present.get(criterion.pk) or CriterionResult(assessment=assessment, criterion=criterion)
        result.state, result.observation = said.get(criterion.pk, (CriterionState.NOT_ASSESSED, ""))
        save_checked(result)
    return assessment


@audited()
def remove_assessment(*, by: User, assessment: ReadinessAssessment) -> None:
    """Take away an assessment that was entered by mistake."""
    lock(assessment.enrolment)
    record(verb=Verb.REMOVED, row=assessment, by=by, subject=subject_of(assessment.enrolment))
    assessment.delete()
