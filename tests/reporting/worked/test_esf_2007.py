"""Set E07, worked by hand. The arithmetic stands beside it."""

from datetime import date

from reporting.output import as_json
from reporting.stats import Count
from tests.reporting.builders import cells, figures, project, reasons
from tests.reporting.worked import example
from tests.reporting.worked.esf import counted, entrant, job, stay, told

START = date(2009, 3, 1)
EXIT = date(2009, 8, 31)


@example("E07IN", "E07T")
def test_participants_entering_each_year() -> None:
    facts = project(
        entrant(1, stay(date(2008, 12, 31))),
        entrant(2, stay(date(2009, 1, 1)), gender="man"),
        entrant(3, stay(date(2009, 12, 31), status="")),  # incomplete
        # Back in 2010: entered once, in 2009.
        entrant(4, stay(date(2009, 2, 1), date(2009, 3, 1)), stay(date(2010, 2, 1))),
        entrant(5, stay(date(2008, 7, 31))),  # the day before the period
    )
    e07 = figures(facts, "E07")
    assert [group.code for group in e07["E07IN"].table.groups] == ["2008", "2009", "2010", "2011"]
    # 2008: 1. 2009: 2, 3, 4.
    assert cells(e07["E07IN"].table) == {
        ("woman", "25-54", "2008"): Count(1),
        ("woman", "25-54", "2009"): Count(2),
        ("man", "25-54", "2009"): Count(1),
    }
    assert counted(e07["E07T"]) == {1, 2, 4}
    assert e07["E07T"].table.over(group="2009") == Count(2)
    assert e07["E07IN"].side("missing").cells == {("woman", "25-54", "entry_status"): Count(1)}


@example("E07OUT", "E07OVER")
def test_participants_leaving_and_carried_over() -> None:
    facts = project(
        entrant(1, stay(date(2008, 9, 1), date(2008, 12, 31))),  # out on the last day: not carried over
        entrant(
            2, stay(date(2008, 9, 1), date(2009, 1, 1))
        ),  # on the first day of the next year: carried over
        entrant(3, stay(date(2008, 9, 1), date(2010, 5, 1), status="")),  # over twice; incomplete counts
        # Away over the turn of the year, but back: one participation from 2008 to 2010.
        entrant(4, stay(date(2008, 9, 1), date(2008, 11, 1)), stay(date(2009, 2, 1), date(2010, 2, 1))),
        entrant(5, stay(date(2009, 1, 1))),  # entered on the first day; carried over into 2010 and 2011
        entrant(6, stay(date(2008, 7, 1), date(2008, 7, 31))),  # left before the period
    )
    e07 = figures(facts, "E07")
    over = e07["E07OVER"]
    # Into 2009: 2, 3, 4. Into 2010: 3, 4, 5. Into 2011: 5. Seven turns of the year.
    assert [over.table.over(group=str(year)) for year in (2008, 2009, 2010, 2011)] == [
        Count(0),
        Count(3),
        Count(3),
        Count(1),
    ]
    assert sorted((case.key, case.group) for case in over.counted) == [
        (2, "2009"),
        (3, "2009"),
        (3, "2010"),
        (4, "2009"),
        (4, "2010"),
        (5, "2010"),
        (5, "2011"),
    ]
    assert {case.key for case in over.not_counted} == {1, 6}
    out = e07["E07OUT"]
    assert sorted((case.key, case.group) for case in out.counted) == [
        (1, "2008"),
        (2, "2009"),
        (3, "2010"),
        (4, "2010"),
    ]
    assert reasons(out)[5] == "still_enrolled"
    assert reasons(out)[6] == "exit_outside"
    # Carried over into 2010 = into 2009 (3) + entered in 2009 (1) − left in 2009 (1) = 3.
    # As of the last day of 2009 nobody has been carried over into 2010 yet.
    assert figures(facts, "E07", as_of=date(2009, 12, 31))["E07OVER"].table.over(group="2010") == Count(0)


@example("E07EMP", "E07UNE", "E07LTU", "E07INA", "E07EDU")
def test_status_of_those_entering() -> None:
    facts = project(
        entrant(1, stay(START, status="employed")),
        # 24 years, unemployed for more than 6 months, but not for more than 12.
        entrant(2, stay(START, unemployed_since=date(2008, 8, 31)), born=date(1984, 3, 2)),
        entrant(3, stay(START, unemployed_since=date(2008, 8, 31)), born=date(1984, 3, 1)),  # 25 years
        entrant(4, stay(START, status="inactive")),
        entrant(5, stay(START, status="inactive_in_education")),
        entrant(6, stay(START, status="unknown")),
    )
    e07 = figures(facts, "E07")
    assert counted(e07["E07EMP"]) == {1}
    assert counted(e07["E07UNE"]) == {2, 3}
    assert counted(e07["E07LTU"]) == {2}
    assert counted(e07["E07INA"]) == {4, 5}
    assert counted(e07["E07EDU"]) == {5}
    # 1 employed + 2 unemployed + 2 inactive = 5.
    assert e07["E07T"].table.total == Count(5)
    assert cells(e07["E07EMP"].table) == {("woman", "25-54", "2009"): Count(1)}


@example("E07Y15", "E07Y55")
def test_ages_of_those_entering() -> None:
    births = {
        1: date(1994, 3, 1),  # 15
        2: date(1994, 3, 2),  # 14
        3: date(1984, 3, 2),  # 24
        4: date(1984, 3, 1),  # 25
        5: date(1954, 3, 1),  # 55
        6: date(1954, 3, 2),  # 54
        7: date(1944, 3, 2),  # 64
        8: date(1944, 2, 29),  # 65 since this day, 1 March
    }
    facts = project(*(entrant(key, stay(START), born=born) for key, born in births.items()))
    e07 = figures(facts, "E07")
    assert counted(e07["E07Y15"]) == {1, 3}
    assert counted(e07["E07Y55"]) == {5, 7}
    # 2 and 8 are in no band.
    assert e07["E07T"].table.over(age="outside") == Count(2)


@example("E07MIG", "E07DIS")
def test_groups_of_those_entering() -> None:
    facts = project(
        entrant(1, stay(START, background=told(citizen="SO"))),
        entrant(2, stay(START, background=told(capacity="yes"))),
        entrant(3, stay(START, background=told(birth="not_asked", capacity="unknown"))),
        entrant(4, stay(START)),
    )
    e07 = figures(facts, "E07")
    assert reasons(e07["E07MIG"]) == {
        1: "so_at_start",
        2: "not_so_at_start",
        3: "answer_not_asked",
        4: "not_so_at_start",
    }
    assert reasons(e07["E07DIS"]) == {
        1: "not_so_at_start",
        2: "so_at_start",
        3: "answer_unknown",
        4: "not_so_at_start",
    }


@example("E07MIN", "E07OTH")
def test_what_is_not_recorded_has_no_number() -> None:
    facts = project(entrant(1, stay(START, EXIT), episodes=(job(START),)))
    written = {row["code"]: row for row in as_json(figures(facts, "E07"))["indicators"]}
    for code in ("E07MIN", "E07OTH"):
        assert written[code]["recorded"] is False
        assert written[code]["total"] is None


@example("E07ED12", "E07ED3", "E07ED4", "E07ED56")
def test_education_of_those_entering() -> None:
    facts = project(*(entrant(level, stay(START, education_level=str(level))) for level in range(9)))
    e07 = figures(facts, "E07")
    assert counted(e07["E07ED12"]) == {1, 2}
    assert counted(e07["E07ED3"]) == {3}
    assert counted(e07["E07ED4"]) == {4}
    assert counted(e07["E07ED56"]) == {5, 6, 7, 8}
