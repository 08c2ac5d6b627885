"""Enrolling through the page: new people, known people, twins, protected people."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import AuditEvent, User, Verb
from participants.models import CoachAssignment, Enrolment, ParticipantNumber, Person
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.participants.test_numbers import find
from tests.posting import errors, fill_in, saved, shown

ENROL = "/deltagare/ny/"
NUMBER = "19900520-2388"
SAME_NUMBER = "199005202388"


def enrol(client: Client, **answers: Any) -> Any:
    return fill_in(client, ENROL, **{"first_name": "Siv", "last_name": "Ögren", **answers})


def test_name_and_first_day_are_enough(coach_client: Client, coach: User, project: Project) -> None:
    response = enrol(coach_client)

    enrolment = Enrolment.objects.get()
    assert response.url == reverse("coaching:participant", args=[enrolment.public_id])
    assert enrolment.person.name == "Siv Ögren"
    assert enrolment.start == timezone.localdate()
    assert enrolment.project == project
    assert CoachAssignment.objects.get().coach == coach
    assert ParticipantNumber.objects.get().number == "001"
    assert enrolment.sensitive_background.birth_country == "not_asked"


def test_everything_that_is_asked_for_is_kept(coach_client: Client, project: Project) -> None:
    group = factories.target_group(project=project)
    saved(
        coach_client,
        ENROL,
        last_name="Ögren",
        personal_number=NUMBER,
        gender="woman",
        target_group=group.pk,
        referred_by="Socialtjänsten",
        referred_on="2026-01-02",
        start="2026-01-15",
        participant_number="A-7",
        support_source="social_assistance",
        support_from="2025-03-01",
        entry_status="unemployed",
        unemployed_since="2025-02-01",
        education_level="3",
        hours_wanted="37.5",
        languages="arabiska",
        birth_country="SY",
        citizenship="declined",
        parents_born_abroad="yes",
        reduced_work_capacity="unknown",
    )

    enrolment = Enrolment.objects.get()
    assert enrolment.person.birth_date == dt.date(1990, 5, 20)
    assert enrolment.person.personal_numbers.get().digits == SAME_NUMBER
    assert (enrolment.target_group, enrolment.start) == (group, dt.date(2026, 1, 15))
    assert (enrolment.entry_status, enrolment.education_level) == ("unemployed", "3")
    assert str(enrolment.hours_wanted) == "37.50"
    assert enrolment.sensitive_background.birth_country == "SY"
    assert enrolment.sensitive_background.reduced_work_capacity == "unknown"
    support = enrolment.support_periods.get()
    assert (support.source, support.start) == ("social_assistance", dt.date(2025, 3, 1))


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"hours_wanted": "169"}, "hours_wanted"),
        ({"hours_wanted": "åtta"}, "hours_wanted"),
        ({"referred_on": "0026-01-02"}, "referred_on"),
        ({"support_source": "wage", "support_from": "2206-01-02"}, "support_from"),
        ({"support_from": "2026-01-02"}, "support_source"),
        ({"birth_date": "2026-01-15"}, "birth_date"),
        ({"birth_date": "0082-01-15"}, "birth_date"),
        ({"personal_number": NUMBER, "birth_date": "1990-05-21"}, "birth_date"),
        ({"personal_number": "900520-2388"}, "personal_number"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    coach_client: Client, answers: dict[str, str], field: str
) -> None:
    response = enrol(coach_client, start="2026-01-15", **answers)

    assert list(errors(response)) == [field]
    assert 'value="Ögren"' in response.content.decode()
    assert not Person.objects.exists()


def test_personal_number_born_after_the_first_day_is_refused(coach: User) -> None:
    past = factories.project(start=dt.date(1985, 1, 1), end=dt.date(1989, 12, 31))
    factories.membership(project=past, user=coach)
    client = signed_in_client(coach)

    address = f"{ENROL}?project={past.public_id}"
    response = fill_in(client, address, last_name="Ögren", start="1986-02-01", personal_number=NUMBER)

    assert list(errors(response)) == ["personal_number"]


def test_errors_are_listed_in_the_order_of_the_page(coach_client: Client) -> None:
    response = enrol(coach_client, start="", hours_wanted="x", personal_number="x")
    listed = [field.name for field in response.context["form"] if field.errors]
    assert listed == ["personal_number", "start", "hours_wanted"]


def test_sending_the_form_twice_enrols_once(coach_client: Client) -> None:
    data = shown(coach_client.get(ENROL).context["form"]) | {"last_name": "Ögren"}
    addresses = {coach_client.post(ENROL, data).headers["Location"] for _time in (1, 2)}

    assert Enrolment.objects.count() == Person.objects.count() == 1
    assert len(addresses) == 1


@pytest.mark.parametrize(
    ("taken", "given"),
    [([], "001"), (["LM-007", "LM-012"], "LM-013"), (["x"], "001"), (["9", "A-099"], "A-100")],
)
def test_participant_number_follows_the_projects_own(
    coach_client: Client, project: Project, taken: list[str], given: str
) -> None:
    for number in taken:
        factories.participant_number(
            project=project, person=factories.person(organisation=project.organisation), number=number
        )
    enrol(coach_client)

    assert Enrolment.objects.get().person.participant_numbers.get().number == given


def test_participant_number_of_another_is_refused(coach_client: Client, project: Project) -> None:
    person = factories.person(organisation=project.organisation)
    factories.participant_number(project=project, person=person, number="A-1")

    response = enrol(coach_client, participant_number="A-1")

    assert "participant_number" in errors(response)
    assert not Enrolment.objects.exists()


class TestAKnownPersonalNumber:
    @pytest.fixture
    def known(self, project: Project) -> Person:
        person = factories.person(
            organisation=project.organisation, first_name="Siv", last_name="Ögren", gender="unknown"
        )
        factories.personal_number(person=person, number=SAME_NUMBER)
        return person

    def test_is_a_re_entry_of_the_same_person(
        self, coach_client: Client, project: Project, known: Person
    ) -> None:
        factories.enrolment(
            project=project, person=known, start=dt.date(2025, 1, 1), end=dt.date(2025, 6, 30)
        )
        factories.participant_number(project=project, person=known, number="A-1")

        page = coach_client.get(enrol(coach_client, personal_number=NUMBER, gender="nonbinary").url)

        assert "info" in [message.level_tag for message in page.context["messages"]]
        assert Person.objects.get().enrolments.count() == 2
        assert Person.objects.get().gender == "nonbinary"
        assert ParticipantNumber.objects.get().number == "A-1"

    def test_of_a_protected_person_needs_a_named_coach(
        self, coach_client: Client, coach: User, project: Project, known: Person
    ) -> None:
        known.protected_identity = True
        known.save()
        factories.enrolment(project=project, person=known, coach=coach, end=dt.date(2025, 6, 1))
        assert "coach" in errors(enrol(coach_client, personal_number=NUMBER, coach=None))

    def test_with_an_open_enrolment_is_said_and_linked(
        self, coach_client: Client, project: Project, known: Person
    ) -> None:
        running = factories.enrolment(project=project, person=known)

        response = enrol(coach_client, personal_number=NUMBER)

        assert "2025-01-15" in errors(response)["__all__"][0]
        assert str(running.public_id) in errors(response)["__all__"][0]
        assert Enrolment.objects.count() == 1

    @pytest.mark.usefixtures("known")
    def test_under_another_name_is_asked_about(self, coach_client: Client) -> None:
        response = enrol(coach_client, personal_number=NUMBER, last_name="Berg")
        assert "personal_number" in errors(response)
        assert 'name="new_name"' in response.content.decode()
        assert "Ögren" not in response.content.decode()

        data = shown(response.context["form"]) | {"new_name": "on"}
        coach_client.post(ENROL, data)
        assert Person.objects.get().name == "Siv Berg"

    def test_in_another_organisation_is_another_person(self, coach_client: Client) -> None:
        elsewhere = factories.person(first_name="Siv", last_name="Ögren")
        factories.personal_number(person=elsewhere, number=SAME_NUMBER)

        enrol(coach_client, personal_number=NUMBER)

        assert Enrolment.objects.get().person != elsewhere

    def test_overlapping_an_ended_enrolment_is_refused(
        self, coach_client: Client, project: Project, known: Person
    ) -> None:
        factories.enrolment(project=project, person=known, end=dt.date(2026, 6, 30))

        response = enrol(coach_client, personal_number=NUMBER, start="2026-06-01")

        assert errors(response)["__all__"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"first_name": "", "last_name": ""}, "last_name"),
        ({"start": ""}, "start"),
        ({"start": "2031-01-01"}, "start"),
        ({"personal_number": "900520-2388"}, "personal_number"),
        ({"personal_number": "19900231-2383"}, "personal_number"),
        ({"personal_number": "19900520-2384"}, "personal_number"),
        ({"personal_number": NUMBER, "birth_date": "1990-05-21"}, "birth_date"),
        ({"hours_wanted": "169"}, "hours_wanted"),
        ({"unemployed_since": "2027-01-01"}, "unemployed_since"),
        ({"birth_country": "Syrien"}, "birth_country"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    coach_client: Client, answers: dict[str, str], field: str
) -> None:
    response = enrol(coach_client, **{"referred_by": "Socialtjänsten", **answers})

    assert field in errors(response)
    assert f'id="id_{field}_error"' in response.content.decode()
    assert 'value="Socialtjänsten"' in response.content.decode()
    assert not Person.objects.exists()


def test_somebody_of_the_same_name_is_pointed_at(coach_client: Client, project: Project) -> None:
    twin = factories.enrolment(project=project, first_name="Siv", last_name="ögren")
    page = coach_client.get(enrol(coach_client).url)

    assert [message.level_tag for message in page.context["messages"]] == ["success", "warning"]
    assert str(twin.public_id) in page.content.decode()


class TestAProtectedPerson:
    def test_needs_a_named_coach(self, coach_client: Client) -> None:
        response = enrol(coach_client, protected_identity="on", coach=None)
        assert "coach" in errors(response)

    def test_is_reached_by_the_named_coach(self, coach_client: Client) -> None:
        response = enrol(coach_client, protected_identity="on", start="2027-01-11")
        assert coach_client.get(response.url).status_code == 200

    def test_given_to_a_colleague_is_out_of_reach(self, coach_client: Client, project: Project) -> None:
        other = factories.coach(project=project).memberships.get()
        response = enrol(coach_client, protected_identity="on", coach=other.pk)
        assert response.url == reverse("coaching:caseload")


@pytest.mark.parametrize(("gender", "hints"), [("man", 1), ("woman", 0), ("nonbinary", 0), ("unknown", 0)])
def test_gender_is_as_recorded_with_a_hint(coach_client: Client, gender: str, hints: int) -> None:
    response = enrol(coach_client, personal_number=NUMBER, gender=gender)

    page = coach_client.get(response.url)
    assert Person.objects.get().gender == gender
    assert [message.level_tag for message in page.context["messages"]].count("info") == hints


class TestTheProject:
    def test_is_chosen_first_where_there_are_several(self, coach: User, project: Project) -> None:
        other = factories.project(organisation=project.organisation)
        factories.membership(project=other, user=coach)
        client = signed_in_client(coach)

        page = client.get(ENROL).content.decode()
        assert str(project) in page
        assert str(other) in page

        fill_in(client, f"{ENROL}?project={other.public_id}", last_name="Ögren")
        assert Enrolment.objects.get().project == other

    @pytest.mark.parametrize("chosen", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_out_of_reach_is_not_found(self, coach_client: Client, chosen: str) -> None:
        assert coach_client.get(f"{ENROL}?project={chosen}").status_code == 404

    def test_is_not_the_leads_to_enrol_in(self, lead_client: Client) -> None:
        assert lead_client.get(ENROL).status_code == 403


class TestSomebodyElsesProtectedPerson:
    """Whoever knows the number must not get at the person by enrolling them, nor learn anything."""

    @pytest.mark.parametrize("last_name", ["Ögren", "Annan"])
    @pytest.mark.parametrize("new_name", ["", "on"])
    @pytest.mark.parametrize("ended", [True, False])
    @pytest.mark.parametrize("same_project", [True, False])
    def test_can_not_be_taken_over(
        self,
        coach_client: Client,
        project: Project,
        last_name: str,
        new_name: str,
        *,
        ended: bool,
        same_project: bool,
    ) -> None:
        where = project if same_project else factories.project(organisation=project.organisation)
        stay = factories.enrolment(
            project=where,
            first_name="Siv",
            last_name="Ögren",
            protected_identity=True,
            coach=factories.coach(project=where),
            end=dt.date(2025, 6, 1) if ended else None,
        )
        factories.personal_number(person=stay.person, number=SAME_NUMBER)

        response = enrol(coach_client, personal_number=NUMBER, last_name=last_name, new_name=new_name)

        said = gettext("This number can't be enrolled here. Talk to the project lead.")
        assert errors(response) == {"personal_number": [said]}
        assert Enrolment.objects.get() == stay
        stay.person.refresh_from_db()
        assert stay.person.name == "Siv Ögren"
        tried = AuditEvent.objects.get(action=f"personalnumber.{Verb.SEARCHED}")
        assert (tried.person_id, tried.rows) == (stay.person_id, 0)

    def test_can_not_be_looked_for_by_trying_number_after_number(self, coach_client: Client) -> None:
        """Nothing that was filled in is lost meanwhile."""
        for _try in range(29):
            find(coach_client, NUMBER)
        enrol(coach_client, personal_number=NUMBER)

        response = enrol(coach_client, personal_number=NUMBER, last_name="Öberg")

        too_many = gettext("There have been too many numbers. Wait a minute, then try again.")
        assert errors(response) == {"personal_number": [too_many]}
        assert 'value="Öberg"' in response.content.decode()
