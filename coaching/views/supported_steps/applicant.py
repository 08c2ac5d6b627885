"""Step 1: what the applicant seeks and avoids, and what employers may be told."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import supported as actions
from coaching.models import ApplicantAnalysis, MayTell
from coaching.supported_forms import AnalysisForm, TellForm
from coaching.views.supported_steps.parts import add, page_of, process_of, row_of
from participants.views.pages import ask_before, companies_for, form_page


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def analysis(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 1: what to seek and what to avoid, all of it or some."""
    present, today = process_of(request, process), timezone.localdate()
    reached = ApplicantAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE)
    row = reached.filter(process=present).first() or ApplicantAnalysis(process=present)
    form = AnalysisForm(request.POST or None, instance=row)
    if form.is_valid() and form.accepts(
        lambda: actions.keep_analysis(by=signed_in_user(request), process=present, on=today, **form.facts())
    ):
        messages.success(request, _("The applicant analysis is saved."))
        return redirect(page_of(present, "#step-1"))
    return form_page(
        request,
        form,
        enrolment=present.enrolment,
        title=_("Applicant analysis"),
        lead=_("Write what you know by now. You can save it half done and go on another day."),
        back=page_of(present, "#step-1"),
        sticky=True,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def tell(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Something more that employers may be told, as the participant chooses."""
    present = process_of(request, process)
    form = TellForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=MayTell(process=present),
        initial={"agreed_on": timezone.localdate()},
    )
    return add(
        request,
        present,
        form,
        MayTell,
        title=_("What may employers be told?"),
        said=_("It may be told from now on."),
        place="#told",
        lead=_("The participant chooses. What isn’t on the list may not be told to any employer."),
        save=_("Add"),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def withdraw(request: HttpRequest, told: uuid.UUID) -> HttpResponse:
    """The participant takes back that something may be told; asked first."""
    row = row_of(MayTell.objects.visible_to(request.user, Permission.CASE_WRITE), told)
    return ask_before(
        request,
        lambda: actions.withdraw_told(by=signed_in_user(request), told=row, on=timezone.localdate()),
        enrolment=row.process.enrolment,
        title=_("May it no longer be told?"),
        text=_(
            "“%(what)s” may not be told to any employer from now on. That it could be told stays on record."
        )
        % {"what": row.what},
        confirm=_("Withdraw"),
        back=page_of(row.process, "#told"),
        done=_("It may not be told any more."),
        then=page_of(row.process, "#told"),
    )
