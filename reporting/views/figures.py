"""The figures of a project, and ordering them as a report."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from reporting.actions import order_report
from reporting.compute import Figures, compute
from reporting.disclosure import for_audience
from reporting.forms import Choice, FiguresForm, OrderForm
from reporting.kept import kept_figures
from reporting.loading import load_facts
from reporting.models import Report
from reporting.sheet import sheet_of
from reporting.stats import Audience
from reporting.views.rows import may_order

REPORTS_A_PAGE = 10


@allow(Permission.FIGURES_READ)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a project, set and period, and the reports ordered of the project."""
    form = FiguresForm(
        request.GET if "project" in request.GET else None,
        user=signed_in_user(request),
        permission=Permission.FIGURES_READ,
        today=timezone.localdate(),
    )
    form.is_valid()
    return _figures_page(request, form)


@allow(Permission.REPORT_ORDER)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order the figures as a PDF, and go to the page that follows it."""
    user = signed_in_user(request)
    form = FiguresForm(
        request.POST, user=user, permission=Permission.REPORT_ORDER, today=timezone.localdate()
    )
    sent = OrderForm(request.POST)
    sent.is_valid()  # a key that is none makes an order of its own
    if not (form.is_valid() and form.choice):
        return _figures_page(request, form, status=422)
    try:
        report = order_report(
            project=form.choice.project,
            indicator_set=form.choice.indicator_set,
            window=form.choice.window,
            by=user,
            at=timezone.now(),
            language=get_language() or "sv",
            audience=form.choice.audience,
            key=sent.cleaned_data.get("key"),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _figures_page(request, form, status=422)
    return redirect("reporting:report", report.public_id)


def _computed(choice: Choice) -> Figures:
    """What is shown inside is kept ready; for outside it takes everybody's cases to say what is hidden."""
    if choice.audience is Audience.INSIDE:
        return kept_figures(choice.project, choice.indicator_set, choice.window, at=timezone.now())
    computed = compute(load_facts(choice.project), choice.indicator_set, choice.window)
    return for_audience(computed, choice.audience)


def _figures_page(request: HttpRequest, form: FiguresForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "choice": form.choice}
    if choice := form.choice:
        computed = _computed(choice)
        reports = Report.objects.visible_to(request.user, Permission.FIGURES_READ)
        pages = Paginator(
            reports.filter(project=choice.project).select_related("ordered_by").defer("figures"),
            REPORTS_A_PAGE,
        )
        context |= {
            "sheet": sheet_of(computed),
            "reports": pages.get_page(request.GET.get("page")),
            "may_order": may_order(request, choice.project),
            "order": OrderForm(),
            # What is hidden outside isn't opened from there: those are other numbers than the reader's own.
            "why": f"{reverse('reporting:why')}?{choice.query}" if choice.audience is Audience.INSIDE else "",
        }
    return render(request, "reporting/figures.html", context, status=status)
