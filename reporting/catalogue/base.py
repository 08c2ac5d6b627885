"""What an indicator is: one frozen object that screens, files and help pages iterate over.

An indicator says which cases there are and which of them count. Its number, its table and the
list behind it all come from those cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from reporting.catalogue.participation import Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import GoalFacts, ProjectFacts, Window
from reporting.stats import Count, Kind, Mean, Share, Stat, Time

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AGE_RULE = _("Age is completed years on the first start in the project.")

_ONE = Count(1)
_HIT = Share(1, 1)
_MISS = Share(0, 1)


class Moment(StrEnum):
    """What makes a case fall in the period."""

    START = "start"
    EVENT = "event"
    STOCK = "stock"
    EXIT = "exit"
    DUE = "due"


class Unit(StrEnum):
    """What is counted.

    `Case.key` is that of the company, supervisor or activity where those are counted, else the participant's.
    """

    PERSON = "person"
    COMPANY = "company"
    EMPLOYMENT = "employment"
    PLACEMENT = "placement"
    MEASURE = "measure"
    HOUR = "hour"
    SUPERVISOR = "supervisor"
    OCCASION = "occasion"
    KRONA = "krona"


class ValueUnit(StrEnum):
    """What the values are that a mean is taken of."""

    DAYS = "days"
    MARKS = "marks"
    ENTRIES = "entries"


class Case(NamedTuple):
    """One person, company or employment under an indicator, counted or not, and why.

    `base`: in the denominator of a share (what is counted always is). `on`: the day that decided.
    `value`: what a mean is taken of (days, marks), minutes, or what a side adds up. `details`: groups of
    the tables beside the number.
    """

    key: int
    counted: bool
    reason: Reason
    gender: str | None = None
    age: str | None = None
    group: str | None = None
    on: date | None = None
    value: int | None = None
    base: bool = False
    details: tuple[str, ...] = ()


class Group(NamedTuple):
    """A place on an indicator's further split: its code, its word in files, its words on screens.

    `row` and `column`: its words where the split is itself two-way, as criterion × state. `parent`: the
    code of the group that it is a part of; each holds its own cases only, a target of the upper one is
    about both. `found`: named by what is recorded of participants alone, not by the project or the catalogue.
    """

    code: str
    word: str
    label: str | StrPromise
    row: str | StrPromise = ""
    column: str | StrPromise = ""
    parent: str = ""
    found: bool = False


type Cases = Callable[[Sequence[Participation], ProjectFacts, Window], Iterable[Case]]
type Groups = Callable[[ProjectFacts, Window], tuple[Group, ...]]
type Recorded = Callable[[ProjectFacts], bool]
type Planned = Callable[[ProjectFacts], Iterable[GoalFacts]]
type Bearing = Callable[[Participation], object]
type Pieces = Sequence[tuple[str | None, Stat]]


class Place(StrEnum):
    """Where a side table stands: a further number beside the first, or another cut of the same."""

    BESIDE = "beside"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Side:
    """A table beside an indicator's own, made from the same cases.

    `pieces` says what a case adds to it, each with its group. `splits` names the axes that are kept.
    `sums`: it adds up the cases' values (kronor, contacts), so that its numbers don't count cases.
    `sensitive`: as of an indicator.
    `adds_up`: its groups exclude each other. Where they don't, their sum says nothing and isn't printed.
    """

    name: str
    label: StrPromise
    kind: Kind
    pieces: Callable[[Case], Pieces]
    place: Place = Place.BESIDE
    splits: tuple[str, ...] = ("gender", "age")
    groups: Groups | None = None
    sums: bool = False
    sensitive: bool = False
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue.

    `source` is where the row comes from, `groups` the further split beside gender and age, `group_label`
    its heading. Targets of shares are in per cent, of means in the mean's unit. `recorded` says whether the
    project records what the indicator needs; what it doesn't is printed as not recorded, never as 0.
    `value_unit` is what a mean is taken in. `planned`: targets that the project has set elsewhere than
    among its goals, which go before them. `sums`: its number adds up the cases' values (kronor).
    `sensitive`: it rests on origin, disability or social assistance, hence who is counted is shown to those
    alone who may read them of the person. `confidential`: it rests on what participants answered under the
    promise that nobody sees who answered what. `bearing`: where companies or occasions are counted by what
    participants do, all that the number depends on of one of them.
    """

    code: str
    label: StrPromise
    definition: StrPromise
    moment: Moment
    unit: Unit
    kind: Kind
    cases: Cases
    source: str
    splits: tuple[str, ...] = ("gender", "age")
    groups: Groups | None = None
    group_label: StrPromise | None = None
    sides: tuple[Side, ...] = ()
    recorded: Recorded | None = None
    value_unit: ValueUnit = ValueUnit.DAYS
    sums: bool = False
    sensitive: bool = False
    confidential: bool = False
    planned: Planned | None = None
    bearing: Bearing | None = None

    def pieces(self, case: Case) -> Pieces:
        """What a case adds to the indicator's own table."""
        if self.kind is Kind.SHARE:
            return ((case.group, _HIT if case.counted else _MISS),) if case.base else ()
        if not case.counted:
            return ()
        if self.sums:
            return sum_of_values(case)
        if self.kind is Kind.COUNT:
            return ((case.group, _ONE),)
        return _time_of(case) if self.kind is Kind.TIME else _mean_of(case)


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """A set of indicators with the bands and the least hours of work that apply where a project sets none.

    `reads`: the kinds of facts (`reporting.loading.KINDS`) that are read of a person beside the enrolments;
    `reads_beside`: those that only the numbers of companies, supervisors and occasions are made from;
    `asks_for_hours`: attendance is read as well where the project asks for hours of a participant.
    `fixed`: a regulation sets them, and the project's own don't replace them. `person_by_person`: what a
    participant adds to it can be told without the others. `configured`: what a project sets for itself
    (`reporting.definitions`) beside the age bands that the numbers rest on, by code, each with the
    indicators that it is about; none named: all of them.
    """

    code: str
    name: str
    age_bands: tuple[str, ...]
    work_min_hours: Decimal | None
    indicators: tuple[Indicator, ...]
    reads: frozenset[str]
    reads_beside: frozenset[str] = frozenset()
    asks_for_hours: bool = False
    fixed: bool = False
    person_by_person: bool = True
    configured: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def of_persons(self, least_hours: Decimal | None) -> frozenset[str]:
        """The kinds read of persons in a project that asks for so many hours."""
        asked = self.asks_for_hours and least_hours is not None
        return self.reads | {"attendance"} if asked else self.reads

    def kinds(self, least_hours: Decimal | None) -> frozenset[str]:
        """All kinds read, as `of_persons`."""
        return self.of_persons(least_hours) | self.reads_beside


def case_of(
    person: Participation,
    reason: Reason,
    *,
    counted: bool = False,
    base: bool = False,
    on: date | None = None,
    value: int | None = None,
    group: str | None = None,
    details: tuple[str, ...] = (),
) -> Case:
    """A case of a person's, with the person's gender and age band."""
    facts = person.person
    return Case(facts.key, counted, reason, facts.gender, person.age_label, group, on, value, base, details)


def each_person(judge: Callable[[Participation, Window], Case]) -> Cases:
    """The cases of an indicator whose domain is every participant: one each."""

    def cases(people: Sequence[Participation], _facts: ProjectFacts, window: Window) -> Iterable[Case]:
        return (judge(person, window) for person in people)

    return cases


def of_reason(*reasons: Reason) -> Callable[[Case], Pieces]:
    """Pieces that count the cases with one of these reasons."""
    return lambda case: ((None, _ONE),) if case.reason in reasons else ()


def share_of_reasons(numerator: set[Reason], *, without: set[Reason]) -> Callable[[Case], Pieces]:
    """Pieces of a share: cases with a reason of the numerator among all but those without."""
    return lambda case: (
        () if case.reason in without else ((None, _HIT if case.reason in numerator else _MISS),)
    )


def values(*reasons: Reason) -> Callable[[Case], Pieces]:
    """Pieces of a mean over the values of cases with one of these reasons, in the case's group."""
    return lambda case: _mean_of(case) if case.reason in reasons else ()


def details(case: Case) -> Pieces:
    """Pieces that count each detail of a counted case in a group of its own."""
    return tuple((group, _ONE) for group in case.details) if case.counted else ()


def details_among(*codes: str) -> Callable[[Case], Pieces]:
    """As `details`, for these details only."""
    return lambda case: tuple((code, _ONE) for code in case.details if code in codes) if case.counted else ()


def counted_with(detail: str) -> Callable[[Case], Pieces]:
    """Pieces that count the counted cases with this detail."""
    return lambda case: ((None, _ONE),) if case.counted and detail in case.details else ()


def share_with(detail: str) -> Callable[[Case], Pieces]:
    """Pieces of the indicator's own share, taken of the cases with this detail only."""
    return lambda case: (
        ((None, _HIT if case.counted else _MISS),) if case.base and detail in case.details else ()
    )


def detail_share(detail: str) -> Callable[[Case], Pieces]:
    """Pieces of a share: the cases with this detail among all in the base."""
    return lambda case: ((None, _HIT if detail in case.details else _MISS),) if case.base else ()


def sum_of_values(case: Case) -> Pieces:
    """Pieces that add up the values of the counted cases."""
    return ((None, Count(case.value)),) if case.counted and case.value is not None else ()


def _time_of(case: Case) -> Pieces:
    return () if case.value is None else ((case.group, Time(case.value)),)


def _mean_of(case: Case) -> Pieces:
    return () if case.value is None else ((case.group, Mean((case.value,))),)
