"""The audit log: written with what it tells of, by nobody changed, and no page about a person without it."""

import threading
import uuid
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import create_account
from accounts.audit import (
    Subject,
    UnrecordedWriteError,
    audited,
    record,
    record_read,
    tell_of_unexplained_writes,
)
from accounts.models import AuditEvent, AuditHead, Invitation, Kind, UnexplainedWrite, User, Verb
from employers.models import CompanySeat, Supervisor
from participants import actions
from participants.models import Enrolment, Person
from participants.views.pages import page_of
from projects.models import Membership, OrganisationRole, Project
from reporting.models import AcceptedGap
from tests import factories
from tests.access.asking import body_of
from tests.access.routes import routes
from tests.access.world import Part, Relation, World, build

pytestmark = pytest.mark.django_db
NOWHERE = Subject()

# Tables of these apps that hang on no person.
OPEN = {"coaching.Checklist", "coaching.Criterion", "coaching.Series", "coaching.Session"}
# What saves itself while somebody writes: the note that it becomes is recorded.
OPEN |= {"coaching.NoteDraft"}


def note(*, by: User | None = None) -> None:
    """One event of no consequence."""
    record_read(row=User, by=by, subject=NOWHERE)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach)


def fail_after_creating(email: str) -> None:
    """An action that writes, records and then breaks."""
    with audited():
        create_account(by=None, email=email, name="A")
        raise ZeroDivisionError


class TestRecording:
    def test_says_who_did_what_to_whom_and_names_the_fields(self, stay: Enrolment, coach: User) -> None:
        actions.set_registered_by_mistake(by=coach, enrolment=stay, mistake=True)
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.action, event.actor) == (Kind.CHANGE, "enrolment.marked_as_mistake", coach)
        assert (event.object_label, event.object_id) == ("participants.Enrolment", stay.pk)
        assert event.organisation_id == stay.project.organisation_id
        assert (event.project_id, event.person_id) == (stay.project_id, stay.person_id)
        assert event.changed == ["registered_by_mistake"]

    def test_holds_no_value_of_any_field(self, stay: Enrolment, coach: User) -> None:
        facts = {
            "birth_country": "SO",
            "parents_born_abroad": "yes",
            "citizenship": "declined",
            "reduced_work_capacity": "yes",
        }
        actions.change_background(by=coach, enrolment=stay, **facts)
        facts["citizenship"] = "SO"
        actions.change_background(by=coach, enrolment=stay, **facts)
        event = AuditEvent.objects.latest("sequence")
        assert event.changed == ["citizenship"]
        told = {str(value) for row in AuditEvent.objects.filter(pk=event.pk).values_list() for value in row}
        assert not {"SO", "yes", "declined"} & told

    def test_of_an_action_inside_another_is_part_of_it(self) -> None:
        with pytest.raises(ZeroDivisionError):
            fail_after_creating("a@exempel.se")
        assert not User.objects.filter(email="a@exempel.se").exists()
        assert not AuditEvent.objects.exists()

    def test_drops_what_was_taken_back_and_keeps_the_rest(self) -> None:
        with audited():
            create_account(by=None, email="a@exempel.se", name="A")
            with pytest.raises(ZeroDivisionError):
                fail_after_creating("b@exempel.se")
        assert [event.object_id for event in AuditEvent.objects.all()] == [User.objects.get().pk]

    def test_outside_an_action_is_a_fault(self) -> None:
        with pytest.raises(RuntimeError, match="audited"):
            record(verb=Verb.CHANGED, row=User, by=None, subject=NOWHERE)

    def test_names_the_request(self, coach_client: Client, stay: Enrolment) -> None:
        for _ in range(2):
            coach_client.get(page_of(stay))
        first, second = AuditEvent.objects.all()[:2]
        assert isinstance(first.request_id, uuid.UUID)
        assert first.request_id != second.request_id

    def test_counts_without_holes(self, coach: User) -> None:
        for _ in range(5):
            note(by=coach)
            with pytest.raises(ZeroDivisionError):
                fail_after_creating("a@exempel.se")
        assert list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True)) == [
            1,
            2,
            3,
            4,
            5,
        ]


class TestSignIns:
    def test_are_recorded_with_sign_out_and_failure(self) -> None:
        user = factories.user(email="karin@exempel.se", password=factories.PASSWORD)
        client, sign_in = Client(), reverse("account_login")
        client.post(sign_in, {"login": "karin@exempel.se", "password": "fel-fel-fel-fel"})
        client.post(sign_in, {"login": "nobody@exempel.se", "password": "fel-fel-fel-fel"})
        client.post(sign_in, {"login": "Karin@exempel.se", "password": factories.PASSWORD})
        client.post(reverse("account_logout"))
        told = AuditEvent.objects.order_by("sequence").values_list("action", "actor", "object_id", "kind")
        assert list(told) == [
            ("user.refused", None, user.pk, Kind.SIGN_IN),
            ("user.refused", None, None, Kind.SIGN_IN),
            ("user.signed_in", user.pk, user.pk, Kind.SIGN_IN),
            ("user.signed_out", user.pk, user.pk, Kind.SIGN_IN),
        ]


class TestReads:
    """Each page that shows a person's facts says so in the log before it is drawn."""

    @pytest.fixture
    def world(self) -> World:
        """Somebody with something of everything."""
        return build()

    def test_are_recorded_on_every_page(self, world: World) -> None:
        client, stay = world.client(Part.COACH), world.enrolment(Relation.OWN)
        pages = list(_addresses(world))
        assert len(pages) >= 70
        for page in pages:
            before = AuditEvent.objects.count()
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert stay.person.last_name in body_of(answer), page  # type: ignore[arg-type]  # the test client's is one
            told = AuditEvent.objects.order_by("sequence").values_list("kind", "person_id")[before:]
            # The first page shows the sensitive background too, a certificate is taken away.
            first = (Kind.READ, Kind.READ) if page.endswith(f"{stay.public_id}/") else (Kind.READ,)
            kinds = (Kind.EXPORT,) if page.endswith("/narvarointyg/") else first
            assert list(told) == [(kind, stay.person_id) for kind in kinds], page

    def test_that_cant_be_recorded_arent_shown(self, world: World) -> None:
        stay = world.enrolment(Relation.OWN)
        name, client = stay.person.last_name, world.client(Part.COACH)
        client.raise_request_exception = False
        caseload = reverse("coaching:caseload")
        # That the others name the person is seen above.
        assert name in body_of(client.get(caseload))  # type: ignore[arg-type]  # the test client's is one
        for page in [*_addresses(world), caseload]:
            with transaction.atomic():
                _make_unwritable()
                answer = client.get(page)
                transaction.set_rollback(True)
            assert answer.status_code == 500, page
            assert name not in answer.content.decode()
            assert str(stay.start) not in answer.content.decode()

    @pytest.mark.usefixtures("stay")
    def test_of_a_list_are_one_event_with_a_count(self, coach_client: Client) -> None:
        coach_client.get(reverse("coaching:caseload"))
        event = AuditEvent.objects.latest("sequence")
        assert (event.action, event.rows, event.person_id) == ("enrolment.listed", 1, None)

    def test_of_what_isnt_reached_leave_nothing(self, coach_client: Client) -> None:
        stranger = factories.enrolment()
        before = AuditEvent.objects.count()
        assert coach_client.get(page_of(stranger)).status_code == 404
        assert AuditEvent.objects.count() == before

    def test_tell_the_sensitive_background_apart(self, coach_client: Client, stay: Enrolment) -> None:
        factories.background(enrolment=stay)
        coach_client.get(reverse("participants:change_background", args=[stay.public_id]))
        assert AuditEvent.objects.latest("sequence").action == "sensitivebackground.opened"


# Rows about nobody who takes part, and pages that somebody must have left the project for.
_ABOUT_NOBODY = {"referral", "orphan", "saved_filter"}
_AFTERWARDS = ("/forsok/", "/utfall/")


def _addresses(world: World) -> Iterator[str]:
    """Every page of the site about the own participant."""
    for route in routes():
        about = route.kinds and route.about not in _ABOUT_NOBODY and not route.route.endswith(_AFTERWARDS)
        if about and route.route.startswith("deltagare/") and "GET" in route.methods:
            address = route.address(world, Relation.OWN)
            assert address, route
            yield address


def _make_unwritable() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent RENAME TO elsewhere")


class TestTheTable:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE accounts_auditevent SET reason = 'x'",
            "UPDATE accounts_auditevent SET reason = 'x' WHERE false",
            "DELETE FROM accounts_auditevent",
            "TRUNCATE accounts_auditevent",
            "DELETE FROM accounts_audithead",
            "TRUNCATE accounts_audithead",
            "UPDATE accounts_audithead SET sequence = 0",
            "UPDATE accounts_unexplainedwrite SET rows = 0",
            "DELETE FROM accounts_unexplainedwrite",
            "TRUNCATE accounts_unexplainedwrite",
        ],
    )
    def test_refuses_to_be_changed_even_by_its_owner(self, statement: str) -> None:
        note()
        factories.enrolment()
        with connection.cursor() as cursor:
            # Foreign keys still to be checked would refuse a TRUNCATE by themselves.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError, match=r"Append-only|audit log"), transaction.atomic():
                cursor.execute(statement)

    def test_refuses_the_models_own_ways(self) -> None:
        note()
        event = AuditEvent.objects.get()
        for change in (event.delete, event.save, AuditEvent.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestTheFence:
    def fenced(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'fence\\_%'"
                " AND tgenabled = 'O' GROUP BY tgrelid HAVING count(*) = 4"
            )
            return {row[0] for row in cursor.fetchall()}

    def test_is_around_every_table_that_hangs_on_a_person_or_lets_somebody_in(self) -> None:
        wanted: list[type[models.Model]] = [Membership, OrganisationRole, CompanySeat, Invitation]
        wanted += [Supervisor, AcceptedGap]
        for app in ("participants", "coaching"):
            wanted += [
                model for model in apps.get_app_config(app).get_models() if model._meta.label not in OPEN
            ]
        assert self.fenced() == {model._meta.db_table for model in wanted}

    def test_notes_what_is_written_past_the_actions(self, stay: Enrolment) -> None:
        seen = UnexplainedWrite.objects.count()
        Person.objects.filter(pk=stay.person_id).update(first_name="Annan")
        Person.objects.filter(pk=0).update(first_name="Ingen")
        Enrolment.objects.filter(pk=stay.pk).delete()
        told = UnexplainedWrite.objects.order_by("pk")[seen:].values_list("table", "operation", "row_ids")
        assert told[0] == ("participants_person", "UPDATE", [stay.person_id])
        assert ("participants_enrolment", "DELETE", [stay.pk]) in told
        assert {table for table, _operation, _ids in told} == {
            "participants_person", "participants_enrolment", "participants_coachassignment",
        }  # fmt: skip

    def test_lets_actions_through_and_closes_behind_them(self, stay: Enrolment, coach: User) -> None:
        seen = UnexplainedWrite.objects.count()
        actions.set_registered_by_mistake(by=coach, enrolment=stay, mistake=True)
        assert UnexplainedWrite.objects.count() == seen
        Enrolment.objects.update(languages="sv")
        assert UnexplainedWrite.objects.count() == seen + 1

    @pytest.mark.usefixtures("stay")
    def test_stops_an_action_that_records_nothing(self) -> None:
        with pytest.raises(UnrecordedWriteError), audited():
            Enrolment.objects.update(languages="sv")
        assert not Enrolment.objects.filter(languages="sv").exists()

    def test_takes_many_rows_in_one_note(self, project: Project) -> None:
        people = [Person(organisation=project.organisation, first_name=str(number)) for number in range(250)]
        made = Person.objects.bulk_create(people)
        last = UnexplainedWrite.objects.latest("pk")
        assert (last.rows, last.row_ids) == (250, [person.pk for person in made[:100]])

    def test_is_told_of_in_the_log_once(self, stay: Enrolment) -> None:
        Person.objects.update(first_name="Annan")
        assert tell_of_unexplained_writes() > 0
        assert tell_of_unexplained_writes() == 0
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.actor) == (Kind.BYPASS, None)
        assert event.reason.startswith(f"UPDATE participants_person {stay.person_id}")
        assert "Annan" not in event.reason


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_many_write_and_none_is_lost_or_doubled(self, coach: User) -> None:
        def write() -> None:
            try:
                for _ in range(20):
                    note(by=coach)
            finally:
                connection.close()

        threads = [threading.Thread(target=write) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        events = list(AuditEvent.objects.order_by("sequence"))
        assert [event.sequence for event in events] == list(range(1, 121))
        assert all(event.previous == before.hash for before, event in pairwise(events))

    def test_a_read_doesnt_wait_for_a_long_action(self, coach: User) -> None:
        """An action takes its place in the log when it ends, however long it has been at work."""

        def read() -> None:
            try:
                note(by=coach)
            finally:
                connection.close()

        with audited():
            create_account(by=coach, email="a@exempel.se", name="A")
            other = threading.Thread(target=read)
            other.start()
            other.join(timeout=60)
            assert not other.is_alive()
        actions_in_order = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
        assert list(actions_in_order) == ["user.opened", "user.created"]

    def test_whoever_waits_too_long_is_refused(self, coach: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.audit.recording.LONGEST_WAIT", "50ms")
        note()
        problems: list[Exception] = []

        def read() -> None:
            try:
                note(by=coach)
            except OperationalError as problem:
                problems.append(problem)
            finally:
                connection.close()

        with transaction.atomic():
            AuditHead.objects.select_for_update().get()
            other = threading.Thread(target=read)
            other.start()
            other.join()
        assert len(problems) == 1
        assert AuditEvent.objects.count() == 1


def test_the_clock_is_the_databases(coach: User) -> None:
    before = timezone.now()
    note(by=coach)
    assert abs((AuditEvent.objects.get().at - before).total_seconds()) < 3600
