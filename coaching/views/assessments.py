"""Assess against the jobbredo checklist, correct, remove."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import assessing
from coaching.forms import AssessmentForm
from coaching.models import ReadinessAssessment
from participants.models import Enrolment
from participants.views.pages import ask_before, form_page, note_opened, page_of, writable
from participants.views.returning import settled


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def assess(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Assess against the project's newest checklist, starting from what was said last."""
    stay, today = writable(request, enrolment), timezone.localdate()
    checklist = stay.project.checklists.order_by("version").last()
    if checklist is None:
        note_opened(request, stay)
        page = {"back_url": page_of(stay), "back_label": stay.person.name or _("The participant")}
        return render(request, "coaching/no_checklist.html", page)
    latest = _latest(request, stay)
    same_day = latest is not None and latest.assessed_on == today
    corrects = latest if same_day else None
    form = AssessmentForm(
        request.POST or None,
        criteria=checklist.criteria.all(),
        latest=latest,
        corrects=corrects,
        initial={"assessed_on": today, "observation": corrects.observation if corrects else ""},
    )
    if form.is_valid() and form.accepts(
        lambda: assessing.assess(
            by=signed_in_user(request),
            enrolment=stay,
            checklist=checklist,
            corrects=corrects,
            on=today,
            **form.facts(),
        )
    ):
        return _assessed(request, stay, form)
    lead = ""
    if latest:
        day = format_html('<span class="nowrap">{}</span>', latest.assessed_on)
        lead = format_html(_("It starts from the assessment of {day}."), day=day)
    if same_day:
        lead = _("You correct the assessment of today.")
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Assess job-readiness"),
        lead=lead,
        save=_("Save the assessment"),
        template="coaching/assess.html",
        sticky=True,
    )


def _latest(request: HttpRequest, stay: Enrolment) -> ReadinessAssessment | None:
    """The coach's last assessment of the person in the project, in whatever stay."""
    reached = ReadinessAssessment.objects.visible_to(request.user, Permission.CASE_WRITE)
    made = reached.by_coach().of_participation(stay)
    return made.prefetch_related("results__criterion").first()


def _assessed(request: HttpRequest, stay: Enrolment, form: AssessmentForm) -> HttpResponse:
    words = {"day": form.cleaned_data["assessed_on"], "met": form.met, "total": len(form.criteria)}
    messages.success(request, _("Assessed on %(day)s: %(met)s of %(total)s are met.") % words)
    return settled(request, reverse("coaching:jobbredo", args=[stay.public_id]), stay)


def _assessment(request: HttpRequest, public_id: uuid.UUID) -> ReadinessAssessment:
    """A coach's assessment; what participants say themselves is theirs to change."""
    reached = ReadinessAssessment.objects.visible_to(request.user, Permission.CASE_WRITE).by_coach()
    whole = reached.select_related("enrolment__person", "enrolment__project", "checklist")
    return get_object_or_404(whole.prefetch_related("results__criterion"), public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def correct_assessment(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """Correct an assessment against the version of the checklist that it was made with."""
    present = _assessment(request, assessment)
    stay, today = present.enrolment, timezone.localdate()
    form = AssessmentForm(
        request.POST or None,
        criteria=present.checklist.criteria.all(),
        latest=present,
        corrects=present,
        initial={"assessed_on": present.assessed_on, "observation": present.observation},
    )
    if form.is_valid() and form.accepts(
        lambda: assessing.correct_assessment(
            by=signed_in_user(request), assessment=present, on=today, **form.facts()
        )
    ):
        return _assessed(request, stay, form)
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Correct the assessment"),
        save=_("Save the assessment"),
        remove=reverse("coaching:remove_assessment", args=[present.public_id]),
        template="coaching/assess.html",
        sticky=True,
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_assessment(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """Take away an assessment that was entered by mistake, after asking."""
    present = _assessment(request, assessment)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: assessing.remove_assessment(by=signed_in_user(request), assessment=present),
        enrolment=stay,
        title=_("Remove the assessment of %(day)s?") % {"day": present.assessed_on},
        text=_("Only for what was entered by mistake. Figures on job-readiness change with it."),
        confirm=_("Remove"),
        back=reverse("coaching:correct_assessment", args=[present.public_id]),
        done=_("The assessment is removed."),
        then=page_of(stay),
    )
