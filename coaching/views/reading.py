"""The part Who has read of a participant's page."""

import uuid
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from coaching.views.case import case_page, open_case
from participants.trail import events_of_case, trail_rows
from projects.models import Organisation

PAGE: Final = 50


@allow(Permission.CASELOAD_READ)
@require_safe
def read_by(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Who has opened and changed what of the case, and when, the newest first. Looking here is one of it."""
    case = open_case(request, enrolment)
    project = case.enrolment.project
    page = Paginator(events_of_case(case.enrolment), PAGE).get_page(request.GET.get("page"))
    here = Organisation.objects.visible_to(case.user, Permission.CASELOAD_READ).filter(
        pk=project.organisation_id
    )
    rows = trail_rows(list(page.object_list), organisations=here, project=project)
    return case_page(request, case, tab="read_by", template="coaching/read_by.html", page=page, rows=rows)
