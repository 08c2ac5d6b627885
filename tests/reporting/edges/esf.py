"""The edges of the ESF's own sets, with complete records: leaving, re-entry, six months, turn of the year."""

from dataclasses import replace
from itertools import product

from participants.codes import EntryStatus, ExitDestination
from tests.reporting.described import (
    BackgroundOf,
    CompanyOf,
    EnrolmentOf,
    EpisodeOf,
    FollowUpOf,
    ProjectOf,
)
from tests.reporting.edges.followed import AFTER, DAY, LEFT, around, each
from tests.reporting.edges.telling import PRAKTIK, TO, on, one, people

STAY = EnrolmentOf(
    on("2024-01-15"),
    LEFT,
    entry_status="unemployed",
    education_level="3",
    background=BackgroundOf("SO", "yes", "SO", "no"),
)
JOB = EpisodeOf("employment", LEFT)
KINDS = ("employment", "own_business", "studies", "vocational_course", "programme", "work_placement")

ALL: dict[str, ProjectOf] = {
    **{
        f"with a complete record, {kind} that {how} {name} after the exit and beside it": each(
            *(
                replace(
                    STAY,
                    entry_status=status,
                    episodes=(EpisodeOf(kind, day) if how == "begins" else EpisodeOf(kind, STAY.start, day),),
                )
                for day in (*around(AFTER[name]), *around(LEFT))
                for status in ("unemployed", "inactive")
            )
        )
        for kind in KINDS
        for name in ("28 days", "6 months")
        for how in ("begins", "ends")
    },
    **{
        f"left for {destination or 'nothing recorded'}, a job or a programme before, then and after": each(
            *(
                replace(STAY, entry_status=status, destination=destination, episodes=episodes)
                for status in EntryStatus.values
                for episodes in (
                    (),
                    (replace(JOB, start=STAY.start),),
                    (JOB,),
                    (EpisodeOf("programme", LEFT),),
                    (replace(JOB, start=STAY.start), EpisodeOf("programme", LEFT + DAY)),
                )
            )
        )
        for destination in ("", *ExitDestination.values)
    },
    "of two events in the 28 days the last wins, and what still goes on stands beside it": each(
        *(
            replace(
                STAY,
                episodes=(EpisodeOf(first, LEFT + 3 * DAY, end), EpisodeOf(second, LEFT + 9 * DAY)),
            )
            for first, second in product(KINDS, repeat=2)
            for end in (None, LEFT + 8 * DAY, LEFT + 9 * DAY)
        )
    ),
    **{
        f"as seen {name} after the exit less {before}, with a complete record": replace(
            each(replace(STAY, episodes=(JOB,))), as_of=AFTER[name] - before * DAY
        )
        for name in ("28 days", "6 months")
        for before in (1, 0)
    },
    **{
        f"results after a re-entry as seen on {day}": people(
            one(
                replace(
                    STAY, destination="work", follow_ups=(FollowUpOf("months_6", AFTER["6 months"], "work"),)
                ),
                replace(STAY, start=on("2025-03-01"), end=on("2025-05-31"), entry_status="employed"),
            ),
            as_of=day,
        )
        for day in ("2025-02-28", "2025-03-01", "2025-05-31", "2025-12-31")
    },
    "follow-ups on the exit day, and the day before it": each(
        *(replace(STAY, follow_ups=(FollowUpOf("months_6", day, "work"),)) for day in around(LEFT))
    ),
    "in the project over a turn of the year, up to it and from it": people(
        *(
            one(replace(STAY, start=on(start), end=on(end)))
            for start in ("2023-12-31", "2024-01-01")
            for end in ("2024-12-31", "2025-01-01")
        ),
        one(
            replace(STAY, start=on("2023-06-01"), end=on("2023-11-30")),
            replace(STAY, start=on("2024-02-01"), end=on("2024-03-31")),
        ),
        one(replace(STAY, start=on("2023-06-01"), end=None)),
    ),
    **{
        f"the turn of the year as seen on {day}": people(
            one(replace(STAY, start=on("2023-06-01"), end=on("2024-06-01"))), as_of=day
        )
        for day in ("2023-12-31", "2024-01-01")
    },
    "every age at a bound of a band, with a complete record": people(
        *(
            one(replace(STAY, entry_status=status), born=f"{2024 - years}-01-{day}")
            for years in (15, 18, 25, 30, 55, 65)
            for day in (15, 16)
            for status in ("unemployed", "inactive", "inactive_in_education")
        )
    ),
    "citizens of Sweden, of the Union and of neither, born and with parents anywhere": each(
        *(
            replace(STAY, background=BackgroundOf(birth, parents, citizen, "declined"))
            for birth, parents, citizen in product(
                ("SE", "SO", "unknown"), ("yes", "no", "declined"), ("SE", "FI", "SO", "not_asked")
            )
        ),
        replace(STAY, background=None),
    ),
    "employers by a contact, a need and a placement only": replace(
        each(
            replace(STAY, episodes=(replace(PRAKTIK, company=2),)),
            replace(STAY, episodes=(replace(PRAKTIK, company=2, start=STAY.start - DAY),)),
        ),
        contacts=((0, TO),),
        needs=((1, TO, None),),
        companies=(CompanyOf("", 249), CompanyOf("", 250), CompanyOf("", 1, public=True)),
    ),
}
