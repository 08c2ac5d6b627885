"""What a project has set for itself stands wherever the numbers stand that rest on it, and nowhere else."""

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.utils.translation import override

from participants.codes import EducationLevel, EntryStatus, EpisodeKind, SupportSource
from projects.models import Definitions, Project
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import (
    EnrolmentFacts,
    EpisodeFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
    Window,
)
from reporting.formats import FORMATS, write_file
from reporting.output import as_json
from reporting.pdf import report_html
from reporting.revised import told
from reporting.sheet import sheet_of
from reporting.stats import Count
from tests import factories
from tests.reporting.full import END, START, full_facts

WINDOW = Window(START, END, END)
# Each field that a project sets, set otherwise: the facts, and how the value reads in English.
OTHERWISE: dict[str, tuple[Callable[[ProjectFacts], ProjectFacts], str]] = {
    "age_bands": (lambda facts: replace(facts, age_bands=("16-29", "30-61")), "30–61 years"),
    "work_min_hours": (lambda facts: replace(facts, work_min_hours=Decimal("37.5")), "37.5"),
    "social_assistance_monthly": (lambda facts: replace(facts, social_assistance_monthly=8123), "8,123 kr"),
    "extra_service_is_income": (lambda facts: replace(facts, extra_service_is_income=True), "service wage"),
    "long_term_months_young": (
        lambda facts: replace(facts, long_term_months=(1, facts.long_term_months[1])),
        "1",
    ),
    "long_term_months": (
        lambda facts: replace(facts, long_term_months=(facts.long_term_months[0], 99)),
        "99",
    ),
    "participant_min_hours": (lambda facts: replace(facts, participant_min_hours=Decimal("61.5")), "61.5"),
}


def everything() -> ProjectFacts:
    """With those whom each definition is about: among the crowd they are too rare."""
    facts, began = full_facts(), dt.date(2024, 3, 1)
    young = EnrolmentFacts(
        began,
        entry_status=EntryStatus.UNEMPLOYED,
        unemployed_since=dt.date(2023, 11, 1),
        education_level=EducationLevel.ISCED_3,
    )
    assistance = SupportFacts(SupportSource.SOCIAL_ASSISTANCE, began, dt.date(2024, 6, 30))
    wage = SupportFacts(SupportSource.WAGE, dt.date(2024, 7, 1))
    job = EpisodeFacts(EpisodeKind.EMPLOYMENT, dt.date(2024, 7, 1))
    one = ParticipantFacts(900, "woman", dt.date(2003, 5, 5), (young,), (job,), (assistance, wage))
    return replace(facts, participants=(*facts.participants, one))


@cache
def figures(code: str, changed: str = "") -> Figures:
    facts = everything()
    return compute(OTHERWISE[changed][0](facts) if changed else facts, code, WINDOW)


def moved(code: str, name: str) -> set[str]:
    """The indicators whose numbers are others when the project sets this otherwise."""
    before, after = (as_json(figures(code, changed))["indicators"] for changed in ("", name))
    parts = ("total", "cells", "beside", "tables")
    return {
        old["code"]
        for old, new in zip(before, after, strict=True)
        if [old.get(part) for part in parts] != [new.get(part) for part in parts]
    }


def test_each_that_can_be_set_is_tried() -> None:
    assert set(OTHERWISE) == set(Definitions.names())


@pytest.mark.parametrize("name", OTHERWISE)
@pytest.mark.parametrize("code", CATALOGUE)
def test_one_that_moves_a_number_is_listed_with_it(code: str, name: str) -> None:
    touched = moved(code, name)
    listed = {one.code: one for one in figures(code, name).definitions}
    if touched:
        assert all(listed[name].is_about(indicator) for indicator in touched)
    elif name != "age_bands":
        assert name not in listed, "printed without a number that rests on it"


@pytest.mark.django_db
@pytest.mark.parametrize("code", CATALOGUE)
def test_stand_in_every_form_of_a_report(code: str) -> None:
    project = factories.project()
    for name, (_set, words) in OTHERWISE.items():
        made = figures(code, name)
        one = next((one for one in made.definitions if one.code == name), None)
        if one is None or (CATALOGUE[code].fixed and name == "age_bands"):
            continue
        with override("en"):
            assert words in one.text
            assert one in sheet_of(made).definitions
        report = as_json(made)
        assert report["definitions"][name] == one.value
        with override("sv"):
            assert one.written() in report["definitions"]["used"]
        assert stands_in_csv(report, one.code)
    assert_printed(figures(code), project)


def stands_in_csv(report: dict[str, Any], code: str) -> bool:
    rows = csv.DictReader(StringIO(write_file(report, FORMATS["csv"]).decode("utf-8-sig")), delimiter=";")
    used = {one["code"]: one["text"] for one in report["definitions"]["used"]}
    return [row["text"] for row in rows if (row["row"], row["code"]) == ("definition", code)] == [used[code]]


def assert_printed(made: Figures, project: Project) -> None:
    with override("en"):
        html = unescape(report_html(made, project=project, made_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC)))
        for one in made.definitions:
            assert f'<th scope="row">{one.label}' in html
            assert f"<td>{one.text}</td>" in html


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_list_of_occupations_stands_where_it_is_used(code: str) -> None:
    assert ("occupations" in {one.code for one in figures(code).definitions}) == (code == "L")


def test_least_hours_of_0_are_no_least_hours() -> None:
    facts = replace(everything(), work_min_hours=Decimal("0.00"))
    made = compute(facts, "S", WINDOW)
    assert as_json(made)["definitions"]["work_min_hours"] is None
    working = compute(replace(facts, work_min_hours=Decimal("0.25")), "S", WINDOW)["S2"].table.total
    total = made["S2"].table.total
    assert isinstance(total, Count)
    assert isinstance(working, Count)
    assert total.value > working.value, (
        "who works hours that nobody recorded is in work where there is no least"
    )


@pytest.mark.parametrize(
    ("detail", "before", "after", "words"),
    [
        ("social_assistance_monthly", "7000", "12345", "från 7 000 kr till 12 345 kr"),
        ("work_min_hours", "17.50", "0.00", "från 17,5 till Ingen gräns"),
        ("participant_min_hours", "", "8.00", "till 8"),
    ],
)
def test_one_that_was_changed_is_told_as_it_is_read(detail: str, before: str, after: str, words: str) -> None:
    change = {"kind": "definitions", "detail": detail, "before": before, "after": after}
    with override("sv"):
        assert words in told(change).replace("\N{NO-BREAK SPACE}", " ")
