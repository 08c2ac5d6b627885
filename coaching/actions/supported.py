"""Supported employment: begin, move between the five steps, what is agreed in each, and the end."""

import datetime as dt
import uuid
from typing import Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.actions.days import check_days
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
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment

# Days of what has happened. A plan may lie ahead.
_PAST: Final[dict[type, tuple[str, ...]]] = {
    ApplicantAnalysis: ("informed_on", "analysed_on"),
    IntroductionAgreement: ("agreed_on",),
    JobAnalysis: ("visited_on",),
    MayTell: ("agreed_on",),
    PlannedSupport: (),
}
_TALKS_AND_END: Final = ("employee_talk_on", "employer_talk_on", "closed_on")


class MoveFacts(TypedDict):
    """A move to a step, from a day."""

    step: int
    moved_on: dt.date
    reason: str


class ClosingFacts(TypedDict):
    """The closing talk with each party, and the day that the support ends; what is still to come is empty."""

    employee_talk_on: dt.date | None
    employee_view: str
    employer_talk_on: dt.date | None
    employer_view: str
    closed_on: dt.date | None


@audited()
def begin(
    *, by: User, enrolment: Enrolment, key: uuid.UUID, on: dt.date, **facts: Unpack[MoveFacts]
) -> SupportedProcess:
    """Begin supported employment, by default in step 1. `key` becomes the first move's public id.

    Sending the form twice begins one. `on` is today. Raises ValidationError.
    """
    lock(enrolment)
    sent_before = SupportedMove.objects.filter(public_id=key, process__enrolment=enrolment)
    if first := sent_before.select_related("process").first():
        return first.process
    process = SupportedProcess(enrolment=enrolment)
    move = SupportedMove(public_id=key, process=process, **facts)
    check_days(move, "moved_on", stay=enrolment, on=on)
    save_recorded(process, by=by, about=enrolment)
    move.process = process
    save_recorded(move, by=by, about=enrolment)
    return process


@audited()
def move(
    *, by: User, process: SupportedProcess, key: uuid.UUID, on: dt.date, **facts: Unpack[MoveFacts]
) -> SupportedMove:
    """Move to another step, forwards or back, for a reason; the steps before stay in the history.

    `key` becomes the public id: sending a form twice gives one. `on` is today. Raises ValidationError.
    """
    lock(process.enrolment)
    if sent_before := SupportedMove.objects.filter(public_id=key, process=process).first():
        return sent_before
    step = SupportedMove(public_id=key, process=process, **facts)
    _check_move(step, on=on)
    save_recorded(step, by=by, about=process.enrolment)
    return step


@audited()
def change_move(*, by: User, row: SupportedMove, on: dt.date, **facts: Unpack[MoveFacts]) -> None:
    """Correct a move. `on` is today. Raises ValidationError."""
    lock(row.process.enrolment)
    for field, value in facts.items():
        setattr(row, field, value)
    _check_move(row, on=on)
    save_recorded(row, by=by, about=row.process.enrolment)


@audited()
def remove_move(*, by: User, step: SupportedMove) -> None:
    """Take away a move that was entered by mistake; the only one takes an empty process with it.

    Raises ValidationError.
    """
    process = step.process
    lock(process.enrolment)
    _check_runs(process)
    others = process.moves.exclude(pk=step.pk).exists()
    if not others and _holds_something(process):
        raise ValidationError(
            _("This is the only move, and more is recorded. Remove that first, or break the process off.")
        )
    row = step if others else process
    record(verb=Verb.REMOVED, row=row, by=by, subject=subject_of(process.enrolment))
    row.delete()


def _holds_something(process: SupportedProcess) -> bool:
    parts = (ApplicantAnalysis, JobAnalysis, IntroductionAgreement, MayTell, PlannedSupport)
    return any(part.objects.filter(process=process).exists() for part in parts)


def _check_move(step: SupportedMove, *, on: dt.date) -> None:
    _check_runs(step.process)
    check_days(step, "moved_on", stay=step.process.enrolment, on=on)
    others = step.process.moves.exclude(pk=step.pk)
    before = others.filter(moved_on__lt=step.moved_on).last()
    after = others.filter(moved_on__gt=step.moved_on).first()
    if before and not step.reason:
        raise ValidationError({"reason": _("Say why, in a few words: it stays in the history.")})
    if step.step in {near.step for near in (before, after) if near}:
        raise ValidationError({"step": _("The process is at that step then already. Choose another step.")})


def _check_runs(process: SupportedProcess) -> None:
    # As stored now: somebody else may have ended it since the page was opened.
    if SupportedProcess.objects.get(pk=process.pk).ended_on:
        raise ValidationError(_("The process has ended. Take back the day that it ended first."))


def _check_past(row: object, *, on: dt.date) -> None:
    ahead = [name for name in _PAST[type(row)] if (day := getattr(row, name)) and day > on]
    if ahead:
        said = _("The date lies ahead. Choose today or an earlier day.")
        raise ValidationError(dict.fromkeys(ahead, said))


@audited()
def keep_analysis(*, by: User, process: SupportedProcess, on: dt.date, **facts: object) -> ApplicantAnalysis:
    """Keep what of the applicant analysis is filled in by now. `on` is today. Raises ValidationError."""
    lock(process.enrolment)
    found = ApplicantAnalysis.objects.filter(process=process).first()
    analysis = found or ApplicantAnalysis(process=process)
    for field, value in facts.items():
        setattr(analysis, field, value)
    _check_past(analysis, on=on)
    save_recorded(analysis, by=by, about=process.enrolment)
    return analysis


@audited()
def add_part[Part: (JobAnalysis, IntroductionAgreement, PlannedSupport, MayTell)](
    *, by: User, process: SupportedProcess, part: type[Part], key: uuid.UUID, on: dt.date, **facts: object
) -> Part:
    """Add a job analysis, agreement, planned support, or something that may be told.

    `key` becomes the public id: sending a form twice gives one. `on` is today. Raises ValidationError.
    """
    lock(process.enrolment)
    if sent_before := part.objects.filter(public_id=key, process=process).first():
        kept: Part = sent_before
        return kept
    if part is MayTell:
        _check_runs(process)
    row = part(public_id=key, process=process, **facts)
    _check_past(row, on=on)
    save_recorded(row, by=by, about=process.enrolment, verb=Verb.SHARED if part is MayTell else None)
    return row


@audited()
def change_part(
    *, by: User, row: JobAnalysis | IntroductionAgreement | PlannedSupport, on: dt.date, **facts: object
) -> None:
    """Correct or go on with it. `on` is today. Raises ValidationError."""
    lock(row.process.enrolment)
    for field, value in facts.items():
        setattr(row, field, value)
    _check_past(row, on=on)
    save_recorded(row, by=by, about=row.process.enrolment)


@audited()
def remove_part(*, by: User, row: JobAnalysis | IntroductionAgreement | PlannedSupport) -> None:
    """Take away what was entered by mistake."""
    lock(row.process.enrolment)
    record(verb=Verb.REMOVED, row=row, by=by, subject=subject_of(row.process.enrolment))
    row.delete()


@audited()
def withdraw_told(*, by: User, told: MayTell, on: dt.date) -> None:
    """From now on it may not be told. Once more changes nothing. `on` is today."""
    lock(told.process.enrolment)
    if MayTell.objects.filter(pk=told.pk, withdrawn_on=None).exists():
        told.withdrawn_on = on
        save_recorded(told, by=by, about=told.process.enrolment, verb=Verb.WITHDRAWN)


@audited()
def keep_closing(*, by: User, process: SupportedProcess, on: dt.date, **facts: Unpack[ClosingFacts]) -> None:
    """Keep the closing talks, and end the support where a day is given: in step 5, after both talks.

    Without a day the process goes on, also where it had ended. The days lie within the stay. `on` is today.
    Raises ValidationError.
    """
    lock(process.enrolment)
    for field, value in facts.items():
        setattr(process, field, value)
    check_days(process, *_TALKS_AND_END, stay=process.enrolment, on=on)
    check_both(facts)
    if process.closed_on:
        _check_last_step(process, process.closed_on)
    ends = process.closed_on and not SupportedProcess.objects.get(pk=process.pk).closed_on
    save_recorded(process, by=by, about=process.enrolment, verb=Verb.ENDED if ends else None)


def check_both(facts: ClosingFacts) -> None:
    """Raise ValidationError at what is missing before the support can end.

    That it is never missing is the database's own rule (`supported_process_closed_with_both`).
    """
    closed_on = facts["closed_on"]
    if closed_on is None:
        return
    errors: dict[str, str] = {}
    needed = _("Needed before the support ends: both parties have had their closing talk.")
    for name, value in facts.items():
        if not value:
            errors[name] = needed
    for name, day in (
        ("employee_talk_on", facts["employee_talk_on"]),
        ("employer_talk_on", facts["employer_talk_on"]),
    ):
        if day and day > closed_on:
            errors[name] = _("The talk is after the day that the support ends. Check the two.")
    if errors:
        raise ValidationError(errors)


def _check_last_step(process: SupportedProcess, day: dt.date) -> None:
    latest = process.moves.last()
    if latest is None or latest.step != SupportedStep.FOLLOW_UP:
        raise ValidationError(
            {"closed_on": _("The support ends in step 5. Move there first, or break the process off.")}
        )
    if day < latest.moved_on:
        began = _("Step 5 began on %(day)s. The support can't end before that.")
        raise ValidationError({"closed_on": began % {"day": latest.moved_on}})


@audited()
def break_off(
    *,
    by: User,
    process: SupportedProcess,
    on: dt.date,
    broken_off_on: dt.date | None,
    broken_off_reason: str,
) -> None:
    """End the process without the closing talks, for a reason; without both it goes on again. `on` is today.

    In step 5 the reason says why a talk couldn't be held. Raises ValidationError.
    """
    lock(process.enrolment)
    latest = process.moves.last()
    if broken_off_on and latest and broken_off_on < latest.moved_on:
        began = _("The step began on %(day)s. It can't end before that.")
        raise ValidationError({"broken_off_on": began % {"day": latest.moved_on}})
    if not broken_off_on and SupportedProcess.objects.filter(pk=process.pk, broken_off_on=None).exists():
        raise ValidationError({"broken_off_on": _("Say both when and why it was broken off.")})
    process.broken_off_on, process.broken_off_reason = broken_off_on, broken_off_reason
    check_days(process, "broken_off_on", stay=process.enrolment, on=on)
    save_recorded(
        process, by=by, about=process.enrolment, verb=Verb.ENDED if broken_off_on else Verb.REOPENED
    )
