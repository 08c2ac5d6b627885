"""What an employer contact sees: profiles shared with their companies, as long as they are."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Kind, User
from employers.models import Company, CompanySeat
from participants import actions
from participants.models import Enrolment, Person, ProfileShare
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.portal.conftest import TODAY, days

pytestmark = pytest.mark.django_db
LIST = "/arbetsgivare/"


def page_of(share: ProfileShare) -> str:
    return reverse("portal:profile", args=[share.public_id])


def listed(client: Client, page: int = 1) -> list[str]:
    return [profile.name for profile in client.get(f"{LIST}?page={page}").context["profiles"]]


@pytest.fixture
def share(stay: Enrolment, company: Company) -> ProfileShare:
    return factories.profile_share(enrolment=stay, company=company)


class TestTheList:
    def test_has_what_is_shared_with_the_users_companies(
        self, employer: User, employer_client: Client, share: ProfileShare, project: Project
    ) -> None:
        second = factories.company(organisation=project.organisation)
        factories.company_seat(company=second, user=employer)
        factories.profile_share(enrolment=share.enrolment, company=second, shown_name="M.", start=days(-1))
        factories.profile_share(enrolment=share.enrolment, shown_name="Annans")
        assert listed(employer_client) == ["M.", "Maja"]

    def test_says_when_there_is_nobody(self, employer_client: Client) -> None:
        assert 'class="empty"' in employer_client.get(LIST).content.decode()

    def test_is_recorded_with_a_count(
        self, employer: User, employer_client: Client, share: ProfileShare
    ) -> None:
        employer_client.get(LIST)
        event = AuditEvent.objects.latest("sequence")
        assert (event.action, event.rows, event.actor) == ("profileshare.listed", 1, employer)
        officer = factories.officer(organisation=share.company.organisation)
        events = signed_in_client(officer).get("/granskning/").context["rows"]
        assert "profileshare.listed" in {row.event.action for row in events}

    def test_takes_as_many_queries_for_a_thousand_as_for_one(
        self, employer_client: Client, company: Company, project: Project, coach: User
    ) -> None:
        counts = []
        for number in (1, 9, 990):
            share_many(number, company=company, project=project, coach=coach)
            with CaptureQueriesContext(connection) as queries:
                assert employer_client.get(LIST).status_code == 200
            counts.append(len(queries))
        # The second has more people and the third more pages, no more.
        assert counts[0] == counts[1] == counts[2] <= 25
        assert len(listed(employer_client, page=40)) == 25


def share_many(number: int, *, company: Company, project: Project, coach: User) -> None:
    people = Person.objects.bulk_create(
        [Person(organisation=project.organisation, first_name="Maja") for _ in range(number)]
    )
    stays = Enrolment.objects.bulk_create(
        [Enrolment(project=project, person=person, start=days(-9)) for person in people]
    )
    ProfileShare.objects.bulk_create(
        [
            ProfileShare(
                enrolment=stay,
                company=company,
                shown_name="Maja",
                start=days(-1),
                end=days(9),
                shared_by=coach,
            )
            for stay in stays
        ]
    )


class TestTheProfile:
    def test_is_shown_and_recorded(
        self, employer: User, employer_client: Client, share: ProfileShare, coach: User
    ) -> None:
        profile = employer_client.get(page_of(share)).context["profile"]
        assert (profile.name, profile.presentation) == ("Maja", share.presentation)
        assert (profile.contact, profile.contact_email) == (coach.name, coach.email)
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.action, event.actor) == (Kind.READ, "profileshare.opened", employer)
        assert (event.object_id, event.person_id) == (share.pk, share.enrolment.person_id)

    def test_that_cant_be_recorded_isnt_shown(self, employer: User, share: ProfileShare) -> None:
        client = signed_in_client(employer)
        client.raise_request_exception = False
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_auditevent ADD CONSTRAINT no_more CHECK (false) NOT VALID")
        for page in (LIST, page_of(share)):
            answer = client.get(page)
            assert answer.status_code == 500
            assert "Maja" not in answer.content.decode()

    def test_names_whoever_shared_it_when_there_is_no_coach_now(
        self, employer_client: Client, share: ProfileShare
    ) -> None:
        share.enrolment.coach_assignments.update(end=days(-1))
        assert employer_client.get(page_of(share)).context["profile"].contact == share.shared_by.name

    @pytest.mark.parametrize(("field", "told"), [("languages", "arabiska"), ("hours_wanted", "37.50")])
    def test_holds_facts_of_the_enrolment_only_where_agreed(
        self, employer_client: Client, share: ProfileShare, field: str, told: str
    ) -> None:
        Enrolment.objects.update(**{field: told})
        assert not getattr(employer_client.get(page_of(share)).context["profile"], field)
        ProfileShare.objects.update(fields=[field])
        assert str(getattr(employer_client.get(page_of(share)).context["profile"], field)) == told

    @pytest.mark.parametrize(
        "change",
        [
            lambda _share: ProfileShare.objects.update(start=days(1)),
            lambda _share: ProfileShare.objects.update(end=days(-1)),
            lambda _share: Enrolment.objects.update(end=TODAY),
            lambda _share: Enrolment.objects.update(registered_by_mistake=True),
            lambda _share: Person.objects.update(protected_identity=True),
            lambda _share: CompanySeat.objects.update(end=days(-1)),
            lambda share: actions.withdraw_share(by=share.shared_by, share=share, at=timezone.now()),
        ],
        ids=["begins later", "ended", "person left", "by mistake", "protected", "seat ended", "withdrawn"],
    )
    def test_is_gone_at_the_next_request(
        self, employer_client: Client, share: ProfileShare, employer: User, change: Any
    ) -> None:
        assert employer_client.get(page_of(share)).status_code == 200
        change(share)
        before = AuditEvent.objects.filter(action="profileshare.opened").count()
        gone, absent = employer_client.get(page_of(share)), employer_client.get(f"{LIST}{employer_uuid()}/")
        assert gone.status_code == absent.status_code
        assert gone.content.decode().count("Maja") == 0
        assert AuditEvent.objects.filter(action="profileshare.opened").count() == before
        if employer.seats.current().exists():
            assert gone.status_code == 404
            assert listed(employer_client) == []
        else:
            assert gone.status_code == 403

    def test_of_another_company_is_as_if_absent(self, employer_client: Client, stay: Enrolment) -> None:
        assert employer_client.get(page_of(factories.profile_share(enrolment=stay))).status_code == 404


def employer_uuid() -> str:
    return "00000000-0000-0000-0000-000000000000"


def test_the_start_page_leads_there(employer_client: Client) -> None:
    assert employer_client.get("/").headers["Location"] == LIST


def test_nothing_else_is_open_to_an_employer(employer_client: Client, stay: Enrolment) -> None:
    for address in ("/deltagare/", f"/deltagare/{stay.public_id}/", "/rapporter/", "/anvisningar/"):
        assert employer_client.get(address).status_code == 403


def test_a_share_reaches_no_further_than_its_days(
    employer_client: Client, stay: Enrolment, company: Company
) -> None:
    edge = factories.profile_share(enrolment=stay, company=company, start=TODAY, end=TODAY)
    assert employer_client.get(page_of(edge)).status_code == 200
    ProfileShare.objects.update(start=TODAY - dt.timedelta(days=1), end=TODAY - dt.timedelta(days=1))
    assert employer_client.get(page_of(edge)).status_code == 404
