"""Starting and stopping what is ordered for every month."""

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from accounts.access import Permission, allow
from accounts.requests import signed_in_user
from reporting.actions import end_standing_order, start_standing_order
from reporting.forms import StandingOrderForm
from reporting.models import StandingOrder
from reporting.stats import Audience
from reporting.views.history import history_page


@allow(Permission.REPORT_ORDER)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Order a set's figures of this month and each one after it."""
    user = signed_in_user(request)
    form = StandingOrderForm(request.POST, user=user)
    if not form.is_valid():
        return history_page(request, every_month=form, status=422)
    try:
        start_standing_order(
            project=form.cleaned_data["project"],
            indicator_set=form.cleaned_data["indicator_set"],
            audience=Audience(form.cleaned_data["audience"] or Audience.INSIDE),
            by=user,
            since=timezone.localdate(),
            language=get_language() or "sv",
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return history_page(request, every_month=form, status=422)
    return _back()


@allow(Permission.REPORT_ORDER)
@require_POST
def end(request: HttpRequest, standing_order: uuid.UUID) -> HttpResponse:
    """Order no more of it; what is ordered already stays."""
    user = signed_in_user(request)
    orders = StandingOrder.objects.visible_to(user, Permission.REPORT_ORDER).select_related("project")
    order = get_object_or_404(orders, public_id=standing_order)
    end_standing_order(order=order, by=user, at=timezone.now())
    return _back()


def _back() -> HttpResponse:
    return redirect(f"{reverse('reporting:history')}#every-month")
