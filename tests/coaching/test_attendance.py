"""Attendance: one touch for everybody, entered once, corrected with its history."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from coaching.actions.attendance import Entry, enter_attendance
from coaching.marks import NOTHING, Mark
from coaching.models import Absence, Attendance, AttendanceChange, Expected, Session
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.coaching.test_sessions import many
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

TODAY, NOW = timezone.localdate(), timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(project: Project) -> Session:
    """Two hours and a half, today."""
    return factories.session(project=project, held_on=TODAY, begins=dt.time(9), ends=dt.time(11, 30))


@pytest.fixture
def stays(project: Project, session: Session, coach: User) -> list[Enrolment]:
    """Three people who are expected."""
    there = [
        factories.enrolment(project=project, coach=coach, last_name=name, first_name="")
        for name in ("Ek", "Ål", "Öst")
    ]
    for stay in there:
        factories.expected(enrolment=stay, session=session)
    return there


def enter(by: User, session: Session, *entries: Entry) -> list[Entry]:
    return enter_attendance(by=by, session=session, entries=entries, on=TODAY, at=NOW)


def address(session: Session) -> str:
    return f"/aktiviteter/{session.public_id}/"


def shown(client: Client, session: Session) -> dict[str, str]:
    """What the page would send as it is."""
    context = client.get(address(session)).context
    sent = {"usual": str(context["usual_form"]["usual"].value())}
    for row in context["rows"]:
        form = row["form"]
        sent |= {form.add_prefix(name): str(form[name].value() or "") for name in form.fields}
    return sent


def said(session: Session) -> dict[str, str]:
    """What stands there, by last name."""
    rows = [
        *session.absences.select_related("enrolment__person"),
        *session.attendance.select_related("enrolment__person"),
    ]
    return {
        row.enrolment.person.last_name: row.reason
        if isinstance(row, Absence)
        else f"{row.minutes} {row.minutes_late} {row.late_reason}".strip()
        for row in rows
    }


@pytest.mark.usefixtures("stays")
class TestOneTouch:
    def test_enters_everybody_for_the_planned_time(self, coach_client: Client, session: Session) -> None:
        assert coach_client.post(address(session), shown(coach_client, session)).status_code == 302
        assert said(session) == {"Ek": "150 0", "Ål": "150 0", "Öst": "150 0"}

    def test_late_own_time_and_absent(
        self, coach_client: Client, session: Session, stays: list[Enrolment]
    ) -> None:
        late, own, away = (str(stay.public_id) for stay in stays)
        sent = shown(coach_client, session) | {
            f"{late}-late": "20",
            f"{late}-reason": "travel",
            f"{own}-minutes": "1:05",
            f"{away}-came": "away",
            f"{away}-reason": "child_ill",
        }
        coach_client.post(address(session), sent)
        assert said(session) == {"Ek": "130 20 travel", "Ål": "65 0", "Öst": "child_ill"}

        # As it is shown again, it says the same.
        coach_client.post(address(session), shown(coach_client, session))
        assert said(session) == {"Ek": "130 20 travel", "Ål": "65 0", "Öst": "child_ill"}
        assert AttendanceChange.objects.count() == 3

    def test_goes_on_without_whoever_has_left(
        self, coach_client: Client, session: Session, stays: list[Enrolment]
    ) -> None:
        left = stays[0]
        left.end = TODAY - DAY
        left.save()
        assert coach_client.post(address(session), shown(coach_client, session)).status_code == 302
        assert set(said(session)) == {"Ål", "Öst"}

    def test_without_a_planned_time_asks_for_one(self, coach_client: Client, session: Session) -> None:
        session.ends = None
        session.save()
        sent = shown(coach_client, session)
        answer = coach_client.post(address(session), sent)
        assert len(answer.context["broken"]) == 3
        assert said(session) == {}
        coach_client.post(address(session), sent | {"usual": "90"})
        assert set(said(session).values()) == {"90 0"}

    def test_longer_late_than_the_session_is_refused(
        self, coach_client: Client, session: Session, stays: list[Enrolment]
    ) -> None:
        sent = shown(coach_client, session) | {f"{stays[0].public_id}-late": "150"}
        assert len(coach_client.post(address(session), sent).context["broken"]) == 1
        assert said(session) == {}

    def test_not_before_the_day(
        self, coach_client: Client, coach: User, session: Session, stays: list[Enrolment]
    ) -> None:
        session.held_on = TODAY + DAY
        session.save()
        context = coach_client.get(address(session)).context
        assert not context["to_enter"]
        with pytest.raises(ValidationError):
            enter(coach, session, Entry(stays[0], Mark(60)))

    def test_is_for_coaches(self, lead_client: Client, session: Session, stays: list[Enrolment]) -> None:
        assert not lead_client.get(address(session)).context["to_enter"]
        lead_client.post(address(session), {"usual": "60", f"{stays[0].public_id}-came": "there"})
        assert said(session) == {}

    def test_says_nothing_of_whom_the_user_may_not_know_of(
        self, coach_client: Client, project: Project, session: Session
    ) -> None:
        other = factories.coach(project=project)
        hidden = factories.enrolment(
            project=project, coach=other, last_name="Hemlig", protected_identity=True
        )
        factories.expected(enrolment=hidden, session=session)
        enter(other, session, Entry(hidden, Mark(60)))
        assert "Hemlig" not in coach_client.get(address(session)).content.decode()
        assert "Hemlig" in signed_in_client(other).get(address(session)).content.decode()

    def test_somebody_who_came_unasked_is_added(
        self, coach_client: Client, project: Project, session: Session
    ) -> None:
        came, gone = (
            factories.enrolment(project=project),
            factories.enrolment(project=project, end=TODAY - DAY),
        )
        for stay in (came, gone):
            coach_client.post(f"{address(session)}lagg-till/", {"who": str(stay.public_id)})
        assert session.expected.filter(enrolment=came).exists()
        assert not session.expected.filter(enrolment=gone).exists()


class TestEnteredTwice:
    def test_the_same_gives_one_row_and_one_line_of_history(
        self, coach: User, session: Session, stays: list[Enrolment]
    ) -> None:
        for _time in range(2):
            assert enter(coach, session, Entry(stays[0], Mark(60))) == []
        assert said(session) == {"Ek": "60 0"}
        assert AttendanceChange.objects.count() == 1

    def test_another_one_is_shown_and_not_overwritten(
        self, coach_client: Client, project: Project, session: Session, stays: list[Enrolment]
    ) -> None:
        sent = shown(coach_client, session)
        other = factories.coach(project=project, name="Berit Berg")
        enter(other, session, Entry(stays[0], Mark(reason="ill")))
        answer = coach_client.post(address(session), sent)
        assert said(session) == {"Ek": "ill", "Ål": "150 0", "Öst": "150 0"}
        page = answer.content.decode()
        assert "Berit Berg" in page.split("error-summary")[1]
        # Who sees it may still say otherwise.
        coach_client.post(
            address(session), shown(coach_client, session) | {f"{stays[0].public_id}-came": "there"}
        )
        assert said(session)["Ek"] == "150 0"
        assert not Absence.objects.exists()


class TestACorrection:
    def test_keeps_who_changed_what_from_what_to_what(
        self, coach_client: Client, coach: User, session: Session, stays: list[Enrolment]
    ) -> None:
        first, then, last = Mark(60), Mark(50, 10, "travel"), Mark(reason="unknown")
        for before, after in ((NOTHING, first), (first, then), (then, last), (last, NOTHING)):
            assert enter(coach, session, Entry(stays[0], after, shown=before)) == []
        history = coach_client.get(address(session)).context["history"]
        assert [(one.before, one.after) for one in history] == [
            (last, NOTHING),
            (then, last),
            (first, then),
            (NOTHING, first),
        ]
        assert {one.change.changed_by for one in history} == {coach}
        assert said(session) == {}

    def test_outside_the_enrolment_is_refused(self, coach: User, project: Project, session: Session) -> None:
        gone = factories.enrolment(project=project, end=TODAY - DAY)
        with pytest.raises(ValidationError):
            enter(coach, session, Entry(gone, Mark(60)))
        assert not AttendanceChange.objects.exists()

    @pytest.mark.parametrize("mark", [Mark(0), Mark(1441), Mark(60, 1441), Mark(60, -1)])
    def test_to_what_cannot_be_is_refused(
        self, coach: User, session: Session, stays: list[Enrolment], mark: Mark
    ) -> None:
        with pytest.raises(ValidationError):
            enter(coach, session, Entry(stays[0], mark))


class TestAMark:
    @pytest.mark.parametrize("mark", [NOTHING, Mark(90), Mark(80, 10, "ill"), Mark(reason="unknown")])
    def test_is_read_back_from_its_token(self, mark: Mark) -> None:
        assert Mark.from_token(mark.token) == mark

    @pytest.mark.parametrize("token", ["", "x", "1", "1.x.", "-1.0.", "²...", "1.²."])
    def test_that_cannot_be_read_is_nothing(self, token: str) -> None:
        assert Mark.from_token(token) == NOTHING


class TestAnAbsence:
    def test_adds_no_time_and_is_no_day_last_seen(
        self, project: Project, session: Session, coach: User
    ) -> None:
        stay = factories.enrolment(project=project)
        earlier = factories.session(project=project, held_on=TODAY - 9 * DAY)
        factories.attendance(enrolment=stay, session=earlier, minutes=61)
        enter(coach, session, Entry(stay, Mark(reason="ill")))
        assert Attendance.objects.filter(enrolment=stay).minutes() == 61
        assert Attendance.objects.last_days([stay]) == {stay.pk: earlier.held_on}

    def test_says_whether_the_reason_excuses(self, project: Project) -> None:
        stay = factories.enrolment(project=project)
        assert factories.absence(enrolment=stay, reason="ill").valid
        assert not factories.absence(enrolment=stay, reason="unexcused").valid


def test_as_many_queries_for_1_10_and_1000(
    coach_client: Client, coach: User, project: Project, session: Session
) -> None:
    counts = {}
    for number, more in ((1, 1), (10, 9), (1000, 990)):
        stays = many(project, more)
        Expected.objects.bulk_create(Expected(session=session, enrolment=stay) for stay in stays)
        AttendanceChange.objects.bulk_create(
            AttendanceChange(
                session=session, enrolment=stay, changed_by=coach, changed_at=NOW, new_minutes=60
            )
            for stay in stays
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(coach_client.get(address(session)).context["rows"]) == number
        counts[number] = len(queries)
    assert len(set(counts.values())) == 1, counts
