"""The mapping in sections, left half done or settled; and what a project asks of whom it is for."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from participants.models import (
    EligibilityAnswer,
    EligibilityCondition,
    Enrolment,
    FormerMapping,
    MappingEntry,
    MappingSection,
)
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved, shown

TODAY = timezone.localdate()
READ_QUERIES = 36


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(60))


def part(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/kartlaggning/"


def section(enrolment: Enrolment, code: str = "experience") -> str:
    return f"{part(enrolment)}{code}/"


def states(client: Client, enrolment: Enrolment) -> dict[str, str]:
    sheet = client.get(part(enrolment)).context["sheet"]
    return {section.code: section.state for section in sheet.sections}


def page(client: Client, enrolment: Enrolment) -> str:
    client.cookies["django_language"] = "en"
    return " ".join(client.get(part(enrolment)).content.decode().split())


class TestASection:
    def test_is_left_half_done(self, coach_client: Client, coach: User, enrolment: Enrolment) -> None:
        saved(coach_client, section(enrolment), text="Tio år i kök.")
        entry = MappingEntry.objects.get()
        assert (entry.section, entry.text, entry.state) == ("experience", "Tio år i kök.", "begun")
        assert entry.changed_by == coach
        assert states(coach_client, enrolment)["experience"] == "begun"
        assert states(coach_client, enrolment)["interests"] == "empty"
        assert "Tio år i kök." in page(coach_client, enrolment)

    @pytest.mark.parametrize("state", ["done", "not_relevant"])
    def test_is_settled(self, coach_client: Client, enrolment: Enrolment, state: str) -> None:
        saved(coach_client, section(enrolment), text="Tio år i kök.", state=state)
        assert states(coach_client, enrolment)["experience"] == state
        assert coach_client.get(part(enrolment)).context["sheet"].settled == 1

    def test_is_not_done_without_a_word(self, coach_client: Client, enrolment: Enrolment) -> None:
        assert list(errors(fill_in(coach_client, section(enrolment), state="done"))) == ["text"]
        saved(coach_client, section(enrolment), state="not_relevant")

    def test_is_done_by_what_stands_elsewhere(self, coach_client: Client, enrolment: Enrolment) -> None:
        Enrolment.objects.update(languages="dari, svenska")
        saved(coach_client, section(enrolment, "languages"), state="done")
        assert states(coach_client, enrolment)["languages"] == "done"

    def test_emptied_again_is_empty(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.mapping_entry(enrolment=enrolment)
        saved(coach_client, section(enrolment), text="")
        assert states(coach_client, enrolment)["experience"] == "empty"

    def test_keeps_what_it_said_before(self, coach_client: Client, enrolment: Enrolment) -> None:
        first = factories.user(name="Frida Förra")
        written = timezone.now() - dt.timedelta(days=9)
        factories.mapping_entry(enrolment=enrolment, text="Fem år.", changed_by=first, changed_at=written)
        saved(coach_client, section(enrolment), text="Tio år.", state="done")
        former = FormerMapping.objects.get()
        assert (former.text, former.state, former.changed_by) == ("Fem år.", "begun", first)
        assert former.changed_at == written
        text = page(coach_client, enrolment)
        assert "1 former text" in text
        assert "Fem år." in text
        assert "Frida Förra" in text

    def test_saved_as_it_stands_makes_no_version(self, coach_client: Client, enrolment: Enrolment) -> None:
        entry = factories.mapping_entry(enrolment=enrolment)
        saved(coach_client, section(enrolment))
        assert not FormerMapping.objects.exists()
        assert MappingEntry.objects.get().changed_at == entry.changed_at

    def test_sent_twice_is_one(self, coach_client: Client, enrolment: Enrolment) -> None:
        form = coach_client.get(section(enrolment)).context["form"]
        data = {**shown(form), "text": "Tio år.", "seen": form.seen}
        for _time in (1, 2):
            assert coach_client.post(section(enrolment), data).status_code == 302
        assert MappingEntry.objects.count() == 1
        assert not FormerMapping.objects.exists()

    def test_changed_meanwhile_is_not_written_over(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.mapping_entry(enrolment=enrolment, text="Från början.")
        form = coach_client.get(section(enrolment)).context["form"]
        data = {**shown(form), "text": "Mitt.", "seen": form.seen}
        saved(coach_client, section(enrolment), text="Kollegans.")
        answer: Any = coach_client.post(section(enrolment), data)
        assert "Kollegans." in errors(answer)["text"][0]
        assert MappingEntry.objects.get().text == "Kollegans."

    def test_begun_meanwhile_is_not_written_over(self, coach_client: Client, enrolment: Enrolment) -> None:
        form = coach_client.get(section(enrolment)).context["form"]
        data = {**shown(form), "text": "Mitt.", "seen": form.seen}
        factories.mapping_entry(enrolment=enrolment, text="Kollegans.")
        answer: Any = coach_client.post(section(enrolment), data)
        assert "Kollegans." in errors(answer)["text"][0]

    def test_starts_from_an_earlier_stay(self, coach_client: Client, enrolment: Enrolment) -> None:
        earlier = factories.enrolment(
            project=enrolment.project, person=enrolment.person, start=days_ago(300), end=days_ago(200)
        )
        factories.mapping_entry(enrolment=earlier, text="Då ville hon bli kock.")
        assert states(coach_client, enrolment)["experience"] == "empty"
        assert "Då ville hon bli kock." in page(coach_client, enrolment)
        assert (
            coach_client.get(section(enrolment)).context["form"]["text"].value() == "Då ville hon bli kock."
        )
        saved(coach_client, section(enrolment), text="Nu vill hon bli bagare.")
        assert "Då ville hon bli kock." not in page(coach_client, enrolment)
        assert MappingEntry.objects.get(enrolment=earlier).text == "Då ville hon bli kock."

    def test_is_one_of_ten(self, coach_client: Client, enrolment: Enrolment) -> None:
        assert coach_client.get(section(enrolment, "annat")).status_code == 404
        for code in MappingSection.values:
            assert coach_client.get(section(enrolment, code)).status_code == 200

    def test_is_in_the_log_without_a_word_of_it(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, section(enrolment), text="Hemligheter.")
        event = AuditEvent.objects.get(action="mappingentry.created")
        assert event.person_id == enrolment.person_id
        assert "Hemligheter" not in event.reason

    def test_of_someone_out_of_reach_is_not_found(self, coach_client: Client, project: Project) -> None:
        for stranger in (
            factories.enrolment(),
            factories.enrolment(project=project, protected_identity=True),
        ):
            assert coach_client.get(section(stranger)).status_code == 404
            assert coach_client.get(part(stranger)).status_code == 404

    def test_is_read_by_a_lead_and_written_by_coaches(
        self, lead_client: Client, enrolment: Enrolment
    ) -> None:
        factories.mapping_entry(enrolment=enrolment)
        text = page(lead_client, enrolment)
        assert "Tio år i kök." in text
        assert section(enrolment) not in text
        assert lead_client.get(section(enrolment)).status_code == 403


class TestWhatStandsElsewhere:
    def test_is_shown_with_the_place_where_it_is_changed(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        Enrolment.objects.update(languages="dari", hours_wanted=20, education_level="3")
        text = page(coach_client, enrolment)
        assert "dari" in text
        assert text.count(f"/deltagare/{enrolment.public_id}/inskrivning/") >= 3
        assert {states(coach_client, enrolment)[code] for code in ("languages", "hours", "education")} == {
            "begun"
        }

    def test_is_never_the_sensitive_background_itself(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.background(enrolment=enrolment, birth_country="SO")
        text = page(coach_client, enrolment)
        assert f"/deltagare/{enrolment.public_id}/bakgrund/" in text
        assert "Somal" not in text

    def test_of_background_is_not_even_led_to_for_a_lead(
        self, lead_client: Client, enrolment: Enrolment
    ) -> None:
        assert "/bakgrund/" not in page(lead_client, enrolment)


class TestEligibility:
    @pytest.fixture
    def sfi(self, project: Project) -> EligibilityCondition:
        return factories.condition(project=project, label="Godkänd i SFI C", label_en="Passed SFI C")

    def url(self, enrolment: Enrolment) -> str:
        return f"/deltagare/{enrolment.public_id}/villkor/"

    def state(self, client: Client, enrolment: Enrolment) -> str:
        return str(client.get(part(enrolment)).context["eligibility"].state)

    def answer(
        self, client: Client, enrolment: Enrolment, condition: EligibilityCondition, answer: str
    ) -> Any:
        return saved(client, self.url(enrolment), **{f"answer_{condition.pk}": answer})

    def test_is_unclear_until_every_condition_is_answered(
        self, coach_client: Client, project: Project, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        permit = factories.condition(project=project, label="Permanent uppehållstillstånd")
        assert self.state(coach_client, enrolment) == "unclear"
        self.answer(coach_client, enrolment, sfi, "yes")
        assert self.state(coach_client, enrolment) == "unclear"
        assert "Not clear: Permanent uppehållstillstånd." in page(coach_client, enrolment)
        self.answer(coach_client, enrolment, permit, "yes")
        assert self.state(coach_client, enrolment) == "yes"

    @pytest.mark.parametrize("answer", ["unknown", "declined", "not_asked"])
    def test_is_unclear_by_answers_that_are_neither(
        self, coach_client: Client, enrolment: Enrolment, sfi: EligibilityCondition, answer: str
    ) -> None:
        self.answer(coach_client, enrolment, sfi, answer)
        assert self.state(coach_client, enrolment) == "unclear"

    def test_shows_and_never_refuses_whoever_lacks_one(
        self, coach_client: Client, coach: User, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        note = f"note_{sfi.pk}"
        saved(coach_client, self.url(enrolment), **{f"answer_{sfi.pk}": "no", note: "Läser SFI B"})
        made = EligibilityAnswer.objects.get()
        assert (made.answer, made.note, made.answered_on, made.answered_by) == (
            "no",
            "Läser SFI B",
            TODAY,
            coach,
        )
        assert self.state(coach_client, enrolment) == "no"
        assert "Doesn’t meet every condition" in page(coach_client, enrolment)
        assert coach_client.get(f"/deltagare/{enrolment.public_id}/").status_code == 200

    def test_follows_the_latest_day_and_keeps_the_earlier_answers(
        self, coach_client: Client, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        factories.condition_answer(enrolment=enrolment, condition=sfi, answer="no", answered_on=days_ago(20))
        self.answer(coach_client, enrolment, sfi, "yes")
        assert self.state(coach_client, enrolment) == "yes"
        assert EligibilityAnswer.objects.count() == 2
        assert str(days_ago(20)) in page(coach_client, enrolment)

    def test_answered_again_on_the_same_day_is_corrected(
        self, coach_client: Client, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        self.answer(coach_client, enrolment, sfi, "no")
        self.answer(coach_client, enrolment, sfi, "yes")
        assert EligibilityAnswer.objects.get().answer == "yes"

    def test_what_nobody_changed_is_not_written_again(
        self, coach_client: Client, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        factories.condition_answer(enrolment=enrolment, condition=sfi, answered_on=days_ago(20))
        saved(coach_client, self.url(enrolment))
        assert EligibilityAnswer.objects.get().answered_on == days_ago(20)

    def test_of_an_earlier_day_says_nothing_of_what_was_left_as_it_was(
        self, coach_client: Client, project: Project, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        permit = factories.condition(project=project, label="Permanent uppehållstillstånd")
        factories.condition_answer(enrolment=enrolment, condition=sfi, answered_on=days_ago(5))
        earlier = {f"answer_{permit.pk}": "yes", "answered_on": days_ago(20)}
        saved(coach_client, self.url(enrolment), **earlier)
        made = EligibilityAnswer.objects.order_by("answered_on").values_list("condition", "answered_on")
        assert list(made) == [(permit.pk, days_ago(20)), (sfi.pk, days_ago(5))]

    def test_is_not_answered_for_a_day_ahead(
        self, coach_client: Client, enrolment: Enrolment, sfi: EligibilityCondition
    ) -> None:
        ahead = fill_in(
            coach_client, self.url(enrolment), answered_on=days_ago(-1), **{f"answer_{sfi.pk}": "no"}
        )
        assert list(errors(ahead)) == ["answered_on"]

    def test_asks_what_applied_on_the_first_day(
        self, coach_client: Client, project: Project, enrolment: Enrolment
    ) -> None:
        factories.condition(project=project, label="Nytt", since=days_ago(10))
        factories.condition(project=project, label="Gammalt", since=days_ago(300), until=days_ago(61))
        assert coach_client.get(part(enrolment)).context["eligibility"] is None
        assert coach_client.get(self.url(enrolment)).status_code == 404
        factories.condition(project=project, label="Då", since=days_ago(60), until=days_ago(60))
        lines = coach_client.get(part(enrolment)).context["eligibility"].lines
        assert [line.condition.label for line in lines] == ["Då"]

    def test_of_another_project_is_not_asked(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.condition(project=factories.project())
        assert coach_client.get(part(enrolment)).context["eligibility"] is None

    @pytest.mark.usefixtures("sfi")
    def test_is_written_by_coaches_only(self, lead_client: Client, enrolment: Enrolment) -> None:
        assert lead_client.get(self.url(enrolment)).status_code == 403
        assert self.url(enrolment) not in page(lead_client, enrolment)


class TestConditions:
    def url(self, project: Project, more: str = "") -> str:
        return f"/projekt/{project.public_id}/villkor/{more}"

    def one(self, condition: EligibilityCondition, more: str = "") -> str:
        return f"/projekt/villkor/{condition.public_id}/{more}"

    def test_are_added_for_everybody_who_starts(self, lead_client: Client, project: Project) -> None:
        saved(lead_client, self.url(project, "ny/"), label="Frivilligt", label_en="Voluntary")
        made = EligibilityCondition.objects.get()
        assert (made.label, made.since, made.until, made.position) == ("Frivilligt", project.start, None, 1)
        assert "Frivilligt" in lead_client.get(f"/projekt/{project.public_id}/").content.decode()

    def test_are_put_last(self, lead_client: Client, project: Project) -> None:
        for label in ("Frivilligt", "SFI C"):
            saved(lead_client, self.url(project, "ny/"), label=label)
        asked = lead_client.get(self.url(project)).context["conditions"]
        assert [condition.label for condition in asked] == ["Frivilligt", "SFI C"]

    def test_end_in_order(self, lead_client: Client, project: Project) -> None:
        made = factories.condition(project=project)
        before = project.start - dt.timedelta(days=1)
        assert "until" in errors(fill_in(lead_client, self.one(made), until=before))
        saved(lead_client, self.one(made), until=project.start)
        made.refresh_from_db()
        assert made.until == project.start

    def test_that_are_answered_keep_their_words_and_stay(
        self, lead_client: Client, project: Project, enrolment: Enrolment
    ) -> None:
        made = factories.condition(project=project)
        factories.condition_answer(enrolment=enrolment, condition=made)
        assert "label" in errors(fill_in(lead_client, self.one(made), label="Något annat"))
        saved(lead_client, self.one(made), until=TODAY)
        assert lead_client.post(self.one(made, "ta-bort/")).status_code == 200
        assert EligibilityCondition.objects.filter(pk=made.pk).exists()

    def test_that_nobody_answered_are_removed(self, lead_client: Client, project: Project) -> None:
        made = factories.condition(project=project)
        assert lead_client.get(self.one(made, "ta-bort/")).status_code == 200
        lead_client.post(self.one(made, "ta-bort/"))
        assert not EligibilityCondition.objects.exists()

    def test_are_the_leads_of_the_project(
        self, coach_client: Client, lead_client: Client, project: Project
    ) -> None:
        made = factories.condition(project=project)
        elsewhere = factories.condition(project=factories.project())
        assert coach_client.get(self.url(project)).status_code == 403
        assert coach_client.get(self.one(made)).status_code == 403
        assert lead_client.get(self.one(elsewhere)).status_code == 404
        assert lead_client.get(self.url(elsewhere.project)).status_code == 404


def test_as_many_queries_however_much_is_written(
    coach_client: Client, coach: User, enrolment: Enrolment
) -> None:
    counts = []
    for number in (1, 10):
        for place, code in enumerate(MappingSection.values[:number]):
            entry = MappingEntry.objects.filter(enrolment=enrolment, section=code).first()
            entry = entry or factories.mapping_entry(enrolment=enrolment, section=code, changed_by=coach)
            factories.former_mapping(entry=entry)
            condition = factories.condition(project=enrolment.project)
            factories.condition_answer(
                enrolment=enrolment, condition=condition, answered_on=days_ago(place), answered_by=coach
            )
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(part(enrolment))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= READ_QUERIES


def test_conditions_take_as_many_queries_however_many_there_are(project: Project) -> None:
    client = signed_in_client(factories.lead(project=project))
    counts = []
    for number in (1, 10):
        for _time in range(number):
            factories.condition(project=project)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/projekt/{project.public_id}/villkor/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
