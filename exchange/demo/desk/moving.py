"""Moves on the present project's staircase, as what happened to each calls for."""

import datetime as dt
from typing import Final

from accounts.models import User
from coaching.actions.staircase import record_move
from exchange.demo import fotfaste
from participants.codes import PLACEMENTS, EpisodeKind
from participants.models import Enrolment
from projects.models import Phase, Project

MAPPED_AFTER: Final = 24
"""Days of mapping."""
REASONS: Final = ("Kartläggningen är klar", "Praktiken börjar", "Har fått arbete")


def move_people(project: Project, *, by: User, on: dt.date) -> None:
    """Move everybody from the first step as far as they have come by `on`."""
    phases = {phase.name: phase for phase in project.phases.all()}
    steps = [phases[name] for name in fotfaste.STEPS]
    for stay in project.enrolments.valid().filter(start__lte=on).prefetch_related("episodes"):
        for step, (day, reason) in enumerate(_moves(stay, until=min(stay.end or on, on)), start=1):
            _move(stay, steps, step, day, reason, by=by, on=on)


def _move(
    stay: Enrolment, steps: list[Phase], step: int, day: dt.date | None, reason: str, *, by: User, on: dt.date
) -> None:
    if day is not None:
        record_move(by=by, enrolment=stay, phase=steps[step], moved_on=day, reason=reason, on=on)


def _moves(stay: Enrolment, *, until: dt.date) -> list[tuple[dt.date | None, str]]:
    """When each was moved to the second step and those after it, None = was never there; in order."""
    mapped = stay.start + dt.timedelta(days=MAPPED_AFTER)
    there = [one for one in stay.episodes.all() if not one.before_start and mapped < one.start <= until]
    at_work = {EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS}
    work = min((one.start for one in there if one.kind in at_work), default=None)
    placed = min(
        (
            one.start
            for one in there
            if one.kind in {*PLACEMENTS, EpisodeKind.VOCATIONAL_COURSE} and (work is None or one.start < work)
        ),
        default=None,
    )
    days = (mapped if mapped <= until else None, placed, work)
    return list(zip(days, REASONS, strict=True))
