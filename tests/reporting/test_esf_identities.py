"""What must hold between the rows of the ESF's own sets, whatever the project."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import given, settings

from reporting.compute import Figure, Figures, compute
from reporting.facts import GENDERS, ProjectFacts, Window
from reporting.loading import load_facts
from tests.reporting.described import ProjectOf
from tests.reporting.edges import esf
from tests.reporting.generated import projects
from tests.reporting.rows import write

pytestmark = pytest.mark.django_db


def facts_of(described: ProjectOf) -> ProjectFacts:
    with transaction.atomic():
        facts = load_facts(write(described))
        transaction.set_rollback(True)
    return facts


def people(*figures: Figure) -> list[int]:
    return sorted(case.key for figure in figures for case in figure.counted)


def assert_status_makes_the_total(figures: Figures, whole: list[int], *codes: str) -> None:
    """Nobody has two of the three statuses, and nobody with a complete record none."""
    assert people(*(figures[code] for code in codes)) == whole


def assert_identities(described: ProjectOf) -> None:
    window = Window(*described.period, described.as_of)
    facts = facts_of(described)
    e07, e14, e21 = (compute(facts, code, window) for code in ("E07", "E14", "E21"))
    assert_status_makes_the_total(e07, people(e07["E07T"]), "E07EMP", "E07UNE", "E07INA")
    assert_status_makes_the_total(e14, people(e14["E14T"]), "CO01", "CO03", "CO05")
    complete = [case.key for case in e21["EECO01"].counted if case.reason == "started"]
    assert_status_makes_the_total(e21, sorted(complete), "EECO02", "EECO04", "EECO05")
    assert e21["EECO01"].side("complete").total == e14["E14T"].table.total
    assert set(people(e14["CO02"])) <= set(people(e14["CO01"]))
    assert not set(people(e21["EECR01"])) & set(people(e21["EECR04"]))
    # The ages of the complete records make the total, too: none is left over.
    assert people(e14["CO06"], e14["CO07"]) == sorted(
        case.key for case in e14["E14T"].counted if case.age in ("<25", "55+")
    )
    assert all(case.gender in GENDERS[:3] for case in e14["E14T"].counted)


@pytest.mark.parametrize("described", esf.ALL.values(), ids=esf.ALL.keys())
def test_identities_hold_on_the_edges(described: ProjectOf) -> None:
    assert_identities(described)


@given(described=projects())
@settings(max_examples=10, derandomize=True, deadline=None)
def test_identities_hold_in_generated_projects(described: ProjectOf) -> None:
    assert_identities(described)


@given(described=projects())
@settings(max_examples=10, derandomize=True, deadline=None)
def test_carried_over_is_carried_over_before_and_entering_less_leaving(described: ProjectOf) -> None:
    window = Window(dt.date(2022, 1, 1), dt.date(2029, 12, 31), dt.date(2029, 12, 31))
    e07 = compute(facts_of(described), "E07", window)

    def number(code: str, year: int) -> int:
        return sum(case.group == str(year) for case in e07[code].counted)

    for year in range(2022, 2029):
        rest = number("E07OVER", year) + number("E07IN", year) - number("E07OUT", year)
        assert number("E07OVER", year + 1) == rest
