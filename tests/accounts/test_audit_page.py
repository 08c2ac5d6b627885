"""The data protection officer's page: their organisations' events, no one's case, and every look logged."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Permission
from accounts.audit import Subject, record_read
from accounts.models import AuditEvent, Kind, User
from participants import actions
from participants.models import Enrolment, Person
from participants.views.pages import page_of
from projects.models import OrganisationRole, Project
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db
PAGE = "/granskning/"


@pytest.fixture
def officer(project: Project) -> User:
    return factories.officer(organisation=project.organisation)


@pytest.fixture
def officer_client(officer: User) -> Client:
    return signed_in_client(officer)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    made = factories.enrolment(project=project, coach=coach, protected_identity=True)
    factories.participant_number(project=project, person=made.person, number="LM-007")
    return made


def found(client: Client, **filters: str) -> Any:
    answer = client.get(PAGE, filters)
    assert answer.status_code == 200
    return answer.context


def actions_of(context: Any) -> list[str]:
    return [row.event.action for row in context["rows"]]


class TestWhoMayRead:
    def test_an_officer_and_no_coach_or_lead(
        self, officer_client: Client, coach_client: Client, lead_client: Client
    ) -> None:
        assert officer_client.get(PAGE).status_code == 200
        assert coach_client.get(PAGE).status_code == lead_client.get(PAGE).status_code == 403

    def test_an_officer_opens_no_case(self, officer_client: Client, stay: Enrolment) -> None:
        assert officer_client.get(page_of(stay)).status_code == 403
        assert officer_client.get("/deltagare/").status_code == 403

    def test_nobody_whose_appointment_is_over(self, project: Project) -> None:
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        past = factories.office(organisation=project.organisation, end=yesterday)
        assert signed_in_client(past.user).get(PAGE).status_code == 403
        assert not AuditEvent.objects.visible_to(past.user, Permission.AUDIT_READ).exists()

    def test_other_organisations_events_arent_there(self, coach: User, stay: Enrolment) -> None:
        neighbour = factories.officer(organisation=factories.organisation())
        actions.set_registered_by_mistake(by=coach, enrolment=stay, mistake=True)
        record_read(row=Enrolment, by=coach, subject=Subject(), rows=3)
        context = found(signed_in_client(neighbour))
        assert {row.event.actor for row in context["rows"]} <= {neighbour, None}
        assert "Projekt" not in str(context["form"]["project"])
        assert coach.name not in str(context["form"]["user"])


class TestSearch:
    @pytest.fixture(autouse=True)
    def _events(self, coach: User, lead: User, stay: Enrolment) -> None:
        signed_in_client(coach).get(page_of(stay))
        signed_in_client(lead)
        actions.change_enrolment(
            by=coach,
            enrolment=stay,
            target_group=None,
            referred_by="Socialtjänsten",
            referrer=None,
            referred_on=None,
            start=stay.start,
            entry_status="",
            unemployed_since=None,
            education_level="",
            hours_wanted=None,
            languages="",
        )
        other = factories.enrolment(project=stay.project, coach=coach)
        signed_in_client(coach).get(page_of(other))

    def test_by_participant_number_in_whatever_case(self, officer_client: Client) -> None:
        context = found(officer_client, person="lm-007")
        assert actions_of(context) == ["enrolment.changed", "enrolment.opened"]
        assert {row.participant for row in context["rows"]} == {"LM-007"}

    def test_by_the_id_in_the_pages_address(self, officer_client: Client, stay: Enrolment) -> None:
        for public_id in (stay.public_id, stay.person.public_id):
            events = found(officer_client, person=str(public_id), kind="change")
            assert actions_of(events) == ["enrolment.changed"]

    def test_by_user_project_kind_and_day(
        self, officer_client: Client, coach: User, lead: User, project: Project
    ) -> None:
        today = timezone.localdate()
        assert actions_of(found(officer_client, user=str(lead.pk))) == ["user.signed_in"]
        assert actions_of(found(officer_client, kind="change")) == ["enrolment.changed"]
        of_project = found(officer_client, project=str(project.public_id), user=str(coach.pk))
        assert set(actions_of(of_project)) == {"enrolment.changed", "enrolment.opened"}
        assert len(found(officer_client, first=str(today), last=str(today), user=str(coach.pk))["rows"]) == 5
        assert not found(officer_client, last=str(today - dt.timedelta(days=1)))["rows"]
        assert not found(officer_client, first=str(today + dt.timedelta(days=1)))["rows"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"person": "LM-404"},
            {"person": "199005202388"},
            {"person": "900520-2388"},
            {"project": "x"},
            {"user": "0"},
            {"kind": "x"},
            {"first": "x"},
            {"first": "2026-02-01", "last": "2026-01-01"},
        ],
    )
    def test_for_what_isnt_there_shows_nothing_and_says_so(
        self, officer_client: Client, wrong: dict[str, str]
    ) -> None:
        context = found(officer_client, **wrong)
        assert not context["rows"]
        assert context["form"].errors

    def test_names_nobody_and_holds_no_value(self, officer_client: Client, stay: Enrolment) -> None:
        Person.objects.update(first_name="Ylva-Kanariefågel")
        page = officer_client.get(PAGE).content.decode()
        assert "Kanariefågel" not in page
        assert stay.person.last_name not in page
        assert "Socialtjänsten" not in page
        assert "anvisad av" in page or "referred by" in page

    def test_is_itself_an_event_about_the_person(
        self, officer_client: Client, officer: User, stay: Enrolment
    ) -> None:
        found(officer_client, person="LM-007")
        event = AuditEvent.objects.latest("sequence")
        assert (event.action, event.actor, event.person_id) == ("auditevent.listed", officer, stay.person_id)
        assert event.rows == 2


class TestSampling:
    def test_draws_twenty_reads_at_random(self, officer_client: Client, coach: User, stay: Enrolment) -> None:
        subject = Subject(stay.project.organisation_id, stay.project_id, stay.person_id)
        for _ in range(60):
            record_read(row=stay, by=coach, subject=subject)
        draws = [
            tuple(row.event.sequence for row in found(officer_client, sample="1")["rows"]) for _ in range(3)
        ]
        assert {len(draw) for draw in draws} == {20}
        assert len(set(draws)) > 1
        kinds = {row.event.kind for row in found(officer_client, sample="1")["rows"]}
        assert kinds == {Kind.READ}


def test_tells_of_what_was_written_past_the_actions(officer_client: Client, stay: Enrolment) -> None:
    Person.objects.filter(pk=stay.person_id).update(first_name="Annan")
    context = found(officer_client, kind="bypass")
    assert f"UPDATE participants_person {stay.person_id} " in context["rows"][0].event.reason
    assert context["rows"][0].is_alarm


def test_as_many_queries_however_much_there_is(officer_client: Client, project: Project) -> None:
    counts = []
    for more in (1, 30):
        made = [(factories.coach(project=project), factories.enrolment(project=project)) for _ in range(more)]
        found(officer_client)  # which tells of what the test has written by itself
        for user, stay in made:
            factories.participant_number(project=project, person=stay.person)
            subject = Subject(project.organisation_id, project.pk, stay.person_id)
            record_read(row=stay, by=user, subject=subject)
        with CaptureQueriesContext(connection) as queries:
            rows = found(officer_client, kind="read")["rows"]
        assert sum(bool(row.participant) for row in rows) >= more
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


class TestAddOfficer:
    def run(self, organisation: str, email: str = "dag@exempel.se") -> str:
        call_command("add_officer", email, organisation=organisation, stdout=(said := StringIO()))
        return said.getvalue()

    def test_appoints_from_today(self, project: Project) -> None:
        user = factories.user(email="dag@exempel.se", password=factories.PASSWORD)
        assert "data protection officer" in self.run(project.organisation.name)
        appointment = OrganisationRole.objects.get(user=user)
        assert (appointment.organisation, appointment.start) == (project.organisation, timezone.localdate())
        assert AuditEvent.objects.latest("sequence").action == "organisationrole.created"

    def test_makes_an_account_with_a_password(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "projects.management.commands.add_member.getpass", lambda _prompt: factories.PASSWORD
        )
        self.run(project.organisation.name, "NY@exempel.se")
        assert User.objects.get(email="ny@exempel.se").check_password(factories.PASSWORD)

    def test_refuses_twice_and_an_unknown_organisation(self, project: Project) -> None:
        factories.user(email="dag@exempel.se", password=factories.PASSWORD)
        self.run(project.organisation.name)
        with pytest.raises(CommandError):
            self.run(project.organisation.name)
        with pytest.raises(CommandError, match="no organisation"):
            self.run("Ingenstans")
