"""The final exit and what is asked after it: cause, destination, follow-up, survey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from participants.codes import (
    EpisodeKind,
    ExitCause,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    SurveyAnswerCode,
    SurveyQuestion,
)
from projects.calendar import add_months
from reporting.catalogue.navigator_cases import FOLLOW_UP_DAYS
from reporting.catalogue.participation import WORK, Participation
from reporting.checks.base import ESF, Check, Found, SettledAt, Ways, at_exit, last, left_for
from reporting.facts import AnswerFacts, EpisodeFacts, FollowUpFacts, ParticipantFacts, ProjectFacts

MONTHS_AFTER = 6
EVERY_KIND = frozenset(EpisodeKind)
GONE_WHERE_TO_WORK = frozenset({ExitDestination.WORK, ExitDestination.OWN_BUSINESS})


def _no_follow_up(kind: FollowUpKind, due: Callable[[date], date]) -> Found:
    """The day has come, nobody has followed up, and no episode covers the day, which would tell instead."""

    def found(person: Participation, _facts: ProjectFacts) -> date | None:
        left = person.final_exit
        if left is None or due(left) > person.as_of or person.on(EVERY_KIND, due(left)):
            return None
        known = person.latest_follow_up(kind)
        return None if known is not None and known.on >= left else due(left)

    return found


def _followed_up(kind: FollowUpKind) -> Ways:
    def ways(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
        for outcome in (FollowUpOutcome.WORK, FollowUpOutcome.STUDIES, FollowUpOutcome.PROGRAMME):
            told = FollowUpFacts(kind, person.as_of, outcome)
            yield replace(person.person, follow_ups=(*person.person.follow_ups, told))

    return ways


def _day_90(left: date) -> date:
    return left + timedelta(days=FOLLOW_UP_DAYS)


def _month_6(left: date) -> date:
    return add_months(left, MONTHS_AFTER)


def _no_answer(person: Participation, _facts: ProjectFacts) -> date | None:
    answered = all(person.latest_answer(question) for question in SurveyQuestion)
    return None if answered else person.final_exit


def _answered(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    """The questions not answered yet, answered well."""
    told = {SurveyQuestion.CHANCE: SurveyAnswerCode.YES}
    missing = [question for question in SurveyQuestion if person.latest_answer(question) is None]
    new = (
        AnswerFacts(question, person.final_exit or person.as_of, told.get(question, SurveyAnswerCode.FIVE))
        for question in missing
    )
    yield replace(person.person, answers=(*person.person.answers, *new))


def _went_to_no_work(person: Participation, _facts: ProjectFacts) -> date | None:
    left = person.final_exit
    if left is None or person.last is None or person.last.destination not in GONE_WHERE_TO_WORK:
        return None
    there = (one for one in person.outcomes_of(WORK) if one.end is None or one.end >= left)
    return None if next(there, None) else left


def _work_recorded(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    job = EpisodeFacts(EpisodeKind.EMPLOYMENT, person.final_exit or person.as_of, hours=Decimal(40))
    yield replace(person.person, episodes=(*person.person.episodes, job))
    yield last(person, destination=ExitDestination.UNKNOWN)


def _days_outside(person: Participation) -> list[date]:
    """Days after the first start, in no stay, on which attendance, an assessment or a move is recorded."""
    known = person.person
    days = {one.on for one in known.attendance}
    days |= {one.on for one in known.assessments} | {one.on for one in known.moves}
    return sorted(
        day
        for day in days
        if day > person.first_start
        and not any(stay.start <= day <= (stay.end or date.max) for stay in known.enrolments)
    )


def _outside(person: Participation, _facts: ProjectFacts) -> date | None:
    return next(iter(_days_outside(person)), None)


def _taken_in_or_away(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    """The last exit on the latest of the days; or nothing of theirs recorded."""
    known, days = person.person, _days_outside(person)
    if person.final_exit and days and days[-1] > person.final_exit:
        stays = (replace(stay, end=days[-1]) if stay is person.last else stay for stay in known.enrolments)
        yield replace(known, enrolments=tuple(stays))
    yield replace(
        known,
        attendance=tuple(one for one in known.attendance if one.on not in days),
        assessments=tuple(one for one in known.assessments if one.on not in days),
        moves=tuple(one for one in known.moves if one.on not in days),
    )


LEAVING = (
    Check(
        "exit_cause",
        _("The cause of the exit isn't recorded"),
        SettledAt.EXIT,
        at_exit(lambda stay: not stay.cause),
        left_for("cause", ExitCause.WORK, ExitCause.MOVED),
        touches=frozenset({"L10"}),
    ),
    Check(
        "exit_destination",
        _("Where the person went at the exit isn't recorded"),
        SettledAt.EXIT,
        at_exit(lambda stay: not stay.destination),
        left_for("destination", ExitDestination.WORK, ExitDestination.STUDIES, ExitDestination.JOB_SEEKING),
        touches=ESF,
    ),
    Check(
        "exit_to_no_work",
        _("Left for work, but no work is recorded from the exit on"),
        SettledAt.EPISODES,
        _went_to_no_work,
        _work_recorded,
        contradicts=True,
    ),
    Check(
        "outside_the_stay",
        _("Attendance, an assessment or a move lies outside the enrolment"),
        SettledAt.EXIT,
        _outside,
        _taken_in_or_away,
        contradicts=True,
    ),
    Check(
        "follow_up_90",
        _("Nobody has followed up 90 days after the exit"),
        SettledAt.PAGE,
        _no_follow_up(FollowUpKind.DAYS_90, _day_90),
        _followed_up(FollowUpKind.DAYS_90),
        touches=frozenset({"K3", "K5", "K6", "K7"}),
    ),
    Check(
        "follow_up_6_months",
        _("Nobody has followed up six months after the exit"),
        SettledAt.PAGE,
        _no_follow_up(FollowUpKind.MONTHS_6, _month_6),
        _followed_up(FollowUpKind.MONTHS_6),
        touches=ESF,
    ),
    Check(
        "survey",
        _("The survey isn't answered, or not all of it, though the person has left"),
        SettledAt.PAGE,
        _no_answer,
        _answered,
        touches=frozenset({"K2", "K8", "S6", "S7"}),
    ),
)
