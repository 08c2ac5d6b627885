"""The checklists that assessments are made with."""

from collections.abc import Collection

from coaching.models import Criterion
from reporting.facts import CriterionFacts

type Checklists = dict[int, dict[int, CriterionFacts]]
"""The criteria of each checklist, both by their keys."""


def load_checklists(projects: Collection[int]) -> Checklists:
    """The criteria of each of the projects' checklists, the newest version first."""
    found: Checklists = {}
    rows = (
        Criterion.objects.filter(checklist__project__any_of=projects)
        .order_by("-checklist__version", "position", "pk")
        .values_list("checklist_id", "pk", "code", "label", "label_en")
    )
    for checklist, key, *told in rows:
        found.setdefault(checklist, {})[key] = CriterionFacts(*told)
    return found


def every_criterion(checklists: Checklists) -> tuple[CriterionFacts, ...]:
    """Each code once, in the newest version's words and order, then those that only older ones have."""
    found: dict[str, CriterionFacts] = {}
    for criteria in checklists.values():
        for criterion in criteria.values():
            found.setdefault(criterion.code, criterion)
    return tuple(found.values())
