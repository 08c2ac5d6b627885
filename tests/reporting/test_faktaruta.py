"""The fact box of set S: laid out as published, planned beside outcome, nothing invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reporting.facts import AnswerFacts, EpisodeFacts, GoalFacts, ProjectFacts
from reporting.faktaruta import FactBox, fact_box_of
from reporting.sheet import sheet_of
from tests.reporting.builders import figures, person, project

START, LEFT = date(2010, 3, 1), date(2011, 1, 31)


def facts(*goals: GoalFacts) -> ProjectFacts:
    job = EpisodeFacts("employment", START, hours=Decimal(17))
    answer = AnswerFacts("developed", START, "5")
    return project(
        replace(person(1, START, episodes=(job,)), answers=(answer,)),
        person(2, START, LEFT),
        person(3, START, gender="man"),
        goals=goals,
    )


def box(*goals: GoalFacts) -> FactBox:
    made = fact_box_of(figures(facts(*goals), "S"))
    assert made is not None
    return made


def texts(made: FactBox) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in made.lines]


class TestFactBox:
    def test_has_planned_and_outcome_for_women_men_and_all(self) -> None:
        made = box(
            GoalFacts("S1", Decimal(50)),
            GoalFacts("S1", Decimal(25), gender="woman"),
            GoalFacts("S2", Decimal(20), gender="man"),
        )
        assert len(made.columns) == 6
        # Women, men, all: planned and outcome of each. Lines S1–S5, other, S6, S7.
        assert texts(made) == [
            ["25", "2", "", "1", "50", "3"],
            ["", "1", "20", "0", "", "1"],
            ["", "0", "", "0", "", "0"],
            ["", "1", "", "0", "", "1"],
            ["", "0", "", "0", "", "0"],
            ["", "0", "", "1", "", "1"],
            ["", "5,0", "", "–", "", "5,0"],
            ["", "–", "", "–", "", "–"],
        ]

    def test_leaves_a_missing_plan_empty_and_sums_no_other(self) -> None:
        made = box(GoalFacts("S1", Decimal(9), gender="woman"), GoalFacts("S1", Decimal(4), age_band="25-54"))
        assert texts(made)[0] == ["9", "2", "", "1", "", "3"]

    def test_the_states_sum_to_the_number_of_participants_in_every_outcome(self) -> None:
        lines = texts(box())
        for column in (1, 3, 5):
            assert int(lines[0][column]) == sum(int(line[column]) for line in lines[1:6])

    def test_shows_another_gender_where_it_has_a_plan(self) -> None:
        made = box(GoalFacts("S3", Decimal(1), gender="nonbinary"))
        assert len(made.columns) == 8
        assert texts(made)[2] == ["", "0", "", "0", "1", "0", "", "0"]

    def test_opens_every_outcome_into_its_cases_and_no_plan(self) -> None:
        for line in box(GoalFacts("S1", Decimal(50))).lines:
            assert [bool(cell.at) for cell in line.cells] == [False, True] * 3
        assert "table=other" in box().lines[5].cells[1].at

    def test_stands_on_the_sheet_of_set_s_and_no_other(self) -> None:
        sheet = sheet_of(figures(facts(), "S"))
        assert sheet.fact_box is not None
        assert [len(row.cells) for row in sheet.fact_box.grid.rows] == [6] * 8
        assert sheet_of(figures(facts(), "X")).fact_box is None
