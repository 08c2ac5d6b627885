"""The only writers of companies, of who speaks for them, and of what projects note about them.

Most take many rows at once, as an import writes them: unsaved instances of the models, whose
fields have been checked. The database's constraints hold for each; one that is broken takes
back all of them with an IntegrityError. Who did it is noted once, by the importing action.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from accounts.actions import Door, Invited, invite
from accounts.audit import Subject, audited
from accounts.models import User
from employers.models import (
    Company,
    CompanyContact,
    CompanySeat,
    RecruitmentNeed,
    Ring,
    RingMembership,
    Supervisor,
)
from projects.actions import give_role
from projects.models import Project

BATCH: Final = 1000


@transaction.atomic
def add_companies(*, companies: Sequence[Company]) -> None:
    """Add companies that their organisations don't know yet."""
    Company.objects.bulk_create(companies, batch_size=BATCH)


@transaction.atomic
def complete_companies(*, companies: Sequence[Company]) -> None:
    """Save facts that were not recorded before."""
    fields = ["name", "municipality_code", "industry_code", "employees", "women_share"]
    Company.objects.bulk_update(companies, fields, batch_size=BATCH)


@transaction.atomic
def seat_companies(*, project: Project, seats: Sequence[tuple[str, Company]]) -> None:
    """Give companies a seat in rings of the project, by the rings' names; a missing ring is made.

    The day that a seat was taken is not recorded.
    """
    rings = {ring.name: ring for ring in project.rings.all()}
    missing = [name for name in dict.fromkeys(name for name, _ in seats) if name not in rings]
    for ring in Ring.objects.bulk_create([Ring(project=project, name=name) for name in missing]):
        rings[ring.name] = ring
    RingMembership.objects.bulk_create(
        [RingMembership(ring=rings[name], company=company) for name, company in seats], batch_size=BATCH
    )


@transaction.atomic
def record_contacts(*, contacts: Sequence[CompanyContact]) -> None:
    """Record contacts with companies."""
    CompanyContact.objects.bulk_create(contacts, batch_size=BATCH)


@transaction.atomic
def record_needs(*, needs: Sequence[RecruitmentNeed]) -> None:
    """Record recruitment needs that companies have stated."""
    RecruitmentNeed.objects.bulk_create(needs, batch_size=BATCH)


@transaction.atomic
def record_supervisors(*, supervisors: Sequence[Supervisor]) -> None:
    """Record those at companies who supervise the project's placements."""
    Supervisor.objects.bulk_create(supervisors, batch_size=BATCH)


@audited()
def invite_contact(
    *,
    by: User,
    company: Company,
    email: str,
    name: str,
    start: dt.date,
    end: dt.date | None,
    at: dt.datetime,
    door: Door,
) -> Invited:
    """Invite somebody to speak for the company, from a day until a day. Raises ValidationError."""
    return invite(
        by=by,
        email=email,
        name=name,
        at=at,
        subject=Subject(organisation_id=company.organisation_id),
        door=door,
        give=lambda user: seat_contact(company=company, user=user, start=start, end=end, by=by),
    )


@audited()
def seat_contact(
    *, company: Company, user: User, start: dt.date, end: dt.date | None = None, by: User | None = None
) -> CompanySeat:
    """Let somebody speak for the company from a day until a day, both included.

    Raises ValidationError when they do already or the dates are the wrong way round.
    """
    seat = CompanySeat(company=company, user=user, start=start, end=end)
    give_role(role=seat, among=company.seats.filter(user=user), by=by)
    return seat
