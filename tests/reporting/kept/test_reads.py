"""Each set says which kinds of facts it reads, and only those are loaded for it."""

from collections.abc import Collection
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import IndicatorSet
from reporting.compute import compute, participations
from reporting.facts import ParticipantFacts, ProjectFacts, Window
from reporting.kept.pieces import taken_apart
from reporting.known import known_on
from reporting.loading import KINDS, OF_COMPANIES, OF_PERSONS, load_facts
from reporting.output import as_json
from reporting.unread import UNREAD, UnreadError
from tests import factories
from tests.reporting.full import END, START, full_facts
from tests.reporting.varied import varied_facts

WINDOW = Window(START, END, END)
# Where the project asks for hours, a set reads attendance that it else leaves alone.
HOURS = Decimal(8)
CROWDS = [
    replace(facts, participant_min_hours=hours)
    for facts in (full_facts(), varied_facts(80, seed=1), varied_facts(80, seed=2))
    for hours in (None, HOURS)
]


def without(facts: ProjectFacts, kinds: Collection[str]) -> ProjectFacts:
    """These kinds of facts not loaded."""
    told: dict[str, Any] = {kind: UNREAD for kind in kinds if kind in OF_PERSONS}
    beside: dict[str, Any] = {kind: UNREAD for kind in kinds if kind in OF_COMPANIES}
    if "occupations" in kinds and facts.occupations:
        beside["occupations"] = replace(facts.occupations, women=UNREAD)
    people = tuple(replace(person, **told) for person in facts.participants)
    return replace(facts, participants=people, **beside)


def judged(chosen: IndicatorSet, kind: str) -> None:
    """As figures are made, without this kind of facts."""
    for facts in CROWDS:
        known = without(known_on(facts, WINDOW.as_of), [kind])
        taken_apart(chosen, participations(known, chosen, WINDOW.as_of), known, WINDOW)
        compute(known, chosen.code, WINDOW)


def test_the_kinds_are_those_that_facts_have() -> None:
    names = {field.name for field in fields(ParticipantFacts)}
    assert names - {"key", "gender", "birth_date", "enrolments"} == OF_PERSONS
    assert all(chosen.kinds(HOURS) <= KINDS for chosen in CATALOGUE.values())


def test_what_was_not_loaded_is_never_taken_for_nothing() -> None:
    for use in (bool, len, list, repr, sorted):
        with pytest.raises(UnreadError):
            use(UNREAD)


@pytest.mark.parametrize("chosen", CATALOGUE.values(), ids=lambda chosen: chosen.code)
class TestASet:
    def test_is_the_same_without_what_it_does_not_read(self, chosen: IndicatorSet) -> None:
        for facts in CROWDS:
            unread = KINDS - chosen.kinds(facts.participant_min_hours)
            assert as_json(compute(without(facts, unread), chosen.code, WINDOW)) == as_json(
                compute(facts, chosen.code, WINDOW)
            )

    def test_judges_persons_without_what_only_companies_are_counted_from(self, chosen: IndicatorSet) -> None:
        for facts in CROWDS:
            known = known_on(facts, WINDOW.as_of)
            less = without(known, KINDS - chosen.of_persons(known.participant_min_hours))
            assert taken_apart(
                chosen, participations(less, chosen, WINDOW.as_of), less, WINDOW
            ) == taken_apart(chosen, participations(known, chosen, WINDOW.as_of), known, WINDOW)

    def test_reads_what_it_says(self, chosen: IndicatorSet) -> None:
        """Else it would be loaded for nothing."""
        for kind in chosen.kinds(HOURS):
            with pytest.raises(UnreadError):
                judged(chosen, kind)


@pytest.mark.django_db
def test_nothing_else_is_loaded(project: Project) -> None:
    stay = factories.enrolment(project=project)
    factories.episode(enrolment=stay)
    (person,) = load_facts(project, kinds={"episodes"}).participants
    assert len(person.episodes) == 1
    for kind in OF_PERSONS - {"episodes"}:
        assert getattr(person, kind) is UNREAD
