"""The product's figures against the second computation, over generated projects.

Every total, cell, side table and target of every indicator of every set must agree. `make proof` tries
some hundred new projects each time; one that once told the two apart belongs in `edges.py`.
"""

from functools import cache

import pytest
from django.db import transaction
from hypothesis import given, settings

from projects.models import Project
from tests.reporting import edges
from tests.reporting.comparison import (
    Plain,
    differences,
    differences_between,
    from_product,
    from_second_computation,
)
from tests.reporting.described import ProjectOf
from tests.reporting.generated import projects
from tests.reporting.rows import write
from tests.reporting.second import MOVES, SECOND_COMPUTATIONS

pytestmark = pytest.mark.django_db


def assert_agree(described: ProjectOf) -> None:
    with transaction.atomic():
        project = write(described)
        found = differences(project, *described.period, described.as_of, *SECOND_COMPUTATIONS)
        transaction.set_rollback(True)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("described", edges.ALL.values(), ids=edges.ALL.keys())
def test_agree_on_the_edges(described: ProjectOf) -> None:
    assert_agree(described)


@given(described=projects())
@settings(max_examples=10, derandomize=True, deadline=None)
def test_agree_on_the_same_few_projects_each_time(described: ProjectOf) -> None:
    assert_agree(described)


@pytest.mark.proof
@given(described=projects())
@settings(max_examples=80, deadline=None)
def test_agree_on_many_new_projects(described: ProjectOf) -> None:
    assert_agree(described)


def changed(before: Plain, after: Plain) -> set[str]:
    return {code for code in before if before[code] != after[code]}


def both_of(project: Project, indicator_set: str) -> tuple[Plain, Plain]:
    window = (*edges.ONE_OF_EACH.period, edges.ONE_OF_EACH.as_of, indicator_set)
    return from_product(project, *window), from_second_computation(project, *window)


@cache
def unchanged(indicator_set: str) -> tuple[Plain, Plain]:
    """What both sides say before anything is changed: once a set, it doesn't depend on the move."""
    return both_of(write(edges.ONE_OF_EACH), indicator_set)


EACH_MOVE = [(indicator_set, name) for indicator_set, moves in MOVES.items() for name in moves]


@pytest.mark.parametrize(("indicator_set", "move"), EACH_MOVE)
def test_a_changed_fact_moves_its_figures_and_no_other_on_both_sides(indicator_set: str, move: str) -> None:
    """The comparison can fail: a side that missed the change would stand out."""
    row, values, moved = MOVES[indicator_set][move]
    product, second = unchanged(indicator_set)
    project = write(edges.ONE_OF_EACH)
    row._default_manager.update(**values)
    product_after, second_after = both_of(project, indicator_set)
    assert changed(product, product_after) == moved
    assert changed(second, second_after) == moved
    assert differences_between(product_after, second_after) == []
