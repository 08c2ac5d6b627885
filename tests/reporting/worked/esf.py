"""People as the ESF's own sets see them, put together by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from reporting.compute import Figure
from reporting.facts import (
    AttendanceFacts,
    BackgroundFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    ParticipantFacts,
)
from tests.reporting.builders import OLDER

SWEDISH = BackgroundFacts("SE", "no", "SE", "no")


def told(
    birth: str = "SE", parents: str = "no", citizen: str = "SE", capacity: str = "no"
) -> BackgroundFacts:
    return BackgroundFacts(birth, parents, citizen, capacity)


def stay(start: date, end: date | None = None, *, status: str = "unemployed", **facts: Any) -> EnrolmentFacts:
    """With a complete record: unemployed, upper secondary education, nothing to tell of origin."""
    complete = EnrolmentFacts(start, end, entry_status=status, education_level="3", background=SWEDISH)
    return replace(complete, **facts)


def entrant(
    key: int,
    *stays: EnrolmentFacts,
    gender: str = "woman",
    born: date | None = OLDER,
    episodes: tuple[EpisodeFacts, ...] = (),
    follow_ups: tuple[FollowUpFacts, ...] = (),
    attendance: tuple[AttendanceFacts, ...] = (),
) -> ParticipantFacts:
    return ParticipantFacts(key, gender, born, stays, episodes, attendance=attendance, follow_ups=follow_ups)


def job(start: date, end: date | None = None) -> EpisodeFacts:
    return EpisodeFacts("employment", start, end)


def counted(figure: Figure) -> set[int]:
    return {case.key for case in figure.counted}
