"""Moves on the project's staircase: record, correct, remove."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
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
    _check_day(step, on=on)
    save_recorded(step, by=by, about=enrolment)
    return step


@audited()
def change_move(
    *, by: User, step: PhaseMove, phase: Phase, moved_on: dt.date, reason: str, on: dt.date
) -> None:
    """Correct a move. `on` is today. Raises ValidationError."""
    lock(step.enrolment)
    step.phase, step.moved_on, step.reason = phase, moved_on, reason
    _check_day(step, on=on)
    save_recorded(step, by=by, about=step.enrolment)


def _check_day(step: PhaseMove, *, on: dt.date) -> None:
    if step.moved_on > on:
        raise ValidationError({"moved_on": _("The date lies ahead. Choose today or an earlier day.")})
    if step.moved_on < step.enrolment.start:
        before = _("That is before the first day, %(day)s. Check the date.")
        raise ValidationError({"moved_on": before % {"day": step.enrolment.start}})
    left = step.enrolment.end
    if left and step.moved_on > left:
        after = _("That is after the exit, %(day)s. Check the date.")
        raise ValidationError({"moved_on": after % {"day": left}})


@audited()
def remove_move(*, by: User, step: PhaseMove) -> None:
    """Take away a move that was entered by mistake."""
    lock(step.enrolment)
    record(verb=Verb.REMOVED, row=step, by=by, subject=subject_of(step.enrolment))
    step.delete()
