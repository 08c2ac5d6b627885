"""The part Staircase of a participant's page: steps with limits, moves, and days between measures."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from coaching.models import PhaseMove
from participants.codes import EpisodeKind
from participants.models import Enrolment
from projects.models import Phase, Project
from tests import factories

TODAY = timezone.localdate()
READ_QUERIES = 36


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(100))


@pytest.fixture
def steps(project: Project) -> list[Phase]:
    return [
        factories.phase(project=project, position=1, name="Introduktion", weeks_at_most=4),
        factories.phase(project=project, position=2, name="Intensiv", weeks_at_least=26, weeks_at_most=30),
        factories.phase(project=project, position=3, name="Uppföljning"),
    ]


def url(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/trappan/"


def stairs(client: Client, enrolment: Enrolment) -> Any:
    return client.get(url(enrolment)).context["stairs"]


def page(client: Client, enrolment: Enrolment) -> str:
    client.cookies["django_language"] = "en"
    return " ".join(client.get(url(enrolment)).content.decode().split())


class TestSteps:
    def test_that_were_passed_by_are_told_from_those_to_come(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        factories.phase_move(enrolment=enrolment, phase=steps[1], moved_on=days_ago(10))
        drawn = page(coach_client, enrolment)
        assert drawn.count("never stood here") == drawn.count("not yet") == 1

    def test_are_drawn_with_where_the_person_stands(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(30))
        factories.phase_move(enrolment=enrolment, phase=steps[1], moved_on=days_ago(10))
        drawn = stairs(coach_client, enrolment).steps
        assert [(step.phase.name, step.days, step.visited, bool(step.here)) for step in drawn] == [
            ("Introduktion", 20, True, False),
            ("Intensiv", 10, True, True),
            ("Uppföljning", 0, False, False),
        ]
        text = page(coach_client, enrolment)
        assert text.count("Stands here") == 1
        assert text.count('aria-current="step"') == 1
        assert "26–30 weeks" in text
        assert "172 days until the shortest time" in text

    def test_say_when_the_longest_time_is_past(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(31))
        text = page(coach_client, enrolment)
        assert "at most 4 weeks" in text
        assert "3 days over" in text

    def test_say_when_it_is_soon_up(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(27))
        assert "1 day left" in page(coach_client, enrolment)

    def test_add_up_the_times_on_one_step(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        for step, day in ((0, 90), (1, 80), (0, 50), (1, 45)):
            factories.phase_move(enrolment=enrolment, phase=steps[step], moved_on=days_ago(day))
        assert [step.days for step in stairs(coach_client, enrolment).steps] == [15, 75, 0]

    def test_end_with_the_stay_and_go_on_with_the_next(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        earlier = factories.enrolment(
            project=enrolment.project, person=enrolment.person, start=days_ago(300), end=days_ago(200)
        )
        factories.phase_move(enrolment=earlier, phase=steps[0], moved_on=days_ago(220))
        shown = stairs(coach_client, enrolment)
        assert shown.current is None
        assert [(stand.until, stand.days) for stand in shown.stands] == [(days_ago(200), 20)]
        assert "Stands on no step now." in page(coach_client, enrolment)
        factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(5))
        assert [stand.days for stand in stairs(coach_client, enrolment).stands] == [5, 20]

    def test_are_missing_where_the_project_has_none(self, coach_client: Client, enrolment: Enrolment) -> None:
        text = page(coach_client, enrolment)
        assert "The project has no staircase" in text
        assert "/trappan/ny/" not in text


class TestMoves:
    def test_stand_with_reason_and_what_they_exceeded(
        self, coach_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        made = factories.phase_move(enrolment=enrolment, phase=steps[0], moved_on=days_ago(90))
        PhaseMove.objects.update(reason="Började med kartläggning")
        factories.phase_move(enrolment=enrolment, phase=steps[1], moved_on=days_ago(57))
        factories.phase_move(enrolment=enrolment, phase=steps[2], moved_on=days_ago(50))
        text = page(coach_client, enrolment)
        assert "Började med kartläggning" in text
        assert "5 days over the longest time" in text
        assert "175 days short of the shortest time" in text
        assert f"{url(enrolment)}{made.pk}/" in text

    def test_are_a_coachs_to_change(
        self, lead_client: Client, enrolment: Enrolment, steps: list[Phase]
    ) -> None:
        factories.phase_move(enrolment=enrolment, phase=steps[0])
        text = page(lead_client, enrolment)
        assert "Introduktion" in text
        assert f"{url(enrolment)}ny/" not in text

    def test_of_someone_out_of_reach_are_not_found(self, coach_client: Client, project: Project) -> None:
        protected = factories.enrolment(project=project, protected_identity=True)
        for stranger in (factories.enrolment(), protected):
            assert coach_client.get(url(stranger)).status_code == 404


class TestDaysBetweenMeasures:
    def did(self, enrolment: Enrolment, start: int, end: int | None, **fields: Any) -> None:
        factories.episode(
            enrolment=enrolment,
            kind=EpisodeKind.WORK_PLACEMENT,
            start=days_ago(start),
            end=None if end is None else days_ago(end),
            **fields,
        )

    def test_are_counted_as_the_figures_count_them(self, coach_client: Client, enrolment: Enrolment) -> None:
        self.did(enrolment, 90, 80)
        self.did(enrolment, 69, 60)
        self.did(enrolment, 59, None)
        self.did(enrolment, 20, 10)
        waits = stairs(coach_client, enrolment).waits
        assert [(wait.start, wait.since, wait.days) for wait in waits] == [
            (days_ago(20), None, None),
            (days_ago(59), days_ago(60), 0),
            (days_ago(69), days_ago(80), 10),
        ]

    def test_run_until_today_when_nothing_goes_on(self, coach_client: Client, enrolment: Enrolment) -> None:
        self.did(enrolment, 90, 7)
        shown = stairs(coach_client, enrolment)
        assert (shown.waiting, shown.waiting_since) == (7, days_ago(7))
        assert "7 days without a measure" in page(coach_client, enrolment)

    @pytest.mark.parametrize("fact", [{"end": TODAY}, {"registered_by_mistake": True}])
    def test_run_for_nobody_who_left(
        self, coach_client: Client, enrolment: Enrolment, fact: dict[str, Any]
    ) -> None:
        self.did(enrolment, 90, 7)
        Enrolment.objects.update(**fact)
        assert stairs(coach_client, enrolment).waiting is None

    def test_run_for_nobody_whose_measure_ends_ahead(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        self.did(enrolment, 90, -7)
        assert stairs(coach_client, enrolment).waiting is None

    def test_leave_history_and_what_is_planned_out(self, coach_client: Client, enrolment: Enrolment) -> None:
        self.did(enrolment, 400, 300, before_start=True)
        self.did(enrolment, 110, 105)
        self.did(enrolment, -10, -20)
        shown = stairs(coach_client, enrolment)
        assert (shown.waits, shown.waiting) == ((), None)
        assert "Nothing to count yet" in page(coach_client, enrolment)


def test_as_many_queries_however_many_moves(coach_client: Client, enrolment: Enrolment) -> None:
    counts = []
    for number in (1, 10, 50):
        for place in range(number):
            position = number * 100 + place
            phase = factories.phase(project=enrolment.project, position=position, name=f"Steg {position}")
            moved_on = days_ago(99 - number // 10 * 10 - place)
            factories.phase_move(enrolment=enrolment, phase=phase, moved_on=moved_on)
            factories.episode(enrolment=enrolment, start=moved_on, end=moved_on)
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(url(enrolment))
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= READ_QUERIES
