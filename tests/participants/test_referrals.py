"""Referrals: received, worked through, accepted into an enrolment or declined, and who sees them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Permission, Role
from accounts.models import AuditEvent, User
from participants.actions import referrals as actions
from participants.models import Enrolment, Person, PersonalNumber, Referral, ReferredNumber
from projects.models import Membership, Project
from tests import factories
from tests.conftest import signed_in_client
from tests.participants.test_numbers import find
from tests.posting import errors, fill_in, saved

LIST = "/deltagare/anvisningar/"
NEW = f"{LIST}ny/"
TODAY = timezone.localdate()
NUMBER = "199005202388"


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def at(referral: Referral, part: str = "") -> str:
    return f"{LIST}{referral.public_id}/{part}"


@pytest.fixture
def other(project: Project) -> User:
    return factories.coach(project=project, name="Berit Annan")


class TestRegistering:
    def test_keeps_who_from_whom_and_why(self, coach_client: Client, coach: User, project: Project) -> None:
        facts = {"last_name": "Ny", "referred_by": "Etableringsteamet", "why": "Vill arbeta i kök."}
        saved(coach_client, NEW, **facts, financing="social_assistance", received_on=days(-3))
        made = Referral.objects.get()
        assert (made.project, made.registered_by, made.sender) == (project, coach, "Etableringsteamet")
        assert (made.received_on, made.stage, made.days_waited(on=TODAY)) == (days(-3), "received", 3)

    def test_sent_twice_is_one(self, coach_client: Client) -> None:
        key = str(uuid.uuid4())
        for _time in range(2):
            saved(coach_client, NEW, last_name="Ny", referred_by="AF", key=key)
        assert Referral.objects.count() == 1

    def test_for_a_referrer_who_signs_in_shows_it_to_them(
        self, coach_client: Client, project: Project
    ) -> None:
        referrer = factories.referrer(project=project)
        role = Membership.objects.get(user=referrer)
        saved(coach_client, NEW, last_name="Ny", referrer=role.pk)
        assert list(Referral.objects.visible_to(referrer, Permission.REFERRALS_READ)) == [
            Referral.objects.get()
        ]

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({}, "referred_by"),
            ({"referred_by": "AF", "received_on": days(1)}, "received_on"),
            ({"referred_by": "AF", "protected_identity": "on", "coach": None}, "coach"),
            ({"referred_by": "AF", "financing": "other"}, "financing_words"),
            ({"referred_by": "AF", "personal_number": "19900520-2389"}, "personal_number"),
        ],
    )
    def test_says_what_is_missing_or_wrong(
        self, coach_client: Client, facts: dict[str, Any], field: str
    ) -> None:
        answer = fill_in(coach_client, NEW, **{"last_name": "Ny", **facts})
        assert field in errors(answer)
        assert not Referral.objects.exists()


class TestWhatThePersonLivesOn:
    @pytest.mark.parametrize(
        ("financing", "received_on", "source"),
        [
            ("social_assistance", days(0), "social_assistance"),
            ("introduction", days(0), "establishment_benefit"),
            ("introduction", dt.date(2010, 11, 30), "introduction_benefit"),
            ("other", days(0), ""),
            ("", days(0), ""),
        ],
    )
    def test_is_not_asked_for_twice(
        self, coach_client: Client, project: Project, financing: str, received_on: dt.date, source: str
    ) -> None:
        words = "Lever på sparade medel" if financing == "other" else ""
        told = factories.referral(
            project=project, financing=financing, financing_words=words, received_on=received_on
        )
        form = coach_client.get(at(told, "skriv-in/")).context["form"]
        assert form["support_source"].value() == source


class TestTheNumber:
    @pytest.fixture
    def referral(self, coach_client: Client) -> Referral:
        saved(coach_client, NEW, last_name="Ny", referred_by="AF", personal_number="19900520-2388")
        return Referral.objects.get()

    def test_is_sealed_and_shown_nowhere(self, coach_client: Client, referral: Referral) -> None:
        number = ReferredNumber.objects.get(referral=referral)
        assert number.digits == NUMBER
        assert NUMBER not in number.sealed
        for page in (LIST, at(referral), at(referral, "skriv-in/")):
            text = coach_client.get(page).content.decode()
            assert "19900520" not in text
            assert "2388" not in text

    def test_is_found_by_the_same_index_as_a_persons(self, project: Project, referral: Referral) -> None:
        person = factories.person(organisation=project.organisation)
        factories.personal_number(person=person, number=NUMBER)
        assert PersonalNumber.objects.get().index == ReferredNumber.objects.get(referral=referral).index

    @pytest.mark.usefixtures("referral")
    def test_is_in_no_event_of_the_audit_log(self) -> None:
        told = str(list(AuditEvent.objects.values_list()))
        assert "referral.created" in told
        assert NUMBER not in told
        assert "Ny" not in told

    def test_is_the_persons_when_they_are_enrolled(self, coach_client: Client, referral: Referral) -> None:
        saved(coach_client, at(referral, "skriv-in/"))
        assert PersonalNumber.objects.get().digits == NUMBER

    def test_finds_somebody_who_is_known(
        self, coach_client: Client, project: Project, referral: Referral
    ) -> None:
        known = factories.person(organisation=project.organisation, first_name="", last_name="Ny")
        factories.personal_number(person=known, number=NUMBER)
        saved(coach_client, at(referral, "skriv-in/"))
        assert Enrolment.objects.get().person == known


class TestTheWorklist:
    def test_has_the_longest_waiting_first_with_the_days(
        self, coach_client: Client, lead_client: Client, project: Project
    ) -> None:
        factories.referral(project=project, last_name="Ny", received_on=days(-1))
        factories.referral(project=project, last_name="Gammal", received_on=days(-20))
        factories.referral(project=factories.project(), last_name="Annans")
        for client in (coach_client, lead_client):
            rows = client.get(LIST).context["rows"]
            assert [(one.last_name, waited) for one, waited in rows] == [("Gammal", 20), ("Ny", 1)]

    def test_has_the_decided_apart(self, coach_client: Client, coach: User, project: Project) -> None:
        declined = factories.referral(project=project, received_on=days(-5))
        actions.decline(by=coach, referral=declined, reason="no_place", words="", on=days(-2))
        assert coach_client.get(LIST).context["rows"] == []
        rows = coach_client.get(LIST, {"visa": "avgjorda"}).context["rows"]
        assert rows == [(declined, 3)]

    def test_teaches_when_nothing_waits(self, coach_client: Client) -> None:
        assert 'class="empty"' in coach_client.get(LIST).content.decode()
        assert 'class="empty"' in coach_client.get(LIST, {"visa": "avgjorda"}).content.decode()

    def test_is_counted_on_the_caseload(self, coach_client: Client, project: Project) -> None:
        factories.referral(project=project)
        assert coach_client.get("/deltagare/").context["waiting"] == 1

    def test_takes_as_many_queries_for_a_thousand(self, coach_client: Client, project: Project) -> None:
        counts = []
        by = factories.user()
        for more in (1, 9, 990):
            Referral.objects.bulk_create(
                Referral(
                    project=project, referred_by="AF", received_on=TODAY, last_name="N", registered_by=by
                )
                for _ in range(more)
            )
            with CaptureQueriesContext(connection) as queries:
                assert coach_client.get(LIST).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2] <= 20


class TestAccepting:
    def test_fills_in_what_the_referral_says_and_ties_it(
        self, coach_client: Client, project: Project, coach: User
    ) -> None:
        referrer, group = factories.referrer(project=project), factories.target_group(project=project)
        referral = factories.referral(
            project=project,
            referrer=referrer,
            referred_by="Socialtjänsten",
            target_group=group,
            received_on=days(-7),
            first_name="Maja",
            last_name="Provsson",
        )
        saved(coach_client, at(referral, "skriv-in/"))
        referral.refresh_from_db()
        stay = Enrolment.objects.get()
        assert referral.enrolment == stay
        assert (referral.stage, referral.decided_on, referral.decided_by) == ("accepted", TODAY, coach)
        assert (stay.person.name, stay.target_group, stay.referrer) == ("Maja Provsson", group, referrer)
        assert (stay.referred_by, stay.referred_on) == ("Socialtjänsten", days(-7))
        assert AuditEvent.objects.filter(action="referral.accepted", person_id=stay.person_id).exists()

    def test_twice_gives_one_stay(self, coach_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        page = coach_client.get(at(referral, "skriv-in/"))
        form = page.context["form"]
        sent = {"key": form["key"].value(), "last_name": "A", "start": TODAY.isoformat(), "gender": "woman"}
        background = {"birth_country": "not_asked", "citizenship": "not_asked"}
        answers = {"parents_born_abroad": "not_asked", "reduced_work_capacity": "not_asked"}
        for _time in range(2):
            coach_client.post(at(referral, "skriv-in/"), {**sent, **background, **answers})
        assert Enrolment.objects.count() == Person.objects.count() == 1

    def test_what_is_wrong_leaves_it_waiting(self, coach_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        answer = fill_in(coach_client, at(referral, "skriv-in/"), last_name="", first_name="")
        assert "last_name" in errors(answer)
        referral.refresh_from_db()
        assert referral.stage == "received"

    def test_is_for_those_who_write(self, lead_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        assert lead_client.get(at(referral)).status_code == 200
        assert lead_client.get(at(referral, "skriv-in/")).status_code == 403


class TestDeclining:
    def test_says_why_and_can_be_undone(self, coach_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        saved(coach_client, at(referral, "avbojd/"), reason="no_place", words="Fullt till mars.")
        referral.refresh_from_db()
        assert (referral.stage, referral.declined_words) == ("declined", "Fullt till mars.")
        coach_client.post(at(referral, "vantar/"))
        referral.refresh_from_db()
        assert (referral.stage, referral.decided_on, referral.declined_words) == ("received", None, "")

    def test_for_another_reason_needs_words(self, coach_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        assert "words" in errors(fill_in(coach_client, at(referral, "avbojd/"), reason="other"))

    def test_of_one_accepted_is_refused(self, coach_client: Client, project: Project) -> None:
        referral = factories.referral(project=project)
        saved(coach_client, at(referral, "skriv-in/"))
        answer = fill_in(coach_client, at(referral, "avbojd/"), reason="no_place")
        assert answer.context["form"].non_field_errors()


class TestProtectedIdentity:
    @pytest.fixture
    def referral(self, project: Project, coach: User) -> Referral:
        return factories.referral(project=project, protected_identity=True, coach=coach, last_name="Hemlig")

    def test_is_seen_by_the_coach_it_names_alone(
        self, coach_client: Client, lead_client: Client, other: User, referral: Referral
    ) -> None:
        assert "Hemlig" in coach_client.get(LIST).content.decode()
        for client in (lead_client, signed_in_client(other)):
            assert client.get(at(referral)).status_code == 404
            assert client.get(LIST).context["rows"] == []
            assert client.get("/deltagare/").context["waiting"] == 0

    def test_that_the_organisation_knows_by_the_number_hides_an_unmarked_one(
        self, coach_client: Client, project: Project, other: User
    ) -> None:
        stay = factories.enrolment(project=project, coach=other, protected_identity=True)
        factories.personal_number(person=stay.person, number=NUMBER)
        referral = factories.referral(project=project, number=NUMBER)
        assert coach_client.get(at(referral)).status_code == 404
        assert signed_in_client(other).get(at(referral)).status_code == 200

    def test_that_the_organisation_knows_is_not_told_to_who_registers_the_number(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay = factories.enrolment(project=project, protected_identity=True)
        factories.personal_number(person=stay.person, number=NUMBER)
        saved(coach_client, NEW, last_name="Ny", referred_by="AF", personal_number="19900520-2388")
        made = Referral.objects.get()
        page = coach_client.get(LIST)
        assert [one for one, _waited in page.context["rows"]] == [made]
        assert list(page.context["orphans"]) == []
        assert coach_client.get(at(made)).status_code == 200
        Referral.objects.update(protected_identity=True, coach=factories.coach(project=project))
        assert not Referral.objects.visible_to(coach, Permission.CASELOAD_READ).exists()

    def test_that_the_organisation_knows_is_looked_for_so_many_times_only(
        self, coach_client: Client, project: Project
    ) -> None:
        stay = factories.enrolment(project=project)
        factories.personal_number(person=stay.person, number=NUMBER)
        referral = factories.referral(project=project, number=NUMBER)
        for _try in range(29):
            find(coach_client, NUMBER)
        fill_in(coach_client, at(referral, "skriv-in/"))
        too_many = gettext("There have been too many numbers. Wait a minute, then try again.")
        answer = fill_in(coach_client, at(referral, "skriv-in/"))
        assert errors(answer) == {"personal_number": [too_many]}

    def test_without_a_receiver_left_is_nobodys_to_take(
        self, other: User, coach: User, referral: Referral
    ) -> None:
        Membership.objects.filter(user=coach).update(end=days(-1))
        client, role = signed_in_client(other), Membership.objects.get(user=other)
        answer = fill_in(client, at(referral, "mottagare/"), coach=role.pk)
        assert list(errors(answer)) == ["coach"]
        assert client.get(at(referral)).status_code == 404

    def test_of_the_enrolled_person_hides_it_from_then_on(
        self, coach_client: Client, other: User, project: Project
    ) -> None:
        referral = factories.referral(project=project)
        saved(coach_client, at(referral, "skriv-in/"))
        Person.objects.update(protected_identity=True)
        assert coach_client.get(at(referral)).status_code == 200
        assert signed_in_client(other).get(at(referral)).status_code == 404

    def test_without_a_receiver_left_lets_a_lead_name_one_and_see_nothing(
        self, lead_client: Client, coach: User, other: User, referral: Referral
    ) -> None:
        assert lead_client.get(at(referral, "mottagare/")).status_code == 404
        Membership.objects.filter(user=coach).update(end=days(-1))
        page = lead_client.get(LIST)
        assert list(page.context["orphans"]) == [referral]
        assert "Hemlig" not in page.content.decode()
        assert "Hemlig" not in lead_client.get(at(referral, "mottagare/")).content.decode()
        role = Membership.objects.get(user=other, role=Role.COACH)
        saved(lead_client, at(referral, "mottagare/"), coach=role.pk)
        assert signed_in_client(other).get(at(referral)).status_code == 200
        assert lead_client.get(at(referral)).status_code == 404

    def test_accepted_is_enrolled_with_protection(self, coach_client: Client, referral: Referral) -> None:
        saved(coach_client, at(referral, "skriv-in/"))
        assert Enrolment.objects.get().person.protected_identity


class TestComingBack:
    @pytest.fixture
    def left(self, project: Project, coach: User) -> Enrolment:
        return factories.enrolment(
            project=project,
            coach=coach,
            last_name="Provsson",
            start=days(-200),
            end=days(-50),
            exit_cause="moved",
            languages="arabiska",
        )

    def url(self, stay: Enrolment) -> str:
        return f"/deltagare/{stay.public_id}/skriv-in-igen/"

    def test_is_a_second_stay_of_the_same_person_without_typing_who_it_is(
        self, coach_client: Client, left: Enrolment
    ) -> None:
        page = coach_client.get(f"/deltagare/{left.public_id}/").content.decode()
        assert self.url(left) in page
        saved(coach_client, self.url(left))
        first, second = Enrolment.objects.order_by("start")
        assert first == left
        assert (second.person, second.start, second.end) == (left.person, TODAY, None)
        assert second.languages == "arabiska"
        assert (first.end, first.exit_cause) == (left.end, "moved")
        assert Person.objects.count() == 1

    def test_sent_twice_is_one(self, coach_client: Client, left: Enrolment) -> None:
        key = str(uuid.uuid4())
        for _time in range(2):
            saved(coach_client, self.url(left), key=key)
        assert Enrolment.objects.count() == 2

    def test_of_somebody_who_is_there_is_refused(
        self, coach_client: Client, left: Enrolment, project: Project
    ) -> None:
        factories.enrolment(project=project, person=left.person, start=days(-3))
        answer = fill_in(coach_client, self.url(left))
        assert answer.context["form"].non_field_errors()

    def test_fills_in_where_they_come_from_and_records_that_it_was_read(
        self, coach_client: Client, left: Enrolment
    ) -> None:
        factories.background(enrolment=left, birth_country="SO")
        form = coach_client.get(self.url(left)).context["form"]
        assert form["birth_country"].value() == "SO"
        assert AuditEvent.objects.filter(action="sensitivebackground.opened").exists()
