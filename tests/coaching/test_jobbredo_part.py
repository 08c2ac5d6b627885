"""The part Jobbredo of a participant's page: two views side by side, change over time, what is left."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.models import Assessor
from participants.models import Enrolment
from projects.models import Project
from tests import factories

TODAY = timezone.localdate()
READ_QUERIES = 36


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(100))


def url(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/jobbredo/"


def page(client: Client, enrolment: Enrolment) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(url(enrolment))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def progress(client: Client, enrolment: Enrolment) -> Any:
    return client.get(url(enrolment)).context["progress"]


class TestWhoMayRead:
    def test_out_of_reach_is_not_found(self, coach_client: Client) -> None:
        assert coach_client.get(url(factories.enrolment())).status_code == 404

    def test_protected_and_not_mine_is_not_found(self, coach_client: Client, project: Project) -> None:
        protected = factories.enrolment(project=project, protected_identity=True)
        assert coach_client.get(url(protected)).status_code == 404

    def test_a_lead_reads_and_has_nothing_to_change(self, lead_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment)
        assert "/jobbredo/ny/" not in page(lead_client, enrolment)
        assert "/deltagare/jobbredo/" not in page(lead_client, enrolment)

    def test_opening_it_is_logged(self, coach_client: Client, enrolment: Enrolment, coach: User) -> None:
        page(coach_client, enrolment)
        event = AuditEvent.objects.filter(action="enrolment.opened").first()
        assert event is not None
        assert (event.actor, event.person_id) == (coach, enrolment.person_id)


class TestSideBySide:
    def test_marks_what_both_have_judged_and_not_alike(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        mine = {"A1": "partly", "A2": "met", "A3": "met"}
        own = {"A1": "met", "A2": "met", "B1": "not_met"}
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50), states=mine)
        factories.assessment(
            enrolment=enrolment, assessed_on=days_ago(60), states=own, assessor=Assessor.PARTICIPANT
        )
        shown = progress(coach_client, enrolment)
        differing = [
            pair.result.criterion.code for area in shown.areas for pair in area.pairs if pair.differs
        ]
        assert differing == ["A1"]
        text = page(coach_client, enrolment)
        assert "They see 1 criterion differently" in text
        assert text.count("Differs") == 1
        assert f'Coach <span class="nowrap">{days_ago(50)}' in text
        assert f'Participant <span class="nowrap">{days_ago(60)}' in text

    def test_says_when_only_one_has_assessed(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, assessor=Assessor.PARTICIPANT)
        assert "The coach hasn’t assessed yet" in page(coach_client, enrolment)
        factories.assessment(enrolment=enrolment)
        assert "They see alike" in page(coach_client, enrolment)

    def test_shows_each_observation(self, coach_client: Client, enrolment: Enrolment) -> None:
        made = factories.assessment(enrolment=enrolment, states={"A1": "partly"})
        made.results.filter(criterion__code="A1").update(observation="Saknar ett år")
        assert "Saknar ett år" in page(coach_client, enrolment)


class TestChangeOverTime:
    def test_is_drawn_newest_first_with_each_state_in_words(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50), states={"A1": "partly"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(40), states={"A1": "met"})
        first = progress(coach_client, enrolment).rows[0]
        assert [(cell.day, cell.state) for cell in first.cells] == [
            (days_ago(40), "met"),
            (days_ago(50), "partly"),
        ]
        text = page(coach_client, enrolment)
        assert "Gained: Kriterium A1" in text
        assert "Lost:" not in text

    def test_says_what_was_lost(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50), states={"A1": "met"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(40), states={})
        assert "Lost: Kriterium A1" in page(coach_client, enrolment)

    def test_joins_versions_by_code_and_keeps_what_only_the_old_one_asks(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50))
        newer = factories.checklist(project=enrolment.project, version=2, codes=("A1", "D3"))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(40), checklist=newer, states={})
        rows = progress(coach_client, enrolment).rows
        by_code = {row.criterion.code: [cell.state for cell in row.cells] for row in rows}
        assert by_code["A1"] == ["not_assessed", "met"]
        assert by_code["D3"] == ["not_assessed", ""]
        assert by_code["B1"] == ["", "met"]
        assert [row.retired for row in rows] == [False, False] + [True] * 10


class TestDaysToReady:
    def test_count_from_the_first_start_of_all(self, coach_client: Client, enrolment: Enrolment) -> None:
        earlier = factories.enrolment(
            project=enrolment.project, person=enrolment.person, start=days_ago(300), end=days_ago(200)
        )
        factories.assessment(enrolment=earlier, assessed_on=days_ago(260), states={"A1": "met"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(90))
        assert "210 days from the first start" in page(coach_client, enrolment)

    def test_stay_when_a_criterion_is_lost_again(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(90))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(10), states={"A1": "met"})
        assert progress(coach_client, enrolment).slipped
        text = page(coach_client, enrolment)
        assert "10 days from the first start" in text
        assert "no longer finds every criterion met" in text

    def test_are_not_there_before(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, states=dict.fromkeys(factories.CRITERIA[:9], "met"))
        shown = progress(coach_client, enrolment)
        assert [result.criterion.code for result in shown.missing] == ["D1", "D2"]
        text = page(coach_client, enrolment)
        assert "2 criteria are left until job-ready" in text
        assert "100 days" in text
        assert "from the first start" not in text


class TestWhenThereIsNothingYet:
    def test_without_an_assessment_it_says_what_the_first_one_is_for(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        text = page(coach_client, enrolment)
        assert "Not assessed yet." in text
        assert "/jobbredo/ny/" in text

    def test_without_a_checklist_it_says_who_adds_one(self, coach_client: Client, coach: User) -> None:
        bare = factories.project(with_checklist=False)
        factories.membership(project=bare, user=coach)
        text = page(coach_client, factories.enrolment(project=bare, coach=coach))
        assert "The project has no checklist" in text

    def test_the_overview_leads_here(self, coach_client: Client, enrolment: Enrolment) -> None:
        overview = coach_client.get(f"/deltagare/{enrolment.public_id}/").content.decode()
        assert f'class="meter-link" href="{url(enrolment)}"' in overview


def test_as_many_queries_however_often_assessed(coach_client: Client, enrolment: Enrolment) -> None:
    counts = []
    for number in (1, 9, 30):
        for place in range(number):
            factories.assessment(enrolment=enrolment, assessed_on=days_ago(99 - number - place))
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(url(enrolment))
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= READ_QUERIES
