"""Reports that are ordered once, for every month: starting, stopping, and what beat does with them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import Permission
from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from projects.models import Project
from reporting.actions.reports import check_audience, order_report
from reporting.models import EndCause, StandingOrder
from reporting.periods import month_before, monthly_window, months
from reporting.stats import Audience


@audited()
def start_standing_order(
    *,
    project: Project,
    indicator_set: str,
    audience: Audience,
    by: User,
    since: dt.date,
    language: str = "sv",
) -> StandingOrder:
    """Have a set's figures ordered for every month, from the one that holds `since`, once each is over.

    Raises ValidationError when they are already, and for what can't be shown outside.
    """
    window = monthly_window(project, month_before(since), audience=audience)
    if audience is Audience.OUTSIDE and window:
        check_audience(project, indicator_set, window)
    order = StandingOrder(
        project=project,
        indicator_set=indicator_set,
        audience=audience,
        language=language,
        ordered_by=by,
        since=since,
    )
    order.full_clean()
    order.save()
    record(verb=Verb.CREATED, row=order, by=by, subject=_subject(order))
    return order


@audited()
def end_standing_order(
    *, order: StandingOrder, by: User | None, at: dt.datetime, cause: EndCause = EndCause.STOPPED
) -> bool:
    """Order no more of it. False when it has ended already. No `by`: the system."""
    ended = StandingOrder.objects.in_force().filter(pk=order.pk)
    if not ended.update(ended_at=at, ended_by=by, end_cause=cause):
        return False
    record(verb=Verb.ENDED, row=order, by=by, subject=_subject(order), reason=cause.value)
    return True


def order_months(*, on: dt.date, at: dt.datetime) -> int:
    """Order what is due of all standing orders on a day; how many reports. Safe to run twice, and late."""
    due = StandingOrder.objects.in_force().order_by("pk").values_list("pk", flat=True)
    return sum(_order_months_of(order_id=order_id, on=on, at=at) for order_id in due)


@audited()
def _order_months_of(*, order_id: int, on: dt.date, at: dt.datetime) -> int:
    """Order each month of one standing order that is over and isn't ordered; end it where it can't go on."""
    # Locked, so that two beats at once order a month once; the constraint is the net below.
    locked = StandingOrder.objects.in_force().select_for_update(of=("self",))
    order = locked.select_related("project__organisation", "ordered_by").filter(pk=order_id).first()
    if order is None:
        return 0
    project = order.project
    if (
        not Project.objects.visible_to(order.ordered_by, Permission.REPORT_ORDER)
        .filter(pk=project.pk)
        .exists()
    ):
        end_standing_order(order=order, by=None, at=at, cause=EndCause.PERMISSION)
        return 0
    if order.indicator_set not in project.indicator_sets:
        end_standing_order(order=order, by=None, at=at, cause=EndCause.SET)
        return 0
    ordered = _order_missing(order, on=on, at=at)
    if month_before(on) >= project.end.replace(day=1):
        end_standing_order(order=order, by=None, at=at, cause=EndCause.PROJECT)
    return ordered


def _order_missing(order: StandingOrder, *, on: dt.date, at: dt.datetime) -> int:
    """Order the months that are over and aren't ordered; end the order when one can't be."""
    ends = order.reports.values_list("period_end", flat=True)
    there = {end.replace(day=1) for end in ends}
    ordered = 0
    for month in months(since=order.since, on=on):
        window = monthly_window(order.project, month, audience=Audience(order.audience))
        if window is None or month in there:
            continue
        try:
            with transaction.atomic():
                order_report(
                    project=order.project,
                    indicator_set=order.indicator_set,
                    window=window,
                    by=order.ordered_by,
                    at=at,
                    language=order.language,
                    audience=Audience(order.audience),
                    standing_order=order,
                )
        except ValidationError:
            end_standing_order(order=order, by=None, at=at, cause=EndCause.SET)
            return ordered
        ordered += 1
    return ordered


def _subject(order: StandingOrder) -> Subject:
    return Subject(organisation_id=order.project.organisation_id, project_id=order.project_id)
