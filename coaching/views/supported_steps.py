"""The forms of supported employment: begin, move, what is agreed in each step, and the end."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import supported as actions
from coaching.models import (
    ApplicantAnalysis,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    PlannedSupport,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from coaching.supported_forms import (
    AgreementForm,
    AnalysisForm,
    BreakOffForm,
    ClosingForm,
    JobForm,
    NewAgreementForm,
    NewJobForm,
    NewPlanForm,
    NewStepForm,
    PartForm,
    PlanForm,
    StepForm,
    TellForm,
)
from participants.views.pages import companies_for, confirm_page, form_page, writable

if TYPE_CHECKING:
    from coaching.models.supported import OfProcess
    from coaching.supported_querysets import OfProcessQuerySet

type Changeable = JobAnalysis | IntroductionAgreement | PlannedSupport


def _process(request: HttpRequest, public_id: uuid.UUID) -> SupportedProcess:
    reached = SupportedProcess.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("enrolment__person", "enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


def _one[Row: OfProcess](found: "OfProcessQuerySet[Row]", public_id: uuid.UUID) -> Row:
    return get_object_or_404(found.with_case(), public_id=public_id)


def _page(process: SupportedProcess, place: str = "") -> str:
    """The address of the process, at a place on its page."""
    return reverse("coaching:supported_process", args=[process.public_id]) + place


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
    present, today = _process(request, process), timezone.localdate()
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
        back=_page(present),
    )


def _moved(request: HttpRequest, form: StepForm) -> HttpResponse:
    step = SupportedStep(form.cleaned_data["step"])
    words = {"step": f"{step.value} {step.label}", "day": form.cleaned_data["moved_on"]}
    messages.success(request, _("In step %(step)s from %(day)s.") % words)
    return redirect(_page(form.instance.process))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_move(request: HttpRequest, supported_move: uuid.UUID) -> HttpResponse:
    """Correct a move."""
    step = _one(SupportedMove.objects.visible_to(request.user, Permission.CASE_WRITE), supported_move)
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
        back=_page(step.process),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_move(request: HttpRequest, supported_move: uuid.UUID) -> HttpResponse:
    """Take away a move that was entered by mistake, after asking."""
    step = _one(SupportedMove.objects.visible_to(request.user, Permission.CASE_WRITE), supported_move)
    stay = step.process.enrolment
    back = reverse("coaching:change_supported_move", args=[step.public_id])
    if request.method == "POST":
        try:
            actions.remove_move(by=signed_in_user(request), step=step)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(back)
        messages.success(request, _("The move is removed."))
        return redirect("coaching:supported", stay.public_id)
    return confirm_page(
        request,
        enrolment=stay,
        title=_("Remove the move?"),
        text=_("Only for what was entered by mistake. The process is in the step before it again."),
        confirm=_("Remove"),
        back=back,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def analysis(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 1: what to seek and what to avoid, all of it or some."""
    present, today = _process(request, process), timezone.localdate()
    reached = ApplicantAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE)
    row = reached.filter(process=present).first() or ApplicantAnalysis(process=present)
    form = AnalysisForm(request.POST or None, instance=row)
    if form.is_valid() and form.accepts(
        lambda: actions.keep_analysis(by=signed_in_user(request), process=present, on=today, **form.facts())
    ):
        messages.success(request, _("The applicant analysis is saved."))
        return redirect(_page(present, "#step-1"))
    return form_page(
        request,
        form,
        enrolment=present.enrolment,
        title=_("Applicant analysis"),
        lead=_("Write what you know by now. You can save it half done and go on another day."),
        back=_page(present, "#step-1"),
        sticky=True,
    )


def _add(
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
        return redirect(_page(process, place))
    back = _page(process, place)
    return form_page(request, form, enrolment=process.enrolment, title=title, back=back, **context)


def _change(
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
        return redirect(_page(row.process, place))
    back = _page(row.process, place)
    return form_page(
        request,
        form,
        enrolment=row.process.enrolment,
        title=title,
        back=back,
        remove=reverse(remove, args=[row.public_id]),
        **context,
    )


def _remove(request: HttpRequest, row: Changeable, *, title: str, change: str, place: str) -> HttpResponse:
    """Ask before it is taken away, or take it away."""
    process = row.process
    if request.method == "POST":
        actions.remove_part(by=signed_in_user(request), row=row)
        messages.success(request, _("It is removed."))
        return redirect(_page(process, place))
    return confirm_page(
        request,
        enrolment=process.enrolment,
        title=title,
        text=_("Only for what was entered by mistake."),
        confirm=_("Remove"),
        back=reverse(change, args=[row.public_id]),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def tell(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Something more that employers may be told, as the participant chooses."""
    present = _process(request, process)
    form = TellForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=MayTell(process=present),
        initial={"agreed_on": timezone.localdate()},
    )
    return _add(
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
    row = _one(MayTell.objects.visible_to(request.user, Permission.CASE_WRITE), told)
    if request.method == "POST":
        actions.withdraw_told(by=signed_in_user(request), told=row, on=timezone.localdate())
        messages.success(request, _("It may not be told any more."))
        return redirect(_page(row.process, "#told"))
    return confirm_page(
        request,
        enrolment=row.process.enrolment,
        title=_("May it no longer be told?"),
        text=_(
            "“%(what)s” may not be told to any employer from now on. That it could be told stays on record."
        )
        % {"what": row.what},
        confirm=_("Withdraw"),
        back=_page(row.process, "#told"),
    )


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
    present = _process(request, process)
    form = NewJobForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=JobAnalysis(process=present),
        initial={"visited_on": timezone.localdate()},
    )
    return _add(
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
    row = _one(JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE), job)
    companies = companies_for(request, row.process.enrolment)
    return _change(
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
    row = _one(JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE), job)
    title = _("Remove the job analysis?")
    return _remove(request, row, title=title, change="coaching:job_analysis", place="#step-3")


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_introduction(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 4: agree with a workplace on the introduction; begun with what its analysis said."""
    present = _process(request, process)
    analysed = JobAnalysis.objects.visible_to(request.user, Permission.CASE_WRITE)
    latest = analysed.filter(process=present).first()
    known = ("company", "workplace", "tasks")
    form = NewAgreementForm(
        request.POST or None,
        companies=companies_for(request, present.enrolment),
        instance=IntroductionAgreement(process=present),
        initial={name: getattr(latest, name) for name in known} if latest else {},
    )
    return _add(
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
    row = _one(IntroductionAgreement.objects.visible_to(request.user, Permission.CASE_WRITE), introduction)
    companies = companies_for(request, row.process.enrolment)
    return _change(
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
    row = _one(IntroductionAgreement.objects.visible_to(request.user, Permission.CASE_WRITE), introduction)
    title = _("Remove the introduction agreement?")
    return _remove(request, row, title=title, change="coaching:introduction", place="#step-4")


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_plan(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Steps 4 and 5: how much support is planned from a day."""
    present = _process(request, process)
    form = NewPlanForm(
        request.POST or None,
        instance=PlannedSupport(process=present),
        initial={"start": timezone.localdate()},
    )
    return _add(
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
    row = _one(PlannedSupport.objects.visible_to(request.user, Permission.CASE_WRITE), planned)
    return _change(
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
    row = _one(PlannedSupport.objects.visible_to(request.user, Permission.CASE_WRITE), planned)
    title = _("Remove what is planned from %(day)s?") % {"day": row.start}
    return _remove(request, row, title=title, change="coaching:planned_support", place="#support")


def _end(
    request: HttpRequest,
    process: SupportedProcess,
    form: Any,
    act: Callable[[], None],
    *,
    title: str,
    lead: str,
) -> HttpResponse:
    """Draw a form about the end of a process, or save it."""
    if form.is_valid() and form.accepts(act):
        ended = process.ended_on
        said = _("The process ended on %(day)s.") % {"day": ended} if ended else _("Saved. It goes on.")
        messages.success(request, said)
        return redirect(_page(process, "" if ended else "#step-5"))
    return form_page(
        request, form, enrolment=process.enrolment, title=title, lead=lead, back=_page(process, "#step-5")
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def closing(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Step 5: the closing talk with each party, and the end."""
    present, today = _process(request, process), timezone.localdate()
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
    """End the process before step 5, for a reason; or let it go on again."""
    present, today = _process(request, process), timezone.localdate()
    form = BreakOffForm(request.POST or None, instance=present)
    return _end(
        request,
        present,
        form,
        lambda: actions.break_off(by=signed_in_user(request), process=present, on=today, **form.cleaned_data),
        title=_("Break off"),
        lead=_("When the participant doesn’t want to go on, or the method isn’t right for them."),
    )
