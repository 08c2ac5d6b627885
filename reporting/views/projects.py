"""All of the reader's projects beside each other, or those of one organisation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from reporting.forms import Choice, SideBySideForm
from reporting.kept import ready_figures
from reporting.side_by_side import SideBySide, side_by_side

MOST = 12
"""So many projects have a column; more can't be read beside each other."""


@allow(Permission.FIGURES_READ)
@require_safe
def side_by_side_page(request: HttpRequest) -> HttpResponse:
    """One set for every project asked for that reports it; the first set where none is asked for."""
    form = SideBySideForm(
        request.GET if "indicator_set" in request.GET else None,
        user=signed_in_user(request),
        permission=Permission.FIGURES_READ,
        today=timezone.localdate(),
    )
    form.is_valid()
    at = timezone.now()
    context: dict[str, Any] = {"form": form, "left_out": [str(one.project) for one in form.choices[MOST:]]}
    if form.choices:
        context["table"] = _table(form.choices, at=at)
    return render(request, "reporting/side_by_side.html", context)


def _table(choices: Sequence[Choice], *, at: dt.datetime) -> SideBySide:
    """The first projects beside each other, and all of them together."""
    asked = [(choice.project, choice.window) for choice in choices]
    ready = list(ready_figures(asked, choices[0].indicator_set, at=at))
    return side_by_side(choices, ready, most=MOST)
