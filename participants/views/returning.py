"""Back to the list from which something was settled: to its filter, its page and the person on it."""

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.requests import own_path

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participants.models import Enrolment

BACK: Final = "back"
"""The name under which a form brings the list that it was opened from."""
_LISTS: Final = {"today:today": _("Today"), "today:week": _("Week"), "follow_ups:list": _("Follow-ups")}


def came_from(request: "HttpRequest", about: "Enrolment | None" = None) -> str:
    """The list from which the form was opened or the button pressed, at the person; "" for no such list.

    A form brings it along, else the browser names it. Nothing but those lists is taken, whatever is sent.
    """
    brought = request.POST.get(BACK, "")
    if brought:
        return brought if _list_of(brought) else ""
    came = own_path(request, request.headers.get("Referer", ""))
    if not _list_of(came):
        return ""
    return f"{came}#person-{about.public_id}" if about else came


def list_name(path: str) -> str:
    """What the list is called."""
    return str(_LISTS[_list_of(path)])


def settled(request: "HttpRequest", default: str, about: "Enrolment | None" = None) -> HttpResponseRedirect:
    """When something is saved: back to the list from which it was opened, else to `default`."""
    return HttpResponseRedirect(came_from(request, about) or default)


def _list_of(path: str) -> str:
    """The route of the list that a path within the site leads to; "" for anything else."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    return next((route for route in _LISTS if reverse(route) == parts.path), "")
