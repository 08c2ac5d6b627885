"""What comes next for a participant, drawn from the dated facts: one sentence, and where it is done."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address
from coaching.clock import SOON
from coaching.journey import Journey
from coaching.models import CriterionState, PlanAgreement
from participants.models import Enrolment, Episode, MappingEntry

NAMED = 3
"""So many criteria are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, in a sentence; the word on its button, "" where there is nothing to do but wait."""

    text: str
    action: str = ""
    url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class _Begun:
    """Whether something of the mapping is written, and whether a plan was agreed on, in whatever stay."""

    mapping: bool
    plan: bool


def next_step(journey: Journey, *, on: dt.date) -> NextStep | None:
    """What to do next; None for someone who has left or was registered by mistake, or where all is done."""
    stay = journey.enrolment
    if stay.registered_by_mistake or stay.has_ended(on=on):
        return None
    if stay.start > on:
        return NextStep(_("The first day is %(day)s.") % {"day": stay.start})
    if stay.project.end < on and stay.end is None:
        over = _("The project ended %(day)s: record the exit.") % {"day": stay.project.end}
        return _step(journey, over, _("Record the exit"), "coaching:exit", "box-arrow-right")
    return _in_the_project(journey, on=on)


def _step(journey: Journey, text: str, action: str, route: str, icon: str) -> NextStep:
    return NextStep(text, action, address(route, journey.enrolment.public_id), icon)


def _in_the_project(journey: Journey, *, on: dt.date) -> NextStep | None:
    """What to do next for someone who has begun and not left: in the order of the journey."""
    begun = _read_begun(journey)
    running = [episode for episode in journey.episodes if _runs(episode, on)]
    if ending := next((episode for episode in running if _ends_soon(episode, on)), None):
        what = {"kind": ending.get_kind_display(), "day": ending.end}
        after = _("%(kind)s ends %(day)s: what comes after?") % what
        return _step(journey, after, _("Placements and jobs"), "coaching:work", "building")
    planned = any(episode.start > on for episode in journey.episodes)
    return _to_begin(journey, begun) or _to_go_on(journey, begun, busy=bool(running) or planned)


def _to_begin(journey: Journey, begun: _Begun) -> NextStep | None:
    """What comes before all else: to know the person, and where they stand."""
    if not journey.assessments and not begun.mapping:
        begin = _("Next: begin the mapping.")
        return _step(journey, begin, _("Begin the mapping"), "coaching:mapping", "pencil")
    if journey.meter and journey.meter.assessed == "no":
        assess = _("Next: assess job-readiness.")
        return _step(journey, assess, _("Assess"), "coaching:assess", "clipboard-check")
    return None


def _to_go_on(journey: Journey, begun: _Begun, *, busy: bool) -> NextStep | None:
    """A plan, what is left until job-ready, and then something to do. `busy`: something goes on, or will."""
    left = _left(journey)
    if (left or not busy) and not begun.plan:
        plan = _("No plan is agreed on yet.")
        words = f"{left} {plan}".strip()
        return _step(journey, words, _("Open the plan"), "coaching:plan", "list-ul")
    if left:
        return _step(journey, left, _("Assess"), "coaching:assess", "clipboard-check")
    if journey.meter and not busy:
        ready = _("Job-ready, and nothing goes on: find a placement or a job.")
        return _step(journey, ready, _("Placements and jobs"), "coaching:work", "building")
    return None


def _read_begun(journey: Journey) -> _Begun:
    mapped = Exists(MappingEntry.objects.filter(enrolment=OuterRef("pk")))
    agreed = Exists(PlanAgreement.objects.filter(enrolment=OuterRef("pk")))
    stays = Enrolment.objects.filter(pk__in=[stay.pk for stay in journey.stays])
    rows = list(stays.order_by("pk").values_list(mapped, agreed))
    return _Begun(any(mapping for mapping, _plan in rows), any(plan for _mapping, plan in rows))


def _runs(episode: Episode, on: dt.date) -> bool:
    return episode.start <= on and (episode.end is None or episode.end >= on) and not episode.before_start


def _ends_soon(episode: Episode, on: dt.date) -> bool:
    return episode.end is not None and (episode.end - on).days <= SOON


def _left(journey: Journey) -> str:
    """The criteria that are not met yet."""
    results = [result for area in (journey.meter.areas if journey.meter else ()) for result in area.results]
    left = [result.label for result in results if result.state != CriterionState.MET]
    if not left:
        return ""
    named, more = ", ".join(left[:NAMED]), len(left) - NAMED
    if more <= 0:
        return _("Left until job-ready: %(criteria)s.") % {"criteria": named}
    words = {"criteria": named, "more": more}
    several = ngettext(
        "Left until job-ready: %(criteria)s and %(more)s more.",
        "Left until job-ready: %(criteria)s and %(more)s more.",
        more,
    )
    return several % words
