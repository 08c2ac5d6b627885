"""What every part of a participant's page has in common: who may open it, its head and its tabs."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import Permission
from accounts.models import User
from accounts.requests import signed_in_user
from coaching.journey import Journey, read_journey
from coaching.next_step import next_step
from coaching.tabs import tabs_of
from participants.models import CoachAssignment, EmergencyAccess, Enrolment
from participants.views.pages import note_opened


@dataclass(frozen=True, slots=True)
class Case:
    """A participant's page as one user opens it. `may_write`: they may change what stands there."""

    user: User
    journey: Journey
    may_write: bool

    @property
    def enrolment(self) -> Enrolment:
        """The stay that the page is about, with person, project and target group."""
        return self.journey.enrolment


def open_case(request: HttpRequest, public_id: uuid.UUID) -> Case:
    """Load it for those who may read the case, and say so in the audit log; 404 for everyone else."""
    user, today = signed_in_user(request), timezone.localdate()
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    whole = reached.select_related("person", "project", "target_group", "referrer")
    stay = get_object_or_404(whole, public_id=public_id)
    note_opened(request, stay)
    may_write = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(pk=stay.pk).exists()
    return Case(user, read_journey(stay, on=today), may_write)


def case_page(
    request: HttpRequest, case: Case, *, tab: str, template: str, **context: object
) -> HttpResponse:
    """Draw one part; a `template` extends layouts/participant.html and finds `context` there too."""
    stay, today = case.enrolment, timezone.localdate()
    page = {
        "journey": case.journey,
        "enrolment": stay,
        "person": stay.person,
        "may_write": case.may_write,
        "next_step": next_step(case.journey, on=today),
        "open": stay.end is None or stay.end > today,
        "begun": stay.start <= today,
        "emergency": _emergency(case.user, stay),
        "handed_over": _handed_over(case.user, stay),
        "tabs": tabs_of(stay, current=tab),
        **context,
    }
    return render(request, template, page)


def _handed_over(user: User, stay: Enrolment) -> dt.date | None:
    """The day on which the user got the person from another coach, not long ago."""
    got = CoachAssignment.objects.handed_to(user, on=timezone.localdate()).filter(enrolment=stay).first()
    return got.start if got else None


def _emergency(user: User, stay: Enrolment) -> EmergencyAccess | None:
    """What the user opened the page by, where it was by breaking the glass."""
    if not stay.person.protected_identity:
        return None
    mine = EmergencyAccess.objects.visible_to(user, Permission.BREAK_GLASS).in_force(at=timezone.now())
    return mine.of_participation(stay).order_by("-expires_at").first()
