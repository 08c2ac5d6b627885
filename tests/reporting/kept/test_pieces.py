"""What one participant adds to a set can be told apart from the others, which is what keeping rests on."""

from dataclasses import fields, replace
from typing import Any

import pytest

from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import IndicatorSet
from reporting.compute import compute, participations
from reporting.facts import ParticipantFacts, Window
from reporting.kept.pieces import OF_PERSONS, Added, Sums, summed, taken_apart
from reporting.known import known_on
from reporting.stats import Mean, Stat
from tests.reporting.full import END, START, full_facts

KEPT = [chosen for chosen in CATALOGUE.values() if chosen.person_by_person]
TOLD = [
    field.name
    for field in fields(ParticipantFacts)
    if field.name not in ("key", "gender", "birth_date", "enrolments")
]
WINDOW = Window(START, END, END)
FACTS = known_on(full_facts(), WINDOW.as_of)


def by_code(chosen: IndicatorSet) -> str:
    return chosen.code


def in_order(stat: Stat) -> Stat:
    """A mean's values come in any order."""
    return Mean(tuple(sorted(stat.values))) if isinstance(stat, Mean) else stat


def test_one_set_alone_is_not_told_person_by_person() -> None:
    assert {code for code, chosen in CATALOGUE.items() if not chosen.person_by_person} == {"X"}


@pytest.mark.parametrize("chosen", KEPT, ids=by_code)
class TestTakenApart:
    def test_a_person_adds_the_same_with_and_without_the_others(self, chosen: IndicatorSet) -> None:
        people = participations(FACTS, chosen, WINDOW.as_of)
        together = taken_apart(chosen, people, FACTS, WINDOW)
        for person in people:
            alone = replace(FACTS, participants=(person.person,))
            assert taken_apart(chosen, [person], alone, WINDOW) == {
                person.person.key: together[person.person.key]
            }

    def test_adds_up_to_what_is_computed(self, chosen: IndicatorSet) -> None:
        people = participations(FACTS, chosen, WINDOW.as_of)
        cells = summed(chosen, taken_apart(chosen, people, FACTS, WINDOW), people, FACTS, WINDOW).cells()
        computed = compute(FACTS, chosen.code, WINDOW)
        for figure, tables in zip(computed.figures, cells, strict=True):
            for table, found in zip(
                [figure.table, *(side.table for side in figure.sides)], tables, strict=True
            ):
                assert {key: in_order(stat) for key, stat in table.cells.items()} == found, (
                    figure.indicator.code
                )

    def test_what_is_taken_out_again_leaves_nothing(self, chosen: IndicatorSet) -> None:
        people = participations(FACTS, chosen, WINDOW.as_of)
        sums = Sums(chosen)
        added = taken_apart(chosen, people, FACTS, WINDOW)
        for one in added.values():
            sums.add(one)
        assert sums.as_json()
        for one in reversed(added.values()):
            sums.take(one)
        assert sums.as_json() == []

    def test_comes_back_as_it_was_from_json(self, chosen: IndicatorSet) -> None:
        people = participations(FACTS, chosen, WINDOW.as_of)
        added = taken_apart(chosen, people, FACTS, WINDOW)
        sums = summed(chosen, added, people, FACTS, WINDOW)
        assert {key: Added.from_json(one.as_json()) for key, one in added.items()} == added
        assert Sums.from_json(chosen, sums.as_json()).cells() == sums.cells()

    @pytest.mark.parametrize("kind", TOLD)
    def test_the_mark_tells_of_all_that_bears_on_other_units(self, chosen: IndicatorSet, kind: str) -> None:
        """Without what one person was told of: either the mark is another, or companies count the same."""
        others = [indicator for indicator in chosen.indicators if indicator.unit not in OF_PERSONS]
        before = compute(FACTS, chosen.code, WINDOW)
        people = participations(FACTS, chosen, WINDOW.as_of)
        marks = {key: added.mark for key, added in taken_apart(chosen, people, FACTS, WINDOW).items()}
        for number, person in enumerate(FACTS.participants):
            nothing: dict[str, Any] = {kind: ()}
            everybody = list(FACTS.participants)
            everybody[number] = replace(person, **nothing)
            without = replace(FACTS, participants=tuple(everybody))
            fewer = participations(without, chosen, WINDOW.as_of)
            if taken_apart(chosen, [fewer[number]], without, WINDOW)[person.key].mark != marks[person.key]:
                continue
            for indicator in others:
                assert tuple(indicator.cases(fewer, without, WINDOW)) == before[indicator.code].cases
