"""A project's staircase as its lead sets it: steps, limits, order."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from projects.models import Phase, Project
from tests import factories
from tests.posting import errors, fill_in, saved


def url(project: Project, more: str = "") -> str:
    return f"/projekt/{project.public_id}/trappan/{more}"


def names(project: Project) -> list[str]:
    return list(project.phases.order_by("position").values_list("name", flat=True))


@pytest.fixture
def steps(project: Project) -> list[Phase]:
    return [
        factories.phase(project=project, position=position, name=name)
        for position, name in enumerate(("Introduktion", "Intensiv", "Jobb"), start=1)
    ]


def climb(step: Phase) -> None:
    factories.phase_move(enrolment=factories.enrolment(project=step.project), phase=step)


class TestAStep:
    def test_is_added_above_the_others_with_its_limits(
        self, lead_client: Client, project: Project, steps: list[Phase]
    ) -> None:
        saved(lead_client, url(project, "ny/"), name="Efteråt", weeks_at_least=2, weeks_at_most=4)
        made = project.phases.get(name="Efteråt")
        assert (made.position, made.weeks_at_least, made.weeks_at_most) == (4, 2, 4)
        assert names(project) == [*(step.name for step in steps), "Efteråt"]

    def test_is_the_lowest_of_an_empty_staircase(self, lead_client: Client, project: Project) -> None:
        assert b'class="empty"' in lead_client.get(url(project)).content
        saved(lead_client, url(project, "ny/"), name="Introduktion")
        assert project.phases.get().position == 1

    def test_is_renamed_and_limited(self, lead_client: Client, project: Project, steps: list[Phase]) -> None:
        saved(lead_client, url(project, f"{steps[0].pk}/"), name="Start", weeks_at_most=4)
        changed = Phase.objects.get(pk=steps[0].pk)
        assert (changed.name, changed.weeks_at_least, changed.weeks_at_most) == ("Start", None, 4)
        event = AuditEvent.objects.get(action="phase.changed")
        assert event.project_id == project.pk
        assert set(event.changed) == {"name", "weeks_at_most"}

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"weeks_at_least": 5, "weeks_at_most": 4}, "weeks_at_most"),
            ({"weeks_at_most": 0}, "weeks_at_most"),
            ({"weeks_at_least": -1}, "weeks_at_least"),
            ({"name": ""}, "name"),
        ],
    )
    def test_is_refused_with_a_word_at_the_field(
        self,
        lead_client: Client,
        project: Project,
        steps: list[Phase],
        answers: dict[str, object],
        field: str,
    ) -> None:
        assert list(errors(fill_in(lead_client, url(project, f"{steps[0].pk}/"), **answers))) == [field]

    def test_has_a_name_of_its_own(self, lead_client: Client, project: Project, steps: list[Phase]) -> None:
        assert errors(fill_in(lead_client, url(project, "ny/"), name=steps[0].name))

    def test_that_nobody_stood_on_is_removed(
        self, lead_client: Client, project: Project, steps: list[Phase]
    ) -> None:
        assert lead_client.get(url(project, f"{steps[1].pk}/ta-bort/")).status_code == 200
        lead_client.post(url(project, f"{steps[1].pk}/ta-bort/"))
        assert names(project) == ["Introduktion", "Jobb"]

    def test_that_somebody_stood_on_stays(
        self, lead_client: Client, project: Project, steps: list[Phase]
    ) -> None:
        climb(steps[1])
        assert b"ta-bort" not in lead_client.get(url(project, f"{steps[1].pk}/")).content
        assert lead_client.post(url(project, f"{steps[1].pk}/ta-bort/")).status_code == 200
        assert len(names(project)) == 3


class TestTheOrder:
    def swap(self, client: Client, step: Phase, direction: str) -> int:
        return client.post(url(step.project, f"{step.pk}/flytta/"), {"direction": direction}).status_code

    def test_is_changed_step_by_step(self, lead_client: Client, project: Project, steps: list[Phase]) -> None:
        assert self.swap(lead_client, steps[0], "up") == 302
        assert names(project) == ["Intensiv", "Introduktion", "Jobb"]
        assert self.swap(lead_client, steps[2], "down") == 302
        assert names(project) == ["Intensiv", "Jobb", "Introduktion"]

    def test_stays_between_two_that_people_have_stood_on(
        self, lead_client: Client, project: Project, steps: list[Phase]
    ) -> None:
        climb(steps[0])
        assert self.swap(lead_client, steps[0], "up") == 302
        assert names(project) == ["Intensiv", "Introduktion", "Jobb"]
        climb(steps[2])
        offered = lead_client.get(url(project)).context["rows"]
        assert [(down, up) for _step, down, up in offered] == [(False, True), (True, False), (False, False)]
        self.swap(lead_client, steps[2], "down")
        assert names(project) == ["Intensiv", "Introduktion", "Jobb"]

    def test_has_ends(self, lead_client: Client, project: Project, steps: list[Phase]) -> None:
        before = names(project)
        self.swap(lead_client, steps[0], "down")
        self.swap(lead_client, steps[2], "up")
        self.swap(lead_client, steps[0], "sideways")
        assert names(project) == before


class TestWhoMaySetIt:
    def test_the_lead_of_the_project(
        self, coach_client: Client, lead_client: Client, project: Project, steps: list[Phase]
    ) -> None:
        assert coach_client.get(url(project)).status_code == 403
        elsewhere = factories.phase(project=factories.project())
        assert lead_client.get(url(elsewhere.project)).status_code == 404
        assert lead_client.get(url(project, f"{elsewhere.pk}/")).status_code == 404
        assert lead_client.get(url(project, f"{steps[0].pk}/")).status_code == 200


def test_as_many_queries_however_many_steps(lead_client: Client, project: Project) -> None:
    counts = []
    for number in (1, 10):
        for place in range(number):
            climb(factories.phase(project=project, position=number * 10 + place, name=f"{number}-{place}"))
        with CaptureQueriesContext(connection) as queries:
            lead_client.get(url(project))
        counts.append(len(queries))
    assert counts[0] == counts[1]
