"""What a project has set for itself: frame, goals, groups, staircase, staff, and its rings of companies."""

import uuid

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from projects.models import Project


@allow(Permission.PROJECT_READ)
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """The user's projects, the latest first."""
    projects = Project.objects.visible_to(request.user, Permission.PROJECT_READ).select_related(
        "organisation"
    )
    return render(request, "projects/list.html", {"projects": projects, "today": timezone.localdate()})


@allow(Permission.PROJECT_READ)
@require_safe
def project_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One project as it was decided: what it is for, what it shall reach and with whom."""
    started = Count("enrolments__person", filter=Q(enrolments__registered_by_mistake=False), distinct=True)
    project = get_object_or_404(
        Project.objects.visible_to(request.user, Permission.PROJECT_READ).select_related("organisation"),
        public_id=public_id,
    )
    return render(
        request,
        "projects/detail.html",
        {
            "project": project,
            "may_define": Project.objects.visible_to(request.user, Permission.DEFINITIONS_SET)
            .filter(pk=project.pk)
            .exists(),
            "may_staff": Project.objects.visible_to(request.user, Permission.PROJECT_STAFF)
            .filter(pk=project.pk)
            .exists(),
            "goals": project.goals.all(),
            "target_groups": project.target_groups.annotate(started=started),
            "phases": project.phases.all(),
            "conditions": project.eligibility_conditions.all(),
            "staff": project.memberships.current()
            .select_related("user")
            .order_by("role", "user__name", "pk"),
            "rings": project.rings.prefetch_related("memberships__company"),
            "needs": project.recruitment_needs.filter(closed_on__isnull=True).select_related("company"),
        },
    )
