"""The quick log: who, what, how long; once, and never over what somebody else has entered."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from coaching.models import Attendance, AttendanceChange, Note, Session
from exchange.workbook.stored import attendance as told_to_the_workbook
from participants.models import CoachAssignment, Enrolment
from projects.models import Project
from tests import factories
from tests.coaching.test_sessions import many
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
LOG, FIND = "/logga/", "/logga/sok/"


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, first_name="Zoé", last_name="Öberg")


def sent(stay: Enrolment, **changes: object) -> dict[str, object]:
    usual = {
        "key": uuid.uuid4(),
        "back": "",
        "who": stay.public_id,
        "kind": "talk",
        "minutes": "30",
        "own_minutes": "",
        "held_on": TODAY.isoformat(),
    }
    return {**usual, **changes}


def names(client: Client, text: str) -> list[str]:
    people = client.post(FIND, {"q": text}).context["people"]
    return [one["stay"].person.listed_name for one in people]


class TestLogging:
    def test_makes_the_session_and_the_time(self, coach_client: Client, coach: User, stay: Enrolment) -> None:
        assert coach_client.post(LOG, sent(stay)).status_code == 302
        row = Attendance.objects.get()
        assert (row.enrolment, row.minutes) == (stay, 30)
        assert (row.session.kind, row.session.held_on, row.session.title) == ("talk", TODAY, "")
        assert AttendanceChange.objects.get().changed_by == coach

    def test_own_minutes_outdo_the_usual_ones(self, coach_client: Client, stay: Enrolment) -> None:
        coach_client.post(LOG, sent(stay, own_minutes="1:10"))
        assert Attendance.objects.get().minutes == 70

    def test_twice_the_same_form_is_once(self, coach_client: Client, stay: Enrolment) -> None:
        form = sent(stay)
        for _time in range(2):
            assert coach_client.post(LOG, form).status_code == 302
        assert Attendance.objects.get().minutes == 30

    def test_keeps_what_was_said_as_a_note(self, coach_client: Client, coach: User, stay: Enrolment) -> None:
        form = sent(stay, note="Ringer chefen på torsdag.")
        for _time in range(2):
            coach_client.post(LOG, form)
        note = Note.objects.get()
        assert (note.enrolment, note.author, note.day, note.text) == (stay, coach, TODAY, form["note"])

    def test_a_second_talk_that_day_asks_and_is_added(self, coach_client: Client, stay: Enrolment) -> None:
        coach_client.post(LOG, sent(stay))
        again = sent(stay, minutes="45")
        answer = coach_client.post(LOG, again)
        token = answer.context["entered"].mark.token
        assert Attendance.objects.get().minutes == 30
        assert f'value="{token}"' in answer.content.decode()
        for _time in range(2):
            coach_client.post(LOG, {**again, "add_to": token})
        assert Attendance.objects.get().minutes == 75
        assert AttendanceChange.objects.count() == 2

    def test_talks_of_a_day_share_a_session_as_in_a_workbook(
        self, coach_client: Client, coach: User, project: Project, stay: Enrolment
    ) -> None:
        other = factories.enrolment(project=project, coach=coach)
        for one in (stay, other):
            factories.participant_number(project=project, person=one.person, number=f"D{one.pk}")
            coach_client.post(LOG, sent(one))
        assert Session.objects.get().attendance.count() == 2
        numbers = {one.person_id: f"D{one.pk}" for one in (stay, other)}
        told = sorted(told_to_the_workbook(project, numbers))
        assert told == sorted((f"D{one.pk}", (TODAY, "talk", ""), 30) for one in (stay, other))

    def test_an_activity_that_is_planned_that_day_is_that_one(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        planned = factories.session(project=project, held_on=TODAY, kind="job_club", title="Skriva CV")
        coach_client.post(LOG, sent(stay, kind="job_club"))
        assert Session.objects.get() == planned
        assert planned.attendance.get().enrolment == stay

    def test_of_several_it_is_the_one_they_are_invited_to(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        for title in "AB":
            factories.session(project=project, held_on=TODAY, kind="job_club", title=f"Jobbklubb {title}")
        theirs = Session.objects.get(title="Jobbklubb B")
        factories.expected(enrolment=stay, session=theirs)
        answer = coach_client.post(LOG, sent(stay, kind="job_club"), follow=True)
        assert Attendance.objects.get().session == theirs
        assert Session.objects.count() == 2
        assert "Jobbklubb B" in str(next(iter(answer.context["messages"])))

    def test_another_activity_is_not_a_titled_one(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        factories.session(project=project, held_on=TODAY, kind="other", title="Julbord")
        coach_client.post(LOG, sent(stay, kind="other"))
        assert Attendance.objects.get().session.title == ""

    def test_an_absence_is_shown_first(self, coach_client: Client, project: Project, stay: Enrolment) -> None:
        talk = factories.session(project=project, held_on=TODAY, kind="talk", title="")
        factories.absence(enrolment=stay, session=talk)
        assert coach_client.post(LOG, sent(stay)).context["entered"].mark.absent
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"who": ""}, "who"),
            ({"minutes": ""}, "minutes"),
            ({"own_minutes": "x"}, "own_minutes"),
            ({"held_on": TODAY + DAY}, "held_on"),
            ({"held_on": dt.date(2024, 1, 2)}, "held_on"),
            ({"kind": "x"}, "kind"),
        ],
    )
    def test_says_what_is_wrong(
        self, coach_client: Client, stay: Enrolment, changes: dict[str, object], field: str
    ) -> None:
        assert field in coach_client.post(LOG, sent(stay, **changes)).context["form"].errors
        assert not Session.objects.exists()

    def test_leads_back_within_the_site_only(self, coach_client: Client, stay: Enrolment) -> None:
        page = f"/deltagare/{stay.public_id}/"
        form = coach_client.get(LOG, headers={"Referer": f"http://testserver{page}"}).context["form"]
        assert form["back"].value() == page
        assert (
            coach_client.get(LOG, headers={"Referer": "https://ont.example/"}).context["form"]["back"].value()
            == ""
        )
        assert coach_client.post(LOG, sent(stay, back=page)).headers["Location"] == page
        tomorrow = sent(stay, back="//ont.example/", kind="seminar")
        assert coach_client.post(LOG, tomorrow).headers["Location"] == LOG


class TestInTheDialog:
    def post(self, client: Client, data: dict[str, object], **headers: str) -> Any:
        return client.post(LOG, data, headers={"HX-Request": "true", "HX-Target": "log-dialog", **headers})

    def test_over_a_page_that_must_stay_says_so_beside_it_once(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        done = self.post(coach_client, sent(stay), **{"X-Page-Stays": "1"})
        assert (done.status_code, done.headers["HX-Retarget"]) == (200, "#logged")
        assert done.headers["HX-Trigger-After-Swap"] == '{"logged-beside": {}}'
        assert "message-success" in done.content.decode()
        assert not coach_client.get("/idag/").context["messages"]

    def test_leads_to_what_stands_in_a_new_tab(self, coach_client: Client, stay: Enrolment) -> None:
        self.post(coach_client, sent(stay))
        assert 'target="_blank"' in self.post(coach_client, sent(stay)).content.decode()

    def test_is_the_form_alone_and_stays_until_it_can_be_logged(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        wrong = self.post(coach_client, sent(stay, minutes="", note="Vi talade om köket.")).content.decode()
        assert 'class="error-summary"' in wrong
        assert "Vi talade om köket." in wrong
        assert "<main" not in wrong
        done = self.post(coach_client, sent(stay))
        assert (done.status_code, done.headers["HX-Trigger"]) == (204, '{"logged": {}}')
        assert Attendance.objects.get().minutes == 30


class TestWho:
    def test_is_filled_in_from_the_participants_page(self, coach_client: Client, stay: Enrolment) -> None:
        page = coach_client.get(f"/deltagare/{stay.public_id}/").content.decode()
        assert f'href="{LOG}?deltagare={stay.public_id}"' in page
        answer = coach_client.get(f"{LOG}?deltagare={stay.public_id}")
        assert answer.context["form"]["who"].value() == str(stay.public_id)

    def test_is_found_by_a_few_letters_without_accents(self, coach_client: Client, stay: Enrolment) -> None:
        assert names(coach_client, "zoe") == [stay.person.listed_name]
        assert names(coach_client, "ÖB") == [stay.person.listed_name]
        assert names(coach_client, "xyz") == []

    def test_is_ones_own_first_and_eight_at_most(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        many(project, 12)
        found = names(coach_client, "")
        assert (len(found), found[0]) == (8, stay.person.listed_name)

    def test_is_nobody_whom_the_user_may_not_know_of(self, coach_client: Client, project: Project) -> None:
        other = factories.coach(project=project)
        hidden = factories.enrolment(
            project=project, coach=other, last_name="Hemlig", protected_identity=True
        )
        assert names(coach_client, "hemlig") == []
        assert len(names(signed_in_client(other), "hemlig")) == 1
        assert "who" in coach_client.post(LOG, sent(hidden)).context["form"].errors
        assert not Attendance.objects.exists()

    def test_is_searched_for_without_script_too(self, coach_client: Client, stay: Enrolment) -> None:
        form = coach_client.post(LOG, {"find": "1", "q": "zoe", "back": "/idag/"}).context["form"]
        assert (form["who"].value(), form["back"].value()) == (str(stay.public_id), "/idag/")
        assert not form.errors

    def test_searched_for_without_script_leaves_what_is_written(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        written = sent(stay, who="", q="zoe", searched="", note="Vi talade.", own_minutes="1:10")
        for button in ({"find": "1"}, {}):
            answer = coach_client.post(LOG, {**written, **button})
            form = answer.context["form"]
            assert (form["note"].value(), form["own_minutes"].value()) == ("Vi talade.", "1:10")
            assert form["who"].value() == str(stay.public_id)
            assert 'name="searched" value="zoe"' in answer.content.decode()
        assert not Attendance.objects.exists()

    def test_in_a_search_is_posted(self, coach_client: Client) -> None:
        assert coach_client.get(FIND, {"q": "zoe"}).status_code == 405


def test_is_for_those_who_write(lead_client: Client) -> None:
    assert lead_client.get(LOG).status_code == 403
    assert LOG not in lead_client.get("/deltagare/").content.decode()


def test_as_many_queries_for_1_10_and_1000(coach_client: Client, coach: User, project: Project) -> None:
    counts = {}
    for number, more in ((1, 1), (10, 9), (1000, 990)):
        CoachAssignment.objects.bulk_create(
            CoachAssignment(enrolment=stay, coach=coach, start=stay.start) for stay in many(project, more)
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(coach_client.get(LOG).context["people"]) == min(number, 8)
        counts[number] = len(queries)
    assert len(set(counts.values())) == 1, counts
