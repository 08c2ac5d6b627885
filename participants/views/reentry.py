"""Somebody who has left comes back: a second stay of the same person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants import actions
from participants.forms import BackgroundForm, ReEnrolForm
from participants.models import Enrolment, SensitiveBackground
from participants.views.enrolments import enrolled, say_enrolled
from participants.views.pages import note_opened, page_of, writable
from projects.models import Project


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def enrol_again(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """A second stay of somebody who has left, with what was known last time filled in."""
    before = writable(request, enrolment)
    user, today = signed_in_user(request), timezone.localdate()
    project = get_object_or_404(Project.objects.visible_to(user, Permission.CASE_WRITE), pk=before.project_id)
    before.project = project
    known = (
        SensitiveBackground.objects.visible_to(user, Permission.BACKGROUND).filter(enrolment=before).first()
    )
    note_opened(request, before, known)
    form = ReEnrolForm(request.POST or None, before=before, by=user, on=today, initial=_known(before, known))
    if form.is_valid():
        key = form.cleaned_data["key"]
        stay = enrolled(
            request,
            form,
            project=project,
            act=lambda: actions.enrol_again(
                by=user, person=before.person, project=project, key=key, on=today, **form.new_stay()
            ),
        )
        if stay:
            return say_enrolled(request, form, stay)
    context = {
        "form": form,
        "project": project,
        "several": False,
        "before": before,
        "before_url": page_of(before),
    }
    return render(request, "participants/enrol.html", context)


def _known(before: Enrolment, background: SensitiveBackground | None) -> dict[str, object]:
    """What is likely to be so still: group, education, what the person wants, where they come from."""
    facts: dict[str, object] = {
        "target_group": before.target_group_id,
        "education_level": before.education_level,
        "hours_wanted": before.hours_wanted,
        "languages": before.languages,
    }
    if background:
        facts |= {name: getattr(background, name) for name in BackgroundForm.base_fields}
    return facts
