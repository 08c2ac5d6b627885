"""The CV: its entries, what confirms them, and the PDF that the participant keeps."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.cv import cv_answer, evidence_of, read_cv
from coaching.cv_forms import ConfirmForm
from coaching.views.case import case_page, open_case
from participants.actions import cv as actions
from participants.forms.cv import (
    SECTION_OF,
    SECTIONS,
    CvEntryForm,
    MoveCvEntryForm,
    NewCvEntryForm,
    PrintCvForm,
)
from participants.models import CvEntry, Enrolment
from participants.views.pages import ask_before, form_page, note_opened, writable


def cv_of(stay: Enrolment) -> str:
    """The address of a participant's CV."""
    return reverse("coaching:cv", args=[stay.public_id])


@allow(Permission.CASELOAD_READ)
@require_safe
def cv(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The CV by sections, skills first, and of these what is confirmed."""
    case = open_case(request, enrolment)
    return case_page(
        request,
        case,
        tab="cv",
        template="coaching/cv.html",
        parts=read_cv(case.enrolment),
        today=timezone.localdate(),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def print_cv(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Ask what the participant wants to have on it, then give the CV as a PDF."""
    stay = writable(request, enrolment)
    form = PrintCvForm(request.POST or None, initial={"name": not stay.person.protected_identity})
    if form.is_valid():
        note_opened(request, stay)
        return cv_answer(stay, form.cleaned_data)
    return form_page(
        request, form, enrolment=stay, title=_("Print the CV"), save=_("Get the PDF"), back=cv_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_entry(request: HttpRequest, enrolment: uuid.UUID, cv_section: str) -> HttpResponse:
    """Write an entry of one section."""
    stay = writable(request, enrolment)
    known = next((known for known in SECTIONS if known.slug == cv_section), None)
    if known is None:
        raise Http404
    entry = CvEntry(enrolment=stay, kind=known.kind)
    form = NewCvEntryForm(request.POST or None, section=known, instance=entry)
    if form.is_valid():
        key, facts = form.cleaned_data["key"], form.facts()
        if form.accepts(
            lambda: actions.add_cv_entry(by=signed_in_user(request), enrolment=stay, key=key, **facts)
        ):
            messages.success(request, _("The entry is in the CV."))
            return redirect(cv_of(stay))
    return form_page(request, form, enrolment=stay, title=str(known.new), save=_("Add"), back=cv_of(stay))


def _entry(request: HttpRequest, public_id: uuid.UUID) -> CvEntry:
    reached = CvEntry.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("enrolment__person", "enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_entry(request: HttpRequest, cv_entry: uuid.UUID) -> HttpResponse:
    """Correct an entry."""
    present = _entry(request, cv_entry)
    stay = present.enrolment
    form = CvEntryForm(request.POST or None, section=SECTION_OF[present.kind], instance=present)
    if form.is_valid() and form.accepts(
        lambda: actions.change_cv_entry(by=signed_in_user(request), entry=present, **form.facts())
    ):
        messages.success(request, _("The entry is changed."))
        return redirect(cv_of(stay))
    remove = reverse("coaching:remove_cv_entry", args=[present.public_id])
    return form_page(
        request, form, enrolment=stay, title=_("Change the entry"), remove=remove, back=cv_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_entry(request: HttpRequest, cv_entry: uuid.UUID) -> HttpResponse:
    """Take an entry out of the CV, after asking."""
    present = _entry(request, cv_entry)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: actions.remove_cv_entry(by=signed_in_user(request), entry=present),
        enrolment=stay,
        title=_("Remove the entry?"),
        about=present.text,
        text=_("What confirms it goes with it. Figures on confirmed skills change."),
        confirm=_("Remove"),
        back=reverse("coaching:change_cv_entry", args=[present.public_id]),
        done=_("The entry is removed."),
        then=cv_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_POST
def move_entry(request: HttpRequest, cv_entry: uuid.UUID) -> HttpResponse:
    """Let an entry change places with the one above or below."""
    present, form = _entry(request, cv_entry), MoveCvEntryForm(request.POST)
    if form.is_valid():
        up = form.cleaned_data["way"] == "up"
        actions.move_cv_entry(by=signed_in_user(request), entry=present, up=up)
    return redirect(cv_of(present.enrolment))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def confirm_entry(request: HttpRequest, cv_entry: uuid.UUID) -> HttpResponse:
    """Note what showed it, who says so and when; or correct that."""
    present = _entry(request, cv_entry)
    stay, today = present.enrolment, timezone.localdate()
    form = ConfirmForm(
        request.POST or None,
        evidence=evidence_of(stay),
        instance=present,
        initial={
            "confirmed_on": present.confirmed_on or today,
            "confirmed_by": present.confirmed_by or signed_in_user(request).name,
        },
    )
    if form.is_valid() and form.accepts(
        lambda: actions.confirm_cv_entry(by=signed_in_user(request), entry=present, on=today, **form.facts())
    ):
        messages.success(request, _("The entry is confirmed."))
        return redirect(cv_of(stay))
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Confirm"),
        lead=present.words,
        save=_("Confirm"),
        back=cv_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def unconfirm_entry(request: HttpRequest, cv_entry: uuid.UUID) -> HttpResponse:
    """Take back what confirms an entry, after asking."""
    present = _entry(request, cv_entry)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: actions.unconfirm_cv_entry(by=signed_in_user(request), entry=present),
        enrolment=stay,
        title=_("Take back the confirmation?"),
        about=present.text,
        text=_("The entry stays in the CV, unconfirmed. Figures on confirmed skills change."),
        confirm=_("Take back"),
        back=cv_of(stay),
        done=_("The entry is no longer confirmed."),
        then=cv_of(stay),
    )
