"""A participant with a coach, a company that may see them, and those outside who look."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from employers.models import Company
from participants.models import Enrolment, PersonalLink
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

TODAY = timezone.localdate()
CODE = "7K3M-Q9XA-2B4C-5D6E-8F0G"
DOOR, HOME = "/min-sida/", "/min-sida/hem/"


def days(number: int) -> dt.date:
    """So many days from today; a negative number is past."""
    return TODAY + dt.timedelta(days=number)


def opened(code: str, client: Client | None = None) -> tuple[Client, Any]:
    """Somebody who writes a code at the door, and the answer to it."""
    client = client or Client()
    return client, client.post(DOOR, {"code": code})


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


@pytest.fixture
def link(stay: Enrolment) -> PersonalLink:
    return factories.personal_link(enrolment=stay, code=CODE)


@pytest.fixture
def own_client(link: PersonalLink) -> Client:
    client, response = opened(CODE)
    assert response.headers["Location"] == HOME, link
    return client
