"""The edges of L: ages, clocks from the start, self-support, work after a measure, re-entry."""

from dataclasses import replace
from decimal import Decimal

from tests.reporting.described import AssessmentOf, EnrolmentOf, EpisodeOf, GoalOf, ProjectOf, SupportOf
from tests.reporting.edges.telling import (
    COURSE,
    FROM,
    ONE_OF_EACH,
    PRAKTIK,
    READY,
    WAGE,
    assessed,
    did,
    on,
    one,
    people,
    started,
    supported,
)

JOB_CASES = {
    "on the last day": EpisodeOf("employment", on("2024-04-30")),
    "the day before it": EpisodeOf("employment", on("2024-04-29")),
    "own business": EpisodeOf("own_business", on("2024-05-02")),
    "history": EpisodeOf("employment", on("2024-05-02"), before_start=True),
}

ALL: dict[str, ProjectOf] = {
    "nobody": people(),
    "one of each": ONE_OF_EACH,
    "17, 16 and 15 years on the start day and beside it": started(
        "2007-05-20", "2008-05-19", "2008-05-20", "2008-05-21"
    ),
    "24, 25, 54 and 55 years on the start day and beside it": started(
        *(f"{year}-05-{day}" for year in (1999, 2000, 1969, 1970) for day in (19, 20, 21))
    ),
    "leap-day births before 1 March": started("2000-02-29", "2008-02-29", "1968-02-29", start="2025-02-28"),
    "leap-day births on 1 March": started("2000-02-29", "2008-02-29", "1968-02-29", start="2025-03-01"),
    "leap-day births on a leap day": started("2000-02-29", "2008-02-29", start="2024-02-29"),
    "unknown birth date and gender": people(
        one(EnrolmentOf(FROM), born=None, gender="unknown"), one(EnrolmentOf(FROM), gender="nonbinary")
    ),
    "one band of one year": replace(started("2004-05-20", "2003-05-20", "2004-05-21"), bands=("20-20",)),
    **{
        f"self-supporting {day}, 18 months after 31 August end on 28 February": supported(
            "2023-08-31", SupportOf("wage", on(day))
        )
        for day in ("2025-02-28", "2025-03-01")
    },
    **{
        f"the 18 months' last day as seen on {day}": supported("2023-08-31", WAGE, as_of=day)
        for day in ("2025-02-27", "2025-02-28")
    },
    **{
        f"ready {day}, 4 months after 31 October end on 29 February": assessed(
            "2023-10-31", day, as_of="2025-01-01"
        )
        for day in ("2024-02-29", "2024-03-01")
    },
    **{
        f"the 4 months' last day as seen on {day}": assessed("2023-10-31", as_of=day)
        for day in ("2024-02-28", "2024-02-29", "2024-03-01")
    },
    "ready before the start, then assessed again": assessed(
        "2024-01-15", "2024-01-10", "2024-03-01", as_of="2024-12-31"
    ),
    "ready, then not any more": people(
        one(
            EnrolmentOf(
                on("2024-01-15"),
                assessments=(
                    AssessmentOf(on("2024-02-01"), READY),
                    AssessmentOf(on("2024-03-01"), ("met", "partly", None)),
                    AssessmentOf(on("2024-04-01"), READY, assessor="participant"),
                    AssessmentOf(on("2026-01-01"), READY),
                ),
            )
        )
    ),
    "two records of one day, on two enrolments: the later counts": people(
        one(
            EnrolmentOf(FROM, on("2024-01-14"), assessments=(AssessmentOf(on("2024-01-15"), READY),)),
            EnrolmentOf(
                on("2024-01-15"), assessments=(AssessmentOf(on("2024-01-15"), ("met", "partly", "not_met")),)
            ),
        )
    ),
    "assessed against two versions of the checklist": people(
        one(EnrolmentOf(FROM, assessments=(AssessmentOf(on("2023-05-05"), READY, version=2),))),
        one(EnrolmentOf(FROM, assessments=(AssessmentOf(on("2023-05-05"), READY, version=1),))),
    ),
    "benefit ends the day before, on and after the wage begins": people(
        *(
            one(
                EnrolmentOf(
                    on("2024-01-15"),
                    support=(WAGE, SupportOf("social_assistance", on("2023-01-01"), on(end))),
                )
            )
            for end in ("2024-05-31", "2024-06-01", "2024-06-02", "2026-06-01")
        )
    ),
    "income that ends before the start, on it and after it": people(
        *(
            one(EnrolmentOf(on("2024-01-15"), support=(SupportOf("wage", on("2023-01-01"), on(end)),)))
            for end in ("2024-01-14", "2024-01-15", "2024-01-16")
        )
    ),
    "other money neither makes nor breaks self-support": people(
        *(
            one(EnrolmentOf(on("2024-01-15"), support=(*own, SupportOf(source, on("2024-01-15")))))
            for source in (
                "unemployment_benefit",
                "activity_support",
                "sickness_benefit",
                "extra_service",
                "none",
            )
            for own in ((), (WAGE,))
        )
    ),
    "self-support in two years": people(
        *(
            one(EnrolmentOf(on("2023-12-31"), support=(SupportOf("study_finance", on(day)),)))
            for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
        )
    ),
    **{f"work after placement: {name}": did(PRAKTIK, job) for name, job in JOB_CASES.items()},
    "work after a course and after a placement": did(
        PRAKTIK, COURSE, EpisodeOf("employment", on("2024-06-01"))
    ),
    "a placement that ends after as of": did(PRAKTIK, JOB_CASES["on the last day"], as_of="2024-04-29"),
    "a placement that ends on as of": did(PRAKTIK, JOB_CASES["on the last day"], as_of="2024-04-30"),
    "a placement begun before the start": did(
        replace(PRAKTIK, start=on("2024-01-14")), EpisodeOf("employment", on("2024-06-01"))
    ),
    "a placement begun on the first day, and work then": did(
        replace(PRAKTIK, start=on("2024-01-15"), end=on("2024-01-15")),
        EpisodeOf("employment", on("2024-01-15")),
    ),
    "overlapping and open placements": did(
        PRAKTIK,
        replace(PRAKTIK, end=None),
        EpisodeOf("language_placement", on("2024-03-01"), on("2024-03-02")),
    ),
    "work between two placements": did(
        PRAKTIK,
        EpisodeOf("employment", on("2024-05-15")),
        EpisodeOf("work_training", on("2024-06-01"), on("2024-06-30")),
    ),
    "hours at the bounds, against 20 wanted": people(
        one(
            EnrolmentOf(
                on("2024-01-15"),
                hours_wanted=Decimal(20),
                episodes=tuple(
                    EpisodeOf("employment", on("2024-02-01"), hours=Decimal(hours) if hours else None)
                    for hours in ("", "0", "16.99", "17", "20", "34.99", "35", "40")
                ),
            )
        )
    ),
    "re-entry: one participation, the exit is the last": people(
        one(
            EnrolmentOf(on("2023-02-01"), on("2023-06-30"), cause="moved", hours_wanted=Decimal(20)),
            EnrolmentOf(
                on("2023-07-01"),
                on("2024-01-31"),
                cause="illness",
                hours_wanted=Decimal(40),
                episodes=(EpisodeOf("employment", on("2023-08-01"), hours=Decimal(20)),),
            ),
        )
    ),
    **{
        f"re-entry as seen on {day}": people(
            one(
                EnrolmentOf(on("2023-02-01"), on("2023-06-30"), cause="moved"),
                EnrolmentOf(on("2023-09-01"), on("2024-01-31"), cause="illness"),
            ),
            as_of=day,
        )
        for day in ("2023-06-29", "2023-06-30", "2023-07-01", "2023-09-01", "2024-01-31")
    },
    "registered by mistake, with facts of its own": people(
        one(
            EnrolmentOf(
                on("2023-02-01"),
                mistake=True,
                support=(WAGE,),
                episodes=(PRAKTIK,),
                assessments=(AssessmentOf(on("2024-02-01"), READY),),
            ),
            EnrolmentOf(on("2024-01-15"), on("2024-12-31")),
        ),
        one(EnrolmentOf(on("2023-02-01"), on("2023-03-01"), mistake=True)),
    ),
    "exit on the self-support day and the day before it": people(
        *(
            one(EnrolmentOf(on("2024-01-15"), on(end), cause="work", support=(WAGE,)))
            for end in ("2024-05-31", "2024-06-01", "2024-06-02")
        )
    ),
    "facts before, in and after the period, as of inside it": ProjectOf(
        period=(on("2024-01-01"), on("2024-12-31")),
        as_of=on("2024-06-30"),
        people=tuple(
            one(EnrolmentOf(on(day))) for day in ("2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01")
        ),
        contacts=tuple((n, on(day)) for n, day in enumerate(("2023-12-31", "2024-06-30", "2024-07-01"))),
        needs=tuple((n, on(day), None) for n, day in enumerate(("2024-01-01", "2024-01-01", "2025-01-01"))),
    ),
    "targets of the whole, a gender, a band and a group": replace(
        supported("2023-08-31", WAGE),
        goals=(
            GoalOf("L1", Decimal(60)),
            GoalOf("L1", Decimal("62.50"), gender="woman"),
            GoalOf("L5", Decimal(12), age_band="25-54"),
            GoalOf("L9", Decimal("365.25")),
            GoalOf("L10", Decimal(3), group="flytt"),
            GoalOf("L3", Decimal(40), gender="man"),
        ),
    ),
}
