"""What views ask of a request beside what Django says."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class HtmxRequest(HttpRequest):
    """A request as django-htmx leaves it."""

    htmx: HtmxDetails


def signed_in_user(request: HttpRequest) -> User:
    """The user; the view's marker has let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def own_path(request: HttpRequest, address: str) -> str:
    """The path and query of a whole address on this site; "" for any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    if parts.path.startswith("//"):  # by itself it would name another host
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
