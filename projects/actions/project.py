"""Changes to a project's own frame: what it is, what it has set for itself, its staff."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import Office, Role
from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from projects.models import (
    DatedRole,
    Goal,
    Membership,
    Organisation,
    OrganisationRole,
    Phase,
    Project,
    TargetGroup,
)
from projects.querysets import DatedRoleQuerySet


class ProjectFacts(TypedDict, total=False):
    """A project's frame; money in whole kronor, hours a week, age bands as `16-24`."""

    diary_number: str
    programme_area: str
    region: str
    start: dt.date
    end: dt.date
    esf_grant: int | None
    total_budget: int | None
    indicator_sets: list[str]
    age_bands: list[str]
    work_min_hours: Decimal | None
    social_assistance_monthly: int


@audited()
def create_organisation(*, by: User | None, name: str) -> Organisation:
    """Make an organisation without projects. Raises ValidationError."""
    organisation = Organisation(name=name)
    save_checked(organisation)
    subject = Subject(organisation_id=organisation.pk)
    record(verb=Verb.CREATED, row=organisation, by=by, subject=subject)
    return organisation


@audited()
def create_project(
    *, owner: str, name: str, phases: Sequence[str], by: User | None = None, **facts: Unpack[ProjectFacts]
) -> Project:
    """Create a project with its staircase, lowest step first. `owner` names the organisation, made if new.

    Raises ValidationError.
    """
    organisation, _created = Organisation.objects.get_or_create(name=owner)
    project = Project(organisation=organisation, name=name, **facts)
    project.full_clean()
    project.save()
    Phase.objects.bulk_create(
        [
            Phase(project=project, name=step, position=position)
            for position, step in enumerate(phases, start=1)
        ]
    )
    record(verb=Verb.CREATED, row=project, by=by, subject=_subject_of(project))
    return project


@transaction.atomic
def add_target_groups(*, project: Project, groups: Sequence[tuple[str, int | None, str]]) -> None:
    """Add groups after those there are: name, planned number, name of the group above or "".

    The group above is a new or an old one of the project.
    """
    position = project.target_groups.count()
    made = [
        TargetGroup(project=project, name=name, target=target, position=position + number)
        for number, (name, target, _above) in enumerate(groups, start=1)
    ]
    TargetGroup.objects.bulk_create(made)
    by_name = {group.name: group for group in project.target_groups.all()}
    parts = []
    for name, _target, above in groups:
        if above:
            by_name[name].parent = by_name[above]
            parts.append(by_name[name])
    TargetGroup.objects.bulk_update(parts, ["parent"])


@transaction.atomic
def add_goals(*, goals: Sequence[Goal]) -> None:
    """Add targets for indicators: unsaved instances whose fields have been checked."""
    Goal.objects.bulk_create(goals)


@audited()
def add_member(
    *,
    project: Project,
    user: User,
    role: Role,
    start: dt.date,
    end: dt.date | None = None,
    by: User | None = None,
) -> Membership:
    """Give someone a role in the project from a day until a day, both included.

    Raises ValidationError when they hold the role already or the dates are the wrong way round.
    """
    membership = Membership(project=project, user=user, role=role, start=start, end=end)
    give_role(role=membership, among=project.memberships.filter(user=user, role=role), by=by)
    return membership


@audited()
def appoint(
    *,
    organisation: Organisation,
    user: User,
    office: Office,
    start: dt.date,
    end: dt.date | None = None,
    by: User | None = None,
) -> OrganisationRole:
    """Give someone an office in the organisation from a day until a day, both included.

    Raises ValidationError when they hold it already or the dates are the wrong way round.
    """
    appointment = OrganisationRole(organisation=organisation, user=user, role=office, start=start, end=end)
    give_role(role=appointment, among=organisation.offices.filter(user=user, role=office), by=by)
    return appointment


@audited()
def give_role(*, role: DatedRole, among: DatedRoleQuerySet[Any], by: User | None) -> None:
    """Save a new role. `among` is what its holder has of the kind in the same place, over or not.

    Raises ValidationError when one of those is in force on a day of the new one.
    """
    role.clean_fields()
    meets = Q(end__isnull=True) | Q(end__gte=role.start)
    if role.end is not None:
        meets &= Q(start__lte=role.end)
    if among.filter(meets).exists():
        raise ValidationError(_("The person has this role already on some of these days."))
    save_checked(role)
    reason = f"{role.role}: user {role.user_id}"
    record(verb=Verb.CREATED, row=role, by=by, subject=role.subject, reason=reason)


def _subject_of(project: Project) -> Subject:
    return Subject(organisation_id=project.organisation_id, project_id=project.pk)
