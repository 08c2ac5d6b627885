"""Today and the week: what is due for one's people, put off, taken back."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND, form_page
from accounts.requests import HtmxRequest, signed_in_user
from coaching.actions import attendance, planning
from coaching.actions import today as actions
from coaching.actions.attendance import Entry
from coaching.marks import NOTHING, Mark
from coaching.models import ItemKind, PlanAction, Postponement, Session
from coaching.querysets import SessionQuerySet
from coaching.sessions import people_at, session_lines, week_of
from coaching.today import listing
from coaching.today.facts import Facts, concerned, read_facts, stays_of
from coaching.today.items import Item
from coaching.today_forms import PutOffForm, TodayForm
from coaching.weeks import week_from
from participants.models import Enrolment, Referral
from participants.views.pages import note_opened, writable
from participants.views.returning import came_from, list_name, settled
from projects.models import Project

PAGE = 25
WEEK = "%G-W%V"
OPEN_SINCE = dt.timedelta(days=31)
"""So long Today asks for the attendance of a session at which nobody has entered any."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose people a user looks at, and what is known of them."""

    user: User
    form: TodayForm
    facts: Facts
    writable: frozenset[int]


def _desk(request: HttpRequest, *, on: dt.date, near_only: bool = False) -> Desk:
    user = signed_in_user(request)
    may_write = Permission.CASE_WRITE in permissions_of(user)
    projects = list(Project.objects.visible_to(user, Permission.CASELOAD_READ))
    form = TodayForm(request.GET, projects=projects, own_first=may_write)
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    found = stays_of(form.apply(reached, user=user, on=on), on=on)
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(found))
    return Desk(user, form, read_facts(found, on=on, near_only=near_only), _writable(user))


def _writable(user: User) -> frozenset[int]:
    """The projects where the user may change a case."""
    return frozenset(Project.objects.visible_to(user, Permission.CASE_WRITE).values_list("pk", flat=True))


def _held(desk: Desk, first: dt.date, last: dt.date) -> SessionQuerySet:
    """What is held in the user's projects; for "mine", what the user holds or nobody is named for."""
    held = Session.objects.visible_to(desk.user, Permission.CASELOAD_READ).between(first, last)
    if desk.form.mine:
        held = held.held_by(desk.user)
    if chosen := desk.form.chosen("project"):
        held = held.filter(project__public_id=chosen)
    return held


@allow(Permission.CASELOAD_READ)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is due for the user's people, the worst first, and what is held today."""
    on = timezone.localdate()
    desk = _desk(request, on=on, near_only=True)
    everybody = listing.blocks(
        desk.facts,
        writable=desk.writable,
        kind=desk.form.chosen("kind"),
        urgency=desk.form.chosen("urgency"),
    )
    found = listing.worst_first(everybody)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    listing.number(shown)
    held = session_lines(
        _held(desk, on - OPEN_SINCE, on).to_enter(on=on),
        user=desk.user,
        reached={stay.pk for stay in desk.facts.stays},
    )
    context = {
        "form": desk.form,
        "page": page,
        "blocks": shown,
        "counts": listing.counts(found),
        "resting": listing.resting_items(everybody),
        "held": [line for line in held if line.session.held_on == on],
        "to_enter": sorted(
            (line for line in held if line.is_due(on) and line.session.project_id in desk.writable),
            key=lambda line: line.session.held_on,
            reverse=True,
        ),
        "waiting": _waiting(desk.user, on=on),
        "writable": desk.writable,
        "several": "project" in desk.form.fields,
        "today": on,
        "now": timezone.localtime(),
        "said": "",
        "open_item": None,
    }
    return render(request, "coaching/today.html", context)


def _waiting(user: User, *, on: dt.date) -> dict[str, Any]:
    """How many referrals wait for an answer, and since when the oldest does."""
    reached = Referral.objects.visible_to(user, Permission.CASELOAD_READ).waiting()
    found = reached.aggregate(number=Count("pk"), oldest=Min("received_on"))
    return found | {"days": (on - found["oldest"]).days if found["oldest"] else 0}


@allow(Permission.CASELOAD_READ)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The same by day, a week at a time; `v` is the week as ISO 8601 writes it."""
    on = timezone.localdate()
    monday = week_from(request.GET.get("v", ""), on=on)
    desk = _desk(request, on=on)
    held = _held(desk, monday, monday + dt.timedelta(days=6))
    days = listing.week(desk.facts, week_of(held, user=desk.user, monday=monday))
    context = {
        "form": desk.form,
        "days": days,
        "several": "project" in desk.form.fields,
        "empty": not any(day.items or day.sessions for day in days),
        "week": f"{monday:{WEEK}}",
        "before": f"{monday - dt.timedelta(days=7):{WEEK}}",
        "after": f"{monday + dt.timedelta(days=7):{WEEK}}",
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "today": on,
    }
    return render(request, "coaching/week.html", context)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def put_off(request: HtmxRequest, enrolment: uuid.UUID, about: str) -> HttpResponse:
    """Let an item rest until a day, with a reason. Drawn in its place by htmx, else a page of its own."""
    stay, on = writable(request, enrolment), timezone.localdate()
    if about not in ItemKind.values:
        raise Http404
    block = _block(request, stay, on=on)
    item = _item(block, about, request.GET.get("fakta", ""))
    if item is None:
        return _settled(request, stay, block)
    form = PutOffForm(request.POST or None, on=on, initial={"until": on + dt.timedelta(days=7)})
    if form.is_valid() and form.accepts(
        lambda: actions.put_off(
            by=signed_in_user(request), enrolment=stay, kind=item.kind, key=item.key, on=on, **form.facts()
        )
    ):
        said = _("Put off until %(day)s.") % {"day": form.cleaned_data["until"]}
        if request.htmx:
            return _drawn(request, _block(request, stay, on=on), said=said)
        messages.success(request, said)
        return settled(request, _address(), stay)
    note_opened(request, stay)
    if request.htmx:
        return _drawn(request, block, form=form, open_item=item)
    came = came_from(request, stay)
    return form_page(
        request,
        form,
        title=_("Put off: %(what)s") % {"what": item.kind.label},
        lead=item.text,
        back=(came or _address(), list_name(came or _address())),
        came_from=came,
    )


def _address() -> str:
    return reverse("today:today")


def _settled(request: HtmxRequest, stay: Enrolment, block: listing.Block) -> HttpResponse:
    """Say that an item isn't there any more: settled meanwhile, or by somebody else."""
    said = _("This is settled already, or its fact has changed. Look at what is due now.")
    note_opened(request, stay)
    if request.htmx:
        return _drawn(request, block, said=said)
    messages.warning(request, said)
    return settled(request, _address(), stay)


def _block(request: HttpRequest, stay: Enrolment, *, on: dt.date) -> listing.Block:
    """What is due about one person, as it stands now."""
    reached = Enrolment.objects.visible_to(request.user, Permission.CASE_WRITE)
    facts = read_facts(list(concerned(reached, on=on).filter(pk=stay.pk)), on=on)
    if not facts.stays:
        return listing.Block(stay, may_write=True, lines=[], resting=[])
    block = listing.block_of(facts.stays[0], facts, may_write=True)
    listing.number([block])
    return block


def _item(block: listing.Block, kind: str, key: str) -> Item | None:
    """The item of a kind that stands on this fact; without a fact, the first one of the kind."""
    of_kind = [line.item for line in block.lines if line.item.kind == kind]
    of_kind += [item for item in block.resting if item.kind == kind]
    return next((item for item in of_kind if key in {"", item.key}), None)


def _drawn(request: HttpRequest, block: listing.Block, **context: object) -> HttpResponse:
    """The person's block alone, for htmx."""
    projects = Project.objects.visible_to(request.user, Permission.CASELOAD_READ)
    usual = {"several": projects.count() > 1, "said": "", "open_item": None}
    page = {"block": block, "today": timezone.localdate(), **usual, **context}
    return render(request, "coaching/today.html#block", page)


@allow(Permission.CASE_WRITE)
@require_POST
def done(request: HtmxRequest, action: uuid.UUID) -> HttpResponse:
    """Settle an action of a plan in its place: it is done today."""
    reached = PlanAction.objects.visible_to(request.user, Permission.CASE_WRITE)
    row = get_object_or_404(
        reached.select_related("goal__enrolment__person", "goal__enrolment__project"), public_id=action
    )
    stay, on = row.goal.enrolment, timezone.localdate()
    is_done = planning.settle_action(by=signed_in_user(request), action=row, on=on)
    said = _("The action is done.") if is_done else planning.STRUCK_OUT
    if request.htmx:
        return _drawn(request, _block(request, stay, on=on), said=said)
    messages.add_message(request, messages.SUCCESS if is_done else messages.WARNING, said)
    return settled(request, _address(), stay)


@allow(Permission.CASE_WRITE)
@require_POST
def all_came(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Enter with one touch that all who are expected were there, for the planned time."""
    user, now = signed_in_user(request), timezone.localtime()
    held = get_object_or_404(Session.objects.visible_to(user, Permission.CASE_WRITE), public_id=session)
    minutes = held.planned_minutes
    if not held.has_begun(now):
        messages.warning(request, _("It hasn’t begun yet. Enter who came when it has been held."))
        return redirect("activities:session", held.public_id)
    if minutes is None:
        messages.warning(request, _("How long they were there isn’t planned. Enter it here."))
        return redirect("activities:session", held.public_id)
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE)
    mine = set(reached.filter(project=held.project_id).values_list("pk", flat=True))
    entries = [
        Entry(line.enrolment, Mark(minutes=minutes), NOTHING)
        for line in people_at(held, user=user)
        if line.enrolment.pk in mine and not line.mark.entered
    ]
    try:
        attendance.enter_attendance(by=user, session=held, entries=entries, on=now.date(), at=now)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("activities:session", held.public_id)
    words = {"number": len(entries), "what": held.called}
    said = ngettext(
        "Entered: %(number)s came, %(what)s.", "Entered: %(number)s came, %(what)s.", len(entries)
    )
    messages.success(request, said % words)
    return settled(request, _address())


@allow(Permission.CASE_WRITE)
@require_POST
def take_back(request: HttpRequest, postponement: uuid.UUID) -> HttpResponse:
    """Let what was put off stand on Today again."""
    reached = Postponement.objects.visible_to(request.user, Permission.CASE_WRITE)
    row = get_object_or_404(
        reached.select_related("enrolment__person", "enrolment__project"), public_id=postponement
    )
    actions.take_back(by=signed_in_user(request), postponement=row)
    messages.success(request, _("It stands on Today again."))
    return settled(request, _address(), row.enrolment)
