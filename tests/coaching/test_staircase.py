"""Moves on the staircase."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from coaching.models import PhaseMove
from participants.models import Enrolment
from projects.models import Phase, Project
from tests import factories
from tests.posting import errors, fill_in, saved

TODAY = timezone.localdate()


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=TODAY - dt.timedelta(days=60))


@pytest.fixture
def step(project: Project) -> Phase:
    return factories.phase(project=project, name="Introduktion")


def stairs(enrolment: Enrolment, part: str = "ny/") -> str:
    return f"/deltagare/{enrolment.public_id}/trappan/{part}"


def test_a_move_has_a_day_and_a_reason(coach_client: Client, enrolment: Enrolment, step: Phase) -> None:
    saved(coach_client, stairs(enrolment), phase=step.pk, reason="Klar med kartläggningen")
    made = PhaseMove.objects.get()
    assert (made.phase, made.moved_on, made.reason) == (step, TODAY, "Klar med kartläggningen")
    assert "Introduktion" in coach_client.get(f"/deltagare/{enrolment.public_id}/").content.decode()


@pytest.mark.parametrize("days", [1, -61])
def test_lies_neither_ahead_nor_before_the_start(
    coach_client: Client, enrolment: Enrolment, step: Phase, days: int
) -> None:
    day = (TODAY + dt.timedelta(days=days)).isoformat()
    assert list(errors(fill_in(coach_client, stairs(enrolment), phase=step.pk, moved_on=day))) == ["moved_on"]


def test_one_a_day(coach_client: Client, enrolment: Enrolment, step: Phase) -> None:
    factories.phase_move(enrolment=enrolment, phase=step, moved_on=TODAY)
    assert errors(fill_in(coach_client, stairs(enrolment), phase=step.pk, reason="Klar"))["__all__"]


def test_sent_twice_is_one(coach_client: Client, enrolment: Enrolment, step: Phase) -> None:
    for _time in (1, 2):
        saved(coach_client, stairs(enrolment), phase=step.pk, reason="Klar")
    assert PhaseMove.objects.count() == 1


def test_of_another_project_is_refused(coach_client: Client, enrolment: Enrolment) -> None:
    other = factories.phase(project=factories.project())
    assert "phase" in errors(fill_in(coach_client, stairs(enrolment), phase=other.pk))


def test_is_changed_and_removed(coach_client: Client, enrolment: Enrolment, step: Phase) -> None:
    made = factories.phase_move(enrolment=enrolment, phase=step)
    day = enrolment.start + dt.timedelta(days=2)
    saved(coach_client, stairs(enrolment, f"{made.pk}/"), moved_on=day)
    assert PhaseMove.objects.get().moved_on == day

    assert coach_client.get(stairs(enrolment, f"{made.pk}/ta-bort/")).status_code == 200
    coach_client.post(stairs(enrolment, f"{made.pk}/ta-bort/"))
    assert not PhaseMove.objects.exists()


def test_that_stood_after_the_exit_is_corrected_in_all_but_its_day(
    coach_client: Client, enrolment: Enrolment, step: Phase
) -> None:
    made = factories.phase_move(enrolment=enrolment, phase=step, moved_on=enrolment.start + dt.timedelta(9))
    Enrolment.objects.update(end=enrolment.start + dt.timedelta(5))
    place = stairs(enrolment, f"{made.pk}/")
    saved(coach_client, place, reason="Rättat")
    late = fill_in(coach_client, place, moved_on=made.moved_on - dt.timedelta(1))
    assert list(errors(late)) == ["moved_on"]


def test_is_found_under_its_own_enrolment_only(
    coach_client: Client, enrolment: Enrolment, step: Phase
) -> None:
    made = factories.phase_move(enrolment=factories.enrolment(project=step.project), phase=step)
    for part in (f"{made.pk}/", f"{made.pk}/ta-bort/"):
        assert coach_client.post(stairs(enrolment, part)).status_code == 404
