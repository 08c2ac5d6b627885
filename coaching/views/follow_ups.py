"""Follow-ups: the worklist, and the part of a participant's page."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import signed_in_user
from coaching import follow_ups
from coaching.today_forms import TodayForm
from coaching.views.case import case_page, open_case
from participants.due import follow_ups_due
from participants.models import Enrolment, FollowUp, FollowUpAttempt
from projects.models import Project

PAGE = 50


@allow(Permission.CASELOAD_READ)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Everybody whose follow-up is overdue, due or soon; a coach sees their own first."""
    user, today = signed_in_user(request), timezone.localdate()
    projects = list(Project.objects.visible_to(user, Permission.CASELOAD_READ))
    own_first = Permission.CASE_WRITE in permissions_of(user)
    form = TodayForm(request.GET, projects=projects, own_first=own_first, without=("urgency", "kind"))
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    older = request.GET.get("aldre") == "1"
    found = follow_ups.left_for_good(form.apply(reached, user=user, on=today), on=today, older=older)
    page = Paginator(follow_ups.rows(found, on=today, older=older), PAGE).get_page(request.GET.get("page"))
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(page.object_list))
    context = {
        "form": form,
        "page": page,
        "rows": page.object_list,
        "several": len(projects) > 1,
        "older": older,
        "writable": frozenset(
            Project.objects.visible_to(user, Permission.CASE_WRITE).values_list("pk", flat=True)
        ),
        "today": today,
    }
    return render(request, "coaching/follow_up_list.html", context)


@allow(Permission.CASELOAD_READ)
@require_safe
def part(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """When the person is to be followed up, what was tried and what was found."""
    case = open_case(request, enrolment)
    last = case.journey.stays[-1]
    stays = case.journey.stays
    found = FollowUp.objects.visible_to(case.user, Permission.CASELOAD_READ).filter(enrolment__in=stays)
    tried = FollowUpAttempt.objects.visible_to(case.user, Permission.CASELOAD_READ).filter(
        enrolment__in=stays
    )
    outcomes, attempts = list(found), list(tried.select_related("by"))
    linked = {attempt.follow_up_id for attempt in attempts}
    return case_page(
        request,
        case,
        tab="follow_ups",
        template="coaching/follow_ups.html",
        last=last,
        due=follow_ups_due(last, outcomes=outcomes, attempts=attempts),
        attempts=attempts,
        outcomes=[outcome for outcome in outcomes if outcome.pk not in linked][::-1],
        today=timezone.localdate(),
    )
