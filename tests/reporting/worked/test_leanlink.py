"""Set X, worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reporting.facts import (
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    MoveFacts,
    ParticipantFacts,
    ProjectFacts,
)
from reporting.stats import Count, Mean, Share
from tests.reporting.builders import OLDER, PERIOD, cells, figures, mean, person, placement, project, reasons
from tests.reporting.worked import example

START = date(2010, 3, 1)
AFI, TEAM = "AFI", "Etableringsteamet"


def referred(key: int, by: str, gender: str = "woman", start: date = START) -> ParticipantFacts:
    return ParticipantFacts(key, gender, OLDER, (EnrolmentFacts(start, referred_by=by),))


def groups(facts: ProjectFacts, code: str) -> dict[str, str]:
    return {group.code: group.word for group in figures(facts, "X")[code].table.groups}


PLAN = (
    GoalFacts("X1", Decimal(15), group=AFI),
    GoalFacts("X1", Decimal(25), group=TEAM),
    GoalFacts("X1", Decimal("7.5"), gender="man", group=AFI),
)


@example("X1")
def test_starts_by_referrer_against_the_plan() -> None:
    facts = project(
        referred(1, AFI),
        referred(2, "afi ", "man"),  # the same referrer, written in another way
        referred(3, AFI, "man", PERIOD[0]),  # the first day of the period is in it
        referred(4, AFI, "man", PERIOD[0] - timedelta(days=1)),  # the day before isn't
        referred(5, ""),
        referred(6, "Ej angiven"),  # says that it isn't said
        # Came back through another referrer: the first start's counts.
        ParticipantFacts(
            7,
            "nonbinary",
            OLDER,
            (
                EnrolmentFacts(date(2011, 1, 1), referred_by=AFI),
                EnrolmentFacts(START, SOON, referred_by="Öppna förskolan"),
            ),
        ),
        goals=PLAN,
    )
    x1 = figures(facts, "X")["X1"]
    assert x1.table.total == Count(6)
    assert cells(x1.table) == {
        ("woman", "25-54", "afi"): Count(1),
        ("woman", "25-54", "ej angiven"): Count(2),
        ("man", "25-54", "afi"): Count(2),
        ("nonbinary", "25-54", "öppna förskolan"): Count(1),
    }
    # The plan: AFI 15 against 3, of the men 7.5 against 2; the team 25 against none.
    assert [(target.gender, target.group, target.value, target.outcome) for target in x1.targets] == [
        (None, "afi", 15, Count(3)),
        (None, "etableringsteamet", 25, Count(0)),
        ("man", "afi", Decimal("7.5"), Count(2)),
    ]
    # Planned referrers first and as the plan writes them, who came to nothing too; the rest after them.
    assert list(groups(facts, "X1").values()) == [AFI, TEAM, "Öppna förskolan", "ej angiven"]
    assert reasons(x1)[4] == "started_outside"


def test_referrers_without_a_plan_stand_in_swedish_order() -> None:
    facts = project(*(referred(key, name) for key, name in enumerate(("Ö", "Å", "Z", "Ä", "a"))))
    assert list(groups(facts, "X1").values()) == ["a", "Z", "Å", "Ä", "Ö", "ej angiven"]


@example("X2")
def test_the_balance_of_women_and_men_at_each_referrer() -> None:
    crowd = (
        # AFI: 3 women, 2 men and one of another gender: 3 − 2 = 1, even.
        *(referred(key, AFI, "woman") for key in (1, 2, 3)),
        *(referred(key, AFI, "man") for key in (4, 5)),
        referred(6, AFI, "nonbinary"),
        # The team: 1 woman, 3 men: 1 − 3 = −2, uneven.
        referred(7, TEAM, "woman"),
        *(referred(key, TEAM, "man") for key in (8, 9, 10)),
        referred(11, TEAM, "woman", date(2011, 8, 1)),  # begins after as of
        referred(12, TEAM, "woman", date(2008, 7, 31)),  # began before the period
    )
    x2 = figures(project(*crowd), "X")["X2"]
    assert x2.table.total == Count(10)
    assert cells(x2.side("difference")) == {
        (None, None, "afi"): Count(1),
        (None, None, "etableringsteamet"): Count(-2),
    }
    # Over all 4 women and 5 men: −1.
    assert x2.side("difference").total == Count(-1)
    balance = x2.side("balance")
    assert (balance.over(group="even"), balance.over(group="uneven")) == (Count(6), Count(4))
    assert balance.total == x2.table.total
    assert {key for key, reason in reasons(x2).items() if reason == "even"} == {1, 2, 3, 4, 5, 6}
    assert reasons(x2)[12] == "started_outside"


@example("X2")
def test_as_many_women_as_men_differ_by_nothing() -> None:
    x2 = figures(project(referred(1, AFI, "woman"), referred(2, AFI, "man")), "X")["X2"]
    assert x2.side("difference").over(group="afi") == Count(0)
    assert set(reasons(x2).values()) == {"even"}


def with_cv(key: int, *confirmed: date | None, end: date | None = None) -> ParticipantFacts:
    entries = tuple(CvFacts("skill", day) for day in confirmed)
    return replace(person(key, START, end), cv=entries)


@example("X3")
def test_confirmed_entries_of_the_cv_and_what_people_leave_with() -> None:
    on, left = date(2010, 6, 1), date(2011, 1, 31)
    facts = project(
        with_cv(1, on, on, None),  # 2 confirmed
        with_cv(2, PERIOD[1], end=left),  # 1, confirmed on as of itself; left with a CV
        with_cv(3, date(2011, 8, 1), end=left),  # confirmed the day after as of: not yet; left with an entry
        with_cv(4, None),
        with_cv(5, end=left),  # left with nothing
        with_cv(6),
        with_cv(7, *[on] * 6, end=date(2011, 8, 1)),  # 6; leaves only after as of
    )
    x3 = figures(facts, "X")["X3"]
    assert x3.table.total == Count(3)
    assert reasons(x3) == {
        1: "cv_confirmed",
        2: "cv_confirmed",
        3: "cv_unconfirmed",
        4: "cv_unconfirmed",
        5: "cv_none",
        6: "cv_none",
        7: "cv_confirmed",
    }
    # Of those with any: 2, 1 and 6 entries. 9 / 3 = 3, the middle one 2.
    assert mean(x3.side("entries").total) == (3, "3.0", "2.0")
    # Left in the period: 2, 3 and 5; with an entry, confirmed or not: 2 and 3.
    assert x3.side("left_with_cv").total == Share(2, 3)


@example("X3")
def test_who_left_before_the_period_has_the_cv_and_no_exit_in_it() -> None:
    facts = project(with_cv(1, date(2010, 6, 1), end=date(2010, 12, 31)))
    x3 = figures(facts, "X", start=date(2011, 1, 1))["X3"]
    assert x3.table.total == Count(1)
    assert x3.side("left_with_cv").total == Share(0, 0)


def did(key: int, *episodes: EpisodeFacts, gender: str = "woman") -> ParticipantFacts:
    return person(key, START, gender=gender, episodes=episodes)


def course(start: date, end: date | None = None) -> EpisodeFacts:
    return EpisodeFacts("vocational_course", start, end)


SOON = date(2010, 5, 31)


@example("X4")
def test_days_of_waiting_between_measures() -> None:
    facts = project(
        # Ends 31 May, next 11 June: 1–10 June, 10 days. Ends 30 June, next 1 July: 0 days.
        did(
            1,
            placement(START, SOON),
            course(date(2010, 6, 11), date(2010, 6, 30)),
            placement(date(2010, 7, 1), None),
        ),
        did(2, placement(START, SOON), EpisodeFacts("employment", SOON)),  # begins on the last day: 0 days
        did(3, placement(START, SOON), course(date(2010, 5, 30)), gender="man"),  # overlaps by a day
        # The short one within the long one ends nothing: 31 May to 3 June is 1–2 June, 2 days.
        did(
            4,
            placement(START, SOON),
            course(date(2010, 4, 1), date(2010, 4, 2)),
            course(date(2010, 6, 3)),
            gender="man",
        ),
        did(5, placement(START, None), course(date(2010, 6, 1))),  # the first is still going on
        did(6, placement(START, SOON)),  # ended, and nothing since
        did(7, placement(START, date(2011, 8, 1)), course(date(2011, 8, 2))),  # ends after as of: going on
        # History is no measure: the wait isn't counted from it.
        did(
            8, replace(course(date(2010, 2, 1), date(2010, 2, 2)), before_start=True), placement(START, SOON)
        ),
        did(9),
    )
    x4 = figures(facts, "X")["X4"]
    # Waits: 10, 0 (1), 0 (2), 2 (4). 12 / 4 = 3; in order 0, 0, 2, 10: (0 + 2) / 2 = 1.
    assert mean(x4.table.total) == (4, "3.0", "1.0")
    assert x4.table.over(gender="man") == Mean((2,))
    assert mean(x4.side("longest").total) == (1, "10.0", "10.0")
    assert [(case.key, str(case.reason), case.value) for case in x4.cases] == [
        (1, "waited", 10),
        (1, "waited", 0),
        (2, "waited", 0),
        (3, "overlapping", None),
        (4, "overlapping", None),
        (4, "waited", 2),
        (5, "overlapping", None),
        (6, "no_next", None),
        (8, "no_next", None),
    ]


@example("X4")
def test_waits_that_ended_outside_the_period() -> None:
    facts = project(
        did(
            1,
            placement(START, SOON),
            course(date(2010, 12, 31), date(2010, 12, 31)),
            course(date(2011, 1, 3)),
        )
    )
    x4 = figures(facts, "X", start=date(2011, 1, 1))["X4"]
    # 1 June to 30 December is outside; 1–2 January is in it, 2 days.
    assert x4.table.total == Mean((2,))
    assert [str(case.reason) for case in x4.cases] == ["employment_outside", "waited"]


@example("X4")
def test_of_waits_of_one_length_all_are_the_longest() -> None:
    twice = (placement(START, SOON), course(date(2010, 6, 3)))
    x4 = figures(project(did(1, *twice), did(2, *reversed(twice))), "X")["X4"]
    assert mean(x4.side("longest").total) == (2, "2.0", "2.0")


def test_no_wait_at_all_has_no_longest() -> None:
    x4 = figures(project(did(1, placement(START, SOON))), "X")["X4"]
    assert x4.table.total == x4.side("longest").total == Mean(())


@example("X4")
def test_of_measures_begun_on_one_day_the_one_that_ends_first_goes_first() -> None:
    same = (course(START, SOON), placement(START, START))
    x4 = figures(project(did(1, *same), did(2, *reversed(same))), "X")["X4"]
    assert x4.table.total == Mean((0, 0))


def climbed(key: int, *moves: tuple[date, int], end: date | None = None) -> ParticipantFacts:
    return replace(person(key, START, end), moves=tuple(MoveFacts(*move) for move in moves))


STAIRS = ("Kartläggning", "Arbetsträning", "Praktik", "Jobb")


@example("X5")
def test_steps_on_the_staircase_and_moves() -> None:
    before, first, second = date(2008, 7, 31), date(2010, 4, 1), date(2010, 9, 1)
    facts = project(
        climbed(1, (first, 1), (second, 3)),  # onto the staircase, then up: one move, of two steps
        climbed(2, (second, 2), (first, 3)),  # recorded in another order: 3, then down to 2
        climbed(3, (first, 2), (second, 2)),  # moved to where they were: neither
        climbed(4),
        climbed(
            5, (first, 1), (second, 2), (date(2010, 10, 1), 1), (date(2010, 11, 1), 4), end=date(2011, 1, 1)
        ),
        climbed(6, (date(2008, 7, 1), 2), (before, 3)),  # up the day before the period
        climbed(7, (first, 1), (date(2011, 8, 1), 2)),  # up the day after as of
        phases=STAIRS,
    )
    x5 = figures(facts, "X")["X5"]
    assert x5.table.total == Count(6)
    assert {group.word: x5.table.over(group=group.code) for group in x5.table.groups} == {
        "Kartläggning": Count(1),  # 7
        "Arbetsträning": Count(2),  # 2, 3
        "Praktik": Count(2),  # 1, 6
        "Jobb": Count(0),
        "inget steg": Count(1),  # 4
    }
    # Up: 1, and 5 twice though they have left. Down: 2, and 5 once.
    assert (x5.side("up").total, x5.side("down").total) == (Count(3), Count(2))
    assert reasons(x5)[5] == "not_enrolled"


@example("X5")
def test_a_project_without_a_staircase_records_none() -> None:
    x5 = figures(project(climbed(1)), "X")["X5"]
    assert not x5.recorded
    assert x5.cases == ()
