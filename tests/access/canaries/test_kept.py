"""What the site makes of persons beside pages: reports, files, mail, messages to workers, its own tables."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from config.mail import mailers
from participants.models import EmergencyAccess
from reporting.compute import compute
from reporting.facts import Window
from reporting.loading import load_facts
from reporting.models import Report
from reporting.output import as_json
from tests import factories
from tests.access.asking import taken_back, text_of_pdf
from tests.access.canaries.harvest import text_of
from tests.access.canaries.listening import Logged
from tests.access.canaries.meeting import Browsers
from tests.access.canaries.planting import PLANTED, Canaries, Canary, remove
from tests.access.sensitive_fields import Group
from tests.access.tables import tables
from tests.access.world import Part, Relation, World

pytestmark = pytest.mark.django_db


def everyones(canaries: Canaries, group: Group) -> list[Canary]:
    return [canary for relation in PLANTED for canary in canaries.of(relation, group)]


def named(canaries: Canaries, text: str) -> list[str]:
    """What a text tells of somebody; headings of figures, which are words of code lists, tell of nobody."""
    return [str(canary) for canary in canaries.found(text) if not canary.is_heading]


class TestReports:
    @pytest.mark.parametrize("form", ["json", "pdf"])
    def test_from_the_command_line_tell_of_nobody(
        self, world: World, canaries: Canaries, tmp_path: Path, form: str
    ) -> None:
        project, target = world.crews[Relation.OWN].project, tmp_path / f"rapport.{form}"
        frame = ("--project", str(project.public_id), "--format", form, "--output", str(target))
        for code in project.indicator_sets:
            call_command("report", *frame, "--set", code)
            written = target.read_bytes()
            text = text_of_pdf(written) if form == "pdf" else written.decode()
            assert project.name in text
            assert not named(canaries, text)
            assert not named(canaries, written.decode("latin-1"))

    def test_that_are_stored_tell_of_nobody(self, world: World, canaries: Canaries) -> None:
        report = world.cases[Relation.OWN]["report"]
        assert isinstance(report, Report)
        assert report.figures
        assert not named(canaries, json.dumps(report.figures, ensure_ascii=False))
        assert not named(canaries, text_of_pdf(report.pdf_path.read_bytes()))

    def test_count_the_protected_among_the_others(self, world: World, canaries: Canaries) -> None:  # noqa: ARG002  dated by it
        """Figures are the one place where somebody hidden is one of a number."""
        project = world.crews[Relation.OWN].project
        window = Window(project.start, project.end, project.end)
        there = as_json(compute(load_facts(project), "L", window))
        with taken_back():
            remove(world.enrolment(Relation.PROTECTED))
            gone = as_json(compute(load_facts(project), "L", window))
        assert there != gone


def test_names_of_files_name_nobody(canaries: Canaries) -> None:
    names = [str(path) for path in Path(settings.DATA_HOME).rglob("*")]
    assert any(name.endswith(".pdf") for name in names)
    assert not canaries.found("\n".join(names))


def test_letters_and_their_files_name_nobody(
    *,
    world: World,
    canaries: Canaries,
    browsers: Browsers,
    settings: Settings,
    tmp_path: Path,
    logged: Logged,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MAILERS = mailers("", tmp_path / "mail")
    asked = {
        "project": str(world.crews[Relation.OWN].project.public_id),
        "number": canaries.value(Relation.PROTECTED, "participants.ParticipantNumber.number"),
        "reason": "Ringer efter hjälp och coachen svarar inte.",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = browsers.of(Part.LEAD).post(reverse("participants:break_glass"), asked)
    assert answer.status_code == 302
    assert EmergencyAccess.objects.filter(enrolment=world.enrolment(Relation.PROTECTED)).count() == 3
    letters = list((tmp_path / "mail").iterdir())
    assert letters
    for letter in letters:
        assert not canaries.found(letter.name + letter.read_text(encoding="utf-8"))
    assert not canaries.found(logged.text)


def test_messages_to_workers_hold_the_id_of_a_report_alone(
    world: World,
    canaries: Canaries,
    browsers: Browsers,
    queue_url: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """No worker runs: what was sent lies in the queue as it was sent."""
    order = {"project": str(world.crews[Relation.OWN].project.public_id), "indicator_set": "L"}
    with redis.Redis.from_url(queue_url) as queue:
        queue.flushdb()
        with django_capture_on_commit_callbacks(execute=True):
            assert browsers.of(Part.LEAD).post("/rapporter/bestall/", order).status_code == 302
        raw = b"".join(name + (queue.dump(name) or b"") for name in queue.scan_iter())
        (message,) = (json.loads(one) for one in queue.lrange("celery", 0, -1))
        queue.flushdb()
    body = json.loads(base64.b64decode(message["body"]))
    newest = Report.objects.order_by("-pk")[0]
    assert (message["headers"]["task"], body[0], body[1]) == ("reporting.tasks.build_report", [newest.pk], {})
    assert not canaries.found(raw.decode("latin-1") + json.dumps([message, body], ensure_ascii=False))


class TestTheDatabase:
    def test_holds_no_personal_number_and_no_secret_in_clear(self, world: World, canaries: Canaries) -> None:
        secret = factories.code_app(user=world.people[Part.COACH])
        clear = dump()
        numbers = [text for canary in everyones(canaries, Group.NUMBER) for text in canary.texts]
        hidden = [secret, *(form for text in (secret, *numbers) for form in encoded(text)), *numbers]
        assert not [text for text in hidden if text.lower() in clear]

    def test_is_searched_whole(self, canaries: Canaries) -> None:
        """The search finds what does stand in clear."""
        names = everyones(canaries, Group.NAME)
        assert {canary for canary in canaries.found(dump()) if canary.group == Group.NAME} == set(names)

    @pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_unexplainedwrite", "django_session"])
    def test_tells_in_its_own_books_of_nobody(
        self, world: World, canaries: Canaries, browsers: Browsers, table: str
    ) -> None:
        for relation in (Relation.OWN, Relation.OWN_PROTECTED):
            stay = world.enrolment(relation)
            page = reverse("coaching:participant", args=[stay.public_id])
            assert browsers.of(Part.COACH).get(page).status_code == 200
        rows = dump(table)
        assert rows
        assert not canaries.found(rows)


def dump(*only: str) -> str:
    """All rows of all tables, as the database writes them, in small letters."""
    found = []
    with connection.cursor() as cursor:
        for table in only or tables():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT string_agg(t::text, chr(10)) FROM {name} t")  # noqa: S608  names of our own tables
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found).lower()


def encoded(text: str) -> list[str]:
    """Ways of writing a text that hide nothing."""
    raw = text.encode()
    hashes = [hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")]
    return [base64.b64encode(raw).decode().rstrip("="), raw.hex(), *hashes]


class TestAPageThatBreaks:
    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
    def test_says_nothing_of_whom_it_was_about(
        self,
        *,
        world: World,
        canaries: Canaries,
        browsers: Browsers,
        logged: Logged,
        monkeypatch: pytest.MonkeyPatch,
        headers: dict[str, str],
    ) -> None:
        stay = world.enrolment(Relation.OWN_PROTECTED)
        number = canaries.value(Relation.OWN_PROTECTED, "participants.PersonalNumber.sealed")

        def broken(*_journey: object, **_rest: object) -> None:
            raise ValueError(f"{stay.person.name} {number}")

        monkeypatch.setattr("coaching.views.desk.events", broken)
        client = browsers.of(Part.COACH)
        client.raise_request_exception = False
        answer = client.get(reverse("coaching:participant", args=[stay.public_id]), headers=headers)
        assert answer.status_code == 500
        assert not canaries.found(text_of(answer))  # type: ignore[arg-type]  # the test client's is one
        assert "ValueError" in logged.text
        assert not canaries.found(logged.text)

    def test_says_nothing_of_what_the_database_refused(
        self,
        world: World,
        canaries: Canaries,
        browsers: Browsers,
        logged: Logged,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Nor of what was sent in the form."""
        relation = Relation.OWN_PROTECTED
        name = canaries.value(relation, "participants.Person.last_name")

        def broken(**_facts: object) -> None:
            raise IntegrityError(f"Key (last_name)=({name}) already exists.")

        monkeypatch.setattr("participants.views.enrolments.actions.change_person", broken)
        client = browsers.of(Part.COACH)
        client.raise_request_exception = False
        sent = {
            "first_name": canaries.value(relation, "participants.Person.first_name"),
            "last_name": name,
            "birth_date": canaries.value(relation, "participants.Person.birth_date"),
            "gender": "woman",
            "protected_identity": "on",
        }
        address = reverse("participants:change_person", args=[world.enrolment(relation).public_id])
        answer = client.post(address, sent)
        assert answer.status_code == 500
        assert not canaries.found(text_of(answer))  # type: ignore[arg-type]  # the test client's is one
        assert "IntegrityError" in logged.text
        assert not canaries.found(logged.text)
