"""The difference between a report and its revision in words: what changed, and each number that moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participants.codes import EpisodeKind, FollowUpKind, SupportSource, SurveyQuestion
from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.exchange import DEFINITIONS, PEOPLE
from reporting.facts import ProjectFacts, Window
from reporting.revisions import CELLS, PROGRAM, TARGET, TOGETHER, TOTAL
from reporting.wording import NOTHING, Cell

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Json = dict[str, Any]

CAUSES: dict[str, StrPromise] = {
    PEOPLE: gettext_lazy("Participants"),
    "enrolments": gettext_lazy("Enrolments and exits"),
    "episodes": gettext_lazy("Episodes"),
    "support": gettext_lazy("Income"),
    "assessments": gettext_lazy("Assessments"),
    "attendance": gettext_lazy("Attendance"),
    "cv": gettext_lazy("CV entries"),
    "follow_ups": gettext_lazy("Follow-ups"),
    "answers": gettext_lazy("Survey answers"),
    "moves": gettext_lazy("Moves between steps"),
    "frame": gettext_lazy("The project"),
    DEFINITIONS: gettext_lazy("Definitions"),
    "criteria": gettext_lazy("The checklist’s criteria"),
    "contacts": gettext_lazy("Contacts with companies"),
    "needs": gettext_lazy("Recruitment needs"),
    "goals": gettext_lazy("Targets"),
    "companies": gettext_lazy("Companies"),
    "supervisors": gettext_lazy("Supervisors"),
    "phases": gettext_lazy("The staircase’s steps"),
    "target_groups": gettext_lazy("Target groups"),
    "occupations": gettext_lazy("The list of occupations"),
    "accepted": gettext_lazy("What is accepted as it is"),
    PROGRAM: gettext_lazy("The program"),
    TOGETHER: gettext_lazy("Several changes together"),
}
# What a change is of, more closely than its kind.
DETAILS: dict[tuple[str, str], StrPromise] = {
    (PEOPLE, "gender"): gettext_lazy("Participants’ gender"),
    (PEOPLE, "birth_date"): gettext_lazy("Participants’ dates of birth"),
    ("enrolments", ""): gettext_lazy("Enrolments"),
    ("enrolments", "start"): gettext_lazy("Starts"),
    ("enrolments", "exit"): gettext_lazy("Exits"),
    ("enrolments", "entry"): gettext_lazy("What was so at entry"),
    ("frame", "name"): gettext_lazy("The project’s name"),
    ("frame", "start"): gettext_lazy("The project’s first day"),
    ("frame", "end"): gettext_lazy("The project’s last day"),
    (DEFINITIONS, "age_bands"): gettext_lazy("Age bands"),
    (DEFINITIONS, "work_min_hours"): gettext_lazy("Least hours a week to count as work"),
    (DEFINITIONS, "social_assistance_monthly"): gettext_lazy("Social assistance a month (kr)"),
    (DEFINITIONS, "extra_service_is_income"): gettext_lazy("An extra service wage counts as own income"),
    (DEFINITIONS, "long_term_months"): gettext_lazy("Months until unemployment is long-term"),
    (DEFINITIONS, "participant_min_hours"): gettext_lazy("Attended hours to count as a participant"),
}
_CODES: dict[str, Mapping[str, StrPromise]] = {
    "episodes": dict(EpisodeKind.choices),
    "support": dict(SupportSource.choices),
    "follow_ups": dict(FollowUpKind.choices),
    "answers": dict(SurveyQuestion.choices),
}
_HOURS = frozenset({"work_min_hours", "participant_min_hours"})
_YES_NO: dict[str, StrPromise] = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}


@dataclass(frozen=True, slots=True)
class Line:
    """A number that moved: of which indicator, in which table and cell, from what to what, and why."""

    code: str
    label: str
    where: str
    before: Cell
    after: Cell
    causes: str


def told(change: Json) -> str:
    """What changed among the facts, in one line."""
    kind, detail = change["kind"], change["detail"]
    if change["before"] or change["after"]:
        return _("%(what)s: from %(before)s to %(after)s") % {
            "what": _what(kind, detail),
            "before": _definition(detail, change["before"]),
            "after": _definition(detail, change["after"]),
        }
    counted = [
        ngettext("%(number)s added", "%(number)s added", change["added"]) % {"number": change["added"]},
        ngettext("%(number)s removed", "%(number)s removed", change["removed"])
        % {"number": change["removed"]},
        ngettext("%(number)s changed", "%(number)s changed", change["changed"])
        % {"number": change["changed"]},
    ]
    numbers = (change["added"], change["removed"], change["changed"])
    said = ", ".join(words for words, number in zip(counted, numbers, strict=True) if number)
    return f"{_what(kind, detail)}: {said}"


def lines_of(report: Json, moves: list[Json], facts: ProjectFacts | None) -> list[Line]:
    """The numbers that moved, in the report's order. `facts`: the report's own, which name the groups."""
    words = Words(report, facts)
    return [
        Line(
            code=move["code"],
            label=words.label(move["code"]),
            where=words.where(move["code"], move["table"], move["cell"]),
            before=read(stored(move["before"], move["after"], move["table"])),
            after=read(stored(move["after"], move["before"], move["table"])),
            causes=", ".join(str(CAUSES[cause]) for cause in move["causes"]),
        )
        for move in moves
    ]


class Words:
    """The words of a stored report's indicators, tables and groups, in the language in force."""

    def __init__(self, report: Json, facts: ProjectFacts | None) -> None:
        known = CATALOGUE.get(report["set"])
        self._indicators = {one.code: one for one in known.indicators} if known else {}
        self._stored = {figure["code"]: figure["label"] for figure in report["indicators"]}
        self._facts = facts
        self._named: dict[tuple[str, str], dict[str, str]] = {}
        self._window = Window(*(dt.date.fromisoformat(report[key]) for key in ("from", "to", "as_of")))

    def label(self, code: str) -> str:
        """An indicator's label; of one that isn't in the catalogue any more, the report's own."""
        known = self._indicators.get(code)
        return str(known.label) if known else self._stored.get(code, "")

    def where(self, code: str, table: str, cell: Mapping[str, str]) -> str:
        """In which table and cell of an indicator a number stands."""
        words = [self._table(code, table)] if table not in (TOTAL, CELLS) else []
        if "group" in cell:
            if (code, table) not in self._named:
                self._named[code, table] = self._groups(code, table)
            words.append(self._named[code, table].get(cell["group"], cell["group"]))
        if "gender" in cell:
            words.append(wording.gender(cell["gender"]))
        if "age" in cell:
            words.append(wording.age(cell["age"]))
        return ", ".join(words) or wording.total()

    def _table(self, code: str, table: str) -> str:
        if table == TARGET:
            return _("Target")
        sides = self._indicators[code].sides if code in self._indicators else ()
        return next((str(side.label) for side in sides if side.name == table), table)

    def _groups(self, code: str, table: str) -> dict[str, str]:
        indicator = self._indicators.get(code)
        if indicator is None or self._facts is None:
            return {}
        side = next((side for side in indicator.sides if side.name == table), None)
        groups = side.groups if side else indicator.groups
        found = groups(self._facts, self._window) if groups else ()
        return {group.word: str(group.label) for group in found}


def _what(kind: str, detail: str) -> str:
    if (kind, detail) in DETAILS:
        return str(DETAILS[kind, detail])
    if not detail:
        return str(CAUSES[kind])
    return f"{CAUSES[kind]}, {_CODES.get(kind, {}).get(detail, detail)}"


def _definition(detail: str, said: str) -> str:
    """A definition as it is stored, in words: numbers as the language writes them, money in kronor."""
    if not said:
        return _("none of its own")
    if detail in _HOURS:
        return wording.decimal(Decimal(said)) if Decimal(said) else _("no minimum")
    if detail == "social_assistance_monthly":
        return _("%(amount)s kr") % {"amount": wording.whole(int(said))}
    return str(_YES_NO.get(said, said))


def stored(stat: Any, other: Any, table: str) -> Any:
    """A number of a report as it is stored; `other`: what stands in its place in the other report.

    A cell where nothing fell isn't stored: of a count it is 0. A target that isn't there is none.
    """
    nothing_fell = stat is None and table != TARGET and isinstance(other, dict) and "value" in other
    return {"value": 0} if nothing_fell else stat


def read(stat: Any) -> Cell:
    """A stored number as read; a dash where there is none."""
    if stat is None:
        return Cell(NOTHING)
    if not isinstance(stat, dict):
        return Cell(wording.decimal(stat) if isinstance(stat, str) else wording.whole(stat))
    return _cell(stat)


def _cell(stat: Json) -> Cell:
    match stat:
        case {"numerator": part, "denominator": whole, "percent": percent}:
            cell = wording.share_cell(part, whole, percent)
        case {"n": n, "mean": mean, "median": median}:
            cell = wording.mean_cell(n, mean, median)
        case {"value": value}:
            cell = read(value)
        case {"percent": percent}:
            cell = Cell(wording.percent(Decimal(percent)))
        case {"mean": mean}:
            cell = Cell(wording.decimal(Decimal(mean)))
        case _:
            cell = Cell(str(wording.HIDDEN))
    return cell
