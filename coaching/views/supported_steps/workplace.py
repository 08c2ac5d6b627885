"""Steps 3 to 5 at a workplace: what the work is, what is agreed on, and how much support is planned."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from coaching.models import (
    ApplicantAnalysis,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    PlannedSupport,
    SupportedProcess,
)
from coaching.supported_forms import (
    AgreementForm,
    JobForm,
    NewAgreementForm,
    NewJobForm,
    NewPlanForm,
    PlanForm,
)
from coaching.views.supported_steps.parts import add, change, process_of, remove, row_of
from participants.views.pages import companies_for


def _beside(request: HttpRequest, process: SupportedProcess) -> dict[str, Any]:
    """What stands beside the forms about a workplace: what the applicant seeks, and what may be told."""
    today = timezone.localdate()
    seeks = ApplicantAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE)
    may_tell = MayTell.objects.visible_to(request.user, Permission.CASE_WRITE)
    return {
        "analysis": seeks.filter(process=process).first(),
        "told": may_tell.filter(process=process).in_force(on=today).select_related("company"),
        "template": "coaching/supported_job.html",
        "sticky": True,
    }


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_job(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 3: analyse the work at a workplace."""
    present = process_of(request, process)
    form = NewJobForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=JobAnalysis(process=present),
        initial={"visited_on": timezone.localdate()},
    )
    return add(
        request,
        present,
        form,
        JobAnalysis,
        title=_("Job analysis"),
        said=_("The job analysis is saved."),
        place="#step-3",
        **_beside(request, present),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Correct a job analysis, or go on with it."""
    row = row_of(JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE), job)
    companies = companies_for(request, row.process.enrolment)
    return change(
        request,
        row,
        JobForm(request.POST or None, companies=companies, instance=row),
        title=_("Job analysis"),
        said=_("The job analysis is saved."),
        place="#step-3",
        remove="coaching:remove_job_analysis",
        **_beside(request, row.process),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Take away a job analysis that was entered by mistake, after asking."""
    row = row_of(JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE), job)
    title = _("Remove the job analysis?")
    return remove(request, row, title=title, change="coaching:job_analysis", place="#step-3")


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_introduction(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 4: agree with a workplace on the introduction; begun with what its analysis said."""
    present = process_of(request, process)
    analysed = JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE)
    latest = analysed.filter(process=present).first()
    known = ("company", "workplace", "tasks")
    form = NewAgreementForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=IntroductionAgreement(process=present),
        initial={name: getattr(latest, name) for name in known} if latest else {},
    )
    return add(
        request,
        present,
        form,
        IntroductionAgreement,
        title=_("Introduction agreement"),
        said=_("The agreement is saved."),
        place="#step-4",
        sticky=True,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_introduction(request: HttpRequest, introduction: uuid.UUID) -> HttpResponse:
    """Correct an agreement, or go on with it."""
    row = row_of(IntroductionAgreement.objects.visible_to(request.user, Permission.CASE_WRITE), introduction)
    companies = companies_for(request, row.process.enrolment)
    return change(
        request,
        row,
        AgreementForm(request.POST or None, companies=companies, instance=row),
        title=_("Introduction agreement"),
        said=_("The agreement is saved."),
        place="#step-4",
        remove="coaching:remove_introduction",
        sticky=True,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_introduction(request: HttpRequest, introduction: uuid.UUID) -> HttpResponse:
    """Take away an agreement that was entered by mistake, after asking."""
    row = row_of(IntroductionAgreement.objects.visible_to(request.user, Permission.CASE_WRITE), introduction)
    title = _("Remove the introduction agreement?")
    return remove(request, row, title=title, change="coaching:introduction", place="#step-4")


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_plan(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Steps 4 and 5: how much support is planned from a day."""
    present = process_of(request, process)
    form = NewPlanForm(
        request.POST or None,
        instance=PlannedSupport(process=present),
        initial={"start": timezone.localdate()},
    )
    return add(
        request,
        present,
        form,
        PlannedSupport,
        title=_("Plan support"),
        said=_("The plan is saved."),
        place="#support",
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_plan(request: HttpRequest, planned: uuid.UUID) -> HttpResponse:
    """Correct what is planned."""
    row = row_of(PlannedSupport.objects.visible_to(request.user, Permission.CASE_WRITE), planned)
    return change(
        request,
        row,
        PlanForm(request.POST or None, instance=row),
        title=_("Plan support"),
        said=_("The plan is saved."),
        place="#support",
        remove="coaching:remove_planned_support",
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_plan(request: HttpRequest, planned: uuid.UUID) -> HttpResponse:
    """Take away what was planned by mistake, after asking."""
    row = row_of(PlannedSupport.objects.visible_to(request.user, Permission.CASE_WRITE), planned)
    title = _("Remove what is planned from %(day)s?") % {"day": row.start}
    return remove(request, row, title=title, change="coaching:planned_support", place="#support")
