"""Handing over a caseload, what is open for those handed over, and inviting many to a session."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, Role, allow
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import inviting
from coaching.chosen import MOST, out_of_reach, read_chosen
from coaching.handover_forms import FromForm, HandOverManyForm, InviteForm
from coaching.promises import Promise, open_promises
from coaching.today.facts import AFTER_EXIT
from participants.actions.handing_over import hand_over_many as hand_over_all
from participants.models import CoachAssignment, Enrolment
from projects.calendar import add_months
from projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from coaching.actions.inviting import Invited
    from participants.actions.handing_over import HandedOver
    from participants.querysets import EnrolmentQuerySet


@dataclass(frozen=True, slots=True)
class Case:
    """One person with what is open for them. `other` is the coach on the other side, `day` the first."""

    enrolment: Enrolment
    promises: list[Promise]
    coach: str = ""
    other: str = ""
    day: dt.date | None = None
    until: dt.date | None = None


@allow(Permission.COACH_NAME)
@require_http_methods(SHOW_AND_SEND)
def hand_over_many(request: HttpRequest) -> HttpResponse:
    """Hand over the chosen, or a coach's whole caseload, with what is open for them before and after."""
    user, today = signed_in_user(request), timezone.localdate()
    reached = Enrolment.objects.visible_to(user, Permission.COACH_NAME)
    projects = list(Project.objects.visible_to(user, Permission.COACH_NAME))
    giving = FromForm(request.GET or {"coach": _own_seat(user)}, by=user, projects=projects)
    chosen = read_chosen(request.POST)
    stays = (
        _chosen(reached, chosen) if request.method == "POST" else _caseload(reached, giving.giver(), on=today)
    )
    sends = request.POST.get("step") == "hand-over"
    offered = {stay.project_id: stay.project for stay in stays}.values() or projects
    form = HandOverManyForm(
        request.POST if sends else None, by=user, projects=offered, initial={"on": today, "overlap": True}
    )
    if sends and stays and form.is_valid():
        done = hand_over_all(by=user, enrolments=stays, **form.facts())
        return _handed_over(request, done, missing=len(chosen) - len(stays), on=today)
    if sends and not stays:
        form.add_error(None, _("Choose at least one participant."))
    _note_listed(user, stays)
    context = {
        "form": form,
        "giving": None if request.method == "POST" else giving,
        "cases": _cases(stays, on=today, user=user),
        "most": MOST,
    }
    return render(request, "coaching/hand_over.html", context)


def _handed_over(request: HttpRequest, done: "HandedOver", *, missing: int, on: dt.date) -> HttpResponse:
    """What was done, what couldn't be and why, and what is open for those who got another coach."""
    user = signed_in_user(request)
    _note_listed(user, done.done)
    seen = _reread(user, done.done)
    context = {
        "done": done,
        "missing": out_of_reach(missing) if missing else "",
        "cases": _cases(seen, on=on, user=user),
    }
    return render(request, "coaching/handed_over_now.html", context)


def _reread(user: User, stays: Sequence[Enrolment]) -> list[Enrolment]:
    """Those whom the user still reads, with the coach that they have now."""
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    return _in_order(reached.filter(pk__in=[stay.pk for stay in stays]))


def _in_order(reached: "EnrolmentQuerySet") -> list[Enrolment]:
    rows = reached.select_related("person", "project").prefetch_related("coach_assignments__coach")
    return list(rows.order_by("person__sort_key", "pk")[:MOST])


def _chosen(reached: "EnrolmentQuerySet", ids: "Collection[UUID]") -> list[Enrolment]:
    return _in_order(reached.filter(public_id__in=ids))


def _caseload(reached: "EnrolmentQuerySet", giver: User | None, *, on: dt.date) -> list[Enrolment]:
    """Those whom a coach has: in the project, or so lately left that they are followed up."""
    if giver is None:
        return []
    mine = CoachAssignment.objects.held_by(giver).values("enrolment")
    there = reached.valid().filter(Q(end=None) | Q(end__gte=add_months(on, -AFTER_EXIT)))
    return _in_order(there.filter(pk__in=mine))


def _own_seat(user: User) -> str:
    """The user's own role as a coach, if any: the caseload that is handed over at first."""
    role = user.memberships.current().filter(role=Role.COACH).order_by("pk").first()
    return str(role.public_id) if role else ""


def _cases(stays: Sequence[Enrolment], *, on: dt.date, user: User) -> list[Case]:
    promises = open_promises(stays, on=on, reader=user)
    return [Case(stay, promises[stay.pk], coach=_coach_of(stay)) for stay in stays]


def _coach_of(stay: Enrolment) -> str:
    """Who is named last, with the assignments at hand."""
    named = [one for one in stay.coach_assignments.all() if one.end is None]
    return str(named[-1].coach) if named else ""


def _note_listed(user: User, stays: Sequence[Enrolment]) -> None:
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(stays))


@allow(Permission.CASELOAD_READ)
@require_safe
def handed_over(request: HttpRequest) -> HttpResponse:
    """Those whom the user got or gave away lately, with what is open for each: to print and go through."""
    user, today = signed_in_user(request), timezone.localdate()
    reached = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ)
    got = CoachAssignment.objects.handed_to(user, on=today)
    given = CoachAssignment.objects.handed_by(user, on=today)
    received, away = (_of(reached, rows, user=user, on=today) for rows in (got, given))
    _note_listed(user, [case.enrolment for case in (*received, *away)])
    return render(request, "coaching/handed_over.html", {"received": received, "away": away})


def _of(
    reached: "EnrolmentQuerySet", rows: "Collection[CoachAssignment]", *, user: User, on: dt.date
) -> list[Case]:
    mine = {row.enrolment_id: row for row in rows}
    stays = _in_order(reached.filter(pk__in=mine))
    promises = open_promises(stays, on=on, reader=user)
    return [
        Case(
            stay,
            promises[stay.pk],
            other=_other(stay, user),
            day=mine[stay.pk].start,
            until=mine[stay.pk].reads_until,
        )
        for stay in stays
    ]


def _other(stay: Enrolment, user: User) -> str:
    """The coach who had or has them beside the user: the one named last."""
    others = [one for one in stay.coach_assignments.all() if one.coach_id != user.pk]
    return str(max(others, key=lambda one: one.start).coach) if others else ""


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def invite_many(request: HttpRequest) -> HttpResponse:
    """Expect the chosen at a session that is planned."""
    user, today = signed_in_user(request), timezone.localdate()
    chosen = read_chosen(request.POST)
    stays = _chosen(Enrolment.objects.visible_to(user, Permission.CASE_WRITE), chosen)
    sends = request.POST.get("step") == "invite"
    form = InviteForm(
        request.POST if sends else None,
        by=user,
        projects={stay.project_id: stay.project for stay in stays}.values(),
        on=today,
    )
    if sends and stays and form.is_valid():
        session = form.cleaned_data["session"]
        done = inviting.invite_many(by=user, session=session, enrolments=stays)
        _say_invited(request, done, missing=len(chosen) - len(stays))
        return redirect("activities:session", session.public_id)
    if sends and not stays:
        form.add_error(None, _("Choose at least one participant."))
    _note_listed(user, stays)
    context = {"form": form, "cases": [Case(stay, [], coach=_coach_of(stay)) for stay in stays]}
    return render(request, "coaching/invite_many.html", context)


def _say_invited(request: HttpRequest, done: "Invited", *, missing: int) -> None:
    """What was done, and what couldn't be and why; by name for those whom the user reaches."""
    said = ngettext("%(number)d more is expected.", "%(number)d more are expected.", done.new)
    messages.success(request, said % {"number": done.new})
    if done.already:
        said = ngettext("%(number)d was expected already.", "%(number)d were expected already.", done.already)
        messages.info(request, said % {"number": done.already})
    for stay, why in done.refused:
        messages.warning(request, f"{stay.person.listed_as()}: {why}")
    if missing:
        messages.warning(request, out_of_reach(missing))
