"""Notes of a case and the drafts that they begin as."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, UnexplainedWrite, User
from coaching.actions.notes import keep_note
from coaching.models import Note, NoteDraft, NoteKind, NoteVersion
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved, shown

TODAY = timezone.localdate()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=TODAY - dt.timedelta(days=60))


def part(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/anteckningar/"


def page(client: Client, enrolment: Enrolment) -> str:
    answer = client.get(part(enrolment))
    assert answer.status_code == 200
    return answer.content.decode()


def of(note: Note) -> str:
    return f"/deltagare/anteckningar/{note.public_id}/"


def autosave(client: Client, enrolment: Enrolment, **written: Any) -> Any:
    """What the page sends by itself while somebody writes, with what it brought along."""
    data = {**shown(client.get(part(enrolment)).context["form"]), "version": 0, **written}
    return client.post(f"{part(enrolment)}utkast/", data, headers=HTMX)


class TestANote:
    def test_is_kept_with_day_kind_and_author_and_stands_newest_first(
        self, coach_client: Client, coach: User, enrolment: Enrolment
    ) -> None:
        yesterday = TODAY - dt.timedelta(days=1)
        saved(coach_client, f"{part(enrolment)}ny/", text="Det senaste", kind="talk")
        saved(coach_client, f"{part(enrolment)}ny/", text="Det förra", day=yesterday)

        newest = Note.objects.first()
        assert newest is not None
        assert (newest.day, newest.kind, newest.author) == (TODAY, NoteKind.TALK, coach)
        text = page(coach_client, enrolment)
        assert text.index("Det senaste") < text.index("Det förra")
        assert list(Note.objects.contacts()) == [newest]

    def test_is_one_when_it_was_sent_twice(self, coach_client: Client, enrolment: Enrolment) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "text": "En gång"}
        for _each in range(2):
            assert coach_client.post(f"{part(enrolment)}ny/", sent).status_code == 302
        assert Note.objects.count() == 1

    def test_of_another_window_is_a_note_of_its_own_when_sent_again(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "text": "Det ena"}
        coach_client.post(f"{part(enrolment)}ny/", sent)
        answer: Any = coach_client.post(f"{part(enrolment)}ny/", {**sent, "text": "Det andra"})
        assert errors(answer)["__all__"]
        assert coach_client.post(f"{part(enrolment)}ny/", shown(answer.context["form"])).status_code == 302
        assert sorted(Note.objects.values_list("text", flat=True)) == ["Det andra", "Det ena"]

    def test_lies_not_ahead(self, coach_client: Client, enrolment: Enrolment) -> None:
        tomorrow = TODAY + dt.timedelta(days=1)
        answer = fill_in(coach_client, f"{part(enrolment)}ny/", text="Sedan", day=tomorrow)
        assert list(errors(answer)) == ["day"]
        assert "Sedan" in answer.content.decode()

    def test_says_something(self, coach_client: Client, enrolment: Enrolment) -> None:
        assert list(errors(fill_in(coach_client, f"{part(enrolment)}ny/", text=" "))) == ["text"]

    def test_is_changed_by_its_author_and_says_what_it_said_before(
        self, coach_client: Client, lead_client: Client, enrolment: Enrolment
    ) -> None:
        note = factories.note(enrolment=enrolment, author=enrolment.coach_assignments.get().coach)
        saved(coach_client, of(note), text="Rättat", kind="other")
        saved(coach_client, of(note), text="Rättat", kind="other")

        former = NoteVersion.objects.get()
        assert (former.text, former.kind) == (note.text, note.kind)
        for client in (coach_client, lead_client):
            text = page(client, enrolment)
            assert "Rättat" in text
            assert note.text in text

    def test_is_its_authors_to_change_and_remove(
        self, coach_client: Client, lead_client: Client, project: Project, enrolment: Enrolment
    ) -> None:
        note = factories.note(enrolment=enrolment, author=factories.coach(project=project))
        assert of(note) not in page(coach_client, enrolment)
        for address in (of(note), f"{of(note)}ta-bort/"):
            assert coach_client.get(address).status_code == 404
            assert coach_client.post(address, {"text": "Mitt", "day": TODAY}).status_code == 404
            assert lead_client.get(address).status_code == 403
        assert (
            "form" not in lead_client.get(part(enrolment)).context
            or not lead_client.get(part(enrolment)).context["form"]
        )

    def test_is_removed_after_asking(self, coach_client: Client, coach: User, enrolment: Enrolment) -> None:
        note = factories.note(enrolment=enrolment, author=coach)
        assert coach_client.get(f"{of(note)}ta-bort/").status_code == 200
        coach_client.post(f"{of(note)}ta-bort/")
        assert not Note.objects.exists()
        assert AuditEvent.objects.filter(action="note.removed", object_id=note.pk).exists()

    def test_of_an_earlier_stay_stands_here_too_and_of_another_project_does_not(
        self, coach_client: Client, coach: User, enrolment: Enrolment
    ) -> None:
        earlier = factories.enrolment(
            project=enrolment.project,
            person=enrolment.person,
            start=dt.date(2025, 1, 1),
            end=dt.date(2025, 6, 1),
        )
        elsewhere = factories.enrolment(
            project=factories.project(organisation=enrolment.project.organisation), person=enrolment.person
        )
        factories.note(enrolment=earlier, author=coach, text="Förra gången")
        factories.note(enrolment=elsewhere, author=coach, text="Någon annanstans")
        text = page(coach_client, enrolment)
        assert "Förra gången" in text
        assert "Någon annanstans" not in text

    def test_out_of_reach_is_not_found(self, coach_client: Client) -> None:
        note = factories.note(enrolment=factories.enrolment())
        for address in (of(note), part(note.enrolment), f"{part(note.enrolment)}ny/"):
            assert coach_client.get(address).status_code == 404

    def test_leaves_no_text_in_the_log(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, f"{part(enrolment)}ny/", text="Hemligheten")
        saved(coach_client, of(Note.objects.get()), text="Hemligheten igen")
        events = AuditEvent.objects.filter(object_label="coaching.Note", kind="change")
        assert [event.action for event in events] == ["note.changed", "note.created"]
        assert events[0].changed == ["text"]
        assert not AuditEvent.objects.filter(reason__icontains="Hemligheten").exists()


class TestADraft:
    def test_saves_itself_and_is_one_event_when_it_is_kept(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        seen, unexplained = AuditEvent.objects.count(), UnexplainedWrite.objects.count()
        form = coach_client.get(part(enrolment)).context["form"]
        sent = shown(form)
        for version, text in enumerate(("Vi", "Vi talade", "Vi talade om praktik")):
            answer = coach_client.post(
                f"{part(enrolment)}utkast/", {**sent, "version": version, "text": text}, headers=HTMX
            )
            assert f'name="version" value="{version + 1}"' in answer.content.decode()
        assert NoteDraft.objects.get().text == "Vi talade om praktik"
        assert AuditEvent.objects.filter(kind="change")[seen:].count() == 0

        kept = {**sent, "text": "Vi talade om praktik"}
        assert coach_client.post(f"{part(enrolment)}ny/", kept).status_code == 302
        assert AuditEvent.objects.filter(kind="change", object_label="coaching.Note").count() == 1
        assert not AuditEvent.objects.filter(object_label="coaching.NoteDraft").exists()
        assert not NoteDraft.objects.exists()
        assert UnexplainedWrite.objects.count() == unexplained

    def test_is_there_again_when_its_author_comes_back_and_for_nobody_else(
        self, coach_client: Client, lead_client: Client, project: Project, enrolment: Enrolment
    ) -> None:
        autosave(coach_client, enrolment, text="Halvvägs", kind="talk")
        for address in (part(enrolment), f"{part(enrolment)}ny/"):
            form = coach_client.get(address).context["form"]
            assert (form["text"].value(), form["kind"].value()) == ("Halvvägs", "talk")
        other = signed_in_client(factories.coach(project=project))
        for client in (other, lead_client):
            assert "Halvvägs" not in page(client, enrolment)

    def test_is_saved_by_a_button_without_script(self, coach_client: Client, enrolment: Enrolment) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "version": 0, "text": "För hand"}
        answer = coach_client.post(f"{part(enrolment)}utkast/", sent)
        assert answer.status_code == 302
        assert NoteDraft.objects.get().text == "För hand"
        coach_client.post(f"{part(enrolment)}utkast/kasta/")
        assert not NoteDraft.objects.exists()

    def test_with_nothing_in_it_is_removed(self, coach_client: Client, enrolment: Enrolment) -> None:
        autosave(coach_client, enrolment, text="Något")
        autosave(coach_client, enrolment, version=1, text=" ")
        assert not NoteDraft.objects.exists()

    def test_is_not_written_over_from_another_window(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        autosave(coach_client, enrolment, text="Det ena fönstret")
        answer = autosave(coach_client, enrolment, version=0, key=str(uuid.uuid4()), text="Det andra")
        assert 'role="alert"' in answer.content.decode()
        assert NoteDraft.objects.get().text == "Det ena fönstret"
        by_hand = {"key": str(uuid.uuid4()), "version": 0, "text": "Det tredje", "day": TODAY, "kind": ""}
        kept: Any = coach_client.post(f"{part(enrolment)}utkast/", by_hand)
        assert "Det tredje" in kept.content.decode()
        assert errors(kept)["__all__"]

    def test_goes_on_saving_itself_after_a_note_was_refused(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        autosave(coach_client, enrolment, text="Halvvägs")
        refused = fill_in(coach_client, f"{part(enrolment)}ny/", version=1, text="", kind="talk")
        assert refused.context["version"] == 1
        answer = autosave(coach_client, enrolment, version=refused.context["version"], text="Längre")
        assert 'role="alert"' not in answer.content.decode()
        assert NoteDraft.objects.get().text == "Längre"

    def test_by_hand_from_an_older_window_is_refused_each_time(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "version": 0}
        for version, text in enumerate(("Det ena", "Det ena fönstret")):
            coach_client.post(f"{part(enrolment)}utkast/", {**sent, "version": version, "text": text})
        older = {**sent, "version": 1, "text": "Det andra"}
        for _time in range(2):
            answer: Any = coach_client.post(f"{part(enrolment)}utkast/", older)
            assert errors(answer)["__all__"]
            older["version"] = answer.context["version"]
        assert NoteDraft.objects.get().text == "Det ena fönstret"

    def test_says_whose_page_it_is_by_a_word_that_tells_nothing(
        self, coach_client: Client, project: Project, enrolment: Enrolment
    ) -> None:
        other = signed_in_client(factories.coach(project=project))
        mine, again, theirs = (
            client.get(f"{part(enrolment)}ny/").context["writer"]
            for client in (coach_client, coach_client, other)
        )
        assert mine == again != theirs
        assert f'data-draft="{mine}"' in page(coach_client, enrolment)

    def test_does_not_come_back_after_it_was_kept(self, coach_client: Client, enrolment: Enrolment) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "text": "Klart"}
        coach_client.post(f"{part(enrolment)}ny/", sent)
        coach_client.post(f"{part(enrolment)}utkast/", {**sent, "version": 0}, headers=HTMX)
        assert not NoteDraft.objects.exists()

    def test_that_is_too_long_says_so(self, coach_client: Client, enrolment: Enrolment) -> None:
        answer = autosave(coach_client, enrolment, text="x" * 20_001)
        assert 'role="alert"' in answer.content.decode()
        assert not NoteDraft.objects.exists()

    def test_of_a_day_that_can_not_be_read_is_saved_without(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        autosave(coach_client, enrolment, text="Utan dag", day="i går", kind="?")
        draft = NoteDraft.objects.get()
        assert (draft.text, draft.day, draft.kind) == ("Utan dag", None, "")

    def test_survives_the_session_that_it_was_written_in(
        self, coach_client: Client, coach: User, enrolment: Enrolment
    ) -> None:
        sent = {**shown(coach_client.get(part(enrolment)).context["form"]), "version": 0, "text": "Före"}
        coach_client.post(f"{part(enrolment)}utkast/", sent, headers=HTMX)
        coach_client.logout()
        lost = coach_client.post(f"{part(enrolment)}utkast/", {**sent, "text": "Efter"}, headers=HTMX)
        # What the script looks for, and then leaves the page as it is.
        assert "HX-Redirect" in lost.headers
        again = signed_in_client(coach)
        assert again.get(part(enrolment)).context["form"]["text"].value() == "Före"
        later = {**sent, "version": 1, "text": "Efter"}
        assert again.post(f"{part(enrolment)}utkast/", later, headers=HTMX).status_code == 200
        assert NoteDraft.objects.get().text == "Efter"


def test_as_many_queries_however_many_notes(coach_client: Client, coach: User, enrolment: Enrolment) -> None:
    counts, there = [], 0
    for wanted in (1, 10, 1000):
        made = Note.objects.bulk_create(
            Note(enrolment=enrolment, author=coach, day=TODAY, text=f"{number}")
            for number in range(wanted - there)
        )
        NoteVersion.objects.bulk_create(
            NoteVersion(note=note, day=TODAY, text="Förut", replaced_at=timezone.now()) for note in made
        )
        there = wanted
        with CaptureQueriesContext(connection) as queries:
            page(coach_client, enrolment)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_a_case_takes_no_note_under_the_key_of_another(coach: User, project: Project) -> None:
    first, second = (factories.enrolment(project=project) for _each in range(2))
    note = factories.note(enrolment=first, author=coach)
    with pytest.raises(Exception, match="public"):
        keep_note(by=coach, enrolment=second, key=note.public_id, on=TODAY, day=TODAY, kind="", text="Nej")
