"""Whole invented projects for hypothesis: plain descriptions, drawn near the edges, and their rows.

Days are drawn around those that decide something: the period's and as of, a person's first start
and the 4 and 18 months after it, the months of unemployment before it, exits and the 28 days, 90 days
and 6 months after them. A description prints as what it is, so that a failing
example can be read, and kept as an @example.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from coaching.models import CriterionState, SessionKind
from participants.codes import (
    IN_WORDS,
    Answer,
    CvEntryKind,
    EducationLevel,
    EntryStatus,
    EpisodeKind,
    ExitCause,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    Gender,
    SupportSource,
    SurveyAnswerCode,
    SurveyQuestion,
)
from tests.reporting.described import (
    GROUPS,
    STEPS,
    AnswerOf,
    AssessmentOf,
    AttendanceOf,
    BackgroundOf,
    CompanyOf,
    CvOf,
    EnrolmentOf,
    EpisodeOf,
    FollowUpOf,
    GoalOf,
    MoveOf,
    PersonOf,
    ProjectOf,
    SupportOf,
)
from tests.reporting.second.common import birthday, months_after

BANDS: tuple[list[str], ...] = (
    [],
    ["16-24", "25-54"],
    ["18-29", "30-54", "55-64"],
    ["20-20"],
    ["16-24", "25+"],
)
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
REFERRERS = ("", "Arbetsförmedlingen", "Socialtjänsten")
OCCUPATIONS = ("", "5", "53", "5321", "7", "71", "7111", "9999")
# Of Sweden, of another state of the Union, of none; and why there is no country.
COUNTRIES = ("SE", "FI", "SO", *sorted(set(Answer.values) - {Answer.YES, Answer.NO}))
INDICATORS = (
    *(f"L{number}" for number in range(1, 15)),
    *(f"K{number}" for number in range(1, 14)),
    *(f"S{number}" for number in range(1, 8)),
    *(f"X{number}" for number in range(1, 6)),
    *(f"V{number}" for number in range(1, 6)),
    "CO01",
    "CR04",
    "EECO01",
    "EECR04",
    "F1",
)


@st.composite
def projects(draw: st.DrawFn) -> ProjectOf:
    """A project of up to seven people."""
    starts = st.sampled_from(EDGE_STARTS) | st.dates(FIRST, dt.date(2024, 12, 31))
    first_starts = draw(st.lists(starts, max_size=6))
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
        companies=tuple(draw(st.lists(COMPANIES, min_size=3, max_size=3))),
        ring=tuple(draw(st.lists(companies, max_size=2, unique=True))),
        supervisors=tuple(draw(st.lists(st.tuples(companies, st.none() | beside(known) | days), max_size=3))),
        **draw(FRAMES),
    )


COMPANIES = st.builds(
    CompanyOf,
    industry=st.sampled_from(("", "4", "47", "4711", "47112", "56100")),
    employees=st.sampled_from((None, 0, 1, 9, 49, 249, 250)),
    public=st.booleans(),
)
_shares = st.sampled_from(
    [Decimal(text) for text in ("0", "39.9", "40", "40.1", "59.9", "60", "60.1", "100")]
)
FRAMES: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "group_targets": st.tuples(*[st.sampled_from((None, 0, 25))] * len(GROUPS)),
        "occupations": st.none()
        | st.builds(
            lambda codes, shares: tuple(zip(sorted(codes), shares, strict=False)),
            st.sets(st.sampled_from(OCCUPATIONS[1:-1])),
            st.lists(_shares, min_size=len(OCCUPATIONS), max_size=len(OCCUPATIONS)),
        ),
        "work_min_hours": st.sampled_from((None, None, Decimal(17))),
        "social_assistance_monthly": st.sampled_from((7000, 0, 8500)),
        "extra_service_is_income": st.booleans(),
        "long_term_months": st.sampled_from(((6, 12), (6, 12), (0, 1))),
        "participant_min_hours": st.sampled_from((None, None, Decimal(2), Decimal("2.5"))),
    }
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
    for _start, end in stays:
        if end:
            special += [end, end + 28 * DAY, end + 90 * DAY, months_after(end, 6)]
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
    span, days = spells(special), beside(special) | st.dates(FIRST, LAST)
    kinds, sources = st.sampled_from(EpisodeKind.values), st.sampled_from(SupportSource.values)
    hours = st.sampled_from(HOURS)
    episodes = st.builds(
        lambda kind, span, *facts: EpisodeOf(kind, *span, *facts),
        kinds,
        span,
        hours,
        st.sampled_from((False, False, False, True)),
        st.sampled_from(OCCUPATIONS),
        st.sampled_from((None, 0, 1, 2)),
    )
    support = st.builds(lambda source, span: SupportOf(source, *span), sources, span)
    return EnrolmentOf(
        start,
        end,
        cause=draw(st.sampled_from(["", *ExitCause.values])) if end else "",
        destination=draw(st.sampled_from(["", *ExitDestination.values])) if end else "",
        mistake=mistake,
        hours_wanted=draw(hours),
        episodes=tuple(draw(st.lists(episodes, max_size=4))),
        support=tuple(draw(st.lists(support, max_size=4))),
        assessments=tuple(
            draw(st.lists(assessments(special), max_size=3, unique_by=lambda one: (one.on, one.assessor)))
        ),
        **draw(at_entry(start)),
        **draw(along_the_way(days)),
    )


def at_entry(start: dt.date) -> SearchStrategy[dict[str, Any]]:
    """What is told on the first day, unemployed for about the months that make it long, or any."""
    since = beside([start, *(months_before(start, months) for months in (1, 6, 12))])
    answers = st.sampled_from(Answer.values)
    told = st.builds(BackgroundOf, st.sampled_from(COUNTRIES), answers, st.sampled_from(COUNTRIES), answers)
    return st.fixed_dictionaries(
        {
            "group": st.sampled_from((None, 0, 1, 2)),
            "referred_by": st.sampled_from(REFERRERS),
            "entry_status": st.sampled_from(("", *EntryStatus.values)),
            "unemployed_since": st.none() | since,
            "education_level": st.sampled_from(("", *EducationLevel.values)),
            "background": st.none() | told,
        }
    )


def along_the_way(days: SearchStrategy[dt.date]) -> SearchStrategy[dict[str, Any]]:
    """What is recorded between the start and long after the exit."""
    marks = st.sampled_from(sorted(set(SurveyAnswerCode.values) - IN_WORDS))
    by_number = st.sampled_from((SurveyQuestion.DEVELOPED, SurveyQuestion.COOPERATION))
    answers = st.builds(AnswerOf, st.just(SurveyQuestion.CHANCE), days, st.sampled_from(sorted(IN_WORDS)))
    answers |= st.builds(AnswerOf, by_number, days, marks)
    kinds = st.sampled_from((SessionKind.JOB_CLUB, SessionKind.SEMINAR, SessionKind.TALK))
    attendance = st.builds(AttendanceOf, days, st.sampled_from((1, 59, 60, 90, 1440)), kinds)
    follow_ups = st.builds(
        FollowUpOf, st.sampled_from(FollowUpKind.values), days, st.sampled_from(FollowUpOutcome.values)
    )
    cv = st.builds(CvOf, st.sampled_from(("", *CvEntryKind.values)), st.none() | days)
    moves = st.builds(MoveOf, days, st.integers(1, STEPS))
    return st.fixed_dictionaries(
        {
            "attendance": few(attendance, unique_by=lambda one: (one.on, one.kind)),
            "cv": few(cv),
            "follow_ups": few(follow_ups, unique_by=lambda one: one),
            "answers": few(answers, unique_by=lambda one: one),
            "moves": few(moves, unique_by=lambda one: one.on),
        }
    )


def few[Fact](
    facts: SearchStrategy[Fact], unique_by: Callable[[Fact], Hashable] | None = None
) -> SearchStrategy[tuple[Fact, ...]]:
    """None to three of them."""
    return st.lists(facts, max_size=3, unique_by=unique_by).map(tuple)


def months_before(day: dt.date, months: int) -> dt.date:
    """The latest day that lies so many months before."""
    earlier = day - 28 * months * DAY
    while months_after(earlier, months) > day:
        earlier -= DAY
    return earlier


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
    indicators = st.sampled_from(INDICATORS)
    genders = st.sampled_from(["", "", *Gender.values])
    ages = st.sampled_from(["", "", *(bands or ["16-24"])])
    grouped = st.sampled_from(
        [
            ("L10", "flytt"),
            ("L11", "jobbredo"),
            ("L12", "heltid"),
            *((code, group) for code in ("K1", "K9") for group in GROUPS),
            *(("X1", referrer) for referrer in REFERRERS[1:]),
        ]
    )
    return st.builds(GoalOf, indicators, values, genders, ages) | st.builds(
        lambda group, value: GoalOf(group[0], value, group=group[1]), grouped, values
    )
