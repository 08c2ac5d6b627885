"""Municipalities, their projects with what each has set for itself, and who holds a role in them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.access import Office, Role
from accounts.models import User
from projects.actions import plan_of, plan_version
from projects.models import (
    Goal,
    Membership,
    Occupation,
    OccupationList,
    Organisation,
    OrganisationRole,
    Phase,
    PlanVersion,
    Project,
    ProjectDefinitions,
    TargetGroup,
)
from tests.factories.readiness import checklist
from tests.factories.saving import PROJECT_END, PROJECT_START, numbers, saved
from tests.factories.users import user as _user


def organisation(*, name: str | None = None) -> Organisation:
    return saved(Organisation(name=name or f"Kommun {next(numbers)}"))


# A parameter that is named as its factory hides it; this name doesn't.
_organisation = organisation


def project(
    *,
    organisation: Organisation | None = None,
    name: str | None = None,
    with_checklist: bool = True,
    **fields: Any,
) -> Project:
    """A project of 2024–2027 that reports L, with the standard checklist."""
    owner = organisation or _organisation()
    frame = {"start": PROJECT_START, "end": PROJECT_END, "indicator_sets": ["L"], **fields}
    made = saved(Project(organisation=owner, name=name or f"Projekt {next(numbers)}", **frame))
    if with_checklist:
        checklist(project=made)
    return made


def membership(
    *,
    project: Project,
    user: User | None = None,
    role: str = Role.COACH,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> Membership:
    """A role in a project, in force from long ago: access is judged at today's date."""
    return saved(Membership(project=project, user=user or _user(), role=role, start=start, end=end))


def coach(*, project: Project, **fields: Any) -> User:
    """A user who is a coach in the project."""
    return membership(project=project, user=_user(**{"name": "Karin Coach", **fields}), role=Role.COACH).user


def lead(*, project: Project, **fields: Any) -> User:
    """A user who leads the project."""
    return membership(project=project, user=_user(**{"name": "Lars Ledare", **fields}), role=Role.LEAD).user


def referrer(*, project: Project, **fields: Any) -> User:
    """A user who refers people to the project."""
    held = membership(project=project, user=_user(**{"name": "Rut Remiss", **fields}), role=Role.REFERRER)
    return held.user


def office(
    *,
    organisation: Organisation,
    user: User | None = None,
    role: str = Office.OFFICER,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> OrganisationRole:
    """An office in an organisation, in force from long ago."""
    holder = user or _user(name="Dag Ombud")
    return saved(OrganisationRole(organisation=organisation, user=holder, role=role, start=start, end=end))


def officer(*, organisation: Organisation, **fields: Any) -> User:
    """The data protection officer of the organisation."""
    return office(organisation=organisation, user=_user(**{"name": "Dag Ombud", **fields})).user


def administrator(*, organisation: Organisation, **fields: Any) -> User:
    """The administrator of the organisation."""
    held = office(
        organisation=organisation,
        user=_user(**{"name": "Siv Förvaltare", **fields}),
        role=Office.ADMINISTRATOR,
    )
    return held.user


def target_group(*, project: Project, name: str | None = None, **fields: Any) -> TargetGroup:
    return saved(TargetGroup(project=project, name=name or f"Målgrupp {next(numbers)}", **fields))


def phase(*, project: Project, position: int = 1, name: str | None = None, **fields: Any) -> Phase:
    return saved(Phase(project=project, position=position, name=name or f"Steg {position}", **fields))


def goal(*, project: Project, indicator: str = "L1", value: Any = 60, **fields: Any) -> Goal:
    return saved(Goal(project=project, indicator=indicator, value=value, **fields))


def definitions(*, project: Project, version: int = 1) -> ProjectDefinitions:
    """A version of what the project has set for itself, as it stands."""
    made = project.as_version()
    made.version = version
    return saved(made)


def plan(*, project: Project, version: int = 1) -> PlanVersion:
    """A version of what the project plans, as it stands."""
    return saved(plan_version(project, plan_of(project), version))


def occupation_list(
    *, women: Mapping[str, Any], version: str | None = None, valid_from: dt.date = PROJECT_START
) -> OccupationList:
    """A list of occupations with the share of women in each, per cent."""
    facts = {"version": version or f"Lista {next(numbers)}", "source": "Påhittad"}
    made = saved(OccupationList(valid_from=valid_from, **facts))
    for code, share in women.items():
        saved(Occupation(list=made, code=code, women_share=share))
    return made
