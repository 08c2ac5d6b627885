"""Invented projects as plain descriptions: what fails prints as what it is, and can be read and kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

CODES = {1: ("A1", "B1", "D2"), 2: ("A1", "C1", "D2")}  # of two versions of the checklist
STEPS = 4
GROUPS = ("Grupp 0", "Grupp 1", "Grupp 2")  # the last is a part of the first


@dataclass(frozen=True)
class EpisodeOf:
    kind: str
    start: dt.date
    end: dt.date | None = None
    hours: Decimal | None = None
    before_start: bool = False
    occupation: str = ""
    company: int | None = None


@dataclass(frozen=True)
class SupportOf:
    source: str
    start: dt.date
    end: dt.date | None = None


@dataclass(frozen=True)
class AssessmentOf:
    """States by position of the criterion; a state of None leaves the result out."""

    on: dt.date
    states: tuple[str | None, ...]
    assessor: str = "coach"
    version: int = 1


@dataclass(frozen=True)
class BackgroundOf:
    birth_country: str = "not_asked"
    parents_born_abroad: str = "not_asked"
    citizenship: str = "not_asked"
    reduced_work_capacity: str = "not_asked"


@dataclass(frozen=True)
class AttendanceOf:
    """At the project's one activity of that kind on that day."""

    on: dt.date
    minutes: int
    kind: str = "job_club"


@dataclass(frozen=True)
class CvOf:
    kind: str
    confirmed_on: dt.date | None = None


@dataclass(frozen=True)
class FollowUpOf:
    kind: str
    on: dt.date
    outcome: str


@dataclass(frozen=True)
class AnswerOf:
    question: str
    on: dt.date
    answer: str


@dataclass(frozen=True)
class MoveOf:
    """To a step of the staircase, 1 the lowest."""

    on: dt.date
    step: int


@dataclass(frozen=True)
class EnrolmentOf:
    """The target group by its place in `GROUPS`; a background of None is not there at all."""

    start: dt.date
    end: dt.date | None = None
    cause: str = ""
    mistake: bool = False
    hours_wanted: Decimal | None = None
    episodes: tuple[EpisodeOf, ...] = ()
    support: tuple[SupportOf, ...] = ()
    assessments: tuple[AssessmentOf, ...] = ()
    destination: str = ""
    group: int | None = None
    referred_by: str = ""
    entry_status: str = ""
    unemployed_since: dt.date | None = None
    education_level: str = ""
    background: BackgroundOf | None = None
    attendance: tuple[AttendanceOf, ...] = ()
    cv: tuple[CvOf, ...] = ()
    follow_ups: tuple[FollowUpOf, ...] = ()
    answers: tuple[AnswerOf, ...] = ()
    moves: tuple[MoveOf, ...] = ()


@dataclass(frozen=True)
class PersonOf:
    gender: str
    birth_date: dt.date | None
    enrolments: tuple[EnrolmentOf, ...]


@dataclass(frozen=True)
class GoalOf:
    indicator: str
    value: Decimal
    gender: str = ""
    age_band: str = ""
    group: str = ""


@dataclass(frozen=True)
class CompanyOf:
    industry: str = ""
    employees: int | None = None
    public: bool = False


@dataclass(frozen=True)
class ProjectOf:
    """A project and the window to look through. Companies are numbered; contacts and needs are dated.

    Supervisors: company, and when trained. `occupations`: the share of women by SSYK code, None = no list.
    """

    period: tuple[dt.date, dt.date]
    as_of: dt.date
    people: tuple[PersonOf, ...]
    bands: Sequence[str] = ()
    contacts: tuple[tuple[int, dt.date], ...] = ()
    needs: tuple[tuple[int, dt.date, dt.date | None], ...] = ()
    goals: tuple[GoalOf, ...] = ()
    companies: tuple[CompanyOf, ...] = (CompanyOf(),) * 3
    ring: tuple[int, ...] = ()
    supervisors: tuple[tuple[int, dt.date | None], ...] = ()
    group_targets: tuple[int | None, ...] = (None,) * len(GROUPS)
    occupations: tuple[tuple[str, Decimal], ...] | None = None
    work_min_hours: Decimal | None = None
    social_assistance_monthly: int = 7000
    extra_service_is_income: bool = False
    long_term_months: tuple[int, int] = (6, 12)
    participant_min_hours: Decimal | None = None
