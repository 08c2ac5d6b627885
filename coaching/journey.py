"""All that the participant's page shows: one person's time in one project, over every stay of theirs."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from coaching.clock import Clock, read_clock
from coaching.gaps import Gap, missing_facts
from coaching.models import Assessor, Attendance, Criterion, CriterionResult, PhaseMove, ReadinessAssessment
from coaching.readiness import Meter, read_meter
from participants.models import CoachAssignment, Enrolment, Episode, SupportPeriod
from participants.profiles import SharedProfile, shared_profiles


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment in the history, with what changed since the one before by the same assessor, if any."""

    assessment: ReadinessAssessment
    met: int
    total: int
    gained: list[Criterion]
    lost: list[Criterion]

    @property
    def ready(self) -> bool:
        """Every criterion of the checklist is met; a checklist without criteria says nothing."""
        return self.total > 0 and self.met == self.total


@dataclass(frozen=True, slots=True)
class Journey:
    """One person in one project as things stand on a day.

    `enrolment` is the stay that the page is about; facts are those of every stay. Lists of dated
    facts have the newest first. `meter` and `clock` are None where there is nothing to show.
    """

    enrolment: Enrolment
    stays: list[Enrolment]
    number: str
    has_phases: bool
    coaches: list[CoachAssignment]
    episodes: list[Episode]
    support: list[SupportPeriod]
    moves: list[PhaseMove]
    assessments: list[AssessmentLine]
    own_assessments: list[AssessmentLine]
    minutes: int
    meter: Meter | None
    clock: Clock | None
    gaps: list[Gap]
    shares: list[SharedProfile]

    @property
    def first_start(self) -> dt.date:
        """The first day in the project, which clocks count from."""
        return min(stay.start for stay in self.stays)

    @property
    def name(self) -> str:
        """The name; for someone recorded without, what the project calls them."""
        return self.enrolment.person.name or _("Participant %(number)s") % {"number": self.number}

    @property
    def phase(self) -> str:
        """The step that the person stands on; "" before the first move."""
        return str(self.moves[0].phase) if self.moves else ""

    @property
    def hours(self) -> str:
        """The attended time, exact to the minute, as hours:minutes."""
        return f"{self.minutes // 60}:{self.minutes % 60:02}"


def read_journey(enrolment: Enrolment, *, on: dt.date) -> Journey:
    """Fetch all that is known of a person in a project; the enrolment comes with person and project."""
    stays = list(Enrolment.objects.of_participation(enrolment).select_related("referrer"))
    coached = CoachAssignment.objects.filter(enrolment__in=stays).select_related("coach")
    made = _assessments(stays)
    lines = _lines([assessment for assessment in made if assessment.assessor == Assessor.COACH])
    own_lines = _lines([assessment for assessment in made if assessment.assessor == Assessor.PARTICIPANT])
    meter = _meter(enrolment, lines, own_lines)
    ready_on = min((line.assessment.assessed_on for line in lines if line.ready), default=None)
    clock = read_clock(
        first_start=min(stay.start for stay in stays),
        ready_on=ready_on,
        running=not enrolment.has_ended(on=on)
        and on <= enrolment.project.end
        and not enrolment.registered_by_mistake,
        on=on,
    )
    number = enrolment.project.participant_numbers.filter(person=enrolment.person).first()
    support = SupportPeriod.objects.filter(enrolment__in=stays)
    moves = PhaseMove.objects.filter(enrolment__in=stays).select_related("phase", "enrolment")
    return Journey(
        enrolment=enrolment,
        stays=stays,
        number=str(number or ""),
        has_phases=enrolment.project.phases.exists(),
        coaches=list(coached.order_by("-start", "-pk")),
        episodes=list(Episode.objects.filter(enrolment__in=stays).select_related("company")),
        support=list(support),
        moves=list(moves.order_by("-moved_on", "-pk")),
        assessments=lines,
        own_assessments=own_lines,
        minutes=Attendance.objects.filter(enrolment__in=stays).minutes(),
        meter=meter,
        clock=clock if meter else None,
        gaps=missing_facts(
            enrolment, supported=bool(support), grouped=enrolment.project.target_groups.exists()
        ),
        shares=shared_profiles(stays, on=on),
    )


def _assessments(stays: list[Enrolment]) -> list[ReadinessAssessment]:
    """Assessments with their results, the newest first."""
    results = Prefetch("results", CriterionResult.objects.select_related("criterion"))
    made = ReadinessAssessment.objects.filter(enrolment__in=stays).select_related("assessed_by")
    return list(made.prefetch_related(results, "checklist__criteria"))


def _lines(assessments: list[ReadinessAssessment]) -> list[AssessmentLine]:
    """The history with what changed from one to the next."""
    met = [_met(assessment) for assessment in assessments]
    totals = [len(assessment.checklist.criteria.all()) for assessment in assessments]
    earlier = [*met, None][1:]
    return [
        AssessmentLine(
            assessment,
            met=len(now),
            total=total,
            gained=[
                criterion for code, criterion in now.items() if before is not None and code not in before
            ],
            lost=[criterion for code, criterion in (before or {}).items() if code not in now],
        )
        for assessment, total, now, before in zip(assessments, totals, met, earlier, strict=True)
    ]


def _met(assessment: ReadinessAssessment) -> dict[str, Criterion]:
    return {
        result.criterion.code: result.criterion
        for result in assessment.results.all()
        if result.state == "met"
    }


def _meter(enrolment: Enrolment, lines: list[AssessmentLine], own: list[AssessmentLine]) -> Meter | None:
    """Against the version that was assessed, else the project's newest; None without a checklist."""
    latest = lines[0].assessment if lines else None
    checklist = latest.checklist if latest else enrolment.project.checklists.order_by("version").last()
    if checklist is None:
        return None
    return read_meter(checklist.criteria.all(), latest, own[0].assessment if own else None)
