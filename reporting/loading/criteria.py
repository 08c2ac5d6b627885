"""The checklists that assessments are made with."""

from coaching.models import Criterion
from reporting.facts import CriterionFacts

type Checklists = dict[int, list[CriterionFacts]]


def load_checklists(project: int) -> Checklists:
    """The criteria of each of the project's checklists, the newest version first."""
    found: Checklists = {}
    rows = (
        Criterion.objects.filter(checklist__project=project)
        .order_by("-checklist__version", "position", "pk")
        .values_list("checklist_id", "code", "label", "label_en")
    )
    for checklist, code, label, label_en in rows:
        found.setdefault(checklist, []).append(CriterionFacts(code, label, label_en))
    return found


def every_criterion(checklists: Checklists) -> tuple[CriterionFacts, ...]:
    """Each code once, in the newest version's words and order, then those that only older ones have."""
    found: dict[str, CriterionFacts] = {}
    for criteria in checklists.values():
        for criterion in criteria:
            found.setdefault(criterion.code, criterion)
    return tuple(found.values())
