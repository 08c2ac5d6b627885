"""What a person's recorded facts say of a day, in words: the fact behind the date that decided a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from participants.codes import EpisodeKind, SupportSource
from reporting.facts import ParticipantFacts


def recorded_on(person: ParticipantFacts, day: date, *, income: bool) -> tuple[str, ...]:
    """All that is recorded of the day, each once; nothing where the day was reckoned from other facts.

    `income`: with what the person lives on, for readers who may read it of the person.
    """
    support = _support(person, day) if income else ()
    done = (*_stays(person, day), *_episodes(person, day), *support, *_records(person, day))
    return tuple(dict.fromkeys(done))


def _stays(person: ParticipantFacts, day: date) -> Iterable[str]:
    for stay in person.enrolments:
        if stay.start == day:
            yield _("Start in the project")
        if stay.end == day:
            yield _("Last day in the project")


def _episodes(person: ParticipantFacts, day: date) -> Iterable[str]:
    for episode in person.episodes:
        kind = EpisodeKind(episode.kind).label
        if episode.start == day:
            yield _("%(kind)s: first day") % {"kind": kind}
        if episode.end == day:
            yield _("%(kind)s: last day") % {"kind": kind}


def _support(person: ParticipantFacts, day: date) -> Iterable[str]:
    """A benefit is in force on its last day: its end decides of the day after."""
    after = day - timedelta(days=1)
    for support in person.support:
        source = SupportSource(support.source).label
        if support.start == day:
            yield _("%(kind)s: first day") % {"kind": source}
        if support.end == after:
            yield _("%(kind)s: last day the day before") % {"kind": source}


def _records(person: ParticipantFacts, day: date) -> Iterable[str]:
    if any(record.on == day for record in person.assessments):
        yield _("Coach's assessment")
    if any(record.on == day for record in person.attendance):
        yield _("Attendance")
    if any(entry.confirmed_on == day for entry in person.cv):
        yield _("CV entry confirmed")
    if any(record.on == day for record in person.follow_ups):
        yield _("Follow-up")
    if any(record.on == day for record in person.answers):
        yield _("Answer to the survey")
    if any(move.on == day for move in person.moves):
        yield _("Step on the staircase")
