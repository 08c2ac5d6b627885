"""Move on the staircase, correct, remove."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import staircase as actions
from coaching.forms import MoveForm
from coaching.models import PhaseMove
from coaching.stairs import read_stairs
from coaching.views.case import case_page, open_case
from participants.views.pages import ask_before, form_page, writable
from participants.views.returning import settled


@allow(Permission.CASELOAD_READ)
@require_safe
def staircase(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The project's steps with where the person stands, every move, and the days between measures."""
    case = open_case(request, enrolment)
    stairs = read_stairs(case.journey, on=timezone.localdate())
    return case_page(request, case, tab="staircase", template="coaching/staircase.html", stairs=stairs)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def record_move(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Move to another step from a day, with the reason."""
    stay, today = writable(request, enrolment), timezone.localdate()
    form = MoveForm(
        request.POST or None,
        enrolment=stay,
        instance=PhaseMove(enrolment=stay),
        initial={"moved_on": max(today, stay.start)},
    )
    if form.is_valid() and form.accepts(
        lambda: actions.record_move(by=signed_in_user(request), enrolment=stay, on=today, **form.facts())
    ):
        return _moved(request, form)
    return form_page(request, form, enrolment=stay, title=_("Move on the staircase"), save=_("Move"))


def _moved(request: HttpRequest, form: MoveForm) -> HttpResponse:
    words = {"step": form.cleaned_data["phase"], "day": form.cleaned_data["moved_on"]}
    messages.success(request, _("Moved to %(step)s from %(day)s.") % words)
    stay = form.instance.enrolment
    return settled(request, reverse("coaching:staircase", args=[stay.public_id]), stay)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_move(request: HttpRequest, enrolment: uuid.UUID, move: int) -> HttpResponse:
    """Correct a move."""
    stay, today = writable(request, enrolment), timezone.localdate()
    step = get_object_or_404(stay.phase_moves.select_related("phase"), pk=move)
    form = MoveForm(request.POST or None, enrolment=stay, instance=step)
    if form.is_valid() and form.accepts(
        lambda: actions.change_move(by=signed_in_user(request), step=step, on=today, **form.facts())
    ):
        return _moved(request, form)
    remove = reverse("coaching:remove_move", args=[stay.public_id, step.pk])
    return form_page(request, form, enrolment=stay, title=_("Change the move"), remove=remove)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_move(request: HttpRequest, enrolment: uuid.UUID, move: int) -> HttpResponse:
    """Take away a move that was entered by mistake, after asking."""
    stay = writable(request, enrolment)
    step = get_object_or_404(stay.phase_moves.select_related("phase"), pk=move)
    return ask_before(
        request,
        lambda: actions.remove_move(by=signed_in_user(request), step=step),
        enrolment=stay,
        title=_("Remove the move to %(step)s on %(day)s?") % {"step": step.phase, "day": step.moved_on},
        text=_("Only for what was entered by mistake. The step before it is in force again."),
        confirm=_("Remove"),
        back=reverse("coaching:change_move", args=[stay.public_id, step.pk]),
        done=_("The move is removed."),
        then=reverse("coaching:staircase", args=[stay.public_id]),
    )
