"""From the database to facts: eighteen queries for a project, whatever its size, or fewer of one set.

Everybody in the project is loaded, those with protected identity too: the facts hold no names of
participants, and who may see the list behind a number is decided where it is shown. What hangs on an
enrolment that was registered by mistake is left out with it.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

from projects.models import Project
from reporting.facts import ProjectFacts
from reporting.loading.accepted import load_accepted
from reporting.loading.criteria import Checklists, every_criterion, load_checklists
from reporting.loading.employers import load_companies, load_contacts, load_needs, load_supervisors
from reporting.loading.frame import load_goals, load_occupations, load_phases, load_target_groups
from reporting.loading.persons import load_participants
from reporting.unread import UNREAD

__all__ = ["KINDS", "load_accepted", "load_changed", "load_facts", "load_frame"]

OF_PERSONS: Final = frozenset(
    {"episodes", "support", "assessments", "attendance", "cv", "follow_ups", "answers", "moves"}
)
OF_COMPANIES: Final[dict[str, Callable[[int], Any]]] = {
    "contacts": load_contacts,
    "needs": load_needs,
    "companies": load_companies,
    "supervisors": load_supervisors,
}
KINDS: Final = OF_PERSONS | OF_COMPANIES.keys() | {"occupations"}

type Phases = list[tuple[int, str]]


def load_facts(project: Project, *, kinds: Collection[str] = KINDS) -> ProjectFacts:
    """The facts of the project, of any date; what isn't of the `kinds` is `UNREAD`."""
    checklists, phases = load_checklists(project.pk), load_phases(project.pk)
    return replace(
        _frame(project, checklists, phases),
        participants=load_participants(project.pk, kinds, checklists, _steps(phases)),
        **_companies(project.pk, kinds),
    )


def load_changed(
    project: int, frame: ProjectFacts, *, kinds: Collection[str], only: Collection[int]
) -> ProjectFacts:
    """The facts of these participants alone, as `load_facts`.

    `frame`: what is known of the project with this key, which isn't read again; but the list of occupations.
    """
    checklists = load_checklists(project) if "assessments" in kinds else {}
    phases = load_phases(project) if "moves" in kinds else []
    return replace(
        frame,
        occupations=load_occupations() if "occupations" in kinds else frame.occupations,
        participants=load_participants(project, kinds, checklists, _steps(phases), only),
        **_companies(project, kinds),
    )


def _companies(project: int, kinds: Collection[str]) -> dict[str, Any]:
    return {name: load(project) if name in kinds else UNREAD for name, load in OF_COMPANIES.items()}


def _steps(phases: Phases) -> dict[int, int]:
    return {phase: step for step, (phase, _name) in enumerate(phases, start=1)}


def load_frame(project: Project) -> ProjectFacts:
    """What the project is and aims at, without its participants and companies."""
    return _frame(project, load_checklists(project.pk), load_phases(project.pk))


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
