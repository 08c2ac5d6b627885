"""Activities: the week, sessions and series planned, changed and taken away."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND, ask_before, form_page
from accounts.requests import signed_in_user
from coaching.actions import activities
from coaching.activity_forms import SeriesForm, SessionForm, WeekForm
from coaching.log_forms import SentForm
from coaching.models import Series, Session, SessionKind
from coaching.sessions import invited_to, there_on, week_of
from coaching.weeks import week_from
from participants.models import Enrolment
from projects.models import Project

WEEK = dt.timedelta(weeks=1)


@allow(Permission.CASELOAD_READ)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """A week of the projects' sessions, of all or of one project or kind."""
    user, today = signed_in_user(request), timezone.localdate()
    monday = week_from(request.GET.get("week", ""), on=today)
    projects = Project.objects.visible_to(user, Permission.CASELOAD_READ)
    form = WeekForm(request.GET, projects=projects, kinds=SessionKind.choices)
    held = Session.objects.visible_to(user, Permission.CASELOAD_READ).select_related("project", "held_by")
    held = held.filter(held_on__range=(monday, monday + WEEK - dt.timedelta(days=1)))
    if project := form.chosen("project"):
        held = held.filter(project__public_id=project)
    if kind := form.chosen("kind"):
        held = held.filter(kind=kind)
    series = Series.objects.visible_to(user, Permission.CASELOAD_READ).filter(ends_on__gte=today)
    days = week_of(held, user=user, monday=monday)
    context = {
        "form": form,
        "days": days,
        "any_held": any(day.lines for day in days),
        "monday": monday,
        "sunday": monday + WEEK - dt.timedelta(days=1),
        "before": _as_week(monday - WEEK),
        "after": _as_week(monday + WEEK),
        "this_week": monday <= today < monday + WEEK,
        "today": today,
        "series": series.select_related("project").order_by("project__name", "starts_on", "pk"),
        "several": projects.count() > 1,
        "may_write": Permission.CASE_WRITE in permissions_of(user),
        "narrows": bool(project or kind),
        "own_projects": Project.objects.visible_to(user, Permission.CASE_WRITE),
        "last_month": today.replace(day=1) - dt.timedelta(days=1),
    }
    return render(request, "coaching/activities.html", context)


def _as_week(monday: dt.date) -> str:
    return f"{monday:%G-W%V}"


@allow(Permission.CASE_WRITE)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """In which project, and once or again and again; who coaches in one project goes on at once."""
    projects = Project.objects.visible_to(request.user, Permission.CASE_WRITE)
    if len(found := projects[:2]) == 1:
        return redirect("activities:plan_session", found[0].public_id)
    return render(request, "coaching/plan_where.html", {"projects": projects})


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def plan_session(request: HttpRequest, project: uuid.UUID) -> HttpResponse:
    """Plan a single session; `deltagare` is invited from the start, and to plan for one is to plan a talk."""
    where, user, today = _project(request, project), signed_in_user(request), timezone.localdate()
    asked = SentForm({"who": request.GET.get("deltagare")}).read("who")
    there = there_on(today, project_id=where.pk, user=user)
    chosen = set(there.filter(public_id=asked).values_list("pk", flat=True)) if asked else set()
    form = SessionForm(
        request.POST or None,
        project=where,
        people=_mine(user, where, today, also=chosen),
        instance=Session(project=where),
        initial={
            "held_on": today,
            "held_by": user.pk,
            "kind": SessionKind.TALK if chosen else SessionKind.JOB_CLUB,
            "expected": [asked] if chosen else [],
        },
    )
    if form.is_valid():
        made: list[Session] = []
        if form.accepts(
            lambda: made.append(
                activities.plan_session(
                    by=user,
                    project=where,
                    key=form.cleaned_data["key"],
                    expected=form.invited,
                    **form.facts(),
                )
            )
        ):
            messages.success(request, _("The session is planned."))
            return redirect("activities:session", made[0].public_id)
    again = (reverse("activities:plan_series", args=[where.public_id]), _("Plan a series instead"))
    return _plan_page(request, form, title=_("Plan a session"), project=where, instead=again)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def plan_series(request: HttpRequest, project: uuid.UUID) -> HttpResponse:
    """Plan a series with its sessions."""
    where, user, today = _project(request, project), signed_in_user(request), timezone.localdate()
    form = SeriesForm(
        request.POST or None,
        project=where,
        people=_mine(user, where, today),
        instance=Series(project=where),
        initial={
            "starts_on": today,
            "ends_on": min(today + 12 * WEEK, max(where.end, today)),
            "held_by": user.pk,
            "kind": SessionKind.JOB_CLUB,
        },
    )
    if form.is_valid() and form.accepts(
        lambda: activities.plan_series(
            by=user, project=where, key=form.cleaned_data["key"], expected=form.invited, **form.facts()
        )
    ):
        messages.success(request, _("The series is planned with its sessions."))
        return redirect(f"{reverse('activities:week')}?week={_as_week(form.cleaned_data['starts_on'])}")
    once = (reverse("activities:plan_session", args=[where.public_id]), _("Plan a single session instead"))
    return _plan_page(request, form, title=_("Plan a series"), project=where, instead=once)


def _plan_page(
    request: HttpRequest,
    form: SessionForm | SeriesForm,
    *,
    title: str,
    project: Project,
    instead: tuple[str, str],
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        lead=project.name,
        back=(reverse("activities:week"), _("Activities")),
        save=pgettext("verb: plan an activity", "Plan"),
        template="coaching/plan_activity.html",
        instead=instead,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Change when, where and what. Who is invited and who came stands on the session's page."""
    held = _session(request, session)
    form = SessionForm(request.POST or None, project=held.project, instance=held)
    if form.is_valid() and form.accepts(
        lambda: activities.change_session(by=signed_in_user(request), session=held, **form.facts())
    ):
        messages.success(request, _("The session is changed."))
        return redirect("activities:session", held.public_id)
    return form_page(
        request,
        form,
        title=_("Change the session"),
        lead=held.project.name,
        back=(reverse("activities:session", args=[held.public_id]), _("The session")),
        remove=reverse("activities:remove_session", args=[held.public_id]),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Take away a session at which nothing is entered, after asking."""
    held = _session(request, session)
    return ask_before(
        request,
        lambda: activities.remove_session(by=signed_in_user(request), session=held),
        title=_("Remove the session?"),
        about=str(held),
        text=_("It is taken out of the week, with its list of who is invited."),
        confirm=_("Remove"),
        back=(reverse("activities:session", args=[held.public_id]), _("The session")),
        done=_("The session is removed."),
        then=reverse("activities:week"),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_series(request: HttpRequest, series: uuid.UUID) -> HttpResponse:
    """Change a series and those of its sessions that are to come."""
    planned, user, today = _series(request, series), signed_in_user(request), timezone.localdate()
    invited = invited_to(planned.pk)
    people = _mine(user, planned.project, today, also=invited)
    form = SeriesForm(
        request.POST or None,
        project=planned.project,
        people=people,
        instance=planned,
        initial={"expected": [str(stay.public_id) for stay in people if stay.pk in invited]},
    )
    if form.is_valid() and form.accepts(
        lambda: activities.change_series(
            by=user,
            series=planned,
            on=today,
            expected=form.invited,
            among={stay.pk for stay in form.among},
            **form.facts(),
        )
    ):
        messages.success(request, _("The series is changed, with its sessions to come."))
        return redirect("activities:week")
    return form_page(
        request,
        form,
        title=_("Change the series"),
        lead=_("What has been held, and sessions at which something is entered, stay as they are."),
        back=(reverse("activities:week"), _("Activities")),
        remove=reverse("activities:end_series", args=[planned.public_id]),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def end_series(request: HttpRequest, series: uuid.UUID) -> HttpResponse:
    """Take away a series with what it has to come, after asking."""
    planned = _series(request, series)
    return ask_before(
        request,
        lambda: activities.end_series(by=signed_in_user(request), series=planned, on=timezone.localdate()),
        title=_("Remove the series?"),
        about=planned.called,
        text=_("Sessions to come at which nothing is entered go with it. What has been held stays."),
        confirm=_("Remove"),
        back=(reverse("activities:change_series", args=[planned.public_id]), _("The series")),
        done=_("The series is removed, with its sessions to come."),
        then=reverse("activities:week"),
    )


def _project(request: HttpRequest, public_id: uuid.UUID) -> Project:
    return get_object_or_404(
        Project.objects.visible_to(request.user, Permission.CASE_WRITE), public_id=public_id
    )


def _session(request: HttpRequest, public_id: uuid.UUID) -> Session:
    reached = Session.objects.visible_to(request.user, Permission.CASE_WRITE)
    return get_object_or_404(reached.select_related("project", "held_by"), public_id=public_id)


def _series(request: HttpRequest, public_id: uuid.UUID) -> Series:
    reached = Series.objects.visible_to(request.user, Permission.CASE_WRITE)
    return get_object_or_404(reached.select_related("project", "held_by"), public_id=public_id)


def _mine(
    user: User, project: Project, today: dt.date, *, also: "frozenset[int] | set[int]" = frozenset()
) -> list[Enrolment]:
    """Whom the user can invite without looking for them: those they coach, and those invited already.

    The audit log is told that the user is shown their names.
    """
    there = there_on(today, project_id=project.pk, user=user)
    mine = there.coached_by(user, on=today) | there.filter(pk__in=also)
    people = list(mine.select_related("person").order_by("person__sort_key", "pk"))
    about = Subject(organisation_id=project.organisation_id, project_id=project.pk)
    record_read(row=Enrolment, by=user, subject=about, verb=Verb.LISTED, rows=len(people))
    return people
