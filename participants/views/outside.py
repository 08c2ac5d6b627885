"""What a coach lets others see of a participant: profiles for companies, the participant's own link."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants import actions
from participants.forms import ShareForm
from participants.models import Enrolment, ProfileShare
from participants.profiles import profiles_of
from participants.views.pages import (
    ask_before,
    companies_for,
    form_page,
    note_opened,
    work_of,
    writable,
)
from projects.calendar import add_months

USUAL_MONTHS = 3


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def share(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Share a profile with a company: first what it would see, then the deed. Says why when it can't be."""
    stay, user, today = writable(request, enrolment), signed_in_user(request), timezone.localdate()
    if refusal := actions.why_not_shared(stay, on=today):
        return _not_shared(request, stay, refusal)
    form = ShareForm(
        request.POST or None,
        instance=ProfileShare(enrolment=stay, shared_by=user),
        companies=companies_for(request, stay),
        on=today,
        initial={
            "shown_name": stay.person.first_name,
            "start": today,
            "end": add_months(today, USUAL_MONTHS),
        },
    )
    step = request.POST.get("step", "preview")
    if step == "share" and form.is_valid():
        key, facts = form.cleaned_data["key"], form.facts()
        if form.accepts(lambda: actions.share_profile(by=user, enrolment=stay, key=key, on=today, **facts)):
            messages.success(request, _("The profile is shared until %(day)s.") % {"day": facts["end"]})
            return redirect(work_of(stay))
    if step == "preview" and form.is_valid():
        (profile,) = profiles_of([form.instance], on=today)
        return form_page(
            request,
            form,
            enrolment=stay,
            title=_("This is what the company will see"),
            template="participants/share_preview.html",
            back=work_of(stay),
            profile=profile,
        )
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Share the profile"),
        save=_("See what the company will see"),
        template="participants/share.html",
        back=work_of(stay),
    )


def _not_shared(request: HttpRequest, stay: Enrolment, refusal: str) -> HttpResponse:
    note_opened(request, stay)
    page = {
        "title": _("Share the profile"),
        "text": refusal,
        "back_url": work_of(stay),
        "back_label": stay.person.name or _("The participant"),
    }
    return render(request, "participants/refused.html", page)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def withdraw_share(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Take back what a company sees, after asking."""
    reached = ProfileShare.objects.visible_to(request.user, Permission.CASE_WRITE)
    shared = get_object_or_404(reached.select_related("company", "enrolment__person"), public_id=share)
    return ask_before(
        request,
        lambda: actions.withdraw_share(by=signed_in_user(request), share=shared, at=timezone.now()),
        enrolment=shared.enrolment,
        title=_("Stop sharing with %(company)s?") % {"company": shared.company},
        text=_("They see nothing from now on. What they have seen already stays in the log."),
        confirm=_("Stop sharing"),
        back=work_of(shared.enrolment),
        done=_("The profile is no longer shared."),
        then=work_of(shared.enrolment),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
@sensitive_variables("code")
def personal_link(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Make the participant's link. Its code is drawn on the page that answers, and never again."""
    stay, now = writable(request, enrolment), timezone.now()
    code = ""
    if request.method == "POST":
        try:
            code = actions.make_personal_link(by=signed_in_user(request), enrolment=stay, at=now)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(work_of(stay))
    note_opened(request, stay)
    door = request.build_absolute_uri(reverse("portal:door"))
    page = {
        "enrolment": stay,
        "link": stay.personal_links.open(at=now).first(),
        "code": code,
        "door": door,
        "address": f"{door}#{code}",
        "days": actions.LINK_LASTS.days,
        "back_url": work_of(stay),
        "back_label": stay.person.name or _("The participant"),
    }
    return render(request, "participants/personal_link.html", page)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def withdraw_link(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Close the participant's link, after asking."""
    stay = writable(request, enrolment)
    return ask_before(
        request,
        lambda: actions.withdraw_personal_link(by=signed_in_user(request), enrolment=stay, at=timezone.now()),
        enrolment=stay,
        title=_("Close the personal link?"),
        text=_("The code opens nothing from now on. You can make a new link whenever you like."),
        confirm=_("Close the link"),
        back=reverse("participants:personal_link", args=[stay.public_id]),
        done=_("The personal link is closed."),
        then=work_of(stay),
    )
