"""The figures of several projects: whoever has changed in any of them is loaded and judged together."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.models import Enrolment, Episode
from projects.models import Project
from reporting.compute import compute
from reporting.facts import Window
from reporting.kept import keeping, ready_figures, store
from reporting.loading import load_changed, load_facts, load_frame
from reporting.output import as_json
from tests import factories

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
WINDOW = Window(dt.date(2024, 1, 1), dt.date(2027, 12, 31), dt.date(2026, 3, 1))
SET = "E21"
KNOWN: dict[str, Any] = {"entry_status": "unemployed", "education_level": "3"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stays() -> list[Enrolment]:
    """Four projects, each with two people; one of them takes part in all. The last project asks for hours."""
    organisation = factories.project().organisation
    everywhere = factories.person(organisation=organisation)
    made = []
    for hours in (None, None, None, 1):
        project = factories.project(organisation=organisation, participant_min_hours=hours)
        factories.enrolment(project=project, **KNOWN)
        made.append(factories.enrolment(project=project, person=everywhere, **KNOWN))
        factories.attendance(enrolment=made[-1])
    ask(made)
    return made


def ask(stays: list[Enrolment]) -> list[str]:
    """The figures of all the projects; what the database was asked."""
    with CaptureQueriesContext(connection) as captured:
        for _ready in ready_figures([(stay.project, WINDOW) for stay in stays], SET, at=NOW):
            pass
    return [query["sql"] for query in captured]


def assert_same_as_computed(stays: list[Enrolment]) -> None:
    ready = ready_figures([(stay.project, WINDOW) for stay in stays], SET, at=NOW)
    for stay, one in zip(stays, ready, strict=True):
        project = Project.objects.get(pk=stay.project_id)
        assert as_json(one.figures()) == as_json(compute(load_facts(project), SET, WINDOW))


def test_are_those_computed_after_changes_in_all(
    stays: list[Enrolment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PROJECTS_AT_ONCE", 3)
    for stay, start in zip(stays, (10, 20, 30, 40), strict=True):
        factories.episode(enrolment=stay, start=stay.start + dt.timedelta(days=start), hours_per_week=start)
    assert_same_as_computed(stays)
    # One of them counts companies by what participants do; one has nobody any more; one isn't as it was.
    company = factories.company(organisation=stays[0].project.organisation, employees=3)
    factories.episode(enrolment=stays[0], kind="work_placement", company=company)
    Episode.objects.filter(enrolment=stays[1]).delete()
    Enrolment.objects.filter(project=stays[1].project).update(registered_by_mistake=True)
    Project.objects.filter(pk=stays[2].project_id).update(work_min_hours=35)
    Enrolment.objects.filter(pk=stays[3].pk).update(end=dt.date(2026, 2, 1), exit_cause="work")
    assert_same_as_computed(stays)


def test_leave_alone_who_has_changed_elsewhere(stays: list[Enrolment]) -> None:
    """Who has changed in one project takes part in the others, too."""
    factories.episode(enrolment=stays[0])
    asked = [store.Asked(stay.project_id, WINDOW) for stay in stays]
    found = store.look(store.figures_of(SET), asked, at=NOW)
    assert [len(found[stay.project_id].persons) for stay in stays] == [1, 0, 0, 0]
    other = Enrolment.objects.exclude(person=stays[0].person).get(project=stays[1].project).person_id
    frames = [load_frame(stay.project) for stay in stays[:2]]
    facts = load_changed(
        {stays[0].project_id: (frames[0], {stays[0].person_id}), stays[1].project_id: (frames[1], {other})},
        kinds={"episodes"},
    )
    assert [[one.key for one in facts[stay.project_id].participants] for stay in stays[:2]] == [
        [stays[0].person_id],
        [other],
    ]


def test_cost_as_many_queries_when_many_have_changed_as_when_one_has(stays: list[Enrolment]) -> None:
    alike = stays[:3]
    factories.episode(enrolment=stays[0])
    one = ask(alike)
    for stay in alike:
        factories.episode(enrolment=stay)
    assert len(ask(alike)) == len(one)


@pytest.mark.parametrize(
    ("bound", "most", "batches"), [("PROJECTS_AT_ONCE", 3, 2), ("PERSONS_AT_ONCE", 1, 4)]
)
def test_are_loaded_in_batches(
    stays: list[Enrolment], monkeypatch: pytest.MonkeyPatch, bound: str, most: int, batches: int
) -> None:
    monkeypatch.setattr(keeping, bound, most)
    for stay in stays:
        factories.episode(enrolment=stay)
    assert sum("FOR UPDATE" in sql for sql in ask(stays)) == batches
    assert sum("FOR UPDATE" in sql for sql in ask(stays)) == 0
