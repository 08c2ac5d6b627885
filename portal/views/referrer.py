"""What a referrer sees and sends: those whom they refer, whether they came and left. No journal."""

import uuid
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pages
from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants.actions.referrals import refer as receive
from participants.forms.referrals import SendReferralForm
from participants.models import Enrolment, Referral
from portal.referrals import not_enrolled, referrals_of
from projects.models import Project

if TYPE_CHECKING:
    import datetime as dt

    from portal import referrals as shown_as

    # What a page of the list holds: which table, which row, by which day it is sorted.
    type Line = tuple[int, int, dt.date]

PAGE: Final = 25
_STAY: Final = 0
_SENT: Final = 1


@allow(Permission.REFERRALS_READ)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Those whom the user referred, the latest first: enrolled, waiting or declined."""
    user = signed_in_user(request)
    page = Paginator(_lines(request), PAGE).get_page(request.GET.get("page"))
    shown = _shown(request, page)
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(shown))
    return render(request, "portal/referrals.html", {"page": page, "referrals": shown})


def _lines(request: HttpRequest) -> "QuerySet[Enrolment, Line]":
    """The enrolments that the user referred to, and what they sent that has become none, in one order."""
    stays = Enrolment.objects.visible_to(request.user, Permission.REFERRALS_READ).valid()
    sent = Referral.objects.visible_to(request.user, Permission.REFERRALS_READ).filter(enrolment=None)
    columns = ("kind", "pk", "day")
    enrolled = stays.annotate(
        kind=Value(_STAY, IntegerField()), day=Coalesce("referred_on", "start")
    ).order_by()
    others = sent.annotate(kind=Value(_SENT, IntegerField())).order_by()
    both = enrolled.values_list(*columns).union(others.values_list("kind", "pk", "received_on"), all=True)
    return both.order_by("-day", "kind", "-pk")


def _shown(request: HttpRequest, page: "Page[Line]") -> "list[shown_as.Referral]":
    lines = list(page.object_list)
    ids = {kind: [pk for its, pk, _day in lines if its == kind] for kind in (_STAY, _SENT)}
    reached = Enrolment.objects.visible_to(request.user, Permission.REFERRALS_READ)
    stays = reached.filter(pk__in=ids[_STAY]).select_related("person", "project")
    mine = Referral.objects.visible_to(request.user, Permission.REFERRALS_READ)
    sent = mine.filter(pk__in=ids[_SENT]).select_related("project")
    on = timezone.localdate()
    enrolled, others = {one.pk: one for one in stays}, {one.pk: one for one in sent}
    found = {
        **{
            (_STAY, pk): one for pk, one in zip(enrolled, referrals_of(enrolled.values(), on=on), strict=True)
        },
        **{(_SENT, pk): one for pk, one in zip(others, not_enrolled(others.values()), strict=True)},
    }
    return [found[kind, pk] for kind, pk, _day in lines]


@allow(Permission.REFERRALS_READ)
@require_http_methods(SHOW_AND_SEND)
def send_referral(request: HttpRequest) -> HttpResponse:
    """Refer somebody; who refers to several projects chooses the project first."""
    projects = Project.objects.visible_to(request.user, Permission.REFERRALS_READ)
    if chosen := request.GET.get("project"):
        project = get_object_or_404(projects, public_id=_read_uuid(chosen))
    elif len(projects[:2]) == 1:
        project = projects.get()
    else:
        context = {"projects": projects, "route": reverse("portal:send_referral")}
        return render(request, "participants/choose_referral_project.html", context)
    user, today = signed_in_user(request), timezone.localdate()
    form = SendReferralForm(request.POST or None, project=project)
    if form.is_valid() and form.accepts(
        lambda: receive(
            by=user,
            project=project,
            key=form.cleaned_data["key"],
            personal_number=form.cleaned_data["personal_number"],
            on=today,
            **form.facts(referrer=user, received_on=today),
        )
    ):
        messages.success(request, _("The referral is sent. Here you see what becomes of it."))
        return redirect("portal:referrals")
    return pages.form_page(
        request,
        form,
        title=_("Refer somebody"),
        lead=str(project),
        save=_("Send the referral"),
        back=(reverse("portal:referrals"), _("Referrals")),
    )


def _read_uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
