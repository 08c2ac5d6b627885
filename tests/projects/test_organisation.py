"""The administrator's pages: people, offices and accounts of one's own organisation, and of no other."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Office, Permission, Role
from accounts.models import AuditEvent, User
from projects import actions
from projects.models import Membership, Organisation, OrganisationRole, Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PEOPLE = "/organisation/"


def page(user: User, what: str = "person") -> str:
    return reverse(f"organisation:{what}", args=[user.pk])


def listed(client: Client, **search: str) -> dict[str, list[str]]:
    """Who is in the list, with their roles."""
    answer = client.post(PEOPLE, search) if search else client.get(PEOPLE)
    return {row.person.email: row.roles for row in answer.context["rows"]}


@pytest.fixture
def here(project: Project) -> Organisation:
    return project.organisation


@pytest.fixture
def administrator(here: Organisation) -> User:
    return factories.administrator(organisation=here)


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in_client(administrator)


@pytest.fixture
def coach(project: Project) -> User:
    return factories.coach(project=project, password=factories.PASSWORD)


@pytest.fixture
def neighbour() -> User:
    """A coach of another organisation."""
    return factories.coach(project=factories.project(), name="Grannens Coach")


def crowd(project: Project, number: int) -> None:
    """Some more people with all kinds of roles."""
    begun = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"p{begun + at}@exempel.se", name=f"Person {at}", password="!") for at in range(number)
    )
    company = factories.company(organisation=project.organisation)
    for person in people[:5]:
        factories.company_seat(company=company, user=person)
    Membership.objects.bulk_create(
        Membership(project=project, user=person, role=Role.COACH, start=factories.PROJECT_START)
        for person in people
    )


class TestPeople:
    def test_are_all_with_a_role_in_project_office_or_company(
        self, client: Client, administrator: User, coach: User, here: Organisation
    ) -> None:
        factories.coach(project=factories.project(), name="Grannens Coach")
        contact = factories.employer_contact(company=factories.company(organisation=here, name="Åby Plåt"))
        officer = factories.officer(organisation=here)
        people = listed(client)
        assert people.keys() == {user.email for user in (administrator, coach, contact, officer)}
        assert "Åby Plåt" in people[contact.email][0]

    def test_are_shown_without_what_they_are_elsewhere(
        self, client: Client, coach: User, project: Project
    ) -> None:
        factories.membership(project=factories.project(name="Grannens projekt"), user=coach)
        answer = client.get(PEOPLE)
        assert "Grannens projekt" not in answer.content.decode()
        [told] = listed(client)[coach.email]
        assert project.name in told
        assert "Grannens projekt" not in client.get(page(coach)).content.decode()

    def test_are_found_by_name_and_address_never_in_the_url(self, client: Client, coach: User) -> None:
        assert listed(client, q="karin co").keys() == {coach.email}
        assert listed(client, q=coach.email[:12].upper()).keys() >= {coach.email}
        assert listed(client, q="finns inte") == {}
        assert len(client.get(PEOPLE, {"q": "finns inte"}).context["rows"]) == 2

    def test_who_have_left_stay_in_the_list(self, client: Client, project: Project) -> None:
        gone = factories.membership(project=project, end=timezone.localdate() - DAY).user
        assert listed(client)[gone.email] == []

    def test_come_a_page_at_a_time_for_as_many_queries(self, client: Client, project: Project) -> None:
        asked = []
        for number in (1, 9, 990):
            crowd(project, number)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(PEOPLE)
            asked.append(len(queries))
        assert asked[0] == asked[1] == asked[2] <= 14
        assert len(answer.context["rows"]) == 50
        assert len(client.get(PEOPLE, {"page": 2}).context["rows"]) == 50

    def test_are_the_administrators_alone(self, coach: User, here: Organisation) -> None:
        for user in (coach, factories.officer(organisation=here)):
            assert signed_in_client(user).get(PEOPLE).status_code == 403

    def test_of_another_organisation_are_not_there(self, client: Client, neighbour: User) -> None:
        for what in ("person", "switch_off", "switch_on", "forget_second_factor"):
            assert client.get(page(neighbour, what)).status_code == 404
            if what != "person":
                assert client.post(page(neighbour, what)).status_code == 404
        neighbour.refresh_from_db()
        assert neighbour.is_active

    def test_stand_in_the_menu(self, client: Client) -> None:
        assert client.get("/").headers["Location"] == PEOPLE


class TestAccounts:
    def test_switched_off_are_out_at_the_next_request_and_back_when_switched_on(
        self, client: Client, coach: User
    ) -> None:
        at_work = signed_in_client(coach)
        assert at_work.get("/deltagare/").status_code == 200
        assert client.post(page(coach, "switch_off")).status_code == 302
        assert at_work.get("/deltagare/").status_code == 302
        assert AuditEvent.objects.get(action="user.deactivated").object_id == coach.pk
        client.post(page(coach, "switch_on"))
        assert at_work.get("/deltagare/").status_code == 302  # what was open stays shut
        coach.refresh_from_db()
        assert signed_in_client(coach).get("/deltagare/").status_code == 200
        assert AuditEvent.objects.filter(action="user.activated", object_id=coach.pk).exists()

    def test_that_work_elsewhere_too_are_not_the_administrators_to_change(
        self, client: Client, coach: User
    ) -> None:
        factories.code_app(user=coach)
        elsewhere = factories.membership(project=factories.project(), user=coach, start=dt.date(2090, 1, 1))
        shown = client.get(page(coach)).content.decode()
        for what in ("switch_off", "switch_on", "forget_second_factor"):
            assert page(coach, what) not in shown
            assert client.post(page(coach, what)).context["error"]
        coach.refresh_from_db()
        assert coach.is_active
        assert Authenticator.objects.filter(user=coach).exists()
        elsewhere.start, elsewhere.end = timezone.localdate() - 2 * DAY, timezone.localdate() - DAY
        elsewhere.save()
        assert client.post(page(coach, "switch_off")).status_code == 302

    @pytest.mark.parametrize("kind", ["office", "seat"])
    def test_count_every_kind_of_role_elsewhere(self, client: Client, coach: User, kind: str) -> None:
        other = factories.organisation()
        if kind == "office":
            factories.office(organisation=other, user=coach)
        else:
            factories.company_seat(company=factories.company(organisation=other), user=coach)
        assert client.post(page(coach, "switch_off")).context["error"]

    def test_of_ones_own_stay_on(self, client: Client, administrator: User, here: Organisation) -> None:
        factories.administrator(organisation=here)
        for what in ("switch_off", "forget_second_factor"):
            assert client.post(page(administrator, what)).context["error"]
        administrator.refresh_from_db()
        assert administrator.is_active

    def test_get_rid_of_a_lost_second_factor(self, client: Client, coach: User, here: Organisation) -> None:
        factories.code_app(user=coach)
        assert client.post(page(coach, "forget_second_factor")).status_code == 302
        assert not Authenticator.objects.filter(user=coach).exists()
        event = AuditEvent.objects.get(action="user.secured")
        assert (event.object_id, event.organisation_id) == (coach.pk, here.pk)

    def test_change_by_post_alone(self, client: Client, coach: User) -> None:
        assert client.get(page(coach, "switch_off")).status_code == 200
        coach.refresh_from_db()
        assert coach.is_active


class TestOffices:
    def test_are_given_by_invitation(self, client: Client, here: Organisation) -> None:
        answers = {"role": Office.OFFICER, "email": "dag@exempel.se", "name": "Dag Ny"}
        saved(client, reverse("organisation:invite"), **answers)
        held = here.offices.get(user__email="dag@exempel.se")
        assert held.role == Office.OFFICER
        assert held.user.invitations.open(at=timezone.now()).exists()

    def test_are_not_given_in_another_organisation(self, client: Client) -> None:
        other = factories.organisation()
        answers = {"role": Office.OFFICER, "email": "dag@exempel.se", "name": "Dag Ny", "organisation": other}
        refused = fill_in(client, reverse("organisation:invite"), **answers)
        assert errors(refused).keys() == {"organisation"}
        assert not other.offices.exists()

    def test_of_the_last_administrator_stay(
        self, client: Client, administrator: User, here: Organisation
    ) -> None:
        url = reverse("organisation:office", args=[administrator.offices.get().public_id])
        assert errors(fill_in(client, url, when="now")).keys() == {"__all__"}
        factories.administrator(organisation=here)
        saved(client, url, when="now")
        assert client.get(PEOPLE).status_code == 403

    def test_and_seats_elsewhere_are_not_there(self, client: Client) -> None:
        office = factories.office(organisation=factories.organisation())
        seat = factories.company_seat(company=factories.company(organisation=factories.organisation()))
        for held, kind in ((office, "office"), (seat, "seat")):
            for what in (kind, f"{kind}_again", f"{kind}_withdraw"):
                url = reverse(f"organisation:{what}", args=[held.public_id])
                assert client.post(url, {"when": "now"}).status_code == 404

    def test_and_seats_here_are_ended_and_withdrawn(self, client: Client, here: Organisation) -> None:
        seat = factories.company_seat(company=factories.company(organisation=here))
        office = factories.office(organisation=here)
        factories.invitation(user=office.user)
        saved(client, reverse("organisation:seat", args=[seat.public_id]), when="now")
        seat.refresh_from_db()
        assert seat.end is not None
        assert client.post(reverse("organisation:office_again", args=[office.public_id])).status_code == 302
        assert (
            client.post(reverse("organisation:office_withdraw", args=[office.public_id])).status_code == 302
        )
        office.refresh_from_db()
        assert office.end is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_close_each_other_out_at_once_one_stays() -> None:
    here = factories.organisation()
    pair = [factories.administrator(organisation=here) for _each in range(2)]
    today, now = timezone.localdate(), timezone.now()

    def close(which: tuple[User, User]) -> bool:
        by, other = which
        try:
            actions.switch_off(by=by, user=other, at=now, on=today)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(close, [(pair[0], pair[1]), (pair[1], pair[0])]))

    assert sorted(done) == [False, True]
    assert here.offices.current().count() == 1


class TestAddAdministrator:
    @pytest.fixture(autouse=True)
    def _typed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = "projects.management.commands.add_member.getpass"
        monkeypatch.setattr(asked, lambda _prompt: factories.PASSWORD)

    def add(self, **options: Any) -> None:
        call_command("add_administrator", "siv@exempel.se", organisation="Nya kommunen", **options)

    def test_begins_an_installation(self) -> None:
        self.add(new=True)
        user = User.objects.get(email="siv@exempel.se")
        managed = Organisation.objects.visible_to(user, Permission.ORGANISATION_MANAGE)
        assert managed.get().name == "Nya kommunen"
        assert user.check_password(factories.PASSWORD)

    def test_makes_no_organisation_unasked(self) -> None:
        with pytest.raises(CommandError, match="Nya kommunen"):
            self.add()
        assert not OrganisationRole.objects.exists()

    def test_leaves_no_organisation_behind_when_the_password_is_too_weak(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("projects.management.commands.add_member.getpass", lambda _prompt: "kort")
        with pytest.raises(CommandError):
            self.add(new=True)
        assert not Organisation.objects.exists()
