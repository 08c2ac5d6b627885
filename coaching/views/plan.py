"""The plan of a stay: goals and who does what by when, agreed on a day, printed to be signed."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import planning
from coaching.models import PlanAction, PlanAgreement, PlanGoal
from coaching.plan import in_words, only_in, read_plan, snapshot, token_of
from coaching.plan_forms import ActionForm, AgreeForm, GoalForm, NewActionForm, NewGoalForm, StrikeOutForm
from coaching.views.case import case_page, open_case
from participants.models import Enrolment
from participants.views.pages import ask_before, form_page, writable
from projects.printing import pdf_answer

LANGUAGES: Final = ("sv", "en")


def plan_of(stay: Enrolment) -> str:
    """The address of a stay's plan."""
    return reverse("coaching:plan", args=[stay.public_id])


@allow(Permission.CASELOAD_READ)
@require_safe
def plan(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The plan as it stands, what is overdue in it, and what was agreed when."""
    case = open_case(request, enrolment)
    current = read_plan(case.enrolment)
    rows = current.rows(on=timezone.localdate())
    return case_page(request, case, tab="plan", template="coaching/plan.html", plan=current, rows=rows)


@allow(Permission.CASELOAD_READ)
@require_safe
def agreement(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """The plan as it was agreed on, on a day."""
    reached = PlanAgreement.objects.visible_to(request.user, Permission.CASELOAD_READ)
    found = get_object_or_404(reached.select_related("enrolment", "agreed_by"), public_id=agreement)
    case = open_case(request, found.enrolment.public_id)
    return case_page(
        request,
        case,
        tab="plan",
        template="coaching/plan_agreed.html",
        agreement=found,
        goals=in_words(found.content),
    )


@allow(Permission.CASELOAD_READ)
@require_safe
def print_plan(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The plan as it stands, as a PDF for both to sign, in the language of `sprak` or else of the page."""
    case = open_case(request, enrolment)
    stay, today = case.enrolment, timezone.localdate()
    coaches = [
        named.coach.name
        for named in case.journey.coaches
        if named.enrolment_id == stay.pk
        and named.start <= today
        and (named.end is None or named.end >= today)
    ]
    wanted = request.GET.get("sprak")
    with override(wanted if wanted in LANGUAGES else get_language()):
        current = read_plan(stay)
        page = {
            "enrolment": stay,
            "name": case.journey.name,
            "number": case.journey.number,
            "coach": ", ".join(coaches),
            "plan": current,
            "goals": current.in_words,
            "today": today,
            "running": stay.project.name,
        }
        return pdf_answer("coaching/plan_print.html", page, file_name="plan.pdf")


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_goal(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Write a goal, or a step towards one."""
    stay = writable(request, enrolment)
    form = NewGoalForm(request.POST or None, enrolment=stay, instance=PlanGoal(enrolment=stay))
    if form.is_valid():
        key = form.cleaned_data["key"]
        if form.accepts(
            lambda: planning.add_goal(by=signed_in_user(request), enrolment=stay, key=key, **form.facts())
        ):
            messages.success(request, _("The goal is in the plan. Add who does what."))
            return redirect(plan_of(stay))
    return form_page(request, form, enrolment=stay, title=_("New goal"), save=_("Add"), back=plan_of(stay))


def _goal(request: HttpRequest, public_id: uuid.UUID) -> PlanGoal:
    reached = PlanGoal.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("enrolment__person", "enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_goal(request: HttpRequest, goal: uuid.UUID) -> HttpResponse:
    """Change a goal, or note that it is reached."""
    present = _goal(request, goal)
    stay, today = present.enrolment, timezone.localdate()
    form = GoalForm(request.POST or None, enrolment=stay, instance=present)
    if form.is_valid() and form.accepts(
        lambda: planning.change_goal(by=signed_in_user(request), goal=present, on=today, **form.facts())
    ):
        messages.success(request, _("The goal is changed."))
        return redirect(plan_of(stay))
    remove = reverse("coaching:remove_goal", args=[present.public_id])
    return form_page(
        request, form, enrolment=stay, title=_("Change the goal"), remove=remove, back=plan_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_goal(request: HttpRequest, goal: uuid.UUID) -> HttpResponse:
    """Take away a goal that was entered by mistake, after asking."""
    present = _goal(request, goal)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: planning.remove_goal(by=signed_in_user(request), goal=present),
        enrolment=stay,
        title=_("Remove the goal?"),
        about=present.text,
        text=_("Its steps and actions go with it. What was agreed on before stays as it was."),
        confirm=_("Remove"),
        back=reverse("coaching:change_goal", args=[present.public_id]),
        done=_("The goal is removed."),
        then=plan_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_action(request: HttpRequest, goal: uuid.UUID) -> HttpResponse:
    """Write who does what towards a goal, and by when."""
    aim = _goal(request, goal)
    stay = aim.enrolment
    form = NewActionForm(request.POST or None, instance=PlanAction(goal=aim))
    if form.is_valid():
        key = form.cleaned_data["key"]
        if form.accepts(
            lambda: planning.add_action(by=signed_in_user(request), goal=aim, key=key, **form.facts())
        ):
            messages.success(request, _("The action is in the plan."))
            return redirect(plan_of(stay))
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("New action"),
        lead=_("Towards: %(goal)s") % {"goal": aim.text},
        save=_("Add"),
        back=plan_of(stay),
    )


def _action(request: HttpRequest, public_id: uuid.UUID) -> PlanAction:
    reached = PlanAction.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("goal__enrolment__person", "goal__enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_action(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Change who does what by when."""
    present = _action(request, action)
    stay = present.goal.enrolment
    form = ActionForm(request.POST or None, instance=present)
    if form.is_valid() and form.accepts(
        lambda: planning.change_action(by=signed_in_user(request), action=present, **form.facts())
    ):
        messages.success(request, _("The action is changed."))
        return redirect(plan_of(stay))
    remove = reverse("coaching:remove_action", args=[present.public_id])
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Change the action"),
        lead=_("Towards: %(goal)s") % {"goal": present.goal.text},
        remove=remove,
        back=plan_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_action(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Take away an action that was entered by mistake, after asking."""
    present = _action(request, action)
    stay = present.goal.enrolment
    return ask_before(
        request,
        lambda: planning.remove_action(by=signed_in_user(request), action=present),
        enrolment=stay,
        title=_("Remove the action?"),
        about=present.text,
        text=_("Only for what was entered by mistake. What you give up is struck out instead."),
        confirm=_("Remove"),
        back=reverse("coaching:change_action", args=[present.public_id]),
        done=_("The action is removed."),
        then=plan_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_POST
def settle_action(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Note that an action is done today."""
    present = _action(request, action)
    if planning.settle_action(by=signed_in_user(request), action=present, on=timezone.localdate()):
        messages.success(request, _("The action is done."))
    else:
        messages.warning(request, planning.STRUCK_OUT)
    return redirect(plan_of(present.goal.enrolment))


@allow(Permission.CASE_WRITE)
@require_POST
def reopen_action(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Have an action be to do again."""
    present = _action(request, action)
    planning.reopen_action(by=signed_in_user(request), action=present)
    messages.success(request, _("The action is to do again."))
    return redirect(plan_of(present.goal.enrolment))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def strike_out_action(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Give an action up, with the reason."""
    present = _action(request, action)
    stay, today = present.goal.enrolment, timezone.localdate()
    form = StrikeOutForm(request.POST or None, initial={"reason": present.reason})
    if form.is_valid() and form.accepts(
        lambda: planning.strike_out_action(
            by=signed_in_user(request), action=present, reason=form.cleaned_data["reason"], on=today
        )
    ):
        messages.success(request, _("The action is struck out."))
        return redirect(plan_of(stay))
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Strike out the action"),
        lead=present.text,
        save=_("Strike out"),
        back=plan_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def agree(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Note on which day the plan was agreed on; the version of that day is kept."""
    stay, today = writable(request, enrolment), timezone.localdate()
    user, current = signed_in_user(request), snapshot(stay.plan_goals.whole())
    token = token_of(current)
    day = min(today, stay.end or today)
    begun = {"agreed_on": day, "shown": token, "version": AgreeForm.as_version(current)}
    form = AgreeForm(request.POST or None, initial=begun)
    if form.is_valid() and form.accepts(
        lambda: planning.agree(by=user, enrolment=stay, on=today, **form.facts())
    ):
        messages.success(request, _("Agreed on %(day)s.") % {"day": form.cleaned_data["agreed_on"]})
        return redirect(plan_of(stay))
    before = form.version_shown() if form.is_bound and form.data.get("shown") != token else []
    if form.is_bound:
        form.show_again(token, current)
    saw, stands = in_words(before), in_words(current)
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Agree on the plan"),
        lead=_("The plan is kept as it stands now. If it changes later, agree again."),
        save=_("Agreed"),
        back=plan_of(stay),
        template="coaching/agree.html",
        goals=stands,
        goals_before=saw,
        gone=only_in(saw, stands),
        new=only_in(stands, saw) if saw else set(),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_agreement(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """Take away an agreement that was never made, after asking."""
    reached = PlanAgreement.objects.visible_to(request.user, Permission.CASE_WRITE)
    present = get_object_or_404(
        reached.select_related("enrolment__person", "enrolment__project"), public_id=agreement
    )
    stay = present.enrolment
    return ask_before(
        request,
        lambda: planning.remove_agreement(by=signed_in_user(request), agreement=present),
        enrolment=stay,
        title=_("Remove the agreement of %(day)s?") % {"day": present.agreed_on},
        text=_("Only for what was entered by mistake. The plan itself stays."),
        confirm=_("Remove"),
        back=reverse("coaching:plan_agreed", args=[present.public_id]),
        done=_("The agreement is removed."),
        then=plan_of(stay),
    )
