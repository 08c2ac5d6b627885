"""Personal numbers: stored sealed, shown masked, uncovered and searched for under the log's eyes."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import AuditEvent, Kind, User
from accounts.vault import SealBrokenError
from participants.models import Enrolment, PersonalNumber
from participants.views.pages import page_of
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in

pytestmark = pytest.mark.django_db
DIGITS, WRITTEN, LAST_FOUR = "199005202388", "19900520-2388", "2388"
OTHER = "198503142393"
FIND = "/deltagare/sok/"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    made = factories.enrolment(project=project, coach=coach, birth_date=dt.date(1990, 5, 20))
    factories.personal_number(person=made.person, number=DIGITS)
    return made


def show(stay: Enrolment) -> str:
    return reverse("participants:show_number", args=[stay.public_id])


def find(client: Client, text: str) -> Any:
    """The answer, with what the test client adds to it."""
    return client.post(FIND, {"personal_number": text})


def tells_the_end(page: str) -> bool:
    """Whether the number's last four stand there, alone or in it; in ids and tokens they may by chance."""
    return re.search(rf"(?<![0-9A-Za-z]){LAST_FOUR}(?![0-9A-Za-z-])", page) is not None


def make_log_unwritable() -> None:
    """Until the transaction ends: what is pending of it must be settled before the table may change."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_auditevent ADD CHECK (false) NOT VALID")


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("sequence")


def stored_text() -> str:
    """Everything that the row holds, as a dump of the database would show it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text FROM participants_personalnumber n")
        return str(cursor.fetchall())


class TestStoring:
    @pytest.mark.usefixtures("stay")
    def test_keeps_the_number_in_no_readable_form(self) -> None:
        assert DIGITS not in stored_text()
        assert LAST_FOUR not in stored_text().replace("-", "")[:200]
        assert PersonalNumber.objects.get().digits == DIGITS

    def test_binds_it_to_its_row_its_person_and_its_organisation(self, stay: Enrolment) -> None:
        number = PersonalNumber.objects.get()
        other = factories.personal_number(
            person=factories.person(organisation=stay.project.organisation), number=OTHER
        )
        moved = PersonalNumber(row_id=other.row_id, person=other.person, organisation=other.organisation)
        moved.sealed = number.sealed
        with pytest.raises(SealBrokenError):
            _ = moved.digits
        number.person = other.person
        with pytest.raises(SealBrokenError):
            _ = number.digits
        number.person, number.organisation = stay.person, factories.organisation()
        with pytest.raises(SealBrokenError):
            _ = number.digits

    @pytest.mark.usefixtures("stay")
    def test_gives_another_index_in_another_organisation(self) -> None:
        factories.personal_number(person=factories.person(), number=DIGITS)
        assert len(set(PersonalNumber.objects.values_list("index", flat=True))) == 2


class TestMask:
    @pytest.mark.parametrize(
        ("digits", "mask"),
        [(DIGITS, "19900520-****"), ("209005812384", "********-****"), ("20900521T123", "19900520-****")],
    )
    def test_shows_no_more_than_the_birth_date(self, stay: Enrolment, digits: str, mask: str) -> None:
        number = (
            factories.personal_number(
                person=factories.person(
                    organisation=stay.project.organisation, birth_date=dt.date(1990, 5, 20)
                ),
                number=digits,
            )
            if digits != DIGITS
            else PersonalNumber.objects.get()
        )
        assert number.masked == mask

    def test_of_somebody_without_birth_date_shows_nothing(self) -> None:
        number = factories.personal_number(person=factories.person(birth_date=None))
        assert number.masked == "********-****"

    @pytest.mark.usefixtures("stay")
    def test_opens_nothing(self) -> None:
        number = PersonalNumber.objects.get()
        number.sealed = "broken"
        assert number.masked == "19900520-****"


class TestThePage:
    def test_shows_it_masked(self, coach_client: Client, stay: Enrolment) -> None:
        page = coach_client.get(page_of(stay)).content.decode()
        assert "19900520-****" in page
        assert show(stay) in page
        assert not tells_the_end(page)

    def test_has_nothing_of_it_for_a_lead(self, lead_client: Client, stay: Enrolment) -> None:
        page = lead_client.get(page_of(stay)).content.decode()
        assert "-****" not in page
        assert "data-number" not in page
        assert show(stay) not in page

    def test_opens_though_the_number_doesnt(self, coach_client: Client, stay: Enrolment) -> None:
        PersonalNumber.objects.update(sealed="k1.broken")
        assert coach_client.get(page_of(stay)).status_code == 200


class TestShowing:
    def test_gives_the_number_as_people_write_it_on_a_page_without_script(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        answer = coach_client.post(show(stay))
        assert WRITTEN in answer.content.decode()
        assert "<html" in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]

    def test_gives_a_fragment_to_htmx(self, coach_client: Client, stay: Enrolment) -> None:
        page = coach_client.post(show(stay), headers={"HX-Request": "true"}).content.decode()
        assert WRITTEN in page
        assert "<html" not in page

    def test_is_an_event_without_the_number(self, coach_client: Client, stay: Enrolment, coach: User) -> None:
        coach_client.post(show(stay))
        event = last_event()
        assert (event.action, event.kind, event.actor) == ("personalnumber.unmasked", Kind.READ, coach)
        assert (event.person_id, event.project_id) == (stay.person_id, stay.project_id)
        assert LAST_FOUR not in f"{event.reason} {event.changed} {event.object_label}"

    def test_that_cant_be_recorded_shows_nothing(self, coach: User, stay: Enrolment) -> None:
        client = signed_in_client(coach)
        client.raise_request_exception = False
        with transaction.atomic():
            make_log_unwritable()
            answer = client.post(show(stay))
            transaction.set_rollback(True)
        assert answer.status_code == 500
        assert not tells_the_end(answer.content.decode())

    def test_is_by_post_only(self, coach_client: Client, stay: Enrolment) -> None:
        assert coach_client.get(show(stay)).status_code == 405

    def test_is_refused_to_a_lead(self, lead_client: Client, stay: Enrolment) -> None:
        assert lead_client.post(show(stay)).status_code == 403

    def test_is_absent_to_a_stranger_and_for_who_has_none(self, coach: User, stay: Enrolment) -> None:
        stranger = factories.coach(project=factories.project())
        assert signed_in_client(stranger).post(show(stay)).status_code == 404
        PersonalNumber.objects.all().delete()
        assert signed_in_client(coach).post(show(stay)).status_code == 404

    def test_shows_the_number_that_the_person_got_last(self, coach_client: Client, stay: Enrolment) -> None:
        factories.personal_number(person=stay.person, number=OTHER)
        page = coach_client.post(show(stay)).content.decode()
        assert "19850314-2393" in page
        assert WRITTEN not in page

    def test_of_a_protected_person_is_for_their_coach_alone(self, project: Project, stay: Enrolment) -> None:
        stay.person.protected_identity = True
        stay.person.save()
        other = factories.coach(project=project)
        assert signed_in_client(other).post(show(stay)).status_code == 404


class TestSearching:
    def test_leads_to_the_person(self, coach_client: Client, stay: Enrolment) -> None:
        for text in (DIGITS, WRITTEN, f" {WRITTEN} "):
            answer = find(coach_client, text)
            assert (answer.status_code, answer.headers["Location"]) == (302, page_of(stay))

    def test_begins_with_an_empty_form_whatever_the_address_says(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        before = AuditEvent.objects.count()
        answer = coach_client.get(FIND, {"personal_number": DIGITS})
        assert answer.status_code == 200
        assert not answer.context["form"].is_bound
        assert f'value="{DIGITS}"' not in answer.content.decode()
        assert page_of(stay) not in answer.content.decode()
        assert AuditEvent.objects.count() == before

    def test_answers_alike_for_all_whom_the_user_doesnt_reach(self, project: Project, coach: User) -> None:
        """Nobody; someone of another municipality or project, with protected identity, or with no stay."""
        here = project.organisation
        client = signed_in_client(factories.coach(project=project))
        answers = {self.answer_of(client)}
        for place in (factories.project(), factories.project(organisation=here)):
            answers.add(self.answer_of(client, factories.enrolment(project=place).person))
        hidden = factories.enrolment(project=project, protected_identity=True, coach=coach)
        answers.add(self.answer_of(client, hidden.person))
        answers.add(self.answer_of(client, factories.person(organisation=here)))
        assert len(answers) == 1
        assert gettext("Nobody whom you can open has that number.") in answers.pop()

    def answer_of(self, client: Client, holder: Any = None) -> str:
        PersonalNumber.objects.all().delete()
        if holder:
            factories.personal_number(person=holder, number=OTHER)
        answer = find(client, OTHER)
        assert answer.status_code == 200
        token = answer.context["csrf_token"]
        nonce_free = answer.content.decode().replace(str(token), "")
        return "\n".join(line for line in nonce_free.splitlines() if "csrf" not in line.lower())

    @pytest.mark.usefixtures("stay")
    @pytest.mark.parametrize(
        "text", ["", "1990", "900520-2388", "19900520-2389", "19900231-2388", "1990052023", "%"]
    )
    def test_says_what_is_no_number_and_searches_for_nothing(self, coach_client: Client, text: str) -> None:
        before = AuditEvent.objects.count()
        answer = find(coach_client, text)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["personal_number"]
        assert AuditEvent.objects.count() == before

    def test_is_an_event_that_says_who_was_found(
        self, coach_client: Client, stay: Enrolment, coach: User
    ) -> None:
        find(coach_client, DIGITS)
        event = last_event()
        assert (event.action, event.kind, event.actor) == ("personalnumber.searched", Kind.READ, coach)
        assert (event.person_id, event.object_id, event.rows) == (stay.person_id, None, 1)
        find(coach_client, OTHER)
        assert (last_event().person_id, last_event().rows) == (None, 0)

    def test_tells_the_officer_and_nobody_else_of_a_number_out_of_reach(
        self, project: Project, coach: User
    ) -> None:
        hidden = factories.enrolment(project=project, protected_identity=True, coach=coach)
        factories.personal_number(person=hidden.person)
        find(signed_in_client(factories.coach(project=project)), DIGITS)
        assert (last_event().action, last_event().person_id, last_event().rows) == (
            "personalnumber.searched",
            hidden.person_id,
            0,
        )
        elsewhere = factories.enrolment()
        factories.personal_number(person=elsewhere.person, number=OTHER)
        find(signed_in_client(factories.coach(project=project)), OTHER)
        assert last_event().person_id is None

    def test_that_cant_be_recorded_finds_nothing(self, coach: User, stay: Enrolment) -> None:
        client = signed_in_client(coach)
        client.raise_request_exception = False
        with transaction.atomic():
            make_log_unwritable()
            answer = find(client, DIGITS)
            transaction.set_rollback(True)
        assert answer.status_code == 500
        assert str(stay.public_id) not in answer.content.decode()

    @pytest.mark.usefixtures("stay")
    def test_leaves_the_number_in_no_address_log_session_or_message(
        self, coach_client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        answers = [find(coach_client, text) for text in (DIGITS, OTHER, "19900520-2389")]
        kept = f"{caplog.text} {dict(coach_client.session)} {[answer.headers for answer in answers]}"
        kept += str(list(AuditEvent.objects.values_list()))
        for number in (DIGITS, OTHER, "199005202389"):
            assert number not in kept.replace("-", "")
        assert WRITTEN not in kept
        assert not list(answers[0].wsgi_request._messages)

    @pytest.mark.usefixtures("stay")
    def test_is_held_off_after_thirty_tries_a_minute(self, coach_client: Client) -> None:
        for _ in range(30):
            assert find(coach_client, "19900520-2389").status_code == 200
        before = AuditEvent.objects.count()
        assert find(coach_client, DIGITS).status_code == 429
        assert AuditEvent.objects.count() == before
        assert coach_client.get(FIND).status_code == 200

    def test_is_refused_to_a_lead(self, lead_client: Client) -> None:
        assert lead_client.get(FIND).status_code == 403

    def test_leads_to_the_stay_that_counts(self, coach_client: Client, project: Project, coach: User) -> None:
        person = factories.person(organisation=project.organisation)
        factories.personal_number(person=person)
        first = factories.enrolment(project=project, person=person, coach=coach, end=dt.date(2025, 3, 1))
        factories.enrolment(
            project=project, person=person, start=dt.date(2026, 1, 1), registered_by_mistake=True
        )
        assert find(coach_client, DIGITS).headers["Location"] == page_of(first)


class TestANumberThatIsTaken:
    """Whose answer differs from that to a free number is a search by another name."""

    def change(self, client: Client, stay: Enrolment) -> Any:
        address = reverse("participants:change_person", args=[stay.public_id])
        return fill_in(client, address, personal_number=WRITTEN, birth_date="")

    @pytest.mark.parametrize("protected", [True, False])
    def test_when_a_person_is_changed_is_an_event(
        self, coach_client: Client, coach: User, project: Project, *, protected: bool
    ) -> None:
        mine = factories.enrolment(project=project, coach=coach)
        holder = factories.enrolment(project=project, protected_identity=protected).person
        factories.personal_number(person=holder, number=DIGITS)
        assert errors(self.change(coach_client, mine)).keys() == {"personal_number"}
        tried = AuditEvent.objects.get(action="personalnumber.searched")
        assert (tried.actor, tried.person_id, tried.rows) == (coach, holder.pk, 0)

    def test_when_somebody_is_enrolled_under_another_name_is_an_event(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        there = factories.enrolment(project=factories.project(organisation=project.organisation))
        factories.personal_number(person=there.person, number=DIGITS)
        answer = fill_in(coach_client, "/deltagare/ny/", personal_number=WRITTEN, last_name="Annan")
        assert errors(answer).keys() == {"personal_number"}
        tried = AuditEvent.objects.get(action="personalnumber.searched")
        assert (tried.actor, tried.person_id, tried.rows) == (coach, there.person_id, 0)

    def test_can_not_be_looked_for_by_trying_number_after_number(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        mine = factories.enrolment(project=project, coach=coach)
        for _ in range(30):
            assert find(coach_client, OTHER).status_code == 200
        answer = self.change(coach_client, mine)
        too_many = gettext("There have been too many numbers. Wait a minute, then try again.")
        assert errors(answer) == {"personal_number": [too_many]}
        assert not PersonalNumber.objects.exists()


def test_the_caseload_leads_to_the_search_for_those_who_may(
    coach_client: Client, lead_client: Client
) -> None:
    assert FIND in coach_client.get(reverse("coaching:caseload")).content.decode()
    assert FIND not in lead_client.get(reverse("coaching:caseload")).content.decode()
