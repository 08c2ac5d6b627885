"""Moves on the project's staircase: record, correct, remove."""

import datetime as dt

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.actions.days import check_days
from coaching.models import PhaseMove
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment
from projects.models import Phase


@audited()
def record_move(
    *, by: User, enrolment: Enrolment, phase: Phase, moved_on: dt.date, reason: str, on: dt.date
) -> PhaseMove:
    """Move someone to a step of the staircase from a day; the same move twice is one.

    `on` is today. Raises ValidationError.
    """
    lock(enrolment)
    same = enrolment.phase_moves.filter(phase=phase, moved_on=moved_on, reason=reason)
    if sent_before := same.first():
        return sent_before
    step = PhaseMove(enrolment=enrolment, phase=phase, moved_on=moved_on, reason=reason)
    check_days(step, "moved_on", stay=enrolment, on=on)
    save_recorded(step, by=by, about=enrolment)
    return step


@audited()
def change_move(
    *, by: User, step: PhaseMove, phase: Phase, moved_on: dt.date, reason: str, on: dt.date
) -> None:
    """Correct a move. `on` is today. Raises ValidationError."""
    lock(step.enrolment)
    step.phase, step.moved_on, step.reason = phase, moved_on, reason
    check_days(step, "moved_on", stay=step.enrolment, on=on)
    save_recorded(step, by=by, about=step.enrolment)


@audited()
def remove_move(*, by: User, step: PhaseMove) -> None:
    """Take away a move that was entered by mistake."""
    lock(step.enrolment)
    record(verb=Verb.REMOVED, row=step, by=by, subject=subject_of(step.enrolment))
    step.delete()
