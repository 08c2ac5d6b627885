"""Write a section of the mapping, and what was found about a project's conditions."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants.actions import mapping as actions
from participants.forms.mapping import ConditionsForm, SectionForm
from participants.mapping import Section, read_eligibility, read_mapping
from participants.models import Enrolment, MappingEntry
from participants.views.pages import form_page, writable


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def write_section(request: HttpRequest, enrolment: uuid.UUID, section: str) -> HttpResponse:
    """Write one section; it can be left half done."""
    stay = writable(request, enrolment)
    shown = _section(stay, section)
    form = SectionForm(
        request.POST or None,
        instance=shown.entry or MappingEntry(enrolment=stay, section=section),
        initial={} if shown.earlier is None else {"text": shown.earlier.text},
        said_elsewhere=any(fact.value for fact in shown.facts),
    )
    changed: list[bool] = []
    if form.is_valid() and form.accepts(
        lambda: changed.append(
            actions.write_section(
                by=signed_in_user(request),
                # What the form holds is the row as sent; the action loads what is stored for the history.
                entry=form.instance,
                text=form.cleaned_data["text"],
                state=form.cleaned_data["state"],
                at=timezone.now(),
            )
        )
    ):
        if changed[0]:
            messages.success(request, _("Saved: %(section)s.") % {"section": shown.label})
        else:
            messages.info(request, _("Nothing has changed."))
        return redirect(_part(stay) + f"#{section}")
    lead = ""
    if shown.earlier is not None:
        day = format_html('<span class="nowrap">{}</span>', shown.earlier.enrolment.start)
        lead = format_html(_("It starts from what the enrolment of {day} says."), day=day)
    return form_page(
        request,
        form,
        enrolment=stay,
        title=str(shown.label),
        lead=lead,
        back_url=_part(stay),
        back_label=stay.person.name or _("The participant"),
    )


def _section(stay: Enrolment, code: str) -> Section:
    """A section as the mapping shows it; 404 for a word that names none."""
    sheet = read_mapping(stay, may_read_background=False)
    found = next((section for section in sheet.sections if section.code == code), None)
    if found is None:
        raise Http404
    return found


def _part(stay: Enrolment) -> str:
    return reverse("coaching:mapping", args=[stay.public_id])


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def answer_conditions(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Say of each of the project's conditions whether the person meets it. 404 where there are none."""
    stay, today = writable(request, enrolment), timezone.localdate()
    eligibility = read_eligibility(stay, on=today)
    if eligibility is None:
        raise Http404
    form = ConditionsForm(
        request.POST or None,
        enrolment=stay,
        lines=[line for line in eligibility.lines if line.applies] or list(eligibility.lines),
        initial={"answered_on": today},
    )
    if form.is_valid() and form.accepts(
        lambda: actions.answer_conditions(
            by=signed_in_user(request),
            enrolment=stay,
            answers=form.answers(),
            answered_on=form.cleaned_data["answered_on"],
            on=today,
        )
    ):
        messages.success(request, _("What you found about the conditions is recorded."))
        return redirect(_part(stay) + "#eligibility")
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Does the person meet what the project asks?"),
        lead=_("Nobody is refused by this: it shows what is clear and what isn’t."),
        back_url=_part(stay),
        back_label=stay.person.name or _("The participant"),
    )
