"""What the forms of supported employment share: to reach a process, and to add to it, change or remove."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Permission
from accounts.requests import signed_in_user
from coaching.actions import supported as actions
from coaching.models import IntroductionAgreement, JobAnalysis, PlannedSupport, SupportedProcess
from coaching.supported_forms import PartForm
from participants.views.pages import ask_before, form_page

if TYPE_CHECKING:
    from coaching.models.supported import OfProcess
    from coaching.supported_querysets import OfProcessQuerySet


type Changeable = JobAnalysis | IntroductionAgreement | PlannedSupport


def process_of(request: HttpRequest, public_id: uuid.UUID) -> SupportedProcess:
    """A process, for those who may write in the case; 404 for everyone else."""
    reached = SupportedProcess.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("enrolment__person", "enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


def row_of[Row: OfProcess](found: "OfProcessQuerySet[Row]", public_id: uuid.UUID) -> Row:
    """One of the rows found, with its case; 404 where it isn't among them."""
    return get_object_or_404(found.with_case(), public_id=public_id)


def page_of(process: SupportedProcess, place: str = "") -> str:
    """The address of the process, at a place on its page."""
    return reverse("coaching:supported_process", args=[process.public_id]) + place


def add(
    request: HttpRequest,
    process: SupportedProcess,
    form: PartForm,
    part: Any,
    *,
    title: str,
    said: str,
    place: str,
    **context: Any,
) -> HttpResponse:
    """Draw the form of something new in a process, or add it."""
    if form.is_valid() and form.accepts(
        lambda: actions.add_part(
            by=signed_in_user(request),
            process=process,
            part=part,
            key=form.cleaned_data["key"],
            on=timezone.localdate(),
            **form.facts(),
        )
    ):
        messages.success(request, said)
        return redirect(page_of(process, place))
    back = page_of(process, place)
    return form_page(request, form, enrolment=process.enrolment, title=title, back=back, **context)


def change(
    request: HttpRequest,
    row: Changeable,
    form: PartForm,
    *,
    title: str,
    said: str,
    place: str,
    remove: str,
    **context: Any,
) -> HttpResponse:
    """Draw the form of something in a process, or change it."""
    if form.is_valid() and form.accepts(
        lambda: actions.change_part(
            by=signed_in_user(request), row=row, on=timezone.localdate(), **form.facts()
        )
    ):
        messages.success(request, said)
        return redirect(page_of(row.process, place))
    back = page_of(row.process, place)
    return form_page(
        request,
        form,
        enrolment=row.process.enrolment,
        title=title,
        back=back,
        remove=reverse(remove, args=[row.public_id]),
        **context,
    )


def remove(request: HttpRequest, row: Changeable, *, title: str, change: str, place: str) -> HttpResponse:
    """Ask before it is taken away, or take it away."""
    process = row.process
    return ask_before(
        request,
        lambda: actions.remove_part(by=signed_in_user(request), row=row),
        enrolment=process.enrolment,
        title=title,
        about="" if isinstance(row, PlannedSupport) else row.place,
        text=_("Only for what was entered by mistake."),
        confirm=_("Remove"),
        back=reverse(change, args=[row.public_id]),
        done=_("It is removed."),
        then=page_of(process, place),
    )
