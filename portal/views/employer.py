"""What an employer contact sees: the profiles shared with their companies."""

import uuid
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import signed_in_user
from participants.actions.saving import subject_of
from participants.models import ProfileShare
from participants.profiles import profiles_of

if TYPE_CHECKING:
    from participants.querysets import ProfileShareQuerySet

PAGE: Final = 25


def _reached(request: HttpRequest) -> "ProfileShareQuerySet":
    shares = ProfileShare.objects.visible_to(request.user, Permission.PROFILES_READ)
    return shares.select_related("company", "enrolment__person", "shared_by")


@allow(Permission.PROFILES_READ)
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    """Everyone whose profile is shared with a company that the user speaks for, the newest first."""
    user, today = signed_in_user(request), timezone.localdate()
    page = Paginator(_reached(request).order_by("-start", "-pk"), PAGE).get_page(request.GET.get("page"))
    shares = list(page.object_list)
    record_read(row=ProfileShare, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(shares))
    seats = user.seats.current().select_related("company").order_by("company__sort_key", "pk")
    context = {
        "page": page,
        "profiles": profiles_of(shares, on=today),
        "companies": [seat.company.name for seat in seats],
    }
    return render(request, "portal/profiles.html", context)


@allow(Permission.PROFILES_READ)
@require_safe
def profile(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """One profile. That it was opened, by whom and when, is told to the participant."""
    user, today = signed_in_user(request), timezone.localdate()
    shared = get_object_or_404(_reached(request), public_id=share)
    record_read(row=shared, by=user, subject=subject_of(shared.enrolment))
    (shown,) = profiles_of([shared], on=today)
    return render(request, "portal/profile.html", {"profile": shown})
