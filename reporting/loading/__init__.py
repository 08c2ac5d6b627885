"""From the database to facts: eighteen queries for a project, whatever its size, or fewer of one set.

Everybody in the project is loaded, those with protected identity too: the facts hold no names of
participants, and who may see the list behind a number is decided where it is shown. What hangs on an
enrolment that was registered by mistake is left out with it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from projects.models import Project
from reporting.facts import ProjectFacts
from reporting.loading.accepted import load_accepted
from reporting.loading.criteria import Checklists, every_criterion, load_checklists
from reporting.loading.employers import load_companies, load_contacts, load_needs, load_supervisors
from reporting.loading.frame import load_goals, load_occupations, load_phases, load_target_groups
from reporting.loading.persons import load_participants
from reporting.unread import UNREAD

__all__ = ["KINDS", "Changed", "load_accepted", "load_changed", "load_facts", "load_frame"]

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

type Phases = list[tuple[int, int, str]]
type Changed = tuple[ProjectFacts, Collection[int]]
"""What is known of a project, and which of its participants have changed."""


def load_facts(project: Project, *, kinds: Collection[str] = KINDS) -> ProjectFacts:
    """The facts of the project, of any date; what isn't of the `kinds` is `UNREAD`."""
    checklists, phases = load_checklists([project.pk]), load_phases([project.pk])
    people = load_participants({project.pk: None}, kinds, checklists, _steps(phases))
    return replace(
        _frame(project, checklists, phases),
        participants=people[project.pk],
        **_companies(project.pk, kinds),
    )


def load_changed(changed: Mapping[int, Changed], *, kinds: Collection[str]) -> dict[int, ProjectFacts]:
    """The facts of those alone who have changed, as `load_facts`, by the project's key.

    What is known of the projects isn't read again; but the list of occupations. As many queries for many
    projects as for one, except where companies are among the `kinds`.
    """
    checklists = load_checklists(changed) if "assessments" in kinds else {}
    phases = load_phases(changed) if "moves" in kinds else []
    occupations = load_occupations() if "occupations" in kinds else None
    wanted = {project: only for project, (_frame, only) in changed.items()}
    people = load_participants(wanted, kinds, checklists, _steps(phases))
    return {
        project: replace(
            frame,
            occupations=occupations if "occupations" in kinds else frame.occupations,
            participants=people[project],
            **_companies(project, kinds),
        )
        for project, (frame, _only) in changed.items()
    }


def _companies(project: int, kinds: Collection[str]) -> dict[str, Any]:
    return {name: load(project) if name in kinds else UNREAD for name, load in OF_COMPANIES.items()}


def _steps(phases: Phases) -> dict[int, int]:
    """The number of each step on its project's staircase."""
    found: dict[int, int] = {}
    for _project, steps in groupby(phases, key=itemgetter(0)):
        found.update((phase, number) for number, (_of, phase, _name) in enumerate(steps, start=1))
    return found


def load_frame(project: Project) -> ProjectFacts:
    """What the project is and aims at, without its participants and companies."""
    return _frame(project, load_checklists([project.pk]), load_phases([project.pk]))


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
        phases=tuple(name for _of, _phase, name in phases),
        target_groups=load_target_groups(project),
        occupations=load_occupations(),
        extra_service_is_income=project.extra_service_is_income,
        long_term_months=(project.long_term_months_young, project.long_term_months),
        participant_min_hours=project.participant_min_hours,
        definitions_version=project.definitions_version,
    )
