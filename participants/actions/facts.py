"""Changes of what a participant does and lives on: episodes and support."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TypedDict, Unpack

from accounts.audit import audited, record
from accounts.models import User, Verb
from employers.models import Company
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment, Episode, SupportPeriod


class EpisodeFacts(TypedDict):
    """A placement, course, job or the like. `start` and `end` are both covered, no end = going on."""

    kind: str
    start: dt.date
    end: dt.date | None
    hours_per_week: Decimal | None
    subsidy: str
    occupation: str
    company: Company | None
    workplace: str
    title: str
    before_start: bool


class SupportFacts(TypedDict):
    """A source of income from a day until a day, both included; no end = still."""

    source: str
    start: dt.date
    end: dt.date | None


@audited()
def log_episode(*, by: User, enrolment: Enrolment, key: uuid.UUID, **facts: Unpack[EpisodeFacts]) -> Episode:
    """Log an episode. `key` becomes its public id: sending a form twice gives one. Raises ValidationError."""
    lock(enrolment)
    if sent_before := Episode.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    episode = Episode(public_id=key, enrolment=enrolment, **facts)
    save_recorded(episode, by=by, about=enrolment)
    return episode


@audited()
def change_episode(*, by: User, episode: Episode, **facts: Unpack[EpisodeFacts]) -> None:
    """Correct or end an episode. Raises ValidationError."""
    lock(episode.enrolment)
    for field, value in facts.items():
        setattr(episode, field, value)
    save_recorded(episode, by=by, about=episode.enrolment)


@audited()
def remove_episode(*, by: User, episode: Episode) -> None:
    """Take away an episode that was entered by mistake."""
    lock(episode.enrolment)
    record(verb=Verb.REMOVED, row=episode, by=by, subject=subject_of(episode.enrolment))
    episode.delete()


@audited()
def log_support(
    *,
    by: User,
    enrolment: Enrolment,
    key: uuid.UUID,
    ends_others: bool = False,
    **facts: Unpack[SupportFacts],
) -> SupportPeriod:
    """Log a source of income. `key` becomes its public id: sending a form twice gives one.

    `ends_others` ends the person's other sources in the project that are still open and began
    earlier: their last day is the day before this one's first. Raises ValidationError.
    """
    lock(enrolment)
    if sent_before := SupportPeriod.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    period = SupportPeriod(public_id=key, enrolment=enrolment, **facts)
    if ends_others:
        for other in SupportPeriod.objects.of_participation(enrolment).filter(
            end=None, start__lt=period.start
        ):
            other.end = period.start - dt.timedelta(days=1)
            save_recorded(other, by=by, about=enrolment, verb=Verb.ENDED)
    save_recorded(period, by=by, about=enrolment)
    return period


@audited()
def change_support(*, by: User, period: SupportPeriod, **facts: Unpack[SupportFacts]) -> None:
    """Correct or end a source of income. Raises ValidationError."""
    lock(period.enrolment)
    for field, value in facts.items():
        setattr(period, field, value)
    save_recorded(period, by=by, about=period.enrolment)


@audited()
def remove_support(*, by: User, period: SupportPeriod) -> None:
    """Take away a source of income that was entered by mistake."""
    lock(period.enrolment)
    record(verb=Verb.REMOVED, row=period, by=by, subject=subject_of(period.enrolment))
    period.delete()
