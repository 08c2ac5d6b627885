"""What became of each number from one report to its revision, and which kinds of facts did it.

The facts of both are stored under the same pseudonyms, so that a person's are recognised in the other.
Which kind of facts moved a number is found by computing: the earlier facts with this one kind from the
later report, and the later ones with it from the earlier. What moves the number either way is a cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from reporting.compute import compute
from reporting.disclosure import for_audience
from reporting.exchange import KINDS, changes_of, exchanged
from reporting.facts import ProjectFacts, Window
from reporting.frozen import FactsUnreadableError, unpack
from reporting.output import as_json
from reporting.stats import Audience

type Json = dict[str, Any]

TOTAL, TARGET, CELLS = "total", "target", "cells"
AXES = ("gender", "age", "group")
PROGRAM = "program"  # a cause: the catalogue or the program that computes is another
TOGETHER = "together"  # a cause: no kind of facts alone moves it


class Place(NamedTuple):
    """Where a number stands in a report: in which table of an indicator, and in which of its cells.

    `table` is one of the words above or a side table's name; of the sum over a side table `cell` is empty.
    """

    code: str
    table: str
    cell: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that is another in the later report; None where there is none."""

    place: Place
    before: Any
    after: Any


def difference(*, before: Json, packed: bytes, after: Json, facts: ProjectFacts, window: Window) -> Json:
    """All that differs between a stored report with its packed facts and the one that revises it.

    `cells`: each number that moved, with its causes. `facts`: how many of which kind came, went or were
    changed. `explained`: False where the earlier facts can't be read, so that no cause can be told.
    """
    moves = moved(before, after)
    try:
        earlier = unpack(packed)
    except FactsUnreadableError:
        return {"explained": False, "facts": [], "cells": [_written(move, []) for move in moves]}
    causes = _causes(before, earlier, facts, after["set"], window) if moves else {}
    return {
        "explained": True,
        "facts": [change.written() for change in changes_of(earlier, facts)],
        "cells": [_written(move, causes.get(move.place) or [TOGETHER]) for move in moves],
    }


def moved(before: Json, after: Json) -> list[Moved]:
    """The numbers of two reports that aren't the same, in the later one's order."""
    old, new = numbers(before), numbers(after)
    places = [*new, *(place for place in old if place not in new)]
    return [
        Moved(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)
    ]


def numbers(report: Json) -> dict[Place, Any]:
    """Every number of a report by its place."""
    return {place: number for figure in report["indicators"] for place, number in _numbers(figure)}


def _numbers(figure: Json) -> Iterator[tuple[Place, Any]]:
    code = figure["code"]
    for table in (TOTAL, TARGET):
        if figure.get(table) is not None:
            yield Place(code, table), figure[table]
    for target in figure["targets"]:
        goal = {key: value for key, value in target.items() if key != "outcome"}
        yield _cell(code, TARGET, goal)
    for cell in figure["cells"]:
        yield _cell(code, CELLS, cell)
    for sides in ("beside", "tables"):
        for name, side in figure.get(sides, {}).items():
            if "total" in side:
                yield Place(code, name), side["total"]
            for cell in side["cells"]:
                yield _cell(code, name, cell)


def _cell(code: str, table: str, cell: Json) -> tuple[Place, Json]:
    place = tuple((axis, cell[axis]) for axis in AXES if axis in cell)
    return Place(code, table, place), {key: value for key, value in cell.items() if key not in AXES}


def _written(move: Moved, causes: Iterable[str]) -> Json:
    return {
        "code": move.place.code,
        "table": move.place.table,
        "cell": dict(move.place.cell),
        "before": move.before,
        "after": move.after,
        "causes": list(causes),
    }


def _causes(
    stored: Json, before: ProjectFacts, after: ProjectFacts, indicator_set: str, window: Window
) -> dict[Place, list[str]]:
    """What moved each number: the program that computes, then kinds of facts."""

    def computed(facts: ProjectFacts) -> Json:
        audience = Audience(stored.get("audience", Audience.INSIDE))
        return as_json(for_audience(compute(facts, indicator_set, window), audience))

    def places(one: Json, other: Json) -> set[Place]:
        return {move.place for move in moved(one, other)}

    first, last = computed(before), computed(after)
    by_cause = {PROGRAM: places(stored, first)}
    for kind in KINDS:
        later, earlier = exchanged(kind, before, after), exchanged(kind, after, before)
        if later != before or earlier != after:
            by_cause[kind] = places(first, computed(later)) | places(last, computed(earlier))
    found: dict[Place, list[str]] = {}
    for cause, touched in by_cause.items():
        for place in touched:
            found.setdefault(place, []).append(cause)
    return found
