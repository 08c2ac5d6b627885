"""A participant with a coach, a company that may see them, and those outside who look."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from employers.models import Company
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

TODAY = timezone.localdate()
CODE = "7K3M-Q9XA-2B4C-5D6E-8F0G"


def days(number: int) -> dt.date:
    """So many days from today; a negative number is past."""
    return TODAY + dt.timedelta(days=number)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(
        project=project, coach=coach, first_name="Maja", last_name="Provsson", start=days(-100)
    )


@pytest.fixture
def company(project: Project) -> Company:
    return factories.company(organisation=project.organisation, name="Bageriet AB")


@pytest.fixture
def employer(company: Company) -> User:
    return factories.employer_contact(company=company)


@pytest.fixture
def employer_client(employer: User) -> Client:
    return signed_in_client(employer)


@pytest.fixture
def referrer(project: Project) -> User:
    return factories.referrer(project=project)


@pytest.fixture
def referrer_client(referrer: User) -> Client:
    return signed_in_client(referrer)
