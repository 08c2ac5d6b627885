"""Changes of what was tried and found at a follow-up.

An attempt alone is no outcome. Where it reaches the participant, what they answered is recorded as the
follow-up that figures count, and stays in step with the attempt.
"""

import datetime as dt
import uuid
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Asked, AttemptResult, Enrolment, FollowUp, FollowUpAttempt


class AttemptFacts(TypedDict):
    """One try on a day. `outcome` is what was answered, `call_back_on` when they will be in touch."""

    tried_on: dt.date
    way: str
    asked: str
    result: str
    outcome: str
    call_back_on: dt.date | None
    comment: str


@audited()
def record_attempt(
    *,
    by: User,
    enrolment: Enrolment,
    key: uuid.UUID,
    kind: str,
    on: dt.date,
    **facts: Unpack[AttemptFacts],
) -> FollowUpAttempt:
    """Record an attempt. `key` becomes its public id: sending a form twice gives one. `on` is today.

    Raises ValidationError.
    """
    lock(enrolment)
    if sent_before := FollowUpAttempt.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    attempt = FollowUpAttempt(public_id=key, enrolment=enrolment, kind=kind, by=by, **facts)
    _check_day(enrolment, facts["tried_on"], "tried_on", on=on)
    _keep_in_step(attempt, by=by)
    return attempt


@audited()
def change_attempt(*, by: User, attempt: FollowUpAttempt, on: dt.date, **facts: Unpack[AttemptFacts]) -> None:
    """Correct an attempt, and with it what was found. `on` is today. Raises ValidationError."""
    lock(attempt.enrolment)
    for field, value in facts.items():
        setattr(attempt, field, value)
    _check_day(attempt.enrolment, attempt.tried_on, "tried_on", on=on)
    _keep_in_step(attempt, by=by)


def _keep_in_step(attempt: FollowUpAttempt, *, by: User) -> None:
    """Save the attempt, and the follow-up that it gives: one where the participant was reached, else none."""
    reached = attempt.result == AttemptResult.REACHED and attempt.asked == Asked.PARTICIPANT
    found, stay = attempt.follow_up, attempt.enrolment
    attempt.full_clean()
    if reached:
        found = found or FollowUp(enrolment=stay, kind=attempt.kind)
        if (found.done_on, found.outcome) != (attempt.tried_on, attempt.outcome):
            found.done_on, found.outcome = attempt.tried_on, attempt.outcome
            save_recorded(found, by=by, about=stay)
    attempt.follow_up = found if reached else None
    save_recorded(attempt, by=by, about=stay)
    if found and not reached:
        _remove(found, by=by)


@audited()
def remove_attempt(*, by: User, attempt: FollowUpAttempt) -> None:
    """Take away an attempt that was entered by mistake, with what it is said to have found."""
    lock(attempt.enrolment)
    found = attempt.follow_up
    record(verb=Verb.REMOVED, row=attempt, by=by, subject=subject_of(attempt.enrolment))
    attempt.delete()
    if found:
        _remove(found, by=by)


@audited()
def record_outcome(
    *, by: User, enrolment: Enrolment, key: uuid.UUID, kind: str, done_on: dt.date, outcome: str, on: dt.date
) -> FollowUp:
    """Record what was found, or close as not reached. `key` and `on` as above. Raises ValidationError."""
    lock(enrolment)
    if sent_before := FollowUp.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    found = FollowUp(public_id=key, enrolment=enrolment, kind=kind, done_on=done_on, outcome=outcome)
    _check_day(enrolment, done_on, "done_on", on=on)
    save_recorded(found, by=by, about=enrolment)
    return found


@audited()
def change_outcome(*, by: User, follow_up: FollowUp, done_on: dt.date, outcome: str, on: dt.date) -> None:
    """Correct what was recorded without an attempt. `on` is today. Raises ValidationError."""
    lock(follow_up.enrolment)
    follow_up.done_on, follow_up.outcome = done_on, outcome
    _check_day(follow_up.enrolment, done_on, "done_on", on=on)
    save_recorded(follow_up, by=by, about=follow_up.enrolment)


@audited()
def remove_outcome(*, by: User, follow_up: FollowUp) -> None:
    """Take away what was recorded by mistake without an attempt."""
    lock(follow_up.enrolment)
    _remove(follow_up, by=by)


def _remove(found: FollowUp, *, by: User) -> None:
    record(verb=Verb.REMOVED, row=found, by=by, subject=subject_of(found.enrolment))
    found.delete()


def _check_day(enrolment: Enrolment, day: dt.date, field: str, *, on: dt.date) -> None:
    if day > on:
        raise ValidationError({field: _("The date lies ahead. Choose today or an earlier day.")})
    if enrolment.end is None:
        raise ValidationError(_("The person hasn’t left the project. Record the exit first."))
    if day < enrolment.end:
        before = _("That is before the exit, %(day)s. Check the date.")
        raise ValidationError({field: before % {"day": enrolment.end}})
