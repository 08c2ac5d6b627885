"""Who may do what: roles, permissions, and the marker that every view must carry.

A view has exactly one marker, `@allow(Permission.X)` or `@public`; a middleware refuses a view
without one and a system check finds it before that. Which rows a role reaches is a matter of
`visible_to(user, permission)` on each model.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

type View = Callable[..., HttpResponseBase]
ACCESS_MARK = "jobbredo_access"


class Permission(StrEnum):
    """What a page or an action asks for."""

    CASELOAD_READ = "caseload_read"
    CASE_WRITE = "case_write"
    PROJECT_READ = "project_read"
    FIGURES_READ = "figures_read"
    REPORT_ORDER = "report_order"
    AUDIT_READ = "audit_read"


class Role(models.TextChoices):
    """What someone is in a project, for as long as the membership lasts."""

    COACH = "coach", _("Job coach")
    LEAD = "lead", _("Project lead")


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COACH: frozenset({Permission.CASELOAD_READ, Permission.CASE_WRITE, Permission.PROJECT_READ}),
    Role.LEAD: frozenset(
        {Permission.CASELOAD_READ, Permission.PROJECT_READ, Permission.FIGURES_READ, Permission.REPORT_ORDER}
    ),
}


class Office(models.TextChoices):
    """What someone is for a whole organisation, for as long as the appointment lasts."""

    OFFICER = "officer", _("Data protection officer")


OFFICE_PERMISSIONS: dict[Office, frozenset[Permission]] = {
    Office.OFFICER: frozenset({Permission.AUDIT_READ}),
}
PERMISSIONS_OF: dict[str, frozenset[Permission]] = {
    **{str(role): permissions for role, permissions in ROLE_PERMISSIONS.items()},
    **{str(office): permissions for office, permissions in OFFICE_PERMISSIONS.items()},
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles in a project that carry a permission."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def offices_with(permission: Permission) -> list[Office]:
    """The offices in an organisation that carry a permission."""
    return [office for office, permissions in OFFICE_PERMISSIONS.items() if permission in permissions]


def permissions_of(user: "User") -> frozenset[Permission]:
    """All that a user may do in some project or organisation today; asked once a request."""
    kept: frozenset[Permission] | None = getattr(user, "_permissions_today", None)
    if kept is None:
        offices = user.offices.current().values_list("role", flat=True)
        roles = user.memberships.current().values_list("role", flat=True).union(offices)
        kept = frozenset().union(*(PERMISSIONS_OF[role] for role in roles))
        user._permissions_today = kept  # type: ignore[attr-defined]  # noqa: SLF001  a note on the instance
    return kept


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask a stranger to sign in; tell someone whose session has ended that the form wasn't taken."""
    if request.method == "POST":
        messages.warning(
            request,
            _(
                "You had been signed out, so nothing was saved. Sign in, then go back in the browser to the "
                "form: what you wrote is still there. Send it again."
            ),
        )
    return redirect_to_login(request.get_full_path())


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to those signed in who hold `permission` in at least one project."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
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
