"""Who works where: inviting people into roles, ending roles, and closing accounts.

What these write, they write through the actions of projects and accounts. A role's last day counts whole,
so a role ends at once with yesterday as its last day.
"""

import datetime as dt
from typing import Any, Final, TypeGuard

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import Office, Permission, Role
from accounts.actions import (
    Door,
    Invited,
    has_been_here,
    invite,
    reset_second_factor,
    set_active,
    withdraw_invitations,
)
from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from projects.actions.project import add_member, appoint
from projects.models import DatedRole, Membership, Organisation, OrganisationRole, Project
from projects.querysets import DatedRoleQuerySet

DAY: Final = dt.timedelta(days=1)


@audited()
def invite_member(
    *,
    by: User,
    project: Project,
    email: str,
    name: str,
    role: Role,
    start: dt.date,
    end: dt.date | None,
    at: dt.datetime,
    door: Door,
) -> Invited:
    """Invite somebody to a role in the project, from a day until a day. Raises ValidationError."""
    return invite(
        by=by,
        email=email,
        name=name,
        at=at,
        subject=Subject(organisation_id=project.organisation_id, project_id=project.pk),
        door=door,
        give=lambda user: add_member(project=project, user=user, role=role, start=start, end=end, by=by),
    )


@audited()
def invite_official(
    *,
    by: User,
    organisation: Organisation,
    email: str,
    name: str,
    role: Office,
    start: dt.date,
    end: dt.date | None,
    at: dt.datetime,
    door: Door,
) -> Invited:
    """Invite somebody to an office in the organisation, from a day until a day. Raises ValidationError."""
    return invite(
        by=by,
        email=email,
        name=name,
        at=at,
        subject=Subject(organisation_id=organisation.pk),
        door=door,
        give=lambda user: appoint(
            organisation=organisation, user=user, office=role, start=start, end=end, by=by
        ),
    )


@audited()
def invite_again(*, by: User, role: DatedRole, at: dt.datetime, door: Door) -> Invited:
    """Send a new code to somebody who hasn't been here; the earlier one stops working.

    Raises ValidationError when they have.
    """
    if has_been_here(role.user):
        raise ValidationError(_("The person has been here and can sign in."))
    return invite(by=by, email=role.user.email, name=role.user.name, at=at, subject=role.subject, door=door)


@audited()
def withdraw_invitation(*, by: User, role: DatedRole, at: dt.datetime, on: dt.date) -> None:
    """Take an invitation back: the role ends at once, and the code is closed unless another role needs it.

    Raises ValidationError when it has been accepted, or when the role can't be ended.
    """
    if has_been_here(role.user):
        raise ValidationError(_("The invitation has been accepted. End the role instead."))
    end_role(by=by, role=role, last_day=on - DAY, on=on)
    if not works_elsewhere(role.user, places=[], on=on):
        withdraw_invitations(by=by, user=role.user, at=at, subject=role.subject)


@audited()
def end_role(*, by: User, role: DatedRole, last_day: dt.date, on: dt.date) -> None:
    """End a role with its last day, `on` being today; with yesterday it is over at once.

    A role that then was never in force is removed. Raises ValidationError: when the role is over, when the
    day lies before yesterday or after the role's own end, and for the last lead or administrator.
    """
    _lock_place(role)
    rows = type(role)._default_manager  # noqa: SLF001  Django's documented way to a model's rows
    stored = rows.select_for_update().filter(pk=role.pk).first()
    if stored is None or (stored.end is not None and stored.end < on):
        raise ValidationError(_("The role has ended already."))
    if last_day < on - DAY:
        raise ValidationError(
            {"last_day": _("The day has passed. A role ends today at the earliest, or at once.")}
        )
    if stored.end is not None and last_day > stored.end:
        raise ValidationError({"last_day": _("The role ends before that day already.")})
    if _must_stay_filled(role, by=by):
        _keep_another(role, on=last_day + DAY)
    reason = f"{role.role}: user {role.user_id}"
    if last_day < role.start:
        record(verb=Verb.REMOVED, row=role, by=by, subject=role.subject, reason=reason)
        role.delete()
        return
    role.end = last_day
    role.save(update_fields=["end"])
    record(verb=Verb.ENDED, row=role, by=by, subject=role.subject, changed=["end"], reason=reason)


@audited()
def switch_off(*, by: User, user: User, at: dt.datetime, on: dt.date) -> None:
    """Close an account that works for the administrator's organisation alone.

    Raises ValidationError: for one's own, for one that works elsewhere too, for the last administrator.
    """
    places = _lock_managed(by)
    if user == by:
        raise ValidationError(_("You can't switch off your own account. Ask another administrator."))
    _only_here(user, places, on=on)
    for office in user.offices.in_force(on=on).filter(role=Office.ADMINISTRATOR):
        _keep_another(office, on=on)
    set_active(by=by, user=user, active=False, at=at, subject=_subject(places))


@audited()
def switch_on(*, by: User, user: User, at: dt.datetime, on: dt.date) -> None:
    """Open an account again that works for the administrator's organisation alone. Raises ValidationError."""
    places = _lock_managed(by)
    _only_here(user, places, on=on)
    set_active(by=by, user=user, active=True, at=at, subject=_subject(places))


@audited()
def forget_second_factor(*, by: User, user: User, on: dt.date) -> None:
    """Let somebody who has lost their second factor set up another at the next sign-in.

    Of accounts that work for the administrator's organisation alone, and not of one's own: whoever got at
    an administrator's desk would else get past theirs. Raises ValidationError.
    """
    places = _lock_managed(by)
    if user == by:
        raise ValidationError(_("You can't reset your own second factor. Ask another administrator."))
    _only_here(user, places, on=on)
    reset_second_factor(by=by, user=user, subject=_subject(places))


def works_elsewhere(user: User, *, places: list[Organisation], on: dt.date) -> bool:
    """Whether the user has a role, in force or to come, outside these organisations."""
    return (
        user.memberships.not_over(on=on).exclude(project__organisation__in=places).exists()
        or user.offices.not_over(on=on).exclude(organisation__in=places).exists()
        or user.seats.not_over(on=on).exclude(company__organisation__in=places).exists()
    )


def _lock_managed(by: User) -> list[Organisation]:
    """The administrator's organisations, locked so that two administrators can't close each other out."""
    managed = Organisation.objects.visible_to(by, Permission.ORGANISATION_MANAGE)
    return list(managed.order_by("pk").select_for_update(no_key=True))


def _subject(places: list[Organisation]) -> Subject:
    return Subject(organisation_id=places[0].pk if places else None)


def _only_here(user: User, places: list[Organisation], *, on: dt.date) -> None:
    if not places or works_elsewhere(user, places=places, on=on):
        raise ValidationError(
            _(
                "The person works for another organisation too, so the account isn't yours to change. "
                "End the roles here instead."
            )
        )


def _lock_place(role: DatedRole) -> None:
    """Let changes of leads in one project, or of officials in one organisation, wait for each other."""
    if isinstance(role, Membership):
        Project.objects.select_for_update(no_key=True).get(pk=role.project_id)
    elif isinstance(role, OrganisationRole):
        Organisation.objects.select_for_update(no_key=True).get(pk=role.organisation_id)


def _must_stay_filled(role: DatedRole, *, by: User) -> TypeGuard[Membership | OrganisationRole]:
    """Whether somebody must hold the role. An administrator may end the last lead's, and invite another."""
    if isinstance(role, Membership) and role.role == Role.LEAD:
        managed = Organisation.objects.visible_to(by, Permission.ORGANISATION_MANAGE)
        return not managed.filter(pk=role.project.organisation_id).exists()
    return isinstance(role, OrganisationRole) and role.role == Office.ADMINISTRATOR


def _keep_another(role: Membership | OrganisationRole, *, on: dt.date) -> None:
    """Raise ValidationError unless somebody else holds the same role on the day."""
    others: DatedRoleQuerySet[Any]
    if isinstance(role, Membership):
        others = role.project.memberships.filter(role=role.role)
        last = _(
            "This is the project's last lead. Invite another first, or ask the administrator to end the role."
        )
    else:
        others = role.organisation.offices.filter(role=role.role)
        last = _("This is the organisation's last administrator. Invite another first.")
    if not others.in_force(on=on).exclude(user=role.user_id).exists():
        raise ValidationError(last)
