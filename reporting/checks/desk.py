"""What is recorded along the way: income, readiness, attendance, the staircase, the CV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from projects.calendar import add_months
from reporting.catalogue.linkoping_cases import READINESS_MONTHS
from reporting.catalogue.participation import BASIC_BENEFITS, Participation
from reporting.checks.base import ESF, Check, SettledAt
from reporting.facts import AssessmentFacts, AttendanceFacts, MoveFacts, ParticipantFacts, ProjectFacts

ATTENDED_AFTER = timedelta(days=30)
# Invented: no company or activity of the project has such a key.
NOWHERE = 0


def _both_incomes(person: Participation, _facts: ProjectFacts) -> date | None:
    """The first day on which own income and a basic benefit are in force at once."""
    days = (
        max(own.start, benefit.start, person.first_start)
        for own in person.person.support
        if own.source in person.own_income
        for benefit in person.person.support
        if benefit.source in BASIC_BENEFITS
        if _overlap(own.start, own.end, benefit.start, benefit.end, since=person.first_start)
    )
    return min(days, default=None)


def _overlap(one: date, one_end: date | None, other: date, other_end: date | None, *, since: date) -> bool:
    return max(one, other, since) <= min(one_end or date.max, other_end or date.max)


def _benefit_ended(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    """The benefits that overlap, ended on the day before the own income; or the own income never was."""
    day = _both_incomes(person, facts)
    if day is None:
        return
    support = person.person.support
    kept = (
        replace(one, end=day - timedelta(days=1))
        if one.source in BASIC_BENEFITS and (one.end is None or one.end >= day)
        else one
        for one in support
    )
    yield replace(
        person.person, support=tuple(one for one in kept if one.end is None or one.start <= one.end)
    )
    yield replace(person.person, support=tuple(one for one in support if one.source not in person.own_income))


def _not_assessed(person: Participation, facts: ProjectFacts) -> date | None:
    due = add_months(person.first_start, READINESS_MONTHS)
    missing = facts.criteria and not person.person.assessments and due <= person.as_of
    return due if missing else None


def _assessed(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for state in ("met", "not_met"):
        states = tuple((criterion.code, state) for criterion in facts.criteria)
        yield replace(person.person, assessments=(AssessmentFacts(person.first_start, states),))


def _no_attendance(person: Participation, _facts: ProjectFacts) -> date | None:
    since = person.first_start + ATTENDED_AFTER
    return person.first_start if not person.person.attendance and since <= person.as_of else None


def _attended(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    least = facts.participant_min_hours or 1
    told = AttendanceFacts(max(person.first_start, facts.start), int(least * 60) + 60, NOWHERE, "other")
    yield replace(person.person, attendance=(told,))


def _no_phase(person: Participation, facts: ProjectFacts) -> date | None:
    missing = facts.phases and person.enrolled and not person.person.moves
    return person.first_start if missing else None


def _moved(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield replace(person.person, moves=(MoveFacts(person.first_start, 1),))


def _unconfirmed(person: Participation, _facts: ProjectFacts) -> date | None:
    return person.first_start if any(one.confirmed_on is None for one in person.person.cv) else None


def _confirmed(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield replace(
        person.person,
        cv=tuple(replace(one, confirmed_on=one.confirmed_on or person.as_of) for one in person.person.cv),
    )


DESK = (
    Check(
        "two_incomes",
        _("Own income and a basic benefit at once, which is unlikely for long"),
        SettledAt.SUPPORT,
        _both_incomes,
        _benefit_ended,
        touches=frozenset({"L1", "L9", "L10", "L14"}),
        contradicts=True,
    ),
    Check(
        "assessment",
        _("Not assessed four months after the start"),
        SettledAt.READINESS,
        _not_assessed,
        _assessed,
        touches=frozenset({"L2", "L11"}),
    ),
    Check(
        "attendance",
        _("No attendance is recorded"),
        SettledAt.PAGE,
        _no_attendance,
        _attended,
        touches=ESF | {"K13", "X", "V"},
    ),
    Check(
        "phase",
        _("Stands on no step of the staircase"),
        SettledAt.PHASES,
        _no_phase,
        _moved,
        touches=frozenset({"X5"}),
    ),
    Check(
        "cv_unconfirmed",
        _("Nobody has confirmed the CV"),
        SettledAt.PAGE,
        _unconfirmed,
        _confirmed,
        touches=frozenset({"X3"}),
    ),
)
