"""Who may do what: roles, permissions, and the marker that every view must carry.

A view has exactly one marker, `@allow(Permission.X)` or `@public`; a middleware refuses a view
without one and a system check finds it before that. Which rows a role reaches is a matter of
`visible_to(user, permission)` on each model.
"""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from accounts.models import User

type View = Callable[..., HttpResponseBase]
type Keeps = Callable[[HttpRequest], bool]
ACCESS_MARK = "jobbredo_access"
_NOT_KEPT = _(
    "You had been signed out, so nothing was saved. Sign in, then go back in the browser to the "
    "form: what you wrote is still there. Send it again."
)
_KEPT = _(
    "You had been signed out, so nothing was saved. Sign in: what you sent stands on the page again. "
    "Look it through, then save."
)


class Permission(StrEnum):
    """What a page or an action asks for."""

    CASELOAD_READ = "caseload_read"
    CASE_WRITE = "case_write"
    COACH_NAME = "coach_name"
    BACKGROUND = "sensitive_background"
    NUMBER_READ = "personal_number_read"
    BREAK_GLASS = "break_glass"
    PROJECT_READ = "project_read"
    PROJECT_STAFF = "project_staff"
    DEFINITIONS_SET = "definitions_set"
    EMPLOYERS_INVITE = "employers_invite"
    ORGANISATION_MANAGE = "organisation_manage"
    FIGURES_READ = "figures_read"
    REPORT_ORDER = "report_order"
    AUDIT_READ = "audit_read"
    AUDIT_REVIEW = "audit_review"
    REFERRALS_READ = "referrals_read"
    PROFILES_READ = "profiles_read"


class Role(models.TextChoices):
    """What someone is in a project, for as long as the membership lasts."""

    COACH = "coach", _("Job coach")
    LEAD = "lead", _("Project lead")
    REFERRER = "referrer", _("Referrer")


class Office(models.TextChoices):
    """What someone is for a whole organisation, for as long as the appointment lasts."""

    OFFICER = "officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Seat(models.TextChoices):
    """What someone is for a company, for as long as they speak for it."""

    EMPLOYER = "employer", _("Employer contact")


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COACH: frozenset(
        {
            Permission.CASELOAD_READ,
            Permission.CASE_WRITE,
            Permission.COACH_NAME,
            Permission.BACKGROUND,
            Permission.NUMBER_READ,
            Permission.BREAK_GLASS,
            Permission.PROJECT_READ,
            Permission.EMPLOYERS_INVITE,
        }
    ),
    Role.LEAD: frozenset(
        {
            Permission.CASELOAD_READ,
            Permission.COACH_NAME,
            Permission.BREAK_GLASS,
            Permission.PROJECT_READ,
            Permission.PROJECT_STAFF,
            Permission.DEFINITIONS_SET,
            Permission.EMPLOYERS_INVITE,
            Permission.FIGURES_READ,
            Permission.REPORT_ORDER,
        }
    ),
    Role.REFERRER: frozenset({Permission.REFERRALS_READ}),
}
OFFICE_PERMISSIONS: dict[Office, frozenset[Permission]] = {
    # The officer changes nothing of a case: a review is a mark on what somebody else did.
    Office.OFFICER: frozenset({Permission.AUDIT_READ, Permission.AUDIT_REVIEW}),
    Office.ADMINISTRATOR: frozenset({Permission.PROJECT_STAFF, Permission.ORGANISATION_MANAGE}),
}
SEAT_PERMISSIONS: dict[Seat, frozenset[Permission]] = {
    Seat.EMPLOYER: frozenset({Permission.PROFILES_READ}),
}
PERMISSIONS_OF: dict[str, frozenset[Permission]] = {
    str(role): permissions
    for table in (ROLE_PERMISSIONS, OFFICE_PERMISSIONS, SEAT_PERMISSIONS)
    for role, permissions in table.items()
}
# Those who work with cases or over them sign in with a second factor; guests see little, and may.
STAFF: frozenset[str] = frozenset({Role.COACH, Role.LEAD, Office.OFFICER, Office.ADMINISTRATOR})


def roles_with(permission: Permission) -> list[Role]:
    """The roles in a project that carry a permission."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def offices_with(permission: Permission) -> list[Office]:
    """The offices in an organisation that carry a permission."""
    return [office for office, permissions in OFFICE_PERMISSIONS.items() if permission in permissions]


def seats_with(permission: Permission) -> list[Seat]:
    """The seats in a company that carry a permission."""
    return [seat for seat, permissions in SEAT_PERMISSIONS.items() if permission in permissions]


_SOMEBODY: Final = -1
_SOME_DAY: Final = dt.date.max


@cache
def _asking_for_roles() -> tuple[str, tuple[object, ...]]:
    """What `roles_of` asks, in the database's words, with _SOMEBODY and _SOME_DAY for whom and when.

    Every request asks it, and to put it took ten times as long as the answer: it is put once a process.
    """
    user = get_user_model()(pk=_SOMEBODY)
    held = [
        each.in_force(on=_SOME_DAY).values_list("role")
        for each in (user.memberships, user.offices, user.seats)
    ]
    asked, parameters = held[0].union(*held[1:]).query.sql_with_params()
    return asked, tuple(parameters)


def roles_of(user: "User") -> frozenset[str]:
    """All that a user is today in some project, organisation or company; asked once a request."""
    kept: frozenset[str] | None = getattr(user, "_roles_today", None)
    if kept is None:
        asked, parameters = _asking_for_roles()
        meant: dict[object, Any] = {_SOMEBODY: user.pk, _SOME_DAY: timezone.localdate()}
        with connection.cursor() as cursor:
            cursor.execute(asked, [meant[each] for each in parameters])
            kept = frozenset(role for (role,) in cursor)
        user._roles_today = kept  # type: ignore[attr-defined]  # noqa: SLF001  a note on the instance
    return kept


def permissions_of(user: "User") -> frozenset[Permission]:
    """All that a user may do in some project, organisation or company today."""
    return frozenset().union(*(PERMISSIONS_OF[role] for role in roles_of(user)))


def _to_sign_in(request: HttpRequest, *, keeps: Keeps | None = None) -> HttpResponseBase:
    """Ask a stranger to sign in; tell someone whose session has ended that the form wasn't taken."""
    after = request.get_full_path()
    if request.method == "POST":
        kept = keeps is not None and keeps(request)
        messages.warning(request, _KEPT if kept else _NOT_KEPT)
        after = after if kept else _page_before(request) or after
    if htmx := getattr(request, "htmx", None):
        # The page as a whole must go there; htmx would put the sign-in page into the part that it asked for.
        here = htmx.current_url_abs_path or request.get_full_path()
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    return redirect_to_login(after)


def _page_before(request: HttpRequest) -> str:
    """The address of the site's page that something was sent from; "" where that isn't known.

    A button's own address is no page: opened after the sign-in, it would be an empty answer.
    """
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(before)._replace(scheme="", netloc="").geturl()


def allow(permission: Permission, *, keeps: Keeps | None = None) -> Callable[[View], View]:
    """Mark a view as open to those signed in who hold `permission` in at least one project.

    `keeps` is asked about a form that came when the session had run out: whether it keeps what was sent for
    the one who was signed in, so that it stands on the page when they are again.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request, keeps=keeps)
            if permission not in permissions_of(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        setattr(guarded, ACCESS_MARK, permission)
        return guarded

    return mark


def signed_in(view: View) -> View:
    """Mark a view as open to everyone signed in: pages about the user's own account only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    setattr(guarded, ACCESS_MARK, "signed_in")
    return guarded


def public(view: View) -> View:
    """Mark a view as open to everybody: sign-in, language, health."""

    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    setattr(open_view, ACCESS_MARK, "public")
    return open_view
