"""The edges after the exit and before the start: 28 and 90 days, 6 months, months of unemployment."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from tests.reporting.described import (
    AnswerOf,
    AttendanceOf,
    BackgroundOf,
    CompanyOf,
    CvOf,
    EnrolmentOf,
    EpisodeOf,
    FollowUpOf,
    MoveOf,
    PersonOf,
    ProjectOf,
    SupportOf,
)
from tests.reporting.edges.telling import FROM, PRAKTIK, on, one, people

LEFT = on("2024-08-31")
DAY = dt.timedelta(days=1)
# 28 and 90 days after the exit, and six months, which end on the last of February.
AFTER = {"28 days": LEFT + 28 * DAY, "90 days": LEFT + 90 * DAY, "6 months": on("2025-02-28")}
STAY = EnrolmentOf(on("2024-01-15"), LEFT)


def left(stay: EnrolmentOf = STAY, as_of: str = "2025-12-31") -> ProjectOf:
    return people(one(stay), as_of=as_of)


def around(day: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    return day - DAY, day, day + DAY


def unemployed(since: str, *births: str, status: str = "unemployed") -> ProjectOf:
    stay = replace(STAY, entry_status=status, unemployed_since=on(since))
    return people(*(one(stay, born=born) for born in births))


def each(*stays: EnrolmentOf) -> ProjectOf:
    persons: tuple[PersonOf, ...] = tuple(one(stay) for stay in stays)
    return people(*persons)


ALL: dict[str, ProjectOf] = {
    **{
        f"{kind} that {how} {name} after the exit and beside it": each(
            *(
                replace(
                    STAY,
                    episodes=(
                        EpisodeOf(kind, day) if how == "begins" else EpisodeOf(kind, FROM + 380 * DAY, day),
                    ),
                )
                for day in around(after)
            )
        )
        for kind in ("employment", "own_business", "studies", "programme", "work_placement")
        for name, after in AFTER.items()
        for how in ("begins", "ends")
    },
    **{
        f"as seen {name} after the exit less {before}": left(
            replace(STAY, episodes=(EpisodeOf("employment", LEFT),)), str(after - before * DAY)
        )
        for name, after in AFTER.items()
        for before in (1, 0)
    },
    "work on the last day, the day after and the day after that": each(
        *(
            replace(STAY, episodes=(EpisodeOf("employment", LEFT + by * DAY, LEFT + by * DAY),))
            for by in (-1, 0, 1, 2)
        )
    ),
    "a follow-up says otherwise than the episodes": each(
        *(
            replace(
                STAY,
                episodes=(EpisodeOf(kind, on("2024-06-01")),),
                follow_ups=tuple(
                    FollowUpOf(which, on("2025-03-15"), outcome) for which in ("days_90", "months_6")
                ),
            )
            for kind in ("employment", "studies", "programme")
            for outcome in (
                "work",
                "studies",
                "programme",
                "job_seeking",
                "outside_labour_force",
                "not_reached",
            )
        )
    ),
    "of several follow-ups the latest dated counts, of one day the last recorded": each(
        replace(
            STAY,
            follow_ups=(
                FollowUpOf("days_90", on("2024-12-02"), "work"),
                FollowUpOf("days_90", on("2024-12-01"), "studies"),
                FollowUpOf("months_6", on("2025-03-01"), "job_seeking"),
                FollowUpOf("months_6", on("2025-03-01"), "work"),
                FollowUpOf("months_6", on("2026-03-01"), "not_reached"),
            ),
        )
    ),
    "of several answers the latest dated counts, of one day the last recorded": each(
        replace(
            STAY,
            answers=(
                AnswerOf("chance", on("2024-08-31"), "yes"),
                AnswerOf("chance", on("2024-08-30"), "no"),
                AnswerOf("developed", on("2024-08-31"), "1"),
                AnswerOf("developed", on("2024-08-31"), "5"),
                AnswerOf("cooperation", on("2026-01-01"), "3"),
            ),
        ),
        replace(STAY, answers=(AnswerOf("chance", on("2024-08-31"), "do_not_know"),)),
        STAY,
    ),
    **{
        f"unemployed since {day}, a start on 15 January": unemployed(
            day, "2000-01-15", "1999-01-15", "1970-01-15"
        )
        for day in ("2023-07-14", "2023-07-15", "2023-07-16", "2023-01-14", "2023-01-15", "2023-01-16")
    },
    "long-term as the project has set it": replace(
        unemployed("2023-12-14", "2000-01-15", "1970-01-15"), long_term_months=(0, 1)
    ),
    "employed, with a day of unemployment all the same": unemployed(
        "2020-01-01", "1970-01-15", status="employed"
    ),
    **{
        f"entry status {status or 'not recorded'}": each(
            *(
                replace(
                    STAY,
                    entry_status=status,
                    education_level=level,
                    background=BackgroundOf("SE", "no", "SE", "no"),
                    episodes=episodes,
                )
                for level in ("", "2")
                for episodes in ((), (EpisodeOf("employment", LEFT),), (EpisodeOf("studies", LEFT),))
            )
        )
        for status in ("", "employed", "unemployed", "inactive", "inactive_in_education", "unknown")
    },
    "origins": each(
        *(
            replace(STAY, background=told, entry_status="unemployed", education_level="3")
            for told in (
                None,
                BackgroundOf("SE", "no", "SE", "no"),
                BackgroundOf("SE", "yes", "FI", "yes"),
                BackgroundOf("FI", "no", "SO", "unknown"),
                BackgroundOf("SO", "declined", "unknown", "declined"),
                BackgroundOf("unknown", "unknown", "declined", "not_asked"),
                BackgroundOf("declined", "not_asked", "not_asked"),
            )
        )
    ),
    "levels of education": each(
        *(
            replace(STAY, education_level=level, entry_status="inactive")
            for level in ("", "0", "1", "2", "3", "4", "5", "6", "7", "8", "unknown")
        )
    ),
    "the first stay's facts are those at entry": people(
        one(
            replace(
                STAY, end=on("2024-03-31"), group=0, referred_by="Socialtjänsten", entry_status="inactive"
            ),
            replace(
                STAY,
                start=on("2024-05-01"),
                group=1,
                referred_by="Arbetsförmedlingen",
                entry_status="employed",
            ),
        )
    ),
    "part of a group, with targets for both": replace(
        each(*(replace(STAY, group=group) for group in (None, 0, 1, 2, 2))), group_targets=(5, None, 2)
    ),
    "attended to the minute, twice at one activity": people(
        one(
            replace(STAY, end=on("2024-03-31"), attendance=(AttendanceOf(on("2024-02-05"), 59),)),
            replace(
                STAY,
                start=on("2024-04-01"),
                attendance=(AttendanceOf(on("2024-02-05"), 1), AttendanceOf(on("2024-02-05"), 31, "seminar")),
            ),
        ),
        one(
            replace(
                STAY, attendance=(AttendanceOf(on("2024-02-05"), 120), AttendanceOf(on("2026-02-05"), 60))
            )
        ),
    ),
    "hours below, at and above what makes a participant": replace(
        each(
            *(
                replace(STAY, attendance=(AttendanceOf(on("2024-02-05"), minutes),))
                for minutes in (119, 120, 121)
            )
        ),
        participant_min_hours=Decimal(2),
    ),
    "confirmed before the exit, on it, after it and after as of": each(
        *(
            replace(STAY, cv=(CvOf("skill", day), CvOf("")))
            for day in (None, LEFT - DAY, LEFT, LEFT + DAY, on("2026-01-01"))
        )
    ),
    "up, down and on the staircase, on one day and after as of": people(
        one(
            replace(
                STAY, end=on("2024-03-31"), moves=(MoveOf(on("2024-02-01"), 2), MoveOf(on("2024-04-01"), 1))
            ),
            replace(STAY, start=on("2024-04-01"), end=None, moves=(MoveOf(on("2024-04-01"), 4),)),
        ),
        one(replace(STAY, end=None, moves=(MoveOf(on("2022-12-31"), 3), MoveOf(on("2023-01-01"), 3)))),
        one(replace(STAY, end=None, moves=(MoveOf(on("2026-01-01"), 3),))),
    ),
    "measures that follow at once, a day later, and overlap": each(
        *(
            replace(STAY, episodes=(PRAKTIK, EpisodeOf("vocational_course", PRAKTIK.end + by * DAY)))
            for by in (-1, 0, 1, 2, 30)
            if PRAKTIK.end
        )
    ),
    "placements where there was a need, none any more, and none yet": replace(
        each(*(replace(STAY, episodes=(replace(PRAKTIK, company=company),)) for company in (0, 1, 2, None))),
        needs=(
            (0, PRAKTIK.start, PRAKTIK.start),
            (1, on("2024-01-01"), PRAKTIK.start - DAY),
            (2, PRAKTIK.start + DAY, None),
        ),
    ),
    "another industry than the last one, the same division, and none known": replace(
        each(
            *(
                replace(
                    STAY,
                    episodes=(
                        EpisodeOf(
                            "employment",
                            on("2020-01-01"),
                            on("2021-12-31"),
                            before_start=True,
                            company=before,
                        ),
                        EpisodeOf("employment", on("2024-06-01"), company=after),
                    ),
                )
                for before, after in ((0, 1), (1, 2), (2, 1), (3, 0), (0, None))
            )
        ),
        companies=(CompanyOf("43"), CompanyOf("47112"), CompanyOf("47"), CompanyOf("")),
    ),
    "trained before, in and after the period, and not at all": replace(
        left(),
        period=(on("2024-01-01"), on("2024-12-31")),
        supervisors=tuple(
            (0, on(day) if day else None)
            for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "")
        ),
    ),
    "an extra service wage that the project counts": replace(
        each(replace(STAY, support=(SupportOf("extra_service", on("2024-02-01")),))),
        extra_service_is_income=True,
    ),
    "shares of women at the bounds of 40 and 60": replace(
        people(
            *(
                one(
                    replace(
                        STAY,
                        episodes=tuple(
                            EpisodeOf("employment", LEFT, occupation=code)
                            for code in ("", "1", "2", "3", "4", "53", "5321", "9")
                        ),
                    ),
                    gender=gender,
                )
                for gender in ("woman", "man", "nonbinary", "unknown")
            )
        ),
        occupations=tuple(
            (code, Decimal(share))
            for code, share in (("1", "39.9"), ("2", "40"), ("3", "60"), ("4", "60.1"), ("53", "80"))
        ),
    ),
    "employers of every size": replace(
        left(replace(STAY, episodes=tuple(replace(PRAKTIK, company=n) for n in range(5)))),
        companies=(
            CompanyOf(employees=249),
            CompanyOf(employees=250),
            CompanyOf(),
            CompanyOf(employees=9, public=True),
            CompanyOf(employees=0),
        ),
        ring=(1, 4),
    ),
}
