"""What a project is for and aims at, and the list of occupations."""

from collections.abc import Collection

from projects.models import Goal, OccupationList, Phase, Project, TargetGroup
from reporting.facts import GoalFacts, OccupationFacts, TargetGroupFacts


def load_goals(project: Project) -> tuple[GoalFacts, ...]:
    """Targets, in the order in which they were set."""
    rows = Goal.objects.filter(project=project).order_by("pk")
    return tuple(
        GoalFacts(*row) for row in rows.values_list("indicator", "value", "gender", "age_band", "group")
    )


def load_target_groups(project: Project) -> tuple[TargetGroupFacts, ...]:
    """The groups that the project is for, in its own order."""
    rows = TargetGroup.objects.filter(project=project).order_by("position", "pk")
    return tuple(
        TargetGroupFacts(name, target, parent or "")
        for name, target, parent in rows.values_list("name", "target", "parent__name")
    )


def load_phases(projects: Collection[int]) -> list[tuple[int, int, str]]:
    """The steps of each project's staircase from the lowest: the project, the step's key and name."""
    rows = Phase.objects.filter(project__any_of=projects).order_by("project_id", "position", "pk")
    return list(rows.values_list("project_id", "pk", "name"))


def load_occupations() -> OccupationFacts | None:
    """The list of occupations that applies; None where none has been loaded."""
    rows = (
        OccupationList.objects.that_applies()
        .order_by("occupations__code")
        .values_list("version", "occupations__code", "occupations__women_share")
    )
    found = list(rows)
    if not found:
        return None
    return OccupationFacts(found[0][0], tuple((code, share) for _version, code, share in found if code))
