"""What views ask of a request beside what Django says."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
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
