"""The worklist of follow-ups: who is on it, in which order, in how many queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from participants.codes import FollowUpKind
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Project
from tests import factories

LIST = "/uppfoljningar/"
TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def left(project: Project, days: int, *, coach: User | None = None, **facts: Any) -> Enrolment:
    """Somebody who left so many days ago."""
    stay = factories.enrolment(project=project, start=days_ago(days + 100), end=days_ago(days), **facts)
    if coach:
        factories.coach_assignment(enrolment=stay, coach=coach)
    return stay


def rows(client: Client, query: str = "") -> list[tuple[Enrolment, str]]:
    return [(row.enrolment, row.due.kind) for row in client.get(f"{LIST}{query}").context["rows"]]


class TestWhoIsThere:
    def test_those_due_within_30_days_and_those_overdue_the_worst_first(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        left(project, 59, coach=coach)
        soon = left(project, 60, coach=coach)
        late = left(project, 400, coach=coach)
        assert rows(coach_client) == [
            (late, FollowUpKind.DAYS_90),
            (late, FollowUpKind.MONTHS_6),
            (soon, FollowUpKind.DAYS_90),
        ]

    def test_those_due_more_than_a_year_ago_when_asked_for(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay = left(project, 90 + 366, coach=coach)
        assert rows(coach_client) == [(stay, FollowUpKind.MONTHS_6)]
        assert len(rows(coach_client, "?aldre=1")) == 2

    def test_not_those_with_an_outcome(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = left(project, 100, coach=coach)
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(1))
        (row,) = coach_client.get(LIST).context["rows"]
        assert len(row.due.attempts) == 1

        factories.follow_up(enrolment=stay, done_on=days_ago(1))
        assert rows(coach_client) == []

    def test_not_those_who_came_back_or_were_a_mistake(self, coach_client: Client, project: Project) -> None:
        stay = left(project, 100)
        factories.enrolment(project=project, person=stay.person, start=days_ago(50))
        left(project, 100, registered_by_mistake=True)
        assert rows(coach_client, "?whose=all") == []

    def test_a_coach_sees_their_own_first(
        self, coach_client: Client, lead_client: Client, coach: User, project: Project
    ) -> None:
        mine, other = left(project, 95, coach=coach), left(project, 91)
        assert [stay for stay, _kind in rows(coach_client)] == [mine]
        for client, query in ((coach_client, "?whose=all"), (lead_client, "")):
            assert [stay for stay, _kind in rows(client, query)] == [mine, other]

    def test_protected_people_are_there_for_named_coaches_only(
        self, coach_client: Client, coach: User, lead_client: Client, project: Project
    ) -> None:
        mine = left(project, 95, coach=coach, protected_identity=True)
        left(project, 95, protected_identity=True)
        assert rows(coach_client, "?whose=all") == [(mine, FollowUpKind.DAYS_90)]
        assert rows(lead_client) == []


class TestThePage:
    def test_leads_to_the_forms(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = left(project, 95, coach=coach)
        page = coach_client.get(LIST).content.decode()
        assert f"/deltagare/{stay.public_id}/uppfoljning/90-dagar/forsok/" in page
        assert f"/deltagare/{stay.public_id}/uppfoljning/90-dagar/utfall/" in page

    def test_leads_a_lead_to_none(self, lead_client: Client, project: Project) -> None:
        left(project, 95)
        assert "/forsok/" not in lead_client.get(LIST).content.decode()

    def test_teaches_when_empty(self, coach_client: Client) -> None:
        assert 'class="empty"' in coach_client.get(LIST).content.decode()


@pytest.mark.parametrize("whose", ["mine", "all"])
def test_as_many_queries_for_1_10_and_1000(
    coach_client: Client, coach: User, project: Project, whose: str
) -> None:
    counts = {}
    for number, more in ((1, 1), (10, 9), (1000, 990)):
        _many(project, coach, more)
        with CaptureQueriesContext(connection) as queries:
            page = coach_client.get(f"{LIST}?whose={whose}")
        assert page.context["page"].paginator.count == number
        counts[number] = len(queries)
    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 25


def _many(project: Project, coach: User, number: int) -> None:
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, first_name="Eva", last_name=f"Nummer {place:04}")
        for place in range(number)
    )
    made = Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=days_ago(200), end=days_ago(95)) for person in people
    )
    CoachAssignment.objects.bulk_create(
        CoachAssignment(enrolment=stay, coach=coach, start=stay.start) for stay in made
    )
    for stay in made[:20]:
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(1), by=coach)
