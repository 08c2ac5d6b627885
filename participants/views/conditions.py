"""What a project asks of those whom it is for, as the project lead sets it."""

import uuid
from typing import Final

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND, ask_before, form_page
from accounts.requests import signed_in_user
from participants.actions import mapping as actions
from participants.forms.mapping import ConditionForm
from participants.models import EligibilityCondition
from projects.models import Project

# Whoever sets up the project doesn't read off a number that somebody hidden is there.
SHOWN: Final = Q(answers__enrolment__person__protected_identity=False)


def _project(request: HttpRequest, public_id: uuid.UUID) -> Project:
    reached = Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    return get_object_or_404(reached, public_id=public_id)


def _condition(request: HttpRequest, public_id: uuid.UUID) -> EligibilityCondition:
    reached = EligibilityCondition.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    return get_object_or_404(reached.select_related("project"), public_id=public_id)


def _back(project: Project) -> tuple[str, str]:
    return reverse("conditions:list", args=[project.public_id]), _("Conditions")


@allow(Permission.DEFINITIONS_SET)
@require_safe
def conditions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The project's conditions in order, with how often each has been answered."""
    project = _project(request, public_id)
    reached = EligibilityCondition.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
    asked = reached.filter(project=project).annotate(answered=Count("answers", filter=SHOWN))
    context = {"project": project, "conditions": list(asked.order_by("position", "pk"))}
    return render(request, "participants/conditions.html", context)


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def add_condition(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a condition; by default it applies to everybody from the project's first day."""
    project = _project(request, public_id)
    new = EligibilityCondition(project=project, since=project.start)
    return _condition_form(request, new, _("Add a condition"))


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def change_condition(request: HttpRequest, condition: uuid.UUID) -> HttpResponse:
    """Change a condition, or end it."""
    return _condition_form(request, _condition(request, condition), _("Change the condition"))


def _condition_form(request: HttpRequest, asked: EligibilityCondition, title: str) -> HttpResponse:
    form = ConditionForm(request.POST or None, instance=asked)
    if form.is_valid() and form.accepts(
        lambda: actions.save_condition(by=signed_in_user(request), condition=form.instance)
    ):
        messages.success(request, _("Saved: %(condition)s.") % {"condition": form.instance.words})
        return redirect("conditions:list", asked.project.public_id)
    remove = ""
    if asked.pk and not asked.answers.exists():
        remove = reverse("conditions:remove", args=[asked.public_id])
    return form_page(
        request, form, title=title, lead=asked.project.name, back=_back(asked.project), remove=remove
    )


@allow(Permission.DEFINITIONS_SET)
@require_http_methods(SHOW_AND_SEND)
def remove_condition(request: HttpRequest, condition: uuid.UUID) -> HttpResponse:
    """Take away a condition that nobody has answered, after asking."""
    asked = _condition(request, condition)
    return ask_before(
        request,
        lambda: actions.remove_condition(by=signed_in_user(request), condition=asked),
        title=_("Remove the condition %(condition)s?") % {"condition": asked.words},
        text=_("It has been answered for nobody. One that has is ended instead, with a last day."),
        confirm=_("Remove"),
        back=_back(asked.project),
        done=_("The condition is removed."),
        then=reverse("conditions:list", args=[asked.project.public_id]),
    )
