"""A project in which everything is recorded that any set of the catalogue asks for."""

import datetime as dt
from decimal import Decimal
from random import Random

from coaching.models import SessionKind
from participants.codes import (
    PLACEMENTS,
    CvEntryKind,
    EducationLevel,
    EntryStatus,
    EpisodeKind,
    ExitCause,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    SupportSource,
)
from projects.planned import BY_TARGET_GROUP
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import (
    GENDERS,
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    ContactFacts,
    CriterionFacts,
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    GoalFacts,
    MoveFacts,
    NeedFacts,
    OccupationFacts,
    ParticipantFacts,
    ProjectFacts,
    SupervisorFacts,
    SupportFacts,
    TargetGroupFacts,
    Window,
)

START, END = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
PEOPLE = 90
# As many as in the groups: a plan that contradicts itself is printed nowhere.
WHOLES = {BY_TARGET_GROUP: Decimal(60)}
GROUPS = ("unga", "=långtidsarbetslösa", "utrikes födda")
REFERRERS = ("Arbetsförmedlingen", "Socialtjänsten: vuxna/unga", "")


def full_facts(seed: int = 4, people: int = PEOPLE) -> ProjectFacts:
    """The same each time for a seed. One group's name begins as a formula does."""
    chance = Random(seed)
    codes = [indicator.code for chosen in CATALOGUE.values() for indicator in chosen.indicators]
    return ProjectFacts(
        "=Prov",
        START,
        END,
        participants=tuple(_person(chance, key) for key in range(1, people + 1)),
        criteria=tuple(CriterionFacts(code, f"Kriterium {code}", code) for code in ("A1", "B1", "C1")),
        contacts=tuple(ContactFacts(chance.randrange(12), _day(chance)) for _ in range(40)),
        needs=tuple(NeedFacts(chance.randrange(12), _day(chance)) for _ in range(15)),
        goals=tuple(
            goal
            for code in codes
            for goal in (
                GoalFacts(code, WHOLES.get(code, Decimal("12.50"))),
                GoalFacts(code, Decimal(7), gender="woman"),
            )
        ),
        companies=tuple(
            CompanyFacts(key, chance.choice(("01110", "62010", "")), key * 40 or None, key % 3 == 0)
            for key in range(12)
        ),
        supervisors=tuple(SupervisorFacts(key, key, _day(chance)) for key in range(6)),
        phases=("Start", "Praktik", "Jobb"),
        target_groups=tuple(TargetGroupFacts(name, 20) for name in GROUPS),
        occupations=OccupationFacts("2022", (("5321", Decimal(90)), ("7115", Decimal(1)))),
    )


def full_figures(indicator_set: str) -> Figures:
    return compute(full_facts(), indicator_set, Window(START, END, END))


def _day(chance: Random, after: dt.date = START) -> dt.date:
    return after + dt.timedelta(days=chance.randrange(max(1, (END - after).days)))


def _code[Code: str](chance: Random, codes: type[Code]) -> str:
    return str(chance.choice(list(codes)).value)  # type: ignore[call-overload]  # a TextChoices is a sequence of its members


def _person(chance: Random, key: int) -> ParticipantFacts:
    start = _day(chance) if key % 4 else START
    end = _day(chance, start) if key % 3 else None
    born = dt.date(1955 + key % 55, 1 + key % 12, 1 + key % 28) if key % 13 else None
    return ParticipantFacts(
        key,
        GENDERS[min(key % 9, 5) % 4 if key % 2 else 0],
        born,
        (_stay(chance, start, end),),
        tuple(_episode(chance, start) for _ in range(3)),
        tuple(SupportFacts(_code(chance, SupportSource), _day(chance, start)) for _ in range(2)),
        tuple(
            AssessmentFacts(
                _day(chance, start),
                tuple((code, chance.choice(("met", "met", "partly"))) for code in ("A1", "B1", "C1")),
            )
            for _ in range(2)
        ),
        tuple(
            AttendanceFacts(
                _day(chance, start), chance.randrange(30, 400), session, _code(chance, SessionKind)
            )
            for session in chance.sample(range(30), 4)
        ),
        tuple(CvFacts(_code(chance, CvEntryKind), _day(chance, start)) for _ in range(key % 4)),
        tuple(
            FollowUpFacts(kind.value, _day(chance, start), _code(chance, FollowUpOutcome))
            for kind in FollowUpKind
        ),
        (
            AnswerFacts("chance", _day(chance, start), chance.choice(("yes", "no", "do_not_know"))),
            AnswerFacts("developed", _day(chance, start), str(chance.randint(1, 5))),
            AnswerFacts("cooperation", _day(chance, start), str(chance.randint(1, 5))),
        ),
        tuple(MoveFacts(_day(chance, start), step) for step in (1, chance.randint(1, 3))),
    )


def _stay(chance: Random, start: dt.date, end: dt.date | None) -> EnrolmentFacts:
    return EnrolmentFacts(
        start,
        end,
        cause=_code(chance, ExitCause) if end else "",
        destination=_code(chance, ExitDestination) if end else "",
        hours_wanted=Decimal(chance.choice((20, 40))),
        target_group=chance.choice(GROUPS),
        referred_by=chance.choice(REFERRERS),
        entry_status=_code(chance, EntryStatus),
        unemployed_since=start - dt.timedelta(days=chance.randrange(900)),
        education_level=_code(chance, EducationLevel),
        background=BackgroundFacts(
            chance.choice(("SE", "SY", "unknown")),
            chance.choice(("yes", "no")),
            chance.choice(("SE", "SY", "FI")),
            chance.choice(("yes", "no", "not_asked")),
        ),
    )


def _episode(chance: Random, start: dt.date) -> EpisodeFacts:
    kind, begun = _code(chance, EpisodeKind), _day(chance, start)
    return EpisodeFacts(
        kind,
        begun,
        begun + dt.timedelta(days=200) if kind in PLACEMENTS or chance.random() < 0.5 else None,
        Decimal(chance.choice((10, 20, 40))),
        before_start=chance.random() < 0.2,
        occupation=chance.choice(("5321", "7115", "")),
        company=chance.randrange(12),
    )
