"""A referral as the one who made it sees it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from participants.models import Enrolment


class Stage(StrEnum):
    """How far a referral has come."""

    RECEIVED = "received"
    STARTED = "started"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Referral:
    """All that a referrer is shown. `end` is None as long as the person is in the project."""

    name: str
    project: str
    received: dt.date | None
    start: dt.date
    end: dt.date | None
    stage: Stage


def referrals_of(stays: Iterable[Enrolment], *, on: dt.date) -> list[Referral]:
    """The referrals behind some enrolments, which come with person and project, as they stand on a day."""
    return [
        Referral(
            name=stay.person.listed_name,
            project=stay.project.name,
            received=stay.referred_on,
            start=stay.start,
            end=stay.end,
            stage=_stage(stay, on=on),
        )
        for stay in stays
    ]


def _stage(stay: Enrolment, *, on: dt.date) -> Stage:
    if stay.end is not None and stay.end <= on:
        return Stage.ENDED
    return Stage.STARTED if stay.start <= on else Stage.RECEIVED
