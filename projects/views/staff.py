"""Who works in a project: for its lead, and for the administrator of its organisation."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.actions import Invited
from accounts.invitations.views import door
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from projects import actions
from projects.forms import InviteMemberForm
from projects.models import DatedRole, Membership, Project
from projects.people import role_rows
from projects.views import roles


@allow(Permission.PROJECT_STAFF)
@require_safe
def staff(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who has which role, from when until when, and who hasn't come yet."""
    project = _project(request, public_id)
    today, now = timezone.localdate(), timezone.now()
    held = project.memberships.with_invitations().select_related("user", "project__organisation")
    held = held.order_by("role", "user__name", "pk")
    lists = [
        role_rows(part, on=today, at=now, url=_address)
        for part in (held.not_over(on=today), held.filter(end__lt=today))
    ]
    readable = (
        Project.objects.visible_to(request.user, Permission.PROJECT_READ).filter(pk=project.pk).exists()
    )
    context = {"project": project, "rows": lists[0], "former": lists[1], "readable": readable}
    return render(request, "projects/staff.html", context)


@allow(Permission.PROJECT_STAFF)
@require_http_methods(SHOW_AND_SEND)
def invite(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Invite somebody to a role in the project."""
    project, by = _project(request, public_id), signed_in_user(request)
    form = InviteMemberForm(request.POST or None, initial={"start": timezone.localdate()})

    def send() -> Invited:
        role = form.cleaned_data["role"]
        place = f"{project.name}, {project.organisation.name}"
        leads_to = door(request, place=place, role=role.label)
        return actions.invite_member(
            by=by, project=project, role=role, at=timezone.now(), door=leads_to, **form.invitation()
        )

    back = reverse("projects:staff", args=[project.public_id]), _("Staff")
    return roles.invite_page(request, form, invite=send, title=_("Invite to the project"), back=back)


@allow(Permission.PROJECT_STAFF)
@require_http_methods(SHOW_AND_SEND)
def role(request: HttpRequest, membership: uuid.UUID) -> HttpResponse:
    """One role in a project; end it."""
    held = _membership(request, membership)
    return roles.role_page(request, held, _addresses(held))


@allow(Permission.PROJECT_STAFF)
@require_POST
def send_again(request: HttpRequest, membership: uuid.UUID) -> HttpResponse:
    """Send a new code to someone invited to the project."""
    held = _membership(request, membership)
    return roles.send_again(request, held, _addresses(held))


@allow(Permission.PROJECT_STAFF)
@require_POST
def withdraw(request: HttpRequest, membership: uuid.UUID) -> HttpResponse:
    """Take an invitation to the project back."""
    held = _membership(request, membership)
    return roles.withdraw(request, held, _addresses(held))


def _project(request: HttpRequest, public_id: uuid.UUID) -> Project:
    reached = Project.objects.visible_to(request.user, Permission.PROJECT_STAFF)
    return get_object_or_404(reached.select_related("organisation"), public_id=public_id)


def _membership(request: HttpRequest, public_id: uuid.UUID) -> Membership:
    reached = Membership.objects.visible_to(request.user, Permission.PROJECT_STAFF).with_invitations()
    return get_object_or_404(reached.select_related("user", "project__organisation"), public_id=public_id)


def _address(held: DatedRole) -> str:
    return reverse("projects:role", args=[held.public_id])


def _addresses(held: Membership) -> roles.Addresses:
    back = reverse("projects:staff", args=[held.project.public_id])
    return roles.Addresses(
        back=back,
        back_label=_("Staff"),
        done=back,
        again=reverse("projects:role_again", args=[held.public_id]),
        withdraw=reverse("projects:role_withdraw", args=[held.public_id]),
    )
