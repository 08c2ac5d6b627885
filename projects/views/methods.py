"""By which methods a project works: what the lead switches on."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND, form_page
from accounts.requests import signed_in_user
from projects import actions
from projects.forms import MethodsForm
from projects.models import Project


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def methods(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Switch supported employment on or off."""
    reached = Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    project = get_object_or_404(reached, public_id=public_id)
    # A box that isn't ticked sends nothing, which is an answer all the same.
    form = MethodsForm.of(project, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.accepts(
        lambda: actions.set_methods(project=project, by=signed_in_user(request), **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect("projects:detail", project.public_id)
    return form_page(
        request,
        form,
        title=_("Ways of working"),
        lead=project.name,
        back=(reverse("projects:detail", args=[project.public_id]), project.name),
    )
