"""Sessions and series: planned, changed, taken away; the week; the sheet to sign."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.models import AuditEvent, Kind, User
from coaching.actions import activities
from coaching.actions.attendance import Entry, enter_attendance
from coaching.marks import NOTHING, Mark
from coaching.models import AttendanceChange, Expected, Series, Session
from coaching.promises import PromiseKind, open_promises
from participants.models import Enrolment, Person
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
MONDAY = TODAY - TODAY.weekday() * DAY
NINE, ELEVEN = dt.time(9), dt.time(11, 30)


def facts(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "title": "",
        "kind": "job_club",
        "begins": NINE,
        "ends": ELEVEN,
        "place": "Torget",
        "held_by": None,
    }
    return {**usual, **changes}


def planned(by: User, project: Project, expected: tuple[Enrolment, ...] = (), **changes: Any) -> Series:
    days = {
        "weekdays": [1, 3],
        "every_weeks": 1,
        "starts_on": MONDAY + WEEK,
        "ends_on": MONDAY + 3 * WEEK - DAY,
    }
    key = uuid.uuid4()
    return activities.plan_series(
        by=by, project=project, key=key, expected=expected, **facts(**{**days, **changes})
    )


def change(by: User, series: Series, on: dt.date = TODAY, **changes: Any) -> None:
    kept = (
        "weekdays",
        "every_weeks",
        "starts_on",
        "ends_on",
        "title",
        "kind",
        "begins",
        "ends",
        "place",
        "held_by",
    )
    now = {name: getattr(series, name) for name in kept}
    activities.change_series(by=by, series=series, on=on, **{**now, **changes})


def held_on(series: Series) -> list[dt.date]:
    return sorted(series.sessions.values_list("held_on", flat=True))


class TestASeries:
    def test_makes_its_sessions(self, coach: User, project: Project) -> None:
        series = planned(coach, project)
        first = MONDAY + WEEK
        assert held_on(series) == [first, first + 2 * DAY, first + WEEK, first + WEEK + 2 * DAY]
        session = series.sessions.earliest("held_on")
        assert (session.kind, session.hours_of_day, session.place) == ("job_club", "09:00–11:30", "Torget")
        assert session.planned_minutes == 150

    def test_every_other_week_counts_from_the_first_days_week(self, coach: User, project: Project) -> None:
        series = planned(
            coach,
            project,
            weekdays=[1, 5],
            every_weeks=2,
            starts_on=MONDAY + 2 * DAY,
            ends_on=MONDAY + 3 * WEEK,
        )
        friday = MONDAY + 4 * DAY
        assert held_on(series) == [friday, MONDAY + 2 * WEEK, friday + 2 * WEEK]

    def test_sent_twice_is_one(self, coach: User, project: Project) -> None:
        key = uuid.uuid4()
        days = {"weekdays": [1], "every_weeks": 1, "starts_on": MONDAY, "ends_on": MONDAY + WEEK}
        for _time in range(2):
            activities.plan_series(by=coach, project=project, key=key, **facts(**days))
        assert (Series.objects.count(), Session.objects.count()) == (1, 2)

    def test_invites_to_each_session_of_days_in_the_project(self, coach: User, project: Project) -> None:
        stays = factories.enrolment(project=project), factories.enrolment(project=project, end=MONDAY + WEEK)
        series = planned(coach, project, stays)
        there = [session.expected.count() for session in series.sessions.order_by("held_on")]
        assert there == [2, 1, 1, 1]

    def test_leaves_out_days_that_have_such_a_session(self, coach: User, project: Project) -> None:
        taken = factories.session(project=project, held_on=MONDAY + WEEK, kind="job_club", title="")
        series = planned(coach, project)
        assert len(held_on(series)) == 3
        taken.refresh_from_db()
        assert taken.series is None

    def test_changed_changes_what_is_to_come_and_has_nothing_entered(
        self, coach: User, project: Project
    ) -> None:
        series = planned(coach, project, starts_on=MONDAY - WEEK, ends_on=MONDAY + 2 * WEEK)
        stay = factories.enrolment(project=project)
        past = series.sessions.get(held_on=MONDAY - WEEK)
        entered = series.sessions.get(held_on=MONDAY + WEEK)
        factories.attendance(enrolment=stay, session=entered)

        change(coach, series, place="Biblioteket", weekdays=[2])
        past.refresh_from_db()
        entered.refresh_from_db()
        assert (past.place, entered.place) == ("Torget", "Torget")
        ahead = series.sessions.filter(held_on__gt=TODAY).exclude(pk=entered.pk)
        assert {(one.place, one.held_on.isoweekday()) for one in ahead} == {("Biblioteket", 2)}

    def test_changed_invites_and_takes_back(self, coach: User, project: Project) -> None:
        stay, new, unseen = (factories.enrolment(project=project) for _number in range(3))
        series = planned(coach, project, (stay, unseen))
        change(coach, series, expected=[new], among={stay.pk, new.pk})
        invited = set(Expected.objects.values_list("enrolment", flat=True))
        assert invited == {new.pk, unseen.pk}
        assert set(series.expected.values_list("enrolment", flat=True)) == {new.pk, unseen.pk}

    def test_changed_leaves_what_was_changed_at_a_single_session(self, coach: User, project: Project) -> None:
        stay, new = factories.enrolment(project=project), factories.enrolment(project=project)
        series = planned(coach, project, (stay,))
        removed, moved, elsewhere, _usual = series.sessions.order_by("held_on")
        activities.remove_session(by=coach, session=removed)
        day = moved.held_on + DAY
        activities.change_session(by=coach, session=moved, held_on=day, **facts())
        own = facts(begins=dt.time(8), ends=NINE, place="Annexet")
        activities.change_session(by=coach, session=elsewhere, held_on=elsewhere.held_on, **own)

        change(coach, series, expected=[stay, new], among={stay.pk})
        assert held_on(series) == [day, elsewhere.held_on, elsewhere.held_on + 2 * DAY]
        elsewhere.refresh_from_db()
        assert (elsewhere.place, elsewhere.begins) == ("Annexet", dt.time(8))
        assert [one.expected.count() for one in series.sessions.all()] == [2, 2, 2]

        # One time alone would end before it begins there.
        change(coach, series, begins=dt.time(10))
        elsewhere.refresh_from_db()
        assert (elsewhere.place, elsewhere.begins, elsewhere.ends) == ("Annexet", dt.time(10), ELEVEN)

    def test_changed_and_ended_leaves_todays_session(self, coach: User, project: Project) -> None:
        series = planned(coach, project, weekdays=[1, 2, 3, 4, 5, 6, 7], starts_on=TODAY)
        tomorrow = TODAY + DAY
        change(coach, series, weekdays=[tomorrow.isoweekday()])
        assert held_on(series)[:2] == [TODAY, tomorrow]
        activities.end_series(by=coach, series=series, on=TODAY)
        assert Session.objects.get().held_on == TODAY

    def test_changed_on_a_page_leaves_whom_a_colleague_invited_meanwhile(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay, later = (factories.enrolment(project=project, coach=coach) for _number in range(2))
        others = factories.enrolment(project=project)
        series = planned(coach, project, (stay, later))
        page = f"/aktiviteter/serie/{series.public_id}/"
        form = coach_client.get(page).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        assert sorted(sent["offered"]) == sorted(str(one.public_id) for one in (stay, later))
        change(factories.coach(project=project), series, expected=[others], among={others.pk})

        answer = coach_client.post(page, sent | {"expected": [str(later.public_id)]})
        assert answer.status_code == 302
        invited = set(series.expected.values_list("enrolment", flat=True))
        assert invited == {later.pk, others.pk}

    def test_says_in_the_log_whose_invitations_are_taken_back(self, coach: User, project: Project) -> None:
        stay, kept = factories.enrolment(project=project), factories.enrolment(project=project)
        series = planned(coach, project, (stay, kept))
        change(coach, series, expected=[], among={stay.pk})
        gone = AuditEvent.objects.filter(action="expected.removed")
        assert [event.person_id for event in gone] == [stay.person_id] * 4
        activities.end_series(by=coach, series=series, on=TODAY)
        assert gone.filter(person_id=kept.person_id).count() == 4

    def test_ended_keeps_what_was_held(self, coach: User, project: Project) -> None:
        series = planned(coach, project, starts_on=MONDAY - WEEK)
        stay = factories.enrolment(project=project)
        factories.attendance(enrolment=stay, session=series.sessions.get(held_on=MONDAY + WEEK))
        activities.end_series(by=coach, series=series, on=TODAY)
        left = set(Session.objects.values_list("held_on", flat=True))
        assert MONDAY + WEEK in left
        assert not {day for day in left if day > TODAY} - {MONDAY + WEEK}

    def test_lasts_two_years_at_most(self, coach: User, project: Project) -> None:
        with pytest.raises(ValidationError):
            planned(coach, project, ends_on=MONDAY + 150 * WEEK)
        assert not Session.objects.exists()


class TestASession:
    def test_is_planned_on_a_page(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = factories.enrolment(project=project, coach=coach)
        page = f"/aktiviteter/ny/{project.public_id}/"
        form = coach_client.get(page).context["form"]
        sent = {
            "key": form["key"].value(),
            "kind": "seminar",
            "held_on": TODAY.isoformat(),
            "begins": "13:00",
            "ends": "14:30",
            "place": "Sal 2",
            "held_by": coach.pk,
            "expected": [str(stay.public_id)],
        }
        for _time in range(2):
            assert coach_client.post(page, sent).status_code == 302
        session = Session.objects.get()
        assert (session.planned_minutes, session.held_by) == (90, coach)
        assert [row.enrolment for row in session.expected.all()] == [stay]

    def test_that_ends_before_it_begins_is_refused(self, coach_client: Client, project: Project) -> None:
        page = f"/aktiviteter/ny/{project.public_id}/"
        key = coach_client.get(page).context["form"]["key"].value()
        sent = {"key": key, "kind": "seminar", "held_on": TODAY, "begins": "13:00", "ends": "12:00"}
        assert "ends" in coach_client.post(page, sent).context["form"].errors
        assert not Session.objects.exists()

    def test_of_the_same_name_on_the_day_says_what_to_do(self, coach: User, project: Project) -> None:
        factories.session(project=project, held_on=TODAY, title="")
        with translation.override("en"):
            with pytest.raises(ValidationError) as caught:
                activities.plan_session(by=coach, project=project, key=uuid.uuid4(), held_on=TODAY, **facts())
            assert "title" in caught.value.messages[0]

    def test_keeps_its_day_when_something_is_entered(self, coach: User, project: Project) -> None:
        session = factories.session(project=project, held_on=TODAY)
        factories.absence(enrolment=factories.enrolment(project=project), session=session)
        with pytest.raises(ValidationError):
            activities.change_session(by=coach, session=session, held_on=TODAY - DAY, **facts())
        with pytest.raises(ValidationError):
            activities.remove_session(by=coach, session=session)
        assert Session.objects.get().held_on == TODAY

    def test_without_anything_entered_is_removed(self, coach_client: Client, project: Project) -> None:
        session = factories.session(project=project, held_on=TODAY)
        factories.expected(enrolment=factories.enrolment(project=project), session=session)
        coach_client.post(f"/aktiviteter/{session.public_id}/ta-bort/")
        assert not Session.objects.exists()

    def test_with_a_history_of_entries_is_not_removed(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=TODAY)
        stay = factories.enrolment(project=project)
        for wanted, shown in ((Mark(60), NOTHING), (NOTHING, Mark(60))):
            entry = Entry(stay, wanted, shown)
            enter_attendance(by=coach, session=session, entries=[entry], on=TODAY, at=timezone.now())
        answer = coach_client.post(f"/aktiviteter/{session.public_id}/ta-bort/")
        assert answer.context["error"]
        assert AttendanceChange.objects.filter(session=session).count() == 2
        # On another day it keeps its history.
        activities.change_session(by=coach, session=session, held_on=TODAY - DAY, **facts())

    def test_shows_names_to_invite_only_with_a_line_in_the_log(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        factories.enrolment(project=project, coach=coach)
        session = factories.session(project=project, held_on=TODAY)
        series = planned(coach, project)
        for page in (
            f"ny/{project.public_id}/",
            f"serie/ny/{project.public_id}/",
            f"serie/{series.public_id}/",
            f"{session.public_id}/",
        ):
            before = listed()
            assert coach_client.get(f"/aktiviteter/{page}").status_code == 200
            assert listed() == before + 1, page

    def test_of_another_project_is_not_there(self, coach_client: Client) -> None:
        session = factories.session(project=factories.project())
        for part in ("", "andra/", "ta-bort/", "narvarolista/"):
            assert coach_client.get(f"/aktiviteter/{session.public_id}/{part}").status_code == 404


def listed() -> int:
    """How many names the log says were listed."""
    told = AuditEvent.objects.filter(action="enrolment.listed", kind=Kind.READ)
    return sum(event.rows or 0 for event in told)


class TestTheWeek:
    def lines(self, client: Client, query: str = "") -> list[tuple[str, int, int]]:
        days = client.get(f"/aktiviteter/{query}").context["days"]
        return [(line.session.title, line.expected, line.there) for day in days for line in day.lines]

    def test_shows_this_week_with_how_many_came(self, coach_client: Client, project: Project) -> None:
        session = factories.session(project=project, held_on=MONDAY, title="Nu")
        factories.session(project=project, held_on=MONDAY - WEEK, title="Förut")
        stays = [factories.enrolment(project=project) for _number in range(3)]
        for stay in stays:
            factories.expected(enrolment=stay, session=session)
        factories.attendance(enrolment=stays[0], session=session)
        assert self.lines(coach_client) == [("Nu", 3, 1)]
        assert self.lines(coach_client, f"?week={MONDAY - WEEK:%G-W%V}") == [("Förut", 0, 0)]
        assert self.lines(coach_client, "?week=x&project=y&kind=z") == [("Nu", 3, 1)]

    def test_by_project_and_kind(self, coach: User, project: Project) -> None:
        other = factories.project(organisation=project.organisation)
        factories.membership(project=other, user=coach)
        factories.session(project=project, held_on=MONDAY, title="Ett", kind="seminar")
        factories.session(project=other, held_on=MONDAY, title="Två")
        client = signed_in_client(coach)
        assert len(self.lines(client)) == 2
        assert self.lines(client, f"?project={other.public_id}") == [("Två", 0, 0)]
        assert self.lines(client, "?kind=seminar") == [("Ett", 0, 0)]

    def test_expects_nobody_who_has_left_by_then(self, coach_client: Client, project: Project) -> None:
        session = factories.session(project=project, held_on=MONDAY, title="Nu")
        early = MONDAY - 90 * DAY
        for changes in (
            {"start": early},
            {"start": early, "end": MONDAY},
            {"start": early, "end": MONDAY - DAY},
            {"start": MONDAY + DAY},
            {"start": early, "registered_by_mistake": True},
        ):
            factories.expected(enrolment=factories.enrolment(project=project, **changes), session=session)
        assert self.lines(coach_client) == [("Nu", 2, 0)]
        assert len(coach_client.get(f"/aktiviteter/{session.public_id}/").context["rows"]) == 2
        stays = list(Enrolment.objects.filter(expected__session=session))
        promised = open_promises(stays, on=MONDAY).values()
        kinds = [promise.kind for promises in promised for promise in promises]
        assert kinds.count(PromiseKind.SESSION) == 2

    @pytest.mark.parametrize("week", ["0001-W01", "0000-W01", "9999-W52", "9999-W53", "2026-W99"])
    def test_that_cannot_be_is_this_one(self, coach_client: Client, week: str) -> None:
        for page, name in (("/aktiviteter/", "week"), ("/idag/vecka/", "v")):
            answer = coach_client.get(page, {name: week})
            assert (answer.status_code, answer.context["monday"]) == (200, MONDAY)

    def test_counts_nobody_whom_the_user_may_not_know_of(
        self, coach_client: Client, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=MONDAY, title="Nu")
        hidden = factories.enrolment(
            project=project, protected_identity=True, coach=factories.coach(project=project)
        )
        factories.attendance(enrolment=hidden, session=session)
        assert self.lines(coach_client) == [("Nu", 0, 0)]

    def test_empty_teaches(self, coach_client: Client) -> None:
        assert 'class="empty"' in coach_client.get("/aktiviteter/").content.decode()

    def test_as_many_queries_for_1_10_and_1000(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        counts = {}
        stays = many(project, 3)
        for number, more in ((1, 1), (10, 9), (1000, 990)):
            sessions = Session.objects.bulk_create(
                Session(
                    project=project, held_on=MONDAY, kind="seminar", title=f"{number} {place}", held_by=coach
                )
                for place in range(more)
            )
            Expected.objects.bulk_create(Expected(session=sessions[0], enrolment=stay) for stay in stays)
            with CaptureQueriesContext(connection) as queries:
                assert len(self.lines(coach_client)) == number
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts


def many(project: Project, number: int) -> list[Enrolment]:
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, first_name="Eva", last_name=f"Nummer {place:04}")
        for place in range(number)
    )
    return Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=TODAY - 50 * DAY) for person in people
    )


class TestTheSheetToSign:
    def pages(self, client: Client, session: Session) -> list[str]:
        answer = client.get(f"/aktiviteter/{session.public_id}/narvarolista/")
        assert answer["Content-Disposition"] == f'attachment; filename="narvarolista-{session.held_on}.pdf"'
        return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]

    def text(self, client: Client, session: Session) -> str:
        return " ".join(self.pages(client, session))

    def test_is_signed_on_no_page_without_somebody_on_it(
        self, coach_client: Client, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=TODAY)
        people = many(project, 16)
        Expected.objects.bulk_create(Expected(session=session, enrolment=stay) for stay in people)
        first, second = self.pages(coach_client, session)
        assert "Nummer 0000" in first
        assert "Nummer 0015" in second
        assert "Namnförtydligande" in second

    def test_names_those_invited_but_for_protected_identities(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=TODAY)
        other = factories.coach(project=project)
        for last_name, protected, named in (
            ("Öberg", False, coach),
            ("Hemlig", True, other),
            ("Egen", True, coach),
        ):
            stay = factories.enrolment(
                project=project,
                first_name="Å",
                last_name=last_name,
                protected_identity=protected,
                coach=named,
            )
            factories.expected(enrolment=stay, session=session)
        text = self.text(coach_client, session)
        assert "Öberg, Å" in text
        # It goes round the room: those with protected identity stand on nobody's.
        assert "Egen" not in text
        assert "Hemlig" not in text
        assert "Hemlig" not in self.text(signed_in_client(other), session)
        page = coach_client.get(f"/aktiviteter/{session.public_id}/")
        assert page.context["protected"] == 1
