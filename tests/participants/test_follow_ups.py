"""Follow-ups: attempts and outcomes recorded, corrected, removed, and what of it figures count."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from participants.actions import follow_ups as actions
from participants.codes import FollowUpKind
from participants.due import Due, follow_ups_due
from participants.models import Enrolment, FollowUp, FollowUpAttempt
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    """Somebody who left 95 days ago."""
    left = factories.enrolment(project=project, start=days_ago(300), end=days_ago(95))
    factories.coach_assignment(enrolment=left, coach=coach)
    return left


def address(stay: Enrolment, what: str = "forsok", after: str = "90-dagar") -> str:
    return f"/deltagare/{stay.public_id}/uppfoljning/{after}/{what}/"


def attempt(**changes: Any) -> dict[str, Any]:
    """What is sent about a call that reached the participant, who works."""
    sent = {
        "key": str(uuid.uuid4()),
        "tried_on": str(days_ago(1)),
        "asked": "participant",
        "way": "phone",
        "result": "reached",
        "outcome": "work",
        "call_back_on": "",
        "comment": "Trivs.",
    }
    return sent | changes


NOT_REACHED = {"result": "not_reached", "outcome": ""}


def counted() -> list[tuple[str, dt.date, str]]:
    """What figures count."""
    return list(FollowUp.objects.values_list("kind", "done_on", "outcome"))


class TestBeforeTheExit:
    @pytest.mark.parametrize("end", [None, days_ago(-3)])
    @pytest.mark.parametrize("after", ["90-dagar", "6-manader"])
    @pytest.mark.parametrize("what", ["forsok", "utfall"])
    def test_nothing_is_asked_nor_recorded(
        self, coach_client: Client, stay: Enrolment, what: str, after: str, end: dt.date | None
    ) -> None:
        Enrolment.objects.update(end=end)
        led = coach_client.get(address(stay, what, after))
        assert led.headers["Location"] == f"/deltagare/{stay.public_id}/uppfoljning/"
        sent = attempt() if what == "forsok" else {**attempt(), "done_on": str(TODAY)}
        assert coach_client.post(address(stay, what, after), sent).context["form"].errors
        assert not FollowUpAttempt.objects.exists()
        assert counted() == []

    def test_it_is_said_why(self, coach_client: Client, stay: Enrolment) -> None:
        coach_client.cookies["django_language"] = "en"
        for end, told in ((None, "Record the exit first"), (days_ago(-3), f"The exit is on {days_ago(-3)}")):
            Enrolment.objects.update(end=end)
            (said,) = coach_client.get(address(stay), follow=True).context["messages"]
            assert told in str(said)


class TestAnAttempt:
    def test_that_reaches_nobody_is_no_outcome(self, coach_client: Client, stay: Enrolment) -> None:
        for _ in range(3):
            assert coach_client.post(address(stay), attempt(**NOT_REACHED)).status_code == 302
        assert FollowUpAttempt.objects.count() == 3
        assert counted() == []

    def test_that_reaches_the_participant_is_counted(self, coach_client: Client, stay: Enrolment) -> None:
        coach_client.post(address(stay), attempt())
        assert counted() == [("days_90", days_ago(1), "work")]

    def test_that_reaches_the_employer_is_kept_and_not_counted(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        coach_client.post(address(stay, after="6-manader"), attempt(asked="employer"))
        assert FollowUpAttempt.objects.get().outcome == "work"
        assert counted() == []

    def test_sent_twice_is_one(self, coach_client: Client, stay: Enrolment) -> None:
        sent = attempt()
        for _ in range(2):
            coach_client.post(address(stay), sent)
        assert FollowUpAttempt.objects.count() == len(counted()) == 1

    def test_may_end_with_a_day_to_come_back(self, coach_client: Client, stay: Enrolment) -> None:
        back = TODAY + dt.timedelta(days=4)
        sent = attempt(result="call_back", outcome="", call_back_on=str(back))
        assert coach_client.post(address(stay), sent).status_code == 302
        assert FollowUpAttempt.objects.get().call_back_on == back

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"result": "not_reached"}, "outcome"),
            ({"result": "call_back", "outcome": ""}, "call_back_on"),
            ({"result": "call_back", "outcome": "", "call_back_on": str(days_ago(2))}, "call_back_on"),
            ({"tried_on": str(days_ago(-1))}, "tried_on"),
            ({"tried_on": str(days_ago(96))}, "tried_on"),
            ({"outcome": "not_reached"}, "outcome"),
            ({"result": ""}, "result"),
        ],
    )
    def test_is_refused_where_it_contradicts_itself(
        self, coach_client: Client, stay: Enrolment, wrong: dict[str, str], field: str
    ) -> None:
        answer = coach_client.post(address(stay), attempt(**wrong))
        assert field in answer.context["form"].errors
        assert not FollowUpAttempt.objects.exists()
        assert counted() == []

    def test_waits_for_the_exit(self, coach_client: Client, coach: User, project: Project) -> None:
        there = factories.enrolment(project=project, coach=coach)
        assert coach_client.post(address(there), attempt()).context["form"].errors
        assert not FollowUpAttempt.objects.exists()

    def test_of_a_kind_that_is_none_is_not_found(self, coach_client: Client, stay: Enrolment) -> None:
        assert coach_client.get(address(stay, after="1-ar")).status_code == 404


class TestCorrecting:
    @pytest.fixture
    def made(self, coach_client: Client, stay: Enrolment) -> FollowUpAttempt:
        coach_client.post(address(stay), attempt())
        return FollowUpAttempt.objects.get()

    def send(self, client: Client, made: FollowUpAttempt, **changes: Any) -> Any:
        return client.post(f"/deltagare/uppfoljning/forsok/{made.public_id}/", attempt(**changes))

    def test_an_attempt_corrects_what_is_counted(self, coach_client: Client, made: FollowUpAttempt) -> None:
        self.send(coach_client, made, outcome="studies", tried_on=str(days_ago(2)))
        assert counted() == [("days_90", days_ago(2), "studies")]

    def test_an_attempt_that_reached_nobody_after_all_uncounts(
        self, coach_client: Client, made: FollowUpAttempt
    ) -> None:
        self.send(coach_client, made, **NOT_REACHED)
        assert counted() == []
        self.send(coach_client, made)
        assert len(counted()) == 1

    def test_a_comment_leaves_the_outcome_alone(self, coach_client: Client, made: FollowUpAttempt) -> None:
        before = FollowUp.objects.get().pk
        self.send(coach_client, made, comment="Nytt.")
        assert FollowUp.objects.get().pk == before
        assert FollowUpAttempt.objects.get().comment == "Nytt."

    def test_a_removed_attempt_takes_its_outcome_along(
        self, coach_client: Client, made: FollowUpAttempt
    ) -> None:
        coach_client.post(f"/deltagare/uppfoljning/forsok/{made.public_id}/ta-bort/")
        assert not FollowUpAttempt.objects.exists()
        assert counted() == []

    def test_what_an_attempt_gave_is_changed_there_only(
        self, coach_client: Client, made: FollowUpAttempt
    ) -> None:
        assert made.follow_up is not None
        assert coach_client.get(f"/deltagare/uppfoljning/{made.follow_up.public_id}/").status_code == 404


class TestAnOutcome:
    def test_closes_as_not_reached(self, coach_client: Client, stay: Enrolment) -> None:
        sent = {"key": str(uuid.uuid4()), "done_on": str(TODAY), "outcome": "not_reached"}
        for _ in range(2):
            coach_client.post(address(stay, "utfall"), sent)
        assert counted() == [("days_90", TODAY, "not_reached")]

    def test_is_corrected_and_removed(self, coach_client: Client, stay: Enrolment) -> None:
        found = factories.follow_up(enrolment=stay, done_on=days_ago(2))
        page = f"/deltagare/uppfoljning/{found.public_id}/"
        coach_client.post(page, {"done_on": str(days_ago(1)), "outcome": "studies"})
        assert counted() == [("days_90", days_ago(1), "studies")]
        coach_client.post(f"{page}ta-bort/")
        assert counted() == []

    @pytest.mark.parametrize("day", [days_ago(-1), days_ago(96)])
    def test_is_dated_from_the_exit_to_today(
        self, coach_client: Client, stay: Enrolment, day: dt.date
    ) -> None:
        sent = {"key": str(uuid.uuid4()), "done_on": str(day), "outcome": "work"}
        assert "done_on" in coach_client.post(address(stay, "utfall"), sent).context["form"].errors
        assert counted() == []


class TestWhoMay:
    @pytest.mark.parametrize("what", ["forsok", "utfall"])
    def test_write(self, lead_client: Client, stay: Enrolment, what: str) -> None:
        stranger = signed_in_client(factories.coach(project=factories.project()))
        assert lead_client.get(address(stay, what)).status_code == 403
        assert stranger.get(address(stay, what)).status_code == 404

    def test_read_the_part(self, lead_client: Client, coach_client: Client, stay: Enrolment) -> None:
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(2), comment="Växeln svarade.")
        page = f"/deltagare/{stay.public_id}/uppfoljning/"
        for client in (lead_client, coach_client):
            assert "Växeln svarade." in client.get(page).content.decode()
        assert "/forsok/" not in lead_client.get(page).content.decode()


class TestDays:
    @pytest.mark.parametrize(
        ("left", "ninety", "half_a_year"),
        [
            (dt.date(2025, 8, 31), dt.date(2025, 11, 29), dt.date(2026, 2, 28)),
            (dt.date(2025, 1, 1), dt.date(2025, 4, 1), dt.date(2025, 7, 1)),
        ],
    )
    def test_are_counted_from_the_exit(
        self, project: Project, left: dt.date, ninety: dt.date, half_a_year: dt.date
    ) -> None:
        stay = factories.enrolment(project=project, start=dt.date(2024, 6, 1), end=left)
        assert [one.due for one in due(stay)] == [ninety, half_a_year]

    def test_what_was_found_before_the_exit_settles_nothing(self, stay: Enrolment) -> None:
        factories.follow_up(enrolment=stay, done_on=days_ago(96))
        assert not due(stay)[0].settled

    def test_the_latest_outcome_counts(self, stay: Enrolment) -> None:
        factories.follow_up(enrolment=stay, done_on=days_ago(5), outcome="not_reached")
        factories.follow_up(enrolment=stay, done_on=days_ago(2), outcome="work")
        (first, _second) = due(stay)
        assert first.outcome is not None
        assert first.outcome.outcome == "work"

    @pytest.mark.django_db
    def test_supported_employment_asks_the_employer_too(self) -> None:
        project = factories.project(supported_employment=True)
        stay = factories.enrolment(project=project, start=days_ago(500), end=days_ago(200))
        factories.follow_up(enrolment=stay, kind=FollowUpKind.MONTHS_6, done_on=days_ago(2))
        assert not due(stay)[1].settled

        factories.follow_up_attempt(
            enrolment=stay,
            kind=FollowUpKind.MONTHS_6,
            tried_on=days_ago(1),
            asked="employer",
            result="reached",
            outcome="work",
        )
        assert due(stay)[1].settled


def due(stay: Enrolment) -> list[Due]:
    attempts = FollowUpAttempt.objects.filter(enrolment=stay)
    return follow_ups_due(stay, outcomes=FollowUp.objects.filter(enrolment=stay), attempts=attempts)


def test_the_action_refuses_a_day_ahead(stay: Enrolment, coach: User) -> None:
    with pytest.raises(ValidationError):
        actions.record_outcome(
            by=coach,
            enrolment=stay,
            key=uuid.uuid4(),
            kind=FollowUpKind.DAYS_90,
            done_on=days_ago(-1),
            outcome="work",
            on=TODAY,
        )
