"""The caseload, and the filters of it that a user keeps."""

import re
import uuid
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import pages
from accounts.access import Permission, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import HtmxRequest, signed_in_user
from coaching.actions import saved_filters
from coaching.caseload import case_rows
from coaching.caseload_forms import CaseloadForm, SavedFilterForm
from coaching.models import SavedFilter
from participants.models import Enrolment, Referral
from participants.querysets import EnrolmentQuerySet
from projects.models import Project

PAGE = 50
_NUMBER = re.compile("[1-9][0-9]{0,5}")


@allow(Permission.CASELOAD_READ)
@require_http_methods(SHOW_AND_SEND)
def caseload(request: HtmxRequest) -> HttpResponse:
    """Everyone whom the user reaches, filtered and sorted; a coach sees their own first.

    The filters come in the address or posted, a name that is searched for only posted. Opened without
    any, the list has those that the user keeps as the default.
    """
    user, today = signed_in_user(request), timezone.localdate()
    rights = permissions_of(user)
    saved = list(SavedFilter.objects.visible_to(user, Permission.CASELOAD_READ))
    form, asked = _filters(request, user, saved)
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    found = form.apply(reached, user=user, on=today).select_related("person", "project")
    page = _page(found, asked.get("page"))
    stays = list(page.object_list)
    total = form.reach(reached, user=user, on=today).count() if form.takes_away else page.paginator.count
    query = form.query()
    context = {
        "form": form,
        "page": page,
        "rows": case_rows(stays, on=today, user=user),
        "total": total,
        "query": query,
        "saved": saved,
        "clear_url": _list("sort=name") if any(one.is_default for one in saved) else request.path,
        "swap_filters": bool(request.htmx) and bool({"off", "then"} & asked.keys()),
        "shown": next((one for one in saved if one.query == query), None),
        "several": form.several,
        "may_write": Permission.CASE_WRITE in rights,
        "may_break_glass": Permission.BREAK_GLASS in rights,
        "may_find": Permission.NUMBER_READ in rights,
        "may_name_coach": Permission.COACH_NAME in rights,
        "may_choose": bool({Permission.COACH_NAME, Permission.CASE_WRITE} & rights),
        "coaches": not form.mine,
        # Stands above what htmx asks for.
        "waiting": None if request.htmx else _waiting(user),
    }
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(stays))
    answer = render(
        request, "coaching/caseload.html#results" if request.htmx else "coaching/caseload.html", context
    )
    if request.htmx:
        answer["HX-Replace-Url"] = f"{request.path}?{query}"
    return answer


def _page(found: EnrolmentQuerySet, asked: str | None) -> Page[Enrolment]:
    """The page asked for, as `get_page` has it; how many there are in all comes along with its rows."""
    paginator = Paginator(found, PAGE)
    if asked and not _NUMBER.fullmatch(asked):
        return paginator.get_page(asked)
    number = int(asked or 1)
    rows = list(found.annotate(in_all=Window(Count("pk")))[PAGE * (number - 1) : PAGE * number])
    if not rows:
        return paginator.get_page(asked)
    paginator.count = vars(rows[0])["in_all"]
    return Page(rows, number, paginator)


def _filters(
    request: HtmxRequest, user: User, saved: list[SavedFilter]
) -> tuple[CaseloadForm, dict[str, str]]:
    """The filters in force, and all that was asked for."""
    asked = request.POST.dict() if request.method == "POST" else {**request.GET.dict(), "q": ""}
    usual = next((one for one in saved if one.is_default), None)
    if usual and request.method != "POST" and not request.GET:
        asked = dict(parse_qsl(usual.query))
    projects = Project.objects.visible_to(user, Permission.CASELOAD_READ)
    form = CaseloadForm(
        asked,
        projects=projects.prefetch_related("target_groups", "phases"),
        own_first=Permission.CASE_WRITE in permissions_of(user),
    )
    return form, asked


def _waiting(user: User) -> int:
    return Referral.objects.visible_to(user, Permission.CASELOAD_READ).waiting().count()


def _list(query: str) -> str:
    return f"{reverse('coaching:caseload')}?{query}"


@allow(Permission.CASELOAD_READ)
@require_http_methods(SHOW_AND_SEND)
def save_filter(request: HtmxRequest) -> HttpResponse:
    """Keep the filters in the address under a name."""
    user = signed_in_user(request)
    filters, _asked = _filters(request, user, [])
    filters = CaseloadForm(
        {**request.GET.dict(), "q": ""}, projects=filters.projects, own_first=filters.own_first
    )
    kept = SavedFilter(user=user, query=filters.query())
    form = SavedFilterForm(request.POST or None, instance=kept)
    if form.is_valid() and form.accepts(lambda: saved_filters.save_filter(by=user, kept=kept)):
        messages.success(request, _("The filter is saved."))
        return redirect(_list(kept.query))
    return pages.form_page(
        request,
        form,
        title=_("Save the filter"),
        lead=", ".join(f"{one.label}: {one.value}" for one in filters.on) or _("No filter is on."),
        back=(_list(kept.query), _("Participants")),
    )


@allow(Permission.CASELOAD_READ)
@require_http_methods(SHOW_AND_SEND)
def change_filter(request: HtmxRequest, saved_filter: uuid.UUID) -> HttpResponse:
    """Give a saved filter another name, or make it the one that is in force at first."""
    user = signed_in_user(request)
    mine = SavedFilter.objects.visible_to(user, Permission.CASELOAD_READ)
    kept = get_object_or_404(mine, public_id=saved_filter)
    form = SavedFilterForm(request.POST or None, instance=kept)
    if form.is_valid() and form.accepts(lambda: saved_filters.save_filter(by=user, kept=kept)):
        messages.success(request, _("The filter is saved."))
        return redirect(_list(kept.query))
    return pages.form_page(
        request,
        form,
        title=_("Change the filter"),
        back=(_list(kept.query), _("Participants")),
        template="coaching/saved_filter.html",
        kept=kept,
    )


@allow(Permission.CASELOAD_READ)
@require_http_methods(["POST"])
def remove_filter(request: HtmxRequest, saved_filter: uuid.UUID) -> HttpResponse:
    """Take a saved filter away; the list is as it was."""
    user = signed_in_user(request)
    mine = SavedFilter.objects.visible_to(user, Permission.CASELOAD_READ)
    kept = get_object_or_404(mine, public_id=saved_filter)
    saved_filters.remove_filter(by=user, kept=kept)
    messages.success(request, _("The filter is removed."))
    return redirect("coaching:caseload")
