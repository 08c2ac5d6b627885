"""The catalogue in words, for the help page and docs/indicators.md: one entry for each indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import Case, Indicator, IndicatorSet, Unit
from reporting.catalogue.reasons import REASONS
from reporting.compute import Figure, compute
from reporting.examples import AS_OF, EXAMPLE, PERIOD, letter
from reporting.facts import Window
from reporting.stats import Kind
from reporting.wording import Cell


@dataclass(frozen=True, slots=True)
class Example:
    """An indicator's number over the example project; who is in it and who isn't, each with the reason."""

    number: Cell
    counted: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An indicator as explained. `splits`: how it is divided, `beside`: what stands with it."""

    code: str
    label: str
    definition: str
    moment: str
    unit: str
    source: str
    splits: tuple[str, ...]
    beside: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class Chapter:
    """A set: the ages and the least hours of work that hold where a project sets none, and its indicators."""

    code: str
    name: str
    age_bands: str
    work_min_hours: str
    fixed: bool
    articles: tuple[Article, ...]


def chapters() -> list[Chapter]:
    """The whole catalogue in the language in force."""
    return [_chapter(chosen) for chosen in CATALOGUE.values()]


def _chapter(chosen: IndicatorSet) -> Chapter:
    figures = compute(EXAMPLE, chosen.code, Window(*PERIOD, AS_OF))
    hours = chosen.work_min_hours
    return Chapter(
        code=chosen.code,
        name=str(chosen.name),
        age_bands=", ".join(wording.age(band) for band in chosen.age_bands),
        work_min_hours=_("no minimum") if hours is None else wording.decimal(hours),
        fixed=chosen.fixed,
        articles=tuple(_article(figure) for figure in figures.figures),
    )


def _article(figure: Figure) -> Article:
    indicator = figure.indicator
    return Article(
        code=indicator.code,
        label=str(indicator.label),
        definition=str(indicator.definition),
        moment=str(wording.MOMENTS[indicator.moment]),
        unit=_unit(indicator),
        source=indicator.source,
        splits=tuple(_splits(indicator)),
        beside=tuple(str(side.label) for side in indicator.sides),
        example=_example(figure),
    )


def _unit(indicator: Indicator) -> str:
    """What the number is in."""
    unit = str(wording.UNITS[indicator.unit])
    if indicator.kind is Kind.SHARE:
        return _("per cent of %(unit)s") % {"unit": unit}
    if indicator.kind is Kind.MEAN:
        return _("mean and median, %(unit)s") % {"unit": wording.VALUE_UNITS[indicator.value_unit]}
    return unit


def _splits(indicator: Indicator) -> Iterable[str]:
    if "gender" in indicator.splits:
        yield _("gender")
    if "age" in indicator.splits:
        yield _("age")
    if indicator.groups:
        label = str(indicator.group_label or "")
        yield label[:1].lower() + label[1:]


def _example(figure: Figure) -> Example:
    if not figure.recorded:
        return Example(Cell(str(wording.NOT_RECORDED)), (), ())
    return Example(
        wording.cell(figure.table.total),
        tuple(_said(figure, case) for case in figure.counted),
        tuple(_said(figure, case) for case in figure.not_counted),
    )


def _said(figure: Figure, case: Case) -> str:
    """One case: who, what they add where that isn't just one, the day that decided, and the reason."""
    indicator = figure.indicator
    facts = [str(REASONS[case.reason])]
    if case.value is not None and indicator.kind in (Kind.MEAN, Kind.TIME):
        unit = _("minutes") if indicator.kind is Kind.TIME else wording.VALUE_UNITS[indicator.value_unit]
        facts.insert(0, f"{wording.whole(case.value)} {unit}.")
    if case.on is not None:
        facts.append(f"({case.on.isoformat()})")
    return f"{_who(indicator, case)}: {' '.join(facts)}"


def _who(indicator: Indicator, case: Case) -> str:
    if indicator.unit is Unit.COMPANY:
        return _("Company %(number)s") % {"number": case.key}
    if indicator.unit is Unit.SUPERVISOR:
        return _("Supervisor %(number)s") % {"number": case.key}
    if indicator.unit is Unit.OCCASION:
        return _("Occasion %(number)s") % {"number": case.key}
    return letter(case.key)
