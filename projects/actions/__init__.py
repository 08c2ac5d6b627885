"""The only writers of projects: their frame, what they have set for themselves, and who works there.

In every action `by` is who does it, `on` today and `at` now, unless it says otherwise.
"""

from projects.actions.definitions import DefinitionFacts, add_occupations, set_definitions
from projects.actions.methods import set_methods
from projects.actions.plan import Plan, PlannedGoal, PlannedGroup, plan_of, plan_version, set_plan
from projects.actions.project import (
    ProjectFacts,
    add_goals,
    add_member,
    add_target_groups,
    appoint,
    create_organisation,
    create_project,
    give_role,
)
from projects.actions.staffing import (
    end_role,
    forget_second_factor,
    invite_again,
    invite_member,
    invite_official,
    switch_off,
    switch_on,
    withdraw_invitation,
    works_elsewhere,
)

__all__ = [
    "DefinitionFacts",
    "Plan",
    "PlannedGoal",
    "PlannedGroup",
    "ProjectFacts",
    "add_goals",
    "add_member",
    "add_occupations",
    "add_target_groups",
    "appoint",
    "create_organisation",
    "create_project",
    "end_role",
    "forget_second_factor",
    "give_role",
    "invite_again",
    "invite_member",
    "invite_official",
    "plan_of",
    "plan_version",
    "set_definitions",
    "set_methods",
    "set_plan",
    "switch_off",
    "switch_on",
    "withdraw_invitation",
    "works_elsewhere",
]
