"""What a project plans: which sets it reports, whom it is for, and what it shall reach; and its versions."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from projects import actions
from projects.models import Project
from reporting.plan_forms import PlanForm
from reporting.plan_versions import told_versions


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def plan_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Set the plan; the versions there have been stand below."""
    reached = Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    project, by = get_object_or_404(reached, public_id=public_id), signed_in_user(request)
    form = PlanForm(request.POST or None, project=project)
    changed: list[bool] = []
    if form.is_valid() and form.accepts(
        lambda: changed.append(
            actions.set_plan(
                project=project, by=by, at=timezone.now(), seen=form.cleaned_data["shown"], plan=form.plan()
            )
        )
    ):
        if changed[0]:
            messages.success(request, _("The plan is set. Reports from now on use it."))
        else:
            messages.info(request, _("Nothing has changed."))
        return redirect("plan:plan", project.public_id)
    page = {"form": form, "project": project, "versions": told_versions(project)}
    return render(request, "reporting/plan.html", page)
