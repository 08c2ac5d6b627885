"""Refuses a view that nobody has said who may open; gives each request a name for the audit log."""

import uuid
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.access import ACCESS_MARK
from accounts.audit.recording import request_id

# No page of ours uses a device or a sensor, so no script that gets in may either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
        "web-share",
        "xr-spatial-tracking",
    )
)


class AccessMiddleware:
    """Checks the marker of the view, and keeps pages of the signed-in out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, close the browser's devices, and tell caches to keep nothing of the signed-in."""
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, _request: HttpRequest, view: Callable[..., HttpResponseBase], *_rest: object
    ) -> None:
        """Refuse a view without a marker. Raises ImproperlyConfigured."""
        if not hasattr(view, ACCESS_MARK):
            message = f"{view.__module__}.{getattr(view, '__name__', view)} has no access marker"
            raise ImproperlyConfigured(message)


class RequestNameMiddleware:
    """Gives each request a name of its own, so that the audit log tells what was done by one and the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under a new name."""
        token = request_id.set(uuid.uuid4())
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)
