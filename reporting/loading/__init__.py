"""From the database to facts: eighteen queries for a project, whatever its size.

Everybody in the project is loaded, those with protected identity too: the facts hold no names of
participants, and who may see the list behind a number is decided where it is shown. What hangs on an
enrolment that was registered by mistake is left out with it.
"""

from collections.abc import Collection
from dataclasses import replace

from projects.models import Project
from reporting.facts import ProjectFacts
from reporting.loading.accepted import load_accepted
from reporting.loading.criteria import Checklists, every_criterion, load_checklists
from reporting.loading.employers import load_companies, load_contacts, load_needs, load_supervisors
from reporting.loading.frame import load_goals, load_occupations, load_phases, load_target_groups
from reporting.loading.persons import load_participants

__all__ = ["load_accepted", "load_facts", "load_frame"]

type Phases = list[tuple[int, str]]


def load_facts(project: Project, *, only: Collection[int] | None = None) -> ProjectFacts:
    """All facts of the project, of any date; with `only`, of no other participants than these."""
    checklists, phases = load_checklists(project), load_phases(project)
    steps = {phase: step for step, (phase, _name) in enumerate(phases, start=1)}
    return replace(
        _frame(project, checklists, phases),
        participants=load_participants(project, checklists, steps, only),
        contacts=load_contacts(project),
        needs=load_needs(project),
        companies=load_companies(project),
        supervisors=load_supervisors(project),
    )


def load_frame(project: Project) -> ProjectFacts:
    """What the project is and aims at, without its participants and companies."""
    return _frame(project, load_checklists(project), load_phases(project))


def _frame(project: Project, checklists: Checklists, phases: Phases) -> ProjectFacts:
    return ProjectFacts(
        name=project.name,
        start=project.start,
        end=project.end,
        age_bands=tuple(project.age_bands),
        work_min_hours=project.work_min_hours,
        social_assistance_monthly=project.social_assistance_monthly,
        criteria=every_criterion(checklists),
        goals=load_goals(project),
        phases=tuple(name for _phase, name in phases),
        target_groups=load_target_groups(project),
        occupations=load_occupations(),
        extra_service_is_income=project.extra_service_is_income,
        long_term_months=(project.long_term_months_young, project.long_term_months),
        participant_min_hours=project.participant_min_hours,
        definitions_version=project.definitions_version,
    )
