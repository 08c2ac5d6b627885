"""The project lead's pages: the figures, and the reports ordered from them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Permission, allow
from accounts.audit import record_read
from accounts.models import Kind, Verb
from accounts.requests import HtmxRequest, signed_in_user
from projects.models import Project
from reporting.actions import order_report, retry_report, subject_of
from reporting.compute import compute
from reporting.forms import FiguresForm
from reporting.loading import load_facts
from reporting.models import BuildStep, Report, SweepMark
from reporting.sheet import sheet_of, stored_lines

REPORTS_A_PAGE = 10


@allow(Permission.FIGURES_READ)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a project, set and period, and the reports ordered of the project."""
    form = FiguresForm(
        request.GET if "project" in request.GET else None,
        user=signed_in_user(request),
        permission=Permission.FIGURES_READ,
        today=timezone.localdate(),
    )
    form.is_valid()
    return _figures_page(request, form)


@allow(Permission.REPORT_ORDER)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order the figures as a PDF, and go to the page that follows it."""
    user = signed_in_user(request)
    form = FiguresForm(
        request.POST, user=user, permission=Permission.REPORT_ORDER, today=timezone.localdate()
    )
    form.is_valid()
    if form.choice is None:
        return _figures_page(request, form, status=422)
    report = order_report(
        project=form.choice.project,
        indicator_set=form.choice.indicator_set,
        window=form.choice.window,
        by=user,
        at=timezone.now(),
        language=get_language() or "sv",
    )
    return redirect("reporting:report", report.public_id)


@allow(Permission.FIGURES_READ)
@require_safe
def report_page(request: HtmxRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far an ordered report is, and the way to its file. Asked for again and again until it has ended."""
    report = _report(request, public_id, Permission.FIGURES_READ)
    now = timezone.now()
    context = {
        "report": report,
        "steps": len(BuildStep),
        "worker_answers": SweepMark.worker_answers(at=now),
        "broken_off": report.claimed_until is not None and report.claimed_until < now,
        "lines": stored_lines(report.figures) if report.figures else [],
        "may_order": _may_order(request, report.project),
    }
    # What the page shows already needn't be swapped, nor read aloud again.
    seen = f"{report.state}-{report.step}-{context['worker_answers']}-{context['broken_off']}"
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    template = "reporting/report.html"
    return render(request, f"{template}#state" if request.htmx else template, context | {"seen": seen})


@allow(Permission.FIGURES_READ)
@require_safe
def download(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The finished PDF. One that isn't there (yet) leads to the report's page, which says why."""
    report = _report(request, public_id, Permission.FIGURES_READ)
    if not report.finished_at:
        return redirect("reporting:report", report.public_id)
    by, subject = signed_in_user(request), subject_of(report)
    record_read(row=report, by=by, subject=subject, verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    try:
        file = report.pdf_path.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is no longer on the server. Order the report again."))
        return redirect("reporting:report", report.public_id)
    return FileResponse(file, as_attachment=True, filename=report.file_name, content_type="application/pdf")


@allow(Permission.REPORT_ORDER)
@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Build a failed report once more."""
    report = _report(request, public_id, Permission.REPORT_ORDER)
    retry_report(by=signed_in_user(request), report=report)
    return redirect("reporting:report", report.public_id)


def _report(request: HttpRequest, public_id: uuid.UUID, permission: Permission) -> Report:
    reports = Report.objects.visible_to(request.user, permission)
    return get_object_or_404(
        reports.select_related("project__organisation", "ordered_by"), public_id=public_id
    )


def _may_order(request: HttpRequest, project: Project) -> bool:
    return Project.objects.visible_to(request.user, Permission.REPORT_ORDER).filter(pk=project.pk).exists()


def _figures_page(request: HttpRequest, form: FiguresForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "choice": form.choice}
    if choice := form.choice:
        computed = compute(load_facts(choice.project), choice.indicator_set, choice.window)
        reports = Report.objects.visible_to(request.user, Permission.FIGURES_READ)
        pages = Paginator(
            reports.filter(project=choice.project).select_related("ordered_by").defer("figures"),
            REPORTS_A_PAGE,
        )
        context |= {
            "sheet": sheet_of(computed),
            "reports": pages.get_page(request.GET.get("page")),
            "may_order": _may_order(request, choice.project),
        }
    return render(request, "reporting/figures.html", context, status=status)
