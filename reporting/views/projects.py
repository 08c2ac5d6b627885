"""All of the reader's projects beside each other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from reporting.compute import compute
from reporting.forms import SideBySideForm
from reporting.loading import load_facts
from reporting.side_by_side import side_by_side

MOST = 12
"""So many projects on a page: each is computed from all its facts while the reader waits."""


@allow(Permission.FIGURES_READ)
@require_safe
def side_by_side_page(request: HttpRequest) -> HttpResponse:
    """One set for every project of the reader's that reports it; the first set where none is asked for."""
    form = SideBySideForm(
        request.GET if "indicator_set" in request.GET else None,
        user=signed_in_user(request),
        permission=Permission.FIGURES_READ,
        today=timezone.localdate(),
    )
    form.is_valid()
    context: dict[str, Any] = {"form": form, "left_out": [str(one.project) for one in form.choices[MOST:]]}
    if form.choices:
        context["table"] = side_by_side(
            [
                (choice, compute(load_facts(choice.project), choice.indicator_set, choice.window))
                for choice in form.choices[:MOST]
            ]
        )
    return render(request, "reporting/side_by_side.html", context)
