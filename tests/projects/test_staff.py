"""Who works in a project: invited, ended, and never less than one lead."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import ROLE_PERMISSIONS, Role, permissions_of
from accounts.models import AuditEvent, User, Verb
from participants.models import Enrolment
from projects import actions
from projects.models import Membership, Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
type Commits = Callable[..., AbstractContextManager[list[Any]]]


def staff(project: Project) -> str:
    return reverse("projects:staff", args=[project.public_id])


def invite(project: Project) -> str:
    return reverse("projects:invite", args=[project.public_id])


def role(held: Membership, what: str = "role") -> str:
    return reverse(f"projects:{what}", args=[held.public_id])


@pytest.fixture
def administrator(project: Project) -> Client:
    return signed_in_client(factories.administrator(organisation=project.organisation))


class TestStaffPage:
    def test_shows_who_is_what_until_when_and_who_has_not_come(
        self, lead_client: Client, project: Project
    ) -> None:
        coach = factories.coach(project=project, name="Karin Här", password=factories.PASSWORD)
        waiting = factories.coach(project=project, name="Nils Väntar")
        factories.invitation(user=waiting)
        late = factories.coach(project=project, name="Siv Sen")
        past = timezone.now() - 9 * DAY
        factories.invitation(user=late, made_at=past, expires_at=past + 7 * DAY)
        rows = lead_client.get(staff(project)).context["rows"]
        states = {row.role.user.name: row.standing.state for row in rows}
        assert states[coach.name] == "ready"
        assert (states[waiting.name], states[late.name]) == ("running", "late")

    def test_keeps_ended_roles_apart(self, lead_client: Client, project: Project) -> None:
        gone = factories.membership(project=project, end=timezone.localdate() - DAY)
        page = lead_client.get(staff(project))
        assert [row.role for row in page.context["former"]] == [gone]
        assert gone not in [row.role for row in page.context["rows"]]

    def test_is_linked_for_those_who_staff_alone(
        self, lead_client: Client, coach_client: Client, project: Project
    ) -> None:
        page = reverse("projects:detail", args=[project.public_id])
        assert staff(project) in lead_client.get(page).content.decode()
        assert staff(project) not in coach_client.get(page).content.decode()

    def test_is_for_leads_and_administrators_of_the_place(
        self, lead_client: Client, administrator: Client, coach_client: Client, project: Project
    ) -> None:
        other = factories.project()
        for url, foreign in ((staff(project), staff(other)), (invite(project), invite(other))):
            for client in (lead_client, administrator):
                assert client.get(url).status_code == 200
                assert client.get(foreign).status_code == 404
            assert coach_client.get(url).status_code == 403

    def test_gives_an_administrator_no_case(self, administrator: Client, project: Project) -> None:
        stay = factories.enrolment(project=project)
        held = User.objects.get(pk=administrator.session["_auth_user_id"])
        assert administrator.get(staff(project)).status_code == 200
        of_cases = ROLE_PERMISSIONS[Role.COACH] | ROLE_PERMISSIONS[Role.REFERRER]
        assert not of_cases & permissions_of(held)
        for permission in of_cases:
            assert stay not in Enrolment.objects.visible_to(held, permission)
        for url in ("/deltagare/", f"/deltagare/{stay.public_id}/", f"/projekt/{project.public_id}/"):
            assert administrator.get(url).status_code == 403

    def test_asks_as_much_for_1_10_and_1000(self, lead_client: Client, project: Project) -> None:
        asked = []
        for number in (1, 9, 990):
            crowd(project, number)
            with CaptureQueriesContext(connection) as queries:
                assert lead_client.get(staff(project)).status_code == 200
            asked.append(len(queries))
        assert asked[0] == asked[1] == asked[2] <= 14


def crowd(project: Project, number: int) -> None:
    """Some more coaches in the project."""
    begun = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"c{begun + at}@exempel.se", name=f"Coach {at}", password="!") for at in range(number)
    )
    Membership.objects.bulk_create(
        Membership(project=project, user=user, role=Role.COACH, start=factories.PROJECT_START)
        for user in people
    )


class TestInviting:
    def test_gives_the_role_and_sends_a_letter(
        self,
        lead_client: Client,
        project: Project,
        mailoutbox: list[mail.EmailMessage],
        django_capture_on_commit_callbacks: Commits,
    ) -> None:
        today = timezone.localdate()
        with django_capture_on_commit_callbacks(execute=True):
            response = saved(
                lead_client,
                invite(project),
                role=Role.REFERRER,
                email="Rut@Exempel.se",
                name="Rut Ny",
                end=today + 30 * DAY,
            )
        assert response.url == staff(project)
        held = project.memberships.get(user__email="rut@exempel.se")
        assert (held.role, held.start, held.end) == (Role.REFERRER, today, today + 30 * DAY)
        [letter] = mailoutbox
        assert letter.to == ["rut@exempel.se"]
        assert "http://testserver/konto/inbjudan/#" in letter.body
        assert project.name in letter.body
        invited = AuditEvent.objects.get(action=f"invitation.{Verb.INVITED}")
        assert (invited.project_id, invited.organisation_id) == (project.pk, project.organisation_id)

    def test_says_the_same_of_an_account_that_another_organisation_made(
        self, lead_client: Client, project: Project, django_capture_on_commit_callbacks: Commits
    ) -> None:
        factories.coach(project=factories.project(), email="kand@exempel.se", password=factories.PASSWORD)
        told = []
        for email in ("kand@exempel.se", "okand@exempel.se"):
            with django_capture_on_commit_callbacks(execute=True):
                sent = saved(lead_client, invite(project), role=Role.COACH, email=email, name="Någon")
            page = lead_client.get(sent.url)
            told.append([str(message) for message in page.context["messages"]])
        assert told[0] == told[1]
        assert len(told[0]) == 1

    def test_says_when_the_letter_did_not_get_through(
        self,
        lead_client: Client,
        project: Project,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Commits,
    ) -> None:
        def down(_backend: EmailBackend, _messages: object) -> int:
            raise TimeoutError

        monkeypatch.setattr(EmailBackend, "send_messages", down)
        invited = []

        def give(**facts: Any) -> Any:
            with django_capture_on_commit_callbacks(execute=True):
                invited.append(written(**facts))
            return invited[0]

        # In a test the commit comes after the page; here it comes where it does on the site.
        written = actions.invite_member
        monkeypatch.setattr(actions, "invite_member", give)
        sent = saved(lead_client, invite(project), role=Role.COACH, email="ny@exempel.se", name="Ny")
        [message] = lead_client.get(sent.url).context["messages"]
        assert message.level_tag == "warning"
        assert project.memberships.filter(user__email="ny@exempel.se").exists()

    def test_says_when_the_role_is_held_on_some_of_the_days(
        self, lead_client: Client, project: Project
    ) -> None:
        today = timezone.localdate()
        held = factories.membership(project=project, end=today + DAY)
        answers = {"role": held.role, "email": held.user.email, "name": "Anna"}
        refused = fill_in(lead_client, invite(project), **answers, start=today)
        assert errors(refused).keys() == {"__all__"}
        saved(lead_client, invite(project), **answers, start=today + 2 * DAY)

    def test_says_when_the_days_are_the_wrong_way_round(self, lead_client: Client, project: Project) -> None:
        today = timezone.localdate()
        answers = {"role": Role.COACH, "email": "ny@exempel.se", "name": "Ny"}
        refused = fill_in(lead_client, invite(project), **answers, start=today, end=today - DAY)
        assert errors(refused).keys() == {"end"}
        assert not User.objects.filter(email="ny@exempel.se").exists()


class TestEnding:
    def test_at_once_bites_on_the_next_request(self, lead_client: Client, project: Project) -> None:
        held = factories.membership(project=project)
        coach = signed_in_client(held.user)
        assert coach.get("/deltagare/").status_code == 200
        saved(lead_client, role(held), when="now")
        assert coach.get("/deltagare/").status_code == 403
        held.refresh_from_db()
        assert held.end == timezone.localdate() - DAY
        assert AuditEvent.objects.filter(action="membership.ended", object_id=held.pk).exists()

    def test_after_a_day_leaves_that_day(self, lead_client: Client, project: Project) -> None:
        held, today = factories.membership(project=project), timezone.localdate()
        saved(lead_client, role(held), when="after", last_day=today)
        assert signed_in_client(held.user).get("/deltagare/").status_code == 200
        held.refresh_from_db()
        assert held.end == today

    def test_of_a_role_of_today_at_once_removes_it(self, lead_client: Client, project: Project) -> None:
        held = factories.membership(project=project, start=timezone.localdate())
        saved(lead_client, role(held), when="now")
        assert not Membership.objects.filter(pk=held.pk).exists()
        assert AuditEvent.objects.filter(action="membership.removed", object_id=held.pk).exists()

    def test_makes_no_role_longer(self, lead_client: Client, project: Project) -> None:
        today = timezone.localdate()
        held = factories.membership(project=project, end=today + DAY)
        refused = fill_in(lead_client, role(held), when="after", last_day=today + 2 * DAY)
        assert errors(refused).keys() == {"last_day"}
        held.refresh_from_db()
        assert held.end == today + DAY

    def test_asks_for_the_day_and_takes_none_that_has_passed(
        self, lead_client: Client, project: Project
    ) -> None:
        held, today = factories.membership(project=project), timezone.localdate()
        for last_day in (None, today - 2 * DAY):
            refused = fill_in(lead_client, role(held), when="after", last_day=last_day)
            assert errors(refused).keys() == {"last_day"}

    def test_of_a_neighbours_role_is_not_there(self, lead_client: Client) -> None:
        foreign = factories.membership(project=factories.project())
        factories.invitation(user=foreign.user)
        assert lead_client.get(role(foreign)).status_code == 404
        for what in ("role", "role_again", "role_withdraw"):
            assert lead_client.post(role(foreign, what), {"when": "now"}).status_code == 404
        foreign.refresh_from_db()
        assert foreign.end is None

    def test_of_the_last_lead_is_refused_in_words(
        self, lead: User, lead_client: Client, project: Project
    ) -> None:
        held = lead.memberships.get()
        assert errors(fill_in(lead_client, role(held), when="now")).keys() == {"__all__"}
        today = timezone.localdate()
        factories.membership(project=project, role=Role.LEAD, end=today + 5 * DAY)
        # The other one leaves before: on the day after, nobody would lead.
        assert fill_in(lead_client, role(held), when="after", last_day=today + 6 * DAY).status_code == 200
        saved(lead_client, role(held), when="after", last_day=today + 2 * DAY)

    def test_counts_no_lead_who_is_switched_off(
        self, lead: User, lead_client: Client, project: Project
    ) -> None:
        factories.lead(project=project, is_active=False)
        assert fill_in(lead_client, role(lead.memberships.get()), when="now").status_code == 200

    def test_of_the_last_lead_is_open_to_an_administrator(
        self, lead: User, administrator: Client, project: Project
    ) -> None:
        saved(administrator, role(lead.memberships.get()), when="now")
        assert not project.memberships.current().filter(role=Role.LEAD).exists()


class TestInvitations:
    @pytest.fixture
    def waiting(self, project: Project) -> Membership:
        held = factories.membership(project=project)
        factories.invitation(user=held.user)
        return held

    def test_are_sent_again_with_another_code(
        self,
        lead_client: Client,
        waiting: Membership,
        mailoutbox: list[mail.EmailMessage],
        django_capture_on_commit_callbacks: Commits,
    ) -> None:
        before = waiting.user.invitations.get().code_hash
        with django_capture_on_commit_callbacks(execute=True):
            assert lead_client.post(role(waiting, "role_again")).status_code == 302
        assert waiting.user.invitations.open(at=timezone.now()).get().code_hash != before
        assert len(mailoutbox) == 1

    def test_withdrawn_close_the_code_and_end_the_role(
        self, lead_client: Client, waiting: Membership
    ) -> None:
        lead_client.post(role(waiting, "role_withdraw"))
        assert not waiting.user.invitations.open(at=timezone.now()).exists()
        waiting.refresh_from_db()
        assert waiting.end == timezone.localdate() - DAY

    def test_withdrawn_here_still_open_what_another_organisation_gave(
        self, lead_client: Client, waiting: Membership
    ) -> None:
        factories.membership(project=factories.project(), user=waiting.user)
        lead_client.post(role(waiting, "role_withdraw"))
        assert waiting.user.invitations.open(at=timezone.now()).exists()

    def test_that_were_accepted_are_neither_sent_nor_withdrawn(
        self, lead_client: Client, project: Project, mailoutbox: list[mail.EmailMessage]
    ) -> None:
        here = factories.membership(project=project, user=factories.user(password=factories.PASSWORD))
        for what in ("role_again", "role_withdraw"):
            sent = lead_client.post(role(here, what))
            assert [m.level_tag for m in lead_client.get(sent.headers["Location"]).context["messages"]] == [
                "error"
            ]
        here.refresh_from_db()
        assert here.end is None
        assert not mailoutbox


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_remove_each_other_at_once_one_stays() -> None:
    project = factories.project()
    leads = [factories.lead(project=project) for _each in range(2)]
    today = timezone.localdate()

    def remove(pair: tuple[User, User]) -> bool:
        by, other = pair
        try:
            actions.end_role(by=by, role=other.memberships.get(), last_day=today - DAY, on=today)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, [(leads[0], leads[1]), (leads[1], leads[0])]))

    assert sorted(done) == [False, True]
    assert project.memberships.current().filter(role=Role.LEAD).count() == 1
