"""The figures as files: of what the page shows now, or of what a finished report stored."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Kind, Verb
from accounts.requests import signed_in_user
from reporting.actions import subject_of
from reporting.compute import compute
from reporting.disclosure import for_audience
from reporting.formats import FORMATS, Format, write_file
from reporting.loading import load_facts
from reporting.naming import file_stem
from reporting.output import as_json
from reporting.totals import BrokenPlanError, BrokenTotalError, check_plan
from reporting.views.rows import figures_asked, report_of


@allow(Permission.FIGURES_READ)
@require_safe
def figures_file(request: HttpRequest, form: str) -> HttpResponse:
    """The figures of a project, set and period as a file. A question that has no answer leads to the page."""
    chosen = _format(form)
    user, asked = signed_in_user(request), figures_asked(request)
    page = f"{reverse('reporting:figures')}?{request.GET.urlencode()}"
    if (choice := asked.choice) is None:
        return redirect(page)
    subject = Subject(organisation_id=choice.project.organisation_id, project_id=choice.project.pk)
    record_read(row=choice.project, by=user, subject=subject, verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    figures = for_audience(
        compute(load_facts(choice.project), choice.indicator_set, choice.window), choice.audience
    )
    try:
        check_plan(figures)
    except BrokenPlanError as problem:
        messages.error(request, problem.sentence)
        return redirect(page)
    stem = file_stem(choice.indicator_set, choice.window, audience=choice.audience, revision=None)
    return _answer(request, as_json(figures), chosen, stem, back=page)


@allow(Permission.FIGURES_READ)
@require_safe
def report_file(request: HttpRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """A finished report's stored figures as a file; one that isn't finished leads to its page."""
    chosen = _format(form)
    report = report_of(request, public_id, Permission.FIGURES_READ)
    page = reverse("reporting:report", args=[report.public_id])
    if not (report.finished_at and report.figures):
        return redirect(page)
    by, subject = signed_in_user(request), subject_of(report)
    record_read(row=report, by=by, subject=subject, verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    return _answer(request, report.figures, chosen, report.file_stem, back=page)


def _format(ending: str) -> Format:
    if ending not in FORMATS:
        raise Http404
    return FORMATS[ending]


def _answer(
    request: HttpRequest, figures: dict[str, Any], form: Format, stem: str, *, back: str
) -> HttpResponse:
    """The file, or the page that one came from with a sentence on why there is none."""
    try:
        content = write_file(figures, form)
    except BrokenTotalError as error:
        messages.error(request, error.sentence)
        return redirect(back)
    return HttpResponse(
        content,
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="{stem}.{form.ending}"'},
    )
