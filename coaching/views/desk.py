"""The page of one participant."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from coaching.attended import coming
from coaching.timeline import events, going_on, lanes
from coaching.timeline_facts import plans_and_support
from coaching.views.case import case_page, open_case
from participants.models import Enrolment, Referral
from participants.sensitive import read_sensitive
from participants.views.pages import note_opened


@allow(Permission.CASELOAD_READ)
@require_safe
def participant(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """One person in one project: where they stand, what happened, and what can be logged."""
    case, today = open_case(request, enrolment), timezone.localdate()
    stay, journey = case.enrolment, case.journey
    sensitive = read_sensitive(stay, user=case.user)
    if sensitive.background:
        note_opened(request, stay, sensitive.background)
    happened, drawn = plans_and_support(journey.stays)
    may_name = Enrolment.objects.visible_to(case.user, Permission.COACH_NAME).filter(pk=stay.pk).exists()
    referred = Referral.objects.visible_to(case.user, Permission.CASELOAD_READ).filter(enrolment=stay)
    return case_page(
        request,
        case,
        tab="overview",
        template="coaching/participant.html",
        events=events(journey, may_write=case.may_write, more=happened),
        lanes=lanes(journey, on=today, more=drawn),
        going_on=going_on(journey, on=today, may_write=case.may_write),
        may_step=stay.start <= today and journey.has_phases,
        may_exit=stay.start <= today and stay.end is None,
        may_name_coach=may_name,
        sensitive=sensitive,
        referral=referred.first(),
        next_session=coming(journey.stays, on=today).first(),
    )
