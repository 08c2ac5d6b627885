"""Organisations, their projects, and what a project has set for itself: goals, groups, phases, staff."""

from projects.models.frame import Goal, Phase, PlanVersion, TargetGroup
from projects.models.occupations import Occupation, OccupationList
from projects.models.project import Definitions, IndicatorSet, Organisation, Project, ProjectDefinitions
from projects.models.staff import DatedRole, Membership, OrganisationRole

__all__ = [
    "DatedRole",
    "Definitions",
    "Goal",
    "IndicatorSet",
    "Membership",
    "Occupation",
    "OccupationList",
    "Organisation",
    "OrganisationRole",
    "Phase",
    "PlanVersion",
    "Project",
    "ProjectDefinitions",
    "TargetGroup",
]
