"""Whether a report's totals are the sums of their parts; no file is made of one whose aren't.

A total is never typed, so a broken one means that the report was changed after it was made, or that the
program is wrong. Either way it must not be handed on: the seeds hold a budget whose parts sum to 61 356
beside a stated 61 270, and nobody can say any more which is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from projects.planned import BY_TARGET_GROUP, contradictions
from reporting.stats import Audience, Kind, one_decimal

if TYPE_CHECKING:
    from reporting.compute import Figures

type Json = dict[str, Any]

AXES = ("gender", "age")
# Two roundings to one decimal lie between the means of the parts and the mean of the whole.
ROUNDING = Fraction(1, 10)


class BrokenTotalError(Exception):
    """A total that isn't the sum of its parts: the indicator's code, and the two numbers."""

    def __init__(self, code: str, *, stated: object, parts: object) -> None:
        super().__init__(f"{code}: the parts sum to {parts}, the stated total is {stated}.")
        self.code = code
        self.stated = stated
        self.parts = parts

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language in force."""
        return _(
            "The figures don't add up: the parts of %(code)s sum to %(parts)s, but its total says "
            "%(stated)s. No file is made of them. Tell the administrator."
        ) % {"code": self.code, "parts": self.parts, "stated": self.stated}


class BrokenPlanError(BrokenTotalError):
    """A target that its parts contradict: it was planned so."""

    @property
    def sentence(self) -> str:
        """What is wrong and where it is put right."""
        return _(
            "The plan contradicts itself: the targets for the parts of %(code)s sum to %(parts)s, but the "
            "whole says %(stated)s. No file is made of it. Correct one of them under the project’s plan."
        ) % {"code": self.code, "parts": self.parts, "stated": self.stated}


def check_totals(report: Json) -> None:
    """Pass a report whose every total, per cent and outcome follows from its cells.

    Of a report for outside nothing can be summed: it was made from one that can.
    Raises BrokenTotalError with the first indicator whose doesn't.
    """
    if report.get("audience") == Audience.OUTSIDE:
        return
    for figure in report["indicators"]:
        _check_figure(figure)


def check_plan(figures: Figures) -> None:
    """Pass figures whose targets agree with each other, the target groups' among them.

    What was frozen isn't held against it: that it was planned so is part of it. Raises BrokenPlanError.
    """
    codes = {figure.indicator.code for figure in figures.figures}
    goals = [goal for goal in figures.facts.goals if goal.indicator in codes]
    groups = figures.facts.target_groups if BY_TARGET_GROUP in codes else ()
    for found in contradictions(goals, groups):
        raise BrokenPlanError(found.indicator, stated=found.stated, parts=found.parts)


def _check_figure(figure: Json) -> None:
    code, kind = figure["code"], Kind(figure["kind"])
    _check_table(code, kind, figure["cells"], figure["total"])
    for side in figure.get("beside", {}).values():
        _check_table(code, Kind(side["kind"]), side["cells"], side["total"])
    for side in figure.get("tables", {}).values():
        _check_each(code, side["cells"])
    if "provisional" in figure:
        beside = figure["beside"]["provisional"]["total"]
        _same(code, stated=figure["provisional"], parts=beside)
    for target in figure.get("targets", ()):
        if "group" not in target:  # a group's target is about the groups below it, too
            parts = [cell for cell in figure["cells"] if _is_in(cell, target)]
            outcome = target["outcome"]
            _check_table(code, kind, parts, outcome.get("value") if kind is Kind.COUNT else outcome)


def _check_table(code: str, kind: Kind, cells: Sequence[Json], total: Any) -> None:
    """A total of None is that of an indicator that isn't recorded: it has no cells."""
    _check_each(code, cells)
    if total is None:
        return _same(code, stated=None, parts=len(cells) or None)
    if kind is Kind.SHARE:
        _check_share(code, total)
        for part in ("numerator", "denominator"):
            _same(code, stated=total[part], parts=sum(cell[part] for cell in cells))
        return None
    if kind is Kind.MEAN:
        return _check_mean(code, cells, total)
    if any("minutes" in cell for cell in cells):
        minutes = sum(cell["minutes"] for cell in cells)
        return _same(code, stated=total, parts=one_decimal(Fraction(minutes, 60)))
    return _same(code, stated=Decimal(total), parts=sum(Decimal(cell["value"]) for cell in cells))


def _check_each(code: str, cells: Iterable[Json]) -> None:
    """What a cell says twice, as parts and per cent or as hours and minutes, must be the same."""
    for cell in cells:
        if "denominator" in cell:
            _check_share(code, cell)
        if "minutes" in cell:
            _same(code, stated=cell["value"], parts=one_decimal(Fraction(cell["minutes"], 60)))


def _check_share(code: str, share: Json) -> None:
    whole = share["denominator"]
    percent = one_decimal(Fraction(100 * share["numerator"], whole)) if whole else None
    _same(code, stated=share["percent"], parts=percent)


def _check_mean(code: str, cells: Sequence[Json], total: Json) -> None:
    n = sum(cell["n"] for cell in cells)
    _same(code, stated=total["n"], parts=n)
    if not n:
        return _same(code, stated=(total["mean"], total["median"]), parts=(None, None))
    mean = sum(cell["n"] * Fraction(cell["mean"]) for cell in cells) / n
    if abs(mean - Fraction(total["mean"])) > ROUNDING:
        raise BrokenTotalError(code, stated=total["mean"], parts=one_decimal(mean))
    return None


def _is_in(cell: Json, place: Json) -> bool:
    return all(place.get(axis) in (None, cell.get(axis)) for axis in AXES)


def _same(code: str, *, stated: object, parts: object) -> None:
    if stated != parts:
        raise BrokenTotalError(code, stated=stated, parts=parts)
