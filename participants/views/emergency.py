"""Breaking the glass: the form, the end before its time, and the officer's mark."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.limits import too_many, within_limit
from accounts.models import Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants.actions import emergency as actions
from participants.forms.emergency import EmergencyForm
from participants.models import EmergencyAccess, Enrolment
from participants.views.pages import page_of
from projects.models import Project


@allow(Permission.BREAK_GLASS)
@require_http_methods(SHOW_AND_SEND)
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a person with protected identity in an emergency, to read for a time."""
    if request.method == "POST" and not within_limit(request, "break_glass"):
        return too_many(request)
    projects = Project.objects.visible_to(request.user, Permission.BREAK_GLASS)
    form = EmergencyForm(request.POST or None, projects=projects)
    if form.is_valid():
        if address := _opened(request, form):
            return redirect(address)
        form.say_nobody()
    unwatched = [
        project.organisation.name
        for project in projects.select_related("organisation")
        if not actions.officers_of(project.organisation)
    ]
    context = {"form": form, "minutes": settings.EMERGENCY_MINUTES, "unwatched": sorted(set(unwatched))}
    return render(request, "participants/emergency.html", context)


def _opened(request: HttpRequest, form: EmergencyForm) -> str:
    """The address of the page that is open now; "" where there is none to open, which is logged as a try."""
    user, project = signed_in_user(request), form.cleaned_data["project"]
    stay = actions.find_protected(project=project, number=form.cleaned_data["number"])
    if stay is None:
        subject = Subject(organisation_id=project.organisation_id, project_id=project.pk)
        record_read(row=EmergencyAccess, by=user, subject=subject, verb=Verb.SEARCHED, rows=0)
        return ""
    # Their own coach, and who has broken the glass already, need no more than the way there.
    if not Enrolment.objects.visible_to(user, Permission.CASELOAD_READ).filter(pk=stay.pk).exists():
        actions.break_glass(
            by=user,
            enrolment=stay,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            lasts=dt.timedelta(minutes=settings.EMERGENCY_MINUTES),
            link=request.build_absolute_uri(reverse("audit")),
        )
    return page_of(stay)


@allow(Permission.BREAK_GLASS)
@require_POST
def end(request: HttpRequest, access: uuid.UUID) -> HttpResponse:
    """Close one's own emergency access before its time."""
    user, now = signed_in_user(request), timezone.now()
    mine = EmergencyAccess.objects.visible_to(user, Permission.BREAK_GLASS).in_force(at=now)
    opened = get_object_or_404(
        mine.select_related("enrolment__person", "enrolment__project"), public_id=access
    )
    actions.end_emergency(by=user, access=opened, at=now)
    messages.success(request, _("The emergency access has ended."))
    return redirect("coaching:caseload")


@allow(Permission.AUDIT_REVIEW)
@require_POST
def review(request: HttpRequest, access: uuid.UUID) -> HttpResponse:
    """The data protection officer's mark that they have looked at an emergency access."""
    user = signed_in_user(request)
    reached = EmergencyAccess.objects.visible_to(user, Permission.AUDIT_REVIEW)
    seen = get_object_or_404(
        reached.select_related("enrolment__person", "enrolment__project"), public_id=access
    )
    actions.review_emergency(by=user, access=seen, at=timezone.now())
    messages.success(request, _("Marked as reviewed."))
    return redirect("audit")
