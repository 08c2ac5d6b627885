"""Set V, worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reporting.facts import (
    AttendanceFacts,
    CompanyFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    NeedFacts,
    ParticipantFacts,
    SupervisorFacts,
)
from reporting.stats import Count, Share, Time
from tests.reporting.builders import OLDER, PERIOD, cells, figures, percent, person, project, reasons
from tests.reporting.worked import example

START = date(2010, 3, 1)
DAY = timedelta(days=1)


@example("V1")
def test_starts_against_150() -> None:
    facts = project(
        person(1, PERIOD[0]),
        person(2, PERIOD[1], gender="man"),
        person(3, PERIOD[0] - DAY),  # the day before the period
        person(4, PERIOD[1] + DAY),  # the day after as of
        # Comes back: one start.
        ParticipantFacts(5, "woman", OLDER, (EnrolmentFacts(START, START), EnrolmentFacts(START + DAY))),
        goals=(GoalFacts("V1", Decimal(150)),),
    )
    v1 = figures(facts, "V")["V1"]
    assert v1.table.total == Count(3)
    assert v1.target == 150
    assert reasons(v1) == {1: "started", 2: "started", 3: "started_outside", 5: "started"}


def placed(company: int | None, start: date, kind: str = "work_placement") -> EpisodeFacts:
    return EpisodeFacts(kind, start, company=company)


@example("V2")
def test_placements_where_there_is_an_open_need() -> None:
    opens, closes = date(2010, 4, 1), date(2010, 6, 30)
    needs = (
        NeedFacts(1, opens, closes),
        NeedFacts(2, opens),
        NeedFacts(3, date(2010, 1, 1), date(2010, 1, 31)),
        NeedFacts(3, opens, opens),
    )
    facts = project(
        person(
            1,
            START,
            episodes=(
                placed(1, opens),  # the need's first day: yes
                placed(1, opens - DAY),  # the day before it: no
                placed(1, closes, "work_training"),  # its last day: yes
                placed(1, closes + DAY),  # the day after: no
                placed(2, date(2011, 7, 31), "language_placement"),  # never closed: yes
                placed(3, opens),  # the second need of two, open for that day: yes
                placed(4, opens),  # a company without any need: no
                placed(None, opens),  # no company named: no, and still a placement
                EpisodeFacts("employment", opens, company=2),  # not a placement
                replace(placed(2, opens), before_start=True),  # history
                placed(2, START - DAY),  # begun before the first start
            ),
        ),
        person(
            2, date(2008, 1, 1), gender="man", episodes=(placed(2, PERIOD[0] - DAY),)
        ),  # before the period
        needs=needs,
    )
    v2 = figures(facts, "V")["V2"]
    # Begun in the period: 8; with an open need: 4. 50 %.
    assert v2.table.total == Share(4, 8)
    assert percent(v2.table.total) == "50.0"
    assert [str(case.reason) for case in v2.cases] == [
        "need_open",
        "need_not_open",
        "need_open",
        "need_not_open",
        "need_open",
        "need_open",
        "need_not_open",
        "no_company",
        "history",
        "history",
        "employment_outside",
    ]


@example("V2")
def test_no_placement_is_no_share() -> None:
    assert percent(figures(project(person(1, START)), "V")["V2"].table.total) is None


@example("V3")
def test_supervisors_trained_in_the_period() -> None:
    facts = project(
        supervisors=(
            SupervisorFacts(1, 7, PERIOD[0]),
            SupervisorFacts(2, 7, date(2011, 1, 1)),
            SupervisorFacts(3, 8, PERIOD[0] - DAY),
            SupervisorFacts(4, 8),
            SupervisorFacts(5, 8, PERIOD[1] + DAY),  # after as of: not trained yet
        )
    )
    v3 = figures(facts, "V")["V3"]
    assert cells(v3.table) == {(None, None, None): Count(2)}
    assert reasons(v3) == {
        1: "trained",
        2: "trained",
        3: "trained_outside",
        4: "not_trained",
        5: "not_trained",
    }


# 24 and 25 are metal, 49 is land transport.
COMPANIES = (
    CompanyFacts(1, "24100"),
    CompanyFacts(2, "24200"),
    CompanyFacts(3, "25110"),
    CompanyFacts(4, "49410"),
    CompanyFacts(5, ""),
    CompanyFacts(6, "4"),
)


def worked(
    company: int | None, start: date, end: date | None = None, *, history: bool = False
) -> EpisodeFacts:
    return EpisodeFacts("employment", start, end, before_start=history, company=company)


def former(
    company: int | None, end: date | None = date(2009, 6, 30), start: date = date(2000, 1, 1)
) -> EpisodeFacts:
    return worked(company, start, end, history=True)


@example("V4")
def test_work_in_another_industry_than_before() -> None:
    new = date(2010, 6, 1)
    histories: dict[int, tuple[EpisodeFacts, ...]] = {
        1: (former(1), worked(3, new)),  # 24 → 25: another division
        2: (former(1), worked(2, new)),  # 24100 → 24200: the same
        3: (former(1), worked(2, new), worked(4, new + DAY)),  # one of two is enough
        4: (former(5), worked(4, new)),  # the former industry isn't recorded
        5: (former(1), worked(5, new)),  # nor the new one
        6: (former(1), worked(None, new), worked(2, new)),  # one can't be compared, the other is the same
        7: (former(1), worked(6, new)),  # a section's digit is no division
        8: (worked(4, new),),  # no earlier employment
        9: (former(1),),
        10: (former(1), worked(4, PERIOD[0] - DAY)),
        # The last one before is the one that ended last, not the one begun last: 49 → 49.
        11: (former(4), former(1, date(2003, 8, 31), date(2003, 6, 1)), worked(4, new)),
        # One still going on ended last of all: 24 → 49.
        12: (former(4), former(1, None), worked(4, new)),
        13: (former(1), EpisodeFacts("own_business", new, company=4)),  # own business is no employment
        # Not marked as history, but begun before the first start: 24 → 49.
        14: (worked(1, START - DAY), worked(4, new)),
    }
    people = tuple(
        person(key, date(2008, 1, 1) if key == 10 else START, episodes=episodes)
        for key, episodes in histories.items()
    )
    v4 = figures(project(*people, companies=COMPANIES), "V")["V4"]
    assert reasons(v4) == {
        1: "other_industry",
        2: "same_industry",
        3: "other_industry",
        4: "industry_unknown",
        5: "industry_unknown",
        6: "industry_unknown",
        7: "industry_unknown",
        8: "no_former_work",
        9: "none_begun",
        10: "begun_outside",
        11: "same_industry",
        12: "other_industry",
        13: "none_begun",
        14: "other_industry",
    }
    assert v4.table.total == Count(4)
    assert next(case.on for case in v4.cases if case.key == 3) == new + DAY


def attended(key: int, *records: tuple[int, str, date, int]) -> ParticipantFacts:
    attendance = tuple(AttendanceFacts(on, minutes, session, kind) for session, kind, on, minutes in records)
    return replace(person(key, START), attendance=attendance)


@example("V5")
def test_common_activities_by_kind() -> None:
    may, june = date(2010, 5, 3), date(2010, 6, 7)
    facts = project(
        attended(
            1,
            (11, "weekly_meeting", may, 90),
            (12, "weekly_meeting", june, 90),
            (13, "seminar", june, 125),
            (14, "talk", june, 60),  # individual talks aren't common
            (15, "three_party_talk", june, 60),
        ),
        attended(2, (11, "weekly_meeting", may, 60), (16, "seminar", PERIOD[0] - DAY, 60)),
        attended(3, (13, "seminar", june, 120), (17, "seminar", PERIOD[1] + DAY, 60)),
        person(4, START),
    )
    v5 = figures(facts, "V")["V5"]
    # Occasions: two weekly meetings and a seminar.
    assert cells(v5.table) == {(None, None, "weekly_meeting"): Count(2), (None, None, "seminar"): Count(1)}
    assert v5.table.total == Count(3)
    # Persons: 1, 2 and 3; at the meetings 1 and 2, at the seminar 1 and 3.
    assert v5.side("persons").total == Count(3)
    assert cells(v5.side("persons_by_kind")) == {
        (None, None, "weekly_meeting"): Count(2),
        (None, None, "seminar"): Count(2),
    }
    # Minutes: 90 + 60 + 90 = 240 at the meetings, 125 + 120 = 245 at the seminar. 485 in all: 8.083 → 8.1 h.
    assert v5.side("hours_by_kind").over(group="weekly_meeting") == Time(240)
    assert v5.side("hours_by_kind").over(group="seminar") == Time(245)
    total = v5.side("hours").total
    assert isinstance(total, Time)
    assert (total.minutes, total.hours) == (485, "8.1")
    assert reasons(v5) == {
        11: "held",
        12: "held",
        13: "held",
        14: "not_common",
        15: "not_common",
        16: "held_outside",
    }
