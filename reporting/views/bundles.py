"""The reports of all projects of an organisation in one order: ordering, following and fetching them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.audit import record_read
from accounts.models import Kind, Verb
from accounts.requests import HtmxRequest, signed_in_user
from projects.models import Project
from reporting.actions import KEPT, cancel_bundle, gather_again, order_bundle, subject_of_bundle
from reporting.forms import BundleForm
from reporting.models import BundlePeriod, ReportBundle, SweepMark
from reporting.querysets import ReportBundleQuerySet
from reporting.stats import Audience


@allow(Permission.REPORT_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def order_all(request: HttpRequest) -> HttpResponse:
    """Order the reports of all of an organisation's projects whose reports one may order."""
    user = signed_in_user(request)
    form = BundleForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        asked = form.cleaned_data
        mine = Project.objects.visible_to(user, Permission.REPORT_ORDER)
        try:
            bundle = order_bundle(
                organisation=asked["organisation"],
                projects=mine.filter(organisation=asked["organisation"]).order_by("name", "pk"),
                indicator_set=asked["indicator_set"],
                period=BundlePeriod(asked["period"]),
                audience=Audience(asked["audience"]),
                by=user,
                on=timezone.localdate(),
                at=timezone.now(),
                language=get_language() or "sv",
                key=asked["key"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("reporting:bundle", bundle.public_id)
    return render(request, "reporting/order_all.html", {"form": form}, status=422 if form.errors else 200)


@allow(Permission.FIGURES_READ)
@require_safe
def bundle_page(request: HtmxRequest, bundle: uuid.UUID) -> HttpResponse:
    """How far the reports are, and the way to the archive. Asked for again until it is there."""
    found = _bundle_of(request, bundle, Permission.FIGURES_READ)
    reports = list(
        found.reports.select_related("project").defer("figures").order_by("project__name", "indicator_set")
    )
    ended = sum(report.has_ended for report in reports)
    now = timezone.now()
    context: dict[str, Any] = {
        "bundle": found,
        "reports": reports,
        "ended": ended,
        "at_work": [report for report in reports if report.step and not report.has_ended],
        "missing": sum(report.finished_at is None for report in reports) if ended == len(reports) else 0,
        "built_since": found.gathered_at
        and any(report.finished_at and report.finished_at > found.gathered_at for report in reports),
        "kept_until": found.gathered_at and found.gathered_at + KEPT,
        "kept_days": KEPT.days,
        "worker_answers": SweepMark.worker_answers(at=now),
        "may_order": _bundles(request, Permission.REPORT_ORDER).filter(pk=found.pk).exists(),
    }
    template = "reporting/bundle.html"
    return render(request, f"{template}#state" if request.htmx else template, context)


@allow(Permission.FIGURES_READ)
@require_safe
def archive(request: HttpRequest, bundle: uuid.UUID) -> HttpResponseBase:
    """The archive. One that isn't there leads to the page, which says why."""
    found = _bundle_of(request, bundle, Permission.FIGURES_READ)
    if not found.gathered_at or found.expired_at:
        return redirect("reporting:bundle", found.public_id)
    record_read(
        row=found,
        by=signed_in_user(request),
        subject=subject_of_bundle(found),
        verb=Verb.DOWNLOADED,
        kind=Kind.EXPORT,
        rows=found.reports.filter(finished_at__isnull=False).count(),
    )
    try:
        file = found.archive_path.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The archive is no longer on the server. Gather it again."))
        return redirect("reporting:bundle", found.public_id)
    return FileResponse(file, as_attachment=True, filename=found.file_name, content_type="application/zip")


@allow(Permission.REPORT_ORDER)
@require_POST
def cancel_waiting(request: HttpRequest, bundle: uuid.UUID) -> HttpResponse:
    """Call off those reports that haven't ended."""
    found = _bundle_of(request, bundle, Permission.REPORT_ORDER)
    cancel_bundle(by=signed_in_user(request), bundle=found, at=timezone.now())
    return redirect("reporting:bundle", found.public_id)


@allow(Permission.REPORT_ORDER)
@require_POST
def again(request: HttpRequest, bundle: uuid.UUID) -> HttpResponse:
    """Gather the archive once more."""
    found = _bundle_of(request, bundle, Permission.REPORT_ORDER)
    gather_again(by=signed_in_user(request), bundle=found)
    return redirect("reporting:bundle", found.public_id)


def _bundles(request: HttpRequest, permission: Permission) -> ReportBundleQuerySet:
    return ReportBundle.objects.visible_to(request.user, permission)


def _bundle_of(request: HttpRequest, bundle: uuid.UUID, permission: Permission) -> ReportBundle:
    """The bundle, for whoever has the permission in all of its projects; a stranger gets 404."""
    rows = _bundles(request, permission).select_related("organisation", "ordered_by")
    found: ReportBundle = get_object_or_404(rows, public_id=bundle)
    return found
