"""Handing over many people at once, from their coaches to another."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import Role
from accounts.audit import audited, record
from accounts.models import User, Verb
from participants.actions.enrolling import next_assignments
from participants.actions.saving import subject_of
from participants.models import CoachAssignment, Enrolment
from projects.models import Membership


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of each: handed over, or refused for a reason in words."""

    done: list[Enrolment]
    refused: list[tuple[Enrolment, str]]


@audited()
def hand_over_many(
    *, by: User, enrolments: Iterable[Enrolment], coach: User, on: dt.date, overlap: bool
) -> HandedOver:
    """Name a coach of some people from a day. Who can't be handed over stays, and the others go.

    The enrolments are those in which `by` may name a coach, with person and project. Each is an event
    of its own in the audit log; all of it is one transaction, in as many queries for many as for one.
    """
    chosen = sorted(enrolments, key=lambda stay: stay.pk)
    ids = [stay.pk for stay in chosen]
    list(Enrolment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    named = CoachAssignment.objects.filter(enrolment__in=ids, end=None).select_related("coach")
    present = {row.enrolment_id: row for row in named}
    there = _projects_of(coach)
    answer, rows = HandedOver([], []), []
    for stay in chosen:
        if stay.project_id not in there:
            told = _("%(coach)s isn’t a coach in %(project)s.")
            answer.refused.append((stay, told % {"coach": coach, "project": stay.project}))
            continue
        try:
            rows += next_assignments(
                present.get(stay.pk), enrolment=stay, coach=coach, on=on, overlap=overlap
            )
        except ValidationError as error:
            answer.refused.append((stay, " ".join(error.messages)))
        else:
            answer.done.append(stay)
    _save(rows, by=by, of={stay.pk: stay for stay in chosen})
    return answer


def _projects_of(coach: User) -> set[int]:
    """Where somebody is a coach today."""
    held = Membership.objects.current().filter(user=coach, role=Role.COACH)
    return set(held.values_list("project", flat=True))


def _save(rows: list[CoachAssignment], *, by: User, of: dict[int, Enrolment]) -> None:
    """Save assignments, those that end first, each an event about its person."""
    changed = [row for row in rows if row.pk]
    new = [row for row in rows if not row.pk]
    for row in rows:
        row.clean_fields()
    CoachAssignment.objects.bulk_update(changed, ["coach", "end", "reads_until"])
    for row in changed:
        fields = ["end", "reads_until"] if row.end else ["coach"]
        verb = Verb.ENDED if row.end else Verb.CHANGED
        record(verb=verb, row=row, by=by, subject=subject_of(of[row.enrolment_id]), changed=fields)
    for row in CoachAssignment.objects.bulk_create(new):
        record(verb=Verb.CREATED, row=row, by=by, subject=subject_of(of[row.enrolment_id]))
