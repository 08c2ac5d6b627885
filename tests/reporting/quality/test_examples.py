"""Each check worked by hand: what it finds, that settling it removes it and moves what it named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.checks import Check
from reporting.compute import compute
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    CriterionFacts,
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    MoveFacts,
    OccupationFacts,
    ParticipantFacts,
    ProjectFacts,
    SupportFacts,
    TargetGroupFacts,
    Window,
)
from reporting.output import as_json
from reporting.quality import Finding, findings
from tests.reporting.builders import OLDER, PERIOD
from tests.reporting.quality import example
from tests.reporting.test_json import WINDOW, crowd

START, LEFT = date(2009, 3, 1), date(2009, 12, 1)
JOB = EpisodeFacts("employment", date(2009, 6, 1), hours=Decimal(40), occupation="3111", company=1)
WOMEN = OccupationFacts("v1", (("3111", Decimal(20)), ("5322", Decimal(80))))
SAID: dict[str, Any] = {
    "cause": "moved",
    "destination": "job_seeking",
    "hours_wanted": Decimal(40),
    "target_group": "Unga",
    "referred_by": "AFI",
    "entry_status": "inactive",
    "education_level": "3",
    "background": BackgroundFacts("SE", "no", "SE", "no"),
}


def whole(*, left: date | None = None, stay: dict[str, Any] | None = None, **known: Any) -> ParticipantFacts:
    """Somebody of whom all is known that a check asks about, but for what the example changes."""
    said = SAID | (stay or {})
    if left is None:
        said |= {"cause": "", "destination": ""}
    facts: dict[str, Any] = {
        "assessments": (AssessmentFacts(START, (("A1", "met"),)),),
        "attendance": (AttendanceFacts(START, 90, 1, "other"),),
        "moves": (MoveFacts(START, 1),),
    }
    if left:
        facts["follow_ups"] = (
            FollowUpFacts("days_90", date(2010, 3, 1), "work"),
            FollowUpFacts("months_6", date(2010, 6, 1), "work"),
        )
        facts["answers"] = tuple(
            AnswerFacts(*one)
            for one in (("chance", left, "yes"), ("developed", left, "4"), ("cooperation", left, "4"))
        )
    return ParticipantFacts(
        7, known.pop("gender", "woman"), known.pop("born", OLDER), (EnrolmentFacts(START, left, **said),)
        , **(facts | known)
    )  # fmt: skip


def project(person: ParticipantFacts) -> ProjectFacts:
    return ProjectFacts(
        "Prov",
        *PERIOD,
        participants=(person,),
        criteria=(CriterionFacts("A1", "Ett"),),
        target_groups=(TargetGroupFacts("Unga"),),
        phases=("Ett", "Två"),
        companies=(CompanyFacts(1, "16100"), CompanyFacts(2)),
        occupations=WOMEN,
    )


def found(person: ParticipantFacts, indicator_set: str = "L") -> list[Finding]:
    return findings(compute(project(person), indicator_set, Window(*PERIOD, PERIOD[1])))


def numbers(person: ParticipantFacts, indicator_set: str) -> dict[str, Any]:
    """Every number of the set, of whatever table."""
    written = as_json(compute(project(person), indicator_set, Window(*PERIOD, PERIOD[1])))
    return {one["code"]: one for one in written["indicators"]}


def check(
    code: str,
    before: ParticipantFacts,
    settled: ParticipantFacts,
    *,
    indicator_set: str,
    on: date,
    whole: set[str] = frozenset(),  # type: ignore[assignment]  # never changed
    parts: set[str] = frozenset(),  # type: ignore[assignment]  # likewise
    moves: set[str],
) -> None:
    """The finding by itself, of that day; gone when settled, which moves these of the indicators named."""
    (finding,) = found(before, indicator_set)
    assert (finding.key, finding.check, finding.on) == (7, code, on)
    assert whole <= set(finding.numbers), finding
    assert parts <= set(finding.splits), finding
    assert found(settled, indicator_set) == []
    then, now = numbers(before, indicator_set), numbers(settled, indicator_set)
    moved = {indicator for indicator in then if then[indicator] != now[indicator]}
    assert moves <= moved <= set(finding.indicators), (moved, finding)


def test_somebody_of_whom_all_is_known_has_no_findings() -> None:
    for indicator_set in ("L", "K", "S", "X", "V", "E07", "E14", "E21", "F"):
        for left in (None, LEFT):
            assert found(whole(left=left), indicator_set) == []


@example("birth_date")
def test_without_a_birth_date_every_split_by_age_may_change() -> None:
    check(
        "birth_date",
        whole(born=None),
        whole(),
        indicator_set="L",
        on=START,
        parts={"L1", "L2"},
        moves={"L1", "L2"},
    )


@example("age_unlikely")
def test_a_birth_date_in_the_project_is_unlikely() -> None:
    check("age_unlikely", whole(born=START), whole(), indicator_set="L", on=START, parts={"L1"}, moves={"L1"})


@example("gender")
def test_without_a_gender_every_split_by_gender_may_change() -> None:
    check(
        "gender",
        whole(gender="unknown"),
        whole(),
        indicator_set="F",
        on=START,
        parts={"F1"},
        moves={"F1"},
    )


@example("entry_status")
def test_without_a_standing_at_the_start_the_record_isnt_complete() -> None:
    check(
        "entry_status",
        whole(stay={"entry_status": ""}),
        whole(),
        indicator_set="E21",
        on=START,
        whole={"EECO04"},
        moves={"EECO04"},
    )


@example("unemployed_since")
def test_unemployed_since_no_day_may_be_long_term() -> None:
    out_of_work = {"entry_status": "unemployed"}
    check(
        "unemployed_since",
        whole(stay=out_of_work),
        whole(stay=out_of_work | {"unemployed_since": date(2000, 1, 1)}),
        indicator_set="E21",
        on=START,
        whole={"EECO03"},
        moves={"EECO03"},
    )


@example("education_level")
def test_without_an_education_the_record_isnt_complete() -> None:
    check(
        "education_level",
        whole(stay={"education_level": "unknown"}),
        whole(),
        indicator_set="E21",
        on=START,
        whole={"EECO10"},
        moves={"EECO10"},
    )


@example("target_group")
def test_without_a_target_group_a_start_falls_under_none() -> None:
    check(
        "target_group",
        whole(stay={"target_group": ""}),
        whole(),
        indicator_set="K",
        on=START,
        parts={"K1", "K9"},
        moves={"K1", "K9"},
    )


@example("referred_by")
def test_without_a_referrer_a_start_falls_under_none() -> None:
    check(
        "referred_by",
        whole(stay={"referred_by": " "}),
        whole(),
        indicator_set="X",
        on=START,
        moves={"X1"},
    )


@example("background")
def test_who_was_not_asked_may_be_born_abroad() -> None:
    check(
        "background",
        whole(stay={"background": BackgroundFacts()}),
        whole(stay={"background": BackgroundFacts("SY", "yes", "SY", "yes")}),
        indicator_set="K",
        on=START,
        whole={"K11", "K12"},
        moves={"K11", "K12"},
    )


@example("exit_cause")
def test_an_exit_without_a_cause_falls_under_none() -> None:
    check(
        "exit_cause",
        whole(left=LEFT, stay={"cause": ""}),
        whole(left=LEFT),
        indicator_set="L",
        on=LEFT,
        parts={"L10"},
        moves={"L10"},
    )


@example("exit_destination")
def test_an_exit_to_nowhere_may_have_been_to_studies() -> None:
    check(
        "exit_destination",
        whole(left=LEFT, stay={"destination": ""}),
        whole(left=LEFT, stay={"destination": "studies"}),
        indicator_set="E21",
        on=LEFT,
        whole={"EECR02"},
        moves={"EECR02"},
    )


@example("exit_to_no_work")
def test_an_exit_to_work_goes_with_a_job() -> None:
    gone = whole(left=LEFT, stay={"destination": "work"}, answers=())
    answers = whole(left=LEFT).answers[1:]
    job = EpisodeFacts("employment", LEFT, hours=Decimal(40), occupation="3111", company=1)
    no = (AnswerFacts("chance", LEFT, "no"), *answers)
    check(
        "exit_to_no_work",
        replace(gone, answers=no),
        replace(gone, answers=no, episodes=(job,)),
        indicator_set="K",
        on=LEFT,
        whole={"K2"},
        moves={"K2"},
    )


@example("outside_the_stay")
def test_nobody_attends_after_the_exit() -> None:
    left, after = whole(left=LEFT), date(2009, 12, 14)
    check(
        "outside_the_stay",
        replace(left, attendance=(*left.attendance, AttendanceFacts(after, 60, 2, "other"))),
        left,
        indicator_set="K",
        on=after,
        whole={"K13"},
        moves={"K13"},
    )


@example("follow_up_90")
def test_nobody_knows_how_it_was_90_days_after_the_exit() -> None:
    left = whole(left=LEFT)
    check(
        "follow_up_90",
        replace(left, follow_ups=left.follow_ups[1:]),
        left,
        indicator_set="K",
        on=date(2010, 3, 1),
        whole={"K3", "K5"},
        moves={"K3", "K5"},
    )


@example("follow_up_6_months")
def test_nobody_knows_how_it_was_six_months_after_the_exit() -> None:
    left = whole(left=LEFT)
    check(
        "follow_up_6_months",
        replace(left, follow_ups=left.follow_ups[:1]),
        left,
        indicator_set="E21",
        on=date(2010, 6, 1),
        whole={"EECR05"},
        moves={"EECR05"},
    )


@example("survey")
def test_an_exit_without_an_answer_counts_as_no() -> None:
    left = whole(left=LEFT)
    check(
        "survey",
        replace(left, answers=()),
        left,
        indicator_set="K",
        on=LEFT,
        whole={"K2", "K8"},
        moves={"K2", "K8"},
    )


@example("work_hours")
def test_a_job_without_hours_is_no_work_where_there_is_a_least() -> None:
    check(
        "work_hours",
        whole(episodes=(replace(JOB, hours=None),)),
        whole(episodes=(JOB,)),
        indicator_set="S",
        on=JOB.start,
        whole={"S2"},
        moves={"S2"},
    )


@example("hours_wanted")
def test_a_job_isnt_compared_with_hours_that_nobody_asked_about() -> None:
    check(
        "hours_wanted",
        whole(episodes=(JOB,), stay={"hours_wanted": None}),
        whole(episodes=(JOB,)),
        indicator_set="L",
        on=JOB.start,
        parts={"L12"},
        moves={"L12"},
    )


@example("occupation")
def test_a_job_without_occupation_may_be_one_of_mens() -> None:
    check(
        "occupation",
        whole(episodes=(replace(JOB, occupation=""),)),
        whole(episodes=(JOB,)),
        indicator_set="L",
        on=JOB.start,
        whole={"L13"},
        moves={"L13"},
    )


@example("industry")
def test_a_job_at_a_company_without_industry_may_be_in_another_one() -> None:
    former = EpisodeFacts("employment", date(2005, 1, 1), date(2006, 1, 1), before_start=True, company=1)
    job = replace(JOB, company=2)
    at_another = replace(project(whole()), companies=(CompanyFacts(1, "16100"), CompanyFacts(2, "85100")))
    before = whole(episodes=(former, job))
    (finding,) = found(before, "V")
    assert (finding.check, finding.on, finding.numbers) == ("industry", JOB.start, ("V4",))
    settled = compute(replace(at_another, participants=(before,)), "V", Window(*PERIOD, PERIOD[1]))
    assert findings(settled) == []
    assert numbers(before, "V")["V4"]["total"] == 0
    assert len(settled["V4"].counted) == 1


@example("placement_open")
def test_a_placement_that_goes_on_after_the_exit_has_not_ended() -> None:
    placement = EpisodeFacts("work_placement", date(2009, 4, 1))
    job = replace(JOB, start=LEFT)
    check(
        "placement_open",
        whole(left=LEFT, episodes=(placement, job)),
        whole(left=LEFT, episodes=(replace(placement, end=LEFT), job)),
        indicator_set="L",
        on=LEFT,
        whole={"L6"},
        moves={"L6"},
    )


@example("episode_open")
def test_a_course_that_goes_on_a_year_after_the_exit_has_not_ended() -> None:
    course = EpisodeFacts("vocational_course", date(2009, 4, 1))
    job = replace(JOB, start=LEFT)
    check(
        "episode_open",
        whole(left=LEFT, episodes=(course, job)),
        whole(left=LEFT, episodes=(replace(course, end=LEFT), job)),
        indicator_set="L",
        on=LEFT,
        whole={"L8"},
        moves={"L8"},
    )


@example("two_incomes")
def test_a_wage_beside_social_assistance_makes_nobody_self_supporting() -> None:
    wage, assistance = SupportFacts("wage", date(2009, 6, 1)), SupportFacts("social_assistance", START)
    check(
        "two_incomes",
        whole(support=(wage, assistance)),
        whole(support=(wage, replace(assistance, end=date(2009, 5, 31)))),
        indicator_set="L",
        on=date(2009, 6, 1),
        whole={"L1", "L9", "L14"},
        moves={"L1", "L9", "L14"},
    )


@example("assessment")
def test_who_was_never_assessed_may_be_ready() -> None:
    check(
        "assessment",
        whole(assessments=()),
        whole(),
        indicator_set="L",
        on=date(2009, 7, 1),
        whole={"L2"},
        moves={"L2", "L11"},
    )


@example("attendance")
def test_hours_that_nobody_wrote_down_are_none() -> None:
    check(
        "attendance",
        whole(attendance=()),
        whole(),
        indicator_set="K",
        on=START,
        whole={"K13"},
        moves={"K13"},
    )


@example("phase")
def test_who_stands_on_no_step_is_on_none() -> None:
    check("phase", whole(moves=()), whole(), indicator_set="X", on=START, moves={"X5"})


@example("cv_unconfirmed")
def test_an_entry_that_nobody_confirmed_is_no_cv() -> None:
    entry = CvFacts("skill")
    check(
        "cv_unconfirmed",
        whole(cv=(entry,)),
        whole(cv=(replace(entry, confirmed_on=START),)),
        indicator_set="X",
        on=START,
        whole={"X3"},
        moves={"X3"},
    )


def test_no_check_touches_more_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every indicator computed for every check, the same is found."""
    facts = replace(crowd(40), phases=("Ett",), target_groups=(TargetGroupFacts("Unga"),), occupations=WOMEN)
    for indicator_set in ("L", "K", "S", "X", "V", "E07", "E14", "E21", "F"):
        computed = compute(facts, indicator_set, WINDOW)
        said = findings(computed)
        with monkeypatch.context() as patched:
            patched.setattr(Check, "may_touch", lambda *_asked: True)
            assert findings(computed) == said
