"""What a report is computed from: plain, frozen facts about one project, and the window to look through.

Nothing here knows the database. The same facts can therefore be kept, without names, beside a
frozen report and computed again to the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

GENDERS = ("woman", "man", "nonbinary", "unknown")


FARTHEST_YEARS = 10
"""Years that a period may reach beyond the project: years of follow-up fit in, a slip of the pen doesn't."""

_FAR_AWAY = _("The project wasn’t going on within ten years of that day. Check the year.")


class WindowError(ValueError):
    """A period or an as-of date that can't be; the message is meant for people.

    `field`: which part of the window to change, as the window names it.
    """

    def __init__(self, message: StrPromise, *, field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True, slots=True)
class Window:
    """The period, both days included, and the date after which nothing is known."""

    period_start: date
    period_end: date
    as_of: date

    def __contains__(self, day: date) -> bool:
        return self.period_start <= day <= self.period_end

    @classmethod
    def build(
        cls,
        facts: ProjectFacts,
        *,
        today: date,
        period_start: date | None = None,
        period_end: date | None = None,
        as_of: date | None = None,
    ) -> Window:
        """The window asked for. The period defaults to the project's, as of to the period's end or today.

        Raises WindowError when the period runs backwards, as of lies after today, or one of the days lies
        more than `FARTHEST_YEARS` from the project's own.
        """
        start = period_start or facts.start
        end = period_end or facts.end
        if start > end:
            raise WindowError(
                _("The period ends before it begins. Choose an end on or after the first day."),
                field="period_end",
            )
        if as_of is not None and as_of > today:
            raise WindowError(_("As of lies after today. Choose today or an earlier day."), field="as_of")
        for field, day in (("period_start", start), ("period_end", end), ("as_of", as_of or end)):
            if not facts.start.year - FARTHEST_YEARS <= day.year <= facts.end.year + FARTHEST_YEARS:
                raise WindowError(_FAR_AWAY, field=field)
        return cls(start, end, as_of or min(end, today))


@dataclass(frozen=True, slots=True)
class BackgroundFacts:
    """Origin and disability as told at an enrolment: a country's two letters, yes or no, or why neither."""

    birth_country: str = "not_asked"
    parents_born_abroad: str = "not_asked"
    citizenship: str = "not_asked"
    reduced_work_capacity: str = "not_asked"


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """One stay in the project. `end` None: open. Texts are "" where not recorded.

    `target_group` and `referred_by` are names, the rest codes of `participants.codes`.
    """

    start: date
    end: date | None = None
    cause: str = ""
    destination: str = ""
    hours_wanted: Decimal | None = None
    target_group: str = ""
    referred_by: str = ""
    entry_status: str = ""
    unemployed_since: date | None = None
    education_level: str = ""
    background: BackgroundFacts = BackgroundFacts()


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """A placement, course, job or the like; both days covered, `end` None still going, hours a week.

    `company`: the key of one of the project's companies, None where none is named. `occupation`: SSYK 2012.
    """

    kind: str
    start: date
    end: date | None = None
    hours: Decimal | None = None
    before_start: bool = False
    occupation: str = ""
    company: int | None = None


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """A source of income in force from `start` to `end`, both days included; None still going."""

    source: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """A coach's assessment: a state for every criterion of the checklist that it was made with."""

    on: date
    states: tuple[tuple[str, str], ...]

    @property
    def all_met(self) -> bool:
        """Ready: all criteria met. An assessment without criteria says nothing."""
        return bool(self.states) and all(state == "met" for _code, state in self.states)


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """Time at an activity, to the minute. `session` is the activity's key, `kind` its kind's code."""

    on: date
    minutes: int
    session: int
    kind: str


@dataclass(frozen=True, slots=True)
class CvFacts:
    """An entry of the CV; `confirmed_on` None: nobody has confirmed it."""

    kind: str
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """What a follow-up after the exit found: its kind (90 days, 6 months), when, and the outcome's code."""

    kind: str
    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An answer to a question of the survey: a code for the chance of a job, else a number 1–5."""

    question: str
    on: date
    answer: str


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """A move to a step of the staircase, 1 the lowest, in force from its date until the next."""

    on: date
    step: int


@dataclass(frozen=True, slots=True)
class ParticipantFacts:
    """A person in the project with at least one enrolment that wasn't registered by mistake.

    `assessments` holds only the coach's. What has a date is in the order in which it was recorded.
    """

    key: int
    gender: str
    birth_date: date | None
    enrolments: tuple[EnrolmentFacts, ...]
    episodes: tuple[EpisodeFacts, ...] = ()
    support: tuple[SupportFacts, ...] = ()
    assessments: tuple[AssessmentFacts, ...] = ()
    attendance: tuple[AttendanceFacts, ...] = ()
    cv: tuple[CvFacts, ...] = ()
    follow_ups: tuple[FollowUpFacts, ...] = ()
    answers: tuple[AnswerFacts, ...] = ()
    moves: tuple[MoveFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company that the project has to do with. `industry`: SNI 2007, "" where not recorded.

    `public`: a public administration, by its organisation number.
    """

    key: int
    industry: str = ""
    employees: int | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class SupervisorFacts:
    """Someone at a company who supervises placements; `trained_on` None: not trained, or not recorded."""

    key: int
    company: int
    trained_on: date | None = None


@dataclass(frozen=True, slots=True)
class TargetGroupFacts:
    """A group that the project is for; `target`: persons planned, `parent`: the name of the group above."""

    name: str
    target: int | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class OccupationFacts:
    """A version of the list of occupations: the share of women, per cent, by SSYK 2012 code."""

    version: str
    women: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact with a company."""

    company: int
    on: date


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """A recruitment need that a company registered."""

    company: int
    registered_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """A criterion of the checklist: its code, and its words in Swedish and English."""

    code: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A target. Shares in per cent; "" in gender, age_band or group: over all of them."""

    indicator: str
    value: Decimal
    gender: str = ""
    age_band: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedFacts:
    """That what a check (`reporting.checks`) found about a participant is left as it is, up to that day."""

    key: int
    check: str
    until: date


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """All that the indicators need to know about a project.

    `age_bands` empty and `work_min_hours` None: the set's own apply. `criteria` in the checklist's
    order, the newest version first. `social_assistance_monthly` in kronor. `phases` from the lowest.
    `extra_service_is_income`: the wage of an extra service job counts as own income. `long_term_months`:
    months of unemployment after which it is long-term, under 25 and from 25. `participant_min_hours`:
    attended hours below which the ESF's own sets don't count a person, None: no such limit.
    `definitions_version` numbers what the project has set for itself; `occupations` None: no list.
    `accepted`: what is left as it is, in force on the day that the facts were read; no number depends on it.
    """

    name: str
    start: date
    end: date
    age_bands: tuple[str, ...] = ()
    work_min_hours: Decimal | None = None
    social_assistance_monthly: int | None = None
    criteria: tuple[CriterionFacts, ...] = ()
    participants: tuple[ParticipantFacts, ...] = ()
    contacts: tuple[ContactFacts, ...] = ()
    needs: tuple[NeedFacts, ...] = ()
    goals: tuple[GoalFacts, ...] = ()
    companies: tuple[CompanyFacts, ...] = ()
    supervisors: tuple[SupervisorFacts, ...] = ()
    phases: tuple[str, ...] = ()
    target_groups: tuple[TargetGroupFacts, ...] = ()
    occupations: OccupationFacts | None = None
    extra_service_is_income: bool = False
    long_term_months: tuple[int, int] = (6, 12)
    participant_min_hours: Decimal | None = None
    definitions_version: int = 1
    accepted: tuple[AcceptedFacts, ...] = ()
