"""What a referrer sees: those whom they referred, where it stands, and no journal."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Permission
from accounts.models import AuditEvent, User
from participants.actions import referrals as actions
from participants.models import Enrolment, Person, Referral
from projects.models import Membership, Project
from tests import factories
from tests.portal.conftest import TODAY, days
from tests.posting import fill_in, saved

pytestmark = pytest.mark.django_db
LIST = "/anvisningar/"


def rows(client: Client) -> list[Any]:
    found: list[Any] = client.get(LIST).context["referrals"]
    return found


@pytest.fixture
def referred(stay: Enrolment, referrer: User) -> Enrolment:
    stay.referrer, stay.referred_on = referrer, days(-110)
    stay.save()
    return stay


class TestTheList:
    def test_has_those_whom_the_user_referred(
        self, referrer_client: Client, referred: Enrolment, project: Project
    ) -> None:
        factories.enrolment(project=project, referrer=factories.referrer(project=project))
        factories.enrolment(project=project)
        (row,) = rows(referrer_client)
        assert (row.name, row.received, row.start, row.end) == (
            "Provsson, Maja",
            days(-110),
            referred.start,
            None,
        )

    @pytest.mark.parametrize(
        ("facts", "stage"),
        [
            ({"start": days(1)}, "accepted"),
            ({"start": TODAY}, "started"),
            ({"start": days(-2), "end": days(1)}, "started"),
            ({"start": days(-2), "end": TODAY}, "ended"),
        ],
    )
    def test_says_where_it_stands(
        self,
        referrer_client: Client,
        referrer: User,
        project: Project,
        facts: dict[str, Any],
        stage: str,
    ) -> None:
        factories.enrolment(project=project, referrer=referrer, **facts)
        assert [row.stage for row in rows(referrer_client)] == [stage]

    @pytest.mark.parametrize("facts", [{"protected_identity": True}, {"registered_by_mistake": True}])
    def test_leaves_out(
        self, referrer_client: Client, referrer: User, project: Project, facts: dict[str, Any]
    ) -> None:
        factories.enrolment(project=project, referrer=referrer, **facts)
        assert rows(referrer_client) == []
        assert 'class="empty"' in referrer_client.get(LIST).content.decode()

    def test_ends_with_the_role_in_that_project(
        self, referrer_client: Client, referrer: User, referred: Enrolment
    ) -> None:
        other = factories.project()
        factories.membership(project=other, user=referrer, role="referrer")
        assert len(rows(referrer_client)) == 1
        Membership.objects.filter(user=referrer, project=referred.project).update(end=days(-1))
        assert rows(referrer_client) == []
        Membership.objects.filter(user=referrer).update(end=days(-1))
        assert referrer_client.get(LIST).status_code == 403

    def test_is_recorded(self, referrer_client: Client, referrer: User, referred: Enrolment) -> None:
        referrer_client.get(LIST)
        event = AuditEvent.objects.latest("sequence")
        assert (event.action, event.rows, event.actor) == ("enrolment.listed", 1, referrer)
        assert referred.person.last_name not in event.reason

    def test_takes_as_many_queries_for_a_thousand_as_for_one(
        self, referrer_client: Client, referrer: User, project: Project
    ) -> None:
        counts = []
        for number in (1, 9, 990):
            people = Person.objects.bulk_create(
                [Person(organisation=project.organisation, first_name="Ali") for _ in range(number)]
            )
            Enrolment.objects.bulk_create(
                [
                    Enrolment(project=project, person=person, start=days(-9), referrer=referrer)
                    for person in people
                ]
            )
            with CaptureQueriesContext(connection) as queries:
                assert referrer_client.get(LIST).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2] <= 25


class TestSending:
    NEW = f"{LIST}ny/"

    def test_shows_it_as_received(self, referrer_client: Client, referrer: User, project: Project) -> None:
        saved(referrer_client, self.NEW, last_name="Ny", first_name="Maja", why="Vill arbeta i kök.")
        made = Referral.objects.get()
        assert (made.referrer, made.project, made.received_on) == (referrer, project, TODAY)
        (row,) = rows(referrer_client)
        assert (row.name, row.stage, row.received, row.start) == ("Ny, Maja", "received", TODAY, None)

    def test_twice_is_one(self, referrer_client: Client) -> None:
        page = referrer_client.get(self.NEW)
        sent = {"key": page.context["form"]["key"].value(), "last_name": "Ny"}
        for _time in range(2):
            assert referrer_client.post(self.NEW, sent).status_code == 302
        assert Referral.objects.count() == 1

    def test_then_shows_the_stages_and_the_reason_never_the_words(
        self, referrer_client: Client, referrer: User, project: Project, coach: User
    ) -> None:
        declined = factories.referral(project=project, referrer=referrer, last_name="Nej")
        actions.decline(by=coach, referral=declined, reason="not_wanted", words="Hemligt skäl", on=TODAY)
        accepted = factories.referral(project=project, referrer=referrer, last_name="Ja")
        stay = factories.enrolment(project=project, referrer=referrer, last_name="Ja", start=days(-1))
        Referral.objects.filter(pk=accepted.pk).update(enrolment=stay, decided_on=TODAY)
        page = referrer_client.get(LIST)
        found = {row.name.split(",")[0]: (row.stage, bool(row.reason)) for row in page.context["referrals"]}
        assert found["Nej"] == ("declined", True)
        assert found["Ja"] == ("started", False)
        assert len(found) == 2
        assert "Hemligt skäl" not in page.content.decode()

    def test_of_somebody_protected_needs_one_coach_and_shows_no_name(
        self, referrer_client: Client, coach: User, project: Project
    ) -> None:
        facts = {"last_name": "Hemlig", "protected_identity": "on"}
        answer = fill_in(referrer_client, self.NEW, **facts)
        assert "coach" in answer.context["form"].errors
        seat = Membership.objects.get(user=coach, project=project)
        saved(referrer_client, self.NEW, **facts, coach=seat.pk)
        (row,) = rows(referrer_client)
        assert (row.name, row.protected) == ("", True)
        assert "Hemlig" not in referrer_client.get(LIST).content.decode()

    def test_says_the_same_of_a_number_that_is_known(self, referrer_client: Client, project: Project) -> None:
        person = factories.person(organisation=project.organisation, last_name="Känd")
        factories.personal_number(person=person, number="199005202388")
        saved(referrer_client, self.NEW, last_name="Ny", personal_number="19900520-2388")
        (row,) = rows(referrer_client)
        assert row.name == "Ny"
        assert "Känd" not in referrer_client.get(LIST).content.decode()

    def test_is_for_projects_that_the_user_refers_to(self, referrer_client: Client) -> None:
        other = factories.project()
        assert referrer_client.get(self.NEW, {"project": str(other.public_id)}).status_code == 404
        assert referrer_client.get(self.NEW, {"project": "x"}).status_code == 404

    def test_shows_nobody_elses(self, referrer_client: Client, project: Project) -> None:
        factories.referral(project=project, referrer=factories.referrer(project=project))
        factories.referral(project=project)
        assert rows(referrer_client) == []


class TestVisibleTo:
    def test_opens_the_whole_project_to_no_referrer(
        self, referrer: User, referred: Enrolment, project: Project
    ) -> None:
        factories.enrolment(project=project)
        assert list(Enrolment.objects.visible_to(referrer, Permission.REFERRALS_READ)) == [referred]
        for permission in set(Permission) - {Permission.REFERRALS_READ}:
            assert not Enrolment.objects.visible_to(referrer, permission), permission


class TestTheCoachsForm:
    def url(self, stay: Enrolment) -> str:
        return reverse("participants:change_enrolment", args=[stay.public_id])

    def test_names_a_referrer_and_takes_them_away(
        self, coach_client: Client, stay: Enrolment, referrer: User
    ) -> None:
        seat = Membership.objects.get(user=referrer)
        saved(coach_client, self.url(stay), referrer=seat.pk)
        assert Enrolment.objects.get().referrer == referrer
        saved(coach_client, self.url(stay), languages="sv")
        assert Enrolment.objects.get().referrer == referrer
        saved(coach_client, self.url(stay), referrer="")
        assert Enrolment.objects.get().referrer is None

    def test_keeps_one_who_is_referrer_no_more(
        self, coach_client: Client, referred: Enrolment, referrer: User
    ) -> None:
        Membership.objects.filter(user=referrer).update(end=days(-1))
        saved(coach_client, self.url(referred), languages="sv")
        assert Enrolment.objects.get().referrer == referrer

    def test_offers_the_projects_present_referrers_only(
        self, coach_client: Client, stay: Enrolment, referrer: User
    ) -> None:
        factories.referrer(project=factories.project())
        left = factories.referrer(project=stay.project)
        Membership.objects.filter(user=left).update(end=days(-1))
        form = coach_client.get(self.url(stay)).context["form"]
        assert [offered.user for offered in form.fields["referrer"].queryset] == [referrer]

    def test_asks_nothing_where_there_is_none(self, coach_client: Client, stay: Enrolment) -> None:
        form = coach_client.get(self.url(stay)).context["form"]
        assert form.fields["referrer"].widget.is_hidden

    def test_enrols_with_a_referrer(self, coach_client: Client, project: Project, referrer: User) -> None:
        seat = Membership.objects.get(user=referrer)
        saved(coach_client, "/deltagare/ny/", last_name="Ek", start=project.start, referrer=seat.pk)
        assert Enrolment.objects.get().referrer == referrer


def test_the_start_page_leads_there(referrer_client: Client) -> None:
    assert referrer_client.get("/").headers["Location"] == LIST


def test_the_journal_is_closed(referrer_client: Client, referred: Enrolment) -> None:
    for address in ("/deltagare/", f"/deltagare/{referred.public_id}/", "/rapporter/", "/arbetsgivare/"):
        assert referrer_client.get(address).status_code == 403
