"""Set F, worked by hand."""

from datetime import date

from reporting.facts import EpisodeFacts
from reporting.stats import Count
from tests.reporting.builders import PERIOD, cells, figures, person, placement, project
from tests.reporting.worked import example

START = date(2009, 1, 1)


@example("F1")
def test_participants_by_measure() -> None:
    first, again = placement(START, date(2009, 3, 1)), placement(date(2009, 5, 1), None)
    facts = project(
        person(1, START, born=None, episodes=(again, first)),  # two of a kind: once
        person(
            2, START, gender="man", episodes=(first, EpisodeFacts("studies", date(2009, 4, 1)))
        ),  # two kinds
        person(3, START),  # none
        person(4, START, episodes=(EpisodeFacts("employment", START, before_start=True),)),  # history: none
        person(5, date(2008, 1, 1), date(2008, 7, 31)),  # left the day before the period
        person(6, date(2008, 1, 1), PERIOD[0], gender="man"),  # left on its first day: was there
        # The job began in the period, after the exit.
        person(7, date(2008, 1, 1), date(2008, 7, 1), episodes=(EpisodeFacts("employment", PERIOD[0]),)),
        person(8, date(2011, 8, 1)),  # starts after as of
    )
    f1 = figures(facts, "F")["F1"]
    assert cells(f1.table) == {
        ("woman", None, "work_placement"): Count(1),  # 1
        ("woman", None, "employment"): Count(1),  # 7
        ("woman", None, "no_measure"): Count(2),  # 3 and 4
        ("man", None, "work_placement"): Count(1),  # 2
        ("man", None, "studies"): Count(1),  # 2
        ("man", None, "no_measure"): Count(1),  # 6
    }
    # 1 + 1 + 2 + 1 + 1 + 1 = 7 lines for six participants: 2 has two kinds.
    assert f1.table.total == Count(7) == Count(len(f1.counted))
    assert len({case.key for case in f1.counted}) == 6
    # A kind's day is that of the first of the kind.
    assert next(case.on for case in f1.counted if case.key == 1) == START
    assert [(case.key, case.reason) for case in f1.not_counted] == [(5, "not_in_project")]
