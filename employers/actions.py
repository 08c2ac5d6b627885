"""The only writers of companies and of what projects note about them.

These take many rows at once, as an import writes them: unsaved instances of the models, whose
fields have been checked. The database's constraints hold for each; one that is broken takes
back all of them with an IntegrityError. Who did it is noted once, by the importing action.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from employers.models import Company, CompanyContact, RecruitmentNeed, Ring, RingMembership
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
