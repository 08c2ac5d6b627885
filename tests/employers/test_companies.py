"""Companies and who signs in for them: invited by coaches and leads of the same organisation."""

import datetime as dt
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Permission, permissions_of
from accounts.models import AuditEvent, User
from employers.models import Company, CompanySeat
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
COMPANIES = "/foretag/"
numbers = count(1)


@pytest.fixture
def company(project: Project) -> Company:
    return factories.company(organisation=project.organisation, name="Åby Plåt AB")


@pytest.fixture
def foreign() -> Company:
    return factories.company(organisation=factories.project().organisation, name="Grannens AB")


def of(company: Company, what: str = "company") -> str:
    return reverse(f"employers:{what}", args=[company.public_id])


def seat(held: CompanySeat, what: str = "seat") -> str:
    return reverse(f"employers:{what}", args=[held.public_id])


def names(client: Client, **search: str) -> list[str]:
    return [company.name for company in client.get(COMPANIES, search).context["companies"]]


def crowd(project: Project, number: int) -> Company:
    """Some more companies, and one of them with as many contacts."""
    companies = Company.objects.bulk_create(
        Company(organisation=project.organisation, organisation_number=f"{next(numbers):010}", name="Bolaget")
        for _ in range(number)
    )
    people = User.objects.bulk_create(
        User(email=f"e{next(numbers)}@exempel.se", name="Elin", password="!") for _ in range(number)
    )
    CompanySeat.objects.bulk_create(
        CompanySeat(company=companies[0], user=user, start=factories.PROJECT_START) for user in people
    )
    return companies[0]


class TestList:
    def test_shows_the_companies_of_ones_organisation(
        self, coach_client: Client, lead_client: Client, company: Company, foreign: Company
    ) -> None:
        for client in (coach_client, lead_client):
            assert names(client) == [company.name]
            assert foreign.name not in client.get(COMPANIES).content.decode()

    def test_is_searched_by_name_and_number(self, coach_client: Client, company: Company) -> None:
        factories.company(organisation=company.organisation, name="Berg AB")
        assert names(coach_client, q="åby") == [company.name]
        assert names(coach_client, q=company.organisation_number) == [company.name]
        assert names(coach_client, q="finns inte") == []

    def test_counts_those_who_sign_in_today(self, coach_client: Client, company: Company) -> None:
        factories.company_seat(company=company)
        factories.company_seat(company=company, end=timezone.localdate() - DAY)
        factories.company_seat(company=company, user=factories.user(is_active=False))
        [shown] = coach_client.get(COMPANIES).context["companies"]
        assert shown.contact_count == 1

    def test_and_page_ask_as_much_for_1_10_and_1000(self, coach_client: Client, project: Project) -> None:
        asked = []
        for number in (1, 10, 1000):
            company = crowd(project, number)
            for url in (COMPANIES, of(company)):
                with CaptureQueriesContext(connection) as queries:
                    assert coach_client.get(url).status_code == 200
                asked.append(len(queries))
        assert len(set(asked[::2])) == len(set(asked[1::2])) == 1
        assert max(asked) <= 12
        assert len(coach_client.get(COMPANIES, {"page": 2}).context["companies"]) == 50

    def test_is_for_those_who_invite(self, project: Project, company: Company) -> None:
        organisation = project.organisation
        for user in (
            factories.administrator(organisation=organisation),
            factories.referrer(project=project),
            factories.employer_contact(company=company),
        ):
            assert signed_in_client(user).get(COMPANIES).status_code == 403


class TestContacts:
    def test_are_invited_from_a_day_until_a_day(self, coach_client: Client, company: Company) -> None:
        today = timezone.localdate()
        answers = {"email": "elin@aby.example", "name": "Elin Åberg", "end": today + 90 * DAY}
        assert saved(coach_client, of(company, "invite"), **answers).url == of(company)
        held = company.seats.get()
        assert (held.user.email, held.start, held.end) == ("elin@aby.example", today, today + 90 * DAY)
        assert held.user.invitations.open(at=timezone.now()).exists()
        assert permissions_of(held.user) == {Permission.PROFILES_READ}
        event = AuditEvent.objects.get(action="companyseat.created")
        assert event.organisation_id == company.organisation_id

    def test_take_one_seat_at_a_time(self, coach_client: Client, company: Company) -> None:
        held = factories.company_seat(company=company)
        refused = fill_in(coach_client, of(company, "invite"), email=held.user.email, name="Elin")
        assert errors(refused).keys() == {"__all__"}

    def test_end_at_once(self, lead_client: Client, company: Company) -> None:
        held = factories.company_seat(company=company)
        saved(lead_client, seat(held), when="now")
        assert not permissions_of(User.objects.get(pk=held.user_id))

    def test_are_withdrawn_before_they_came(self, coach_client: Client, company: Company) -> None:
        held = factories.company_seat(company=company)
        factories.invitation(user=held.user)
        assert coach_client.post(seat(held, "seat_again")).status_code == 302
        coach_client.post(seat(held, "seat_withdraw"))
        assert not held.user.invitations.open(at=timezone.now()).exists()
        held.refresh_from_db()
        assert held.end is not None

    def test_of_another_organisation_are_not_there(self, coach_client: Client, foreign: Company) -> None:
        held = factories.company_seat(company=foreign)
        for url in (of(foreign), of(foreign, "invite"), seat(held)):
            assert coach_client.get(url).status_code == 404
        for what in ("seat", "seat_again", "seat_withdraw"):
            assert coach_client.post(seat(held, what), {"when": "now"}).status_code == 404
        answers = {"email": "ny@exempel.se", "name": "Ny", "start": timezone.localdate()}
        assert coach_client.post(of(foreign, "invite"), answers).status_code == 404
        assert foreign.seats.get() == held
