"""What a check is, and how those of every subject find what is missing and settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from reporting.catalogue.participation import Participation
from reporting.facts import EnrolmentFacts, EpisodeFacts, ParticipantFacts, ProjectFacts

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ESF = frozenset({"E07", "E14", "E21"})
UNSAID = frozenset({"", "unknown"})

type Found = Callable[[Participation, ProjectFacts], date | None]
type Ways = Callable[[Participation, ProjectFacts], Iterable[ParticipantFacts]]


class SettledAt(StrEnum):
    """The part of the person's page where a fact is put right."""

    PERSON = "person"
    ENROLMENT = "enrolment"
    BACKGROUND = "background"
    EXIT = "exit"
    EPISODES = "episodes"
    SUPPORT = "support"
    READINESS = "readiness"
    PHASES = "phases"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Check:
    """A question to everybody in the project.

    `found`: the day that it is about, None where all is well. `ways`: how it could be settled. `touches`: the
    indicators, or whole sets, that read the fact; none named: any. `contradicts`: nothing is missing, but two
    facts don't go together or are unlikely; they may still both be true.
    """

    code: str
    label: StrPromise
    settled_at: SettledAt
    found: Found
    ways: Ways
    touches: frozenset[str] = frozenset()
    contradicts: bool = False

    def may_touch(self, indicator_set: str, indicator: str) -> bool:
        """Whether an indicator of a set is one that it can change at all."""
        return not self.touches or not self.touches.isdisjoint({indicator_set, indicator})


def first(person: Participation, **known: object) -> ParticipantFacts:
    """The person with other facts at the first start."""
    stays = person.person.enrolments
    settled = replace(person.first, **known)  # type: ignore[arg-type]  # names of fields, each caller's own
    return replace(person.person, enrolments=tuple(settled if s is person.first else s for s in stays))


def last(person: Participation, **known: str) -> ParticipantFacts:
    """The person with other facts at the final exit."""
    stays = person.person.enrolments
    return replace(
        person.person,
        enrolments=tuple(replace(s, **known) if s is person.last else s for s in stays),  # type: ignore[arg-type]  # texts
    )


def episodes_with(
    person: Participation, open_one: Callable[[EpisodeFacts], bool], **known: object
) -> ParticipantFacts:
    """The person with other facts in those episodes that are open to it."""
    return replace(
        person.person,
        episodes=tuple(
            replace(one, **known) if open_one(one) else one  # type: ignore[arg-type]  # as in first
            for one in person.person.episodes
        ),
    )


def at_start(missing: Callable[[EnrolmentFacts], bool]) -> Found:
    """Something that the first start doesn't say."""
    return lambda person, _facts: person.first_start if missing(person.first) else None


def at_exit(missing: Callable[[EnrolmentFacts], bool]) -> Found:
    """Something that the final exit doesn't say."""
    return lambda person, _facts: person.final_exit if person.last and missing(person.last) else None


def one_of(field: str, *values: str) -> Ways:
    """The first start saying one of these."""
    return lambda person, _facts: (first(person, **{field: value}) for value in values)


def left_for(field: str, *values: str) -> Ways:
    """The final exit saying one of these."""
    return lambda person, _facts: (last(person, **{field: value}) for value in values)
