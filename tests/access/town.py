"""Where the state machine plays: two municipalities at a moment that stands still until it is moved.

`build` makes the rows, and tells the oracle of each. Nobody in it exists.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.test import Client

from accounts.access import Office, Role
from accounts.link_codes import new_code
from accounts.models import User
from employers.models import Company, CompanySeat
from exchange.demo.people import WOMAN, listed_number
from participants.models import Enrolment, Person
from projects.models import DatedRole, Membership, Organisation, OrganisationRole, Project
from tests import factories
from tests.access import oracle
from tests.access.oracle import COMPANY, ORGANISATION, PROJECT, Oracle
from tests.conftest import signed_in_client

BEGIN: Final = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
LONG_AGO, LAST_YEAR = dt.date(2020, 1, 1), dt.date(2025, 9, 1)
BORN: Final = tuple(dt.date(1985, month, 14) for month in range(1, 6))


@dataclass(frozen=True)
class Human:
    """Somebody whom both municipalities may know, each as a person of its own."""

    born: dt.date
    first_name: str
    last_name: str = "Provsson"

    @property
    def number(self) -> str:
        """Of Skatteverket's list."""
        return listed_number(self.born, WOMAN)


HUMANS: Final = tuple(map(Human, BORN, ("Ada", "Bea", "Cia", "Dea", "Eva")))


@dataclass
class Town:
    """What stands there before the first step, and a signed-in browser for each user."""

    oracle: Oracle
    sessions: dict[int, str]

    def browsers(self) -> dict[int, Client]:
        """A browser for each user, as it was when they had just signed in."""
        made = {user: Client() for user in self.sessions}
        for user, key in self.sessions.items():
            made[user].cookies[settings.SESSION_COOKIE_NAME] = key
        return made


def build() -> Town:
    """Make the rows in the database at hand; `timezone.now()` says `BEGIN`."""
    told = Oracle(now=BEGIN)
    home, beside = (factories.organisation(name=name) for name in ("Hemkommunen", "Grannkommunen"))
    projects = [
        _project(told, owner, name) for owner, name in ((home, "Ett"), (home, "Två"), (beside, "Tre"))
    ]
    companies = [_company(told, owner, name) for owner, name in ((home, "A"), (home, "B"), (beside, "C"))]
    names = ("Karin", "Klas", "Lars", "Siv", "Elin", "Rut", "Nils")
    karin, klas, lars, siv, elin, rut, nils = users = [factories.user(name=name) for name in names]
    told.users = dict.fromkeys((user.pk for user in users), True)
    for user, role, project in (
        (karin, Role.COACH, projects[0]),
        (klas, Role.COACH, projects[0]),
        (klas, Role.COACH, projects[1]),
        (lars, Role.LEAD, projects[0]),
        (rut, Role.REFERRER, projects[0]),
        (nils, Role.COACH, projects[2]),
    ):
        tell_role(told, factories.membership(project=project, user=user, role=role, start=LONG_AGO))
    for user, office, place in (
        (siv, Office.ADMINISTRATOR, home),
        (nils, Office.ADMINISTRATOR, beside),
        (elin, Office.OFFICER, beside),
    ):
        tell_role(told, factories.office(organisation=place, user=user, role=office, start=LONG_AGO))
    tell_role(told, factories.company_seat(company=companies[0], user=elin, start=LONG_AGO))
    stays = [
        _stay(told, number, project, coach, referrer)
        for number, project, coach, referrer in (
            (0, projects[0], karin, rut),
            (1, projects[0], klas, rut),
            (2, projects[1], klas, None),
            (3, projects[2], nils, None),
            (4, projects[0], karin, None),
        )
    ]
    _protect(told, stays[1].person)
    for stay, company in ((stays[0], companies[0]), (stays[2], companies[0]), (stays[3], companies[2])):
        _share(told, stay, company, karin)
    for number in (0, 2):
        _link(told, stays[number], karin)
    sessions = {user.pk: signed_in_client(user).cookies[settings.SESSION_COOKIE_NAME].value for user in users}
    return Town(told, sessions)


def tell_role(told: Oracle, role: DatedRole) -> UUID:
    """Tell the oracle of a role in a project, an organisation or a company."""
    if isinstance(role, Membership):
        kind, place = PROJECT, role.project.public_id
    elif isinstance(role, OrganisationRole):
        kind, place = ORGANISATION, role.organisation.public_id
    else:
        assert isinstance(role, CompanySeat)
        kind, place = COMPANY, role.company.public_id
    told.roles[role.public_id] = oracle.Role(role.user_id, role.role, kind, place, role.start, role.end)
    return role.public_id


def _project(told: Oracle, owner: Organisation, name: str) -> Project:
    made = factories.project(organisation=owner, name=name, with_checklist=False)
    told.projects[made.public_id] = owner.public_id
    return made


def _company(told: Oracle, owner: Organisation, name: str) -> Company:
    made = factories.company(organisation=owner, name=name)
    told.companies[made.public_id] = owner.public_id
    return made


def _stay(told: Oracle, human: int, project: Project, coach: User, referrer: User | None) -> Enrolment:
    who, owner = HUMANS[human], project.organisation
    person = factories.person(
        organisation=owner, first_name=who.first_name, last_name=who.last_name, birth_date=who.born
    )
    factories.personal_number(person=person, number=who.number)
    told.people[person.public_id] = oracle.Human(owner.public_id)
    told.numbered[owner.public_id, who.number] = person.public_id
    made = factories.enrolment(
        project=project, person=person, start=LAST_YEAR, coach=coach, referrer=referrer
    )
    told.stays[made.public_id] = oracle.Stay(
        person.public_id,
        project.public_id,
        LAST_YEAR,
        referrer=None if referrer is None else referrer.pk,
        coaches=[oracle.Coached(coach.pk, LAST_YEAR)],
    )
    return made


def _protect(told: Oracle, person: Person) -> None:
    person.protected_identity = True
    person.save()
    told.people[person.public_id].protected = True


def _share(told: Oracle, stay: Enrolment, company: Company, by: User) -> None:
    span = {"start": LAST_YEAR, "end": BEGIN.date() + dt.timedelta(days=60)}
    made = factories.profile_share(enrolment=stay, company=company, shared_by=by, **span)
    told.shares[made.public_id] = oracle.Share(stay.public_id, company.public_id, made.start, made.end)


def _link(told: Oracle, stay: Enrolment, by: User) -> None:
    code, until = new_code(), BEGIN + dt.timedelta(days=90)
    link = factories.personal_link(enrolment=stay, code=code, made_by=by, made_at=BEGIN, expires_at=until)
    told.links[link.pk] = oracle.Link(stay.public_id, code, until)
