"""A finished report beside the figures as they are computed now: then, now and the difference.

What was reported is read from the report's own JSON and never computed anew; what is computed now is
brought into the same form first, so that the two are read the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting import wording
from reporting.compute import Figures
from reporting.output import Json, as_json
from reporting.stats import Kind
from reporting.stored import stored_number
from reporting.wording import NOTHING, Cell

type Spot = tuple[str, str, str]

AXES = ("gender", "age", "group")
MINUS = "\N{MINUS SIGN}"


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
    """An indicator's number and the cells of its own table, then and now."""

    code: str
    label: str
    total: Change
    cells: tuple[Change, ...]

    @property
    def moved(self) -> int:
        """How many of the cells differ."""
        return sum(cell.differs for cell in self.cells)


def compare(then: Json, computed: Figures) -> list[Compared]:
    """Every indicator of either, in the order of now; one that only the report has comes last."""
    earlier = {figure["code"]: figure for figure in then["indicators"]}
    later = {figure["code"]: figure for figure in as_json(computed)["indicators"]}
    labels = {
        figure.indicator.code: {group.word: str(group.label) for group in figure.table.groups}
        for figure in computed.figures
    }
    names = {figure.indicator.code: str(figure.indicator.label) for figure in computed.figures}
    return [
        Compared(
            code=code,
            label=names.get(code, "") or earlier[code]["label"],
            total=_change(
                "", _kind(earlier, later, code), _total(earlier.get(code)), _total(later.get(code))
            ),
            cells=tuple(
                _cells(_kind(earlier, later, code), earlier.get(code), later.get(code), labels.get(code, {}))
            ),
        )
        for code in dict.fromkeys([*later, *earlier])
    ]


def _kind(earlier: dict[str, Json], later: dict[str, Json], code: str) -> Kind:
    return Kind((later.get(code) or earlier[code])["kind"])


def _total(figure: Json | None) -> Any:
    return figure["total"] if figure else None


def _cells(kind: Kind, then: Json | None, now: Json | None, groups: dict[str, str]) -> Iterator[Change]:
    """The cells of either; one that only the other has is empty there, unless nothing was recorded."""
    sides = [_by_spot(side) for side in (then, now)]
    blanks = [_nothing(kind) if side is not None and _is_recorded(side) else None for side in (then, now)]
    for spot in _in_order(sides):
        before, after = (cells.get(spot, blank) for cells, blank in zip(sides, blanks, strict=True))
        yield _change(_label(spot, groups), kind, before, after)


def _by_spot(figure: Json | None) -> dict[Spot, Any]:
    found: dict[Spot, Any] = {}
    for cell in figure["cells"] if figure else ():
        gender, age, group = (cell.get(axis, "") for axis in AXES)
        found[gender, age, group] = cell.get("value", cell)
    # A table that isn't split has one cell, which is its total.
    return {} if set(found) == {("", "", "")} else found


def _in_order(sides: Iterable[dict[Spot, Any]]) -> list[Spot]:
    """Women before men and so on, as in the tables; ages and groups in the order of their words."""
    place = {gender: number for number, gender in enumerate(wording.GENDERS)}
    spots = {spot for side in sides for spot in side}
    return sorted(spots, key=lambda spot: (spot[2], place.get(spot[0], len(place)), spot[1]))


def _is_recorded(figure: Json) -> bool:
    """Reports from before the word was there recorded all that they hold."""
    return bool(figure.get("recorded", True))


def _nothing(kind: Kind) -> Any:
    """What stands where nothing fell: 0, no share, no mean."""
    if kind is Kind.COUNT:
        return 0
    if kind is Kind.SHARE:
        return {"numerator": 0, "denominator": 0, "percent": None}
    return {"n": 0, "mean": None, "median": None}


def _change(label: str, kind: Kind, then: Any, now: Any) -> Change:
    before, after = _number(then), _number(now)
    return Change(
        label=label,
        then=stored_number(kind, then),
        now=stored_number(kind, now),
        difference=_difference(kind, before, after),
        differs=stored_number(kind, then) != stored_number(kind, now),
    )


def _number(stat: Any) -> Decimal | None:
    """What is printed, as a number; None where a dash or words stand."""
    printed = stat.get("percent", stat.get("mean")) if isinstance(stat, dict) else stat
    return None if printed is None else Decimal(str(printed))


def _difference(kind: Kind, then: Decimal | None, now: Decimal | None) -> str:
    """Now less then, of the numbers as printed, so that a reader can check it. Shares: percentage points."""
    if then is None or now is None:
        return NOTHING
    apart = now - then
    sign = "+" if apart > 0 else MINUS if apart < 0 else ""
    size = wording.decimal(str(abs(apart)))
    if kind is Kind.SHARE:
        return _("%(points)s points") % {"points": f"{sign}{size}"}
    return f"{sign}{size}"


def _label(spot: Spot, groups: dict[str, str]) -> str:
    gender, age, group = spot
    words = [groups.get(group, group)] if group else []
    words += [wording.gender(gender)] if gender else []
    words += [wording.age(age)] if age else []
    return ", ".join(words)
