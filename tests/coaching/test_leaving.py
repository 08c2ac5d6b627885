"""The exit: it leaves nothing outside the stay, and ends nothing unsaid."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from coaching.models import SupportedProcess
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.posting import errors, fill_in, saved

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(100))


def at(enrolment: Enrolment, part: str) -> str:
    return f"/deltagare/{enrolment.public_id}/{part}"


def _attendance(stay: Enrolment, day: dt.date) -> object:
    return factories.attendance(session=factories.session(project=stay.project, held_on=day), enrolment=stay)


def _absence(stay: Enrolment, day: dt.date) -> object:
    return factories.absence(session=factories.session(project=stay.project, held_on=day), enrolment=stay)


def _assessment(stay: Enrolment, day: dt.date) -> object:
    return factories.assessment(enrolment=stay, assessed_on=day)


def _move(stay: Enrolment, day: dt.date) -> object:
    return factories.phase_move(enrolment=stay, phase=factories.phase(project=stay.project), moved_on=day)


def _agreement(stay: Enrolment, day: dt.date) -> object:
    return factories.plan_agreement(enrolment=stay, agreed_on=day, content=[{}])


def _closing_talk(stay: Enrolment, day: dt.date) -> object:
    return _process(stay, employer_talk_on=day)


def _closed(stay: Enrolment, day: dt.date) -> object:
    talked = dict.fromkeys(("employee_talk_on", "employer_talk_on", "closed_on"), day)
    return _process(stay, **talked, employee_view="Trivs.", employer_view="Nöjda.")


def _broken_off(stay: Enrolment, day: dt.date) -> object:
    return _process(stay, broken_off_on=day, broken_off_reason="Flyttade.")


def _process(stay: Enrolment, **facts: Any) -> object:
    return SupportedProcess.objects.create(enrolment=stay, **facts)


def _supported_move(stay: Enrolment, day: dt.date) -> object:
    return factories.supported_process(enrolment=stay, moved_on=day)


KINDS: list[Callable[[Enrolment, dt.date], Any]] = [
    _attendance,
    _assessment,
    _move,
    _agreement,
    _supported_move,
    _closing_talk,
    _closed,
    _broken_off,
]


class TestTheDaysOfAStay:
    @pytest.mark.parametrize("made", KINDS)
    def test_enclose_what_is_recorded_in_it(
        self, made: Callable[[Enrolment, dt.date], Any], coach_client: Client, enrolment: Enrolment
    ) -> None:
        made(enrolment, days_ago(20))
        late = fill_in(coach_client, at(enrolment, "avslut/"), end=days_ago(21))
        assert str(days_ago(20)) in errors(late)["end"][0]
        early = fill_in(coach_client, at(enrolment, "inskrivning/"), start=days_ago(19))
        assert str(days_ago(20)) in errors(early)["start"][0]

        saved(coach_client, at(enrolment, "inskrivning/"), start=days_ago(20))
        saved(coach_client, at(enrolment, "avslut/"), end=days_ago(20))

    def test_leave_out_an_absence(self, coach_client: Client, enrolment: Enrolment) -> None:
        _absence(enrolment, days_ago(3))
        saved(coach_client, at(enrolment, "avslut/"), end=days_ago(20))

    def test_name_the_latest_of_them(self, coach_client: Client, enrolment: Enrolment) -> None:
        _attendance(enrolment, days_ago(30))
        _assessment(enrolment, days_ago(10))
        refused = fill_in(coach_client, at(enrolment, "avslut/"), end=days_ago(40))
        assert str(days_ago(10)) in errors(refused)["end"][0]

    def test_may_be_corrected_where_something_lies_outside_already(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        _attendance(enrolment, days_ago(10))
        Enrolment.objects.update(end=days_ago(40))
        saved(coach_client, at(enrolment, "avslut/"), exit_cause="moved")
        saved(coach_client, at(enrolment, "avslut/"), end=days_ago(30))
        saved(coach_client, at(enrolment, "avslut/"), end=days_ago(35))

    def test_are_entered_within_it_too(self, coach_client: Client, enrolment: Enrolment) -> None:
        phase = factories.phase(project=enrolment.project)
        Enrolment.objects.update(end=days_ago(10))
        late = fill_in(coach_client, at(enrolment, "jobbredo/ny/"), assessed_on=days_ago(9))
        assert str(days_ago(10)) in errors(late)["assessed_on"][0]
        late = fill_in(coach_client, at(enrolment, "trappan/ny/"), phase=phase.pk, moved_on=days_ago(9))
        assert str(days_ago(10)) in errors(late)["moved_on"][0]


class TestTheExitPage:
    def test_lists_what_is_promised(self, coach_client: Client, enrolment: Enrolment) -> None:
        goal = factories.plan_goal(enrolment=enrolment)
        factories.plan_action(goal=goal, text="Ring Norrängs Bygghandel")
        page = coach_client.get(at(enrolment, "avslut/")).content.decode()
        assert "Ring Norrängs Bygghandel" in page

    def test_says_that_supported_employment_ends(self, coach_client: Client, enrolment: Enrolment) -> None:
        process = factories.supported_process(enrolment=enrolment)
        page = coach_client.get(at(enrolment, "avslut/")).content.decode()
        assert at(enrolment, "")[:11] + f"supported-employment/{process.public_id}/" in page
        saved(coach_client, at(enrolment, "avslut/"), end=TODAY)


class TestStepFive:
    def test_does_not_end_by_an_exit_without_both_closing_talks(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        process = factories.supported_process(enrolment=enrolment)
        factories.supported_move(process=process, step=5, moved_on=days_ago(30))
        refused = fill_in(coach_client, at(enrolment, "avslut/"), end=TODAY)
        assert errors(refused)["__all__"]
        assert f"{process.public_id}/avslutande-samtal/" in refused.content.decode()

        saved(
            coach_client,
            f"/deltagare/supported-employment/{process.public_id}/avslutande-samtal/",
            employee_talk_on=days_ago(2),
            employee_view="Trivs.",
            employer_talk_on=days_ago(1),
            employer_view="Nöjda.",
            closed_on=TODAY,
        )
        saved(coach_client, at(enrolment, "avslut/"), end=TODAY)

    def test_ends_for_a_reason_where_a_talk_can_not_be_held(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        process = factories.supported_process(enrolment=enrolment)
        factories.supported_move(process=process, step=5, moved_on=days_ago(30))
        early = f"/deltagare/supported-employment/{process.public_id}/avbryt/"
        assert early in coach_client.get(at(enrolment, "avslut/")).content.decode()
        saved(coach_client, early, broken_off_on=days_ago(10), broken_off_reason="Har avlidit.")
        saved(coach_client, at(enrolment, "avslut/"), end=days_ago(10))

        late = fill_in(coach_client, early, broken_off_on=days_ago(9))
        assert list(errors(late)) == ["broken_off_on"]
