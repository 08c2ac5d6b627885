"""Set E14, worked by hand. The arithmetic stands beside it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reporting.compute import Target
from reporting.facts import AttendanceFacts, EpisodeFacts, FollowUpFacts, GoalFacts
from reporting.output import as_json
from reporting.stats import Count
from tests.reporting.builders import cells, figures, project, reasons
from tests.reporting.worked import example
from tests.reporting.worked.esf import counted, entrant, job, stay, told

START = date(2009, 3, 1)
EXIT = date(2009, 8, 31)  # + 28 days: 2009-09-28; + 6 months: 2010-02-28, the month's last day
DAY = timedelta(days=1)


@example("E14T", "E14G", "CO01", "CO03", "CO04", "CO05")
def test_all_who_entered_by_their_status() -> None:
    facts = project(
        entrant(1, stay(START)),
        entrant(2, stay(START, status="inactive")),
        entrant(3, stay(START, status="inactive_in_education"), gender="man"),
        entrant(4, stay(START, status="employed")),
        # Incomplete, each for a reason of its own; 8 for two.
        entrant(5, stay(START), born=None),
        entrant(6, stay(START), gender="unknown"),
        entrant(7, stay(START, status="unknown")),
        entrant(8, stay(START, status="", education_level="unknown")),
        entrant(9, stay(date(2008, 7, 31))),  # the day before the period
        # Two enrolments, one record: the first start's status, whatever the second says.
        entrant(10, stay(START, date(2009, 6, 1)), stay(date(2009, 9, 1), status="employed")),
    )
    e14 = figures(facts, "E14")
    # Complete: 1, 2, 3, 4, 10. Incomplete: 5–8. 5 + 4 = 9 in all.
    assert counted(e14["E14T"]) == {1, 2, 3, 4, 10}
    assert e14["E14G"].table.total == Count(9)
    assert e14["E14G"].side("missing").cells == {
        ("woman", "25-54", "entry_status"): Count(2),
        ("woman", "25-54", "education_level"): Count(1),
        ("woman", "unknown", "birth_date"): Count(1),
        ("unknown", "25-54", "gender"): Count(1),
    }
    assert counted(e14["CO01"]) == {1, 10}
    assert counted(e14["CO03"]) == {2, 3}
    assert counted(e14["CO04"]) == {2}
    assert counted(e14["CO05"]) == {4}
    # Unemployed 2 + inactive 2 + employed 1 = 5.
    assert cells(e14["CO03"].table) == {("woman", "25-54", None): Count(1), ("man", "25-54", None): Count(1)}
    assert reasons(e14["CO01"]) == {
        1: "status_at_start",
        2: "other_status",
        3: "other_status",
        4: "other_status",
        5: "incomplete",
        6: "incomplete",
        7: "incomplete",
        8: "incomplete",
        9: "started_outside",
        10: "status_at_start",
    }


@example("CO02")
def test_long_term_unemployed() -> None:
    # Start 2009-03-01. Under 25 (24 years): more than 6 months. 2008-09-01 + 6 months = the start: exactly.
    young, grown = date(1984, 3, 2), date(1984, 3, 1)  # 24 and 25 years on the start
    facts = project(
        entrant(1, stay(START, unemployed_since=date(2008, 9, 1)), born=young),
        entrant(2, stay(START, unemployed_since=date(2008, 8, 31)), born=young),  # + 6 = 2009-02-28: more
        entrant(3, stay(START, unemployed_since=date(2008, 3, 1)), born=grown),  # exactly 12 months
        entrant(4, stay(START, unemployed_since=date(2008, 2, 29)), born=grown),  # + 12 = 2009-02-28: more
        entrant(5, stay(START)),  # since when isn't recorded: unemployed, but not known to be long-term
        entrant(6, stay(START, status="inactive", unemployed_since=date(2000, 1, 1))),
    )
    e14 = figures(facts, "E14")
    assert reasons(e14["CO02"]) == {
        1: "not_long_term",
        2: "long_term",
        3: "not_long_term",
        4: "long_term",
        5: "since_not_recorded",
        6: "other_status",
    }
    assert counted(e14["CO01"]) == {1, 2, 3, 4, 5}
    # With the project's own limits of 5 and 11 months 1 and 3 are long-term, too.
    own = figures(replace(facts, long_term_months=(5, 11)), "E14")
    assert counted(own["CO02"]) == {1, 2, 3, 4}


@example("CO06", "CO07", "CO08")
def test_ages_on_the_first_start() -> None:
    facts = project(
        entrant(1, stay(START), born=date(1984, 3, 1)),  # 25 today
        entrant(2, stay(START), born=date(1984, 3, 2)),  # 25 tomorrow
        entrant(3, stay(START), born=date(1954, 3, 1)),  # 55 today
        entrant(4, stay(START), born=date(1954, 3, 2)),  # 54
        entrant(5, stay(START), born=date(1984, 2, 29)),  # birthday on 1 March: 25 today
        entrant(6, stay(date(2009, 2, 28)), born=date(1984, 2, 29)),  # the day before: 24
        entrant(7, stay(START, status="inactive"), born=date(1950, 1, 1)),
        entrant(8, stay(START, status="inactive_in_education"), born=date(1950, 1, 1)),
        entrant(9, stay(START, status="employed"), born=date(1950, 1, 1)),
    )
    e14 = figures(facts, "E14")
    assert counted(e14["CO06"]) == {2, 6}
    assert counted(e14["CO07"]) == {3, 7, 8, 9}
    # Over 54 and unemployed (3), or inactive and not in education (7).
    assert counted(e14["CO08"]) == {3, 7}
    assert reasons(e14["CO08"]) == {
        1: "other_age",
        2: "other_age",
        3: "status_at_start",
        4: "other_age",
        5: "other_age",
        6: "other_age",
        7: "status_at_start",
        8: "other_status",
        9: "other_status",
    }
    assert cells(e14["E14T"].table) == {
        ("woman", "<25", None): Count(2),
        ("woman", "25-54", None): Count(3),
        ("woman", "55+", None): Count(4),
    }
    # The project's own bands and hours don't replace the regulation's.
    own = figures(replace(facts, age_bands=("16-24",), work_min_hours=Decimal(17)), "E14")
    assert own.age_bands == ("<25", "25-54", "55+")
    assert own.work_min_hours is None


@example("CO09", "CO10", "CO11")
def test_education_at_the_start() -> None:
    facts = project(*(entrant(level, stay(START, education_level=str(level))) for level in range(9)))
    e14 = figures(facts, "E14")
    assert counted(e14["CO09"]) == {1, 2}
    assert counted(e14["CO10"]) == {3, 4}
    assert counted(e14["CO11"]) == {5, 6, 7, 8}
    # Who has no primary education (0) is in none of the three, but in the total.
    assert e14["E14T"].table.total == Count(9)
    assert reasons(e14["CO09"])[0] == "other_level"


@example("CO15", "CO16")
def test_origin_and_disability() -> None:
    facts = project(
        entrant(1, stay(START, background=told())),
        entrant(2, stay(START, background=told(birth="SO"))),
        entrant(3, stay(START, background=told(parents="yes"))),
        entrant(4, stay(START, background=told(citizen="FI"))),
        entrant(5, stay(START, background=told(citizen="not_asked", capacity="not_asked"))),
        entrant(6, stay(START, background=told(parents="declined", capacity="declined"))),
        entrant(7, stay(START, background=told(birth="unknown", capacity="unknown"))),
        entrant(8, stay(START, background=told(birth="SO", parents="unknown", capacity="yes"))),
    )
    e14 = figures(facts, "E14")
    # One yes is enough, whatever else isn't known (8).
    assert reasons(e14["CO15"]) == {
        1: "not_so_at_start",
        2: "so_at_start",
        3: "so_at_start",
        4: "so_at_start",
        5: "answer_not_asked",
        6: "answer_declined",
        7: "answer_unknown",
        8: "so_at_start",
    }
    assert reasons(e14["CO16"]) == {
        1: "not_so_at_start",
        2: "not_so_at_start",
        3: "not_so_at_start",
        4: "not_so_at_start",
        5: "answer_not_asked",
        6: "answer_declined",
        7: "answer_unknown",
        8: "so_at_start",
    }
    # What nobody has to tell doesn't make a record incomplete.
    assert e14["E14T"].table.total == Count(8)


@example("CO17", "CO18", "CO19", "CR03", "CR07")
def test_what_is_not_recorded_has_no_number() -> None:
    facts = project(entrant(1, stay(START, EXIT, status="employed"), episodes=(job(START),)))
    written = {row["code"]: row for row in as_json(figures(facts, "E14"))["indicators"]}
    for code in ("CO17", "CO18", "CO19", "CR03", "CR07"):
        assert written[code]["recorded"] is False
        assert written[code]["total"] is None
        assert written[code]["cells"] == []


@example("CR01", "CR02", "CR04")
def test_results_on_leaving_are_what_was_in_force_on_the_day_of_the_last_event() -> None:
    last = EXIT + 28 * DAY
    studies = EpisodeFacts("studies", EXIT + 5 * DAY)
    programme = EpisodeFacts("programme", EXIT + 10 * DAY)
    facts = project(
        entrant(1, stay(START, EXIT, status="inactive", destination="job_seeking")),
        entrant(2, stay(START, EXIT), episodes=(job(last),)),  # on the 28th day
        entrant(3, stay(START, EXIT), episodes=(job(last + DAY),)),  # on the 29th
        # Left for a job, but a programme began ten days later: searching, the last wins.
        entrant(4, stay(START, EXIT, status="inactive", destination="work"), episodes=(programme,)),
        # As 4, and the job goes on beside the programme: employed, and not searching.
        entrant(5, stay(START, EXIT, status="inactive"), episodes=(job(START), programme)),
        # Studies go on when the job begins: in education and employed.
        entrant(6, stay(START, EXIT), episodes=(studies, job(EXIT + 20 * DAY))),
        # Studies end before the job begins: employed only.
        entrant(
            7,
            stay(START, EXIT),
            episodes=(replace(studies, end=EXIT + 19 * DAY), job(EXIT + 20 * DAY)),
        ),
        entrant(8, stay(START, EXIT, destination="studies")),
        # Was in education, or employed, already: no change.
        entrant(9, stay(START, EXIT, status="inactive_in_education", destination="studies")),
        entrant(10, stay(START, EXIT, status="employed", destination="work")),
        # Had a job before leaving, and left it for job seeking: the exit is the later event.
        entrant(11, stay(START, EXIT, destination="job_seeking"), episodes=(job(START, EXIT),)),
        # Left for job seeking, and a job began that very day.
        entrant(12, stay(START, EXIT, destination="job_seeking"), episodes=(job(EXIT),)),
        # In force on the exit day, nothing said of the destination.
        entrant(13, stay(START, EXIT), episodes=(job(START, EXIT),)),
        entrant(14, stay(START, EXIT), episodes=(job(START, EXIT - DAY),)),  # over the day before
        entrant(15, stay(START, EXIT), episodes=(replace(job(EXIT), before_start=True),)),  # history
        entrant(16, stay(START)),
        entrant(17, stay(START, date(2011, 7, 31), destination="unknown")),  # the 28 days still run
        entrant(18, stay(START, EXIT, status="", destination="work")),  # incomplete
        # Left for a job, and studies begin beside it: employed and in education.
        entrant(19, stay(START, EXIT, destination="work"), episodes=(studies,)),
        # Left to search for one, and studies begin: still searching.
        entrant(20, stay(START, EXIT, status="inactive", destination="job_seeking"), episodes=(studies,)),
        # Left for a job, but a programme began, and studies before it: no job any more.
        entrant(21, stay(START, EXIT, destination="work"), episodes=(studies, programme)),
    )
    e14 = figures(facts, "E14")
    assert counted(e14["CR01"]) == {1, 4, 20}
    assert counted(e14["CR02"]) == {6, 8, 19, 20, 21}
    assert counted(e14["CR04"]) == {2, 5, 6, 7, 12, 13, 19}
    assert reasons(e14["CR04"]) == {
        **dict.fromkeys((2, 5, 6, 7, 12, 13, 19), "so_on_leaving"),
        **dict.fromkeys((1, 3, 4, 8, 9, 11, 14, 15, 20, 21), "not_so_on_leaving"),
        10: "so_before",
        16: "still_enrolled",
        17: "leaving_not_due",
        18: "incomplete",
    }
    assert {reasons(e14["CR01"])[key] for key in (2, 8, 10)} == {"not_inactive"}
    assert reasons(e14["CR02"])[9] == "so_before"
    on = {case.key: case.on for case in e14["CR04"].cases}
    assert on[2] == last
    assert on[13] == on[19] == EXIT
    # As of the 27th day the job of the 28th isn't known yet.
    early = figures(facts, "E14", end=last - DAY, as_of=last - DAY)["CR04"]
    assert reasons(early)[2] == "leaving_not_due"


@example("CR04")
def test_a_re_entry_moves_the_exit_and_overwrites_the_results() -> None:
    again = date(2009, 12, 1)
    left_for_work = stay(START, EXIT, destination="work")
    facts = project(
        entrant(1, left_for_work, stay(again, date(2010, 3, 1), destination="outside_labour_force")),
        entrant(2, left_for_work, stay(again)),  # back, and still there
        # Six months after the last exit, not the first; a follow-up of the first exit says nothing.
        entrant(
            3,
            left_for_work,
            stay(again, date(2010, 12, 31), status="employed"),
            follow_ups=(FollowUpFacts("months_6", date(2010, 2, 28), "work"),),
        ),
    )
    before = figures(facts, "E14", as_of=date(2009, 11, 30))
    assert counted(before["CR04"]) == {1, 2, 3}
    after = figures(facts, "E14")
    assert reasons(after["CR04"]) == {
        1: "not_so_on_leaving",
        2: "still_enrolled",
        3: "not_so_on_leaving",
    }
    assert reasons(after["CR06"])[3] == "six_months_unknown"


@example("CR05")
def test_disadvantaged_with_any_result() -> None:
    foreign = told(birth="SO")
    facts = project(
        entrant(1, stay(START, EXIT, destination="work", background=foreign)),
        entrant(2, stay(START, EXIT, destination="studies", background=told(capacity="yes"))),
        entrant(3, stay(START, EXIT, status="inactive", destination="job_seeking", background=foreign)),
        entrant(4, stay(START, EXIT, destination="job_seeking", background=foreign)),  # was unemployed
        entrant(5, stay(START, EXIT, destination="work")),
        entrant(6, stay(START, EXIT, destination="work", background=told(birth="not_asked"))),
    )
    cr05 = figures(facts, "E14")["CR05"]
    assert reasons(cr05) == {
        1: "so_on_leaving",
        2: "so_on_leaving",
        3: "so_on_leaving",
        4: "not_so_on_leaving",
        5: "not_so_at_start",
        6: "answer_not_asked",
    }


@example("CR06", "CR08", "CR09")
def test_in_work_six_months_after() -> None:
    due = date(2010, 2, 28)  # 2009-08-31 + 6 months, clamped

    def found(on: date, outcome: str) -> FollowUpFacts:
        return FollowUpFacts("months_6", on, outcome)

    left = stay(START, EXIT)
    facts = project(
        entrant(1, left, episodes=(job(due),)),
        entrant(2, left, episodes=(job(due + DAY),)),
        # The follow-up decides, whatever it says; the latest of several.
        entrant(3, left, episodes=(job(due),), follow_ups=(found(due + DAY, "not_reached"),)),
        entrant(
            4, left, follow_ups=(found(due, "job_seeking"), found(due + DAY, "work")), born=date(1950, 1, 1)
        ),
        entrant(5, left, episodes=(job(due),), follow_ups=(found(due, "studies"),)),
        # One of another kind says nothing.
        entrant(6, left, follow_ups=(FollowUpFacts("days_90", due, "work"),)),
        entrant(7, left, episodes=(EpisodeFacts("studies", due),)),
        entrant(8, replace(left, entry_status="employed"), episodes=(job(START),)),  # no change
        entrant(9, stay(START, date(2011, 2, 1)), episodes=(job(START),)),  # due on the day after as of
        entrant(10, stay(START, date(2011, 1, 31), background=told(birth="SO")), episodes=(job(START),)),
    )
    e14 = figures(facts, "E14")
    assert reasons(e14["CR06"]) == {
        1: "employed_after",
        2: "six_months_unknown",
        3: "six_months_unknown",
        4: "employed_after",
        5: "not_employed_after",
        6: "six_months_unknown",
        7: "not_employed_after",
        8: "so_before",
        9: "six_months_not_due",
        10: "employed_after",
    }
    assert counted(e14["CR08"]) == {4}
    assert counted(e14["CR09"]) == {10}


def test_the_least_hours_of_a_participant() -> None:
    def attended(*minutes: int) -> tuple[AttendanceFacts, ...]:
        return tuple(AttendanceFacts(START + n * DAY, m, n, "job_club") for n, m in enumerate(minutes))

    facts = project(
        entrant(1, stay(START), attendance=attended(240, 240)),  # 8 hours
        entrant(2, stay(START), attendance=attended(240, 239)),  # a minute short
        entrant(3, stay(START, EXIT, destination="work")),
    )
    assert figures(facts, "E14")["E14G"].table.total == Count(3)
    limited = figures(replace(facts, participant_min_hours=Decimal(8)), "E14")
    assert reasons(limited["E14G"]) == {1: "started", 2: "too_few_hours", 3: "too_few_hours"}
    assert reasons(limited["CR04"])[3] == "too_few_hours"


@pytest.mark.parametrize("written", ["55+", "55 +"])
def test_a_target_for_a_band_without_an_end(written: str) -> None:
    facts = project(
        entrant(1, stay(START), born=date(1950, 1, 1)),
        goals=(
            GoalFacts("CO01", Decimal(3), age_band=written),
            GoalFacts("CO01", Decimal(2), age_band="0-24"),
        ),
    )
    assert figures(facts, "E14")["CO01"].targets == (
        Target(None, "55+", None, Decimal(3), Count(1)),
        Target(None, "<25", None, Decimal(2), Count(0)),
    )
