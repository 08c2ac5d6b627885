"""The participant's own page, by the code that their coach gave them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import public
from accounts.limits import too_many, within_limit
from accounts.pages import SHOW_AND_SEND, form_page
from coaching.actions.assessing import assess_oneself
from coaching.cv import cv_answer
from coaching.readiness import may_assess_oneself
from participants import actions
from participants.forms.cv import PrintCvForm
from participants.models import PersonalLink
from portal.access import (
    answers_kept,
    by_link,
    close_page,
    find_link,
    forget_answers,
    note_read,
    open_page,
)
from portal.forms import CodeForm, OwnAssessmentForm
from portal.own_page import read_own_page


@public
@require_http_methods(SHOW_AND_SEND)
@sensitive_post_parameters("code")
@sensitive_variables("form")
def door(request: HttpRequest) -> HttpResponse:
    """Take a code and open the page that it belongs to.

    It leads nowhere by itself: a browser would carry the code after `#` along to the next address.
    """
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if not within_limit(request, "personal_link"):
            return too_many(request)
        now = timezone.now()
        if form.is_valid() and (link := find_link(form.cleaned_data["code"], at=now)):
            return redirect(open_page(request, link, at=now))
        form.refuse()
    return render(request, "portal/door.html", {"form": form})


@by_link
@require_safe
def home(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Where I stand, what I do, what is shared of me and who has seen it."""
    note_read(link)
    page = read_own_page(link.enrolment, on=timezone.localdate())
    return render(request, "portal/home.html", {"page": page})


@by_link
@require_http_methods(SHOW_AND_SEND)
def withdraw_share(request: HttpRequest, link: PersonalLink, share: uuid.UUID) -> HttpResponse:
    """Take back what a company sees of me, after asking."""
    mine = link.enrolment.profile_shares.open(on=timezone.localdate()).select_related("company")
    shared = get_object_or_404(mine, public_id=share)
    if request.method == "POST":
        actions.withdraw_share(by=link, share=shared, at=timezone.now())
        messages.success(request, _("The profile is no longer shared."))
        return redirect("portal:home")
    note_read(link)
    page = {
        "title": _("Stop sharing with %(company)s?") % {"company": shared.company},
        "text": _("They see nothing from now on. What they have seen already stays in the log."),
        "confirm": _("Stop sharing"),
        "back_url": reverse("portal:home"),
        "back_label": _("My page"),
    }
    return render(request, "portal/withdraw.html", page)


@by_link
@require_http_methods(SHOW_AND_SEND)
def assess(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Say how I see it myself, criterion by criterion; my coach has it beside their own.

    Not for somebody with protected identity: what they write could tell who or where they are.
    """
    stay, today = link.enrolment, timezone.localdate()
    checklist = stay.project.checklists.order_by("version").last()
    if checklist is None or not may_assess_oneself(stay, on=today):
        raise Http404
    note_read(link)
    said = stay.assessments.by_participant().prefetch_related("results__criterion").first()
    corrects = said if said and said.assessed_on == today else None
    again = None if request.method == "POST" else answers_kept(request)
    form = OwnAssessmentForm(
        request.POST or again,
        criteria=checklist.criteria.all(),
        latest=said,
        corrects=corrects,
        initial={"observation": corrects.observation if corrects else ""},
    )
    sent = again is None and form.is_valid()
    if sent and form.accepts(
        lambda: assess_oneself(
            by=link,
            checklist=checklist,
            said=form.said,
            observation=form.cleaned_data["observation"],
            on=today,
        )
    ):
        forget_answers(request)
        messages.success(request, _("What you think yourself is saved. Your coach sees it."))
        return redirect("portal:home")
    lead = _("Your coach sees what you answer, beside what they think. You can change it later today.")
    if again:
        lead = _("You wrote this before the page closed. It isn’t saved yet: look it through, then save.")
    return form_page(
        request,
        form,
        title=_("How do you see it yourself?"),
        lead=lead,
        back=(reverse("portal:home"), _("My page")),
        template="portal/assess.html",
        sticky=True,
    )


@by_link
@require_http_methods(SHOW_AND_SEND)
def print_cv(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """My CV as a PDF, after asking what is to stand on it; not for somebody with protected identity."""
    if link.enrolment.person.protected_identity:
        raise Http404
    note_read(link)
    form = PrintCvForm(request.POST or None)
    if form.is_valid():
        return cv_answer(link.enrolment, form.cleaned_data)
    return form_page(
        request,
        form,
        title=_("My CV"),
        back=(reverse("portal:home"), _("My page")),
        save=_("Get the PDF"),
        template="portal/cv.html",
    )


@by_link
@require_POST
def leave(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Close the page, and have the browser drop what it kept."""
    close_page(request, link)
    response = redirect("portal:door")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
