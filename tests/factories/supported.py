"""Supported employment, step by step."""

import datetime as dt
from typing import Any

from coaching.models import (
    ApplicantAnalysis,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    PlannedSupport,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from participants.models import Enrolment
from tests.factories.saving import saved


def supported_process(
    *, enrolment: Enrolment, step: int = SupportedStep.APPLICANT_ANALYSIS, moved_on: dt.date | None = None
) -> SupportedProcess:
    """Supported employment in a step since the enrolment's first day."""
    made = saved(SupportedProcess(enrolment=enrolment))
    supported_move(process=made, step=step, moved_on=moved_on or enrolment.start)
    return made


def supported_move(
    *, process: SupportedProcess, step: int, moved_on: dt.date, **fields: Any
) -> SupportedMove:
    facts = {"reason": "Klar med steget.", **fields}
    return saved(SupportedMove(process=process, step=step, moved_on=moved_on, **facts))


def applicant_analysis(*, process: SupportedProcess, **fields: Any) -> ApplicantAnalysis:
    """Someone who seeks kitchen work and avoids lifting."""
    facts = {"tasks_sought": "Arbete i kök", "tasks_avoided": "Tunga lyft", **fields}
    return saved(ApplicantAnalysis(process=process, **facts))


def may_tell(*, process: SupportedProcess, what: str = "Behöver korta pass", **fields: Any) -> MayTell:
    """Something that every employer may be told from the first day on."""
    facts = {"agreed_on": process.enrolment.start, **fields}
    return saved(MayTell(process=process, what=what, **facts))


def job_analysis(*, process: SupportedProcess, **fields: Any) -> JobAnalysis:
    """An analysis of a workplace that isn't among the companies."""
    facts = {"workplace": "Köket på Norrgården", "visited_on": process.enrolment.start, **fields}
    return saved(JobAnalysis(process=process, **facts))


def introduction(*, process: SupportedProcess, **fields: Any) -> IntroductionAgreement:
    """An agreement that isn't signed yet."""
    facts = {"workplace": "Köket på Norrgården", "supervisor": "Sara Handledare", **fields}
    return saved(IntroductionAgreement(process=process, **facts))


def planned_support(
    *, process: SupportedProcess, start: dt.date | None = None, hours_per_week: Any = 8
) -> PlannedSupport:
    begun = start or process.enrolment.start
    return saved(PlannedSupport(process=process, start=begun, hours_per_week=hours_per_week))
