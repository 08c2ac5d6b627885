"""The facts as they stood on a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporting.facts import ParticipantFacts
from reporting.unread import is_read

if TYPE_CHECKING:
    from datetime import date

    from reporting.facts import (
        AnswerFacts,
        AssessmentFacts,
        AttendanceFacts,
        ContactFacts,
        CvFacts,
        EnrolmentFacts,
        EpisodeFacts,
        FollowUpFacts,
        MoveFacts,
        NeedFacts,
        ProjectFacts,
        SupervisorFacts,
        SupportFacts,
    )


def known_on(facts: ProjectFacts, as_of: date) -> ProjectFacts:
    """The facts as they stood on a day: later ones gone, and an end that lies after it is no end.

    An end on the day itself has happened. A person whose enrolments all begin later isn't there.
    """
    return replace(
        facts,
        participants=tuple(
            known for person in facts.participants if (known := _participant(person, as_of)) is not None
        ),
        contacts=_dated(facts.contacts, as_of),
        needs=_needs(facts.needs, as_of),
        supervisors=_supervisors(facts.supervisors, as_of),
    )


def _needs(needs: tuple[NeedFacts, ...], as_of: date) -> tuple[NeedFacts, ...]:
    if not is_read(needs):
        return needs
    return tuple(
        replace(need, closed_on=None) if _is_later(need.closed_on, as_of) else need
        for need in needs
        if need.registered_on <= as_of
    )


def _supervisors(found: tuple[SupervisorFacts, ...], as_of: date) -> tuple[SupervisorFacts, ...]:
    if not is_read(found):
        return found
    return tuple(replace(one, trained_on=None) if _is_later(one.trained_on, as_of) else one for one in found)


def _participant(person: ParticipantFacts, as_of: date) -> ParticipantFacts | None:
    enrolments = tuple(
        replace(stay, end=None, cause="", destination="") if _ends_after(stay, as_of) else stay
        for stay in person.enrolments
        if stay.start <= as_of
    )
    if not enrolments:
        return None
    return ParticipantFacts(
        key=person.key,
        gender=person.gender,
        birth_date=person.birth_date,
        enrolments=enrolments,
        episodes=_still(person.episodes, as_of),
        support=_still(person.support, as_of),
        assessments=_dated(person.assessments, as_of),
        attendance=_dated(person.attendance, as_of),
        cv=_cv(person.cv, as_of),
        follow_ups=_dated(person.follow_ups, as_of),
        answers=_dated(person.answers, as_of),
        moves=_dated(person.moves, as_of),
    )


def _cv(entries: tuple[CvFacts, ...], as_of: date) -> tuple[CvFacts, ...]:
    if not is_read(entries):
        return entries
    return tuple(
        replace(entry, confirmed_on=None) if _is_later(entry.confirmed_on, as_of) else entry
        for entry in entries
    )


def _dated[Dated: (AssessmentFacts, AttendanceFacts, FollowUpFacts, AnswerFacts, MoveFacts, ContactFacts)](
    records: tuple[Dated, ...], as_of: date
) -> tuple[Dated, ...]:
    if not is_read(records):
        return records
    for record in records:
        if record.on > as_of:
            return tuple([record for record in records if record.on <= as_of])
    return records


def _still[Period: (EpisodeFacts, SupportFacts)](
    periods: tuple[Period, ...], as_of: date
) -> tuple[Period, ...]:
    if not is_read(periods) or _are_known(periods, as_of):
        return periods
    return tuple(
        replace(period, end=None) if _ends_after(period, as_of) else period
        for period in periods
        if period.start <= as_of
    )


def _are_known(periods: tuple[EpisodeFacts, ...] | tuple[SupportFacts, ...], as_of: date) -> bool:
    """Whether all of them stood so on the day, as nearly all do."""
    for period in periods:
        if period.start > as_of or (period.end is not None and period.end > as_of):
            return False
    return True


def _ends_after(period: EnrolmentFacts | EpisodeFacts | SupportFacts, as_of: date) -> bool:
    return _is_later(period.end, as_of)


def _is_later(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of
