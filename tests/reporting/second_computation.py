"""L1–L12 once more: slow, literal, from the rows, written from the definitions alone.

It shares no line with the product's own computing, which the tests compare it with. Wherever
there is a choice it takes the plain one: a date is found by walking the days, a set by asking
each person in turn. Words for groups are those of the report.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from coaching.models import Criterion, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed
from participants.models import Enrolment, Episode, SupportPeriod
from projects.models import Project

OWN_INCOME = {"wage", "own_business", "study_finance"}
BLOCKING = {"social_assistance", "introduction_benefit", "establishment_benefit"}
PLACEMENT = {"work_placement", "work_training", "language_placement"}
WORK = {"employment", "own_business"}
BANDS_OF_L = ((16, 24), (25, 54))
NOT_STATED = "ej angiven"
CAUSES = {
    "": NOT_STATED,
    "work": "arbete",
    "studies": "studier",
    "own_business": "eget företag",
    "moved": "flytt",
    "illness": "sjukdom",
    "family": "familjeskäl",
    "back_to_referrer": "åter till anvisare",
    "own_request": "egen begäran",
    "stopped_attending": "uteblivit",
    "project_ended": "projektet slut",
    "other": "annan orsak",
}
STATES = {"met": "uppfyllt", "partly": "delvis", "not_met": "ej uppfyllt", "not_assessed": "ej bedömt"}


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
        self.as_of = as_of
        begun = sorted((one for one in enrolments if one.start <= as_of), key=lambda one: one.start)
        self.first, self.last = begun[0], begun[-1]
        self.person = self.first.person
        self.start = self.first.start
        self.enrolled = any(one.end is None or one.end > as_of for one in begun)
        self.exit = None if self.enrolled else self.last.end
        self.episodes = [row for one in enrolments for row in Episode.objects.filter(enrolment=one)]
        self.support = [row for one in enrolments for row in SupportPeriod.objects.filter(enrolment=one)]
        self.assessments = [
            row for one in enrolments for row in ReadinessAssessment.objects.filter(enrolment=one)
        ]

    def age(self) -> int | None:
        return completed_years(self.person.birth_date, self.start) if self.person.birth_date else None

    def self_support(self) -> dt.date | None:
        day = self.start
        while day <= self.as_of:
            sources = {
                row.source for row in self.support if row.start <= day and (row.end is None or day <= row.end)
            }
            if sources & OWN_INCOME and not sources & BLOCKING:
                return day
            day += dt.timedelta(days=1)
        return None

    def outcomes(self, kinds: set[str]) -> list[Episode]:
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
    given = dict(assessment.results.values_list("criterion__code", "state"))
    codes = assessment.checklist.criteria.values_list("code", flat=True)
    return {code: given.get(code, "not_assessed") for code in codes}


type Cell = tuple[str, str, str]  # gender, age, group; "" where there is no split
type Stat = int | tuple[int, int, str | None] | tuple[int, str | None, str | None]


@dataclass
class Table:
    """What falls in each cell: for a share 1 or 0, for a mean the days, for a count a mark."""

    kind: str
    entries: list[tuple[Cell, int]]

    def over(self, gender: str = "", age: str = "", group: str = "") -> Stat:
        """One number over the cells that match; "" matches all."""
        asked = (gender, age, group)
        return self.stat(
            [
                value
                for cell, value in self.entries
                if all(wanted in ("", place) for wanted, place in zip(asked, cell, strict=True))
            ]
        )

    def cells(self) -> dict[Cell, Stat]:
        return {cell: self.over(*cell) for cell, _ in self.entries}

    def stat(self, values: list[int]) -> Stat:
        if self.kind == "count":
            return len(values)
        if self.kind == "share":
            percent = one_decimal(Fraction(100 * sum(values), len(values))) if values else None
            return sum(values), len(values), percent
        return len(values), mean(values), median(values)


type Tables = dict[str, Table]  # "" = the indicator's own, else what stands beside it, by name


class Computation:
    """The L set of a project over a period, both days included."""

    def __init__(self, project: Project, start: dt.date, end: dt.date, as_of: dt.date) -> None:
        self.project, self.start, self.end, self.as_of = project, start, end, as_of
        self.bands = [tuple(map(int, text.split("-"))) for text in project.age_bands] or list(BANDS_OF_L)
        rows: dict[int, list[Enrolment]] = {}
        for row in Enrolment.objects.filter(project=project, registered_by_mistake=False):
            rows.setdefault(row.person_id, []).append(row)
        self.people = [
            Participant(mine, as_of) for mine in rows.values() if any(row.start <= as_of for row in mine)
        ]

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        contacts = CompanyContact.objects.filter(project=self.project)
        needs = RecruitmentNeed.objects.filter(project=self.project)
        return {
            "L1": self.l1(),
            "L2": self.l2(),
            "L3": self.companies((row.company_id, row.contacted_on) for row in contacts),
            "L4": self.companies((row.company_id, row.registered_on) for row in needs),
            "L5": {"": Table("count", list(self.began(PLACEMENT)))},
            "L6": {"": Table("count", list(self.work_after(PLACEMENT)))},
            "L7": {"": Table("count", list(self.began({"vocational_course"})))},
            "L8": {"": Table("count", list(self.work_after({"vocational_course"})))},
            "L9": self.l9(),
            "L10": {"": Table("count", list(self.l10()))},
            "L11": self.l11(),
            "L12": self.l12(),
        }

    def covers(self, day: dt.date | None) -> bool:
        """Whether something on that day happened in the period and is known by as of."""
        return day is not None and self.start <= day <= self.end and day <= self.as_of

    def cell(self, who: Participant, group: str = "") -> Cell:
        age = who.age()
        label = "unknown" if age is None else "outside"
        for lower, upper in self.bands:
            if age is not None and lower <= age <= upper:
                label = f"{lower}-{upper}"
        return who.person.gender, label, group

    def started(self) -> list[Participant]:
        return [who for who in self.people if self.covers(who.start)]

    def l1(self) -> Tables:
        due, provisional = Table("share", []), Table("share", [])
        for who in self.started():
            limit = months_after(who.start, 18)
            reached = who.self_support()
            hit = int(reached is not None and reached <= limit)
            provisional.entries.append((self.cell(who), hit))
            if limit <= self.as_of:
                due.entries.append((self.cell(who), hit))
        return {"": due, "provisional": provisional}

    def l2(self) -> Tables:
        tables = {name: Table("count", []) for name in ("", "late", "not_yet_due", "never")}
        tables["days_to_ready"] = Table("mean", [])
        for who in self.started():
            limit, ready = months_after(who.start, 4), who.ready_on()
            if ready is None:
                place = "not_yet_due" if limit > self.as_of else "never"
            else:
                place = "" if ready <= limit else "late"
                tables["days_to_ready"].entries.append((self.cell(who), (ready - who.start).days))
            tables[place].entries.append((self.cell(who), 1))
        return tables

    def companies(self, dated: Iterable[tuple[int, dt.date]]) -> Tables:
        """L3 and L4."""
        unique = {company for company, day in dated if self.covers(day)}
        return {"": Table("count", [(("", "", ""), 1) for _ in unique])}

    def began(self, kinds: set[str]) -> Iterator[tuple[Cell, int]]:
        """L5 and L7."""
        for who in self.people:
            if any(self.covers(row.start) for row in who.outcomes(kinds)):
                yield self.cell(who), 1

    def work_after(self, kinds: set[str]) -> Iterator[tuple[Cell, int]]:
        """L6 and L8."""
        for who in self.people:
            ended = [row.end for row in who.outcomes(kinds) if row.end is not None and row.end <= self.as_of]
            begun = [row.start for row in who.outcomes(WORK) if self.covers(row.start)]
            if any(first_day >= last_day for first_day in begun for last_day in ended):
                yield self.cell(who), 1

    def l9(self) -> Tables:
        main, by_year, by_gender_age = Table("mean", []), Table("mean", []), Table("mean", [])
        for who in self.people:
            reached = who.self_support()
            if reached is None or not self.covers(reached):
                continue
            days, year = (reached - who.start).days, str(reached.year)
            main.entries.append((self.cell(who, year), days))
            by_year.entries.append((("", "", year), days))
            by_gender_age.entries.append((self.cell(who), days))
        return {"": main, "by_year": by_year, "by_gender_age": by_gender_age}

    def l10(self) -> Iterator[tuple[Cell, int]]:
        for who in self.people:
            reached = who.self_support()
            if who.exit is not None and self.covers(who.exit) and (reached is None or reached > who.exit):
                yield self.cell(who, CAUSES[who.last.exit_cause]), 1

    def l11(self) -> Tables:
        main, criteria = Table("count", []), Table("count", [])
        codes = {row.code for row in Criterion.objects.filter(checklist__project=self.project)}
        for who in self.people:
            if not who.enrolled:
                continue
            assessments = who.coach_assessments()
            states = states_of(assessments[-1]) if assessments else {}
            ready = "jobbredo" if set(states.values()) == {"met"} else "ej jobbredo"
            main.entries.append((self.cell(who, ready if assessments else "ej bedömd"), 1))
            for code in codes:
                word = STATES[states.get(code, "not_assessed")]
                criteria.entries.append((self.cell(who, f"{code}:{word}"), 1))
        return {"": main, "criteria": criteria}

    def l12(self) -> Tables:
        main, wanted = Table("count", []), Table("count", [])
        for who in self.people:
            for job in who.outcomes({"employment"}):
                if self.covers(job.start):
                    main.entries.append((self.cell(who, extent(job.hours_per_week)), 1))
                    comparison = against(job.hours_per_week, who.first.hours_wanted)
                    wanted.entries.append((self.cell(who, comparison), 1))
        return {"": main, "against_hours_wanted": wanted}


def extent(hours: Decimal | None) -> str:
    if hours is None:
        return "okänt"
    if hours >= 35:
        return "heltid"
    return "17-34" if hours >= 17 else "under 17"


def against(hours: Decimal | None, wanted: Decimal | None) -> str:
    if hours is None or wanted is None:
        return "okänt"
    if hours == wanted:
        return "lika"
    return "mindre" if hours < wanted else "mer"
