"""The report as JSON, schema 1: keys may be added, never renamed.

The words in it are Swedish whatever the reader's language, so that the same facts give the same bytes.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import override

from reporting.catalogue.base import Place
from reporting.checks import BY_CODE
from reporting.compute import Figure, Figures, Table, Target
from reporting.quality import Gap
from reporting.stats import Count, Hidden, Kind, Mean, Share, Stat, Time, one_decimal, plain

SCHEMA = 1
LANGUAGE = "sv"

type Json = dict[str, Any]


def as_json(figures: Figures) -> Json:
    """The figures in the shape of the report JSON, ready for `dumps` or a JSON column."""
    with override(LANGUAGE):
        return {
            "schema": SCHEMA,
            "project": figures.project,
            "set": figures.indicator_set.code,
            "from": figures.window.period_start.isoformat(),
            "to": figures.window.period_end.isoformat(),
            "as_of": figures.window.as_of.isoformat(),
            "audience": figures.audience.value,
            "definitions": {
                "work_min_hours": None if figures.work_min_hours is None else plain(figures.work_min_hours),
                "age_bands": list(figures.age_bands),
                **{one.code: one.value for one in figures.definitions},
                "used": [one.written() for one in figures.definitions],
            },
            "indicators": [_figure(figure) for figure in figures.figures],
            **({} if figures.quality is None else {"quality": [_gap(gap) for gap in figures.quality]}),
        }


def dumps(report: Json) -> bytes:
    """The report's bytes, the same each time: keys in the schema's order, UTF-8, a newline at the end."""
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


def _gap(gap: Gap) -> Json:
    return {
        "check": gap.check,
        "label": str(BY_CODE[gap.check].label),
        "open": gap.open,
        "accepted": gap.accepted,
        "indicators": list(gap.indicators),
    }


def _figure(figure: Figure) -> Json:
    indicator = figure.indicator
    written: Json = {
        "code": indicator.code,
        "label": str(indicator.label),
        "definition": str(indicator.definition),
        "source": indicator.source,
        "unit": indicator.unit.value,
        "kind": _kind(indicator.kind),
        "moment": indicator.moment.value,
        "recorded": figure.recorded,
        "total": _total(figure.table) if figure.recorded else None,
        "cells": _cells(figure.table),
        "target": None if figure.target is None else _goal(indicator.kind, figure.target),
        "targets": [_target(target, figure.table) for target in figure.targets],
    }
    for side in figure.sides:
        if side.side.name == "provisional":
            written["provisional"] = _total(side.table)
        body: Json = {"label": str(side.side.label), "kind": _kind(side.side.kind)}
        if side.side.place is Place.BESIDE:
            body["total"] = _total(side.table)
        written.setdefault(side.side.place.value, {})[side.side.name] = body | {"cells": _cells(side.table)}
    return written


def _kind(kind: Kind) -> str:
    """Hours are counted, too: their cells have a value, and the exact minutes beside it."""
    return (Kind.COUNT if kind is Kind.TIME else kind).value


def _total(table: Table) -> int | str | Json:
    match total := table.total:
        case Count():
            return total.value
        case Time():
            return total.hours
    return _stat(total)


def _cells(table: Table) -> list[Json]:
    words = {group.code: group.word for group in table.groups}
    return [
        _place(gender, age, words.get(group, group) if group else None) | _stat(stat)
        for (gender, age, group), stat in table.cells.items()
        if not stat.empty or isinstance(stat, Hidden)
    ]


def _place(gender: str | None, age: str | None, group: str | None) -> Json:
    named = {"gender": gender, "age": age, "group": group}
    return {axis: place for axis, place in named.items() if place is not None}


def _stat(stat: Stat) -> Json:
    match stat:
        case Count():
            return {"value": stat.value}
        case Share():
            return {"numerator": stat.numerator, "denominator": stat.denominator, "percent": stat.percent}
        case Mean():
            return {"n": stat.n, "mean": stat.mean, "median": stat.median}
        case Time():
            return {"value": stat.hours, "minutes": stat.minutes}
        case Hidden():
            return {"hidden": True}


def _target(target: Target, table: Table) -> Json:
    words = {group.code: group.word for group in table.groups}
    group = words.get(target.group, target.group) if target.group else None
    place = _place(target.gender, target.age, group)
    return place | _goal(table.kind, target.value) | {"outcome": _stat(target.outcome)}


def _goal(kind: Kind, value: Decimal) -> Json:
    if kind in (Kind.COUNT, Kind.TIME):
        return {"value": plain(value)}
    return {"percent" if kind is Kind.SHARE else "mean": one_decimal(Fraction(value))}
