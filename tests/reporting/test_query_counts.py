"""A whole set costs the same few queries, however many take part."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import Window
from reporting.loading import load_facts
from tests.reporting.described import ProjectOf
from tests.reporting.edges import ONE_OF_EACH
from tests.reporting.rows import write

MOST = 18

pytestmark = pytest.mark.django_db


def of_size(size: int) -> ProjectOf:
    """Everything that the sets read, for so many people."""
    times = size // len(ONE_OF_EACH.people)
    return replace(
        ONE_OF_EACH,
        people=ONE_OF_EACH.people * times,
        contacts=ONE_OF_EACH.contacts * times,
        needs=ONE_OF_EACH.needs * times,
        supervisors=ONE_OF_EACH.supervisors * times,
    )


def queries_of(project: Project, indicator_set: str) -> int:
    """How many queries a set takes."""
    with CaptureQueriesContext(connection) as captured:
        compute(load_facts(project), indicator_set, Window(*ONE_OF_EACH.period, ONE_OF_EACH.as_of))
    return len(captured)


def test_1000_participants_cost_as_many_queries_as_10() -> None:
    ten, thousand = write(of_size(10)), write(of_size(1000))
    assert len(load_facts(thousand).participants) == 1000
    for indicator_set in CATALOGUE:
        few = queries_of(ten, indicator_set)
        assert few == queries_of(thousand, indicator_set)
        assert few <= MOST
