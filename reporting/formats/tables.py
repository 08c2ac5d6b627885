"""A stored report's JSON as tables, in one shape for all the files that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reporting.stats import Kind

type Json = dict[str, Any]

MAIN = "main"
HIDDEN = "dolt"  # in files, whose words are Swedish, where a report for outside shows no number
_PARTS = {
    Kind.COUNT: ("value",),
    Kind.TIME: ("value",),
    Kind.SHARE: ("numerator", "denominator", "percent"),
    Kind.MEAN: ("n", "mean", "median"),
}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of a report: an indicator's own, called `main`, or one beside it.

    `label` is the indicator's, `title` that of a table beside it. `total` is the number over all cells with
    its parts, None where there is none or the project doesn't record it (`recorded`).
    """

    code: str
    label: str
    name: str
    title: str
    kind: Kind
    cells: tuple[Json, ...]
    total: Json | None
    recorded: bool
    target: Json | None
    targets: tuple[Json, ...]

    @property
    def is_time(self) -> bool:
        """Hours, with the exact minutes beside them."""
        return any("minutes" in cell for cell in self.cells)


def definitions_in(report: Json) -> list[Json]:
    """The definitions that a report was made with: each with code, label, text and what it is about."""
    listed: list[Json] = report["definitions"].get("used", [])
    return listed


def tables_of(report: Json) -> Iterator[StoredTable]:
    """Every table of a report: each indicator's own, then those beside it."""
    for figure in report["indicators"]:
        yield _main(figure)
        for place in ("beside", "tables"):
            for name, side in figure.get(place, {}).items():
                yield _side(figure, name, side)


def _main(figure: Json) -> StoredTable:
    kind = Kind(figure["kind"])
    return StoredTable(
        code=figure["code"],
        label=figure["label"],
        name=MAIN,
        title="",
        kind=kind,
        cells=tuple(_said(kind, cell) for cell in figure["cells"]),
        total=_parts(kind, figure["total"]),
        recorded=figure.get("recorded", True),
        target=figure["target"],
        targets=tuple(
            target | {"outcome": _said(kind, target["outcome"])} for target in figure.get("targets", ())
        ),
    )


def _side(figure: Json, name: str, side: Json) -> StoredTable:
    kind = Kind(side["kind"])
    return StoredTable(
        code=figure["code"],
        label=figure["label"],
        name=name,
        title=side["label"],
        kind=kind,
        cells=tuple(_said(kind, cell) for cell in side["cells"]),
        total=_parts(kind, side.get("total")),
        recorded=figure.get("recorded", True),
        target=None,
        targets=(),
    )


def _parts(kind: Kind, total: Any) -> Json | None:
    """A count's total stands for itself in the JSON; here every total has its parts, as a cell has."""
    if total is None or isinstance(total, int | str):
        return None if total is None else {"value": total}
    return _said(kind, total)


def _said(kind: Kind, stat: Json) -> Json:
    """A number as it stands in the JSON; of one that is hidden each part says so in a word."""
    if not stat.get("hidden"):
        return stat
    place = {axis: stat[axis] for axis in ("gender", "age", "group") if axis in stat}
    return place | dict.fromkeys(_PARTS[kind], HIDDEN)


def goal_of(target: Json | None) -> int | str | None:
    """A target's value in the unit of its number: a count, per cent, or a mean."""
    if target is None:
        return None
    goal: int | str | None = next(
        (target[part] for part in ("value", "percent", "mean") if part in target), None
    )
    return goal
