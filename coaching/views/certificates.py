"""A participant's part about activities, and certificates of attendance, month by month."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import record_read
from accounts.drawn_forms import EARLIEST, LATEST
from accounts.models import Kind, Verb
from accounts.requests import signed_in_user
from coaching.attended import Month, coming, latest_month, month_of, months_of, months_of_each
from coaching.marks import as_hours
from coaching.sessions import number_of
from coaching.views.case import case_page, open_case
from participants.actions.saving import subject_of
from participants.models import Enrolment
from projects.models import Project
from projects.printing import pdf_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from participants.querysets import EnrolmentQuerySet

NEXT: Final = 8
"""So many of the sessions to come are shown; the rest are counted."""


@allow(Permission.CASELOAD_READ)
@require_safe
def attended(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """All that somebody has attended and missed, by month."""
    case = open_case(request, enrolment)
    months = months_of(case.journey.stays)
    ahead = list(coming(case.journey.stays, on=timezone.localdate()))
    return case_page(
        request,
        case,
        tab="activities",
        template="coaching/attended.html",
        months=months,
        ahead=ahead[:NEXT],
        more=len(ahead[NEXT:]),
        total=as_hours(sum(month.minutes for month in months)),
    )


@allow(Permission.CASELOAD_READ)
@require_safe
def certificate(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """What somebody attended in a month, to sign. Without a month: the last one with something in it."""
    user = signed_in_user(request)
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    stay = get_object_or_404(_with_people(reached), public_id=enrolment)
    stays = list(reached.of_participation(stay))
    first = _asked(request) or latest_month(stays) or timezone.localdate().replace(day=1)
    record_read(row=stay, by=user, subject=subject_of(stay), verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    return _printed([(stay, month_of(stays, first))], first, user)


@allow(Permission.CASE_WRITE)
@require_safe
def of_project(request: HttpRequest, project: uuid.UUID) -> HttpResponse:
    """The same for each whom the user coaches in a project, a page each."""
    user, today = signed_in_user(request), timezone.localdate()
    where = get_object_or_404(
        Project.objects.visible_to(user, Permission.CASE_WRITE).select_related("organisation"),
        public_id=project,
    )
    mine = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(project=where).valid()
    people = mine.filter(person__in=mine.coached_by(user, on=today).values("person"))
    stays = list(_with_people(people).order_by("person__sort_key", "start", "pk"))
    first = _asked(request) or latest_month(stays) or today.replace(day=1)
    pages = months_of_each(stays, first)
    if not pages:
        return render(request, "coaching/no_certificates.html", {"project": where, "first": first})
    # With each of them, so that the one it is about can be told.
    for stay, _month in pages:
        record_read(row=stay, by=user, subject=subject_of(stay), verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    return _printed(pages, first, user)


def _with_people(stays: "EnrolmentQuerySet") -> "EnrolmentQuerySet":
    return stays.select_related("person", "project__organisation").prefetch_related(
        "person__participant_numbers"
    )


def _asked(request: HttpRequest) -> dt.date | None:
    """The first day of the month that is asked for; None where none can be read, or its year can't be."""
    try:
        first = dt.date.fromisoformat(f"{request.GET.get('manad', '')}-01")
    except ValueError:
        return None
    return first if EARLIEST <= first <= LATEST else None


def _printed(pages: "Sequence[tuple[Enrolment, Month]]", first: dt.date, user: "User") -> HttpResponse:
    """In Swedish, whatever the language of the page: it is signed and handed on in Sweden."""
    context = {
        "pages": [{"stay": stay, "number": number_of(stay), "month": month} for stay, month in pages],
        "first": first,
        "coach": user.name,
        "running": "",
    }
    with translation.override("sv"):
        return pdf_answer("coaching/certificate.html", context, file_name=f"narvarointyg-{first:%Y-%m}.pdf")
