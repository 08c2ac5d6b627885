"""All of the reader's projects beside each other."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from reporting.catalogue import CATALOGUE
from reporting.forms import Choice, SideBySideForm
from reporting.kept import ready_figures
from reporting.side_by_side import SideBySide, side_by_side
from reporting.stats import merged

MOST = 12
"""So many projects have a column; more can't be read beside each other."""


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
    at = timezone.now()
    context: dict[str, Any] = {"form": form, "left_out": [str(one.project) for one in form.choices[MOST:]]}
    if form.choices:
        context["table"] = _table(form.choices, at=at)
    return render(request, "reporting/side_by_side.html", context)


def _table(choices: Sequence[Choice], *, at: dt.datetime) -> SideBySide:
    """The first projects beside each other, and all of them together."""
    code = choices[0].indicator_set
    ready = list(ready_figures([(choice.project, choice.window) for choice in choices], code, at=at))
    together = [
        # Who takes part in two of the projects is counted in each.
        merged(indicator.kind, [one.total(position) for one in ready])
        for position, indicator in enumerate(CATALOGUE[code].indicators)
    ]
    shown = [(choice, one.figures()) for choice, one in zip(choices[:MOST], ready, strict=False)]
    return side_by_side(shown, together)
