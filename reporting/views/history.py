"""All ordered reports, and what is ordered for every month."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from projects.models import Project
from reporting.forms import HistoryForm, StandingOrderForm
from reporting.models import Report, ReportBundle, StandingOrder

REPORTS_A_PAGE = 25
BUNDLES_SHOWN = 5


@allow(Permission.FIGURES_READ)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The reports that the reader may see, the latest first, by project and state."""
    return history_page(request)


def history_page(
    request: HttpRequest, *, every_month: StandingOrderForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `every_month`: the form of a standing order that couldn't be started."""
    user = signed_in_user(request)
    form = HistoryForm(request.GET, user=user)
    form.is_valid()
    pages = Paginator(
        form.filtered(Report.objects.visible_to(user, Permission.FIGURES_READ))
        .select_related("project", "ordered_by", "cancelled_by")
        .defer("figures", "versions"),
        REPORTS_A_PAGE,
    )
    orders = StandingOrder.objects.visible_to(user, Permission.FIGURES_READ)
    bundles = ReportBundle.objects.visible_to(user, Permission.FIGURES_READ)
    mine = Project.objects.visible_to(user, Permission.REPORT_ORDER)
    context: dict[str, Any] = {
        "form": form,
        "reports": pages.get_page(request.GET.get("page")),
        "standing_orders": orders.select_related("project", "ordered_by", "ended_by").order_by(
            "project__name", "indicator_set", "pk"
        ),
        "bundles": bundles.select_related("organisation")[:BUNDLES_SHOWN],
        "every_month": every_month or StandingOrderForm(user=user),
        "may_order_in": set(mine.values_list("pk", flat=True)),
    }
    return render(request, "reporting/history.html", context, status=status)
