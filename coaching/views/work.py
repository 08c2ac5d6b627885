"""The part Placements and jobs of a participant's page: what they do and live on, and who is told of it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from coaching.views.case import case_page, open_case


@allow(Permission.CASELOAD_READ)
@require_safe
def work(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Placements, courses and jobs, support, profiles shared with companies; and where each is logged."""
    case = open_case(request, enrolment)
    return case_page(request, case, tab="work", template="coaching/work.html")
