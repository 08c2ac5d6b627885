"""Checklists, and what somebody was found to be against one."""

import datetime as dt
from collections.abc import Mapping, Sequence

from accounts.models import User
from coaching.models import (
    Area,
    Assessor,
    Checklist,
    Criterion,
    CriterionResult,
    CriterionState,
    ReadinessAssessment,
)
from participants.models import Enrolment
from projects.models import Project
from tests.factories.saving import ALL_MET, CRITERIA, checked, saved


def checklist(*, project: Project, version: int = 1, codes: Sequence[str] = CRITERIA) -> Checklist:
    """A jobbredo checklist; the codes' letters are the four areas."""
    made = saved(Checklist(project=project, version=version, name="Jobbredo"))
    criteria = (
        Criterion(checklist=made, code=code, area=Area(code[0]), label=f"Kriterium {code}", position=position)
        for position, code in enumerate(codes, start=1)
    )
    Criterion.objects.bulk_create(checked(criterion) for criterion in criteria)
    return made


def assessment(
    *,
    enrolment: Enrolment,
    assessed_on: dt.date | None = None,
    states: Mapping[str, str] = ALL_MET,
    assessor: str = Assessor.COACH,
    assessed_by: User | None = None,
    checklist: Checklist | None = None,
    observation: str = "",
) -> ReadinessAssessment:
    """An assessment against the project's latest checklist; criteria left out are not assessed."""
    against = checklist or enrolment.project.checklists.latest("version")
    made = saved(
        ReadinessAssessment(
            enrolment=enrolment,
            checklist=against,
            assessed_on=assessed_on or enrolment.start,
            assessor=assessor,
            assessed_by=assessed_by,
            observation=observation,
        )
    )
    results = (
        CriterionResult(
            assessment=made,
            criterion=criterion,
            state=states.get(criterion.code, CriterionState.NOT_ASSESSED),
        )
        for criterion in against.criteria.all()
    )
    CriterionResult.objects.bulk_create(checked(result) for result in results)
    return made
