"""The caseload and the page of one participant."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import HtmxRequest, signed_in_user
from coaching.caseload import case_rows
from coaching.forms import CaseloadForm
from coaching.timeline import events, lanes
from coaching.views.case import case_page, open_case
from participants.models import Enrolment
from participants.sensitive import read_sensitive
from participants.views.pages import note_opened
from projects.models import Project

PAGE = 50


@allow(Permission.CASELOAD_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def caseload(request: HtmxRequest) -> HttpResponse:
    """Everyone whom the user reaches, filtered; a coach sees their own first.

    The filters come in the address or posted, a name that is searched for only posted.
    """
    user, today = signed_in_user(request), timezone.localdate()
    may_write = Permission.CASE_WRITE in permissions_of(user)
    projects = list(Project.objects.visible_to(user, Permission.CASELOAD_READ))
    asked = request.POST if request.method == "POST" else {**request.GET.dict(), "q": ""}
    form = CaseloadForm(asked, projects=projects, own_first=may_write)
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    found = form.apply(reached, user=user, on=today).with_present_facts(on=today)
    page = Paginator(found.order_by("person__sort_key", "start", "pk"), PAGE).get_page(asked.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": case_rows(list(page.object_list), on=today),
        "several": len(projects) > 1,
        "may_write": may_write,
        "may_break_glass": Permission.BREAK_GLASS in permissions_of(user),
        "may_find": Permission.NUMBER_READ in permissions_of(user),
    }
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(page.object_list))
    return render(
        request, "coaching/caseload.html#results" if request.htmx else "coaching/caseload.html", context
    )


@allow(Permission.CASELOAD_READ)
@require_safe
def participant(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """One person in one project: where they stand, what happened, and what can be logged."""
    case, today = open_case(request, enrolment), timezone.localdate()
    stay, journey = case.enrolment, case.journey
    sensitive = read_sensitive(stay, user=case.user)
    if sensitive.background:
        note_opened(request, stay, sensitive.background)
    may_name = Enrolment.objects.visible_to(case.user, Permission.COACH_NAME).filter(pk=stay.pk).exists()
    return case_page(
        request,
        case,
        tab="overview",
        template="coaching/participant.html",
        events=events(journey, may_write=case.may_write),
        lanes=lanes(journey, on=today),
        may_name_coach=may_name,
        sensitive=sensitive,
    )
