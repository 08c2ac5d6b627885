"""A whole set costs the same few queries, however many take part."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from reporting.compute import compute
from reporting.facts import Window
from reporting.loading import load_facts
from tests.reporting.edges import ONE_OF_EACH
from tests.reporting.generated import ProjectOf
from tests.reporting.rows import write

MOST = 10

pytestmark = pytest.mark.django_db


def of_size(size: int) -> ProjectOf:
    """Everything that a set reads, for so many people."""
    times = size // len(ONE_OF_EACH.people)
    return ProjectOf(
        period=ONE_OF_EACH.period,
        as_of=ONE_OF_EACH.as_of,
        people=ONE_OF_EACH.people * times,
        contacts=ONE_OF_EACH.contacts * times,
        needs=ONE_OF_EACH.needs * times,
    )


def queries_of(project: Project) -> tuple[int, int]:
    """How many queries the L set takes, and how many participants it found."""
    with CaptureQueriesContext(connection) as captured:
        figures = compute(load_facts(project), "L", Window(*ONE_OF_EACH.period, ONE_OF_EACH.as_of))
    return len(captured), len(figures["L10"].cases)


def test_1000_participants_cost_as_many_queries_as_10() -> None:
    few, ten = queries_of(write(of_size(10)))
    many, thousand = queries_of(write(of_size(1000)))
    assert (ten, thousand) == (10, 1000)
    assert few == many
    assert few <= MOST
