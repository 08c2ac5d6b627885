"""Companies: who speaks for them, and what was done with them."""

import datetime as dt
from typing import Any

from accounts.models import User
from employers.models import (
    Company,
    CompanyContact,
    CompanySeat,
    ContactKind,
    RecruitmentNeed,
    Ring,
    RingMembership,
    Supervisor,
)
from projects.models import Organisation, Project
from tests.factories.saving import START, numbers, saved
from tests.factories.users import user as _user


def company(*, organisation: Organisation, name: str | None = None, **fields: Any) -> Company:
    number = next(numbers)
    facts = {"organisation_number": f"{5_560_000_000 + number}", **fields}
    return saved(Company(organisation=organisation, name=name or f"Företaget {number} AB", **facts))


# A parameter that is named as its factory hides it; this name doesn't.
_company = company


def company_seat(
    *,
    company: Company,
    user: User | None = None,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> CompanySeat:
    """A seat in force from long ago: access is judged at today's date."""
    return saved(CompanySeat(company=company, user=user or _user(), start=start, end=end))


def employer_contact(*, company: Company, **fields: Any) -> User:
    """A user who speaks for the company."""
    return company_seat(company=company, user=_user(**{"name": "Elin Arbetsgivare", **fields})).user


def contact(
    *, project: Project, company: Company | None = None, contacted_on: dt.date = START, **fields: Any
) -> CompanyContact:
    """A visit to a company."""
    other = company or _company(organisation=project.organisation)
    facts = {"kind": ContactKind.VISIT, **fields}
    return saved(CompanyContact(project=project, company=other, contacted_on=contacted_on, **facts))


def need(
    *, project: Project, company: Company | None = None, registered_on: dt.date = START, **fields: Any
) -> RecruitmentNeed:
    other = company or _company(organisation=project.organisation)
    return saved(RecruitmentNeed(project=project, company=other, registered_on=registered_on, **fields))


def ring(*, project: Project, name: str | None = None) -> Ring:
    return saved(Ring(project=project, name=name or f"Ring {next(numbers)}"))


def ring_membership(*, ring: Ring, company: Company, **fields: Any) -> RingMembership:
    return saved(RingMembership(ring=ring, company=company, **fields))


def supervisor(*, project: Project, company: Company | None = None, **fields: Any) -> Supervisor:
    """Somebody at a company who hasn't been trained."""
    other = company or _company(organisation=project.organisation)
    facts = {"name": f"Håkan Handledare {next(numbers)}", **fields}
    return saved(Supervisor(project=project, company=other, **facts))
