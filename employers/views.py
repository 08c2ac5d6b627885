"""The companies that coaches and leads work with, and who signs in for them."""

import uuid
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, Seat, allow
from accounts.actions import Invited
from accounts.invitations.views import door
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from employers import actions
from employers.models import Company, CompanySeat
from projects.forms import InviteForm, SearchForm
from projects.models import DatedRole
from projects.people import role_rows
from projects.views import roles

PAGE: Final = 50
INVITE: Final = Permission.EMPLOYERS_INVITE
_BY_COMPANY: Final = gettext_lazy("Name or organisation number")


@allow(INVITE)
@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """The companies of the organisations that the user works in."""
    form = SearchForm(request.GET or {"q": ""}, label=_BY_COMPANY)
    text, found = form.text(), Company.objects.visible_to(request.user, INVITE)
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(organisation_number__startswith=text.replace("-", ""))
        )
    page = Paginator(found.with_contacts(on=timezone.localdate()), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "companies": list(page.object_list), "searched": bool(text)}
    return render(request, "employers/list.html", context)


@allow(INVITE)
@require_safe
def company(request: HttpRequest, company: uuid.UUID) -> HttpResponse:
    """One company, and who speaks for it."""
    found = _company(request, company)
    today, now = timezone.localdate(), timezone.now()
    seats = found.seats.with_invitations().select_related("user", "company").order_by("user__name", "pk")
    lists = [
        role_rows(part, on=today, at=now, url=_address)
        for part in (seats.not_over(on=today), seats.filter(end__lt=today))
    ]
    context = {"company": found, "rows": lists[0], "former": lists[1]}
    return render(request, "employers/company.html", context)


@allow(INVITE)
@require_http_methods(SHOW_AND_SEND)
def invite(request: HttpRequest, company: uuid.UUID) -> HttpResponse:
    """Invite somebody to speak for the company."""
    found, by = _company(request, company), signed_in_user(request)
    form = InviteForm(request.POST or None, initial={"start": timezone.localdate()})

    def send() -> Invited:
        leads_to = door(request, place=found.name, role=Seat.EMPLOYER.label)
        return actions.invite_contact(
            by=by, company=found, at=timezone.now(), door=leads_to, **form.invitation()
        )

    back = reverse("employers:company", args=[found.public_id]), found.name
    return roles.invite_page(request, form, invite=send, title=_("Invite an employer contact"), back=back)


@allow(INVITE)
@require_http_methods(SHOW_AND_SEND)
def seat(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """One contact of a company; end it."""
    held = _seat(request, seat)
    return roles.role_page(request, held, _addresses(held))


@allow(INVITE)
@require_POST
def seat_again(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """Send a new code to an invited contact."""
    held = _seat(request, seat)
    return roles.send_again(request, held, _addresses(held))


@allow(INVITE)
@require_POST
def seat_withdraw(request: HttpRequest, seat: uuid.UUID) -> HttpResponse:
    """Take a contact's invitation back."""
    held = _seat(request, seat)
    return roles.withdraw(request, held, _addresses(held))


def _company(request: HttpRequest, public_id: uuid.UUID) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.user, INVITE), public_id=public_id)


def _seat(request: HttpRequest, public_id: uuid.UUID) -> CompanySeat:
    reached = CompanySeat.objects.visible_to(request.user, INVITE).with_invitations()
    return get_object_or_404(reached.select_related("user", "company"), public_id=public_id)


def _address(held: DatedRole) -> str:
    return reverse("employers:seat", args=[held.public_id])


def _addresses(held: CompanySeat) -> roles.Addresses:
    back = reverse("employers:company", args=[held.company.public_id])
    return roles.Addresses(
        back=back,
        back_label=held.company.name,
        done=back,
        again=reverse("employers:seat_again", args=[held.public_id]),
        withdraw=reverse("employers:seat_withdraw", args=[held.public_id]),
    )
