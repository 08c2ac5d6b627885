"""A finished report beside the figures as they are computed now."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from reporting import wording
from reporting.compare import compare, redefined
from reporting.compute import compute
from reporting.disclosure import for_audience
from reporting.forms import Choice
from reporting.loading import load_facts
from reporting.models import Report
from reporting.views.explain import without_choice
from reporting.views.rows import figures_asked

REPORTS_OFFERED = 50


@allow(Permission.FIGURES_READ)
@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """The figures chosen beside a report of the same project and set; without one, the latest there is."""
    form = figures_asked(request)
    if form.choice is None:
        return without_choice(request, form)
    choice = form.choice
    offered = _finished(request, choice)
    report = _report(request, offered)
    context = {"choice": choice, "offered": offered, "report": report}
    if report is not None:
        inside = compute(load_facts(choice.project), choice.indicator_set, choice.window)
        computed = for_audience(inside, choice.audience)
        context |= {
            "compared": compare(report.figures, computed),
            "redefined": redefined(report.figures, computed),
            "then_period": wording.period(report.period_start, report.period_end),
            "then_as_of": wording.day(report.as_of),
            "now_period": wording.period(choice.window.period_start, choice.window.period_end),
            "now_as_of": wording.day(choice.window.as_of),
        }
    context["back"] = f"{reverse('reporting:figures')}?{choice.query}"
    return render(request, "reporting/compare.html", context)


def _finished(request: HttpRequest, choice: Choice) -> list[Report]:
    """The finished reports to compare with, for the same readers, the newest first."""
    reports = Report.objects.visible_to(request.user, Permission.FIGURES_READ).filter(
        project=choice.project,
        indicator_set=choice.indicator_set,
        audience=choice.audience,
        finished_at__isnull=False,
        figures__isnull=False,
    )
    return list(reports.defer("figures", "facts")[:REPORTS_OFFERED])


def _report(request: HttpRequest, offered: list[Report]) -> Report | None:
    """The report asked for, which must be one of those on offer; else the newest."""
    asked = request.GET.get("report")
    if not asked:
        return offered[0] if offered else None
    try:
        wanted = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    for report in offered:
        if report.public_id == wanted:
            return report
    raise Http404
