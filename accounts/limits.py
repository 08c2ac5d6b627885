"""How often one may try: what guards codes, searches and doors against whoever goes through them all.

    @allow(Permission.NUMBER_READ)
    @require_POST
    def search(request: HttpRequest) -> HttpResponse:
        if not within_limit(request, "number_search"):
            return too_many(request)

Tries are counted in the cache that all processes share. While it can't be reached nothing is let through:
the error goes up to `CacheDownMiddleware`, which answers 503. Sign-in itself is counted by django-allauth on
the same cache, see ACCOUNT_RATE_LIMITS in the settings.
"""

from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LIMITS: Final[dict[str, str]] = {
    # AMOUNT/PERIOD/PER, where PER is "user" (signed in) or "ip"; several are parted by commas.
    "number_search": "30/m/user",
    "break_glass": "5/h/user",
    "invitation": "10/m/ip",
    "personal_link": "10/m/ip",
}


def within_limit(request: HttpRequest, action: str) -> bool:
    """Count a try of `action`, a key of LIMITS; False when there have been too many. Counts any method.

    The address is the one that the proxies in front, as many as TRUSTED_PROXIES says, vouch for. Raises
    KeyError for an action without a limit.
    """
    limit = {action: LIMITS[action]}
    counted = ratelimit.consume(request, app="jobbredo", action=action, config=limit, limit_get=True)
    return counted is not None


def too_many(request: HttpRequest) -> HttpResponse:
    """The page, with status 429, for someone who has tried too often."""
    return render(request, "429.html", status=429)
