"""The data protection officer's page: the audit log of their organisations."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read, tell_of_unexplained_writes
from accounts.models import AuditEvent, Verb
from accounts.requests import signed_in_user
from participants.forms.audit import AuditForm
from participants.models import EmergencyAccess
from participants.trail import emergency_rows, trail_rows
from projects.models import Organisation

PAGE: Final = 50
SAMPLE: Final = 20


@allow(Permission.AUDIT_READ)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Events found, the newest first; or twenty reads drawn at random. Looking here is an event itself."""
    user = signed_in_user(request)
    tell_of_unexplained_writes()
    organisations = Organisation.objects.visible_to(user, Permission.AUDIT_READ)
    form = AuditForm(request.GET, organisations=organisations)
    found = form.apply(AuditEvent.objects.visible_to(user, Permission.AUDIT_READ)).select_related("actor")
    drawn = "sample" in request.GET
    if drawn:
        events, page = list(found.reads().order_by("?")[:SAMPLE]), None
        events.sort(key=lambda event: -event.sequence)
    else:
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        events = list(page.object_list)
    emergencies = emergency_rows(user)
    if emergencies:
        record_read(row=EmergencyAccess, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(emergencies))
    about = Subject(person_id=form.people[0]) if len(form.people) == 1 else Subject()
    record_read(row=AuditEvent, by=user, subject=about, verb=Verb.LISTED, rows=len(events))
    rows = trail_rows(events, organisations=organisations)
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "drawn": drawn,
        "count": len(rows),
        "emergencies": emergencies,
    }
    return render(request, "accounts/audit.html", context)
