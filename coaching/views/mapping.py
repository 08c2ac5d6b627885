"""The part Mapping of a participant's page."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from coaching.views.case import case_page, open_case
from participants.mapping import read_eligibility, read_mapping
from participants.models import Enrolment


@allow(Permission.CASELOAD_READ)
@require_safe
def mapping(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """What is known of background, wishes and conditions; and whether the project is for the person."""
    case = open_case(request, enrolment)
    stay = case.enrolment
    reached = Enrolment.objects.visible_to(case.user, Permission.BACKGROUND)
    return case_page(
        request,
        case,
        tab="mapping",
        template="coaching/mapping.html",
        sheet=read_mapping(stay, may_read_background=reached.filter(pk=stay.pk).exists()),
        eligibility=read_eligibility(stay, on=timezone.localdate()),
    )
