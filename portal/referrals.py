"""A referral as the one who made it sees it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from participants.models import Enrolment
from participants.models import Referral as Sent


class Stage(StrEnum):
    """How far a referral has come."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    STARTED = "started"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Referral:
    """All that a referrer is shown. `end` is None as long as the person is in the project.

    `start` is None for one who isn't enrolled. `reason` is why it was declined, in the project's choice of
    words; "" otherwise. The name of somebody with protected identity is "".
    """

    name: str
    project: str
    received: dt.date | None
    start: dt.date | None
    end: dt.date | None
    stage: Stage
    reason: str = ""
    protected: bool = False


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


def not_enrolled(sent: Iterable[Sent]) -> list[Referral]:
    """Referrals that wait or were declined, which come with their project."""
    return [
        Referral(
            name="" if one.protected_identity else one.listed_name,
            project=one.project.name,
            received=one.received_on,
            start=None,
            end=None,
            stage=Stage.DECLINED if one.declined_reason else Stage.RECEIVED,
            reason=one.get_declined_reason_display() if one.declined_reason else "",
            protected=one.protected_identity,
        )
        for one in sent
    ]


def _stage(stay: Enrolment, *, on: dt.date) -> Stage:
    if stay.has_ended(on=on):
        return Stage.ENDED
    return Stage.STARTED if stay.start <= on else Stage.ACCEPTED
