"""The project pages: what was decided, for those who work there."""

import datetime as dt
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Role
from accounts.models import User
from employers.models import Company, RecruitmentNeed, RingMembership
from participants.models import Enrolment, Person
from projects.models import Membership, Organisation, Project
from tests import factories

pytestmark = pytest.mark.django_db


def detail(project: Project) -> str:
    return reverse("projects:detail", args=[project.public_id])


class TestProjectPage:
    def test_shows_planned_and_started_by_target_group(self, coach_client: Client, project: Project) -> None:
        group = factories.target_group(project=project, name="Unga 16–24 år", target=60)
        factories.enrolment(project=project, target_group=group)
        factories.enrolment(project=project, target_group=group, registered_by_mistake=True)
        page = coach_client.get(detail(project)).content.decode()
        row = page[page.index("Unga 16–24 år") :].split("</tr>")[0]
        assert ">60<" in row
        assert ">1<" in row

    def test_counts_a_person_who_came_back_once(self, coach_client: Client, project: Project) -> None:
        group = factories.target_group(project=project, name="Unga", target=60)
        person = factories.person(organisation=project.organisation)
        for start, end in ((dt.date(2025, 1, 1), dt.date(2025, 2, 1)), (dt.date(2025, 3, 1), None)):
            factories.enrolment(project=project, person=person, target_group=group, start=start, end=end)
        page = coach_client.get(detail(project)).content.decode()
        assert ">1<" in page[page.index("Unga") :].split("</tr>")[0]

    def test_names_the_companies_of_a_ring(self, coach_client: Client, project: Project) -> None:
        company = factories.company(organisation=project.organisation, name="Åby Plåt AB")
        factories.ring_membership(ring=factories.ring(project=project, name="Ring Nord"), company=company)
        page = coach_client.get(detail(project)).content.decode()
        assert page.index("Ring Nord") < page.index("Åby Plåt AB")

    def test_is_not_there_for_those_outside(self, coach_client: Client) -> None:
        assert coach_client.get(detail(factories.project(name="Grannens"))).status_code == 404

    def test_is_not_there_after_the_membership_has_ended(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        coach.memberships.update(end=dt.date(2024, 1, 2), start=dt.date(2024, 1, 1))
        assert coach_client.get(detail(project)).status_code == 403


def crowd(project: Project, number: int) -> None:
    """Make `number` participants of one group and as many companies with a need in one ring."""
    organisation = project.organisation
    group = factories.target_group(project=project)
    ring = factories.ring(project=project)
    persons = Person.objects.bulk_create(Person(organisation=organisation) for _ in range(number))
    Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=factories.START, target_group=group)
        for person in persons
    )
    companies = Company.objects.bulk_create(
        Company(organisation=organisation, organisation_number=f"{next(numbers):010}", name="Bolaget")
        for _ in range(number)
    )
    RingMembership.objects.bulk_create(RingMembership(ring=ring, company=company) for company in companies)
    RecruitmentNeed.objects.bulk_create(
        RecruitmentNeed(project=project, company=company, registered_on=factories.START)
        for company in companies
    )


numbers = count(1)


def test_as_many_queries_for_1_10_and_1000(coach_client: Client, project: Project) -> None:
    asked = []
    for number in (1, 10, 1000):
        crowd(project, number)
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(detail(project))
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 15


def test_list_asks_as_much_for_many_projects(coach_client: Client, coach: User) -> None:
    asked = []
    for more in (1, 9, 990):
        projects = Project.objects.bulk_create(
            Project(
                organisation=Organisation.objects.create(name=f"Kommun {next(numbers)} b"),
                name="Projekt",
                start=factories.PROJECT_START,
                end=factories.PROJECT_END,
            )
            for _ in range(more)
        )
        Membership.objects.bulk_create(
            Membership(project=row, user=coach, role=Role.COACH, start=factories.PROJECT_START)
            for row in projects
        )
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(reverse("projects:list"))
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 6
