"""What became of the numbers of a report in its revision, and why."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from reporting.frozen import FactsUnreadableError, unpack
from reporting.models import Report
from reporting.revised import lines_of, told
from reporting.views.rows import report_of


@allow(Permission.FIGURES_READ)
@require_safe
def difference_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The difference as it was stored with the revision. One that revises none leads to the report's page."""
    report = report_of(request, public_id, Permission.FIGURES_READ)
    if not report.difference or not report.figures or report.revises_id is None:
        return redirect("reporting:report", report.public_id)
    try:
        facts = unpack(bytes(report.facts or b""))
    except FactsUnreadableError:
        facts = None
    reports = Report.objects.visible_to(request.user, Permission.FIGURES_READ)
    context = {
        "report": report,
        "before": reports.only("public_id", "revision").get(pk=report.revises_id),
        "explained": report.difference["explained"],
        "changes": [told(change) for change in report.difference["facts"]],
        "lines": lines_of(report.figures, report.difference["cells"], facts),
    }
    return render(request, "reporting/difference.html", context)
