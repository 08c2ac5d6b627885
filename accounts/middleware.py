"""Refuses a view that nobody has said who may open."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from accounts.access import ACCESS_MARK


class AccessMiddleware:
    """Checks the marker of the view, and keeps pages of the signed-in out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        if not hasattr(view, ACCESS_MARK):
            message = f"{view.__module__}.{getattr(view, '__name__', view)} has no access marker"
            raise ImproperlyConfigured(message)
