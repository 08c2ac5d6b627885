"""Personal numbers: finding a person by one, and uncovering one that is shown masked."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission, allow
from accounts.limits import too_many, within_limit
from accounts.pages import SHOW_AND_SEND
from accounts.requests import HtmxRequest, signed_in_user
from participants.actions import numbers
from participants.forms.numbers import NumberSearchForm
from participants.models import Enrolment, PersonalNumber
from participants.views.pages import page_of


@allow(Permission.NUMBER_READ)
@require_http_methods(SHOW_AND_SEND)
def find(request: HttpRequest) -> HttpResponse:
    """Find a person by the whole personal number, which is posted and stands in no address.

    Nobody, somebody elsewhere and somebody out of the user's reach get one answer.
    """
    if request.method == "POST" and not within_limit(request, "number_search"):
        return too_many(request)
    form, nobody = NumberSearchForm(request.POST or None), False
    if form.is_valid():
        text = form.cleaned_data["personal_number"]
        if found := numbers.find_by_number(by=signed_in_user(request), text=text):
            return redirect(page_of(found))
        nobody = True
    return render(request, "participants/find.html", {"form": form, "nobody": nobody})


@allow(Permission.NUMBER_READ)
@require_POST
def show(request: HtmxRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Uncover a person's number: in the participant's page, or on a page of its own without JavaScript."""
    user = signed_in_user(request)
    reached = Enrolment.objects.visible_to(user, Permission.NUMBER_READ).select_related("person")
    stay = get_object_or_404(reached, public_id=enrolment)
    known = PersonalNumber.objects.visible_to(user, Permission.NUMBER_READ).filter(person=stay.person)
    number = known.newest_first().first()
    if number is None:
        raise Http404
    context = {
        "number": numbers.uncover(by=user, number=number, enrolment=stay),
        "kind": number.get_kind_display(),
        "back_url": page_of(stay),
        "back_label": stay.person.name or _("The participant"),
    }
    return render(
        request, "participants/number.html#number" if request.htmx else "participants/number.html", context
    )
