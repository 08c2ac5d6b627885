"""Changes of what a participant does and lives on: episodes and support."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from employers.models import Company
from participants.actions.saving import lock, note_change, save_checked
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


@transaction.atomic
def log_episode(*, by: User, enrolment: Enrolment, key: uuid.UUID, **facts: Unpack[EpisodeFacts]) -> Episode:
    """Log an episode. `key` becomes its public id: sending a form twice gives one. Raises ValidationError."""
    lock(enrolment)
    if sent_before := Episode.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    episode = Episode(public_id=key, enrolment=enrolment, **facts)
    save_checked(episode)
    note_change("logged", episode, by=by)
    return episode


@transaction.atomic
def change_episode(*, by: User, episode: Episode, **facts: Unpack[EpisodeFacts]) -> None:
    """Correct or end an episode. Raises ValidationError."""
    lock(episode.enrolment)
    for field, value in facts.items():
        setattr(episode, field, value)
    save_checked(episode)
    note_change("changed", episode, by=by)


@transaction.atomic
def remove_episode(*, by: User, episode: Episode) -> None:
    """Take away an episode that was entered by mistake."""
    lock(episode.enrolment)
    note_change("removed", episode, by=by)
    episode.delete()


@transaction.atomic
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
            save_checked(other)
            note_change("ended", other, by=by)
    save_checked(period)
    note_change("logged", period, by=by)
    return period


@transaction.atomic
def change_support(*, by: User, period: SupportPeriod, **facts: Unpack[SupportFacts]) -> None:
    """Correct or end a source of income. Raises ValidationError."""
    lock(period.enrolment)
    for field, value in facts.items():
        setattr(period, field, value)
    save_checked(period)
    note_change("changed", period, by=by)


@transaction.atomic
def remove_support(*, by: User, period: SupportPeriod) -> None:
    """Take away a source of income that was entered by mistake."""
    lock(period.enrolment)
    note_change("removed", period, by=by)
    period.delete()
