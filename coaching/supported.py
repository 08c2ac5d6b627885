"""What the part Supported employment shows: the steps with their days, what is agreed, the support given."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.marks import as_hours
from coaching.models import (
    ApplicantAnalysis,
    Attendance,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    Note,
    NoteKind,
    PlannedSupport,
    SessionKind,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from coaching.models.supported import EMPLOYER_STEP
from coaching.sessions import number_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from coaching.querysets import AttendanceQuerySet
    from participants.models import Enrolment

SUPPORT_KINDS: Final = (SessionKind.TALK, SessionKind.THREE_PARTY_TALK)
"""What counts as support given: time with one person, not with a group."""
_WEEK: Final = dt.timedelta(weeks=1)

# What each step is for (seeds/sin-projektet.txt, Metodens 5 steg).
_TEACHES: Final = {
    SupportedStep.APPLICANT_ANALYSIS: gettext_lazy(
        "Tell how the support works. Find out together what work to look for, what to avoid, "
        "and what employers may be told."
    ),
    SupportedStep.JOB_FINDING: gettext_lazy(
        "Look for employers where the work can be found, with the participant’s own suggestions first. "
        "Present the participant as you have agreed."
    ),
    SupportedStep.JOB_ANALYSIS: gettext_lazy(
        "Visit the workplace. Hold its tasks and conditions against what the participant seeks and avoids, "
        "and judge what support is needed."
    ),
    SupportedStep.INTRODUCTION: gettext_lazy(
        "Agree with the workplace on who does what. Give support as planned, and less of it week by week."
    ),
    SupportedStep.FOLLOW_UP: gettext_lazy(
        "Support both the employee and the workplace, less and less. End with a talk with each, "
        "so that everyone knows that the support stops."
    ),
}


@dataclass(frozen=True, slots=True)
class InStep:
    """A time in a step, from a move until the next: `end` is the day of that one, None while it goes on."""

    move: SupportedMove
    end: dt.date | None
    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five, with all times in it. `since`: for the one that goes on, when it last began."""

    number: int
    name: "StrOrPromise"
    teaches: "StrOrPromise"
    days: int
    times: int
    since: dt.date | None

    @property
    def current(self) -> bool:
        """Whether the process is in this step now."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class Match:
    """What the applicant seeks and avoids beside what a workplace has. `fit`: "" where nobody has judged."""

    label: str
    sought: str
    avoided: str
    there: str
    fit: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """A job analysis with its match."""

    analysis: JobAnalysis
    matches: list[Match]


@dataclass(frozen=True, slots=True)
class Week:
    """Support in a week from Monday: planned (None: not planned yet) and given, in whole minutes."""

    monday: dt.date
    planned: int | None
    given: int

    @property
    def planned_hours(self) -> str:
        """As hours:minutes; "" where nothing is planned."""
        return "" if self.planned is None else as_hours(self.planned)

    @property
    def given_hours(self) -> str:
        """As hours:minutes."""
        return as_hours(self.given)


@dataclass(frozen=True, slots=True)
class Supported:
    """A process as things stand on a day; lists of dated facts have the newest first, but for the plan."""

    process: SupportedProcess
    running: bool
    steps: list[Step]
    times: list[InStep]
    analysis: ApplicantAnalysis | None
    asked: list[Note]
    told: list[MayTell]
    no_longer_told: list[MayTell]
    jobs: list[Analysed]
    agreements: list[IntroductionAgreement]
    plan: list[PlannedSupport]
    weeks: list[Week]
    talks: list[dt.date]

    @property
    def current(self) -> Step | None:
        """The step that the process is in; None when it has ended."""
        return next((step for step in self.steps if step.current), None)

    @property
    def meets_employers(self) -> bool:
        """Whether the process has come to where an employer could be told something."""
        return self.current is not None and self.current.number >= EMPLOYER_STEP

    @property
    def days(self) -> int:
        """Days from the beginning until the end, or until now."""
        return sum(time.days for time in self.times)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list. `step` is None for a process without moves; days are until today."""

    process: SupportedProcess
    number: str
    coach: str
    step: SupportedStep | None
    since: dt.date | None
    days: int | None
    days_in_all: int | None

    @property
    def name(self) -> str:
        """The name; for someone recorded without, what the project calls them."""
        return self.process.enrolment.person.listed_as(self.number)


def list_rows(processes: Iterable[SupportedProcess], *, on: dt.date) -> list[ListRow]:
    """The lines of some processes, which come `by_step` and `with_present_facts`."""
    return [_list_row(process, on=on) for process in processes]


def _list_row(process: SupportedProcess, *, on: dt.date) -> ListRow:
    stay = process.enrolment
    step, since, began = (getattr(process, name) for name in ("step", "since", "began"))
    return ListRow(
        process=process,
        number=number_of(stay),
        coach=", ".join(str(each.coach) for each in stay.coach_assignments.all()),
        step=SupportedStep(step) if step else None,
        since=since,
        days=(on - since).days if since else None,
        days_in_all=(on - began).days if began else None,
    )


def processes_of(stays: "Sequence[Enrolment]") -> list[SupportedProcess]:
    """Those of a person in a project, over every stay of theirs, the newest first."""
    found = SupportedProcess.objects.filter(enrolment__in=stays)
    return list(found.select_related("enrolment").order_by("-pk"))


def works_by_steps(enrolment: "Enrolment") -> bool:
    """Whether the part is shown: the project works by the method, or a process has begun anyway."""
    if enrolment.project.supported_employment:
        return True
    return SupportedProcess.objects.filter(
        enrolment__project=enrolment.project_id, enrolment__person=enrolment.person_id
    ).exists()


def read_supported(process: SupportedProcess, *, on: dt.date) -> Supported:
    """Fetch all of one process; it comes with its enrolment."""
    left = process.enrolment.end
    over = process.ended_on or (left if left and left <= on else None)
    running = over is None and not process.enrolment.registered_by_mistake
    times = _times(list(process.moves.all()), until=over, on=on)
    told = list(process.may_tell.select_related("company"))
    analysis = ApplicantAnalysis.objects.filter(process=process).first()
    plan = list(process.planned_support.all())
    attended = Attendance.objects.filter(
        enrolment=process.enrolment_id,
        session__kind__in=SUPPORT_KINDS,
        session__held_on__range=(times[0].move.moved_on if times else on, over or on),
    )
    talks = attended.filter(session__kind=SessionKind.THREE_PARTY_TALK)
    return Supported(
        process=process,
        running=running,
        steps=[_step(number, times, running=running) for number in SupportedStep],
        times=times[::-1],
        analysis=analysis,
        asked=_asked(process, since=times[0].move.moved_on if times else on, until=over or on),
        told=[each for each in told if running and each.in_force(on=on)],
        no_longer_told=[each for each in told if not (running and each.in_force(on=on))],
        jobs=[
            Analysed(job, matched(analysis, job)) for job in process.job_analyses.select_related("company")
        ],
        agreements=list(process.agreements.select_related("company")),
        plan=plan,
        weeks=_weeks(plan, _given(attended), until=over or on),
        talks=list(talks.order_by("-session__held_on").values_list("session__held_on", flat=True)),
    )


def _asked(process: SupportedProcess, *, since: dt.date, until: dt.date) -> list[Note]:
    """What is written of employers who were asked while the process went on, the newest first."""
    written = Note.objects.filter(enrolment=process.enrolment_id, kind=NoteKind.EMPLOYER)
    return list(written.filter(day__range=(since, until)).select_related("author"))


def _times(moves: list[SupportedMove], *, until: dt.date | None, on: dt.date) -> list[InStep]:
    """Each move with the day that it held until, the earliest first."""
    ends = [later.moved_on for _earlier, later in pairwise(moves)]
    return [
        InStep(move, end, max(0, ((end or on) - move.moved_on).days))
        for move, end in zip(moves, [*ends, until], strict=False)
    ]


def _step(number: SupportedStep, times: list[InStep], *, running: bool) -> Step:
    mine = [time for time in times if time.move.step == number]
    here = running and bool(times) and times[-1].move.step == number
    return Step(
        number=number,
        name=number.label,
        teaches=_TEACHES[number],
        days=sum(time.days for time in mine),
        times=len(mine),
        since=times[-1].move.moved_on if here else None,
    )


def matched(analysis: ApplicantAnalysis | None, job: JobAnalysis) -> list[Match]:
    """What the applicant seeks and avoids against the tasks, hours and four groups of factors of a job."""
    seeks = analysis or ApplicantAnalysis()
    return [
        Match(_("Tasks"), seeks.tasks_sought, seeks.tasks_avoided, job.tasks, ""),
        Match(_("Hours"), seeks.hours_sought, seeks.hours_avoided, job.hours, ""),
        Match(
            _("Work organisation"),
            seeks.support_needed,
            "",
            job.organisation,
            job.get_organisation_fit_display(),
        ),
        Match(
            _("Psychosocial factors"),
            seeks.environment_sought,
            seeks.environment_avoided,
            job.psychosocial,
            job.get_psychosocial_fit_display(),
        ),
        Match(
            _("Physical factors"),
            seeks.environment_sought,
            seeks.environment_avoided,
            job.physical,
            job.get_physical_fit_display(),
        ),
        Match(_("Knowledge factors"), seeks.presented, "", job.knowledge, job.get_knowledge_fit_display()),
    ]


def _given(attended: "AttendanceQuerySet") -> dict[dt.date, int]:
    """Minutes of support by the Monday of their week."""
    by_week = attended.order_by().annotate(monday=TruncWeek("session__held_on")).values("monday")
    return dict(by_week.annotate(total=Sum("minutes")).values_list("monday", "total"))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _weeks(plan: list[PlannedSupport], given: dict[dt.date, int], *, until: dt.date) -> list[Week]:
    """Week by week from the first that anything is planned or given in, the newest first.

    What is planned for a week is what begins in it, or else what began last before it.
    """
    first = min([*given, *(_monday(each.start) for each in plan)], default=None)
    found = []
    monday = first
    while monday is not None and monday <= _monday(until):
        begun = [each for each in plan if each.start < monday + _WEEK]
        found.append(Week(monday, begun[-1].minutes if begun else None, given.get(monday, 0)))
        monday += _WEEK
    return found[::-1]
