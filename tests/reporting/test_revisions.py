"""The difference between two reports: every number that moved, what changed in the facts, which did it."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from reporting.exchange import KINDS, OF_PERSONS, OF_PROJECT, changes_of, exchanged
from reporting.facts import (
    BackgroundFacts,
    ContactFacts,
    EnrolmentFacts,
    GoalFacts,
    ParticipantFacts,
    ProjectFacts,
)
from reporting.frozen import pack
from reporting.output import as_json
from reporting.revised import CAUSES, lines_of, told
from reporting.revisions import PROGRAM, TOGETHER, difference, moved
from tests.reporting.builders import figures, person, placement, project, wage
from tests.reporting.test_json import WINDOW, crowd

D = date
STARTED = D(2009, 1, 1)


def report(facts: ProjectFacts) -> dict[str, Any]:
    return as_json(figures(facts))


def between(before: ProjectFacts, after: ProjectFacts) -> dict[str, Any]:
    return difference(
        before=report(before), packed=pack(before), after=report(after), facts=after, window=WINDOW
    )


def causes(found: dict[str, Any], code: str, table: str = "total") -> list[str]:
    (cell,) = [one for one in found["cells"] if (one["code"], one["table"]) == (code, table)]
    told_causes: list[str] = cell["causes"]
    return told_causes


def said(before: ProjectFacts, after: ProjectFacts) -> list[str]:
    with override("en"):
        return [told(change.written()) for change in changes_of(before, after)]


class TestADifference:
    def test_of_the_same_facts_is_none(self) -> None:
        found = between(crowd(30), crowd(30))
        assert found == {"explained": True, "facts": [], "cells": []}

    def test_names_each_number_that_moved_and_no_other(self) -> None:
        before = project(person(1, STARTED))
        after = project(person(1, STARTED, episodes=(placement(D(2009, 2, 1), None),)))
        cells = [
            (one["code"], one["table"], one["cell"], one["before"], one["after"])
            for one in between(before, after)["cells"]
        ]
        assert cells == [
            ("L5", "total", {}, 0, 1),
            ("L5", "cells", {"gender": "woman", "age": "25-54"}, None, {"value": 1}),
        ]

    def test_tells_which_kind_of_facts_moved_which_number(self) -> None:
        before = project(person(1, STARTED))
        after = project(
            person(1, STARTED, support=(wage(D(2009, 3, 1)),), episodes=(placement(D(2009, 2, 1), None),)),
            contacts=(ContactFacts(7, D(2009, 4, 1)),),
        )
        found = between(before, after)
        assert causes(found, "L5") == ["episodes"]
        assert causes(found, "L1") == ["support"]
        assert causes(found, "L3") == ["contacts"]

    def test_tells_of_both_where_it_takes_two(self) -> None:
        """A new person brings their own; somebody else's placement is another cause of the same number."""
        before = project(person(1, STARTED))
        mine = person(1, STARTED, episodes=(placement(D(2009, 2, 1), None),))
        new = person(2, STARTED, episodes=(placement(D(2009, 2, 1), None),))
        assert causes(between(before, project(mine, new)), "L5") == ["people", "episodes"]

    def test_tells_of_both_where_neither_does_it_alone(self) -> None:
        """Without the wage there is nobody to count, and without the new bands nobody in this one."""
        before = project(person(1, STARTED), age_bands=("60-70",))
        after = project(person(1, STARTED, support=(wage(D(2009, 3, 1)),)), age_bands=("25-54",))
        (cell,) = [
            one
            for one in between(before, after)["cells"]
            if (one["code"], one["table"], one["cell"].get("age")) == ("L9", "cells", "25-54")
        ]
        assert cell["causes"] == ["support", "definitions"]

    def test_tells_of_definitions_and_targets(self) -> None:
        before = project(person(1, STARTED), goals=(GoalFacts("L5", Decimal(40)),))
        after = replace(before, age_bands=("18-29", "30-64"), goals=(GoalFacts("L5", Decimal(50)),))
        found = between(before, after)
        assert causes(found, "L5", "target") == ["goals"]
        assert {cause for one in found["cells"] for cause in one["causes"]} == {"definitions", "goals"}
        assert said(before, after) == [
            "Age bands: from none of its own to 18-29, 30-64",
            "Targets, L5: 1 changed",
        ]

    def test_tells_of_a_program_that_computes_otherwise(self) -> None:
        facts = project(person(1, STARTED))
        stored = report(facts)
        stored["indicators"][4]["total"] = 9
        found = difference(before=stored, packed=pack(facts), after=report(facts), facts=facts, window=WINDOW)
        assert causes(found, "L5") == [PROGRAM]

    def test_says_that_it_knows_no_cause_where_the_facts_cannot_be_read(self) -> None:
        before, after = project(), project(contacts=(ContactFacts(1, D(2009, 1, 1)),))
        found = difference(before=report(before), packed=b"", after=report(after), facts=after, window=WINDOW)
        assert found["explained"] is False
        assert next((one["code"], one["causes"]) for one in found["cells"]) == ("L3", [])

    def test_explains_all_that_moved_between_two_crowds(self) -> None:
        before, after = crowd(60, seed=1), crowd(60, seed=2)
        found = between(before, after)
        assert {one["code"] for one in found["cells"]} > {"L1", "L5", "L9", "L11"}
        assert all(one["causes"] for one in found["cells"])
        assert len(found["cells"]) == len(moved(report(before), report(after)))


class TestKinds:
    def test_hold_every_field_of_the_facts_once(self) -> None:
        for facts, kinds in ((ParticipantFacts, OF_PERSONS), (ProjectFacts, OF_PROJECT)):
            held = [name for names in kinds.values() for name in names]
            assert sorted(held) == sorted({field.name for field in fields(facts)} - {"participants"})

    def test_have_their_words(self) -> None:
        assert set(CAUSES) == {*KINDS, PROGRAM, TOGETHER}

    @pytest.mark.parametrize("seed", range(3))
    def test_exchanged_one_after_another_make_the_other_facts(self, seed: int) -> None:
        mine, other = crowd(20, seed=seed), crowd(25, seed=seed + 10)
        for kind in KINDS:
            mine = exchanged(kind, mine, other)
        assert mine == other

    def test_say_what_came_went_and_was_changed(self) -> None:
        before = project(
            person(1, STARTED, support=(wage(D(2009, 3, 1)),)),
            person(2, STARTED),
            person(3, STARTED, D(2010, 1, 1), cause="moved"),
            person(4, STARTED),
        )
        entry = EnrolmentFacts(STARTED, entry_status="unemployed", background=BackgroundFacts("NO"))
        after = project(
            person(1, STARTED, D(2010, 2, 1), support=(wage(D(2009, 4, 1)),)),
            ParticipantFacts(2, "man", D(1970, 6, 1), (entry,)),
            person(3, STARTED, D(2010, 1, 1), cause="work", episodes=(placement(STARTED, None),)),
            person(5, STARTED),
        )
        assert said(before, after) == [
            "Participants: 1 added, 1 removed",
            "Participants’ gender: 1 changed",
            "What was so at entry: 1 changed",
            "Exits: 1 added, 1 changed",
            "Episodes, Work placement: 1 added",
            "Income, Wage: 1 changed",
        ]


class TestWords:
    def test_say_where_each_number_stands(self) -> None:
        before = project(person(1, STARTED))
        after = project(person(1, STARTED, D(2010, 1, 1), cause="moved", support=(wage(D(2009, 3, 1)),)))
        written = report(after)
        found = between(before, after)
        with override("en"):
            lines = lines_of(written, found["cells"], after)
        assert len(lines) == len(found["cells"])
        first = lines[0]
        assert (first.code, first.where, first.before.text, first.after.text) == (
            "L1",
            "Total",
            "0.0\xa0%",
            "100.0\xa0%",
        )
        assert first.causes == "Income"
        wheres = {(line.code, line.where) for line in lines}
        assert ("L1", "Women, 25–54 years") in wheres
        assert any(code == "L9" and "2009" in where for code, where in wheres)
