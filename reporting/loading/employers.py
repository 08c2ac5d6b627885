"""The companies that a project has to do with, and what it noted about them."""

from typing import Final

from django.db.models import Q

from employers.models import Company, CompanyContact, RecruitmentNeed, RingMembership, Supervisor
from participants.models import Episode
from reporting.facts import CompanyFacts, ContactFacts, NeedFacts, SupervisorFacts

# State, regions, municipalities, parishes and their associations: the first figure of an organisation
# number is its kind of owner (Skatteverket's “Organisationsnummer”, SKV 709).
PUBLIC: Final = "2"


def load_companies(project: int) -> tuple[CompanyFacts, ...]:
    """Each company that the project contacted, that stated a need, sits in a ring, supervises or employs."""
    contacts = CompanyContact.objects.filter(project=project).values("company")
    needs = RecruitmentNeed.objects.filter(project=project).values("company")
    rings = RingMembership.objects.filter(ring__project=project).values("company")
    supervisors = Supervisor.objects.filter(project=project).values("company")
    episodes = Episode.objects.filter(
        enrolment__project=project, enrolment__registered_by_mistake=False, company__isnull=False
    ).values("company")
    known = Q(pk__in=contacts) | Q(pk__in=needs) | Q(pk__in=rings) | Q(pk__in=supervisors)
    rows = Company.objects.filter(known | Q(pk__in=episodes)).order_by("pk")
    return tuple(
        CompanyFacts(key, industry, employees, number.startswith(PUBLIC))
        for key, industry, employees, number in rows.values_list(
            "pk", "industry_code", "employees", "organisation_number"
        )
    )


def load_supervisors(project: int) -> tuple[SupervisorFacts, ...]:
    """Those who supervise placements, without their names."""
    rows = Supervisor.objects.filter(project=project).order_by("pk")
    return tuple(SupervisorFacts(*row) for row in rows.values_list("pk", "company_id", "trained_on"))


def load_contacts(project: int) -> tuple[ContactFacts, ...]:
    """Contacts, in the order in which they were recorded."""
    rows = CompanyContact.objects.filter(project=project).order_by("pk")
    return tuple(ContactFacts(*row) for row in rows.values_list("company_id", "contacted_on"))


def load_needs(project: int) -> tuple[NeedFacts, ...]:
    """Recruitment needs, in the order in which they were recorded."""
    rows = RecruitmentNeed.objects.filter(project=project).order_by("pk")
    return tuple(NeedFacts(*row) for row in rows.values_list("company_id", "registered_on", "closed_on"))
