"""Agreed plans and the way through supported employment, as the participant's timeline draws them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.models import IntroductionAgreement, PlanAgreement, SupportedProcess, SupportedStep
from coaching.timeline import Event, Stretch, Stretches

if TYPE_CHECKING:
    from participants.models import Enrolment


def plans_and_support(stays: "Sequence[Enrolment]") -> tuple[list[Event], list[Stretches]]:
    """What happened in these stays, and what of it is drawn in lanes; in a handful of queries."""
    plans = list(PlanAgreement.objects.filter(enrolment__in=stays).only("public_id", "agreed_on"))
    signed = IntroductionAgreement.objects.filter(agreed_on__isnull=False).select_related("company")
    processes = SupportedProcess.objects.filter(enrolment__in=stays).select_related("enrolment")
    ways = list(processes.prefetch_related("moves", Prefetch("agreements", signed)).order_by("pk"))
    found = [_plan(plan) for plan in plans]
    for way in ways:
        found += [*_moves(way), *_introductions(way), *_end(way)]
    lanes = [
        Stretches(_("Supported employment"), [stretch for way in ways for stretch in _steps(way)]),
        Stretches(_("Plan agreed"), [Stretch(plan.agreed_on, plan.agreed_on, "point") for plan in plans]),
    ]
    return found, lanes


def _plan(plan: PlanAgreement) -> Event:
    url = reverse("coaching:plan_agreed", args=[plan.public_id])
    return Event(plan.agreed_on, str(plan.agreed_on), _("Plan agreed"), "check-circle", url=url)


def _moves(way: SupportedProcess) -> Iterator[Event]:
    for move in way.moves.all():
        title = _("Supported employment: %(step)s") % {"step": SupportedStep(move.step).label}
        url = reverse("coaching:change_supported_move", args=[move.public_id])
        yield Event(move.moved_on, str(move.moved_on), title, "signpost-split", move.reason, url)


def _introductions(way: SupportedProcess) -> Iterator[Event]:
    for signed in way.agreements.all():
        if signed.agreed_on:
            url = reverse("coaching:introduction", args=[signed.public_id])
            day = signed.agreed_on
            yield Event(day, str(day), _("Introduction agreed"), "building", signed.place, url)


def _end(way: SupportedProcess) -> Iterator[Event]:
    """The closing talks with both, or that it was broken off."""
    url = reverse("coaching:supported_process", args=[way.public_id])
    talks = (
        (way.employee_talk_on, _("Closing talk with the employee")),
        (way.employer_talk_on, _("Closing talk with the employer")),
    )
    for day, title in talks:
        if day:
            yield Event(day, str(day), title, "people", url=url)
    if day := way.closed_on:
        yield Event(day, str(day), _("Supported employment ended"), "check-circle", "", url, "done")
    if day := way.broken_off_on:
        why = way.broken_off_reason
        yield Event(day, str(day), _("Supported employment broken off"), "x-lg", why, url)


def _steps(way: SupportedProcess) -> Iterator[Stretch]:
    """From each move until the day before the next, or until it ended; the support lasts as the stay does."""
    days = [move.moved_on for move in way.moves.all()]
    last = way.ended_on or way.enrolment.end
    for start, later in pairwise([*days, None]):
        if start is not None:
            yield Stretch(start, later - dt.timedelta(days=1) if later else last, "activity")
