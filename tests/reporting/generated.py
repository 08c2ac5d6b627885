"""Whole invented projects for hypothesis: plain descriptions, drawn near the edges, and their rows.

Days are drawn around those that decide something: the period's and as of, a person's first start
and the 4 and 18 months after it, exits. A description prints as what it is, so that a failing
example can be read, and kept as an @example.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from coaching.models import CriterionState
from participants.codes import EpisodeKind, ExitCause, Gender, SupportSource
from tests.reporting.second_computation import birthday, months_after

CODES = {1: ("A1", "B1", "D2"), 2: ("A1", "C1", "D2")}  # of two versions of the checklist
BANDS: tuple[list[str], ...] = ([], ["16-24", "25-54"], ["18-29", "30-54", "55-64"], ["20-20"])
EDGE_AGES = (15, 16, 17, 18, 20, 21, 24, 25, 29, 30, 54, 55, 64, 65)
HOURS = (None, *map(Decimal, ("0", "16.99", "17", "20", "34.99", "35", "40")))
# Starts after which a month is too short for the day, and those around a leap day.
EDGE_STARTS = (
    dt.date(2023, 3, 31),
    dt.date(2023, 8, 30),
    dt.date(2023, 8, 31),
    dt.date(2023, 10, 31),
    dt.date(2023, 12, 31),
    dt.date(2024, 2, 28),
    dt.date(2024, 2, 29),
    dt.date(2024, 3, 1),
)
FIRST, LAST = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class EpisodeOf:
    kind: str
    start: dt.date
    end: dt.date | None = None
    hours: Decimal | None = None
    before_start: bool = False


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
class EnrolmentOf:
    start: dt.date
    end: dt.date | None = None
    cause: str = ""
    mistake: bool = False
    hours_wanted: Decimal | None = None
    episodes: tuple[EpisodeOf, ...] = ()
    support: tuple[SupportOf, ...] = ()
    assessments: tuple[AssessmentOf, ...] = ()


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
class ProjectOf:
    """A project and the window to look through. Companies are numbered; contacts and needs are dated."""

    period: tuple[dt.date, dt.date]
    as_of: dt.date
    people: tuple[PersonOf, ...]
    bands: Sequence[str] = ()
    contacts: tuple[tuple[int, dt.date], ...] = ()
    needs: tuple[tuple[int, dt.date, dt.date | None], ...] = ()
    goals: tuple[GoalOf, ...] = ()


@st.composite
def projects(draw: st.DrawFn) -> ProjectOf:
    """A project of up to seven people."""
    starts = st.sampled_from(EDGE_STARTS) | st.dates(FIRST, dt.date(2024, 12, 31))
    first_starts = draw(st.lists(starts, max_size=7))
    clocks = [
        day for start in first_starts for day in (start, months_after(start, 4), months_after(start, 18))
    ]
    days = beside(clocks) | st.dates(FIRST, LAST) if clocks else st.dates(FIRST, LAST)
    period = tuple(sorted((draw(days), draw(days))))
    as_of = draw(beside([period[0], period[1]]) | days)
    known = [*period, as_of]
    companies = st.integers(0, 2)
    bands = draw(st.sampled_from(BANDS))
    return ProjectOf(
        period=(period[0], period[1]),
        as_of=as_of,
        people=tuple(draw(people(start, known)) for start in first_starts),
        bands=bands,
        contacts=tuple(draw(st.lists(st.tuples(companies, beside(known) | days), max_size=4))),
        needs=tuple(
            (who, *span) for who, span in draw(st.lists(st.tuples(companies, spells(known)), max_size=3))
        ),
        goals=tuple(
            draw(st.lists(goals(bands), max_size=3, unique_by=lambda goal: (goal.indicator, goal.gender)))
        ),
    )


def beside(days: Sequence[dt.date]) -> SearchStrategy[dt.date]:
    """One of these days, the day before or the day after."""
    return st.builds(lambda day, by: day + by * DAY, st.sampled_from(days), st.sampled_from((0, -1, 1)))


def spells(days: Sequence[dt.date]) -> SearchStrategy[tuple[dt.date, dt.date | None]]:
    """From a day on or beside one of these, or some months off, until another day or open."""
    starts = beside(days) | st.builds(
        lambda day, by: day + by * DAY, st.sampled_from(days), st.integers(-60, 500)
    )
    lengths = st.none() | st.just(0) | st.integers(0, 500)
    return st.builds(
        lambda start, length: (start, None if length is None else start + length * DAY), starts, lengths
    )


@st.composite
def people(draw: st.DrawFn, start: dt.date, known: Sequence[dt.date]) -> PersonOf:
    """A person first enrolled on `start`, with up to two re-entries and one enrolment by mistake."""
    stays: list[tuple[dt.date, dt.date | None]] = []
    begun, more = start, draw(st.integers(0, 2))
    for number in range(more + 1):
        is_last = number == more
        ended = begun + draw(st.sampled_from((0, 1, 30, 122, 123)) | st.integers(0, 600)) * DAY
        if is_last and draw(st.booleans()):
            ended = max(begun, draw(beside(known)))
        stays.append((begun, None if is_last and draw(st.booleans()) else ended))
        begun = ended + draw(st.integers(1, 200)) * DAY
    special = [*known, start, months_after(start, 4), months_after(start, 18)]
    special += [end for _start, end in stays if end]
    mistakes = draw(st.lists(spells(special), max_size=1))
    return PersonOf(
        gender=draw(st.sampled_from(Gender.values)),
        birth_date=draw(birth_dates(start)),
        enrolments=tuple(
            draw(enrolments(*span, special, mistake=mistake))
            for spans, mistake in ((stays, False), (mistakes, True))
            for span in spans
        ),
    )


def birth_dates(start: dt.date) -> SearchStrategy[dt.date | None]:
    """On and beside the birthdays that decide the band, on leap days, or any."""
    birthdays = st.builds(
        lambda age, by: birthday(start, start.year - age) + by * DAY,
        st.sampled_from(EDGE_AGES),
        st.sampled_from((0, -1, 1)),
    )
    leap_days = st.sampled_from([dt.date(year, 2, 29) for year in (1968, 1996, 2000, 2004, 2008)])
    return st.none() | birthdays | leap_days | st.dates(dt.date(1940, 1, 1), dt.date(2015, 1, 1))


@st.composite
def enrolments(
    draw: st.DrawFn, start: dt.date, end: dt.date | None, special: Sequence[dt.date], *, mistake: bool
) -> EnrolmentOf:
    span = spells(special)
    kinds, sources = st.sampled_from(EpisodeKind.values), st.sampled_from(SupportSource.values)
    hours = st.sampled_from(HOURS)
    episodes = st.builds(
        lambda kind, span, hours, before: EpisodeOf(kind, span[0], span[1], hours, before),
        kinds,
        span,
        hours,
        st.sampled_from((False, False, False, True)),
    )
    support = st.builds(lambda source, span: SupportOf(source, *span), sources, span)
    return EnrolmentOf(
        start,
        end,
        cause=draw(st.sampled_from(["", *ExitCause.values])) if end else "",
        mistake=mistake,
        hours_wanted=draw(hours),
        episodes=tuple(draw(st.lists(episodes, max_size=4))),
        support=tuple(draw(st.lists(support, max_size=4))),
        assessments=tuple(
            draw(st.lists(assessments(special), max_size=3, unique_by=lambda one: (one.on, one.assessor)))
        ),
    )


def assessments(special: Sequence[dt.date]) -> SearchStrategy[AssessmentOf]:
    states = st.sampled_from([None, *CriterionState.values])
    return st.builds(
        AssessmentOf,
        on=beside(special) | st.dates(FIRST, LAST),
        states=st.just((CriterionState.MET,) * 3) | st.tuples(states, states, states),
        assessor=st.sampled_from(("coach", "coach", "participant")),
        version=st.sampled_from((1, 1, 2)),
    )


def goals(bands: Sequence[str]) -> SearchStrategy[GoalOf]:
    """Targets of the whole, of a gender, of a band, of a group."""
    values = st.sampled_from([Decimal(0), Decimal(12), Decimal(60), Decimal("2.50")])
    indicators = st.sampled_from([f"L{number}" for number in range(1, 13)])
    genders = st.sampled_from(["", "", *Gender.values])
    ages = st.sampled_from(["", "", *(bands or ["16-24"])])
    grouped = st.sampled_from([("L10", "flytt"), ("L11", "jobbredo"), ("L12", "heltid")])
    return st.builds(GoalOf, indicators, values, genders, ages) | st.builds(
        lambda group, value: GoalOf(group[0], value, group=group[1]), grouped, values
    )
