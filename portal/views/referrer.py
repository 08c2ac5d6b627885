"""What a referrer sees: those whom they referred, whether they came and whether they left. No journal."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import signed_in_user
from participants.models import Enrolment
from portal.referrals import referrals_of

PAGE: Final = 25


@allow(Permission.REFERRALS_READ)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Those whom the user referred, the latest first."""
    user, today = signed_in_user(request), timezone.localdate()
    referred = Enrolment.objects.visible_to(user, Permission.REFERRALS_READ).valid()
    page = Paginator(referred.select_related("person", "project").order_by("-start", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    stays = list(page.object_list)
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(stays))
    context = {"page": page, "referrals": referrals_of(stays, on=today)}
    return render(request, "portal/referrals.html", context)
