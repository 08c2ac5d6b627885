"""The administrator's pages: who works for the organisation, and their accounts. They open no case."""

import uuid
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.actions import Invited, has_been_here
from accounts.invitations.views import door
from accounts.models import User
from accounts.pages import SHOW_AND_SEND, ask_before
from accounts.requests import signed_in_user
from projects import actions
from projects.forms import InviteOfficialForm, SearchForm
from projects.models import DatedRole, Membership, Organisation, OrganisationRole, Project
from projects.people import person_rows, role_rows, standing_of_account
from projects.views import roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projects.querysets import DatedRoleQuerySet

PAGE: Final = 50
MANAGE: Final = Permission.ORGANISATION_MANAGE
_BY_PERSON: Final = gettext_lazy("Name or e-mail")


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who works or has worked for the organisation. A name is searched for posted only."""
    today, now = timezone.localdate(), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    form = SearchForm({"q": request.POST.get("q", "")}, label=_BY_PERSON)
    text = form.text()
    found = User.objects.visible_to(request.user, MANAGE)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(asked.get("page"))
    listed = list(page.object_list)
    kinds = _held(request, listed)
    held = chain.from_iterable(kind.not_over(on=today) for kind in kinds)
    context = {
        "organisations": Organisation.objects.visible_to(request.user, MANAGE).order_by("name"),
        "projects": Project.objects.visible_to(request.user, MANAGE).order_by("name"),
        "form": form,
        "page": page,
        "rows": person_rows(listed, roles=held, at=now),
        "searched": bool(text),
    }
    return render(request, "projects/people.html", context)


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to an office."""
    by, organisations = signed_in_user(request), Organisation.objects.visible_to(request.user, MANAGE)
    form = InviteOfficialForm(
        request.POST or None, organisations=organisations, initial={"start": timezone.localdate()}
    )

    def send() -> Invited:
        office, place = form.cleaned_data["role"], form.cleaned_data["organisation"]
        leads_to = door(request, place=place.name, role=office.label)
        return actions.invite_official(
            by=by, organisation=place, role=office, at=timezone.now(), door=leads_to, **form.invitation()
        )

    back = reverse("organisation:people"), _("Organisation")
    return roles.invite_page(request, form, invite=send, title=_("Invite to an office"), back=back)


@allow(MANAGE)
@require_safe
def person(request: HttpRequest, user: int) -> HttpResponse:
    """What somebody is here, and what can be done about the account."""
    today, now = timezone.localdate(), timezone.now()
    someone = _person(request, user)
    held = list(chain.from_iterable(kind.order_by("-start", "pk") for kind in _held(request, [someone])))
    until = held[0].invited_until  # who is shown has or had a role
    places = list(Organisation.objects.visible_to(request.user, MANAGE))
    context = {
        "person": someone,
        "rows": role_rows(held, on=today, at=now, url=_address, by_place=True),
        "standing": standing_of_account(someone, invited_until=until, at=now),
        "elsewhere": actions.works_elsewhere(someone, places=places, on=today),
        "oneself": someone == request.user,
        "been_here": has_been_here(someone),
    }
    return render(request, "projects/person.html", context)


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def switch_off(request: HttpRequest, user: int) -> HttpResponse:
    """Close an account, after asking."""
    someone, by = _person(request, user), signed_in_user(request)
    return _asked(
        request,
        someone,
        act=lambda: actions.switch_off(by=by, user=someone, at=timezone.now(), on=timezone.localdate()),
        done=_("The account is switched off."),
        title=_("Switch the account off?"),
        text=_(
            "Who is signed in with it is out at once. The roles stay, and count again if you switch it on."
        ),
        confirm=_("Switch off"),
    )


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def switch_on(request: HttpRequest, user: int) -> HttpResponse:
    """Open an account again, after asking."""
    someone, by = _person(request, user), signed_in_user(request)
    return _asked(
        request,
        someone,
        act=lambda: actions.switch_on(by=by, user=someone, at=timezone.now(), on=timezone.localdate()),
        done=_("The account is switched on."),
        title=_("Switch the account on?"),
        text=_("The person can sign in again, and has the roles that haven't ended."),
        confirm=_("Switch on"),
    )


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def forget_second_factor(request: HttpRequest, user: int) -> HttpResponse:
    """Take away somebody's second factor, after asking."""
    someone, by = _person(request, user), signed_in_user(request)
    return _asked(
        request,
        someone,
        act=lambda: actions.forget_second_factor(by=by, user=someone, on=timezone.localdate()),
        done=_("The second factor is reset."),
        title=_("Reset the second factor?"),
        text=_(
            "App, passkeys and recovery codes stop working. Until a new one is set up the password alone "
            "opens the account: make sure first that it is the person who asks."
        ),
        confirm=_("Reset"),
    )


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def office(request: HttpRequest, office: uuid.UUID) -> HttpResponse:
    """One office; end it."""
    held = _office(request, office)
    return roles.role_page(request, held, _addresses(held))


@allow(MANAGE)
@require_POST
def office_again(request: HttpRequest, office: uuid.UUID) -> HttpResponse:
    """Send a new code to someone invited to an office."""
    held = _office(request, office)
    return roles.send_again(request, held, _addresses(held))


@allow(MANAGE)
@require_POST
def office_withdraw(request: HttpRequest, office: uuid.UUID) -> HttpResponse:
    """Take an invitation to an office back."""
    held = _office(request, office)
    return roles.withdraw(request, held, _addresses(held))


@allow(MANAGE)
@require_http_methods(SHOW_AND_SEND)
def seat(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """One company's contact; end it."""
    held = _seat(request, seat)
    return roles.role_page(request, held, _addresses(held))


@allow(MANAGE)
@require_POST
def seat_again(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """Send a new code to someone invited to speak for a company."""
    held = _seat(request, seat)
    return roles.send_again(request, held, _addresses(held))


@allow(MANAGE)
@require_POST
def seat_withdraw(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """Take an invitation to speak for a company back."""
    held = _seat(request, seat)
    return roles.withdraw(request, held, _addresses(held))


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user, MANAGE), pk=pk)


def _office(request: HttpRequest, public_id: uuid.UUID) -> DatedRole:
    reached = OrganisationRole.objects.visible_to(request.user, MANAGE).with_invitations()
    return get_object_or_404(reached.select_related("user", "organisation"), public_id=public_id)


def _seat(request: HttpRequest, public_id: uuid.UUID) -> DatedRole:
    reached = _seats(request).with_invitations().select_related("user", "company")
    held: DatedRole = get_object_or_404(reached, public_id=public_id)
    return held


def _seats(request: HttpRequest) -> Any:
    """Seats in companies of the organisation: a set of the storey above, got at by the user's own."""
    user = signed_in_user(request)
    return user.seats.model.objects.visible_to(user, MANAGE)


def _held(request: HttpRequest, people: "Iterable[User]") -> "list[DatedRoleQuerySet[Any]]":
    """All that people are or have been in the administrator's organisations, a set for each kind."""
    user = request.user
    memberships = Membership.objects.visible_to(user, MANAGE).select_related("project__organisation")
    offices = OrganisationRole.objects.visible_to(user, MANAGE).select_related("organisation")
    kinds: tuple[Any, ...] = (offices, memberships, _seats(request).select_related("company"))
    return [
        kind.filter(user__in=people).with_invitations().select_related("user").order_by("start", "pk")
        for kind in kinds
    ]


def _address(held: DatedRole) -> str:
    """The page of a role, by its kind."""
    if isinstance(held, Membership):
        return reverse("projects:role", args=[held.public_id])
    kind = "office" if isinstance(held, OrganisationRole) else "seat"
    return reverse(f"organisation:{kind}", args=[held.public_id])


def _addresses(held: DatedRole) -> roles.Addresses:
    kind = "office" if isinstance(held, OrganisationRole) else "seat"
    return roles.Addresses(
        back=reverse("organisation:person", args=[held.user_id]),
        back_label=held.user.name,
        # Not the person's page: whose only role was taken back in time isn't the organisation's any more.
        done=reverse("organisation:people"),
        again=reverse(f"organisation:{kind}_again", args=[held.public_id]),
        withdraw=reverse(f"organisation:{kind}_withdraw", args=[held.public_id]),
    )


def _asked(
    request: HttpRequest,
    someone: User,
    *,
    act: "Callable[[], None]",
    done: str,
    title: str,
    text: str,
    confirm: str,
) -> HttpResponse:
    """Ask before something about an account, and come back to the person's page."""
    page = reverse("organisation:person", args=[someone.pk])
    back = (page, someone.name)
    return ask_before(request, act, title=title, text=text, confirm=confirm, back=back, done=done, then=page)
