"""What somebody is today: asked of the database with each request, in words that were put once."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.access import Office, Role, Seat, roles_of
from accounts.models import User
from projects.models import Membership, Project
from tests import factories


@pytest.mark.django_db
class TestRoles:
    def test_are_ones_own_in_projects_organisations_and_companies(self, project: Project) -> None:
        coach, officer = (
            factories.coach(project=project),
            factories.officer(organisation=project.organisation),
        )
        company = factories.company(organisation=project.organisation)
        employer = factories.employer_contact(company=company)
        assert [roles_of(one) for one in (coach, officer, employer, factories.user())] == [
            {Role.COACH},
            {Office.OFFICER},
            {Seat.EMPLOYER},
            set(),
        ]

    def test_are_those_of_today(self, project: Project) -> None:
        today, day = timezone.localdate(), dt.timedelta(days=1)
        now, before, later = (factories.coach(project=project) for _ in range(3))
        Membership.objects.filter(user=now).update(start=today, end=today)
        Membership.objects.filter(user=before).update(start=today - day, end=today - day)
        Membership.objects.filter(user=later).update(start=today + day)
        assert [roles_of(one) for one in (now, before, later)] == [{Role.COACH}, set(), set()]

    def test_are_none_where_the_account_is_switched_off(self, project: Project) -> None:
        coach = factories.coach(project=project)
        User.objects.filter(pk=coach.pk).update(is_active=False)
        assert roles_of(coach) == set()
