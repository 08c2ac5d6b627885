"""The product's figures and the second computation's in one form, and where they differ."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from projects.models import Project
from reporting.compute import compute
from reporting.facts import ProjectFacts, Window
from reporting.loading import load_facts
from reporting.output import as_json
from tests.reporting.second import SECOND_COMPUTATIONS
from tests.reporting.second.common import Cell, Computation, Stat, Table, enrolments_of, one_decimal

# By code, then by name: "" is the number itself, others stand beside it. A total (None where there is
# none) with cells; "target" and "targets" are what the project aims at.
type Plain = dict[str, dict[str, Any]]


def from_product(
    project: Project, start: dt.date, end: dt.date, as_of: dt.date, indicator_set: str = "L"
) -> Plain:
    """What the product prints as JSON, in a form to compare."""
    return from_facts(load_facts(project), Window(start, end, as_of), indicator_set)


def from_facts(facts: ProjectFacts, window: Window, indicator_set: str) -> Plain:
    """The same of facts that have been loaded, which is how a report with several sets is made."""
    report = as_json(compute(facts, indicator_set, window))
    found: Plain = {}
    for written in report["indicators"]:
        if not written["recorded"]:
            found[written["code"]] = {"": written["total"]}
            continue
        plain: dict[str, Any] = {"": (stat(written["total"]), cells(written))}
        for name, side in written.get("beside", {}).items():
            plain[name] = (stat(side["total"]), cells(side))
        for name, side in written.get("tables", {}).items():
            plain[name] = (None, cells(side))
        if "provisional" in written:
            assert stat(written["provisional"]) == plain["provisional"][0]
        plain["target"] = target(written["target"])
        plain["targets"] = [
            (
                one.get("gender", ""),
                one.get("age", ""),
                one.get("group", ""),
                target(one),
                stat(one["outcome"]),
            )
            for one in written["targets"]
        ]
        found[written["code"]] = plain
    return found


def stat(written: int | str | dict[str, Any]) -> Stat:
    """A number: hours, which have decimals, are a text."""
    if isinstance(written, int | str):
        return written
    if "minutes" in written:
        return str(written["value"])
    if "value" in written:
        return int(written["value"])
    if "numerator" in written:
        return written["numerator"], written["denominator"], written["percent"]
    return written["n"], written["mean"], written["median"]


def cells(written: dict[str, Any]) -> dict[Cell, Stat]:
    return {
        (cell.get("gender", ""), cell.get("age", ""), cell.get("group", "")): stat(cell)
        for cell in written["cells"]
    }


def target(written: dict[str, Any] | None) -> str | None:
    if written is None:
        return None
    return next(str(written[key]) for key in ("value", "percent", "mean") if key in written)


def from_second_computation(
    project: Project, start: dt.date, end: dt.date, as_of: dt.date, indicator_set: str = "L"
) -> Plain:
    """The same form from the second computation."""
    computation = SECOND_COMPUTATIONS[indicator_set]
    return from_computation(computation(project, start, end, as_of, enrolments_of(project)))


def from_computation(computation: Computation) -> Plain:
    """The same of one whose rows have been read."""
    found: Plain = {}
    for code, tables in computation.tables().items():
        if tables is None:
            found[code] = {"": None}
            continue
        plain: dict[str, Any] = {
            name: (table.over() if table.has_total else None, table.cells()) for name, table in tables.items()
        }
        aims = computation.aims(code)
        parts = [aim for aim in aims if aim.gender or aim.age_band or aim.group]
        whole = [aim for aim in aims if aim not in parts]
        plain["target"] = goal_text(whole[0].value, tables[""]) if whole else None
        plain["targets"] = [
            (
                aim.gender,
                aim.age_band,
                aim.group,
                goal_text(aim.value, tables[""]),
                tables[""].over(aim.gender, aim.age_band, aim.group),
            )
            for aim in parts
        ]
        found[code] = plain
    return found


def goal_text(value: Decimal, table: Table) -> str:
    if table.kind in ("count", "time", "sum"):
        return str(int(value)) if value == int(value) else str(value.normalize())
    return one_decimal(Fraction(value))


def differences(
    project: Project, start: dt.date, end: dt.date, as_of: dt.date, *indicator_sets: str
) -> list[str]:
    """Every number of the sets that the two don't agree on, in words; none when they agree."""
    facts, window = load_facts(project), Window(start, end, as_of)
    enrolments = enrolments_of(project)
    found = []
    for indicator_set in indicator_sets:
        computation = SECOND_COMPUTATIONS[indicator_set](project, start, end, as_of, enrolments)
        found += differences_between(from_facts(facts, window, indicator_set), from_computation(computation))
    return found


def differences_between(product: Plain, second: Plain) -> list[str]:
    """Every number of a set that the two don't agree on, in words."""
    assert product.keys() == second.keys()
    return [
        f"{code} {name}: {product[code].get(name)} – expected {second[code].get(name)}"
        for code in second
        for name in product[code].keys() | second[code].keys()
        if product[code].get(name) != second[code].get(name)
    ]
