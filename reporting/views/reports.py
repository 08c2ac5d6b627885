"""The page of one ordered report, its file, and building it once more."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Permission, allow
from accounts.audit import record_read
from accounts.models import Kind, Verb
from accounts.requests import HtmxRequest, signed_in_user
from reporting.actions import ATTEMPTS, cancel_report, hint_bundle, retry_report, subject_of
from reporting.models import BuildStep, Report, SweepMark
from reporting.said import quality_lines
from reporting.stored import stored_lines
from reporting.verification import SENTENCES, Finding, check_hashes
from reporting.versions import in_groups
from reporting.views.rows import may_order, report_of


@allow(Permission.FIGURES_READ)
@require_safe
def report_page(request: HtmxRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far an ordered report is, and the way to its file. Asked for again and again until it has ended."""
    report = report_of(request, public_id, Permission.FIGURES_READ)
    now = timezone.now()
    context = {
        "report": report,
        "steps": len(BuildStep),
        "worker_answers": SweepMark.worker_answers(at=now),
        "broken_off": report.claimed_until is not None and report.claimed_until < now,
        "last_try": report.attempts == ATTEMPTS - 1,
        "lines": stored_lines(report.figures) if report.figures else [],
        "quality": quality_lines(report.figures),
        "may_order": may_order(request, report.project),
        **_frozen(request, report),
    }
    # What the page shows already needn't be swapped, nor read aloud again.
    seen = (
        f"{report.state}-{report.step}-{context['worker_answers']}-{context['broken_off']}-{report.attempts}"
    )
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    template = "reporting/report.html"
    return render(request, f"{template}#state" if request.htmx else template, context | {"seen": seen})


@allow(Permission.FIGURES_READ)
@require_safe
def download(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The finished PDF. One that isn't there (yet) leads to the report's page, which says why."""
    report = report_of(request, public_id, Permission.FIGURES_READ)
    if not report.finished_at:
        return redirect("reporting:report", report.public_id)
    by, subject = signed_in_user(request), subject_of(report)
    record_read(row=report, by=by, subject=subject, verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    try:
        file = report.pdf_path.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is no longer on the server. Order the report again."))
        return redirect("reporting:report", report.public_id)
    return FileResponse(
        file, as_attachment=True, filename=f"{report.file_stem}.pdf", content_type="application/pdf"
    )


@allow(Permission.REPORT_ORDER)
@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Build a failed report once more."""
    report = report_of(request, public_id, Permission.REPORT_ORDER)
    retry_report(by=signed_in_user(request), report=report)
    return redirect("reporting:report", report.public_id)


@allow(Permission.REPORT_ORDER)
@require_POST
def cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call off a report that waits or is being built; one that has ended stays as it is."""
    report = report_of(request, public_id, Permission.REPORT_ORDER)
    now = timezone.now()
    if cancel_report(by=signed_in_user(request), report=report, at=now) and report.bundle_id:
        hint_bundle(report.bundle_id)
    return redirect("reporting:report", report.public_id)


def _frozen(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What a finished report's page says of its being frozen."""
    if not report.finished_at:
        return {}
    reports = Report.objects.visible_to(request.user, Permission.FIGURES_READ)
    few = reports.only("public_id", "revision", "finished_at")
    findings = check_hashes(report)
    return {
        "earlier": few.filter(revised_by=report).first(),
        "later": few.filter(revises=report, finished_at__isnull=False).first(),
        "has_difference": reports.filter(pk=report.pk, difference__isnull=False).exists(),
        "findings": [SENTENCES[finding] for finding in findings],
        "broken": any(finding is not Finding.PDF_MISSING for finding in findings),
        "figures_sha256": in_groups(report.figures_sha256),
        "pdf_sha256": in_groups(report.pdf_sha256),
    }
