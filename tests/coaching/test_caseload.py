"""The caseload: who is there, in which order, found how, in how many queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Role
from accounts.models import User
from participants.codes import EpisodeKind, SupportSource
from participants.models import CoachAssignment, Enrolment, Episode, Person, SupportPeriod
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

LIST = "/deltagare/"
TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def names(client: Client, query: str = "") -> list[str]:
    """The names of the list, in its order."""
    rows = client.get(f"{LIST}{query}").context["rows"]
    return [row.enrolment.person.listed_name for row in rows]


def row_of(client: Client) -> Any:
    (row,) = client.get(f"{LIST}?whose=all&standing=all").context["rows"]
    return row


class TestWhoIsThere:
    def test_a_coach_sees_their_own_first(self, coach_client: Client, coach: User, project: Project) -> None:
        factories.enrolment(project=project, coach=coach, last_name="Min", first_name="")
        factories.enrolment(project=project, last_name="Annans", first_name="")

        assert names(coach_client) == ["Min"]
        assert names(coach_client, "?whose=all") == ["Annans", "Min"]

    def test_a_lead_sees_everyone(self, lead_client: Client, coach: User, project: Project) -> None:
        factories.enrolment(project=project, coach=coach, last_name="Min", first_name="")
        assert names(lead_client) == ["Min"]

    def test_nobody_sees_other_projects(self, coach_client: Client) -> None:
        factories.enrolment()
        assert names(coach_client, "?whose=all&standing=all") == []

    def test_protected_people_are_there_for_named_coaches_only(
        self, coach_client: Client, coach: User, lead_client: Client, project: Project
    ) -> None:
        factories.enrolment(
            project=project, coach=coach, last_name="S", first_name="", protected_identity=True
        )
        factories.enrolment(project=project, last_name="T", first_name="", protected_identity=True)

        assert names(coach_client, "?whose=all") == ["S"]
        assert names(lead_client) == []

    def test_open_ended_all(self, coach_client: Client, coach: User, project: Project) -> None:
        factories.enrolment(project=project, coach=coach, last_name="Öppen", first_name="")
        factories.enrolment(
            project=project, coach=coach, last_name="Avslutad", first_name="", end=days_ago(1)
        )
        factories.enrolment(
            project=project, coach=coach, last_name="Fel", first_name="", registered_by_mistake=True
        )
        factories.enrolment(
            project=project, coach=coach, last_name="Kommande", first_name="", start=days_ago(-3)
        ).coach_assignments.update(start=days_ago(1))

        assert names(coach_client) == ["Kommande", "Öppen"]
        assert names(coach_client, "?standing=ended") == ["Avslutad"]
        assert names(coach_client, "?standing=all") == ["Avslutad", "Fel", "Kommande", "Öppen"]

    def test_those_who_left_stay_with_the_coach_they_had(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        ended = factories.enrolment(project=project, end=days_ago(20), last_name="Sist", first_name="")
        factories.coach_assignment(enrolment=ended, coach=coach, end=ended.end)
        handed_over = factories.enrolment(project=project, end=days_ago(5))
        factories.coach_assignment(enrolment=handed_over, coach=coach, end=days_ago(30))

        assert names(coach_client, "?standing=ended") == ["Sist"]

    def test_by_project(self, coach: User, project: Project) -> None:
        other = factories.project(organisation=project.organisation)
        factories.membership(project=other, user=coach)
        factories.enrolment(project=project, coach=coach, last_name="Ett", first_name="")
        factories.enrolment(project=other, coach=coach, last_name="Två", first_name="")
        client = signed_in_client(coach)

        assert names(client) == ["Ett", "Två"]
        assert names(client, f"?project={other.public_id}") == ["Två"]

    def test_unreadable_filters_count_as_the_usual_ones(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        factories.enrolment(project=project, coach=coach, last_name="Min", first_name="")
        assert names(coach_client, "?whose=x&standing=y&project=z&page=abc") == ["Min"]


class TestSearch:
    @pytest.fixture(autouse=True)
    def people(self, project: Project, coach: User) -> None:
        for first, last in [("Åsa", "Öberg"), ("Zoé", "Zander"), ("Ali", "Ärlig"), ("Eva", "Åkerlund Illés")]:
            factories.enrolment(project=project, coach=coach, first_name=first, last_name=last)

    def test_swedish_order(self, coach_client: Client) -> None:
        assert names(coach_client) == ["Zander, Zoé", "Åkerlund Illés, Eva", "Ärlig, Ali", "Öberg, Åsa"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("illes", ["Åkerlund Illés, Eva"]),
            ("ZOE", ["Zander, Zoé"]),
            ("eva åker", ["Åkerlund Illés, Eva"]),
            ("o\u0308berg", ["Öberg, Åsa"]),
            ("oberg", []),
            ("%", []),
            ("_", []),
            (" ", ["Zander, Zoé", "Åkerlund Illés, Eva", "Ärlig, Ali", "Öberg, Åsa"]),
        ],
    )
    def test_part_of_a_name_without_accents(self, coach_client: Client, text: str, found: list[str]) -> None:
        rows = coach_client.post(LIST, {"q": text}).context["rows"]
        assert [row.enrolment.person.listed_name for row in rows] == found

    def test_participant_number(self, coach_client: Client, project: Project) -> None:
        person = Person.objects.get(last_name="Öberg")
        factories.participant_number(project=project, person=person, number="LM-001")
        (row,) = coach_client.post(LIST, {"q": "lm-001"}).context["rows"]
        assert row.enrolment.person == person

    def test_a_name_in_an_address_is_not_searched_for(self, coach_client: Client) -> None:
        """Addresses are kept in histories and logs."""
        response = coach_client.get(LIST, {"q": "zoe"})
        assert len(response.context["rows"]) == 4
        assert not response.context["form"]["q"].value()

    def test_a_personal_number_is_not_searched_for(self, coach_client: Client) -> None:
        response = coach_client.post(LIST, {"q": "19900520-2388"})
        assert "q" in response.context["form"].errors
        assert response.context["rows"] == []

    def test_htmx_gets_the_results_alone(self, coach_client: Client) -> None:
        part = coach_client.post(LIST, {"q": "zoe"}, headers={"HX-Request": "true"}).content.decode()
        assert "Zander, Zoé" in part
        assert "<html" not in part


class TestARow:
    def test_clock_runs_from_the_first_start(self, coach_client: Client, project: Project) -> None:
        person = factories.person(organisation=project.organisation)
        factories.enrolment(project=project, person=person, start=days_ago(200), end=days_ago(190))
        factories.enrolment(project=project, person=person, start=days_ago(10))

        newest = max(
            coach_client.get(f"{LIST}?whose=all&standing=all").context["rows"],
            key=lambda row: row.enrolment.start,
        )
        assert newest.clock.state == "late"
        assert newest.days == 10

    def test_ready_since_the_first_day_that_all_was_met(self, coach_client: Client, project: Project) -> None:
        enrolment = factories.enrolment(project=project, start=days_ago(100))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(20), states={"A1": "met"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(90), assessor="participant")

        row = row_of(coach_client)
        assert (row.clock.state, row.clock.ready_on) == ("ready", days_ago(50))
        assert (row.meter.met, row.meter.total) == (1, 11)

    def test_meter_keeps_the_version_that_was_assessed(self, coach_client: Client, project: Project) -> None:
        enrolment = factories.enrolment(project=project, start=days_ago(100))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50))
        factories.checklist(project=project, version=2, codes=("A1", "B1"))

        assert row_of(coach_client).meter.total == 11

    def test_no_checklist_no_clock(self, coach: User) -> None:
        bare = factories.project(with_checklist=False)
        factories.membership(project=bare, user=coach)
        factories.enrolment(project=bare)

        row = row_of(signed_in_client(coach))
        assert (row.clock, row.meter) == (None, None)

    def test_clock_stops_with_the_project(self, coach: User) -> None:
        over = factories.project(start=days_ago(500), end=days_ago(1))
        factories.membership(project=over, user=coach)
        factories.enrolment(project=over, start=days_ago(300))

        row = row_of(signed_in_client(coach))
        assert (row.clock, row.days) == (None, None)

    def test_what_goes_on_now_and_what_comes(self, coach_client: Client, project: Project) -> None:
        enrolment = factories.enrolment(project=project, start=days_ago(100))
        course = EpisodeKind.VOCATIONAL_COURSE
        factories.episode(enrolment=enrolment, kind=course, start=days_ago(9), end=TODAY)
        factories.episode(enrolment=enrolment, kind=course, start=days_ago(30), end=days_ago(1))
        factories.episode(enrolment=enrolment, start=days_ago(3))
        factories.episode(enrolment=enrolment, start=days_ago(-3))
        factories.episode(enrolment=enrolment, start=days_ago(999), before_start=True)

        row = row_of(coach_client)
        assert [episode.kind for episode in row.now] == [EpisodeKind.EMPLOYMENT, course]
        assert [episode.start for episode in row.later] == [days_ago(-3)]

    def test_support_phase_coach_and_last_seen(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        enrolment = factories.enrolment(project=project, start=days_ago(100), coach=coach)
        factories.support(enrolment=enrolment, source=SupportSource.WAGE, start=days_ago(3))
        factories.support(
            enrolment=enrolment, source=SupportSource.SOCIAL_ASSISTANCE, start=days_ago(90), end=days_ago(4)
        )
        first, second = factories.phase(project=project), factories.phase(project=project, position=2)
        factories.phase_move(enrolment=enrolment, phase=first, moved_on=days_ago(90))
        factories.phase_move(enrolment=enrolment, phase=second, moved_on=days_ago(10))
        for day in (days_ago(8), days_ago(2)):
            factories.attendance(enrolment=enrolment, session=factories.session(project=project, held_on=day))

        row = row_of(coach_client)
        assert len(row.support) == 1
        assert (row.phase, row.coach, row.last_seen) == (str(second), str(coach), days_ago(2))


class TestNothingToShow:
    def test_teaches_a_new_coach(self, coach_client: Client) -> None:
        assert 'href="/deltagare/ny/"' in coach_client.get(LIST).content.decode()

    def test_offers_to_clear_filters(self, coach_client: Client) -> None:
        assert (
            "?"
            not in coach_client.post(LIST, {"q": "xyz"})
            .content.decode()
            .split('class="empty"')[1]
            .split("href=")[1][:14]
        )

    def test_tells_a_lead_who_enrols(self, lead_client: Client) -> None:
        page = lead_client.get(LIST).content.decode()
        assert 'class="empty"' in page
        assert "/deltagare/ny/" not in page


def test_pages_of_fifty(coach_client: Client, project: Project) -> None:
    _many(project, 120)
    assert len(names(coach_client, "?whose=all")) == 50
    assert len(names(coach_client, "?whose=all&page=3")) == 20
    for no_page in ("4", "0", "-1", "9" * 30):
        assert len(names(coach_client, f"?whose=all&page={no_page}")) == 20
    found = coach_client.post(LIST, {"q": "nummer", "whose": "all", "page": 3})
    assert len(found.context["rows"]) == 20
    assert 'form="caseload-filter"' in coach_client.get(f"{LIST}?whose=all").content.decode()


def test_as_many_queries_for_1_10_and_1000(coach_client: Client, coach: User, project: Project) -> None:
    counts = {}
    for number, more in ((1, 1), (10, 9), (1000, 990)):
        _many(project, more, coach=coach)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert coach_client.get(LIST).context["page"].paginator.count == number
        counts[number] = len(queries)
    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 30


def test_one_role_ended_yesterday_opens_nothing(project: Project) -> None:
    former = factories.user()
    factories.membership(project=project, user=former, role=Role.COACH, end=days_ago(1))
    assert signed_in_client(former).get(LIST).status_code == 403


def _many(project: Project, number: int, *, coach: User | None = None) -> None:
    """Enrolments with everything that a row shows."""
    company = factories.company(organisation=project.organisation)
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, first_name="Eva", last_name=f"Nummer {place:04}")
        for place in range(number)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=days_ago(50)) for person in people
    )
    Episode.objects.bulk_create(
        Episode(enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(9), company=company)
        for enrolment in enrolments
    )
    SupportPeriod.objects.bulk_create(
        SupportPeriod(enrolment=enrolment, source=SupportSource.WAGE, start=days_ago(9))
        for enrolment in enrolments
    )
    if coach:
        CoachAssignment.objects.bulk_create(
            CoachAssignment(enrolment=enrolment, coach=coach, start=days_ago(50)) for enrolment in enrolments
        )
    phase = project.phases.first() or factories.phase(project=project)
    for enrolment in enrolments[:20]:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(5), states={"A1": "met"})
        factories.phase_move(enrolment=enrolment, phase=phase)
