"""What is missing, kept ready, is what is found when everybody is asked anew, whatever has been written."""

import datetime as dt
import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from participants.models import Person, SupportPeriod
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import Window
from reporting.kept import catch_up, fallen_behind, kept_findings
from reporting.loading import load_facts
from reporting.models import FINDINGS, KeptFigures
from reporting.quality import Finding, findings, over_sets
from tests.reporting import edges
from tests.reporting.kept.test_kept import NOW, WINDOW, change_something
from tests.reporting.rows import write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project() -> Project:
    made = write(edges.ONE_OF_EACH)
    Project.objects.filter(pk=made.pk).update(indicator_sets=["L", "X", "E21"])
    return made


def in_order(found: list[Finding]) -> list[Finding]:
    """The sets in which something may change are named in any order."""
    return sorted(
        (
            Finding(one.key, one.check, one.on, tuple(sorted(one.numbers)), tuple(sorted(one.splits)))
            for one in found
        ),
        key=lambda one: (one.key, one.check),
    )


def assert_same_as_found(project: Project, window: Window = WINDOW) -> list[Finding]:
    kept = kept_findings(project, window, at=NOW)
    facts = load_facts(Project.objects.get(pk=project.pk))
    sets = [code for code in Project.objects.get(pk=project.pk).indicator_sets if code in CATALOGUE]
    found = over_sets(findings(compute(facts, code, window)) for code in sets)
    assert in_order(kept) == in_order(found)
    assert [one.weight for one in kept] == sorted((one.weight for one in kept), reverse=True)
    return kept


@pytest.mark.parametrize("seed", range(2))
def test_stay_those_found_whatever_is_written(project: Project, seed: int) -> None:
    dice = random.Random(seed)
    for _round in range(8):
        for _change in range(dice.randrange(1, 4)):
            change_something(dice)
        assert_same_as_found(project)


def test_only_who_has_changed_is_asked_anew(project: Project) -> None:
    assert assert_same_as_found(project)
    person = Person.objects.latest("pk")
    Person.objects.filter(pk=person.pk).update(birth_date=None)
    with CaptureQueriesContext(connection) as captured:
        found = kept_findings(project, WINDOW, at=NOW)
    assert (person.pk, "birth_date") in {(one.key, one.check) for one in found}
    loading = [query["sql"] for query in captured if 'FROM "participants_enrolment"' in query["sql"]]
    # Set X is asked anew of everybody, since its splits depend on who is there.
    assert sum('"person_id" = any' in sql for sql in loading) == 1
    Project.objects.filter(pk=project.pk).update(indicator_sets=["L"])
    assert_same_as_found(project)
    with CaptureQueriesContext(connection) as captured:
        kept_findings(project, WINDOW, at=NOW)
    assert len(captured) == 2


def test_follow_the_project(project: Project) -> None:
    before = assert_same_as_found(project)
    Project.objects.filter(pk=project.pk).update(indicator_sets=["F"])
    # Asked with what was read before the change, as a page may.
    assert assert_same_as_found(project) != before


def test_of_a_project_that_is_never_told_person_by_person_are_not_kept(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(indicator_sets=["X"])
    assert_same_as_found(project)
    assert not KeptFigures.objects.exists()


def test_are_neither_kept_nor_used_within_a_transaction(project: Project) -> None:
    with transaction.atomic():
        assert_same_as_found(project)
    assert not KeptFigures.objects.exists()


def test_are_brought_up_to_date_when_they_have_fallen_behind(project: Project) -> None:
    assert_same_as_found(project)
    kept = KeptFigures.objects.get(indicator_set=FINDINGS)
    SupportPeriod.objects.all().delete()
    assert fallen_behind(at=NOW) == [kept.pk]
    catch_up(kept.pk, at=NOW + dt.timedelta(seconds=1))
    assert not fallen_behind(at=NOW)
    assert_same_as_found(project)
