"""Who names a participant's coach, so that nobody with protected identity stays out of everyone's reach."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from participants.models import CoachAssignment, Enrolment
from projects.models import Membership, Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import fill_in


def address(stay: Enrolment) -> str:
    return f"/deltagare/{stay.public_id}/coach/"


def case(stay: Enrolment) -> str:
    return f"/deltagare/{stay.public_id}/"


@pytest.fixture
def colleague(project: Project) -> User:
    return factories.coach(project=project, name="Kalle Kollega")


def membership_of(user: User) -> Membership:
    return user.memberships.get()


class TestALead:
    def test_names_another_coach(
        self, project: Project, coach: User, colleague: User, lead_client: Client
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach)
        assert f'href="{address(stay)}"' in lead_client.get(case(stay)).content.decode()

        fill_in(lead_client, address(stay), coach=membership_of(colleague).pk)

        assert CoachAssignment.objects.get(end=None).coach == colleague

    def test_changes_nothing_else_in_the_case(
        self, project: Project, coach: User, lead_client: Client
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach)
        assert lead_client.post(f"{case(stay)}avslut/").status_code == 403


class TestAProtectedPersonWhoseCoachHasGone:
    @pytest.fixture
    def stay(self, project: Project, coach: User) -> Enrolment:
        stay = factories.enrolment(project=project, coach=coach, protected_identity=True)
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Membership.objects.filter(user=coach).update(end=yesterday)
        return stay

    def test_is_given_another_by_a_lead_who_breaks_the_glass(
        self, stay: Enrolment, lead: User, colleague: User
    ) -> None:
        client = signed_in_client(lead)
        assert client.get(address(stay)).status_code == 404
        factories.emergency_access(enrolment=stay, user=lead)

        fill_in(client, address(stay), coach=membership_of(colleague).pk)

        assert CoachAssignment.objects.get(end=None).coach == colleague
        assert signed_in_client(colleague).get(case(stay)).status_code == 200

    def test_is_out_of_the_leads_reach_again_when_that_is_over(self, stay: Enrolment, lead: User) -> None:
        now = timezone.now()
        factories.emergency_access(
            enrolment=stay,
            user=lead,
            granted_at=now - dt.timedelta(hours=2),
            expires_at=now - dt.timedelta(hours=1),
        )
        assert signed_in_client(lead).get(address(stay)).status_code == 404
