"""Set S, worked by hand: the published fact box, and its edges."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reporting.compute import Target
from reporting.facts import AnswerFacts, EnrolmentFacts, EpisodeFacts, GoalFacts, ParticipantFacts
from reporting.stats import Count
from tests.reporting.builders import OLDER, cells, figures, mean, person, placement, project, reasons
from tests.reporting.worked import example

START, AS_OF = date(2010, 3, 1), date(2011, 7, 31)
SOON = date(2010, 5, 1)


def job(hours: str | None, start: date = SOON, end: date | None = None) -> EpisodeFacts:
    return EpisodeFacts("employment", start, end, None if hours is None else Decimal(hours))


def studies(start: date = SOON, end: date | None = None) -> EpisodeFacts:
    return EpisodeFacts("studies", start, end)


def did(
    key: int, *episodes: EpisodeFacts, end: date | None = None, gender: str = "woman"
) -> ParticipantFacts:
    return person(key, START, end, gender=gender, episodes=episodes)


@example("S1", "S2", "S3", "S4", "S5")
def test_the_published_outcome_for_women() -> None:
    # The one complete column of the source: 24 women, 9 in work, 7 in studies, 4 discontinued, 4 in
    # placement. 9 + 7 + 4 + 4 = 24, which leaves 0 for other.
    women = (
        *(did(key, job("17")) for key in range(1, 10)),
        *(did(key, studies()) for key in range(10, 17)),
        *(did(key, end=date(2011, 1, 31)) for key in range(17, 21)),
        *(did(key, placement(SOON, None)) for key in range(21, 25)),
    )
    figure = figures(project(*women), "S")
    totals = [figure[code].table.over(gender="woman") for code in ("S1", "S2", "S3", "S4", "S5")]
    assert totals == [Count(24), Count(9), Count(7), Count(4), Count(4)]
    assert figure["S1"].side("other").total == Count(0)


@example("S1")
def test_other_makes_up_the_number_of_participants() -> None:
    facts = project(
        did(1, job("40")),
        did(2, gender="man"),  # enrolled, nothing begun: other
        did(3, EpisodeFacts("vocational_course", SOON), gender="man"),  # a course is none of the four
        did(4, EpisodeFacts("programme", SOON)),  # nor is a programme
        person(5, date(2005, 1, 1), gender="man"),  # started before the period, and still a participant
        person(6, date(2011, 8, 1)),  # starts the day after as of: no participant yet
        goals=(GoalFacts("S1", Decimal(50)), GoalFacts("S1", Decimal(25), gender="woman")),
    )
    s1 = figures(facts, "S")["S1"]
    # 1 in work + 4 other = 5.
    assert s1.table.total == Count(5)
    assert cells(s1.side("other")) == {("woman", "25-54", None): Count(1), ("man", "25-54", None): Count(3)}
    assert s1.target == 50
    assert s1.targets == (Target("woman", None, None, Decimal(25), Count(2)),)
    assert reasons(s1) == {1: "in_work", 2: "in_none", 3: "in_none", 4: "in_none", 5: "in_none"}


@example("S2")
def test_in_work_from_17_hours_a_week() -> None:
    facts = project(
        did(1, job("17")),  # just enough
        did(2, job("16.99")),  # too little: other
        did(3, job(None)),  # hours unknown: other
        did(4, job("16.99"), job("17")),  # one of two is enough; they aren't added up
        did(5, job("10"), job("10")),
        did(6, job("40", end=AS_OF)),  # the last day is a day of work
        did(7, job("40", end=date(2011, 7, 30))),  # over the day before
        did(8, job("40"), end=date(2011, 1, 31)),  # left for a job that lasts: in work, not discontinued
        did(9, EpisodeFacts("own_business", SOON, hours=Decimal(20))),
        did(10, replace(job("40"), before_start=True)),  # a job from before the project
        did(11, job("40", date(2011, 8, 1))),  # not begun yet
    )
    s2 = figures(facts, "S")["S2"]
    assert s2.table.total == Count(5)
    assert {case.key for case in s2.counted} == {1, 4, 6, 8, 9}
    # The project's own least hours replace the set's: at 10 also 2 and 5 are in work.
    lower = figures(replace(facts, work_min_hours=Decimal(10)), "S")["S2"]
    assert {case.key for case in lower.counted} == {1, 2, 4, 5, 6, 8, 9}


@example("S3", "S4", "S5")
def test_the_first_state_that_holds_is_the_one() -> None:
    left = date(2011, 1, 31)
    facts = project(
        did(1, job("17"), studies(), placement(SOON, None)),  # all of them: in work
        did(2, job("12"), studies(), placement(SOON, None)),  # works too few hours: in studies
        did(3, placement(SOON, AS_OF), end=left),  # in placement to this very day, though left
        did(4, placement(SOON, date(2011, 7, 30)), end=left),  # over yesterday: discontinued
        did(5, studies(end=date(2011, 7, 30))),  # over yesterday and still enrolled: other
        did(6, end=AS_OF),  # leaves on as of itself
        did(7, end=date(2011, 8, 1)),  # leaves the day after
        did(8, EpisodeFacts("language_placement", SOON)),
        # Left once, came back, left again: discontinued, but once.
        ParticipantFacts(
            9, "woman", OLDER, (EnrolmentFacts(START, SOON), EnrolmentFacts(date(2010, 9, 1), left))
        ),
        # Left once and came back: not discontinued.
        ParticipantFacts(10, "woman", OLDER, (EnrolmentFacts(START, SOON), EnrolmentFacts(left))),
    )
    s = figures(facts, "S")
    states = {
        1: "in_work",
        2: "in_studies",
        3: "in_placement",
        4: "discontinued",
        5: "in_none",
        6: "discontinued",
        7: "in_none",
        8: "in_placement",
        9: "discontinued",
        10: "in_none",
    }
    # Whichever row is opened, everybody's reason is their state.
    assert all(reasons(s[code]) == states for code in ("S1", "S2", "S3", "S4", "S5"))
    assert [s[code].table.total for code in ("S1", "S2", "S3", "S4", "S5")] == [
        Count(10),
        Count(1),
        Count(1),
        Count(3),
        Count(2),
    ]
    assert s["S1"].side("other").total == Count(3)


def answered(key: int, gender: str, *answers: tuple[str, date, str]) -> ParticipantFacts:
    given = tuple(AnswerFacts(*answer) for answer in answers)
    return replace(person(key, START, gender=gender), answers=given)


@example("S6", "S7")
def test_means_of_the_latest_answers_with_n_for_each_gender() -> None:
    before, on = date(2011, 5, 1), date(2011, 6, 1)
    facts = project(
        answered(1, "woman", ("developed", before, "2"), ("developed", on, "5"), ("cooperation", on, "3")),
        answered(
            2, "woman", ("developed", on, "4"), ("developed", before, "1")
        ),  # the order isn't the dates'
        answered(3, "man", ("developed", on, "3"), ("developed", on, "4")),  # one day: the last recorded
        answered(
            4, "man", ("developed", AS_OF, "4"), ("developed", date(2011, 8, 1), "1")
        ),  # 1 is after as of
        answered(5, "man", ("chance", on, "yes")),  # another question
    )
    s = figures(facts, "S")
    s6, s7 = s["S6"], s["S7"]
    # Women 5 and 4: 9 / 2 = 4.5. Men 4 and 4: 4.0. All: 17 / 4 = 4.25 → 4.3.
    assert mean(s6.table.over(gender="woman")) == (2, "4.5", "4.5")
    assert mean(s6.table.over(gender="man")) == (2, "4.0", "4.0")
    assert mean(s6.table.total) == (4, "4.3", "4.0")
    assert mean(s7.table.total) == (1, "3.0", "3.0")
    assert mean(s7.table.over(gender="man")) == (0, None, None)
    assert reasons(s6)[5] == "not_answered"
    assert s6.indicator.value_unit == "marks"
