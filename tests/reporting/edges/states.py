"""The edges of the sets S, X and V that others don't have: states on as of, referrers, waits, occasions."""

from dataclasses import replace
from decimal import Decimal

from tests.reporting.described import AttendanceOf, CompanyOf, EnrolmentOf, EpisodeOf, GoalOf, ProjectOf
from tests.reporting.edges.telling import PRAKTIK, TO, on, one, people

STAY = EnrolmentOf(on("2024-01-15"))
LEFT = replace(STAY, end=on("2024-08-31"))
BEGUN = on("2024-06-01")


def each(*stays: EnrolmentOf, gender: str = "woman") -> ProjectOf:
    return people(*(one(stay, gender=gender) for stay in stays))


def did(*episodes: EpisodeOf) -> EnrolmentOf:
    return replace(STAY, episodes=episodes)


def job(hours: str, end: str = "") -> EpisodeOf:
    return EpisodeOf("employment", BEGUN, on(end) if end else None, Decimal(hours) if hours else None)


def referred(*names: str) -> tuple[EnrolmentOf, ...]:
    return tuple(replace(STAY, referred_by=name) for name in names)


def worked(start: str, end: str, company: int | None, *, before: bool = True) -> EpisodeOf:
    return EpisodeOf("employment", on(start), on(end) if end else None, before_start=before, company=company)


NOW = worked("2024-06-01", "", 1, before=False)

ALL: dict[str, ProjectOf] = {
    "in work from 17 hours a week, on the last day too": each(
        *(did(job(hours)) for hours in ("", "16.99", "17", "40")),
        *(did(job("40", end)) for end in ("2025-12-30", "2025-12-31", "2026-01-01")),
        did(job("10"), job("10")),
        did(EpisodeOf("own_business", BEGUN, hours=Decimal(20))),
    ),
    **{
        f"the first state that holds, least hours {hours}": replace(
            each(
                *(
                    replace(stay, episodes=episodes)
                    for stay in (STAY, LEFT, replace(STAY, end=TO))
                    for episodes in (
                        (),
                        (job("12"), EpisodeOf("studies", BEGUN), EpisodeOf("work_training", BEGUN)),
                        (job("17"), EpisodeOf("studies", BEGUN)),
                        (
                            EpisodeOf("studies", BEGUN, on("2025-12-30")),
                            EpisodeOf("language_placement", BEGUN),
                        ),
                        (EpisodeOf("vocational_course", BEGUN), EpisodeOf("programme", BEGUN)),
                    )
                )
            ),
            work_min_hours=hours,
        )
        for hours in (None, Decimal(10))
    },
    "referrers however they are written, with and without a plan": replace(
        each(*referred("AFI", "afi", "Afi", "Teamet", "teamet", "", "Ej angiven", "Öst", "Åby", "Äng")),
        goals=(
            GoalOf("X1", Decimal(15), group="AFI"),
            GoalOf("X1", Decimal(25), group="Etableringsteamet"),
            GoalOf("X1", Decimal(8), gender="woman", group="AFI"),
        ),
    ),
    "women and men who differ by none, by one and by two": people(
        *(
            one(replace(STAY, referred_by=name), gender=gender)
            for name, genders in (
                ("A", ("woman", "man")),
                ("B", ("woman", "man", "man", "nonbinary")),
                ("C", ("woman", "woman", "unknown")),
            )
            for gender in genders
        )
    ),
    "waits after the longest of several, on one day, and of one length": each(
        did(PRAKTIK, EpisodeOf("vocational_course", on("2024-03-01"), on("2024-03-02")), job("40")),
        did(EpisodeOf("employment", on("2024-02-01"), on("2024-02-01")), PRAKTIK),
        did(PRAKTIK, EpisodeOf("employment", on("2024-02-01"), on("2024-02-01"))),
        did(replace(PRAKTIK, end=None), job("40")),
        did(replace(PRAKTIK, end=on("2026-01-01")), job("40")),
        did(PRAKTIK, EpisodeOf("employment", on("2024-04-30"))),
        did(replace(PRAKTIK, before_start=True), job("40")),
        *(did(PRAKTIK, replace(job("40"), start=on("2024-05-11"))) for _ in range(2)),
    ),
    "the last job before the project, of several": replace(
        each(
            did(worked("2010-01-01", "2020-01-01", 0), worked("2012-01-01", "2012-08-31", 1), NOW),
            did(worked("2010-01-01", "", 0), worked("2012-01-01", "2020-01-01", 1), NOW),
            did(worked("2010-01-01", "2020-01-01", 0), worked("2011-01-01", "2020-01-01", 1), NOW),
            did(worked("2010-01-01", "2020-01-01", 0), worked("2010-01-01", "2020-01-01", 1), NOW),
            did(worked("2010-01-01", "2020-01-01", None, before=False), NOW),
            did(NOW),
        ),
        companies=(CompanyOf("43"), CompanyOf("47112"), CompanyOf("4")),
    ),
    "one occasion of several, each kind, and talks": each(
        *(
            replace(
                STAY,
                attendance=tuple(
                    AttendanceOf(on(day), minutes, kind)
                    for day in ("2022-12-31", "2024-02-05", "2026-01-01")
                    for kind in ("weekly_meeting", "study_visit", "talk", "three_party_talk")
                ),
            )
            for minutes in (1, 59)
        ),
    ),
}
