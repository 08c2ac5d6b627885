"""Further splits that several indicators share: years, target groups, causes, and those always the same."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from participants.codes import ExitCause
from participants.words import EXIT_CAUSE
from reporting.catalogue.base import Group, Groups, Planned
from reporting.facts import GoalFacts, ProjectFacts, Window

NOT_RECORDED = "not_recorded"

CAUSES = (
    *(Group(cause.value, EXIT_CAUSE[cause.value], cause.label) for cause in ExitCause),
    Group(NOT_RECORDED, "ej angiven", _("Not recorded")),
)


def fixed(groups: tuple[Group, ...]) -> Groups:
    """A split whose places are always the same."""
    return lambda _facts, _window: groups


def years(_facts: ProjectFacts, window: Window) -> tuple[Group, ...]:
    """The calendar years that the period touches."""
    span = range(window.period_start.year, window.period_end.year + 1)
    return tuple(Group(str(year), str(year), str(year)) for year in span)


def target_groups(facts: ProjectFacts, _window: Window) -> tuple[Group, ...]:
    """The project's target groups by name, in its order, and a place for who has none."""
    return (
        *(Group(group.name, group.name, group.name, parent=group.parent) for group in facts.target_groups),
        Group(NOT_RECORDED, "ej angiven", _("Not recorded")),
    )


def planned_by_target_group(code: str) -> Planned:
    """The numbers of participants planned with the target groups, as goals of the indicator."""
    return lambda facts: (
        GoalFacts(code, Decimal(group.target), group=group.name)
        for group in facts.target_groups
        if group.target is not None
    )
