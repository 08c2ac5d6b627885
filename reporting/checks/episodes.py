"""Jobs, placements, studies and programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from participants.codes import PLACEMENTS, EpisodeKind
from projects.calendar import add_months
from reporting.catalogue.participation import STUDIES, WORK, Participation
from reporting.checks.base import ESF, Check, Found, SettledAt, Ways, episodes_with, first
from reporting.facts import CompanyFacts, EpisodeFacts, ParticipantFacts, ProjectFacts

LONG_AFTER_MONTHS = 12
EMPLOYMENT = frozenset({EpisodeKind.EMPLOYMENT})
TIMED = frozenset({EpisodeKind.VOCATIONAL_COURSE, EpisodeKind.PROGRAMME}) | STUDIES
# Invented, as the keys of two companies that no project has.
COMPANIES = (CompanyFacts(-1, industry="10110"), CompanyFacts(-2, industry="85100"))


def _episode(kinds: frozenset[EpisodeKind], missing: Callable[[EpisodeFacts], bool]) -> Found:
    """The first outcome episode of these kinds that doesn't say something."""
    return lambda person, _facts: next(
        (episode.start for episode in person.outcomes_of(kinds) if missing(episode)), None
    )


def _is_job(episode: EpisodeFacts) -> bool:
    return episode.kind == EpisodeKind.EMPLOYMENT


def _without_hours(episode: EpisodeFacts) -> bool:
    return episode.kind in WORK and episode.hours is None


def _hours(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for hours in (Decimal(40), Decimal(20), Decimal(8)):
        yield episodes_with(person, _without_hours, hours=hours)


def _no_wanted_hours(person: Participation, _facts: ProjectFacts) -> date | None:
    jobs = person.outcomes_of(EMPLOYMENT)
    return jobs[0].start if jobs and person.first.hours_wanted is None else None


def _wanted(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield first(person, hours_wanted=Decimal(40))


def _occupations(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    if facts.occupations is None or not facts.occupations.women:
        return
    in_order = sorted(facts.occupations.women, key=lambda listed: (listed[1], listed[0]))
    for occupation, _share in (in_order[0], in_order[-1]):
        yield episodes_with(person, lambda one: _is_job(one) and not one.occupation, occupation=occupation)


def _no_industry(episode: EpisodeFacts, facts: ProjectFacts) -> bool:
    industry = next((one.industry for one in facts.companies if one.key == episode.company), "")
    return _is_job(episode) and not industry


def _industry_missing(person: Participation, facts: ProjectFacts) -> date | None:
    return min((one.start for one in person.person.episodes if _no_industry(one, facts)), default=None)


def _industries(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for company in COMPANIES:
        yield episodes_with(person, lambda one: _no_industry(one, facts), company=company.key)


def _still_open(kinds: frozenset[EpisodeKind], months: int) -> Found:
    """An episode of these kinds that goes on so many months after the final exit."""

    def found(person: Participation, _facts: ProjectFacts) -> date | None:
        left = person.final_exit
        if left is None or add_months(left, months) > person.as_of:
            return None
        open_ones = (one for one in person.outcomes_of(kinds) if one.end is None and one.start <= left)
        return left if next(open_ones, None) else None

    return found


def _closed(kinds: frozenset[EpisodeKind]) -> Ways:
    def ways(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
        yield episodes_with(person, lambda one: one.kind in kinds and one.end is None, end=person.final_exit)

    return ways


EPISODES = (
    Check(
        "work_hours",
        _("A job without hours a week"),
        SettledAt.EPISODES,
        _episode(WORK, _without_hours),
        _hours,
        touches=ESF | {"L12", "K", "S"},
    ),
    Check(
        "hours_wanted",
        _("Has got a job, but the hours wanted aren't recorded"),
        SettledAt.ENROLMENT,
        _no_wanted_hours,
        _wanted,
        touches=frozenset({"L12"}),
    ),
    Check(
        "occupation",
        _("A job without occupation"),
        SettledAt.EPISODES,
        _episode(EMPLOYMENT, lambda episode: not episode.occupation),
        _occupations,
        touches=frozenset({"L13"}),
    ),
    Check(
        "industry",
        _("A job at no named company, or at one whose industry isn't recorded"),
        SettledAt.EPISODES,
        _industry_missing,
        _industries,
        touches=frozenset({"V4"}),
    ),
    Check(
        "placement_open",
        _("A placement still goes on though the person has left"),
        SettledAt.EPISODES,
        _still_open(PLACEMENTS, 0),
        _closed(PLACEMENTS),
        contradicts=True,
    ),
    Check(
        "episode_open",
        _("Studies, a course or a programme without an end a year after the exit"),
        SettledAt.EPISODES,
        _still_open(TIMED, LONG_AFTER_MONTHS),
        _closed(TIMED),
        contradicts=True,
    ),
)
