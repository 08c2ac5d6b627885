"""What a participant sees of themselves by their personal link."""

import datetime as dt
from dataclasses import dataclass

from coaching.journey import read_journey
from coaching.models import MayTell
from coaching.plan import GoalWords, read_plan
from coaching.readiness import Meter, may_assess_oneself
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
class OwnTold:
    """One thing that employers may be told. `to_whom`: a company, or "" for all that are asked for work."""

    what: str
    to_whom: str
    agreed_on: dt.date
    until: dt.date | None


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
    own_assessed_on: dt.date | None
    may_assess: bool
    episodes: list[OwnEpisode]
    plan: OwnPlan | None
    shares: list[SharedProfile]
    told: list[OwnTold] | None
    """What employers may be told in supported employment; None for those who aren't in it."""


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
        own_assessed_on=(
            journey.own_assessments[0].assessment.assessed_on if journey.own_assessments else None
        ),
        may_assess=journey.meter is not None and may_assess_oneself(enrolment, on=on),
        episodes=[
            OwnEpisode(episode.get_kind_display(), episode.place if shown else "", episode.start, episode.end)
            for episode in journey.episodes
        ],
        plan=_plan(enrolment) if shown else None,
        shares=journey.shares if shown else [],
        told=_told(enrolment, on=on) if shown else None,
    )


def _told(enrolment: Enrolment, *, on: dt.date) -> list[OwnTold] | None:
    """What was agreed to and not taken back, while the support goes on."""
    running = enrolment.supported_processes.running(on=on)
    told = MayTell.objects.in_force(on=on).filter(process__in=running).select_related("company")
    rows = [OwnTold(row.what, str(row.company or ""), row.agreed_on, row.until) for row in told]
    return rows if rows or running.exists() else None


def _plan(enrolment: Enrolment) -> OwnPlan | None:
    """What somebody wants to do and with whom names places: with protected identity it isn't shown."""
    plan = read_plan(enrolment)
    if not plan.goals:
        return None
    return OwnPlan(plan.in_words, plan.agreed.agreed_on if plan.agreed else None, plan.changed)
