"""The part Jobbredo of a participant's page."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from coaching.progress import read_progress
from coaching.views.case import case_page, open_case


@allow(Permission.CASELOAD_READ)
@require_safe
def jobbredo(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Where the person stands, as the coach and they themselves see it, and how it has changed."""
    case = open_case(request, enrolment)
    progress = read_progress(case.journey, on=timezone.localdate())
    return case_page(request, case, tab="jobbredo", template="coaching/jobbredo.html", progress=progress)
