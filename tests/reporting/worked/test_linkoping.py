"""Set L, worked by hand. The arithmetic stands beside it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reporting.compute import Target
from reporting.facts import (
    AssessmentFacts,
    ContactFacts,
    CriterionFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    NeedFacts,
    OccupationFacts,
    ParticipantFacts,
    SupportFacts,
)
from reporting.stats import Count, Mean, Share
from tests.reporting.builders import (
    PERIOD,
    YOUNGER,
    assessed,
    cells,
    figures,
    mean,
    percent,
    person,
    placement,
    project,
    reasons,
    wage,
)
from tests.reporting.worked import example


@example("L1")
def test_self_support_within_18_months() -> None:
    # Start 2009-08-31: + 18 months is February 2011, which has 28 days: 2011-02-28.
    start = date(2009, 8, 31)
    facts = project(
        person(1, start, support=(wage(date(2011, 2, 28)),)),  # on the last day: in time
        person(2, start, support=(wage(date(2011, 3, 1)),), gender="man"),  # a day late
        # Wage from January, but social assistance to 2010-06-30: self-supporting on 2010-07-01.
        person(
            3,
            start,
            born=YOUNGER,
            support=(
                wage(date(2010, 1, 1)),
                SupportFacts("social_assistance", date(2009, 1, 1), date(2010, 6, 30)),
            ),
        ),
        person(4, start, support=(SupportFacts("unemployment_benefit", start),)),  # no own income: never
        # Start 2010-02-01: due on 2011-08-01, the day after as of.
        person(5, date(2010, 2, 1), support=(wage(date(2010, 3, 1)),)),
        person(6, date(2010, 2, 1)),
        person(7, date(2010, 1, 31)),  # due on as of itself, 2011-07-31
        person(8, date(2008, 7, 31), support=(wage(date(2008, 9, 1)),)),  # started before the period
        goals=(GoalFacts("L1", Decimal(60)),),
    )
    l1 = figures(facts)["L1"]
    # Due: 1, 2, 3, 4, 7. In time: 1, 3. 2 / 5 = 40 %.
    assert l1.table.total == Share(2, 5)
    assert percent(l1.table.total) == "40.0"
    assert cells(l1.table) == {
        ("woman", "16-24", None): Share(1, 1),
        ("woman", "25-54", None): Share(1, 3),
        ("man", "25-54", None): Share(0, 1),
    }
    # Of all started (1–7): 1, 3 and 5. 3 / 7 = 42.857… % → 42.9.
    provisional = l1.side("provisional").total
    assert provisional == Share(3, 7)
    assert percent(provisional) == "42.9"
    assert l1.target == 60
    assert reasons(l1) == {
        1: "reached",
        2: "reached_late",
        3: "reached",
        4: "never_reached",
        5: "reached_not_due",
        6: "not_due",
        7: "never_reached",
        8: "started_outside",
    }


@example("L1")
def test_self_support_begins_on_the_first_day_without_basic_benefits() -> None:
    start = date(2009, 1, 10)
    benefit = SupportFacts("introduction_benefit", date(2008, 1, 1), date(2009, 3, 31))
    gap = SupportFacts("establishment_benefit", date(2009, 4, 1), date(2009, 4, 30))
    facts = project(
        person(1, start, support=(wage(date(2008, 1, 1)),)),  # before the start and on: the start itself
        person(2, start, support=(wage(date(2008, 1, 1), start),)),  # its last day is the start
        person(3, start, support=(wage(date(2008, 1, 1), date(2009, 1, 9)),)),  # over by then: never
        person(4, start, support=(wage(date(2009, 2, 1)), benefit, gap)),  # free of both on 2009-05-01
        person(5, start, support=(SupportFacts("extra_service", start),)),  # extratjänst isn't own income
        # Assistance and sickness benefit: only the first stands in the way, and it ends with as of.
        person(
            6,
            start,
            support=(wage(start), SupportFacts("social_assistance", start, PERIOD[1])),
        ),
    )
    l9 = figures(facts)["L9"]
    assert {case.key: case.on for case in l9.cases} == {
        1: start,
        2: start,
        3: None,
        4: date(2009, 5, 1),
        5: None,
        6: None,
    }


@example("L2")
def test_ready_within_4_months() -> None:
    # Start 2009-10-31: + 4 months is 2010-02-28. From 10-31 to 02-28 are 30 + 31 + 31 + 28 = 120 days.
    start = date(2009, 10, 31)
    met, partly = ("met", "met", "met"), ("met", "partly", "met")
    facts = project(
        person(1, start, assessments=(assessed(date(2010, 2, 28), *met),)),
        person(2, start, gender="man", assessments=(assessed(date(2010, 3, 1), *met),)),  # 121 days: late
        # Ready on 2009-11-10, 10 days; a later setback doesn't take it back.
        person(
            3, start, assessments=(assessed(date(2009, 11, 10), *met), assessed(date(2010, 1, 10), *partly))
        ),
        person(4, start, assessments=(assessed(date(2009, 11, 10), *partly),)),  # never all met
        person(5, date(2011, 4, 30)),  # + 4 months: 2011-08-30, after as of
        person(6, date(2011, 3, 31)),  # + 4 months: 2011-07-31 = as of: the clock has run out
        person(7, date(2011, 8, 1)),  # later than as of: isn't there
    )
    l2 = figures(facts)["L2"]
    assert l2.table.total == Count(2)
    assert l2.side("late").cells == {("man", "25-54", None): Count(1)}
    assert l2.side("never").total == Count(2)
    assert l2.side("not_yet_due").total == Count(1)
    # Days: 10, 120, 121. Mean 251 / 3 = 83.67 → 83.7, median 120.
    assert mean(l2.side("days_to_ready").total) == (3, "83.7", "120.0")
    assert reasons(l2) == {
        1: "ready",
        2: "ready_late",
        3: "ready",
        4: "never_ready",
        5: "readiness_not_due",
        6: "never_ready",
    }


@example("L3")
def test_companies_contacted() -> None:
    facts = project(
        contacts=(
            ContactFacts(10, date(2009, 1, 1)),
            ContactFacts(10, date(2009, 2, 1)),  # the same company again
            ContactFacts(11, date(2008, 7, 31)),  # the day before the period
            ContactFacts(12, date(2008, 8, 1)),  # its first day
            ContactFacts(13, date(2010, 1, 1)),  # later than as of
        )
    )
    l3 = figures(facts, as_of=date(2009, 12, 31))["L3"]
    # Companies 10 and 12.
    assert l3.table.total == Count(2)
    assert cells(l3.table) == {(None, None, None): Count(2)}
    assert reasons(l3) == {10: "contacted", 11: "contacted_outside", 12: "contacted"}


@example("L4")
def test_companies_with_a_recruitment_need() -> None:
    facts = project(
        needs=(
            NeedFacts(10, date(2009, 1, 1), closed_on=date(2009, 1, 31)),
            NeedFacts(10, date(2009, 3, 1)),
            NeedFacts(11, date(2008, 7, 1)),  # open in the period, but registered before it
            NeedFacts(12, date(2011, 7, 31)),  # the period's last day
        )
    )
    l4 = figures(facts)["L4"]
    # Companies 10 and 12.
    assert l4.table.total == Count(2)
    assert reasons(l4) == {10: "need_registered", 11: "need_outside", 12: "need_registered"}


@example("L5")
def test_participants_in_placement() -> None:
    start = date(2009, 1, 1)
    facts = project(
        # Two placements of two kinds: one person.
        person(
            1,
            start,
            episodes=(
                EpisodeFacts("work_placement", date(2009, 2, 1), date(2009, 3, 1)),
                EpisodeFacts("language_placement", date(2009, 4, 1)),
            ),
        ),
        person(2, start, gender="man", born=None, episodes=(EpisodeFacts("work_training", start),)),
        # Begun the day before the first start: history. So is what is marked as such.
        person(3, start, episodes=(EpisodeFacts("work_placement", date(2008, 12, 31)),)),
        person(4, start, episodes=(EpisodeFacts("work_placement", date(2009, 2, 1), before_start=True),)),
        person(5, start, episodes=(EpisodeFacts("studies", date(2009, 2, 1)),)),
        person(6, start, episodes=(EpisodeFacts("work_placement", date(2010, 1, 1)),)),
        goals=(GoalFacts("L5", Decimal(4)), GoalFacts("L5", Decimal(2), gender="woman", age_band="25–54")),
    )
    # The period is 2009: 1 and 2; 6 began in 2010.
    l5 = figures(facts, start=start, end=date(2009, 12, 31))["L5"]
    assert cells(l5.table) == {("woman", "25-54", None): Count(1), ("man", "unknown", None): Count(1)}
    assert l5.target == 4
    assert l5.targets == (Target("woman", "25-54", None, Decimal(2), Count(1)),)
    assert reasons(l5) == {
        1: "begun",
        2: "begun",
        3: "only_history",
        4: "only_history",
        5: "none_begun",
        6: "begun_outside",
    }


@example("L6")
def test_participants_in_work_after_placement() -> None:
    start, over = date(2009, 1, 1), date(2009, 3, 31)
    done = placement(date(2009, 2, 1), over)
    facts = project(
        person(1, start, episodes=(done, EpisodeFacts("employment", over))),  # on its last day
        person(
            2, start, episodes=(done, EpisodeFacts("employment", over - timedelta(days=1)))
        ),  # a day early
        person(3, start, gender="man", episodes=(done, EpisodeFacts("own_business", date(2009, 9, 1)))),
        # The placement ends after as of: still going.
        person(4, start, episodes=(placement(start, date(2012, 1, 1)), EpisodeFacts("employment", over))),
        person(5, start, episodes=(EpisodeFacts("employment", over),)),  # no placement
        # Two placements, and the job began after the first of them.
        person(
            6, start, episodes=(placement(over, date(2010, 1, 1)), done, EpisodeFacts("employment", over))
        ),
        person(7, start, episodes=(done, EpisodeFacts("employment", over, before_start=True))),  # history
    )
    l6 = figures(facts)["L6"]
    # 1, 3 and 6.
    assert cells(l6.table) == {("woman", "25-54", None): Count(2), ("man", "25-54", None): Count(1)}
    assert reasons(l6) == {
        1: "work_after",
        2: "no_work_after",
        3: "work_after",
        4: "none_ended",
        5: "none_begun",
        6: "work_after",
        7: "no_work_after",
    }
    # In 2010 alone none began work, though 1, 3 and 6 had before.
    assert figures(facts, start=date(2010, 1, 1))["L6"].table.total == Count(0)


@example("L7")
def test_participants_in_a_short_vocational_course() -> None:
    start = date(2009, 1, 1)
    facts = project(
        person(
            1, start, born=date(1984, 1, 1), episodes=(EpisodeFacts("vocational_course", start),)
        ),  # 25 today
        person(
            2, start, born=date(1984, 1, 2), episodes=(EpisodeFacts("vocational_course", start),)
        ),  # 25 tomorrow
        person(3, start, episodes=(EpisodeFacts("work_placement", start),)),
    )
    l7 = figures(facts)["L7"]
    assert cells(l7.table) == {("woman", "16-24", None): Count(1), ("woman", "25-54", None): Count(1)}


@example("L8")
def test_participants_in_work_after_a_short_vocational_course() -> None:
    start = date(2009, 1, 1)
    course = EpisodeFacts("vocational_course", date(2009, 2, 1), date(2009, 2, 28))
    job = EpisodeFacts("employment", date(2009, 6, 1))
    facts = project(
        person(1, start, episodes=(course, job)),
        person(2, start, episodes=(course, placement(date(2009, 3, 1), date(2009, 4, 1)), job)),
        person(3, start, episodes=(placement(date(2009, 3, 1), date(2009, 4, 1)), job)),
    )
    computed = figures(facts)
    # 1 and 2 after a course, 2 and 3 after a placement: 2 is in both.
    assert {case.key for case in computed["L8"].counted} == {1, 2}
    assert {case.key for case in computed["L6"].counted} == {2, 3}


@example("L9")
def test_time_to_self_support_by_year() -> None:
    start = date(2009, 1, 1)
    facts = project(
        person(1, start, support=(wage(date(2009, 1, 11)),)),  # 10 days
        person(2, start, support=(wage(date(2009, 1, 21)),)),  # 20 days
        person(3, start, gender="man", support=(wage(date(2010, 1, 1)),)),  # 365 days
        person(4, start, gender="man", support=(wage(date(2010, 1, 2)),)),  # 366 days
        person(5, start),  # not an achiever
        person(6, date(2008, 7, 1), support=(wage(date(2008, 7, 31)),)),  # the day before the period
    )
    l9 = figures(facts)["L9"]
    # 10 + 20 + 365 + 366 = 761, / 4 = 190.25 → 190.3; the middle two are 20 and 365: 192.5.
    assert l9.table.total == Mean((10, 20, 365, 366))
    assert mean(l9.table.total) == (4, "190.3", "192.5")
    assert cells(l9.table) == {
        ("woman", "25-54", "2009"): Mean((10, 20)),
        ("man", "25-54", "2010"): Mean((365, 366)),
    }
    assert cells(l9.side("by_year")) == {
        (None, None, "2009"): Mean((10, 20)),
        (None, None, "2010"): Mean((365, 366)),
    }
    assert mean(l9.side("by_gender_age").over(gender="man")) == (2, "365.5", "365.5")
    assert [group.code for group in l9.table.groups] == ["2008", "2009", "2010", "2011"]


@example("L10")
def test_exits_without_self_support() -> None:
    start, left = date(2009, 1, 1), date(2009, 6, 30)
    back = (
        EnrolmentFacts(start, left, "moved"),
        EnrolmentFacts(date(2010, 1, 1), date(2010, 5, 1), "illness"),
    )
    facts = project(
        person(1, start, left, cause="moved"),
        person(2, start, left, cause="work", support=(wage(left),)),  # self-supporting on the exit day
        person(
            3, start, left, gender="man", support=(wage(left + timedelta(days=1)),)
        ),  # a day after; no cause
        person(4, start),  # still there
        # Back again: the last exit and its cause count, once.
        ParticipantFacts(5, "woman", YOUNGER, back),
        # Back and still there on as of: no final exit.
        ParticipantFacts(
            6, "woman", YOUNGER, (*back[:1], EnrolmentFacts(date(2010, 1, 1), date(2011, 8, 1), "work"))
        ),
        # Self-support that ended before the exit still was.
        person(7, start, left, cause="family", support=(wage(start, start),)),
        person(8, start, date(2011, 7, 31), cause="project_ended"),  # on as of and the period's last day
    )
    l10 = figures(facts)["L10"]
    assert cells(l10.table) == {
        ("woman", "16-24", "illness"): Count(1),
        ("woman", "25-54", "moved"): Count(1),
        ("woman", "25-54", "project_ended"): Count(1),
        ("man", "25-54", "not_recorded"): Count(1),
    }
    assert l10.table.total == Count(4)
    assert reasons(l10)[2] == reasons(l10)[7] == "exit_with"
    assert reasons(l10)[4] == reasons(l10)[6] == "still_enrolled"
    # As of the day before the first exits nobody has left.
    assert figures(facts, as_of=left - timedelta(days=1))["L10"].table.total == Count(0)


@example("L11")
def test_follow_up_by_readiness() -> None:
    start = date(2009, 1, 1)
    criteria = tuple(CriterionFacts(code, code) for code in ("A1", "A2", "B1"))
    facts = project(
        # The latest decides: ready in February, not in March.
        person(
            1,
            start,
            assessments=(
                assessed(date(2009, 3, 1), "met", "partly", "met"),
                assessed(date(2009, 2, 1), "met", "met", "met"),
            ),
        ),
        person(2, start, gender="man", assessments=(assessed(date(2009, 2, 1), "met", "met", "met"),)),
        person(3, start),
        person(4, start, date(2011, 7, 31)),  # left on as of: not enrolled
        person(5, start, date(2011, 8, 1)),  # leaves the day after: enrolled
        # An older checklist without B1.
        person(6, start, assessments=(AssessmentFacts(start, (("A1", "met"), ("A2", "not_met"))),)),
        criteria=criteria,
    )
    l11 = figures(facts)["L11"]
    # Enrolled: 1, 2, 3, 5, 6.
    assert l11.table.total == Count(5)
    assert cells(l11.table) == {
        ("woman", "25-54", "not_ready"): Count(2),  # 1 and 6
        ("woman", "25-54", "not_assessed"): Count(2),  # 3 and 5
        ("man", "25-54", "ready"): Count(1),  # 2
    }
    by_criterion = l11.side("criteria")
    assert {group.code: by_criterion.over(group=group.code) for group in by_criterion.groups} == {
        "A1:met": Count(3),  # 1, 2 and 6
        "A1:partly": Count(0),
        "A1:not_met": Count(0),
        "A1:not_assessed": Count(2),
        "A2:met": Count(1),  # 2
        "A2:partly": Count(1),  # 1
        "A2:not_met": Count(1),  # 6
        "A2:not_assessed": Count(2),
        "B1:met": Count(2),  # 1 and 2
        "B1:partly": Count(0),
        "B1:not_met": Count(0),
        "B1:not_assessed": Count(3),  # 3, 5 and 6
    }


@example("L12")
def test_jobs_by_hours() -> None:
    start = date(2009, 1, 1)

    def job(hours: str | None, on: date = date(2009, 5, 1)) -> EpisodeFacts:
        return EpisodeFacts("employment", on, hours=None if hours is None else Decimal(hours))

    facts = project(
        person(1, start, wanted=35, episodes=(job("35"), job("34.99"))),  # equal, less
        person(2, start, wanted=10, gender="man", episodes=(job("17"),)),  # more
        person(3, start, episodes=(job("16.5"),)),  # wish unknown
        person(4, start, wanted=40, episodes=(job(None),)),  # hours unknown
        person(
            5, start, wanted=40, episodes=(job("40", date(2008, 12, 31)), EpisodeFacts("own_business", start))
        ),
    )
    l12 = figures(facts)["L12"]
    # Five employments; 5's began before the first start, and own business is none.
    assert l12.table.total == Count(5)
    assert cells(l12.table) == {
        ("woman", "25-54", "full_time"): Count(1),  # 35
        ("woman", "25-54", "part_time"): Count(1),  # 34.99
        ("woman", "25-54", "short"): Count(1),  # 16.5
        ("woman", "25-54", "unknown"): Count(1),
        ("man", "25-54", "part_time"): Count(1),  # 17
    }
    wanted = l12.side("against_hours_wanted")
    assert {group.code: wanted.over(group=group.code) for group in wanted.groups} == {
        "less": Count(1),
        "equal": Count(1),
        "more": Count(1),
        "unknown": Count(2),
    }


@example("L13")
def test_women_and_men_in_the_others_occupations() -> None:
    start = date(2009, 1, 1)

    def job(occupation: str, on: date = start) -> EpisodeFacts:
        return EpisodeFacts("employment", on, occupation=occupation)

    # The share of women, per cent. 7112 has its own; 7113 is in the wider group 71.
    women = (("22", Decimal(80)), ("71", Decimal("39.9")), ("7112", Decimal(40)), ("53", Decimal("60.1")))
    facts = project(
        person(1, start, episodes=(job("7113"), job("7112"))),  # 39.9: counted; 40: not
        person(2, start, gender="man", episodes=(job("2221"), job("5321"))),  # 20 and 39.9: both
        person(3, start, gender="man", episodes=(job("7113"), job("71"))),  # men are 60.1
        person(4, start, episodes=(job(""), job("9999"))),  # not recorded, not on the list
        person(5, start, gender="nonbinary", episodes=(job("7113"),)),
        person(6, start, gender="unknown", episodes=(job("2221"),)),
        person(7, start, episodes=(job("7113", date(2008, 12, 31)), EpisodeFacts("own_business", start))),
        occupations=OccupationFacts("2008", women),
    )
    l13 = figures(facts)["L13"]
    assert cells(l13.table) == {("woman", "25-54", None): Count(1), ("man", "25-54", None): Count(2)}
    # On the list, of women and men: 7113 and 7112; 2221 and 5321; 7113 and 71. 3 / 6 = 50 %.
    assert l13.side("share").total == Share(3, 6)
    assert [(case.key, case.reason) for case in l13.not_counted] == [
        (1, "gender_not_in_minority"),
        (3, "gender_not_in_minority"),
        (3, "gender_not_in_minority"),
        (4, "occupation_not_recorded"),
        (4, "occupation_not_listed"),
        (5, "neither_woman_nor_man"),
        (6, "neither_woman_nor_man"),
        (7, "history"),
    ]
    # In 2010 none began.
    assert figures(facts, start=date(2010, 1, 1))["L13"].table.total == Count(0)


@example("L13")
def test_without_a_list_of_occupations_it_is_not_recorded() -> None:
    job = EpisodeFacts("employment", date(2009, 1, 1), occupation="7112")
    l13 = figures(project(person(1, date(2009, 1, 1), episodes=(job,))))["L13"]
    assert not l13.recorded
    assert l13.cases == ()


@example("L14")
def test_less_social_assistance_to_pay() -> None:
    start, as_of = date(2009, 1, 10), PERIOD[1]
    assistance = SupportFacts("social_assistance", date(2008, 1, 1), date(2009, 6, 30))
    facts = project(
        person(1, start, support=(assistance, wage(date(2009, 7, 1)))),
        person(
            2, start, date(2010, 1, 1), gender="man", support=(assistance, wage(as_of, as_of))
        ),  # that one day
        person(3, start, support=(assistance, wage(date(2009, 7, 1), as_of - timedelta(days=1)))),  # over
        # Wage, but establishment benefit on as of.
        person(4, start, support=(assistance, wage(start), SupportFacts("establishment_benefit", as_of))),
        person(5, start, support=(wage(start),)),  # no assistance at the start
        # Assistance that ended the day before the start, or began the day after.
        person(
            6, start, support=(replace(assistance, end=start - timedelta(days=1)), wage(date(2009, 7, 1)))
        ),
        person(
            7, start, support=(replace(assistance, start=start + timedelta(days=1)), wage(date(2009, 7, 1)))
        ),
        # Assistance on the start itself only.
        person(8, start, support=(replace(assistance, start=start, end=start), wage(date(2009, 7, 1)))),
        goals=(GoalFacts("L14", Decimal(1_680_000)),),
    )
    l14 = figures(facts)["L14"]
    # 1, 2 and 8. 3 x 7 000 kr = 21 000 kr a month.
    assert l14.side("persons").total == Count(3)
    assert l14.table.total == Count(21_000)
    assert l14.table.over(gender="man") == Count(7_000)
    assert l14.target == 1_680_000
    assert reasons(l14) == {
        1: "off_assistance",
        2: "off_assistance",
        3: "not_off_assistance",
        4: "not_off_assistance",
        5: "no_assistance_at_start",
        6: "no_assistance_at_start",
        7: "no_assistance_at_start",
        8: "off_assistance",
    }
    # The project's own sum, 0 kr too.
    for monthly, amount in ((8_500, 25_500), (0, 0)):
        own = replace(facts, social_assistance_monthly=monthly)
        assert figures(own)["L14"].table.total == Count(amount)
