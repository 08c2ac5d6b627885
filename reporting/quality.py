"""Which missing or contradictory fact may change which indicator for whom, the worst first.

Nothing is guessed: the person is computed once more as if the fact were settled, in each of a few ways, and
an indicator is named when what the person adds to one of its tables comes out otherwise. A way that nobody
thought of may change another one, hence "may". An indicator about companies or activities is never named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from reporting.catalogue.base import Case, Pieces, Unit
from reporting.catalogue.participation import Participation
from reporting.checks import CHECKS, COMPANIES, Check
from reporting.compute import Figure, Figures, Table, participations
from reporting.facts import ParticipantFacts, ProjectFacts

NOT_PERSONS = frozenset({Unit.COMPANY, Unit.SUPERVISOR, Unit.OCCASION})
# How far an indicator may be moved: its number, or only a split or what stands beside it.
NUMBER, SPLIT = 2, 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one person that may change these indicators' numbers; `splits`: their splits only.

    `on` is the day that it is about. `accepted`: the project has said to leave it as it is, for now.
    """

    key: int
    check: str
    on: date
    numbers: tuple[str, ...]
    splits: tuple[str, ...]
    accepted: bool = False

    @property
    def indicators(self) -> tuple[str, ...]:
        """All that may change, the numbers first."""
        return (*self.numbers, *self.splits)

    @property
    def weight(self) -> int:
        """2 for every indicator whose number may change, 1 for one of which only a split may."""
        return NUMBER * len(self.numbers) + SPLIT * len(self.splits)


@dataclass(frozen=True, slots=True)
class Gap:
    """How often a check has found something: open, and accepted as it is; and what that may change."""

    check: str
    open: int
    accepted: int
    indicators: tuple[str, ...]


class _Landed(NamedTuple):
    """What somebody adds to an indicator's tables: in all, and cell by cell."""

    number: Counter[object]
    cells: Counter[object]


type _ByKey = Mapping[int, _Landed]

_NOTHING = _Landed(Counter(), Counter())


def findings(figures: Figures) -> list[Finding]:
    """All that is open or accepted in figures for inside, of one set; the worst first.

    `figures.facts.accepted` are taken to be in force. Those for outside hold no persons: nothing is found.
    """
    people = participations(figures.facts, figures.indicator_set, figures.window.as_of)
    accepted = {(one.key, one.check) for one in figures.facts.accepted}
    work = _Settling(figures)
    found = [
        replace(finding, accepted=(finding.key, finding.check) in accepted)
        for check in CHECKS
        for finding in work.findings(check, people)
    ]
    return worst_first(found)


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """By weight, then what has been open longest."""
    return sorted(found, key=lambda finding: (-finding.weight, finding.on, finding.check, finding.key))


def over_sets(found: Iterable[Sequence[Finding]]) -> list[Finding]:
    """The findings of several sets: one for each person and check, with all that may change."""
    merged: dict[tuple[int, str], Finding] = {}
    for finding in (one for of_a_set in found for one in of_a_set):
        at = finding.key, finding.check
        before = merged.get(at)
        merged[at] = (
            finding
            if before is None
            else replace(
                before,
                numbers=(*before.numbers, *finding.numbers),
                splits=(*before.splits, *finding.splits),
            )
        )
    return worst_first(merged.values())


def gaps(found: Sequence[Finding], figures: Figures) -> tuple[Gap, ...]:
    """How often each check has found something, in the checks' order; those that found nothing left out."""
    order = [figure.indicator.code for figure in figures.figures]
    return tuple(
        Gap(
            check.code,
            open=sum(not finding.accepted for finding in mine),
            accepted=sum(finding.accepted for finding in mine),
            indicators=tuple(code for code in order if any(code in one.indicators for one in mine)),
        )
        for check in CHECKS
        if (mine := [finding for finding in found if finding.check == check.code])
    )


def with_quality(figures: Figures) -> Figures:
    """The figures with what was open in them, as a report states it."""
    return replace(figures, quality=gaps(findings(figures), figures))


class _Settling:
    """Computes people once more, with what isn't known settled."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._facts = replace(figures.facts, companies=(*figures.facts.companies, *COMPANIES))
        self._about_persons = [
            figure
            for figure in figures.figures
            if figure.recorded and figure.indicator.unit not in NOT_PERSONS
        ]

    def findings(self, check: Check, people: Sequence[Participation]) -> Iterable[Finding]:
        """What a check finds, of those for whom it may change something."""
        facts, indicator_set = self._figures.facts, self._figures.indicator_set.code
        touched = [f for f in self._about_persons if check.may_touch(indicator_set, f.indicator.code)]
        if not touched:
            return
        days = {
            person.person.key: (person, day)
            for person in people
            if (day := check.found(person, facts)) is not None
        }
        numbers, cells = self._moved(check, [person for person, _day in days.values()], touched)
        for key, (_person, day) in days.items():
            if cells.get(key):
                codes = [figure.indicator.code for figure in touched]
                whole = tuple(code for code in codes if code in numbers.get(key, ()))
                parts = tuple(code for code in codes if code in cells[key] and code not in whole)
                yield Finding(key, check.code, day, whole, parts)

    def _moved(
        self, check: Check, found: Sequence[Participation], touched: Sequence[Figure]
    ) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
        """Whose number, and whose tables, some way of settling it moves: codes by the person's key."""
        numbers: dict[int, set[str]] = {}
        cells: dict[int, set[str]] = {}
        # Computed anew of these people alone: some indicators compare people with each other.
        now = {figure.indicator.code: self._of(figure, found) for figure in touched}
        for settled in _way_by_way(check, found, self._figures.facts):
            people = [replace(person, person=facts) for person, facts in settled]
            for figure in touched:
                code = figure.indicator.code
                then = self._of(figure, people)
                for person in people:
                    key = person.person.key
                    before = now[code].get(key, _NOTHING)
                    after = then.get(key, _NOTHING)
                    if before.cells != after.cells:
                        cells.setdefault(key, set()).add(code)
                    if before.number != after.number:
                        numbers.setdefault(key, set()).add(code)
        return numbers, cells

    def _of(self, figure: Figure, people: Sequence[Participation]) -> _ByKey:
        return _landed(figure, figure.indicator.cases(people, self._facts, self._figures.window))


def _way_by_way(
    check: Check, found: Sequence[Participation], facts: ProjectFacts
) -> Iterable[list[tuple[Participation, ParticipantFacts]]]:
    """Everybody settled in the first way, then in the second, and so on; all at once is quicker."""
    waiting = [(person, list(check.ways(person, facts))) for person in found]
    for number in range(max((len(ways) for _person, ways in waiting), default=0)):
        yield [(person, ways[number]) for person, ways in waiting if number < len(ways)]


def _landed(figure: Figure, cases: Iterable[Case]) -> _ByKey:
    """What each person adds, as the tables are made of it."""
    tables: list[tuple[str, Table, Callable[[Case], Pieces]]] = [
        ("", figure.table, figure.indicator.pieces),
        *((side.side.name, side.table, side.side.pieces) for side in figure.sides),
    ]
    found: dict[int, _Landed] = {}
    for case in cases:
        for name, table, pieces in tables:
            for group, stat in pieces(case):
                if stat.empty:
                    continue
                landed = found.setdefault(case.key, _Landed(Counter(), Counter()))
                if not name:
                    landed.number[stat] += 1
                gender = case.gender if table.genders else None
                age = case.age if table.ages else None
                landed.cells[name, gender, age, group if table.groups else None, stat] += 1
    return found
