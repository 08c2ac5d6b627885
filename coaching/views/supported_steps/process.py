"""The process itself: it begins, moves between the steps, and ends."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import supported as actions
from coaching.models import SupportedMove, SupportedProcess, SupportedStep
from coaching.supported_forms import BreakOffForm, ClosingForm, NewStepForm, StepForm
from coaching.views.supported_steps.parts import page_of, process_of, row_of
from participants.views.pages import ask_before, form_page, writable


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def begin(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Begin, in step 1 unless somebody else has done that already."""
    stay, today = writable(request, enrolment), timezone.localdate()
    form = NewStepForm(
        request.POST or None,
        instance=SupportedMove(process=SupportedProcess(enrolment=stay)),
        initial={"step": SupportedStep.APPLICANT_ANALYSIS.value, "moved_on": max(today, stay.start)},
    )
    if form.is_valid() and form.accepts(
        lambda: actions.begin(
            by=signed_in_user(request),
            enrolment=stay,
            key=form.cleaned_data["key"],
            on=today,
            **form.facts(),
        )
    ):
        messages.success(
            request, _("Supported employment began on %(day)s.") % {"day": form.cleaned_data["moved_on"]}
        )
        return redirect("coaching:supported", stay.public_id)
    back = reverse("coaching:supported", args=[stay.public_id])
    title = _("Begin supported employment")
    return form_page(request, form, enrolment=stay, title=title, save=_("Begin"), back=back)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def move(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Move to another step from a day, with the reason."""
    present, today = process_of(request, process), timezone.localdate()
    latest = present.moves.last()
    form = NewStepForm(
        request.POST or None,
        instance=SupportedMove(process=present),
        initial={"step": min(latest.step + 1, 5) if latest else 1, "moved_on": today},
    )
    if form.is_valid() and form.accepts(
        lambda: actions.move(
            by=signed_in_user(request),
            process=present,
            key=form.cleaned_data["key"],
            on=today,
            **form.facts(),
        )
    ):
        return _moved(request, form)
    return form_page(
        request,
        form,
        enrolment=present.enrolment,
        title=_("Move to another step"),
        lead=_("Going back is part of the method: what was done before stays in the history."),
        save=_("Move"),
        back=page_of(present),
    )


def _moved(request: HttpRequest, form: StepForm) -> HttpResponse:
    step = SupportedStep(form.cleaned_data["step"])
    words = {"step": f"{step.value} {step.label}", "day": form.cleaned_data["moved_on"]}
    messages.success(request, _("In step %(step)s from %(day)s.") % words)
    return redirect(page_of(form.instance.process))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_move(request: HttpRequest, supported_move: uuid.UUID) -> HttpResponse:
    """Correct a move."""
    step = row_of(SupportedMove.objects.visible_to(request.user, Permission.CASE_WRITE), supported_move)
    form = StepForm(request.POST or None, instance=step)
    if form.is_valid() and form.accepts(
        lambda: actions.change_move(
            by=signed_in_user(request), row=step, on=timezone.localdate(), **form.facts()
        )
    ):
        return _moved(request, form)
    return form_page(
        request,
        form,
        enrolment=step.process.enrolment,
        title=_("Change the move"),
        remove=reverse("coaching:remove_supported_move", args=[step.public_id]),
        back=page_of(step.process),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_move(request: HttpRequest, supported_move: uuid.UUID) -> HttpResponse:
    """Take away a move that was entered by mistake, after asking."""
    step = row_of(SupportedMove.objects.visible_to(request.user, Permission.CASE_WRITE), supported_move)
    stay = step.process.enrolment
    back = reverse("coaching:change_supported_move", args=[step.public_id])
    return ask_before(
        request,
        lambda: actions.remove_move(by=signed_in_user(request), step=step),
        enrolment=stay,
        title=_("Remove the move?"),
        text=_("Only for what was entered by mistake. The process is in the step before it again."),
        confirm=_("Remove"),
        back=back,
        done=_("The move is removed."),
        then=reverse("coaching:supported", args=[stay.public_id]),
    )


def _end(
    request: HttpRequest,
    process: SupportedProcess,
    form: Any,
    act: Callable[[], None],
    *,
    title: str,
    lead: str,
    save: str = "",
) -> HttpResponse:
    """Draw a form about the end of a process, or save it."""
    if form.is_valid() and form.accepts(act):
        ended = process.ended_on
        said = _("The process ended on %(day)s.") % {"day": ended} if ended else _("Saved. It goes on.")
        messages.success(request, said)
        return redirect(page_of(process, "" if ended else "#step-5"))
    back = page_of(process, "#step-5")
    return form_page(request, form, enrolment=process.enrolment, title=title, lead=lead, save=save, back=back)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def closing(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 5: the closing talk with each party, and the end."""
    present, today = process_of(request, process), timezone.localdate()
    form = ClosingForm(request.POST or None, instance=present)
    return _end(
        request,
        present,
        form,
        lambda: actions.keep_closing(by=signed_in_user(request), process=present, on=today, **form.facts()),
        title=_("Closing talk"),
        lead=_("Make sure that both know that the support stops. Save one talk now and the other later."),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def break_off(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """End the process without the closing talks, for a reason; or let it go on again."""
    present, today = process_of(request, process), timezone.localdate()
    left = present.enrolment.end
    initial = {} if present.broken_off_on else {"broken_off_on": min(today, left or today)}
    form = BreakOffForm(request.POST or None, instance=present, initial=initial)
    return _end(
        request,
        present,
        form,
        lambda: actions.break_off(by=signed_in_user(request), process=present, on=today, **form.cleaned_data),
        title=_("End supported employment early"),
        lead=_(
            "When the participant doesn’t want to go on, or the method isn’t right for them. In step 5 it is"
            " for when a closing talk can’t be held: say why."
        ),
        save="" if present.broken_off_on else _("End early"),
    )
