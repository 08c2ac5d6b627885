"""Set E21, worked by hand. The arithmetic stands beside it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reporting.catalogue.eu import in_union
from reporting.facts import (
    CompanyFacts,
    ContactFacts,
    EpisodeFacts,
    FollowUpFacts,
    NeedFacts,
    ProjectFacts,
)
from reporting.output import as_json
from reporting.stats import Count
from tests.reporting.builders import cells, figures, person, placement, project, reasons
from tests.reporting.worked import example
from tests.reporting.worked.esf import counted, entrant, job, stay, told

START = date(2009, 3, 1)
EXIT = date(2009, 8, 31)
DAY = timedelta(days=1)


@example("EECO01", "EECO02", "EECO04", "EECO05")
def test_all_participants_and_those_with_a_complete_record() -> None:
    facts = project(
        entrant(1, stay(START)),
        entrant(2, stay(START, status="inactive"), gender="nonbinary"),
        entrant(3, stay(START, status="inactive_in_education")),
        entrant(4, stay(START, status="employed"), gender="man"),
        entrant(5, stay(START, education_level="")),
        entrant(6, stay(date(2011, 8, 1))),  # later than as of: isn't there
    )
    e21 = figures(facts, "E21")
    everybody = e21["EECO01"]
    assert everybody.table.total == Count(5)
    # 1 unemployed + 2 inactive + 1 employed = 4 complete of 5.
    assert everybody.side("complete").total == Count(4)
    assert counted(e21["EECO02"]) == {1}
    assert counted(e21["EECO04"]) == {2, 3}
    assert counted(e21["EECO05"]) == {4}
    assert reasons(everybody) == {
        1: "started",
        2: "started",
        3: "started",
        4: "started",
        5: "started_incomplete",
    }
    assert cells(everybody.table) == {
        ("woman", "30-54", None): Count(3),
        ("man", "30-54", None): Count(1),
        ("nonbinary", "30-54", None): Count(1),
    }
    assert everybody.side("missing").cells == {("woman", "30-54", "education_level"): Count(1)}


@example("EECO03")
def test_long_term_unemployed() -> None:
    facts = project(
        entrant(1, stay(START, unemployed_since=date(2008, 3, 1))),  # exactly 12 months
        entrant(2, stay(START, unemployed_since=date(2008, 2, 29))),  # a day more
    )
    assert reasons(figures(facts, "E21")["EECO03"]) == {1: "not_long_term", 2: "long_term"}


@example("EECO06", "EECO07", "EECO08")
def test_ages_on_the_first_start() -> None:
    # The years whose 1 March makes 18, 30 and 55 on the start, and the day after each.
    births = {
        1: date(1991, 3, 1),  # 18
        2: date(1991, 3, 2),  # 17
        3: date(1979, 3, 1),  # 30
        4: date(1979, 3, 2),  # 29
        5: date(1954, 3, 1),  # 55
        6: date(1954, 3, 2),  # 54
        7: date(1992, 2, 29),  # 17: 18 on 1 March 2010
    }
    facts = project(*(entrant(key, stay(START), born=born) for key, born in births.items()))
    e21 = figures(facts, "E21")
    assert counted(e21["EECO06"]) == {2, 7}
    assert counted(e21["EECO07"]) == {1, 4}
    assert counted(e21["EECO08"]) == {5}
    assert cells(e21["EECO01"].table) == {
        ("woman", "<18", None): Count(2),
        ("woman", "18-29", None): Count(2),
        ("woman", "30-54", None): Count(2),
        ("woman", "55+", None): Count(1),
    }


@example("EECO09", "EECO10", "EECO11")
def test_education_at_the_start() -> None:
    facts = project(*(entrant(level, stay(START, education_level=str(level))) for level in range(9)))
    e21 = figures(facts, "E21")
    assert counted(e21["EECO09"]) == {0, 1, 2}
    assert counted(e21["EECO10"]) == {3, 4}
    assert counted(e21["EECO11"]) == {5, 6, 7, 8}


@example("EECO12", "EECO13", "EECO14")
def test_disability_citizenship_and_background_are_different_facts() -> None:
    facts = project(
        entrant(1, stay(START, background=told(birth="SO", citizen="SE"))),  # born abroad, a Swede now
        entrant(2, stay(START, background=told(birth="SE", citizen="SO"))),  # born here, a citizen of Somalia
        entrant(3, stay(START, background=told(citizen="FI", parents="yes"))),
        entrant(4, stay(START, background=told(capacity="yes"))),
        entrant(5, stay(START, background=told(citizen="unknown", parents="not_asked", capacity="declined"))),
        entrant(6, stay(START, background=told(citizen="HR"))),  # Croatia joined on 2013-07-01
    )
    e21 = figures(facts, "E21")
    assert reasons(e21["EECO12"]) == {
        1: "not_so_at_start",
        2: "not_so_at_start",
        3: "not_so_at_start",
        4: "so_at_start",
        5: "answer_declined",
        6: "not_so_at_start",
    }
    assert reasons(e21["EECO13"]) == {
        1: "not_so_at_start",
        2: "so_at_start",
        3: "not_so_at_start",
        4: "not_so_at_start",
        5: "answer_unknown",
        6: "so_at_start",
    }
    assert reasons(e21["EECO14"]) == {
        1: "so_at_start",
        2: "not_so_at_start",
        3: "so_at_start",
        4: "not_so_at_start",
        5: "answer_not_asked",
        6: "not_so_at_start",
    }


@pytest.mark.parametrize(
    ("country", "on", "member"),
    [
        ("SE", date(2023, 1, 1), True),
        ("HR", date(2013, 6, 30), False),
        ("HR", date(2013, 7, 1), True),
        ("GB", date(2020, 1, 31), True),
        ("GB", date(2020, 2, 1), False),
        ("NO", date(2023, 1, 1), False),
        ("XK", date(2023, 1, 1), False),
    ],
)
def test_members_of_the_union_on_a_day(country: str, on: date, *, member: bool) -> None:
    assert in_union(country, on) is member


@pytest.mark.parametrize(
    ("on", "members"), [(date(2022, 6, 1), 27), (date(2015, 1, 1), 28), (date(2006, 1, 1), 25)]
)
def test_how_many_members_the_union_had(on: date, members: int) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert sum(in_union(one + other, on) for one in letters for other in letters) == members


@example("EECO15", "EECO16", "EECO17", "EECR03", "EECR06")
def test_what_is_not_recorded_has_no_number() -> None:
    facts = project(entrant(1, stay(START, EXIT, status="employed"), episodes=(job(START),)))
    written = {row["code"]: row for row in as_json(figures(facts, "E21"))["indicators"]}
    for code in ("EECO15", "EECO16", "EECO17", "EECR03", "EECR06"):
        assert written[code]["recorded"] is False
        assert written[code]["total"] is None


def _organisations() -> ProjectFacts:
    def hosted(company: int, start: date, *, before_start: bool = False) -> EpisodeFacts:
        return replace(placement(start, None), company=company, before_start=before_start)

    return project(
        person(
            1, START, episodes=(hosted(3, START), hosted(7, START - DAY), hosted(8, START, before_start=True))
        ),
        companies=(
            CompanyFacts(1, public=True, employees=100),
            CompanyFacts(2, employees=249),
            CompanyFacts(3, employees=1),
            CompanyFacts(4, employees=250),
            CompanyFacts(5, employees=0),
            CompanyFacts(6),
            CompanyFacts(7, employees=10),
            CompanyFacts(8, employees=10),
            CompanyFacts(9, employees=10),
        ),
        contacts=(
            ContactFacts(1, date(2008, 8, 1)),
            ContactFacts(1, date(2009, 1, 1)),
            ContactFacts(4, START),
            ContactFacts(5, START),
            ContactFacts(6, START),
            ContactFacts(9, date(2008, 7, 31)),  # the day before the period
        ),
        needs=(NeedFacts(2, date(2011, 7, 31)),),  # its last day
    )


@example("EECO18")
def test_public_administrations() -> None:
    # 1 by contacts, counted once. 7's placement began before the participant's start, 8's is history.
    eeco18 = figures(_organisations(), "E21")["EECO18"]
    assert cells(eeco18.table) == {(None, None, None): Count(1)}
    assert reasons(eeco18) == {
        1: "public",
        **dict.fromkeys((2, 3, 4, 5, 6), "not_public"),
        **dict.fromkeys((7, 8, 9), "no_dealings"),
    }
    assert {case.key: case.on for case in eeco18.cases}[1] == date(2008, 8, 1)


@example("EECO19")
def test_small_and_medium_enterprises() -> None:
    # 2 by a need, 3 by a placement.
    assert reasons(figures(_organisations(), "E21")["EECO19"]) == {
        1: "public",
        2: "small_or_medium",
        3: "small_or_medium",
        4: "other_size",
        5: "other_size",
        6: "size_unknown",
        **dict.fromkeys((7, 8, 9), "no_dealings"),
    }


@example("EECR01", "EECR02", "EECR04")
def test_searching_and_employed_exclude_each_other_and_education_stands_beside() -> None:
    course = EpisodeFacts("vocational_course", EXIT)
    left = stay(START, EXIT, status="inactive", destination="job_seeking")
    facts = project(
        entrant(1, left, episodes=(course,)),  # searching, and in a course
        entrant(2, left, episodes=(course, job(EXIT + 28 * DAY))),  # employed in the end, still in the course
        entrant(3, left, episodes=(job(EXIT + 29 * DAY),)),  # a day too late: searching
        # On the last day both a programme and a job begin: employed.
        entrant(4, left, episodes=(EpisodeFacts("programme", EXIT + DAY), job(EXIT + DAY))),
    )
    e21 = figures(facts, "E21")
    assert counted(e21["EECR01"]) == {1, 3}
    assert counted(e21["EECR02"]) == {1, 2}
    assert counted(e21["EECR04"]) == {2, 4}


@example("EECR05")
def test_in_employment_six_months_after() -> None:
    due = date(2010, 2, 28)
    facts = project(
        entrant(1, stay(START, EXIT), episodes=(job(START, due),)),  # its last day
        entrant(2, stay(START, EXIT), episodes=(job(START, due - DAY),)),
        entrant(3, stay(START, EXIT), follow_ups=(FollowUpFacts("months_6", date(2010, 4, 1), "work"),)),
    )
    assert reasons(figures(facts, "E21")["EECR05"]) == {
        1: "employed_after",
        2: "six_months_unknown",
        3: "employed_after",
    }
    # Before the follow-up was made nobody knew.
    early = figures(facts, "E21", as_of=date(2010, 3, 31))["EECR05"]
    assert reasons(early)[3] == "six_months_unknown"
    # As of the day before, the six months haven't passed.
    assert reasons(figures(facts, "E21", as_of=due - DAY)["EECR05"])[1] == "six_months_not_due"
