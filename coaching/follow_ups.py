"""The worklist of follow-ups: who is to be asked, since when, and what was tried."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coaching.today.items import Urgency
from participants.due import MONTHS_AFTER, Due, follow_ups_due
from participants.models import Enrolment, FollowUp, FollowUpAttempt, ParticipantNumber
from participants.querysets import EnrolmentQuerySet, Participation
from projects.calendar import add_months

SOON = 30
"""So many days before a follow-up is due, the list begins to show it."""
OLD = 365
"""So many days after it was due, it stands among the older ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One follow-up of one person, not settled. `number`: what the project calls them, "" for none."""

    due: Due
    urgency: Urgency
    number: str

    @property
    def enrolment(self) -> Enrolment:
        """The stay that ended."""
        return self.due.enrolment


def left_for_good(reached: EnrolmentQuerySet, *, on: dt.date, older: bool) -> EnrolmentQuerySet:
    """The last stays of those who have left their project, with what a row shows."""
    left = reached.ended(on=on).without_a_later_stay().select_related("person", "project")
    return left if older else left.filter(end__gte=add_months(on, -MONTHS_AFTER) - dt.timedelta(days=OLD))


def rows(enrolments: Iterable[Enrolment], *, on: dt.date, older: bool) -> list[Row]:
    """The follow-ups that are overdue, due or soon, the most overdue first.

    `older` brings also those that were due more than a year ago.
    """
    left = list(enrolments)
    people = {stay.person_id for stay in left}
    numbers = {
        (one.project_id, one.person_id): one.number
        for one in ParticipantNumber.objects.filter(person__in=people)
    }
    made = [
        Row(due, _urgency(due.due, on), numbers.get(due.enrolment.participation, ""))
        for due in follow_ups_of(left)
        if not due.settled and (due.due - on).days <= SOON and (older or (on - due.due).days <= OLD)
    ]
    return sorted(made, key=lambda row: (row.due.due, row.enrolment.person.sort_key, row.due.kind))


def follow_ups_of(left: Collection[Enrolment]) -> list[Due]:
    """Both follow-ups of each of those who left for good, by their last stays; in two queries."""
    keys = {stay.participation: stay for stay in left}
    people = {stay.person_id for stay in left}
    projects = {stay.project_id for stay in left}
    found: dict[Participation, list[FollowUp]] = {key: [] for key in keys}
    tried: dict[Participation, list[FollowUpAttempt]] = {key: [] for key in keys}
    of_them = {"enrolment__person__in": people, "enrolment__project__in": projects}
    for outcome in FollowUp.objects.filter(**of_them).select_related("enrolment"):
        found.setdefault(outcome.enrolment.participation, []).append(outcome)
    for attempt in FollowUpAttempt.objects.filter(**of_them).select_related("enrolment"):
        tried.setdefault(attempt.enrolment.participation, []).append(attempt)
    return [
        due
        for key, stay in keys.items()
        for due in follow_ups_due(stay, outcomes=found[key], attempts=tried[key])
    ]


def _urgency(due: dt.date, on: dt.date) -> Urgency:
    if due < on:
        return Urgency.OVERDUE
    return Urgency.TODAY if due == on else Urgency.SOON
