"""A finished report beside the figures as they are computed now: then, now and the difference.

What was reported is read from the report's own JSON and never computed anew; what is computed now is
brought into the same form first, so that the two are read the same way (`reporting.revisions.numbers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting import wording
from reporting.compute import Figures
from reporting.definitions import Definition
from reporting.output import Json, as_json
from reporting.revised import Words, read, stored
from reporting.revisions import CELLS, TARGET, TOTAL, Place, numbers
from reporting.wording import NOTHING, Cell

MINUS = "\N{MINUS SIGN}"
_VERSION = "version"
_NOT_RECORDED = "not recorded"
"""Stands for a number of an indicator that a report doesn't record, or doesn't have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One number then and now. `differs`: what was printed is another; then `difference` may still be 0."""

    label: str
    then: Cell
    now: Cell
    difference: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator's number, and all that is printed with it: cells, targets, what stands beside it."""

    code: str
    label: str
    total: Change
    cells: tuple[Change, ...]

    @property
    def moved(self) -> int:
        """How many of the cells differ."""
        return sum(cell.differs for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Redefined:
    """A definition that the two weren't made with alike, in words."""

    label: str
    then: str
    now: str


def compare(then: Json, computed: Figures) -> list[Compared]:
    """Every indicator of either, in the order of now; one that only the report has comes last."""
    now = as_json(computed)
    both = _Both(then, now)
    words = Words(now, computed.facts)
    return [
        Compared(
            code=code,
            label=words.label(code) or both.label(code),
            total=both.change("", Place(code, TOTAL)),
            cells=tuple(
                both.change(words.where(code, place.table, dict(place.cell)), place)
                for place in both.places(code)
            ),
        )
        for code in both.codes
    ]


def redefined(then: Json, computed: Figures) -> list[Redefined]:
    """The definitions that differ. A project counts its versions of them, which are none themselves."""
    before = [Definition(one.code, then["definitions"].get(one.code)) for one in computed.definitions]
    return [
        Redefined(one.label, was.text, one.text)
        for was, one in zip(before, computed.definitions, strict=True)
        if was.code in then["definitions"] and was.code != _VERSION and was.value != one.value
    ]


class _Both:
    """The numbers of two reports by their places."""

    def __init__(self, then: Json, now: Json) -> None:
        self._then, self._now = _figures(then), _figures(now)
        self._before, self._after = numbers(then), numbers(now)
        self.codes = list(dict.fromkeys([*self._now, *self._then]))
        self._places: dict[str, list[Place]] = {code: [] for code in self.codes}
        for place in dict.fromkeys([*self._after, *self._before]):
            self._places[place.code].append(place)

    def label(self, code: str) -> str:
        """As the report has it."""
        return str(self._then[code]["label"])

    def places(self, code: str) -> list[Place]:
        """All but the number itself, table by table; a table that isn't split is that number once more."""
        places = [one for one in self._places[code] if one.table != TOTAL and one != Place(code, CELLS)]
        tables = list(dict.fromkeys(place.table for place in places))
        return sorted(places, key=lambda place: (tables.index(place.table), _position(place)))

    def change(self, label: str, place: Place) -> Change:
        """What stands in a place, then and now."""
        before = self._before.get(place, _missing(self._then, place))
        after = self._after.get(place, _missing(self._now, place))
        was, now = stored(before, after, place.table), stored(after, before, place.table)
        cells = _read(was), _read(now)
        return Change(label, *cells, _difference(was, now), differs=cells[0] != cells[1])


def _figures(report: Json) -> dict[str, Json]:
    return {figure["code"]: figure for figure in report["indicators"]}


def _position(place: Place) -> tuple[bool, str, int, str]:
    """The whole first; women before men and so on, as in the tables; ages and groups by their words."""
    cell = dict(place.cell)
    genders = list(wording.GENDERS)
    gender = cell.get("gender", "")
    return (
        bool(cell),
        cell.get("group", ""),
        genders.index(gender) if gender in genders else len(genders),
        cell.get("age", ""),
    )


def _missing(figures: Mapping[str, Json], place: Place) -> str | None:
    """What stands for a number that isn't there; a target is set whether the rest is recorded or not."""
    figure = figures.get(place.code)
    if place.table == TARGET or (figure is not None and figure["recorded"]):
        return None
    return _NOT_RECORDED


def _read(stat: Any) -> Cell:
    return Cell(str(wording.NOT_RECORDED)) if stat == _NOT_RECORDED else read(stat)


def _difference(then: Any, now: Any) -> str:
    """Now less then, of the numbers as printed, so that a reader can check it. Shares: percentage points."""
    before, after = _printed(then), _printed(now)
    if before is None or after is None:
        return NOTHING
    apart = after - before
    sign = "+" if apart > 0 else MINUS if apart < 0 else ""
    size = wording.decimal(str(abs(apart)))
    if isinstance(now, dict) and "percent" in now:
        return _("%(points)s points") % {"points": f"{sign}{size}"}
    return f"{sign}{size}"


def _printed(stat: Any) -> Decimal | None:
    """What is printed, as a number; None where a dash or words stand."""
    if isinstance(stat, dict):
        stat = next((stat[key] for key in ("value", "percent", "mean") if key in stat), None)
    return None if stat is None or stat == _NOT_RECORDED else Decimal(str(stat))
