"""How the tables of each set are tied together, for `reporting.disclosure`: see the identities' own words.

Written set by set and not derived: a test compares what is written with what holds over many invented
projects, and fails where a table can be reckoned from others in a way that isn't here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

from projects.bands import AgeBand
from reporting.catalogue.esf_2007 import OLDER
from reporting.catalogue.esf_2007 import YOUNG as YOUNG_2007
from reporting.catalogue.esf_2021 import BELOW_18
from reporting.catalogue.esf_2021 import YOUNG as YOUNG_2021
from reporting.catalogue.esf_record import ABOVE_54, AFTER_MONTHS, BELOW_25
from reporting.catalogue.identities import (
    Attended,
    Balance,
    Clock,
    Crossing,
    Early,
    Flow,
    Identity,
    Kinds,
    Never,
    Only,
    Partition,
    Rows,
    Same,
    Times,
    When,
    Within,
)
from reporting.catalogue.leanlink_cases import MOST_UNEVEN
from reporting.catalogue.linkoping_cases import READINESS_MONTHS, SELF_SUPPORT_MONTHS
from reporting.catalogue.navigator_cases import FOLLOW_UP_DAYS, OLD_AGES, YOUNG_AGES
from reporting.catalogue.reasons import Reason

UNKNOWN = "unknown"
AGED_16_24 = AgeBand(YOUNG_AGES[0], YOUNG_AGES[-1])
AGED_55_64 = AgeBand(OLD_AGES[0], OLD_AGES[-1])

type Kind = tuple[str, tuple[str, ...]]

LINKOPING: tuple[Identity, ...] = (
    Partition("L1.provisional", ("L2", "L2.not_yet_due", "L2.late", "L2.never")),
    Within("L1", "L1.provisional", rest="L1.running"),
    Within("L1#hit", "L1.provisional#hit"),
    Within("L1#rest", "L1.provisional#rest"),
    Within("L1.provisional#hit", "L9", when=When.TO_DATE),
    Early("L9", whole="L1.provisional#hit", due="L1#hit", months=SELF_SUPPORT_MONTHS),
    Within("L6", "L5", when=When.WHOLE),
    Within("L8", "L7", when=When.WHOLE),
    Within("L11@ready", ("L2", "L2.late"), when=When.WHOLE),
    *(Within(code, "L1.provisional", when=When.WHOLE) for code in ("L5", "L7", "L9", "L14.persons")),
    Within(("L10", "L11"), "L1.provisional", when=When.WHOLE),
    Partition("L2.days_to_ready", ("L2", "L2.late")),
    Same("L9", "L9.by_year"),
    Partition("L9", ("L9.by_gender_age",)),
    Rows("L11.criteria", "L11", least="not_assessed", some=("partly", "not_met"), of="not_ready"),
    Partition("L12", ("L12.against_hours_wanted",)),
    Same("L13", "L13.share#hit"),
    Within("L13.share", "L12"),
    Never(("L13", "L13.share"), genders=("nonbinary", UNKNOWN)),
    Times("L14", of="L14.persons"),
    Clock(running=("L2.not_yet_due",), done=("L2.late", "L2.never"), months=READINESS_MONTHS),
    Clock(running=("L1.running",), done=("L1",), months=SELF_SUPPORT_MONTHS),
)


_APART = ("young:abroad", "young:home", "other:abroad", "other:home")


def _apart(*tables: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The four combinations of young and born abroad, with the tables that show each on its own."""
    for young, abroad in product((True, False), repeat=2):
        sides = [side for side, holds in (("young", young), ("foreign_born", abroad)) if holds]
        named = (
            f"{code}.{side}{mark}{layer}"
            for side in sides
            for code, mark, layer in (table.partition("#") for table in tables)
        )
        yield f"{'young' if young else 'other'}:{'abroad' if abroad else 'home'}", tuple(named)


def _started() -> Iterator[Kind]:
    """Who started: of which origin, with a disability or not, young or not."""
    for (apart, sides), known_origin, disability in product(
        _apart("K1"), (True, False), ("yes", "no", "not_known")
    ):
        young, abroad = apart.split(":")
        if abroad == "abroad" and not known_origin:
            continue
        columns = [*sides]
        if abroad == "abroad":
            columns += ["K11", *(("K11.young",) if young == "young" else ())]
        elif not known_origin:
            columns.append("K11.not_known")
        if disability == "yes":
            columns += ["K12", *(side.replace("K1.", "K12.") for side in sides)]
        elif disability == "not_known":
            columns.append("K12.not_known")
        origin = abroad if known_origin else "unknown"
        yield f"{young}:{origin}:{disability}", tuple(columns)


# What those who have left answered, and whether they count as having reached the goal.
_ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("yes", ("K2#hit", "K2.response_rate#hit", "K8#hit")),
    ("work_no", ("K2#hit", "K2.response_rate#hit", "K8#rest")),
    ("work_silent", ("K2#hit", "K2.response_rate#rest")),
    ("no", ("K2#rest", "K2.response_rate#hit", "K8#rest")),
    ("silent", ("K2#rest", "K2.response_rate#rest")),
)


def _left() -> Iterator[Kind]:
    """Who has left: what they answered, young or not, born abroad or not."""
    for answer, tables in _ANSWERS:
        shown = [table for table in tables if "." not in table]
        for apart, sides in _apart(*shown):
            asked = "K8.response_rate#hit" if "K2.response_rate#hit" in tables else "K8.response_rate#rest"
            yield f"{apart}:{answer}", (*tables, asked, *sides)


_STATES = {"work": "K5", "studies": "K6", "programme": "K7"}


def _due() -> Iterator[Kind]:
    """For whom 90 days have passed: in which states they are, young or not, born abroad or not."""
    some = chain.from_iterable(combinations(_STATES, number) for number in (1, 2, 3))
    for states in (*some, ("other",), ("unknown",)):
        tables = ["K3#hit" if "work" in states else "K3#rest"]
        tables += [_STATES[state] for state in states if state in _STATES]
        for apart, sides in _apart(*tables):
            more = [f"K3.state@{states[0]}"]
            if len(states) > 1:
                more += [f"{_STATES[state]}.overlap" for state in states]
            if states == ("unknown",):
                more.append("K3.unknown")
            yield f"{apart}:{'+'.join(states)}", (*tables, *more, *sides)


NAVIGATOR: tuple[Identity, ...] = (
    Same("K1", "K9"),
    Same("K1.young", "K9.young"),
    *(Same("K1.foreign_born", f"{code}.foreign_born") for code in ("K9", "K10")),
    Kinds("K.started", tuple(_started()), among="K1"),
    Partition("K1", ("K.started",)),
    Only("K1.young", "K.started", ages=AGED_16_24),
    Crossing("K10.years_and_ages", rows="K10", columns="K10.ages"),
    Partition("K1", ("K10",)),
    Partition("K1.young", ("K10.ages@16-24",)),
    Only("K10.ages@16-24", "K10.ages", ages=AGED_16_24),
    Only("K10.ages@55-64", "K10.ages", ages=AGED_55_64),
    Only("K10.ages@unknown", "K10.ages", ages=UNKNOWN),
    Kinds("K.left", tuple(_left())),
    Only("K2.young", "K.left", ages=AGED_16_24),
    *(
        Within(f"K.left@{young}:{origin}:", f"K.started@{young}:{origin}:", when=When.WHOLE)
        for young, origin in (("young", "abroad"), ("other", "abroad"))
    ),
    *(
        Within(
            f"K.left@{young}:home:",
            (f"K.started@{young}:home:", f"K.started@{young}:unknown:"),
            when=When.WHOLE,
        )
        for young in ("young", "other")
    ),
    Kinds("K.due", tuple(_due())),
    Only("K3.young", "K.due", ages=AGED_16_24),
    Clock(running=tuple(f"K.running.{apart}" for apart in _APART), done=("K.due",), days=FOLLOW_UP_DAYS),
    *(Within(f"K.due@{apart}:", f"K.left@{apart}:", rest=f"K.running.{apart}") for apart in _APART),
)

SIN: tuple[Identity, ...] = (
    Partition("S1", ("S2", "S3", "S4", "S5", "S1.other")),
    Within("S6", "S1"),
    Within("S7", "S1"),
)

LEANLINK: tuple[Identity, ...] = (
    Same("X1", "X2"),
    Balance("X1", difference="X2.difference", balance="X2.balance", word=Reason.EVEN, even=MOST_UNEVEN),
    Same("X3", "X3.entries"),
    Within("X4.longest", "X4"),
    Within("X3", "X1", when=When.WHOLE),
    Partition("X1", ("X3.left_with_cv", "X5"), when=When.WHOLE),
)

VAGEN_TILLBAKA: tuple[Identity, ...] = (
    Within("V4", "V1", when=When.WHOLE),
    Within("V5.persons_by_kind@*", "V5.persons"),
    Within("V5.persons", "V5.persons_by_kind"),
    Partition("V5.hours", ("V5.hours_by_kind",)),
    Attended("V5", persons="V5.persons_by_kind", hours="V5.hours_by_kind", whole=("V5.persons", "V5.hours")),
)

_FACTS = ("birth_date", "gender", "entry_status", "education_level")
_LACKING = tuple(lacking for number in range(1, 5) for lacking in combinations(_FACTS, number))


def _records(whole: str, complete: str, missing: str) -> Iterator[Kind]:
    """Complete records, and those that lack one fact or several."""
    yield "complete:", (whole, complete)
    for lacking in _LACKING:
        yield f"{'+'.join(lacking)}:", (whole, *(f"{missing}@{fact}" for fact in lacking))


def _of_records(name: str) -> tuple[Identity, ...]:
    """What a place says by itself of the records in it: an unknown gender is one that isn't recorded."""

    def without(fact: str) -> tuple[str, ...]:
        return tuple(f"{name}@{'+'.join(lacking)}:" for lacking in _LACKING if fact in lacking)

    return (
        Only(without("birth_date"), name, ages=UNKNOWN),
        Only(without("gender"), name, genders=(UNKNOWN,)),
    )


ESF_2007: tuple[Identity, ...] = (
    Kinds(
        "E07.records",
        tuple(_records("E07IN@*", "E07T@*", "E07IN.missing")),
    ),
    *_of_records("E07.records"),
    Partition("E07T@*", ("E07EMP@*", "E07UNE@*", "E07INA@*")),
    Within("E07LTU@*", "E07UNE@*"),
    Within("E07EDU@*", "E07INA@*"),
    Only("E07Y15@*", "E07T@*", ages=YOUNG_2007),
    Only("E07Y55@*", "E07T@*", ages=OLDER),
    Within("E07MIG@*", "E07T@*"),
    Within("E07DIS@*", "E07T@*"),
    Within(("E07ED12@*", "E07ED3@*", "E07ED4@*", "E07ED56@*"), "E07T@*"),
    Flow("E07OVER", entering="E07IN", leaving="E07OUT"),
    Never(
        (
            *("E07EMP", "E07UNE", "E07LTU", "E07INA", "E07EDU", "E07Y15", "E07Y55", "E07MIG", "E07DIS"),
            *("E07ED12", "E07ED3", "E07ED4", "E07ED56"),
        ),
        unknown_age=True,
    ),
)

ESF_2014: tuple[Identity, ...] = (
    Kinds("E14.records", tuple(_records("E14G", "E14T", "E14G.missing"))),
    *_of_records("E14.records"),
    Partition("E14T", ("CO01", "CO03", "CO05")),
    Within("CO02", "CO01"),
    Within("CO04", "CO03"),
    Only("CO06", "E14T", ages=BELOW_25),
    Only("CO07", "E14T", ages=ABOVE_54),
    Only("CO08", ("CO01", "CO04"), ages=ABOVE_54),
    Within(("CO09", "CO10", "CO11"), "E14T"),
    Within("CO15", "E14T"),
    Within("CO16", "E14T"),
    Within("CR05", ("CR01", "CR02", "CR04")),
    Only("CR08", "CR06", ages=ABOVE_54),
    Within("CR09", "CR06"),
    Within("CR01", "CO03", when=When.WHOLE),
    Within("CR02", ("CO01", "CO04", "CO05"), when=When.WHOLE),
    Within(("CR01", "CR04"), ("CO01", "CO03"), when=When.WHOLE),
    Within("CR05", "E14T", when=When.WHOLE),
    Within("CR06", ("CO01", "CO03"), when=When.WHOLE),
    Clock(done=("CR06", "CR08", "CR09"), months=AFTER_MONTHS),
    Never(
        (
            *("CO01", "CO02", "CO03", "CO04", "CO05", "CO06", "CO07", "CO08", "CO09", "CO10", "CO11"),
            *("CO15", "CO16", "CR01", "CR02", "CR04", "CR05", "CR06", "CR08", "CR09"),
        ),
        unknown_age=True,
    ),
)

ESF_2021: tuple[Identity, ...] = (
    Kinds("E21.records", tuple(_records("EECO01", "EECO01.complete", "EECO01.missing"))),
    *_of_records("E21.records"),
    Partition("EECO01.complete", ("EECO02", "EECO04", "EECO05")),
    Within("EECO03", "EECO02"),
    Only("EECO06", "EECO01.complete", ages=BELOW_18),
    Only("EECO07", "EECO01.complete", ages=YOUNG_2021),
    Only("EECO08", "EECO01.complete", ages=ABOVE_54),
    Partition("EECO01.complete", ("EECO09", "EECO10", "EECO11")),
    Within("EECO12", "EECO01.complete"),
    Within("EECO13", "EECO01.complete"),
    Within("EECO14", "EECO01.complete"),
    Clock(done=("EECR05",), months=AFTER_MONTHS),
    Within("EECR01", "EECO04", when=When.WHOLE),
    Within("EECR02", "EECO01.complete", when=When.WHOLE),
    Within(("EECR01", "EECR04"), ("EECO02", "EECO04"), when=When.WHOLE),
    Within("EECR05", ("EECO02", "EECO04"), when=When.WHOLE),
    Never(
        (
            *("EECO02", "EECO03", "EECO04", "EECO05", "EECO06", "EECO07", "EECO08", "EECO09", "EECO10"),
            *("EECO11", "EECO12", "EECO13", "EECO14", "EECR01", "EECR02", "EECR04", "EECR05"),
        ),
        unknown_age=True,
    ),
)

# By set. One that isn't here can't be shown outside: nobody has said yet how its tables hang together.
IDENTITIES: dict[str, tuple[Identity, ...]] = {
    "L": LINKOPING,
    "K": NAVIGATOR,
    "S": SIN,
    "X": LEANLINK,
    "V": VAGEN_TILLBAKA,
    "E07": ESF_2007,
    "E14": ESF_2014,
    "E21": ESF_2021,
    "F": (),
}
