"""Breaking the glass: who can, whom it opens, for how long, and who gets to know of it."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Office, Permission, Role
from accounts.audit import audited, record
from accounts.models import AuditEvent, Kind, User, Verb
from participants import actions
from participants.actions.emergency import break_glass, end_emergency, review_emergency
from participants.actions.saving import subject_of
from participants.models import EmergencyAccess, Enrolment, ParticipantNumber, Person
from participants.views.pages import page_of
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors

pytestmark = pytest.mark.django_db
PAGE = "/deltagare/nodlage/"
REASON = "Hotfull situation i receptionen just nu."
NUMBER = "199005202388"
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    cache.clear()


@pytest.fixture
def named(project: Project) -> User:
    return factories.coach(project=project, name="Nina Namngiven")


@pytest.fixture
def stay(project: Project, named: User) -> Enrolment:
    """A protected person's, whom `named` coaches and `coach` and `lead` don't."""
    made = factories.enrolment(
        project=project, coach=named, protected_identity=True, first_name="Ylva", last_name="Skyddad"
    )
    factories.participant_number(project=project, person=made.person, number="LM-007")
    factories.personal_number(person=made.person, number=NUMBER)
    return made


@pytest.fixture
def officer(project: Project) -> User:
    return factories.officer(organisation=project.organisation)


def ask(client: Client, project: Project, number: str = "LM-007", reason: str = REASON) -> Any:
    return client.post(PAGE, {"project": str(project.public_id), "number": number, "reason": reason})


def broken(stay: Enrolment, by: User, **moments: dt.datetime) -> EmergencyAccess:
    return factories.emergency_access(enrolment=stay, user=by, **moments)


class TestOpening:
    @pytest.mark.parametrize("number", ["LM-007", "lm-007", " LM-007 ", NUMBER, "19900520-2388"])
    def test_lets_a_colleague_read_at_once(
        self, coach_client: Client, project: Project, stay: Enrolment, number: str
    ) -> None:
        assert coach_client.get(page_of(stay)).status_code == 404
        answer = ask(coach_client, project, number)
        assert (answer.status_code, answer["Location"]) == (302, page_of(stay))
        assert coach_client.get(page_of(stay)).status_code == 200

    def test_lets_the_lead_read_too(self, lead_client: Client, project: Project, stay: Enrolment) -> None:
        ask(lead_client, project)
        assert lead_client.get(page_of(stay)).status_code == 200

    def test_lasts_an_hour_and_says_so_in_the_log_without_the_reason(
        self, coach_client: Client, coach: User, project: Project, stay: Enrolment
    ) -> None:
        ask(coach_client, project)
        access = EmergencyAccess.objects.get()
        assert (access.enrolment, access.user, access.reason) == (stay, coach, REASON)
        assert access.expires_at - access.granted_at == HOUR
        event = AuditEvent.objects.get(action="emergencyaccess.broke_glass")
        assert (event.actor, event.person_id, event.project_id, event.object_id) == (
            coach,
            stay.person_id,
            project.pk,
            access.pk,
        )
        assert REASON not in str(AuditEvent.objects.values())

    def test_is_for_reading_and_for_naming_a_coach_only(self, coach: User, stay: Enrolment) -> None:
        broken(stay, coach)
        for permission in Permission:
            reached = Enrolment.objects.visible_to(coach, permission).filter(pk=stay.pk).exists()
            assert reached == (permission in {Permission.CASELOAD_READ, Permission.COACH_NAME}), permission

    def test_opens_no_page_that_writes_or_uncovers(
        self, coach_client: Client, coach: User, stay: Enrolment
    ) -> None:
        broken(stay, coach)
        page = coach_client.get(page_of(stay))
        assert not page.context["may_write"]
        assert NUMBER[8:] not in page.content.decode()
        assert coach_client.get(f"{page_of(stay)}person/").status_code == 404
        assert coach_client.get(f"{page_of(stay)}bakgrund/").status_code == 404

    def test_opens_nobody_else_and_nobody_elsewhere(self, coach: User, named: User, stay: Enrolment) -> None:
        other = factories.enrolment(project=stay.project, coach=named, protected_identity=True)
        elsewhere = factories.project(organisation=stay.project.organisation)
        factories.membership(project=elsewhere, user=coach)
        there = factories.enrolment(project=elsewhere, person=stay.person)
        broken(stay, coach)
        reached = Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)
        assert stay in reached
        assert other not in reached
        assert there not in reached

    def test_opens_nothing_for_anybody_else(self, coach: User, lead: User, stay: Enrolment) -> None:
        broken(stay, coach)
        third = factories.coach(project=stay.project)
        for user in (third, lead, AnonymousUser()):
            assert stay not in Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
        for user in (third, lead):
            page = signed_in_client(user).get("/deltagare/").content.decode()
            assert "Skyddad" not in page

    def test_again_gives_no_second_access(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        ask(coach_client, project)
        answer = ask(coach_client, project)
        assert answer["Location"] == page_of(stay)
        assert EmergencyAccess.objects.count() == 1

    def test_leads_the_named_coach_to_the_page_and_gives_nothing(
        self, named: User, project: Project, stay: Enrolment
    ) -> None:
        answer = ask(signed_in_client(named), project)
        assert answer["Location"] == page_of(stay)
        assert not EmergencyAccess.objects.exists()


class TestNobody:
    """One answer for all who aren't opened, so that nothing is learned by trying."""

    @pytest.fixture
    def answers(self, coach_client: Client, project: Project) -> list[Any]:
        open_to_all = factories.enrolment(project=project)
        factories.participant_number(project=project, person=open_to_all.person, number="LM-008")
        neighbours = factories.enrolment(protected_identity=True)
        factories.participant_number(project=neighbours.project, person=neighbours.person, number="LM-009")
        mistaken = factories.enrolment(project=project, protected_identity=True, registered_by_mistake=True)
        factories.participant_number(project=project, person=mistaken.person, number="LM-010")
        return [ask(coach_client, project, number) for number in ("LM-008", "LM-009", "LM-010", "LM-404")]

    def test_is_told_apart_from_nobody_else(self, answers: list[Any]) -> None:
        said = [errors(answer) for answer in answers]
        assert all(one == said[0] for one in said)
        assert said[0].keys() == {"number"}
        assert {answer.status_code for answer in answers} == {200}
        assert not EmergencyAccess.objects.exists()

    def test_is_logged_as_a_try_about_no_one(self, answers: list[Any], coach: User, project: Project) -> None:
        tries = AuditEvent.objects.filter(action="emergencyaccess.searched")
        assert tries.count() == len(answers)
        assert set(tries.values_list("actor", "project_id", "person_id", "reason")) == {
            (coach.pk, project.pk, None, "")
        }

    def test_is_looked_for_in_a_project_of_ones_own_only(
        self, coach_client: Client, project: Project
    ) -> None:
        elsewhere = factories.project(organisation=project.organisation)
        hidden = factories.enrolment(project=elsewhere, protected_identity=True)
        factories.participant_number(project=elsewhere, person=hidden.person, number="LM-007")
        assert errors(ask(coach_client, elsewhere)).keys() == {"project"}
        assert not EmergencyAccess.objects.exists()

    @pytest.mark.usefixtures("stay")
    def test_has_two_people_with_nearly_the_same_number(self, coach_client: Client, project: Project) -> None:
        other = factories.enrolment(project=project, protected_identity=True)
        factories.participant_number(project=project, person=other.person, number="lm-007")
        assert errors(ask(coach_client, project)).keys() == {"number"}

    @pytest.mark.usefixtures("stay")
    @pytest.mark.parametrize("reason", ["", "Akut.", "x" * 1001])
    def test_is_opened_without_a_reason_of_some_length(
        self, coach_client: Client, project: Project, reason: str
    ) -> None:
        assert errors(ask(coach_client, project, reason=reason)).keys() == {"reason"}
        assert not EmergencyAccess.objects.exists()
        assert not AuditEvent.objects.filter(action__startswith="emergencyaccess").exists()


class TestTries:
    @pytest.mark.usefixtures("stay")
    def test_are_five_an_hour(self, coach_client: Client, project: Project) -> None:
        assert [ask(coach_client, project, "LM-404").status_code for _ in range(6)] == [200] * 5 + [429]
        assert ask(coach_client, project).status_code == 429
        assert not EmergencyAccess.objects.exists()

    def test_are_not_used_up_by_reading_the_form(self, coach_client: Client) -> None:
        assert {coach_client.get(PAGE).status_code for _ in range(8)} == {200}


class TestWhoMayTry:
    @pytest.mark.parametrize("role", [Role.COACH, Role.LEAD])
    def test_is_staff_with_cases(self, project: Project, role: str) -> None:
        client = signed_in_client(factories.membership(project=project, role=role).user)
        assert client.get(PAGE).status_code == 200
        assert PAGE in client.get("/deltagare/").content.decode()

    def test_is_nobody_else(self, project: Project, officer: User) -> None:
        company = factories.company(organisation=project.organisation)
        others = [
            officer,
            factories.administrator(organisation=project.organisation),
            factories.referrer(project=project),
            factories.employer_contact(company=company),
        ]
        for user in others:
            assert signed_in_client(user).get(PAGE).status_code == 403
            assert ask(signed_in_client(user), project).status_code == 403


class TestTheEnd:
    def test_comes_by_itself(self, coach: User, stay: Enrolment) -> None:
        now = timezone.now()
        broken(stay, coach, granted_at=now - HOUR, expires_at=now - MINUTE)
        assert signed_in_client(coach).get(page_of(stay)).status_code == 404

    def test_is_said_on_the_page(self, coach: User, stay: Enrolment) -> None:
        access = broken(stay, coach)
        page = signed_in_client(coach).get(page_of(stay))
        assert page.context["emergency"] == access
        assert f"{timezone.localtime(access.expires_at):%H:%M}" in page.content.decode()
        assert "data-emergency" in page.content.decode()

    def test_comes_at_once_when_asked_for(self, coach: User, stay: Enrolment) -> None:
        access, client = broken(stay, coach), signed_in_client(coach)
        answer = client.post(f"{PAGE}{access.public_id}/avsluta/")
        assert answer["Location"] == "/deltagare/"
        assert client.get(page_of(stay)).status_code == 404
        assert AuditEvent.objects.filter(action="emergencyaccess.ended", actor=coach).count() == 1

    def test_is_ones_own_to_ask_for(self, coach: User, lead: User, stay: Enrolment) -> None:
        access = broken(stay, coach)
        assert signed_in_client(lead).post(f"{PAGE}{access.public_id}/avsluta/").status_code == 404
        assert stay in Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)

    def test_comes_with_being_named(self, coach: User, named: User, stay: Enrolment) -> None:
        broken(stay, coach)
        actions.hand_over(by=named, enrolment=stay, coach=coach, on=timezone.localdate())
        page = signed_in_client(coach).get(page_of(stay))
        assert page.context["emergency"] is None
        assert page.context["may_write"]
        assert not EmergencyAccess.objects.in_force(at=timezone.now()).exists()

    @pytest.mark.parametrize("what", ["role", "account"])
    def test_comes_with_the_role_and_the_account(self, coach: User, stay: Enrolment, what: str) -> None:
        client = signed_in_client(coach)
        broken(stay, coach)
        assert client.get(page_of(stay)).status_code == 200
        if what == "role":
            coach.memberships.update(end=timezone.localdate() - dt.timedelta(days=1))
        else:
            User.objects.filter(pk=coach.pk).update(is_active=False)
        assert client.get(page_of(stay)).status_code in {302, 403}
        coach = User.objects.get(pk=coach.pk)
        assert stay not in Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)

    def test_is_not_moved_by_ending_what_is_over(self, coach: User, stay: Enrolment) -> None:
        access = broken(stay, coach)
        end_emergency(by=coach, access=access, at=access.expires_at + MINUTE)
        assert not AuditEvent.objects.filter(action="emergencyaccess.ended").exists()


class TestTheOfficer:
    @pytest.fixture
    def officer_client(self, officer: User) -> Client:
        return signed_in_client(officer)

    @pytest.mark.usefixtures("stay")
    def test_gets_a_letter_that_says_nothing(
        self, coach: User, project: Project, officer: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        neighbour = factories.officer(organisation=factories.organisation())
        past = factories.office(
            organisation=project.organisation, end=timezone.localdate() - dt.timedelta(days=1)
        )
        factories.administrator(organisation=project.organisation)
        with django_capture_on_commit_callbacks(execute=True):
            ask(signed_in_client(coach), project)
        (letter,) = mail.outbox
        assert letter.to == [officer.email] != [neighbour.email] != [past.user.email]
        told = f"{letter.subject} {letter.body}"
        assert "/granskning/" in told
        for secret in ("Ylva", "Skyddad", "LM-007", NUMBER, REASON, coach.name, coach.email, project.name):
            assert secret not in told

    @pytest.mark.usefixtures("stay")
    def test_is_missed_aloud_and_the_access_is_given(self, coach_client: Client, project: Project) -> None:
        assert coach_client.get(PAGE).context["unwatched"] == [project.organisation.name]
        assert ask(coach_client, project).status_code == 302
        factories.officer(organisation=project.organisation)
        assert coach_client.get(PAGE).context["unwatched"] == []

    def test_sees_who_when_whom_why_and_what_they_did(
        self, officer_client: Client, coach_client: Client, coach: User, project: Project, stay: Enrolment
    ) -> None:
        ask(coach_client, project)
        coach_client.get(page_of(stay))
        answer = officer_client.get("/granskning/")
        (row,) = answer.context["emergencies"]
        assert (row.access.user, row.participant, row.may_review) == (coach, "LM-007", True)
        assert [done.event.action for done in row.opened] == [
            "emergencyaccess.broke_glass",
            "enrolment.opened",
        ]
        page = answer.content.decode()
        assert REASON in page
        assert "Skyddad" not in page
        looked = AuditEvent.objects.get(action="emergencyaccess.listed")
        assert (looked.rows, looked.person_id) == (1, None)

    def test_sees_their_own_organisations_only(self, coach: User, stay: Enrolment) -> None:
        broken(stay, coach)
        neighbour = factories.officer(organisation=factories.organisation())
        assert signed_in_client(neighbour).get("/granskning/").context["emergencies"] == []

    def test_marks_as_reviewed_and_changes_nothing_else(
        self, officer_client: Client, officer: User, coach: User, stay: Enrolment
    ) -> None:
        access = broken(stay, coach)
        answer = officer_client.post(f"/granskning/nodlage/{access.public_id}/")
        assert answer["Location"] == "/granskning/"
        access.refresh_from_db()
        assert access.reviewed_by == officer
        assert AuditEvent.objects.filter(action="emergencyaccess.reviewed", actor=officer).count() == 1
        assert stay in Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)
        (row,) = officer_client.get("/granskning/").context["emergencies"]
        assert not row.may_review

    def test_keeps_the_first_mark(self, officer: User, coach: User, stay: Enrolment) -> None:
        access, now = broken(stay, coach), timezone.now()
        review_emergency(by=officer, access=access, at=now)
        review_emergency(by=factories.user(), access=access, at=now + HOUR)
        access.refresh_from_db()
        assert (access.reviewed_by, access.reviewed_at) == (officer, now)

    def test_reviews_no_access_of_their_own(self, project: Project, coach: User, stay: Enrolment) -> None:
        factories.office(organisation=project.organisation, user=coach)
        access, client = broken(stay, coach), signed_in_client(coach)
        (row,) = client.get("/granskning/").context["emergencies"]
        assert not row.may_review
        assert client.post(f"/granskning/nodlage/{access.public_id}/").status_code == 404

    def test_is_the_one_who_reviews(
        self, lead_client: Client, coach: User, project: Project, stay: Enrolment
    ) -> None:
        access = broken(stay, coach)
        address = f"/granskning/nodlage/{access.public_id}/"
        assert lead_client.post(address).status_code == 403
        administrator = factories.office(organisation=project.organisation, role=Office.ADMINISTRATOR)
        assert signed_in_client(administrator.user).post(address).status_code == 403
        neighbour = factories.officer(organisation=factories.organisation())
        assert signed_in_client(neighbour).post(address).status_code == 404

    def test_has_what_waits_first(self, officer_client: Client, coach: User, stay: Enrolment) -> None:
        now = timezone.now()
        old = broken(stay, coach, granted_at=now - 9 * HOUR, expires_at=now - 8 * HOUR)
        seen = broken(stay, coach)
        review_emergency(by=factories.officer(organisation=stay.project.organisation), access=seen, at=now)
        rows = officer_client.get("/granskning/").context["emergencies"]
        assert [row.access for row in rows] == [old, seen]

    def test_page_asks_as_many_questions_for_1_10_and_1000(
        self, officer_client: Client, coach: User, project: Project
    ) -> None:
        asked = []
        for number in (1, 9, 990):
            break_many(number, project=project, coach=coach)
            officer_client.get("/granskning/")  # which tells of what the test has written by itself
            with CaptureQueriesContext(connection) as queries:
                answer = officer_client.get("/granskning/")
            asked.append(len(queries))
        assert asked[0] == asked[1] == asked[2] <= 35
        assert len(answer.context["rows"]) == 50
        assert [len(row.opened) for row in answer.context["emergencies"]] == [1] * 20


def break_many(number: int, *, project: Project, coach: User) -> None:
    """Protected people of the project whom the coach has opened in an emergency and looked at."""
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, protected_identity=True) for _ in range(number)
    )
    before = ParticipantNumber.objects.count()
    ParticipantNumber.objects.bulk_create(
        ParticipantNumber(project=project, person=person, number=f"N{before + place}")
        for place, person in enumerate(people)
    )
    stays = Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=factories.START) for person in people
    )
    now = timezone.now()
    EmergencyAccess.objects.bulk_create(
        EmergencyAccess(
            enrolment=stay, user=coach, reason=REASON, granted_at=now - HOUR, expires_at=now + HOUR
        )
        for stay in stays
    )
    with audited():
        for stay in stays:
            record(verb=Verb.OPENED, row=stay, by=coach, subject=subject_of(stay), kind=Kind.READ)


def test_an_action_without_a_reason_is_refused(coach: User, stay: Enrolment) -> None:
    now = timezone.now()
    with pytest.raises(ValidationError):
        break_glass(by=coach, enrolment=stay, reason="", at=now, lasts=HOUR, link="/")
    assert not EmergencyAccess.objects.exists()
