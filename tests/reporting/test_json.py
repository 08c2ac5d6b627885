"""The report as JSON: its shape, its words, its sums and its bytes."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils.translation import override

from participants.codes import EpisodeKind, ExitCause, Gender, SupportSource
from reporting.catalogue import CATALOGUE
from reporting.catalogue.reasons import REASONS, Reason
from reporting.compute import compute
from reporting.facts import (
    GENDERS,
    AssessmentFacts,
    ContactFacts,
    CriterionFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    OccupationFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
    Window,
    WindowError,
)
from reporting.known import known_on
from reporting.output import as_json, dumps
from reporting.stats import Kind, one_decimal

START, END = date(2008, 8, 1), date(2011, 7, 31)
WINDOW = Window(START, END, END)
CODES = ("A1", "A2", "B1")


def crowd(size: int, seed: int = 1) -> ProjectFacts:
    """A project with people of every kind, the same for the same seed."""
    rng = random.Random(seed)

    def day(first: date = date(2008, 1, 1), days: int = 1600) -> date:
        return first + timedelta(days=rng.randrange(days))

    def spell(first: date) -> tuple[date, date | None]:
        begun = day(first)
        return begun, rng.choice([None, begun + timedelta(days=rng.randrange(400))])

    def one(key: int) -> ParticipantFacts:
        start, end = spell(date(2008, 1, 1))
        return ParticipantFacts(
            key,
            rng.choice(GENDERS),
            rng.choice([None, day(date(1944, 1, 1), 18000)]),
            (
                EnrolmentFacts(
                    start, end, rng.choice(["", *ExitCause.values]) if end else "", "", Decimal(20)
                ),
            ),
            tuple(
                EpisodeFacts(
                    rng.choice(EpisodeKind.values),
                    *spell(start),
                    rng.choice([None, Decimal(17), Decimal(40)]),
                    occupation=rng.choice(["", "2221", "7112", "9999"]),
                )
                for _ in range(4)
            ),
            tuple(SupportFacts(rng.choice(SupportSource.values), *spell(start)) for _ in range(4)),
            tuple(
                AssessmentFacts(
                    day(start, 300), tuple((code, rng.choice(["met", "met", "partly"])) for code in CODES)
                )
                for _ in range(3)
            ),
        )

    return ProjectFacts(
        "Prov",
        START,
        END,
        criteria=tuple(CriterionFacts(code, code) for code in CODES),
        participants=tuple(one(key) for key in range(size)),
        occupations=OccupationFacts("prov", (("22", Decimal(80)), ("7112", Decimal(5)))),
        contacts=tuple(ContactFacts(rng.randrange(9), day()) for _ in range(30)),
        goals=(
            GoalFacts("L1", Decimal("60.00")),
            GoalFacts("L5", Decimal("40.00")),
            GoalFacts("L9", Decimal("365.00")),
            GoalFacts("L10", Decimal("3.00"), gender="man", age_band="25-54", group="Flytt"),
        ),
    )


def report(facts: ProjectFacts, window: Window = WINDOW) -> dict[str, Any]:
    return as_json(compute(facts, "L", window))


def indicator(written: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in written["indicators"] if row["code"] == code)
    return found


class TestShape:
    written = report(crowd(200))

    def test_says_what_it_is_about(self) -> None:
        assert {key: self.written[key] for key in ("schema", "project", "set", "from", "to", "as_of")} == {
            "schema": 1,
            "project": "Prov",
            "set": "L",
            "from": "2008-08-01",
            "to": "2011-07-31",
            "as_of": "2011-07-31",
        }
        definitions = self.written["definitions"]
        assert (definitions["work_min_hours"], definitions["age_bands"]) == (None, ["16-24", "25-54"])

    def test_lists_the_indicators_in_the_catalogues_order(self) -> None:
        assert [row["code"] for row in self.written["indicators"]] == [
            f"L{number}" for number in range(1, 15)
        ]

    def test_writes_counts_as_numbers_and_cells_by_gender_and_age(self) -> None:
        l5 = indicator(self.written, "L5")
        assert (l5["unit"], l5["kind"], l5["moment"], l5["target"]) == (
            "person",
            "count",
            "event",
            {"value": 40},
        )
        assert isinstance(l5["total"], int)
        assert set(l5["cells"][0]) == {"gender", "age", "value"}

    def test_writes_shares_as_numerator_denominator_and_per_cent(self) -> None:
        l1 = indicator(self.written, "L1")
        assert set(l1["total"]) == set(l1["provisional"]) == {"numerator", "denominator", "percent"}
        assert l1["target"] == {"percent": "60.0"}

    def test_writes_means_as_n_mean_and_median(self) -> None:
        l9 = indicator(self.written, "L9")
        assert set(l9["total"]) == {"n", "mean", "median"}
        assert l9["target"] == {"mean": "365.0"}
        assert set(l9["cells"][0]) == {"gender", "age", "group", "n", "mean", "median"}
        assert set(l9["tables"]) == {"by_year", "by_gender_age"}
        assert set(l9["tables"]["by_year"]["cells"][0]) == {"group", "n", "mean", "median"}

    def test_splits_companies_by_nothing(self) -> None:
        l3 = indicator(self.written, "L3")
        assert l3["cells"] == [{"value": l3["total"]}]

    def test_names_groups_by_the_workbooks_words(self) -> None:
        groups = {
            code: {cell["group"] for cell in indicator(self.written, code)["cells"]}
            for code in ("L10", "L12")
        }
        assert {"flytt", "ej angiven"} < groups["L10"]
        assert groups["L12"] == {"heltid", "17-34", "okänt"}
        l11 = indicator(self.written, "L11")
        assert {cell["group"] for cell in l11["cells"]} == {"jobbredo", "ej jobbredo", "ej bedömd"}
        assert "A1:uppfyllt" in {cell["group"] for cell in l11["tables"]["criteria"]["cells"]}

    def test_sets_beside_readiness_what_it_leaves_out(self) -> None:
        l2 = indicator(self.written, "L2")
        assert set(l2["beside"]) == {"not_yet_due", "late", "never", "days_to_ready"}
        assert set(l2["beside"]["days_to_ready"]["total"]) == {"n", "mean", "median"}

    def test_sets_targets_for_a_part_beside_what_came_of_them(self) -> None:
        l10 = indicator(self.written, "L10")
        place = {"gender": "man", "age": "25-54", "group": "flytt"}
        outcome = sum(cell["value"] for cell in l10["cells"] if cell.items() >= place.items())
        assert l10["target"] is None
        assert l10["targets"] == [{**place, "value": 3, "outcome": {"value": outcome}}]

    def test_of_an_empty_project_has_no_per_cent_and_no_mean(self) -> None:
        empty = report(ProjectFacts("Tomt", START, END))
        assert indicator(empty, "L1")["total"] == {"numerator": 0, "denominator": 0, "percent": None}
        assert indicator(empty, "L9")["total"] == {"n": 0, "mean": None, "median": None}
        assert indicator(empty, "L5")["total"] == 0
        assert all(row["cells"] == [] for row in empty["indicators"])

    def test_prints_the_projects_own_definitions_where_it_has_any(self) -> None:
        facts = ProjectFacts(
            "Egen", START, END, age_bands=("18-29", "30-64"), work_min_hours=Decimal("17.50")
        )
        definitions = report(facts)["definitions"]
        assert (definitions["work_min_hours"], definitions["age_bands"]) == ("17.5", ["18-29", "30-64"])


class TestSums:
    figures = compute(crowd(300, seed=2), "L", WINDOW)

    @pytest.mark.parametrize("code", [row.code for row in CATALOGUE["L"].indicators])
    def test_the_length_of_the_list_is_the_number(self, code: str) -> None:
        figure = self.figures[code]
        sizes = {Kind.COUNT: "value", Kind.SHARE: "numerator", Kind.MEAN: "n"}
        assert getattr(figure.table.total, sizes[figure.indicator.kind]) == len(figure.counted)
        assert len(figure.counted) + len(figure.not_counted) == len(figure.cases)

    @pytest.mark.parametrize("row", as_json(figures)["indicators"], ids=lambda row: row["code"])
    def test_cells_of_counts_and_shares_add_up_to_the_total(self, row: dict[str, Any]) -> None:
        if row["kind"] == "count":
            assert sum(cell["value"] for cell in row["cells"]) == row["total"]
        elif row["kind"] == "share":
            for part in ("numerator", "denominator"):
                assert sum(cell[part] for cell in row["cells"]) == row["total"][part]
        else:
            assert sum(cell["n"] for cell in row["cells"]) == row["total"]["n"]

    def test_readiness_and_what_stands_beside_it_are_all_who_started(self) -> None:
        l2 = indicator(as_json(self.figures), "L2")
        beside = sum(l2["beside"][name]["total"] for name in ("not_yet_due", "late", "never"))
        started = indicator(as_json(self.figures), "L1")["provisional"]["denominator"]
        assert l2["total"] + beside == started

    def test_every_criterion_of_the_follow_up_adds_up_to_those_enrolled(self) -> None:
        l11 = indicator(as_json(self.figures), "L11")
        for code in CODES:
            cells = [
                cell for cell in l11["tables"]["criteria"]["cells"] if cell["group"].startswith(f"{code}:")
            ]
            assert sum(cell["value"] for cell in cells) == l11["total"]

    def test_jobs_against_the_hours_wanted_are_all_jobs(self) -> None:
        l12 = indicator(as_json(self.figures), "L12")
        assert sum(cell["value"] for cell in l12["tables"]["against_hours_wanted"]["cells"]) == l12["total"]


class TestBytes:
    def test_are_the_same_from_the_same_facts_in_every_language(self) -> None:
        with override("sv"):
            swedish = dumps(report(crowd(50)))
        with override("en"):
            english = dumps(report(crowd(50)))
        assert swedish == english

    def test_are_the_same_after_later_facts_are_gone(self) -> None:
        window = Window(START, END, date(2009, 12, 31))
        facts = crowd(100)
        assert dumps(report(known_on(facts, window.as_of), window)) == dumps(report(facts, window))

    def test_are_utf_8_with_swedish_letters_as_they_are(self) -> None:
        written = dumps(report(ProjectFacts("Vägen", START, END)))
        assert '"project": "Vägen"'.encode() in written
        assert json.loads(written)["project"] == "Vägen"


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "printed"),
        [
            (Fraction(0), "0.0"),
            (Fraction(1, 20), "0.1"),
            (Fraction(49, 1000), "0.0"),
            (Fraction(200, 3), "66.7"),
            (Fraction(6665, 100), "66.7"),
            (Fraction(6664, 100), "66.6"),
            (Fraction(100), "100.0"),
            (Fraction(-1, 20), "-0.1"),
            (Fraction(-1, 100), "0.0"),
        ],
    )
    def test_is_half_up_and_exact(self, value: Fraction, printed: str) -> None:
        assert one_decimal(value) == printed


class TestWindow:
    facts = ProjectFacts("Prov", START, END)

    def test_is_the_projects_period_as_of_its_end(self) -> None:
        assert Window.build(self.facts, today=date(2026, 1, 1)) == Window(START, END, END)

    def test_is_as_of_today_while_the_period_runs(self) -> None:
        assert Window.build(self.facts, today=date(2010, 1, 1)).as_of == date(2010, 1, 1)

    def test_may_be_as_of_a_day_after_the_period(self) -> None:
        window = Window.build(
            self.facts, today=date(2026, 1, 1), period_end=date(2009, 12, 31), as_of=date(2011, 1, 1)
        )
        assert window == Window(START, date(2009, 12, 31), date(2011, 1, 1))

    def test_as_of_tomorrow_is_refused(self) -> None:
        with override("en"), pytest.raises(WindowError, match="after today"):
            Window.build(self.facts, today=date(2010, 1, 1), as_of=date(2010, 1, 2))

    @pytest.mark.parametrize(
        ("field", "asked"),
        [
            ("period_start", {"period_start": date.min}),
            ("period_end", {"period_end": date.max}),
            ("as_of", {"as_of": date.min}),
        ],
    )
    def test_far_from_the_project_is_refused_at_the_day(self, field: str, asked: dict[str, date]) -> None:
        with pytest.raises(WindowError) as refused:
            Window.build(self.facts, today=date(2010, 1, 1), **asked)
        assert refused.value.field == field

    def test_that_runs_backwards_is_refused(self) -> None:
        with override("en"), pytest.raises(WindowError, match="ends before"):
            Window.build(self.facts, today=date(2010, 1, 1), period_start=date(2012, 1, 1))


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Reason)


def test_genders_are_those_that_are_recorded() -> None:
    assert list(GENDERS) == Gender.values
