"""What is asked of every request before a view sees it: how old the session is, and how strong."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from redis import RedisError

from accounts.models import User
from accounts.sign_in.session import (
    end,
    factor_kinds,
    has_run_out,
    needs_second_factor,
    passed_second_factor,
    roles_changed,
)

# Open whatever the session has shown.
_ALWAYS: Final = frozenset({"account_logout", "accounts:language", "accounts:health"})
# Where someone who has no second factor yet sets one up.
_SET_UP: Final = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
# Where someone who has one shows it. They don't get to the pages above: a stolen password adds no factor.
_CONFIRM: Final = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class SessionMiddleware:
    """Ends sessions that lasted or idled too long; gives one a new key when its user's roles change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; to whoever comes too late as to a stranger, who is told so where a form is lost."""
        user = request.user
        if isinstance(user, User):
            if has_run_out(request):
                end(request)
            elif roles_changed(request, user):
                request.session.cycle_key()
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lets those who work with cases do nothing before their session has shown a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is decided is decided when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], *_rest: object
    ) -> HttpResponse | None:
        """Lead to where a second factor is shown or set up, whatever the method and the page."""
        user, match = request.user, request.resolver_match
        name = match.view_name if match else ""
        if not isinstance(user, User) or name in _ALWAYS:
            return None
        if passed_second_factor(request) or not needs_second_factor(user):
            return None
        kinds = factor_kinds(user)
        if name in (_CONFIRM if kinds else _SET_UP):
            return None
        if not kinds:
            return _lead(request, reverse("mfa_index"))
        page = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
        return _lead(request, f"{reverse(page)}?{urlencode({'next': _page(request)})}")


class CacheDownMiddleware:
    """Says plainly that tries can't be counted just now: without counting, nobody is let in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 where the cache was asked for and didn't answer."""
        return render(request, "503.html", status=503) if isinstance(error, RedisError) else None


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """Have the browser open another page, also where htmx asked for a part of one."""
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)


def _page(request: HttpRequest) -> str:
    """Where to go back to: the page asked for; the start page where something was sent."""
    if htmx := getattr(request, "htmx", None):
        return htmx.current_url_abs_path or reverse("start")
    return request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("start")
