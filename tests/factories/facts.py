"""What is known of a stay: mapping and conditions, what somebody does and lives on, and afterwards."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from participants.codes import (
    EpisodeKind,
    FollowUpKind,
    FollowUpOutcome,
    SupportSource,
    SurveyAnswerCode,
    SurveyQuestion,
)
from participants.models import (
    AttemptResult,
    CvEntry,
    EligibilityAnswer,
    EligibilityCondition,
    Enrolment,
    Episode,
    FollowUp,
    FollowUpAttempt,
    FormerMapping,
    MappingEntry,
    SupportPeriod,
    SurveyAnswer,
)
from projects.models import Project
from tests.factories.saving import numbers, saved
from tests.factories.users import user as _user


def condition(*, project: Project, label: str | None = None, **fields: Any) -> EligibilityCondition:
    """A condition for everybody from the project's first day."""
    facts = {"since": project.start, **fields}
    return saved(EligibilityCondition(project=project, label=label or f"Villkor {next(numbers)}", **facts))


# A parameter that is named as its factory hides it; this name doesn't.
_condition = condition


def condition_answer(
    *,
    enrolment: Enrolment,
    condition: EligibilityCondition | None = None,
    answered_on: dt.date | None = None,
    answer: str = "yes",
    **fields: Any,
) -> EligibilityAnswer:
    """What somebody found about a condition on the first day of the stay."""
    return saved(
        EligibilityAnswer(
            enrolment=enrolment,
            condition=condition or _condition(project=enrolment.project),
            answered_on=answered_on or enrolment.start,
            answer=answer,
            answered_by=fields.pop("answered_by", None) or _user(),
            **fields,
        )
    )


def mapping_entry(
    *, enrolment: Enrolment, section: str = "experience", changed_by: User | None = None, **fields: Any
) -> MappingEntry:
    """A section of the mapping that was begun today."""
    facts = {"text": "Tio år i kök.", "changed_at": timezone.now(), **fields}
    return saved(
        MappingEntry(enrolment=enrolment, section=section, changed_by=changed_by or _user(), **facts)
    )


def former_mapping(*, entry: MappingEntry, text: str = "Fem år i kök.", **fields: Any) -> FormerMapping:
    """What the section said before."""
    facts = {"state": "begun", "changed_by": entry.changed_by, "changed_at": entry.changed_at, **fields}
    return saved(FormerMapping(entry=entry, text=text, **facts))


def episode(
    *,
    enrolment: Enrolment,
    kind: str = EpisodeKind.EMPLOYMENT,
    start: dt.date | None = None,
    end: dt.date | None = None,
    **fields: Any,
) -> Episode:
    """Something the person did from a month into the enrolment, going on."""
    begun = start or enrolment.start + dt.timedelta(days=30)
    return saved(Episode(enrolment=enrolment, kind=kind, start=begun, end=end, **fields))


def support(
    *,
    enrolment: Enrolment,
    source: str = SupportSource.WAGE,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> SupportPeriod:
    """What the person lived on from a month into the enrolment, going on."""
    begun = start or enrolment.start + dt.timedelta(days=30)
    return saved(SupportPeriod(enrolment=enrolment, source=source, start=begun, end=end))


def cv_entry(*, enrolment: Enrolment, text: str = "Truckkort A och B", **fields: Any) -> CvEntry:
    """An entry of the CV that nobody has confirmed."""
    return saved(CvEntry(enrolment=enrolment, text=text, **fields))


def follow_up(
    *,
    enrolment: Enrolment,
    kind: str = FollowUpKind.DAYS_90,
    done_on: dt.date | None = None,
    outcome: str = FollowUpOutcome.WORK,
) -> FollowUp:
    """A follow-up 90 days after the exit, or after the start where there is none yet."""
    day = done_on or (enrolment.end or enrolment.start) + dt.timedelta(days=90)
    return saved(FollowUp(enrolment=enrolment, kind=kind, done_on=day, outcome=outcome))


def follow_up_attempt(
    *,
    enrolment: Enrolment,
    kind: str = FollowUpKind.DAYS_90,
    tried_on: dt.date | None = None,
    result: str = AttemptResult.NOT_REACHED,
    by: User | None = None,
    **fields: Any,
) -> FollowUpAttempt:
    """A phone call to the participant, whom it didn't reach, 90 days after the exit or else the start."""
    day = tried_on or (enrolment.end or enrolment.start) + dt.timedelta(days=90)
    facts = {"kind": kind, "tried_on": day, "result": result, "by": by or _user(), **fields}
    return saved(FollowUpAttempt(enrolment=enrolment, **facts))


def survey_answer(
    *,
    enrolment: Enrolment,
    question: str = SurveyQuestion.CHANCE,
    answer: str = SurveyAnswerCode.YES,
    answered_on: dt.date | None = None,
) -> SurveyAnswer:
    day = answered_on or enrolment.end or enrolment.start
    return saved(SurveyAnswer(enrolment=enrolment, question=question, answer=answer, answered_on=day))
