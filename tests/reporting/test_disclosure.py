"""Figures for readers outside the project: no hidden number comes back, whatever one reckons with."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.catalogue.tied import IDENTITIES
from reporting.compute import Figures, compute
from reporting.disclosure import (
    NotForOutsideError,
    OutsideTable,
    check_outside,
    for_outside,
    is_small,
    latest_outside,
)
from reporting.disclosure.leftovers import leftovers
from reporting.disclosure.tying import Tied
from reporting.facts import ParticipantFacts, ProjectFacts, Window, WindowError
from reporting.formats import FORMATS, write_file
from reporting.models import Report
from reporting.output import as_json, dumps
from reporting.sheet import sheet_of
from reporting.stats import Audience, Count, Hidden, Kind, Mean, Share, Stat
from reporting.stored import stored_lines
from reporting.suppression import Problem, hidden_places
from tests.reporting.builders import OLDER, YOUNGER, figures, person, placement, project, wage
from tests.reporting.crowd import END, crowd
from tests.reporting.recovery import random_problem, recovered

QUICK = range(60)
ALL = range(1000)


@cache
def report_of(number: int) -> Figures:
    facts = crowd(number, 7)
    return compute(facts, "L", Window(facts.start, facts.end, END))


@cache
def outside(number: int) -> Figures:
    return for_outside(report_of(number))


def safe(seeds: range) -> list[int]:
    problems = ((seed, random_problem(seed)) for seed in seeds)
    return [seed for seed, problem in problems if recovered(problem, hidden_places(problem))]


class TestSuppression:
    def test_leaves_an_attacker_without_a_single_hidden_number(self) -> None:
        assert safe(QUICK) == []

    @pytest.mark.proof
    def test_leaves_an_attacker_without_a_single_hidden_number_in_1000_tables(self) -> None:
        assert safe(ALL) == []

    def test_hides_no_more_than_twice_what_is_small_over_many_tables(self) -> None:
        small = hidden = shown = 0
        for problem in map(random_problem, QUICK):
            chosen = hidden_places(problem)
            small += sum(place.small for place in problem.places)
            hidden += len(chosen)
            shown += len(problem.places) - len(chosen)
        assert hidden < 2 * small
        assert shown > hidden

    def test_hides_what_is_small_and_the_same_each_time(self) -> None:
        for problem in map(random_problem, QUICK):
            chosen = hidden_places(problem)
            assert chosen == hidden_places(problem)
            assert chosen >= {at for at, place in enumerate(problem.places) if place.small}

    def test_hides_nothing_where_nothing_is_small(self) -> None:
        problem = random_problem(1)
        large = replace(problem, places=tuple(replace(place, small=False) for place in problem.places))
        assert hidden_places(large) == frozenset()


class TestTheAttacker:
    """The net holds: what is weaker than the suppression is seen through."""

    @pytest.mark.parametrize(
        "weaker",
        [
            lambda problem: frozenset(at for at, place in enumerate(problem.places) if place.small),
            lambda problem: hidden_places(replace(problem, equations=())),
            lambda problem: _without_one(problem, hidden_places(problem)),
        ],
        ids=["only the small ones", "blind to sister tables", "one place too few"],
    )
    def test_sees_through(self, weaker: Callable[[Problem], frozenset[int]]) -> None:
        assert any(recovered(problem, weaker(problem)) for problem in map(random_problem, QUICK))

    @pytest.mark.parametrize("number", [12, 60, 400])
    def test_recovers_nothing_from_a_whole_report(self, number: int) -> None:
        tied = Tied(report_of(number), IDENTITIES["L"])
        assert recovered(tied.problem, hidden_places(tied.problem, leftovers(tied))) == []


def _without_one(problem: Problem, hidden: frozenset[int]) -> frozenset[int]:
    return hidden - set([at for at in sorted(hidden) if not problem.places[at].small][:1])


class TestSmall:
    @pytest.mark.parametrize(
        ("stat", "small"),
        [
            (Count(0), True),
            (Count(4), True),
            (Count(5), False),
            (Share(4, 30), True),
            (Share(0, 30), True),
            (Share(26, 30), True),
            (Share(30, 30), False),
            (Share(25, 30), False),
            (Mean((1, 2, 3, 4)), True),
            (Mean((1, 2, 3, 4, 5)), False),
        ],
    )
    def test_is_below_five(self, stat: Stat, *, small: bool) -> None:
        assert is_small(stat) is small


def by_hand() -> ProjectFacts:
    """Placements: 9 older women, 8 older men, 7 younger women, 3 younger men; 30 days each with a wage.

    Of each sort 20 more have started and had neither, so that nothing follows for all from the starts.
    """
    people: list[ParticipantFacts] = []
    for gender, born, number in (
        ("woman", OLDER, 9),
        ("man", OLDER, 8),
        ("woman", YOUNGER, 7),
        ("man", YOUNGER, 3),
    ):
        for _each in range(number):
            start = date(2009, 1, 1)
            people.append(
                person(
                    len(people) + 1,
                    start,
                    gender=gender,
                    born=born,
                    episodes=(placement(start, None),),
                    support=(wage(date(2009, 1, 31)),),
                )
            )
    people += [
        person(100 + number, date(2009, 1, 1), gender=gender, born=born)
        for number, (gender, born, _one) in enumerate(
            product(("woman", "man"), (OLDER, YOUNGER), range(20)), start=1
        )
    ]
    return project(*people)


class TestAWorkedExample:
    """L5 by hand. Only the 3 younger men are small. With rows and columns summed one more place in
    their row, one in their column, and the one where these meet must go: else 3 = 11 - 8 or 10 - 7.

                women   men   total
        16-24   hidden  hidden  10
        25-54   hidden  hidden  17
        total     16      11    27
    """

    def test_hides_a_rectangle_and_keeps_every_sum(self) -> None:
        table = for_outside(figures(by_hand()))["L5"].table
        assert isinstance(table, OutsideTable)
        assert table.hidden == {
            (gender, age, None) for gender, age in product(("woman", "man"), ("16-24", "25-54"))
        }
        assert table.total == Count(27)
        assert table.over(gender="man") == Count(11)
        assert table.over(age="16-24") == Count(10)
        assert table.over(gender="man", age="16-24") == Hidden(Kind.COUNT)

    def test_hides_the_mean_of_too_few(self) -> None:
        made = for_outside(figures(by_hand()))["L9"]
        assert isinstance(made.table.over(gender="man", age="16-24"), Hidden)
        assert isinstance(made.side("by_gender_age").over(gender="man", age="16-24"), Hidden)

    def test_says_nought_of_a_gender_that_nobody_has(self) -> None:
        assert for_outside(figures(by_hand()))["L5"].table.over(gender="nonbinary") == Count(0)

    def test_shows_companies(self) -> None:
        assert for_outside(figures(by_hand()))["L3"].table.total == Count(0)

    def test_hides_an_indicator_that_is_small_altogether(self) -> None:
        few = project(*by_hand().participants[:4])
        made = for_outside(figures(few))["L5"]
        assert made.table.total == Hidden(Kind.COUNT)
        assert all(isinstance(stat, Hidden) for stat in made.table.cells.values())


class TestTheFiguresForOutside:
    def test_hold_neither_cases_nor_facts(self) -> None:
        made = outside(30)
        assert all(figure.cases == () for figure in made.figures)
        assert made.facts.participants == ()

    def test_show_every_number_as_it_is_or_not_at_all(self) -> None:
        inside = report_of(300)
        shown = 0
        for figure, before in zip(outside(300).figures, inside.figures, strict=True):
            tables = [(figure.table, before.table)]
            tables += [
                (one.table, other.table) for one, other in zip(figure.sides, before.sides, strict=True)
            ]
            for table, was in tables:
                assert (
                    isinstance(table, OutsideTable)
                    or figure.indicator.code in {"L3", "L4"}
                    or not figure.recorded
                )
                for (gender, age, group), stat in table.cells.items():
                    if not isinstance(stat, Hidden):
                        assert stat == was.over(gender=gender, age=age, group=group)
                        assert figure.indicator.code in {"L3", "L4"} or not is_small(stat)
                        shown += 1
        assert shown > 100

    def test_show_the_mean_of_enough(self) -> None:
        inside = report_of(300)["L9"].table
        made = outside(300)["L9"].table
        assert made.total == inside.total
        assert made.over(gender="woman") == inside.over(gender="woman")

    def test_of_a_set_whose_tables_nobody_has_tied_together_are_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(IDENTITIES, "L")
        with pytest.raises(NotForOutsideError):
            for_outside(report_of(30))

    def test_say_so_in_the_json_and_the_same_each_time(self) -> None:
        written = dumps(as_json(outside(60)))
        assert written == dumps(as_json(for_outside(report_of(60))))
        report = json.loads(written)
        assert report["audience"] == "outside"
        assert as_json(report_of(60))["audience"] == "inside"
        hidden = [cell for figure in report["indicators"] for cell in figure["cells"] if "hidden" in cell]
        assert hidden
        assert all(set(cell) <= {"gender", "age", "group", "hidden"} for cell in hidden)

    @pytest.mark.parametrize("form", sorted(FORMATS))
    def test_go_into_every_file(self, form: str) -> None:
        assert write_file(as_json(outside(60)), FORMATS[form])

    def test_are_hidden_on_the_sheet_and_in_the_list_of_a_stored_report(self) -> None:
        made = for_outside(figures(project(*by_hand().participants[:4])))
        sheet = sheet_of(made)
        assert sheet.note
        entry = next(entry for entry in sheet.entries if entry.code == "L5")
        number = entry.number.text
        assert (entry.unit, entry.grids, bool(entry.note)) == ("", (), True)
        line = next(line for line in stored_lines(as_json(made)) if line.code == "L5")
        assert number == line.number.text
        assert not any(character.isdigit() for character in number)

    @pytest.mark.proof
    def test_take_seconds_for_200_tables(self) -> None:
        facts = crowd(500, 3, criteria=tuple(f"A{number}" for number in range(1, 31)))
        inside = compute(facts, "L", Window(facts.start, facts.end, END))
        began = process_time()
        for_outside(inside)
        assert process_time() - began < 20


class TestTheWindow:
    FRAME = (date(2024, 1, 15), date(2026, 6, 10))

    @pytest.mark.parametrize(
        ("start", "end", "as_of"),
        [
            ("2024-01-15", "2026-06-10", "2026-06-10"),
            ("2024-01-15", "2024-12-31", "2024-12-31"),
            ("2025-02-01", "2025-02-28", "2025-03-31"),
        ],
    )
    def test_is_whole_months_or_as_the_project_runs(self, start: str, end: str, as_of: str) -> None:
        check_outside("L", window(start, end, as_of), start=self.FRAME[0], end=self.FRAME[1])

    @pytest.mark.parametrize(
        ("start", "end", "as_of", "field"),
        [
            ("2025-02-02", "2025-02-28", "2025-03-31", "period_start"),
            ("2025-02-01", "2025-02-27", "2025-03-31", "period_end"),
            ("2025-02-01", "2025-02-28", "2025-03-30", "as_of"),
            ("2025-05-05", "2025-05-05", "2025-05-31", "period_start"),
        ],
    )
    def test_that_would_single_out_a_day_is_refused(
        self, start: str, end: str, as_of: str, field: str
    ) -> None:
        with pytest.raises(WindowError) as refused:
            check_outside("L", window(start, end, as_of), start=self.FRAME[0], end=self.FRAME[1])
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("as_of", "latest"),
        [("2025-03-31", "2025-03-31"), ("2025-03-30", "2025-02-28"), ("2026-06-10", "2026-06-10")],
    )
    def test_left_open_stands_as_of_the_latest_day_it_may(self, as_of: str, latest: str) -> None:
        found = latest_outside(window("2024-01-15", "2026-06-10", as_of), end=self.FRAME[1])
        assert found.as_of.isoformat() == latest


def window(*days: str) -> Window:
    return Window(*map(date.fromisoformat, days))


@pytest.mark.django_db
class TestOrderingForOutside:
    def order(self, project: Project, user: User, end: date) -> Report:
        return actions.order_report(
            project=project,
            indicator_set="L",
            window=Window(project.start, end, end),
            by=user,
            at=timezone.now(),
            audience=Audience.OUTSIDE,
        )

    def test_keeps_for_whom_it_is(self, project: Project, lead: User) -> None:
        report = self.order(project, lead, date(2024, 12, 31))
        assert (report.audience, report.get_audience_display()) == ("outside", report.get_audience_display())

    @pytest.mark.parametrize("code", ["L", "E14"])
    def test_by_the_form_shows_it_and_orders_it(
        self, project: Project, lead: User, lead_client: Client, code: str
    ) -> None:
        project.indicator_sets = [code]
        project.save()
        asked: dict[str, str] = {
            "project": str(project.public_id),
            "indicator_set": code,
            "period_end": "2024-12-31",
            "as_of": "2024-12-31",
            "audience": "outside",
        }
        page = lead_client.get("/rapporter/", asked)
        assert page.context["sheet"].note
        assert lead_client.post("/rapporter/bestall/", asked).status_code == 302
        report = Report.objects.get()
        assert (report.audience, report.indicator_set, report.ordered_by) == ("outside", code, lead)

    @pytest.mark.parametrize("code", ["L", "E14"])
    def test_by_the_form_is_refused_for_a_part_of_a_month(
        self, project: Project, lead_client: Client, code: str
    ) -> None:
        project.indicator_sets = [code]
        project.save()
        asked = {"project": project.public_id, "indicator_set": code, "audience": "outside"}
        answer = lead_client.post("/rapporter/bestall/", asked | {"as_of": "2024-12-30"})
        assert answer.status_code == 422
        assert not Report.objects.exists()

    def test_refuses_a_window_that_ends_in_a_month(self, project: Project, lead: User) -> None:
        with pytest.raises(ValidationError):
            self.order(project, lead, date(2024, 12, 30))
        assert not Report.objects.exists()

    def test_by_the_command_hides_and_refuses_the_same(
        self, project: Project, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        asked = ("--project", project.name, "--set", "L", "--outside")
        call_command("report", *asked, "--to", "2024-12-31")
        written = json.loads(capfdbinary.readouterr().out)
        assert written["audience"] == "outside"
        assert next(one["total"] for one in written["indicators"] if one["code"] == "L5") == {"hidden": True}
        with pytest.raises(CommandError):
            call_command("report", *asked, "--to", "2024-12-30")
