"""Pages that record what was tried and found at a follow-up."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants.actions import follow_ups as actions
from participants.codes import FollowUpKind
from participants.due import SLUGS, due_on
from participants.forms.follow_ups import AttemptForm, NewAttemptForm, NewOutcomeForm, OutcomeForm
from participants.models import Enrolment, FollowUp, FollowUpAttempt
from participants.views.pages import ask_before, form_page, writable
from participants.views.returning import settled


def part_of(enrolment: Enrolment) -> str:
    """The address of the part about follow-ups on the participant's page."""
    return reverse("coaching:follow_ups", args=[enrolment.public_id])


def _kind(after: str) -> FollowUpKind:
    if after not in SLUGS:
        raise Http404
    return SLUGS[after]


def _too_early(request: HttpRequest, stay: Enrolment, *, on: dt.date) -> HttpResponse | None:
    """Lead away from a form that nobody can fill in rightly yet: it is counted from the exit.

    What is sent all the same is refused by the action, and stays in the form.
    """
    if request.method == "POST" or (stay.end is not None and stay.end <= on):
        return None
    if stay.end is None:
        told = _("The person hasn’t left the project. Record the exit first.")
    else:
        told = _("The exit is on %(day)s. What is found after it is recorded from then on.") % {
            "day": stay.end
        }
    messages.warning(request, told)
    return settled(request, part_of(stay), stay)


def _lead(stay: Enrolment, kind: FollowUpKind) -> str:
    if stay.end is None:
        return ""
    days = {"day": due_on(kind, stay.end), "left": stay.end}
    return _("How things stood on %(day)s. The exit was %(left)s.") % days


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def try_follow_up(request: HttpRequest, enrolment: uuid.UUID, after: str) -> HttpResponse:
    """Record an attempt to reach the participant or the employer."""
    stay, today, kind = writable(request, enrolment), timezone.localdate(), _kind(after)
    if early := _too_early(request, stay, on=today):
        return early
    form = NewAttemptForm(
        request.POST or None, instance=FollowUpAttempt(enrolment=stay, kind=kind), initial={"tried_on": today}
    )
    if form.is_valid():
        key, by = form.cleaned_data["key"], signed_in_user(request)
        if form.accepts(
            lambda: actions.record_attempt(
                by=by, enrolment=stay, key=key, kind=kind, on=today, **form.facts()
            )
        ):
            messages.success(
                request, _("The attempt of %(day)s is recorded.") % {"day": form.facts()["tried_on"]}
            )
            return settled(request, part_of(stay), stay)
    title = _("Attempt to follow up after %(kind)s") % {"kind": kind.label}
    lead, save = _lead(stay, kind), _("Record")
    return form_page(request, form, enrolment=stay, title=title, lead=lead, save=save, back=part_of(stay))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def record_follow_up(request: HttpRequest, enrolment: uuid.UUID, after: str) -> HttpResponse:
    """Record what was found, or close as not reached."""
    stay, today, kind = writable(request, enrolment), timezone.localdate(), _kind(after)
    if early := _too_early(request, stay, on=today):
        return early
    form = NewOutcomeForm(
        request.POST or None, instance=FollowUp(enrolment=stay, kind=kind), initial={"done_on": today}
    )
    if form.is_valid():
        key, by = form.cleaned_data["key"], signed_in_user(request)
        if form.accepts(
            lambda: actions.record_outcome(
                by=by, enrolment=stay, key=key, kind=kind, on=today, **form.facts()
            )
        ):
            messages.success(request, _("The outcome is recorded."))
            return settled(request, part_of(stay), stay)
    title = _("Outcome of the follow-up after %(kind)s") % {"kind": kind.label}
    lead, save = _lead(stay, kind), _("Record")
    return form_page(request, form, enrolment=stay, title=title, lead=lead, save=save, back=part_of(stay))


def _attempt(request: HttpRequest, public_id: uuid.UUID) -> FollowUpAttempt:
    reached = FollowUpAttempt.objects.visible_to(request.user, Permission.CASE_WRITE)
    found = reached.select_related("enrolment__person", "enrolment__project", "follow_up__enrolment")
    return get_object_or_404(found, public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Correct an attempt."""
    present, today = _attempt(request, attempt), timezone.localdate()
    stay = present.enrolment
    form = AttemptForm(request.POST or None, instance=present)
    if form.is_valid() and form.accepts(
        lambda: actions.change_attempt(by=signed_in_user(request), attempt=present, on=today, **form.facts())
    ):
        messages.success(request, _("The attempt is changed."))
        return settled(request, part_of(stay), stay)
    remove = reverse("participants:remove_attempt", args=[present.public_id])
    return form_page(
        request, form, enrolment=stay, title=_("Change the attempt"), remove=remove, back=part_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Take away an attempt that was entered by mistake, after asking."""
    present = _attempt(request, attempt)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: actions.remove_attempt(by=signed_in_user(request), attempt=present),
        enrolment=stay,
        title=_("Remove the attempt of %(day)s?") % {"day": present.tried_on},
        text=_("Only for what was entered by mistake. What it is said to have found goes with it."),
        confirm=_("Remove"),
        back=reverse("participants:change_attempt", args=[present.public_id]),
        done=_("The attempt is removed."),
        then=part_of(stay),
    )


def _follow_up(request: HttpRequest, public_id: uuid.UUID) -> FollowUp:
    """One that no attempt gave: those are changed with their attempt."""
    reached = FollowUp.objects.visible_to(request.user, Permission.CASE_WRITE).filter(attempt=None)
    return get_object_or_404(
        reached.select_related("enrolment__person", "enrolment__project"), public_id=public_id
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_follow_up(request: HttpRequest, follow_up: uuid.UUID) -> HttpResponse:
    """Correct what was recorded without an attempt."""
    present, today = _follow_up(request, follow_up), timezone.localdate()
    stay = present.enrolment
    form = OutcomeForm(request.POST or None, instance=present)
    if form.is_valid() and form.accepts(
        lambda: actions.change_outcome(
            by=signed_in_user(request), follow_up=present, on=today, **form.facts()
        )
    ):
        messages.success(request, _("The outcome is changed."))
        return settled(request, part_of(stay), stay)
    remove = reverse("participants:remove_follow_up", args=[present.public_id])
    return form_page(
        request, form, enrolment=stay, title=_("Change the outcome"), remove=remove, back=part_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_follow_up(request: HttpRequest, follow_up: uuid.UUID) -> HttpResponse:
    """Take away what was recorded by mistake, after asking."""
    present = _follow_up(request, follow_up)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: actions.remove_outcome(by=signed_in_user(request), follow_up=present),
        enrolment=stay,
        title=_("Remove the outcome of %(day)s?") % {"day": present.done_on},
        text=_("Only for what was entered by mistake. The follow-up is then due again."),
        confirm=_("Remove"),
        back=reverse("participants:change_follow_up", args=[present.public_id]),
        done=_("The outcome is removed."),
        then=part_of(stay),
    )
