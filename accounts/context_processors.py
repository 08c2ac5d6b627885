"""The main navigation: the pages that the signed-in user may open."""

from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Permission, permissions_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the main navigation. `icon` is a name in the icon sprite."""

    label: str | Promise
    url: str
    icon: str
    current: bool


PLACES = [
    (Permission.CASELOAD_READ, _("Today"), "today:today", "house"),
    (Permission.CASELOAD_READ, _("Participants"), "coaching:caseload", "people"),
    (Permission.CASELOAD_READ, _("Activities"), "activities:week", "calendar3"),
    (Permission.FIGURES_READ, _("Figures"), "reporting:figures", "bar-chart"),
    (Permission.PROJECT_READ, _("Projects"), "projects:list", "diagram-3"),
    (Permission.EMPLOYERS_INVITE, _("Companies"), "employers:list", "building"),
    (Permission.ORGANISATION_MANAGE, _("Organisation"), "organisation:people", "gear"),
    (Permission.AUDIT_READ, _("Audit log"), "audit", "shield-lock"),
    (Permission.PROFILES_READ, _("Profiles"), "portal:profiles", "people"),
    (Permission.REFERRALS_READ, _("Referrals"), "portal:referrals", "list-ul"),
]


class Menu(TypedDict):
    """The places for the main menu, and whether the user logs time."""

    navigation: list[Entry]
    may_log: bool


def navigation(request: HttpRequest) -> Menu:
    """The places for the main menu of this user, and whether they log time; none for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "may_log": False}
    allowed = permissions_of(user)
    return {
        "navigation": [
            Entry(label, url := reverse(name), icon, request.path.startswith(url))
            for permission, label, name, icon in PLACES
            if permission in allowed
        ],
        "may_log": Permission.CASE_WRITE in allowed,
    }
