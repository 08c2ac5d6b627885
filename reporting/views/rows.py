"""What the pages of the figures share: which figures are asked for, a report, and whether to order one."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import Permission
from accounts.requests import signed_in_user
from projects.models import Project
from reporting.forms import FiguresForm
from reporting.models import Report


def report_of(request: HttpRequest, public_id: uuid.UUID, permission: Permission) -> Report:
    """The report, for whoever may see its project with the permission; a stranger gets 404."""
    reports = Report.objects.visible_to(request.user, permission)
    rows = reports.select_related("project__organisation", "ordered_by", "cancelled_by", "bundle")
    report: Report = get_object_or_404(rows, public_id=public_id)
    return report


def figures_asked(request: HttpRequest) -> FiguresForm:
    """Which figures the address asks for, of projects whose figures the reader may see; checked."""
    form = FiguresForm(
        request.GET,
        user=signed_in_user(request),
        permission=Permission.FIGURES_READ,
        today=timezone.localdate(),
    )
    form.is_valid()
    return form


def may_order(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may order reports of this project."""
    return Project.objects.visible_to(request.user, Permission.REPORT_ORDER).filter(pk=project.pk).exists()
