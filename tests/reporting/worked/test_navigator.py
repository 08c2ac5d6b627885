"""Set K, worked by hand. The arithmetic stands beside it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reporting.compute import Target
from reporting.facts import (
    AnswerFacts,
    AttendanceFacts,
    BackgroundFacts,
    ContactFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    GoalFacts,
    ParticipantFacts,
    TargetGroupFacts,
)
from reporting.stats import Count, Share, Time
from tests.reporting.builders import (
    OLDER,
    PERIOD,
    YOUNGER,
    cells,
    figures,
    percent,
    person,
    placement,
    project,
    reasons,
)
from tests.reporting.worked import example

START, LEFT = date(2009, 1, 1), date(2009, 6, 30)
AFTER_90 = date(2009, 9, 28)  # 30 June + 90 days: 31 in July, 31 in August, 28 in September
DAY = timedelta(days=1)


def left(
    key: int, *episodes: EpisodeFacts, on: date | None = LEFT, gender: str = "woman", **facts: Any
) -> ParticipantFacts:
    """Someone who started on 1 January 2009 and left, by default on 30 June."""
    return replace(person(key, START, on, gender=gender, episodes=episodes), **facts)


def started(
    key: int,
    on: date = START,
    *,
    group: str = "",
    gender: str = "woman",
    born: date | None = OLDER,
    country: str = "not_asked",
    disability: str = "not_asked",
) -> ParticipantFacts:
    told = BackgroundFacts(birth_country=country, reduced_work_capacity=disability)
    stay = EnrolmentFacts(on, target_group=group, background=told)
    return ParticipantFacts(key, gender, born, (stay,))


def job(start: date = START, end: date | None = None, hours: int | None = None) -> EpisodeFacts:
    return EpisodeFacts("employment", start, end, None if hours is None else Decimal(hours))


def chance(answer: str, on: date = LEFT) -> AnswerFacts:
    return AnswerFacts("chance", on, answer)


def found(outcome: str, on: date = AFTER_90, kind: str = "days_90") -> FollowUpFacts:
    return FollowUpFacts(kind, on, outcome)


ABROAD = "Utrikes födda"
YOUTH = "Ungdomar 16-24 år"
ADULTS = "Personer 25-64 år"
PARENTS = "Föräldrar"
GROUPS = (
    TargetGroupFacts(ABROAD, 50),
    TargetGroupFacts(YOUTH, 60),
    TargetGroupFacts(ADULTS, 25),
    TargetGroupFacts(PARENTS, parent=ADULTS),
)


@example("K1", "K9")
def test_participants_by_target_group() -> None:
    back = (
        EnrolmentFacts(START, LEFT, target_group=YOUTH),
        EnrolmentFacts(date(2010, 1, 1), target_group=ADULTS),
    )
    facts = project(
        started(1, group=ABROAD, country="SO"),
        started(2, group=ABROAD, country="SO", gender="man", born=YOUNGER),
        # Back again in another group: the first start's counts, once.
        ParticipantFacts(3, "man", YOUNGER, back),
        started(4, group=ADULTS, country="SE"),
        started(5, group=PARENTS),  # a part of the group of 25-64 years
        started(6),  # in none
        started(7, date(2008, 7, 31), group=ABROAD),  # the day before the period
        started(8, PERIOD[0], group=ABROAD),  # its first day
        target_groups=GROUPS,
        goals=(GoalFacts("K1", Decimal(135)), GoalFacts("K1", Decimal(30), gender="woman", group=YOUTH)),
    )
    computed = figures(facts, "K")
    k1 = computed["K1"]
    assert cells(k1.table) == {
        ("woman", "25-54", ABROAD): Count(2),  # 1 and 8
        ("woman", "25-54", ADULTS): Count(1),  # 4
        ("woman", "25-54", PARENTS): Count(1),  # 5
        ("woman", "25-54", "not_recorded"): Count(1),  # 6
        ("man", "16-24", ABROAD): Count(1),  # 2
        ("man", "16-24", YOUTH): Count(1),  # 3
    }
    # 2 + 1 + 1 + 1 + 1 + 1 = 7, of 135. Of the 25 planned, 4 and 5: parents are a part of them.
    assert k1.table.total == Count(7)
    assert k1.target == 135
    assert k1.targets == (
        Target("woman", None, YOUTH, Decimal(30), Count(0)),
        Target(None, None, ABROAD, Decimal(50), Count(3)),
        Target(None, None, YOUTH, Decimal(60), Count(1)),
        Target(None, None, ADULTS, Decimal(25), Count(2)),
    )
    assert reasons(k1)[7] == "started_outside"
    # On their own: 2 and 3 are young, 1 and 2 born abroad; of the others nobody knows, or they aren't.
    assert {case.key for case in k1.counted if "young" in case.details} == {2, 3}
    assert k1.side("young").total == Count(2)
    assert k1.side("foreign_born").total == Count(2)
    # K9 is the same number, without the plan.
    assert computed["K9"].table.cells == k1.table.cells
    assert computed["K9"].targets == ()


@example("K1")
def test_a_goal_for_a_group_goes_before_the_number_planned_with_it() -> None:
    facts = project(target_groups=GROUPS[:1], goals=(GoalFacts("K1", Decimal(55), group=ABROAD.upper()),))
    assert figures(facts, "K")["K1"].targets == (Target(None, None, ABROAD, Decimal(55), Count(0)),)


@example("K2")
def test_in_work_or_a_greater_chance_of_a_job() -> None:
    facts = project(
        left(1, job(end=LEFT)),  # a job whose last day is the exit day
        left(2, job(LEFT + DAY), gender="man"),  # one that begins the day after
        left(3, job(LEFT + 2 * DAY)),  # two days after: not, and no answer
        left(4, job(end=LEFT - DAY), answers=(chance("no"),)),  # ended the day before, and a no
        left(5, EpisodeFacts("own_business", START), answers=(chance("no"),)),  # in work whatever the answer
        # The latest answer is the one that counts, not the one recorded last.
        left(6, answers=(chance("yes", LEFT + 9 * DAY), chance("no", LEFT))),
        left(7, answers=(chance("do_not_know"),)),
        left(8, answers=(chance("yes", date(2011, 8, 1)),)),  # answered after as of: no answer
        left(9, job(START - DAY)),  # begun before the first start: no outcome
        left(10, on=None, answers=(chance("yes"),)),  # still there
        left(11, on=date(2011, 8, 1), answers=(chance("yes"),)),  # leaves after as of: still there
        goals=(GoalFacts("K2", Decimal(70)),),
    )
    k2 = figures(facts, "K")["K2"]
    # Exits: 1–9. In work 1, 2, 5; a yes 6. 4 / 9 = 44.44… %. Answered: 4, 5, 6, 7 = 4 / 9.
    assert k2.table.total == Share(4, 9)
    assert percent(k2.table.total) == "44.4"
    assert k2.side("response_rate").total == Share(4, 9)
    assert k2.target == 70
    assert reasons(k2) == {
        1: "work_on_leaving",
        2: "work_on_leaving",
        3: "chance_not_answered",
        4: "chance_not_greater",
        5: "work_on_leaving",
        6: "chance_greater",
        7: "chance_not_greater",
        8: "chance_not_answered",
        9: "chance_not_answered",
        10: "still_enrolled",
        11: "still_enrolled",
    }


@example("K2")
def test_work_of_too_few_or_unknown_hours_counts_only_where_there_is_no_minimum() -> None:
    people = (left(1, job(hours=17)), left(2, job(hours=16)), left(3, job()))
    assert figures(project(*people), "K")["K2"].table.total == Share(3, 3)
    assert figures(project(*people, work_min_hours=Decimal(17)), "K")["K2"].table.total == Share(1, 3)


@example("K2", "K8")
def test_a_response_rate_of_nobody_is_no_rate() -> None:
    computed = figures(project(left(1, on=None)), "K")
    for code in ("K2", "K8"):
        assert computed[code].side("response_rate").total == Share(0, 0)
        assert percent(computed[code].side("response_rate").total) is None
        assert percent(computed[code].table.total) is None


@example("K3")
def test_share_in_work_90_days_after() -> None:
    facts = project(
        left(1, job(AFTER_90, AFTER_90)),  # that one day
        left(2, job(START, AFTER_90 - DAY), gender="man"),  # a day too short
        # The follow-up decides, though a job covers the day.
        left(3, job(), follow_ups=(found("not_reached"),)),
        left(4, follow_ups=(found("work"),)),  # and though none does
        # The latest follow-up: job seeking in November after work in October.
        left(5, follow_ups=(found("job_seeking", date(2009, 11, 1)), found("work", date(2009, 10, 1)))),
        # One of another kind, and one made after as of, say nothing.
        left(6, job(), follow_ups=(found("studies", kind="months_6"), found("studies", date(2011, 8, 1)))),
        left(7, placement(START, None)),  # a placement is something else
        left(8),
        left(9, on=None),
        left(10, job(), on=date(2011, 5, 2)),  # + 90 days: 29 in May, 30 in June, 31 in July = 31 July, as of
        left(11, job(), on=date(2011, 5, 3)),  # a day later: not due
        goals=(GoalFacts("K3", Decimal(28)), GoalFacts("K3", Decimal(50), gender="man")),
    )
    k3 = figures(facts, "K")["K3"]
    # Due: 1–8 and 10. In work: 1, 4, 6, 10. 4 / 9 = 44.4 %; of the men 0 / 1.
    assert k3.table.total == Share(4, 9)
    assert percent(k3.table.total) == "44.4"
    assert k3.target == 28
    assert k3.targets == (Target("man", None, None, Decimal(50), Share(0, 1)),)
    # Unknown: 2, 3 and 8. They stay in the denominator.
    assert k3.side("unknown").total == Count(3)
    states = k3.side("state")
    assert {group.code: states.over(group=group.code) for group in states.groups} == {
        "work": Count(4),
        "studies": Count(0),
        "programme": Count(0),
        "other": Count(2),  # 5 and 7
        "unknown": Count(3),
    }
    assert reasons(k3) == {
        1: "work_90",
        2: "unknown_90",
        3: "unknown_90",
        4: "work_90",
        5: "other_90",
        6: "work_90",
        7: "other_90",
        8: "unknown_90",
        9: "still_enrolled",
        10: "work_90",
        11: "days_90_not_due",
    }
    # In a period that ends before the exits there are none, and no share.
    assert percent(figures(facts, "K", end=LEFT - DAY)["K3"].table.total) is None


@example("K3")
def test_a_re_entry_moves_the_final_exit() -> None:
    back = (EnrolmentFacts(START, LEFT), EnrolmentFacts(date(2009, 8, 1), date(2009, 12, 31)))
    # In work 90 days after the first exit, 28 September, but not after the last: 31 + 28 + 31 days
    # of 2010 make 31 March.
    there = ParticipantFacts(1, "woman", OLDER, back, (job(date(2009, 9, 1), date(2010, 3, 30)),))
    facts = project(there)
    k3 = figures(facts, "K")["K3"]
    assert k3.table.total == Share(0, 1)
    assert k3.cases[0].on == date(2010, 3, 31)
    # As of the last day before the re-entry the first exit was final, and not yet due.
    before = figures(facts, "K", as_of=date(2009, 7, 31))["K3"]
    assert reasons(before) == {1: "days_90_not_due"}
    # While back in the project there is no exit.
    assert reasons(figures(facts, "K", as_of=date(2009, 12, 30))["K3"]) == {1: "still_enrolled"}


@example("K4")
def test_company_contacts() -> None:
    facts = project(
        contacts=(
            ContactFacts(10, date(2009, 1, 1)),
            ContactFacts(10, date(2009, 2, 1)),
            ContactFacts(10, date(2008, 7, 31)),  # before the period
            ContactFacts(11, date(2008, 7, 31)),
            ContactFacts(12, PERIOD[1]),
            ContactFacts(13, date(2011, 8, 1)),  # after as of
        ),
        goals=(GoalFacts("K4", Decimal(60)),),
    )
    k4 = figures(facts, "K")["K4"]
    # Companies 10 and 12; contacts 2 + 1.
    assert k4.table.total == Count(2)
    assert k4.side("contacts").total == Count(3)
    assert k4.target == 60


@example("K5", "K6", "K7")
def test_what_they_do_90_days_after() -> None:
    studies, programme = EpisodeFacts("studies", START), EpisodeFacts("programme", START, AFTER_90)
    facts = project(
        left(1, job()),
        left(2, job(), studies, gender="man"),  # both
        left(3, studies, programme),  # both
        left(4, studies, follow_ups=(found("programme"),)),  # as the follow-up says, and no more
        left(5, EpisodeFacts("programme", START, AFTER_90 - DAY)),
        left(6, job(), on=date(2011, 7, 1)),  # not due
    )
    computed = figures(facts, "K")
    assert {code: {case.key for case in computed[code].counted} for code in ("K5", "K6", "K7")} == {
        "K5": {1, 2},
        "K6": {2, 3},
        "K7": {3, 4},
    }
    # 2 is in K5 and K6, 3 in K6 and K7.
    assert [computed[code].side("overlap").total for code in ("K5", "K6", "K7")] == [
        Count(1),
        Count(2),
        Count(1),
    ]
    assert cells(computed["K5"].table) == {
        ("woman", "25-54", None): Count(1),
        ("man", "25-54", None): Count(1),
    }
    assert reasons(computed["K6"]) == {
        1: "work_90",
        2: "studies_90",
        3: "studies_90",
        4: "programme_90",
        5: "unknown_90",
        6: "days_90_not_due",
    }
    # K5 is K3's numerator.
    assert computed["K3"].table.total == Share(2, 5)


@example("K5")
def test_16_to_24_years_and_those_born_abroad_are_shown_on_their_own_whatever_the_bands() -> None:
    abroad = EnrolmentFacts(START, LEFT, background=BackgroundFacts(birth_country="SY"))
    facts = project(
        left(1, job(), birth_date=date(1984, 1, 2)),  # 25 tomorrow
        left(2, job(), birth_date=date(1984, 1, 1)),  # 25 today
        left(3, job(), enrolments=(abroad,)),
        left(4, enrolments=(abroad,)),  # not in work
        age_bands=("18-29", "30-64"),
    )
    computed = figures(facts, "K")
    assert computed["K5"].side("young").total == Count(1)
    assert computed["K5"].side("foreign_born").total == Count(1)
    assert computed["K3"].side("foreign_born").total == Share(1, 2)


@example("K8")
def test_who_find_their_chance_of_a_job_greater() -> None:
    facts = project(
        left(1, answers=(chance("yes"),)),
        left(2, answers=(chance("no"),), gender="man"),
        left(3, answers=(chance("do_not_know"),)),
        left(4, job()),  # in work, but hasn't answered
        left(5, answers=(AnswerFacts("developed", LEFT, "5"),)),  # another question
        # Two answers of one day: the one recorded last.
        left(6, answers=(chance("no"), chance("yes"))),
        left(7, on=None, answers=(chance("yes"),)),
        replace(person(8, date(2008, 7, 1), date(2008, 7, 31)), answers=(chance("yes"),)),
    )
    k8 = figures(facts, "K")["K8"]
    # Yes: 1 and 6, of the answers of 1, 2, 3, 6: 2 / 4 = 50 %. Answered: 4 of the 6 who left.
    assert k8.table.total == Share(2, 4)
    assert percent(k8.table.total) == "50.0"
    assert k8.side("response_rate").total == Share(4, 6)
    assert percent(k8.side("response_rate").total) == "66.7"
    assert reasons(k8)[8] == "exit_outside"


@example("K10")
def test_starts_by_year_and_age() -> None:
    in_2008, in_2009 = date(2008, 12, 31), date(2009, 1, 1)
    facts = project(
        started(1, in_2008, born=YOUNGER),  # 18
        started(2, in_2009, born=YOUNGER, gender="man"),
        started(3, in_2009, born=date(1954, 1, 1), country="NO"),  # 55 today
        started(4, in_2009, born=date(1954, 1, 2)),  # 55 tomorrow
        started(5, in_2009, born=date(1943, 1, 1)),  # 66: outside the bands, among the others here
        started(6, in_2009, born=None),
        started(7, date(2011, 8, 1)),
    )
    k10 = figures(facts, "K")["K10"]
    assert k10.table.total == Count(6)
    assert cells(k10.table) == {
        ("woman", "16-24", "2008"): Count(1),
        ("woman", "25-54", "2009"): Count(1),
        ("woman", "55-64", "2009"): Count(1),
        ("woman", "outside", "2009"): Count(1),
        ("woman", "unknown", "2009"): Count(1),
        ("man", "16-24", "2009"): Count(1),
    }
    ages = k10.side("ages")
    assert {group.code: ages.over(group=group.code) for group in ages.groups} == {
        "16-24": Count(2),
        "55-64": Count(1),
        "other": Count(2),  # 54 and 66 years
        "unknown": Count(1),
    }
    assert k10.side("years_and_ages").over(group="2009:16-24") == Count(1)
    assert k10.side("years_and_ages").over(group="2009:other") == Count(2)
    assert k10.side("years_and_ages").total == Count(6)
    assert k10.side("foreign_born").total == Count(1)


@example("K11")
def test_participants_born_abroad() -> None:
    later = EnrolmentFacts(date(2010, 1, 1), background=BackgroundFacts(birth_country="SO"))
    facts = project(
        started(1, country="SO"),
        started(2, country="FI", gender="man", born=YOUNGER),
        started(3, country="SE"),
        started(4, country="unknown"),
        started(5, country="declined"),
        started(6, country="not_asked"),
        # Told only on coming back: at the first start it wasn't known.
        ParticipantFacts(7, "woman", OLDER, (EnrolmentFacts(START, LEFT), later)),
        started(8, date(2008, 7, 31), country="SO"),
    )
    k11 = figures(facts, "K")["K11"]
    assert cells(k11.table) == {("woman", "25-54", None): Count(1), ("man", "16-24", None): Count(1)}
    assert k11.side("young").total == Count(1)
    assert k11.side("not_known").total == Count(4)  # 4, 5, 6 and 7
    assert reasons(k11)[3] == "born_in_sweden"
    assert reasons(k11)[8] == "started_outside"


@example("K12")
def test_participants_with_a_disability_that_reduces_work_capacity() -> None:
    facts = project(
        started(1, disability="yes"),
        started(2, disability="yes", gender="man", country="SO"),
        started(3, disability="no"),
        started(4, disability="declined"),
        started(5, disability="not_asked"),
        started(6, date(2008, 7, 31), disability="yes"),
    )
    k12 = figures(facts, "K")["K12"]
    assert cells(k12.table) == {("woman", "25-54", None): Count(1), ("man", "25-54", None): Count(1)}
    assert k12.side("foreign_born").total == Count(1)
    assert k12.side("not_known").total == Count(2)
    assert reasons(k12)[3] == "no_disability"


@example("K13")
def test_participant_hours() -> None:
    def attended(*records: tuple[date, int]) -> tuple[AttendanceFacts, ...]:
        return tuple(AttendanceFacts(on, minutes, 1, "job_club") for on, minutes in records)

    facts = project(
        left(1, attendance=attended((START, 50), (START + DAY, 61))),  # 111 minutes
        left(2, gender="man", attendance=attended((PERIOD[1], 1), (date(2011, 8, 1), 600))),  # 1 by as of
        left(3, attendance=attended((date(2008, 7, 31), 600))),  # before the period
        left(4),
        goals=(GoalFacts("K13", Decimal("100.5")),),
    )
    k13 = figures(facts, "K")["K13"]
    # 111 + 1 = 112 minutes = 1.866… hours → 1.9; of the women 111 = 1.85 → 1.9.
    assert k13.table.total == Time(112)
    assert cells(k13.table) == {("woman", "25-54", None): Time(111), ("man", "25-54", None): Time(1)}
    assert [stat.hours for stat in (Time(112), Time(111), Time(1))] == ["1.9", "1.9", "0.0"]
    assert k13.target == Decimal("100.5")
    # The list's values are the number.
    assert sum(case.value or 0 for case in k13.counted) == 112
    assert reasons(k13) == {1: "attended", 2: "attended", 3: "attended_outside", 4: "never_attended"}
