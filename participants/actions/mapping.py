"""Changes of a participant's mapping, and of whether the project is for them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from participants.actions.saving import lock, save_recorded
from participants.codes import Answer
from participants.models import (
    EligibilityAnswer,
    EligibilityCondition,
    Enrolment,
    FormerMapping,
    MappingEntry,
)
from projects.models import Project


@audited()
def write_section(*, by: User, entry: MappingEntry, text: str, state: str, at: dt.datetime) -> bool:
    """Write a section of the mapping, new or old; whether that changed it. `at` is now, UTC.

    What it said before stays, to be read. Nothing is written over that somebody else saved meanwhile:
    see accounts/stale.py. Raises ValidationError.
    """
    lock(entry.enrolment)
    stored = MappingEntry.objects.filter(pk=entry.pk).first() if entry.pk else None
    if stored is not None and (stored.text, stored.state) == (text, state):
        return False
    entry.text, entry.state, entry.changed_by, entry.changed_at = text, state, by, at
    save_recorded(entry, by=by, about=entry.enrolment)
    if stored is not None:
        save_checked(
            FormerMapping(
                entry=entry,
                state=stored.state,
                text=stored.text,
                changed_by=stored.changed_by,
                changed_at=stored.changed_at,
            )
        )
    return True


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found about a condition: one of `participants.codes.Answer`, and a note."""

    answer: str
    note: str


@audited()
def answer_conditions(
    *,
    by: User,
    enrolment: Enrolment,
    answers: Mapping[EligibilityCondition, Answered],
    answered_on: dt.date,
    on: dt.date,
) -> int:
    """Record what was found on a day; of one day the last answer counts. How many answers are new.

    An answer that stands already on that day, or was the latest before it, is left as it is. `on`
    is today. Raises ValidationError.
    """
    lock(enrolment)
    if answered_on > on:
        raise ValidationError({"answered_on": _("The date lies ahead. Choose today or an earlier day.")})
    present = {answer.condition_id: answer for answer in _latest(enrolment, on=answered_on)}
    written = 0
    for condition, found in answers.items():
        latest = present.get(condition.pk)
        stands = (latest.answer, latest.note) if latest else (Answer.NOT_ASKED, "")
        if stands == (found.answer, found.note):
            continue
        if latest is None or latest.answered_on != answered_on:
            latest = EligibilityAnswer(enrolment=enrolment, condition=condition, answered_on=answered_on)
        latest.answer, latest.note, latest.answered_by = found.answer, found.note, by
        save_recorded(latest, by=by, about=enrolment)
        written += 1
    return written


def _latest(enrolment: Enrolment, *, on: dt.date) -> list[EligibilityAnswer]:
    """The latest answer of each condition by the day, the oldest condition first."""
    found = EligibilityAnswer.objects.filter(enrolment=enrolment, answered_on__lte=on)
    return list(found.order_by("condition_id", "-answered_on", "-pk").distinct("condition_id"))


@audited()
def save_condition(*, by: User, condition: EligibilityCondition) -> None:
    """Add a condition last in its project, or change one. Raises ValidationError.

    The words of one that has answers stay: the answers were given to them.
    """
    Project.objects.select_for_update(no_key=True).get(pk=condition.project_id)
    if condition.pk is None:
        condition.position = condition.project.eligibility_conditions.count() + 1
        verb = Verb.CREATED
    else:
        stored, verb = EligibilityCondition.objects.get(pk=condition.pk), Verb.CHANGED
        if stored.label != condition.label and stored.answers.exists():
            asked = _("It has been answered for somebody. End this condition and add a new one.")
            raise ValidationError({"label": asked})
    save_checked(condition)
    record(verb=verb, row=condition, by=by, subject=_subject(condition.project))


@audited()
def remove_condition(*, by: User, condition: EligibilityCondition) -> None:
    """Take away a condition that nobody has answered. Raises ValidationError for one with answers."""
    Project.objects.select_for_update(no_key=True).get(pk=condition.project_id)
    if condition.answers.exists():
        raise ValidationError(_("It has been answered for somebody. Write a last day instead."))
    record(verb=Verb.REMOVED, row=condition, by=by, subject=_subject(condition.project))
    condition.delete()


def _subject(project: Project) -> Subject:
    return Subject(organisation_id=project.organisation_id, project_id=project.pk)
