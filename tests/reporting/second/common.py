"""What the second computations share: slow, literal, from the rows, written from the definitions alone.

They share no line with the product's own computing, which the tests compare them with. Wherever
there is a choice they take the plain one: a date is found by walking the days, a set by asking
each person in turn. Words for groups are those of the report.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, ClassVar

from django.db.models import Model

from coaching.models import PhaseMove, ReadinessAssessment, Session
from participants.models import CvEntry, Enrolment, Episode, FollowUp, SensitiveBackground, SurveyAnswer
from projects.models import Project

OWN_INCOME = {"wage", "own_business", "study_finance"}
BLOCKING = {"social_assistance", "introduction_benefit", "establishment_benefit"}
PLACEMENT = {"work_placement", "work_training", "language_placement"}
WORK = {"employment", "own_business"}
OLDEST = 199


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month some months later, or the month's last day where there is none."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    number = day.day
    while True:
        try:
            return dt.date(year, month, number)
        except ValueError:
            number -= 1


def birthday(born: dt.date, year: int) -> dt.date:
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def completed_years(born: dt.date, day: dt.date) -> int:
    """How many birthdays have come since the birth."""
    return sum(birthday(born, year) <= day for year in range(born.year + 1, day.year + 1))


def one_decimal(number: Fraction) -> str:
    """Rounded half up."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def mean(numbers: list[int]) -> str | None:
    return one_decimal(Fraction(sum(numbers), len(numbers))) if numbers else None


def median(numbers: list[int]) -> str | None:
    if not numbers:
        return None
    in_order = sorted(numbers)
    lower, upper = in_order[(len(numbers) - 1) // 2], in_order[len(numbers) // 2]
    return one_decimal(Fraction(lower + upper, 2))


class Participant:
    """One person's rows in the project, as they stood on `as_of`."""

    def __init__(self, enrolments: list[Enrolment], as_of: dt.date) -> None:
        """`enrolments`: all of the person's in the project that aren't registered by mistake."""
        self.as_of, self.enrolments = as_of, enrolments
        begun = sorted((one for one in enrolments if one.start <= as_of), key=lambda one: one.start)
        self.first, self.last = begun[0], begun[-1]
        self.person = self.first.person
        self.start = self.first.start
        self.enrolled = any(one.end is None or one.end > as_of for one in begun)
        self.exit = None if self.enrolled else self.last.end
        self.episodes = [row for one in enrolments for row in one.episodes.all()]
        self.support = [row for one in enrolments for row in one.support_periods.all()]
        self.assessments = [row for one in enrolments for row in one.assessments.all()]
        self.extra_service_is_income = False
        """What the project's definitions say; set by the computation."""

    def attended(self) -> list[tuple[dt.date, int, Session]]:
        """Day, minutes and activity of what was attended by as of."""
        rows = [row for one in self.enrolments for row in one.attendance.all()]
        return [
            (row.session.held_on, row.minutes, row.session) for row in rows if self.known(row.session.held_on)
        ]

    def cv(self) -> list[CvEntry]:
        """All entries; one counts as confirmed if its day has come."""
        return [row for one in self.enrolments for row in one.cv_entries.all()]

    def follow_up(self, kind: str) -> FollowUp | None:
        """The latest of a kind; of two on one day the one recorded last."""
        rows = [row for one in self.enrolments for row in one.follow_ups.all() if row.kind == kind]
        mine = [row for row in rows if self.known(row.done_on)]
        return max(mine, key=lambda row: (row.done_on, row.pk), default=None)

    def answer(self, question: str) -> SurveyAnswer | None:
        """The latest to a question; of two on one day the one recorded last."""
        rows = [
            row for one in self.enrolments for row in one.survey_answers.all() if row.question == question
        ]
        mine = [row for row in rows if self.known(row.answered_on)]
        return max(mine, key=lambda row: (row.answered_on, row.pk), default=None)

    def moves(self) -> list[PhaseMove]:
        """Moves on the staircase, oldest first."""
        rows = [row for one in self.enrolments for row in one.phase_moves.all() if self.known(row.moved_on)]
        return sorted(rows, key=lambda row: (row.moved_on, row.pk))

    def background(self) -> SensitiveBackground:
        """As told at the first start; not asked where nothing was."""
        told: SensitiveBackground | None = getattr(self.first, "sensitive_background", None)
        return told or SensitiveBackground()

    def known(self, day: dt.date | None) -> bool:
        """Whether something on that day has happened by as of."""
        return day is not None and day <= self.as_of

    def age(self) -> int | None:
        return completed_years(self.person.birth_date, self.start) if self.person.birth_date else None

    def self_support(self) -> dt.date | None:
        day = self.start
        while day <= self.as_of:
            sources = self.sources(day)
            own = OWN_INCOME | ({"extra_service"} if self.extra_service_is_income else set())
            if sources & own and not sources & BLOCKING:
                return day
            day += dt.timedelta(days=1)
        return None

    def sources(self, day: dt.date) -> set[str]:
        """Every source of income in force on the day."""
        return {
            row.source for row in self.support if row.start <= day and (row.end is None or day <= row.end)
        }

    def outcomes(self, kinds: Collection[str]) -> list[Episode]:
        """Episodes that count: none from before the project, none that begins after as of."""
        return [
            row
            for row in self.episodes
            if row.kind in kinds and not row.before_start and self.start <= row.start <= self.as_of
        ]

    def coach_assessments(self) -> list[ReadinessAssessment]:
        """Oldest first."""
        mine = [row for row in self.assessments if row.assessor == "coach" and row.assessed_on <= self.as_of]
        return sorted(mine, key=lambda row: (row.assessed_on, row.pk))

    def ready_on(self) -> dt.date | None:
        for assessment in self.coach_assessments():
            if set(states_of(assessment).values()) == {"met"}:
                return assessment.assessed_on
        return None


def states_of(assessment: ReadinessAssessment) -> dict[str, str]:
    """The state of every criterion of the assessment's checklist, by the criterion's code."""
    given = {row.criterion_id: row.state for row in assessment.results.all()}
    return {
        criterion.code: given.get(criterion.pk, "not_assessed")
        for criterion in assessment.checklist.criteria.all()
    }


type Cell = tuple[str, str, str]  # gender, age, group; "" where there is no split
type Stat = int | str | tuple[int, int, str | None] | tuple[int, str | None, str | None]


@dataclass
class Table:
    """What falls in each cell: for a share 1 or 0, for a mean the days, for a count a mark.

    For a sum what is added up, for time minutes. `parents`: the group above a group, of which a target
    is about both. `has_total`: whether the report prints one number over all of it.
    """

    kind: str
    entries: list[tuple[Cell, int]] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    has_total: bool = True

    def over(self, gender: str = "", age: str = "", group: str = "") -> Stat:
        """One number over the cells that match; "" matches all."""
        return self.stat(
            [
                value
                for (a_gender, an_age, a_group), value in self.entries
                if gender in ("", a_gender)
                and age in ("", an_age)
                and group in ("", a_group, self.parents.get(a_group))
            ]
        )

    def cells(self) -> dict[Cell, Stat]:
        """Each cell that something falls in, its own entries only."""
        found: dict[Cell, list[int]] = {}
        for cell, value in self.entries:
            found.setdefault(cell, []).append(value)
        return {cell: self.stat(values) for cell, values in found.items()}

    def stat(self, values: list[int]) -> Stat:
        if self.kind == "count":
            return len(values)
        if self.kind == "sum":
            return sum(values)
        if self.kind == "time":
            return one_decimal(Fraction(sum(values), 60))
        if self.kind == "share":
            percent = one_decimal(Fraction(100 * sum(values), len(values))) if values else None
            return sum(values), len(values), percent
        return len(values), mean(values), median(values)


# "" = the indicator's own, else what stands beside it, by name. None: the project doesn't record it.
type Tables = dict[str, Table] | None


# What is changed in every row of a table of the database, and which indicators of the set move by it.
type Moves = dict[str, tuple[type[Model], dict[str, Any], set[str]]]


@dataclass
class Aim:
    """A target; "" is over all."""

    value: Decimal
    gender: str = ""
    age_band: str = ""
    group: str = ""


def enrolments_of(project: Project) -> list[Enrolment]:
    """All of the project's but those registered by mistake, with what hangs on them; for every set."""
    rows = Enrolment.objects.filter(project=project, registered_by_mistake=False)
    return list(
        rows.select_related("person", "target_group", "sensitive_background").prefetch_related(
            "episodes__company",
            "support_periods",
            "assessments__results",
            "assessments__checklist__criteria",
            "attendance__session",
            "cv_entries",
            "follow_ups",
            "survey_answers",
            "phase_moves__phase",
        )
    )


class Computation:
    """A set of a project over a period, both days included. Each set has its own below this."""

    bands_of_set: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[bool] = False
    """The bands and hours are the regulation's, whatever the project has set."""
    min_hours_of_set: ClassVar[Decimal | None] = None

    def __init__(
        self, project: Project, start: dt.date, end: dt.date, as_of: dt.date, enrolments: Sequence[Enrolment]
    ) -> None:
        """`enrolments`: the project's, as `enrolments_of` reads them."""
        self.project, self.start, self.end, self.as_of = project, start, end, as_of
        own = [] if self.fixed else project.age_bands
        self.bands = [(text, *ages(text)) for text in own or self.bands_of_set]
        self.min_hours = self.min_hours_of_set
        if project.work_min_hours is not None and not self.fixed:
            self.min_hours = project.work_min_hours
        rows: dict[int, list[Enrolment]] = {}
        for row in enrolments:
            rows.setdefault(row.person_id, []).append(row)
        self.people = [
            Participant(mine, as_of) for mine in rows.values() if any(row.start <= as_of for row in mine)
        ]
        for who in self.people:
            who.extra_service_is_income = project.extra_service_is_income
        self.goals = list(project.goals.order_by("pk"))

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        raise NotImplementedError

    def aims(self, code: str) -> list[Aim]:
        """What the project aims at under an indicator."""
        return [
            Aim(goal.value, goal.gender, goal.age_band, goal.group)
            for goal in self.goals
            if goal.indicator == code
        ]

    def covers(self, day: dt.date | None) -> bool:
        """Whether something on that day happened in the period and is known by as of."""
        return day is not None and self.start <= day <= self.end and day <= self.as_of

    def cell(self, who: Participant, group: str = "") -> Cell:
        """A person's place, by the age on the first start."""
        age = who.age()
        label = "unknown" if age is None else "outside"
        for text, lower, upper in self.bands:
            if age is not None and lower <= age <= upper:
                label = text
        return who.person.gender, label, group

    def started(self) -> list[Participant]:
        """Those whose first start is in the period."""
        return [who for who in self.people if self.covers(who.start)]

    def left(self) -> list[Participant]:
        """Those whose final exit is in the period."""
        return [who for who in self.people if self.covers(who.exit)]


def ages(text: str) -> tuple[int, int]:
    """The youngest and the oldest of a band as it is written."""
    if text.startswith("<"):
        return 0, int(text[1:]) - 1
    if text.endswith("+"):
        return int(text[:-1]), OLDEST
    lower, upper = text.split("-")
    return int(lower), int(upper)
