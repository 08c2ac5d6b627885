"""A CV: its entries and their order, what confirms a skill, and the PDF that the participant keeps."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent, User
from participants.codes import CvEntryKind
from participants.models import CvEntry, Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved
from tests.reporting.tagged_pdf import TaggedPdf

TODAY = timezone.localdate()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    person = factories.person(organisation=project.organisation, first_name="Åsa", last_name="Öberg")
    return factories.enrolment(project=project, coach=coach, person=person, start=days(-60))


@pytest.fixture
def skill(stay: Enrolment) -> CvEntry:
    return factories.cv_entry(enrolment=stay, kind=CvEntryKind.SKILL, text="Kan laga mat åt hundra")


def cv(stay: Enrolment, part: str = "") -> str:
    return f"/deltagare/{stay.public_id}/cv/{part}"


def to(entry: CvEntry, part: str = "") -> str:
    return f"/deltagare/cv/{entry.public_id}/{part}"


def page(client: Client, stay: Enrolment) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client.get(cv(stay)).content.decode()


def order(stay: Enrolment) -> list[str]:
    return list(CvEntry.objects.of_participation(stay).values_list("text", flat=True))


class TestAnEntry:
    @pytest.mark.parametrize(
        ("section", "facts"),
        [
            ("fardighet", {"text": "Truckkort", "details": "A och B", "text_en": "Fork lift"}),
            ("erfarenhet", {"text": "Kock", "place": "Skolköket", "begun": "2009-03", "ended": "2010"}),
            ("utbildning", {"text": "Hotell och restaurang", "place": "Gymnasiet", "begun": "2006"}),
            ("sprak", {"text": "Arabiska", "level": "native"}),
            ("korkort", {"text": "B"}),
        ],
    )
    def test_is_written_in_its_section(
        self, coach_client: Client, stay: Enrolment, section: str, facts: dict[str, str]
    ) -> None:
        saved(coach_client, cv(stay, f"ny/{section}/"), **facts)
        made = CvEntry.objects.get()
        assert {name: getattr(made, name) for name in facts} == facts
        assert facts["text_en" if "text_en" in facts else "text"] in page(coach_client, stay)

    def test_sent_twice_is_one(self, coach_client: Client, stay: Enrolment) -> None:
        key = coach_client.get(cv(stay, "ny/korkort/")).context["form"]["key"].value()
        for _time in (1, 2):
            coach_client.post(cv(stay, "ny/korkort/"), {"text": "B", "key": key})
        assert CvEntry.objects.count() == 1

    def test_is_of_a_section_that_there_is(self, coach_client: Client, stay: Enrolment) -> None:
        assert coach_client.get(cv(stay, "ny/hobby/")).status_code == 404

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"begun": "mars 2009"}, "begun"),
            ({"begun": "2009-13"}, "begun"),
            ({"begun": "2009-03", "ended": "2009-02"}, "ended"),
            ({"begun": "2010", "ended": "2009-12"}, "ended"),
            ({"text": ""}, "text"),
        ],
    )
    def test_lasts_from_a_month_or_year_until_a_later_one(
        self, coach_client: Client, stay: Enrolment, facts: dict[str, Any], field: str
    ) -> None:
        sent = fill_in(coach_client, cv(stay, "ny/erfarenhet/"), **{"text": "Kock", **facts})
        assert list(errors(sent)) == [field]

    def test_is_changed_and_removed(self, coach_client: Client, skill: CvEntry) -> None:
        saved(coach_client, to(skill), text="Kan laga mat åt tusen")
        skill.refresh_from_db()
        assert (skill.text, skill.kind) == ("Kan laga mat åt tusen", "skill")
        assert coach_client.get(to(skill, "ta-bort/")).status_code == 200
        coach_client.post(to(skill, "ta-bort/"))
        assert not CvEntry.objects.exists()

    def test_that_somebody_else_changed_is_not_written_over(
        self, coach_client: Client, skill: CvEntry
    ) -> None:
        form = coach_client.get(to(skill)).context["form"]
        CvEntry.objects.update(text="Kan baka")
        answer = coach_client.post(to(skill), {"text": "Kan steka", "seen": form.seen})
        assert "text" in answer.context["form"].errors
        assert CvEntry.objects.get().text == "Kan baka"

    def test_without_a_kind_can_be_given_one(self, coach_client: Client, stay: Enrolment) -> None:
        imported = factories.cv_entry(enrolment=stay, text="Truckkort")
        assert "Other entries" in page(coach_client, stay)
        saved(coach_client, to(imported), kind="skill")
        assert "Other entries" not in re.findall(r"<h2[^>]*>([^<]*)", page(coach_client, stay))

    def test_of_an_earlier_stay_is_in_the_cv_of_the_next(
        self, coach_client: Client, coach: User, skill: CvEntry
    ) -> None:
        stay = skill.enrolment
        Enrolment.objects.filter(pk=stay.pk).update(end=days(-30))
        again = factories.enrolment(project=stay.project, person=stay.person, coach=coach, start=days(-9))
        assert skill.text in page(coach_client, again)


class TestTheOrder:
    def test_puts_what_began_later_first(self, coach_client: Client, stay: Enrolment) -> None:
        for text, begun in (("Först", "2001"), ("Sist", "2015-01"), ("Mitt", "2009"), ("Okänt", "")):
            saved(coach_client, cv(stay, "ny/erfarenhet/"), text=text, begun=begun)
        assert order(stay) == ["Sist", "Mitt", "Först", "Okänt"]

    def test_is_changed_by_hand(self, coach_client: Client, stay: Enrolment) -> None:
        one, two, _three = (factories.cv_entry(enrolment=stay, kind="language", text=text) for text in "ABC")
        coach_client.post(to(two, "flytta/"), {"way": "up"})
        assert order(stay) == ["B", "A", "C"]
        coach_client.post(to(one, "flytta/"), {"way": "down"})
        assert order(stay) == ["B", "C", "A"]
        coach_client.post(to(one, "flytta/"), {"way": "down"})
        assert order(stay) == ["B", "C", "A"]
        shown = page(coach_client, stay)
        assert (shown.count('value="up"'), shown.count('value="down"')) == (2, 2)

    def test_has_confirmed_skills_first(self, coach_client: Client, skill: CvEntry) -> None:
        later = factories.cv_entry(
            enrolment=skill.enrolment, kind="skill", text="Kan baka", confirmed_on=TODAY, confirmed_by="Eva"
        )
        shown = page(coach_client, skill.enrolment)
        assert shown.index(later.text) < shown.index(skill.text)
        assert 'name="way"' not in shown


class TestConfirming:
    @pytest.fixture
    def placement(self, stay: Enrolment) -> str:
        made = factories.episode(enrolment=stay, kind="work_placement", workplace="Skolköket")
        return f"episode-{made.pk}"

    def test_is_by_a_placement(self, coach_client: Client, skill: CvEntry, placement: str) -> None:
        who = "Eva Kock, köksmästare"
        saved(
            coach_client, to(skill, "bekrafta/"), shown_by=placement, confirmed_by=who, confirmed_on=days(-2)
        )
        skill.refresh_from_db()
        assert (skill.confirmed_by, skill.confirmed_on) == (who, days(-2))
        assert (skill.activity, skill.activity_en) == (
            "Arbetspraktik, Skolköket",
            "Work placement, Skolköket",
        )
        shown = page(coach_client, skill.enrolment)
        assert who in shown
        assert "Work placement, Skolköket" in shown

    def test_is_by_a_session_that_the_person_was_at(self, coach_client: Client, skill: CvEntry) -> None:
        stay = skill.enrolment
        there, elsewhere = (
            factories.session(project=stay.project, held_on=days(-5), title=title)
            for title in ("Matlagning", "Någon annanstans")
        )
        factories.attendance(enrolment=stay, session=there)
        offered = dict(coach_client.get(to(skill, "bekrafta/")).context["form"].fields["shown_by"].choices)
        assert f"session-{elsewhere.pk}" not in offered
        saved(coach_client, to(skill, "bekrafta/"), shown_by=f"session-{there.pk}")
        skill.refresh_from_db()
        assert (skill.activity, skill.confirmed_on) == ("Matlagning", TODAY)

    def test_is_by_what_is_written(self, coach_client: Client, coach: User, skill: CvEntry) -> None:
        saved(coach_client, to(skill, "bekrafta/"), activity="Provjobb på lunchen")
        skill.refresh_from_db()
        assert (skill.activity, skill.activity_en, skill.confirmed_by) == (
            "Provjobb på lunchen",
            "",
            coach.name,
        )

    def test_is_by_one_of_the_two(self, coach_client: Client, skill: CvEntry, placement: str) -> None:
        url = to(skill, "bekrafta/")
        assert list(errors(fill_in(coach_client, url))) == ["activity"]
        assert list(errors(fill_in(coach_client, url, shown_by=placement, activity="Provjobb"))) == [
            "activity"
        ]

    def test_is_not_by_somebody_elses_placement(
        self, coach_client: Client, skill: CvEntry, placement: str
    ) -> None:
        assert placement
        other = factories.episode(enrolment=factories.enrolment(project=skill.enrolment.project))
        sent = fill_in(coach_client, to(skill, "bekrafta/"), shown_by=f"episode-{other.pk}")
        assert "shown_by" in errors(sent)

    @pytest.mark.parametrize(
        ("field", "value"), [("confirmed_by", ""), ("confirmed_on", ""), ("confirmed_on", days(1))]
    )
    def test_has_a_name_and_a_day_not_ahead(
        self, coach_client: Client, skill: CvEntry, field: str, value: Any
    ) -> None:
        sent = fill_in(coach_client, to(skill, "bekrafta/"), activity="Provjobb", **{field: value})
        assert list(errors(sent)) == [field]

    def test_is_corrected_without_losing_its_english(
        self, coach_client: Client, skill: CvEntry, placement: str
    ) -> None:
        saved(coach_client, to(skill, "bekrafta/"), shown_by=placement)
        saved(coach_client, to(skill, "bekrafta/"), confirmed_by="Eva Kock")
        skill.refresh_from_db()
        assert (skill.confirmed_by, skill.activity_en) == ("Eva Kock", "Work placement, Skolköket")

    def test_is_taken_back(self, coach_client: Client, skill: CvEntry) -> None:
        saved(coach_client, to(skill, "bekrafta/"), activity="Provjobb")
        assert coach_client.get(to(skill, "bekrafta/angra/")).status_code == 200
        coach_client.post(to(skill, "bekrafta/angra/"))
        skill.refresh_from_db()
        assert (skill.confirmed_on, skill.confirmed_by, skill.activity) == (None, "", "")
        assert skill.text in page(coach_client, skill.enrolment)


class TestThePage:
    def test_teaches_where_there_is_nothing(
        self, coach_client: Client, lead_client: Client, stay: Enrolment
    ) -> None:
        assert cv(stay, "ny/fardighet/") in page(coach_client, stay)
        assert cv(stay, "ny/") not in page(lead_client, stay)

    def test_takes_as_many_queries_for_1_10_and_1000(self, coach_client: Client, stay: Enrolment) -> None:
        counts = {}
        for number, more in ((1, 1), (10, 9), (200, 190)):  # of each kind: 1 000 in all
            for kind in CvEntryKind.values:
                CvEntry.objects.bulk_create(
                    CvEntry(enrolment=stay, kind=kind, text="Något", confirmed_on=TODAY) for _ in range(more)
                )
            with CaptureQueriesContext(connection) as queries:
                parts = coach_client.get(cv(stay)).context["parts"]
            assert {len(part.rows) for part in parts} == {number}
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts


class TestThePdf:
    @pytest.fixture
    def whole(self, stay: Enrolment) -> Enrolment:
        add = factories.cv_entry
        add(enrolment=stay, kind="experience", text="Kock", place="Skolköket", begun="2009-03", ended="2010")
        add(enrolment=stay, kind="language", text="Arabiska", text_en="Arabic", level="native")
        add(
            enrolment=stay,
            kind="skill",
            text="Kan laga mat åt hundra",
            confirmed_on=dt.date(2026, 3, 2),
            confirmed_by="Eva Kock",
            activity="Arbetspraktik, Skolköket",
            activity_en="Work placement, Skolköket",
        )
        add(enrolment=stay, kind="driving_licence", text="B")
        factories.background(enrolment=stay, birth_country="SO")
        return stay

    def pdf(self, client: Client, stay: Enrolment, **chosen: Any) -> tuple[str, TaggedPdf]:
        answer = fill_in(client, cv(stay, "skriv-ut/"), **chosen)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
        pages = PdfReader(BytesIO(answer.content)).pages
        return " ".join(" ".join(one.extract_text() for one in pages).split()), TaggedPdf(answer.content)

    def test_holds_the_entries_and_what_confirms_them(self, coach_client: Client, whole: Enrolment) -> None:
        text, tagged = self.pdf(coach_client, whole)
        for told in ("Åsa Öberg", whole.project.name, "Kock", "Skolköket", "2009-03 – 2010", "Arabiska", "B"):
            assert told in text
        for told in ("Eva Kock", "2 mars 2026", "Arbetspraktik, Skolköket"):
            assert told in text
        assert not tagged.untagged
        assert [heading.words for heading in tagged.root.find("H1")] == ["Åsa Öberg"]
        assert len(tagged.root.find("H2")) == 4

    def test_is_in_english_where_it_is_written(self, coach_client: Client, whole: Enrolment) -> None:
        text, _tagged = self.pdf(coach_client, whole, language="en")
        for told in ("Skills", "Experience", "Arabic", "Mother tongue", "Work placement, Skolköket"):
            assert told in text
        assert "Confirmed by Eva Kock, 2 March 2026" in text
        assert "Kan laga mat åt hundra" in text

    def test_tells_how_to_reach_the_person_only_as_chosen(
        self, coach_client: Client, whole: Enrolment
    ) -> None:
        reached = {"phone": "070-174 06 35", "mail": "asa@exempel.se"}
        text, _tagged = self.pdf(coach_client, whole, **reached)
        assert all(told in text for told in reached.values())
        text, _tagged = self.pdf(coach_client, whole, name=None)
        assert "Öberg" not in text
        kept = str(list(AuditEvent.objects.values())) + str(list(CvEntry.objects.values()))
        assert not any(told in text + kept for told in reached.values())

    def test_is_neutral_if_chosen(self, coach_client: Client, whole: Enrolment) -> None:
        text, _tagged = self.pdf(coach_client, whole, look="neutral")
        assert whole.project.name not in text

    def test_tells_nothing_else_of_the_person(self, coach_client: Client, whole: Enrolment) -> None:
        number = factories.personal_number(person=whole.person)
        factories.participant_number(project=whole.project, person=whole.person, number="LM-007")
        before, _tagged = self.pdf(coach_client, whole)
        for language in ("sv", "en"):
            text, _tagged = self.pdf(coach_client, whole, language=language)
            person = whole.person
            born = (str(person.birth_date), str(person.get_gender_display()), "Somalia")
            for told in (number.digits, number.digits[-4:], "LM-007", *born):
                assert told not in text
        Enrolment.objects.update(languages="persiska", education_level="3")
        assert self.pdf(coach_client, whole)[0] == before

    def test_names_nobody_with_protected_identity_unasked(
        self, coach_client: Client, whole: Enrolment
    ) -> None:
        whole.person.protected_identity = True
        whole.person.save()
        assert "Öberg" not in self.pdf(coach_client, whole)[0]

    def test_is_logged_as_read(self, coach_client: Client, coach: User, whole: Enrolment) -> None:
        self.pdf(coach_client, whole)
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.actor, event.person_id) == ("read", coach, whole.person_id)

    def test_is_refused_with_a_wrong_address(self, coach_client: Client, whole: Enrolment) -> None:
        assert "mail" in errors(fill_in(coach_client, cv(whole, "skriv-ut/"), mail="asa"))

    def test_is_not_for_a_stranger(self, whole: Enrolment) -> None:
        stranger = signed_in_client(factories.coach(project=factories.project()))
        assert stranger.post(cv(whole, "skriv-ut/"), {"language": "sv", "look": "project"}).status_code == 404
