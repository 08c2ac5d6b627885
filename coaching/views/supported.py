"""Supported employment: the part of a participant's page, and the list of who is in which step."""

import uuid
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import signed_in_user
from coaching.models import IntroductionAgreement, SupportedProcess
from coaching.supported import list_rows, processes_of, read_supported
from coaching.supported_forms import SupportedFilterForm
from coaching.views.case import Case, case_page, open_case
from participants.views.pages import note_opened
from projects.models import Project
from projects.printing import pdf_answer

if TYPE_CHECKING:
    from coaching.supported_querysets import SupportedProcessQuerySet

PAGE = 50


@allow(Permission.CASELOAD_READ)
@require_safe
def part(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The latest process of a participant, with all its forms; before the first, what the method is."""
    case = open_case(request, enrolment)
    processes = processes_of(case.journey.stays)
    return _part(request, case, processes, processes[0] if processes else None)


@allow(Permission.CASELOAD_READ)
@require_safe
def process_page(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """A certain process, such as an earlier one that has ended."""
    asked = get_object_or_404(_reached(request).select_related("enrolment"), public_id=process)
    case = open_case(request, asked.enrolment.public_id)
    return _part(request, case, processes_of(case.journey.stays), asked)


def _reached(request: HttpRequest) -> "SupportedProcessQuerySet":
    return SupportedProcess.objects.visible_to(request.user, Permission.CASELOAD_READ)


def _part(
    request: HttpRequest,
    case: Case,
    processes: list[SupportedProcess],
    shown: SupportedProcess | None,
) -> HttpResponse:
    today, stay = timezone.localdate(), case.enrolment
    there = stay.start <= today and (stay.end is None or stay.end > today) and not stay.registered_by_mistake
    supported = read_supported(shown, on=today) if shown else None
    open_one = any(each.ended_on is None and each.enrolment_id == stay.pk for each in processes)
    return case_page(
        request,
        case,
        tab="supported",
        template="coaching/supported.html",
        supported=supported,
        others=[each for each in processes if shown is None or each.pk != shown.pk],
        may_begin=case.may_write and there and not open_one,
    )


@allow(Permission.CASELOAD_READ)
@require_safe
def introduction_pdf(request: HttpRequest, introduction: uuid.UUID) -> HttpResponse:
    """The introduction agreement on paper, for all three to sign."""
    reached = IntroductionAgreement.objects.visible_to(request.user, Permission.CASELOAD_READ)
    whole = get_object_or_404(reached.with_case().select_related("company"), public_id=introduction)
    stay = whole.process.enrolment
    note_opened(request, stay, whole)
    coaches = stay.coach_assignments.in_force(on=timezone.localdate()).select_related("coach")
    context = {
        "agreement": whole,
        "person": stay.person,
        "project": stay.project,
        "coach": ", ".join(str(each.coach) for each in coaches),
        "running": _("Introduction agreement"),
    }
    return pdf_answer(
        "coaching/supported_agreement_print.html", context, file_name="introduktionsoverenskommelse.pdf"
    )


@allow(Permission.CASELOAD_READ)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who is in which step since when, the longest in each step first."""
    user, today = signed_in_user(request), timezone.localdate()
    projects = list(Project.objects.visible_to(user, Permission.CASELOAD_READ))
    running = _reached(request).running(on=today)
    form = SupportedFilterForm(request.GET, projects=projects, counts=running.number_in_steps(on=today))
    step, project = form.chosen("step"), form.chosen("project")
    if project:
        running = running.filter(enrolment__project__public_id=project)
    found = running.by_step(on=today, step=int(step) if step else None).with_present_facts(on=today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": list_rows(page.object_list, on=today),
        "several": len(projects) > 1,
        "narrows": bool(step or project),
    }
    record_read(
        row=SupportedProcess, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(page.object_list)
    )
    return render(request, "coaching/supported_list.html", context)
