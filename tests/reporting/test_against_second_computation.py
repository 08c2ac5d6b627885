"""The product's figures against the second computation, over generated projects.

Every total, cell, side table and target of every indicator must agree. `make proof` tries some
hundred new projects each time; one that once told the two apart belongs in `edges.py`.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import given, settings

from coaching.models import CriterionResult, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed
from participants.models import Enrolment, Episode, Person, SupportPeriod
from tests.reporting import edges
from tests.reporting.comparison import Plain, differences, from_product, from_second_computation
from tests.reporting.generated import ProjectOf, projects
from tests.reporting.rows import write

pytestmark = pytest.mark.django_db


def assert_agree(described: ProjectOf) -> None:
    with transaction.atomic():
        found = differences(write(described), *described.period, described.as_of)
        transaction.set_rollback(True)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("described", edges.ALL.values(), ids=edges.ALL.keys())
def test_agree_on_the_edges(described: ProjectOf) -> None:
    assert_agree(described)


@given(described=projects())
@settings(max_examples=25, derandomize=True, deadline=None)
def test_agree_on_the_same_few_projects_each_time(described: ProjectOf) -> None:
    assert_agree(described)


@pytest.mark.proof
@given(described=projects())
@settings(max_examples=300, deadline=None)
def test_agree_on_hundreds_of_new_projects(described: ProjectOf) -> None:
    assert_agree(described)


def changed(before: Plain, after: Plain) -> set[str]:
    return {code for code in before if before[code] != after[code]}


type Row = type[Model]
BY_PERSON = {"L1", "L2", "L5", "L6", "L7", "L8", "L9", "L10", "L12"}
MOVES: dict[str, tuple[Row, dict[str, Any], set[str]]] = {
    "gender": (Person, {"gender": "man"}, BY_PERSON),
    "birth date": (Person, {"birth_date": None}, BY_PERSON),
    "wage a year later": (SupportPeriod, {"start": dt.date(2025, 9, 1)}, {"L1", "L9", "L10"}),
    "episodes not ended": (Episode, {"end": None}, {"L6", "L8"}),
    "episodes are history": (Episode, {"before_start": True}, {"L5", "L6", "L7", "L8", "L12"}),
    "hours": (Episode, {"hours_per_week": 10}, {"L12"}),
    "cause of exit": (Enrolment, {"exit_cause": "moved"}, {"L10"}),
    "still enrolled": (Enrolment, {"end": None, "exit_cause": ""}, {"L10", "L11"}),
    "assessed a year later": (ReadinessAssessment, {"assessed_on": dt.date(2025, 1, 10)}, {"L2"}),
    "a criterion not met": (CriterionResult, {"state": "partly"}, {"L2"}),
    "contact before the period": (CompanyContact, {"contacted_on": dt.date(2022, 1, 1)}, {"L3"}),
    "need after as of": (RecruitmentNeed, {"registered_on": dt.date(2026, 1, 1)}, {"L4"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, BY_PERSON),
}


@pytest.mark.parametrize(("row", "values", "moved"), MOVES.values(), ids=MOVES.keys())
def test_a_changed_fact_moves_its_figures_and_no_other_on_both_sides(
    row: Row, values: dict[str, Any], moved: set[str]
) -> None:
    """The comparison can fail: a side that missed the change would stand out."""
    window = (*edges.ONE_OF_EACH.period, edges.ONE_OF_EACH.as_of)
    project = write(edges.ONE_OF_EACH)
    product, second = from_product(project, *window), from_second_computation(project, *window)
    row._default_manager.update(**values)
    assert changed(product, from_product(project, *window)) == moved
    assert changed(second, from_second_computation(project, *window)) == moved
    assert differences(project, *window) == []
