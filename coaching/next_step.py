"""One sentence on what comes next for a participant, drawn from the dated facts."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching.clock import SOON
from coaching.journey import Journey
from coaching.models import CriterionState
from participants.models import Episode

NAMED = 3
"""So many criteria are named; the rest are counted."""


def next_step(journey: Journey, *, on: dt.date) -> str:
    """What to do next; "" for someone who has left or was registered by mistake."""
    stay = journey.enrolment
    if stay.registered_by_mistake or stay.has_ended(on=on):
        return ""
    if stay.start > on:
        return _("The first day is %(day)s.") % {"day": stay.start}
    if stay.project.end < on and stay.end is None:
        return _("The project ended %(day)s: record the exit.") % {"day": stay.project.end}
    return _in_the_project(journey, on=on)


def _in_the_project(journey: Journey, *, on: dt.date) -> str:
    """What to do next for someone who has begun and not left."""
    running = [episode for episode in journey.episodes if _runs(episode, on)]
    if ending := next((episode for episode in running if _ends_soon(episode, on)), None):
        what = {"kind": ending.get_kind_display(), "day": ending.end}
        return _("%(kind)s ends %(day)s: what comes after?") % what
    if journey.meter and journey.meter.assessed == "no":
        return _("Next: assess job-readiness.")
    if left := _left(journey):
        return left
    planned = any(episode.start > on for episode in journey.episodes)
    if journey.meter and not running and not planned:
        return _("Job-ready, and nothing goes on: find a placement or a job.")
    return ""


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
