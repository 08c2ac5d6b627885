"""The help about the figures: every indicator of the catalogue, with its source and a worked example."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from reporting.examples import COMPANIES, PEOPLE
from reporting.handbook import chapters


@allow(Permission.FIGURES_READ)
@require_safe
def indicator_help(request: HttpRequest) -> HttpResponse:
    """What each number means, where it comes from, and how it comes out in a small invented project."""
    context = {"chapters": chapters(), "people": PEOPLE, "companies": COMPANIES}
    return render(request, "reporting/help.html", context)
