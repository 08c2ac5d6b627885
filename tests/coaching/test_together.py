"""Attendance of those chosen in the list of participants, entered at once."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.models import Absence, Attendance, AttendanceChange, Expected, Session
from participants.models import Enrolment, Person
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

URL = "/deltagare/narvaro/"
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def stays(project: Project, coach: User) -> list[Enrolment]:
    """Three people of a coach."""
    return [
        factories.enrolment(project=project, coach=coach, last_name=name, first_name="")
        for name in ("Ek", "Ål", "Öst")
    ]


def chosen(stays: list[Enrolment]) -> dict[str, Any]:
    return {"chosen": [str(stay.public_id) for stay in stays]}


def opened(client: Client, stays: list[Enrolment]) -> Any:
    """The page about those chosen in the list, as one is led to it."""
    return client.post(URL, chosen(stays), follow=True)


def shown(client: Client, stays: list[Enrolment], **changes: Any) -> dict[str, Any]:
    """What the page sends as it is shown, with the times filled in, and with `changes`."""
    context = opened(client, stays).context
    sent: dict[str, Any] = {}
    for form in context["forms"]:
        sent |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    sent |= {name: context["form"][name].value() or "" for name in context["form"].fields}
    return {**chosen(stays), **sent, "step": "enter", "begins": "09:00", "ends": "11:30", **changes}


def sign_in_after_it_ran_out(
    client: Client, user: User, address: str, *, sent: dict[str, Any] | None = None
) -> None:
    """Leave the session alone for too long and be led away, also when `sent` is sent; then `user` signs in.

    It may be somebody else who does.
    """
    session = client.session
    session["seen_at"] = 0
    session.save()
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.headers["Location"].startswith("/konto/logga-in/")
    strong = signed_in_client(user).session
    client.force_login(user)
    session = client.session
    for key, value in strong.items():
        if key.startswith("account_authentication_methods"):
            session[key] = value
    session.save()


def away(stay: Enrolment, reason: str = "ill") -> dict[str, str]:
    return {f"{stay.public_id}-came": "away", f"{stay.public_id}-reason": reason}


class TestEnteringTogether:
    def test_makes_one_session_at_which_all_were_but_for_those_who_were_late_or_absent(
        self, coach_client: Client, coach: User, stays: list[Enrolment]
    ) -> None:
        one, two, three = stays
        sent = shown(coach_client, stays, **away(two), **{f"{three.public_id}-late": "20"})
        answer = coach_client.post(URL, sent)
        session = Session.objects.get()
        assert answer.headers["Location"] == f"/aktiviteter/{session.public_id}/"
        assert (session.held_on, session.kind, session.held_by) == (TODAY, "job_club", coach)
        entered = {row.enrolment: (row.minutes, row.minutes_late) for row in Attendance.objects.all()}
        assert entered == {one: (150, 0), three: (130, 20)}
        assert Absence.objects.get().enrolment == two
        assert Expected.objects.filter(session=session).count() == 3
        for stay in stays:
            assert AuditEvent.objects.filter(action="expected.created", person_id=stay.person_id).exists()

    def test_sent_twice_is_entered_once(self, coach_client: Client, stays: list[Enrolment]) -> None:
        sent = shown(coach_client, stays)
        first, second = (coach_client.post(URL, sent).headers["Location"] for _time in range(2))
        assert first == second
        assert (Session.objects.count(), AttendanceChange.objects.count()) == (1, 3)

    def test_sent_again_with_another_day_is_another_session(
        self, coach_client: Client, stays: list[Enrolment]
    ) -> None:
        for day in (TODAY, TODAY - DAY):
            coach_client.post(URL, shown(coach_client, stays, key=str(stays[0].public_id), held_on=day))
        assert set(Session.objects.values_list("held_on", flat=True)) == {TODAY, TODAY - DAY}

    def test_at_one_that_is_there_takes_its_time_and_leaves_what_stands(
        self, coach_client: Client, project: Project, stays: list[Enrolment]
    ) -> None:
        one, two, _three = stays
        held = factories.session(project=project, held_on=TODAY, begins=dt.time(9), ends=dt.time(10))
        factories.absence(session=held, enrolment=two)
        sent = shown(coach_client, stays, session=str(held.public_id), begins="", ends="")
        answer = coach_client.post(URL, sent).context
        assert Session.objects.get() == held
        assert Attendance.objects.get(enrolment=one).minutes == 60
        assert not Attendance.objects.filter(enrolment=two).exists()
        both = {row["line"].enrolment: (row["yours"], row["line"].mark) for row in answer["rows"]}
        assert (both[one][0], both[two][0].minutes, both[two][1].absent) == (None, 60, True)

    def test_of_people_in_two_projects_asks_which_first(
        self, coach: User, project: Project, stays: list[Enrolment]
    ) -> None:
        elsewhere = factories.project(organisation=project.organisation)
        factories.membership(project=elsewhere, user=coach)
        everybody = [*stays, factories.enrolment(project=elsewhere, coach=coach)]
        client = signed_in_client(coach)
        page = opened(client, everybody)
        assert dict(page.context["projects"]) == {project: 3, elsewhere: 1}
        address = page.redirect_chain[0][0]
        page = client.get(f"{address}&projekt={project.public_id}")
        assert [line.line.enrolment for line in page.context["forms"]] == stays

    def test_of_people_in_two_projects_leads_to_the_others_next(
        self, coach: User, project: Project, stays: list[Enrolment]
    ) -> None:
        elsewhere = factories.project(organisation=project.organisation)
        factories.membership(project=elsewhere, user=coach)
        other = factories.enrolment(project=elsewhere, coach=coach)
        client = signed_in_client(coach)
        address = opened(client, [*stays, other]).redirect_chain[0][0]
        saved = client.post(address, shown(client, stays), follow=True)
        assert f'href="{address}"' in saved.content.decode()
        page = client.get(address)
        assert [line.line.enrolment for line in page.context["forms"]] == [other]
        client.post(address, shown(client, [other]))
        assert client.get(address).context["gone"]

    def test_leaves_out_whoever_is_not_answered_for(
        self, coach_client: Client, stays: list[Enrolment]
    ) -> None:
        sent = shown(coach_client, stays, **{f"{stays[0].public_id}-came": "open"})
        coach_client.post(URL, sent)
        assert {row.enrolment for row in Attendance.objects.all()} == set(stays[1:])
        assert not Expected.objects.filter(enrolment=stays[0]).exists()


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"begins": "", "ends": ""}, "begins"),
            ({"ends": "08:00"}, "ends"),
            ({"held_on": ""}, "held_on"),
            ({"held_on": TODAY + DAY}, "held_on"),
            ({"kind": "x"}, "kind"),
            ({"session": "x"}, "session"),
        ],
    )
    def test_is_said_and_nothing_is_entered_nor_lost(
        self, coach_client: Client, stays: list[Enrolment], changes: dict[str, Any], field: str
    ) -> None:
        sent = shown(coach_client, stays, **away(stays[1], "care"), **changes)
        context = coach_client.post(URL, sent).context
        assert field in context["form"].errors
        assert not Session.objects.exists()
        lines = {line.line.enrolment: line for line in context["forms"]}
        assert (lines[stays[1]]["came"].value(), lines[stays[1]]["reason"].value()) == ("away", "care")
        assert context["form"]["key"].value() == sent["key"]

    def test_is_a_second_one_of_the_kind_that_day_without_a_title(
        self, coach_client: Client, project: Project, stays: list[Enrolment]
    ) -> None:
        long_ago = TODAY - 40 * DAY
        held = factories.session(project=project, held_on=long_ago, kind="job_club", title="Grupp A")
        Enrolment.objects.update(start=TODAY - 50 * DAY)
        sent = shown(coach_client, stays, held_on=long_ago)
        form = coach_client.post(URL, sent).context["form"]
        assert "session" in form.errors
        assert str(held.public_id) in [code for code, _label in form.fields["session"].choices]
        coach_client.post(URL, {**sent, "title": "Grupp B"})
        assert set(Attendance.objects.values_list("session__title", flat=True)) == {"Grupp B"}

    def test_is_said_of_somebody_who_was_not_in_the_project_that_day_by_name(
        self, coach_client: Client, coach: User, project: Project, stays: list[Enrolment]
    ) -> None:
        new = factories.enrolment(project=project, coach=coach, start=TODAY)
        sent = shown(coach_client, [*stays, new], held_on=TODAY - DAY)
        context = coach_client.post(URL, sent).context
        assert [line.line.enrolment for line in context["broken"]] == [new]
        assert not Session.objects.exists()

    def test_is_that_nobody_is_answered_for(self, coach_client: Client, stays: list[Enrolment]) -> None:
        sent = shown(coach_client, stays, **{f"{stay.public_id}-came": "open" for stay in stays})
        assert coach_client.post(URL, sent).context["form"].non_field_errors()
        assert not Session.objects.exists()


class TestThePage:
    def test_is_reached_from_the_list_and_takes_all_on_the_page(
        self, coach_client: Client, stays: list[Enrolment]
    ) -> None:
        assert f'formaction="{URL}"' in coach_client.get("/deltagare/").content.decode()
        everybody = {"on_page": chosen(stays)["chosen"], "everybody": "1"}
        page = coach_client.post(URL, everybody, follow=True)
        assert [line.line.enrolment for line in page.context["forms"]] == stays

    def test_without_anybody_says_what_to_do_and_not_how_everybody_stands(self, coach_client: Client) -> None:
        page = coach_client.get(URL).content.decode()
        assert 'class="empty"' in page
        assert 'class="lead"' not in page

    def test_can_be_opened_again_also_after_the_session_ran_out_by_the_one_who_chose(
        self, coach_client: Client, coach: User, project: Project, stays: list[Enrolment]
    ) -> None:
        address = opened(coach_client, stays).redirect_chain[0][0]
        assert len(coach_client.get(address).context["forms"]) == 3
        sign_in_after_it_ran_out(coach_client, coach, address)
        assert len(coach_client.get(address).context["forms"]) == 3
        assert signed_in_client(coach).get(address).context["gone"]
        sign_in_after_it_ran_out(coach_client, factories.coach(project=project), address)
        assert coach_client.get(address).context["gone"]

    def test_has_what_was_marked_when_the_session_ran_out_and_saves_it_when_asked(
        self, coach_client: Client, coach: User, stays: list[Enrolment]
    ) -> None:
        sent = shown(coach_client, stays, **away(stays[1], "care"), title="Grupp A")
        address = opened(coach_client, stays).redirect_chain[0][0]
        sign_in_after_it_ran_out(coach_client, coach, address, sent=sent)
        page = coach_client.get(address)
        lines = {line.line.enrolment: line for line in page.context["forms"]}
        assert (lines[stays[1]]["came"].value(), lines[stays[1]]["reason"].value()) == ("away", "care")
        assert [page.context["form"][name].value() for name in ("title", "key")] == ["Grupp A", sent["key"]]
        assert not page.context["broken"]
        assert 'class="lead"' not in page.content.decode()
        assert not Session.objects.exists()
        coach_client.post(address, sent)
        assert Absence.objects.get().enrolment == stays[1]
        assert coach_client.get(address).context["gone"]

    def test_gives_what_was_marked_to_nobody_else(
        self, coach_client: Client, project: Project, stays: list[Enrolment]
    ) -> None:
        sent = shown(coach_client, stays)
        address = opened(coach_client, stays).redirect_chain[0][0]
        sign_in_after_it_ran_out(coach_client, factories.coach(project=project), address, sent=sent)
        assert coach_client.get(address).context["gone"]

    def test_says_whether_what_is_sent_too_late_is_kept(
        self, coach_client: Client, stays: list[Enrolment]
    ) -> None:
        coach_client.cookies["django_language"] = "en"
        address = opened(coach_client, stays).redirect_chain[0][0]
        for path, told in ((address, "stands on the page again"), (URL, "go back in the browser")):
            stranger = Client()
            stranger.cookies["django_language"] = "en"
            session = stranger.session
            session["left_over"] = coach_client.session["left_over"]
            session.save()
            answer = stranger.post(path, {"step": "enter", "title": "Grupp A"}, follow=True)
            assert told in answer.content.decode()

    def test_keeps_the_latest_few_choices(self, coach_client: Client, stays: list[Enrolment]) -> None:
        first, *_others, last = [opened(coach_client, stays[:1]).redirect_chain[0][0] for _time in range(5)]
        assert coach_client.get(first).context["gone"]
        assert not coach_client.get(last).context["gone"]

    def test_keeps_those_out_of_reach_to_itself_and_says_that_they_are(
        self, coach_client: Client, project: Project, stays: list[Enrolment]
    ) -> None:
        hidden = factories.enrolment(project=project, protected_identity=True)
        page = opened(coach_client, [*stays, hidden])
        assert page.context["missing"]
        assert hidden.person.last_name not in page.content.decode()
        coach_client.post(URL, {**shown(coach_client, stays), **chosen([*stays, hidden])})
        assert not Expected.objects.filter(enrolment=hidden).exists()

    def test_is_not_for_leads(self, project: Project) -> None:
        assert signed_in_client(factories.lead(project=project)).get(URL).status_code == 403

    def test_takes_as_many_queries_for_1_10_and_500(self, coach_client: Client, project: Project) -> None:
        counts = []
        for number in (1, 10, 500):
            people = Person.objects.bulk_create(
                Person(organisation=project.organisation, last_name="N") for _ in range(number)
            )
            rows = Enrolment.objects.bulk_create(
                Enrolment(project=project, person=one, start=TODAY) for one in people
            )
            with CaptureQueriesContext(connection) as queries:
                page = opened(coach_client, rows)
            assert len(page.context["forms"]) == number
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2]
