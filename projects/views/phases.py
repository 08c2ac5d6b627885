"""A project's staircase: its steps with their limits, as the project lead sets them."""

import uuid
from itertools import pairwise
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND, ask_before, form_page
from accounts.requests import signed_in_user
from projects.actions import phases as actions
from projects.models import Phase, Project
from projects.phase_forms import PhaseForm

# Whoever sets up the project doesn't read off a number that somebody hidden is there.
SHOWN: Final = Q(moves__enrolment__person__protected_identity=False)


def _project(request: HttpRequest, public_id: uuid.UUID) -> Project:
    reached = Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    return get_object_or_404(reached, public_id=public_id)


def _phase(request: HttpRequest, public_id: uuid.UUID, pk: int) -> Phase:
    return get_object_or_404(_project(request, public_id).phases.select_related("project"), pk=pk)


def _back(project: Project) -> tuple[str, str]:
    return reverse("projects:phases", args=[project.public_id]), _("Staircase")


@allow(Permission.DEFINITIONS_SET)
@require_safe
def phases(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The steps, lowest first, with their limits and how often somebody has moved there."""
    project = _project(request, public_id)
    steps = list(project.phases.annotate(moved=Count("moves", filter=SHOWN)).order_by("position"))
    # The same rule as `swap_phases` goes by: what it would refuse isn't offered.
    free = [not (below.moved and above.moved) for below, above in pairwise(steps)]
    rows = list(zip(steps, [False, *free], [*free, False], strict=True)) if steps else []
    return render(request, "projects/phases.html", {"project": project, "rows": rows})


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def add_phase(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a step above those there are."""
    project = _project(request, public_id)
    return _phase_form(request, Phase(project=project, position=0), _("Add a step"))


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def change_phase(request: HttpRequest, public_id: uuid.UUID, phase: int) -> HttpResponse:
    """Change a step's name and limits."""
    return _phase_form(request, _phase(request, public_id, phase), _("Change the step"))


def _phase_form(request: HttpRequest, step: Phase, title: str) -> HttpResponse:
    form = PhaseForm(request.POST or None, instance=step)
    if form.is_valid() and form.accepts(
        lambda: actions.save_phase(by=signed_in_user(request), phase=form.instance)
    ):
        messages.success(request, _("Saved: %(step)s.") % {"step": form.instance.name})
        return redirect("projects:phases", step.project.public_id)
    remove = ""
    if step.pk and not step.moves.exists():
        remove = reverse("projects:remove_phase", args=[step.project.public_id, step.pk])
    return form_page(
        request, form, title=title, lead=step.project.name, back=_back(step.project), remove=remove
    )


@allow(Permission.DEFINITIONS_SET)
@require_POST
def swap_phase(request: HttpRequest, public_id: uuid.UUID, phase: int) -> HttpResponse:
    """Let a step change places with the one above or below."""
    step = _phase(request, public_id, phase)
    direction = request.POST.get("direction")
    if direction not in {"up", "down"}:
        messages.error(request, _("Choose whether the step comes earlier or later."))
        return redirect("projects:phases", step.project.public_id)
    try:
        actions.swap_phases(by=signed_in_user(request), phase=step, up=direction == "up")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The order is changed."))
    return redirect("projects:phases", step.project.public_id)


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def remove_phase(request: HttpRequest, public_id: uuid.UUID, phase: int) -> HttpResponse:
    """Take away a step on which nobody has stood, after asking."""
    step = _phase(request, public_id, phase)
    return ask_before(
        request,
        lambda: actions.remove_phase(by=signed_in_user(request), phase=step),
        title=_("Remove the step %(step)s?") % {"step": step.name},
        text=_("Nobody has stood on it. The steps above keep their order."),
        confirm=_("Remove"),
        back=_back(step.project),
        done=_("The step is removed."),
        then=reverse("projects:phases", args=[step.project.public_id]),
    )
