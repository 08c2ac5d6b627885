"""The figures of a stored report, read as they were stored and never computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.stats import Kind
from reporting.wording import Cell


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a stored report in one line."""

    code: str
    label: str
    number: Cell
    target: str


def stored_lines(report: dict[str, Any]) -> list[Line]:
    """The numbers and targets of a report as it was stored, never computed anew; labels as they read now."""
    known = CATALOGUE.get(report["set"])
    labels = {indicator.code: str(indicator.label) for indicator in known.indicators} if known else {}
    return [
        Line(
            code=figure["code"],
            label=labels.get(figure["code"], figure["label"]),
            number=stored_number(Kind(figure["kind"]), figure["total"]),
            target=_stored_target(Kind(figure["kind"]), figure["target"]),
        )
        for figure in report["indicators"]
    ]


def stored_number(kind: Kind, total: Any) -> Cell:
    """What isn't recorded says so; hours, which have decimals, are a text."""
    if total is None:
        return Cell(str(wording.NOT_RECORDED))
    if isinstance(total, dict) and total.get("hidden"):
        return Cell(str(wording.HIDDEN))
    if kind is Kind.COUNT:
        return Cell(wording.decimal(total) if isinstance(total, str) else wording.whole(total))
    if kind is Kind.SHARE:
        return wording.share_cell(total["numerator"], total["denominator"], total["percent"])
    return wording.mean_cell(total["n"], total["mean"], total["median"])


def _stored_target(kind: Kind, target: dict[str, Any] | None) -> str:
    return "" if target is None else wording.target(kind, Decimal(str(next(iter(target.values())))))
