"""The hours are the same everywhere: on the participant's part, in the certificate and in the figures."""

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pypdf import PdfReader

from accounts.models import Kind, User
from coaching.models import Absence, Attendance, MissedReason, Session
from participants.models import Enrolment
from projects.models import Project
from reporting.loading import load_facts
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    """Somebody with three sessions in March 2026, one of them missed, and one in April."""
    stay = factories.enrolment(project=project, coach=coach, first_name="Åsa", last_name="Öberg")
    at_nine = {"begins": dt.time(9), "ends": dt.time(11, 30)}
    club = factories.session(project=project, held_on=FIRST + DAY, title="Jobbklubb A", **at_nine)
    factories.attendance(enrolment=stay, session=club, minutes=130)
    Attendance.objects.update(minutes_late=20, late_reason="travel")
    talk = factories.session(project=project, held_on=FIRST + 30 * DAY, title="", kind="talk")
    factories.attendance(enrolment=stay, session=talk, minutes=31)
    missed = factories.session(project=project, held_on=FIRST + 9 * DAY, title="Studiebesök B")
    factories.absence(enrolment=stay, session=missed, reason="ill")
    april = factories.session(project=project, held_on=FIRST + 31 * DAY, title="Temadag C")
    factories.attendance(enrolment=stay, session=april, minutes=59)
    return stay


def part(client: Client, stay: Enrolment):  # type: ignore[no-untyped-def]  # Django's test response
    return client.get(f"/deltagare/{stay.public_id}/aktiviteter/")


def text_of(answer) -> list[str]:  # type: ignore[no-untyped-def]  # as above
    """The pages of a PDF as they read, spaces taken together."""
    assert answer["Content-Type"] == "application/pdf"
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def certificate(client: Client, stay: Enrolment, month: str = "") -> str:
    asked = {"manad": month} if month else {}
    return " ".join(text_of(client.get(f"/deltagare/{stay.public_id}/narvarointyg/", asked)))


class TestThePart:
    def test_shows_what_was_attended_and_missed_by_month(self, coach_client: Client, stay: Enrolment) -> None:
        april, march = part(coach_client, stay).context["months"]
        assert (april.hours, march.hours) == ("0:59", "2:41")
        assert (march.attended, march.missed) == (2, 1)
        assert [one.session.held_on.day for one in march.occasions] == [31, 10, 2]
        assert part(coach_client, stay).context["total"] == "3:40"

    def test_leads_to_the_sessions(self, coach_client: Client, stay: Enrolment) -> None:
        page = part(coach_client, stay).content.decode()
        assert all(f"/aktiviteter/{session.public_id}/" in page for session in Session.objects.all())

    def test_holds_every_stay_of_the_participation(self, coach_client: Client, stay: Enrolment) -> None:
        before = factories.enrolment(
            project=stay.project, person=stay.person, start=stay.start - 90 * DAY, end=stay.start - 9 * DAY
        )
        session = factories.session(project=stay.project, held_on=before.start)
        factories.attendance(enrolment=before, session=session, minutes=60)
        assert part(coach_client, stay).context["total"] == "4:40"

    def test_empty_teaches(self, coach_client: Client, project: Project) -> None:
        page = part(coach_client, factories.enrolment(project=project)).content.decode()
        assert 'class="empty"' in page

    def test_as_many_queries_for_1_10_and_1000(self, coach_client: Client, project: Project) -> None:
        stay = factories.enrolment(project=project, start=dt.date(2024, 1, 1))
        counts = {}
        for number, more in ((1, 1), (10, 9), (1000, 990)):
            sessions = Session.objects.bulk_create(
                Session(project=project, held_on=stay.start + place * DAY, kind="talk", title=f"{number}")
                for place in range(more)
            )
            Attendance.objects.bulk_create(
                Attendance(session=session, enrolment=stay, minutes=1) for session in sessions[1:]
            )
            Absence.objects.create(session=sessions[0], enrolment=stay)
            with CaptureQueriesContext(connection) as queries:
                months = part(coach_client, stay).context["months"]
            assert sum(len(month.occasions) for month in months) == number
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts


class TestTheHours:
    def test_are_those_of_the_certificate_and_of_the_figures(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        months = part(coach_client, stay).context["months"]
        for month in months:
            assert re.search(rf"Sum(ma)? {month.hours}\b", certificate(coach_client, stay, month.code))
        (person,) = load_facts(stay.project).participants
        assert sum(month.minutes for month in months) == sum(one.minutes for one in person.attendance) == 220


class TestACertificate:
    def test_says_what_the_page_says(self, coach_client: Client, stay: Enrolment, coach: User) -> None:
        text = certificate(coach_client, stay, "2026-03")
        for said in (
            "Åsa Öberg",
            stay.project.name,
            stay.project.organisation.name,
            "mars 2026",
            "2026-03-02 Jobbklubb A 09:00–11:30 2:10",
            "2026-03-10 Studiebesök B 0:00",
            "20 min",
            "2026-03-31 Enskilt samtal 0:31",
            coach.name,
        ):
            assert said in text
        assert "Temadag C" not in text

    @pytest.mark.parametrize("reason", ["ill", "child_ill", "unexcused"])
    def test_does_not_say_why_somebody_was_away(
        self, coach_client: Client, stay: Enrolment, reason: str
    ) -> None:
        Absence.objects.update(reason=reason)
        Attendance.objects.filter(minutes_late__gt=0).update(late_reason=reason)
        text = certificate(coach_client, stay, "2026-03")
        with translation.override("sv"):
            why = str(MissedReason(reason).label)
        assert why.casefold() not in text.casefold()

    def test_is_of_the_newest_month_where_none_is_asked_for(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        for month in ("", "x", "2026-13", "9999-12", "0001-01"):
            assert "Temadag C" in certificate(coach_client, stay, month)

    def test_names_nobody_in_its_file_name(self, coach_client: Client, stay: Enrolment) -> None:
        answer = coach_client.get(f"/deltagare/{stay.public_id}/narvarointyg/", {"manad": "2026-03"})
        assert answer["Content-Disposition"] == 'attachment; filename="narvarointyg-2026-03.pdf"'

    def test_stands_among_who_has_read(self, coach_client: Client, stay: Enrolment) -> None:
        certificate(coach_client, stay)
        coach_client.get(f"/aktiviteter/intyg/{stay.project.public_id}/", {"manad": "2026-03"})
        rows = coach_client.get(f"/deltagare/{stay.public_id}/vem-har-last/").context["rows"]
        assert [row.event.kind for row in rows].count(Kind.EXPORT) == 2

    def test_is_not_there_for_a_stranger(self, stay: Enrolment) -> None:
        stranger = signed_in_client(factories.coach(project=factories.project()))
        assert stranger.get(f"/deltagare/{stay.public_id}/narvarointyg/").status_code == 404


class TestAWholeCaseload:
    @pytest.mark.usefixtures("stay")
    def test_is_a_page_each(self, coach_client: Client, coach: User, project: Project) -> None:
        session = Session.objects.get(title="Jobbklubb A")
        mine = factories.enrolment(project=project, coach=coach, last_name="Zander", first_name="")
        others = factories.enrolment(project=project, last_name="Annans", first_name="")
        for one in (mine, others):
            factories.attendance(enrolment=one, session=session, minutes=45)
        pages = text_of(coach_client.get(f"/aktiviteter/intyg/{project.public_id}/", {"manad": "2026-03"}))
        assert ["Zander" in page for page in pages] == [True, False]
        assert ["Åsa Öberg" in page for page in pages] == [False, True]
        assert "Annans" not in " ".join(pages)
        assert all("mars 2026" in page and project.name in page for page in pages)

    def test_is_one_page_for_somebody_who_came_back(self, coach_client: Client, stay: Enrolment) -> None:
        stay.start = FIRST + 5 * DAY
        stay.save()
        before = factories.enrolment(
            project=stay.project, person=stay.person, start=FIRST - 90 * DAY, end=FIRST + 4 * DAY
        )
        earlier = Attendance.objects.get(session__title="Jobbklubb A")
        earlier.enrolment = before
        earlier.save()
        address = f"/aktiviteter/intyg/{stay.project.public_id}/"
        assert text_of(coach_client.get(address, {"manad": "2026-03"})) == text_of(
            coach_client.get(f"/deltagare/{stay.public_id}/narvarointyg/", {"manad": "2026-03"})
        )

    def test_of_an_empty_month_says_so(self, coach_client: Client, project: Project) -> None:
        answer = coach_client.get(f"/aktiviteter/intyg/{project.public_id}/", {"manad": "2025-01"})
        assert 'class="empty"' in answer.content.decode()
