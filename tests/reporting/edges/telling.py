"""Few words for the projects on the edges, and one that has everything once."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from tests.reporting.described import (
    AnswerOf,
    AssessmentOf,
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

FROM, TO = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
READY = ("met", "met", "met")


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def people(*persons: PersonOf, as_of: str = "2025-12-31") -> ProjectOf:
    return ProjectOf(period=(FROM, TO), as_of=on(as_of), people=persons)


def one(*enrolments: EnrolmentOf, born: str | None = "1990-05-20", gender: str = "woman") -> PersonOf:
    return PersonOf(gender, on(born) if born else None, enrolments)


def started(*births: str, start: str = "2024-05-20") -> ProjectOf:
    return people(*(one(EnrolmentOf(on(start)), born=born) for born in births))


def supported(start: str, *support: SupportOf, as_of: str = "2025-12-31") -> ProjectOf:
    return people(one(EnrolmentOf(on(start), support=support)), as_of=as_of)


def assessed(start: str, *days: str, as_of: str) -> ProjectOf:
    records = tuple(AssessmentOf(on(day), READY) for day in days)
    return people(one(EnrolmentOf(on(start), assessments=records)), as_of=as_of)


def did(*episodes: EpisodeOf, as_of: str = "2025-12-31") -> ProjectOf:
    return people(one(EnrolmentOf(on("2024-01-15"), episodes=episodes)), as_of=as_of)


PRAKTIK = EpisodeOf("work_placement", on("2024-02-01"), on("2024-04-30"))
COURSE = EpisodeOf("vocational_course", on("2024-05-01"), on("2024-05-31"))
WAGE = SupportOf("wage", on("2024-06-01"))

# Everything once, a person for each of self-support and exit without it.
ONE_OF_EACH = ProjectOf(
    period=(FROM, TO),
    as_of=TO,
    people=(
        one(
            EnrolmentOf(
                on("2024-01-15"),
                on("2024-12-31"),
                cause="work",
                hours_wanted=Decimal(20),
                episodes=(
                    replace(PRAKTIK, company=1),
                    COURSE,
                    EpisodeOf(
                        "employment", on("2024-06-01"), hours=Decimal(40), occupation="7111", company=0
                    ),
                    EpisodeOf("employment", on("2022-01-01"), on("2022-12-31"), before_start=True, company=2),
                ),
                support=(SupportOf("social_assistance", on("2024-01-01"), on("2024-05-31")), WAGE),
                assessments=(AssessmentOf(on("2024-02-01"), READY),),
                destination="work",
                group=0,
                referred_by="Socialtjänsten",
                entry_status="unemployed",
                unemployed_since=on("2022-12-31"),
                education_level="3",
                background=BackgroundOf("SO", "yes", "SO", "yes"),
                attendance=(AttendanceOf(on("2024-02-05"), 90), AttendanceOf(on("2024-02-06"), 30, "talk")),
                cv=(CvOf("skill", on("2024-04-30")), CvOf("experience")),
                follow_ups=(
                    FollowUpOf("days_90", on("2025-03-31"), "work"),
                    FollowUpOf("months_6", on("2025-06-30"), "work"),
                ),
                answers=(
                    AnswerOf("chance", on("2024-12-31"), "yes"),
                    AnswerOf("developed", on("2024-12-31"), "4"),
                    AnswerOf("cooperation", on("2024-12-31"), "2"),
                ),
                moves=(MoveOf(on("2024-01-15"), 1), MoveOf(on("2024-03-01"), 3)),
            )
        ),
        one(EnrolmentOf(on("2024-02-01"), on("2024-12-31"), cause="illness")),
    ),
    contacts=((0, on("2024-01-15")),),
    needs=((1, on("2024-01-15"), None),),
    companies=(CompanyOf("43", 12), CompanyOf("47112", 300, public=True), CompanyOf("56", 4)),
    ring=(2,),
    supervisors=((1, on("2024-01-10")), (1, None)),
    group_targets=(25, None, 10),
    occupations=(("7111", Decimal("1.2")),),
)
