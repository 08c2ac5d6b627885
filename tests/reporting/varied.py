"""A crowd in which no fact goes with another: everybody lacks something else of what could be recorded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from participants.codes import EpisodeKind, FollowUpKind
from reporting.compute import Figures, compute
from reporting.facts import EpisodeFacts, ParticipantFacts, ProjectFacts, Window
from tests.reporting.full import END, START, full_facts

# What a person may be in at the same time.
AT_ONCE = (EpisodeKind.EMPLOYMENT, EpisodeKind.STUDIES, EpisodeKind.PROGRAMME)
AFTERWARDS = timedelta(days=30)
WHOLE = Window(START, END, END)


def varied_facts(people: int, seed: int) -> ProjectFacts:
    """So many participants, the same for the same seed."""
    chance = Random(seed)
    facts = full_facts(seed, people)
    return replace(facts, participants=tuple(_thinned(chance, person) for person in facts.participants))


def varied(indicator_set: str, people: int, seed: int, window: Window = WHOLE) -> Figures:
    """A set's figures of such a crowd."""
    return compute(varied_facts(people, seed), indicator_set, window)


def _thinned(chance: Random, person: ParticipantFacts) -> ParticipantFacts:
    stay, *more = person.enrolments
    background = replace(
        stay.background,
        birth_country=chance.choice(("SE", "SE", "SY", "FI", "not_asked")),
        citizenship=chance.choice(("SE", "SE", "SY", "FI", "declined")),
        parents_born_abroad=chance.choice(("yes", "no", "no", "unknown")),
        reduced_work_capacity=chance.choice(("yes", "no", "no", "unknown")),
    )
    hours = chance.choice((None, stay.hours_wanted))
    level = chance.choice((stay.education_level, stay.education_level, "unknown"))
    return replace(
        person,
        gender=chance.choice((*[person.gender] * 4, "unknown")),
        birth_date=chance.choice((*[person.birth_date] * 4, None)),
        enrolments=(
            replace(stay, background=background, hours_wanted=hours, education_level=level),
            *more,
        ),
        episodes=tuple(_at_once(chance, person) if not chance.randrange(6) else _mixed(chance, person)),
        support=tuple(_some(chance, person.support)),
        assessments=tuple(
            replace(
                one,
                states=tuple(
                    (code, chance.choice(("met", "met", state)))
                    for code, state in one.states
                    if chance.randrange(4)
                ),
            )
            for one in _some(chance, person.assessments)
        ),
        attendance=tuple(_some(chance, person.attendance)),
        cv=tuple(replace(one, confirmed_on=chance.choice((None, one.confirmed_on))) for one in person.cv),
        follow_ups=tuple(
            one for one in person.follow_ups if one.kind != FollowUpKind.DAYS_90 or not chance.randrange(3)
        ),
        answers=tuple(_some(chance, person.answers)),
        moves=tuple(replace(one, step=chance.randint(1, 3)) for one in _some(chance, person.moves)),
    )


def _mixed(chance: Random, person: ParticipantFacts) -> Iterator[EpisodeFacts]:
    for one in _some(chance, person.episodes):
        yield replace(one, kind=chance.choice((one.kind, *AT_ONCE)), end=chance.choice((None, one.end)))


def _at_once(chance: Random, person: ParticipantFacts) -> Iterator[EpisodeFacts]:
    """Several that one may be in at once, from the first day or after the last: by chance few are."""
    stay = person.enrolments[0]
    days = (stay.start, (stay.end or stay.start) + AFTERWARDS)
    kinds = chance.sample(AT_ONCE, chance.randint(2, len(AT_ONCE)))
    for one, kind in zip(person.episodes, kinds, strict=False):
        yield replace(one, kind=kind, start=chance.choice(days), end=None, before_start=False)


def _some[Fact](chance: Random, facts: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if chance.random() < 0.6]
