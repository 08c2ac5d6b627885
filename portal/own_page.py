"""What a participant sees of themselves by their personal link."""

import datetime as dt
from dataclasses import dataclass

from coaching.journey import read_journey
from coaching.plan import GoalWords, read_plan
from coaching.readiness import Meter
from participants.models import Enrolment
from participants.profiles import SharedProfile


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step of the project's staircase; `here` is the one that the participant stands on."""

    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class OwnEpisode:
    """A placement, course, job or the like. `where` is "" when it isn't known or isn't shown."""

    kind: str
    where: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The plan as it stands. `agreed_on`: when it was agreed on last; `changed`: it is another since."""

    goals: list[GoalWords]
    agreed_on: dt.date | None
    changed: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One participant's page: of what a coach records, what is theirs to see, and no note about them.

    With protected identity it tells neither who nor where: no name, project, coach or workplace, and
    nothing that was shared. A code can end up with somebody else, and a place is what they look for.
    """

    protected: bool
    first_name: str
    project: str
    coach: str
    start: dt.date
    end: dt.date | None
    steps: list[OwnStep]
    meter: Meter | None
    assessed_on: dt.date | None
    episodes: list[OwnEpisode]
    plan: OwnPlan | None
    shares: list[SharedProfile]


def read_own_page(enrolment: Enrolment, *, on: dt.date) -> OwnPage:
    """Fetch what the participant sees on a day; the enrolment comes with person and project."""
    journey = read_journey(enrolment, on=on)
    shown = not enrolment.person.protected_identity
    coaches = [named.coach.name for named in journey.coaches if named.end is None or named.end >= on]
    return OwnPage(
        protected=not shown,
        first_name=enrolment.person.first_name if shown else "",
        project=enrolment.project.name if shown else "",
        coach=", ".join(coaches) if shown else "",
        start=journey.first_start,
        end=enrolment.end,
        steps=[OwnStep(step.name, step.name == journey.phase) for step in enrolment.project.phases.all()],
        meter=journey.meter,
        assessed_on=journey.assessments[0].assessment.assessed_on if journey.assessments else None,
        episodes=[
            OwnEpisode(episode.get_kind_display(), episode.place if shown else "", episode.start, episode.end)
            for episode in journey.episodes
        ],
        plan=_plan(enrolment) if shown else None,
        shares=journey.shares if shown else [],
    )


def _plan(enrolment: Enrolment) -> OwnPlan | None:
    """What somebody wants to do and with whom names places: with protected identity it isn't shown."""
    plan = read_plan(enrolment)
    if not plan.goals:
        return None
    return OwnPlan(plan.in_words, plan.agreed.agreed_on if plan.agreed else None, plan.changed)
