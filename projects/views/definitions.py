"""What a project has set for itself of the indicators' definitions: now, and in the versions before."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND, form_page
from accounts.requests import signed_in_user
from projects import actions
from projects.forms import DefinitionsForm
from projects.models import Project


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def definitions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Set the definitions; the versions there have been stand below."""
    reached = Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    project, by = get_object_or_404(reached, public_id=public_id), signed_in_user(request)
    form = DefinitionsForm(request.POST or None, project=project)
    changed: list[bool] = []
    if form.is_valid() and form.accepts(
        lambda: changed.append(
            actions.set_definitions(project=project, by=by, at=timezone.now(), **form.cleaned_data)
        )
    ):
        if changed[0]:
            messages.success(request, _("The definitions are set. Reports from now on use the new version."))
        else:
            messages.info(request, _("Nothing has changed."))
        return redirect("projects:definitions", project.public_id)
    return form_page(
        request,
        form,
        title=_("Definitions"),
        lead=project.name,
        back=(reverse("projects:detail", args=[project.public_id]), project.name),
        template="projects/definitions.html",
        versions=list(project.definitions.select_related("set_by")) or [project.as_version()],
    )
