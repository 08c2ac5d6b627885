"""Pairing the rows of a sheet with the stored rows that say the same."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from exchange.workbook import stored
from exchange.workbook.columns import (
    ATTENDANCE,
    CONTACTS,
    CRITERIA,
    CV,
    EPISODES,
    FOLLOW_UPS,
    GOALS,
    NEEDS,
    PARTICIPANTS,
    READINESS,
    SUPERVISORS,
    SUPPORT,
    SURVEY,
    TARGET_GROUPS,
    Row,
    Sheet,
)
from exchange.workbook.faults import Findings
from exchange.workbook.reading import Book
from projects.models import Project

EMPTY: Final = (None, "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a sheet's rows are told apart (`key`), and what they say (`values`)."""

    sheet: Sheet[Any]
    key: tuple[str, ...]
    values: tuple[str, ...]
    stored: Callable[[Project, stored.Numbers], Iterable[stored.Told]]


COMPARISONS: Final = (
    Comparison(GOALS, ("indicator", "gender", "age_band", "group"), ("value",), stored.goals),
    Comparison(TARGET_GROUPS, ("name",), ("target", "parent"), stored.target_groups),
    Comparison(
        PARTICIPANTS,
        ("participant", "start", "by_mistake"),
        (
            "end",
            "target_group",
            "referred_by",
            "referred_on",
            "exit_cause",
            "exit_destination",
            "education_level",
            "entry_status",
            "unemployed_since",
            "hours_wanted",
            "languages",
            "birth_country",
            "parents_born_abroad",
            "citizenship",
            "reduced_work_capacity",
            "coach",
            "phase",
        ),
        stored.enrolments,
    ),
    Comparison(SUPPORT, ("participant", "source", "start"), ("end",), stored.support),
    Comparison(
        EPISODES,
        ("participant", "kind", "start"),
        (
            "end",
            "hours_per_week",
            "employment_subsidy",
            "occupation",
            "organisation_number",
            "workplace",
            "title",
            "before_start",
        ),
        stored.episodes,
    ),
    Comparison(
        READINESS,
        ("participant", "assessed_on", "assessor"),
        (*(code.lower() for code in CRITERIA), "observation"),
        stored.assessments,
    ),
    Comparison(ATTENDANCE, ("participant", "session"), ("minutes",), stored.attendance),
    Comparison(CV, ("participant", "kind", "text"), ("confirmed_on", "confirmed_by", "activity"), stored.cv),
    Comparison(FOLLOW_UPS, ("participant", "kind", "done_on"), ("outcome",), stored.follow_ups),
    Comparison(SURVEY, ("participant", "question", "answered_on"), ("code",), stored.answers),
    Comparison(CONTACTS, ("organisation_number", "contacted_on", "kind"), ("comment",), stored.contacts),
    Comparison(
        NEEDS,
        ("organisation_number", "registered_on"),
        ("occupation", "positions", "closed_on", "requirements"),
        stored.needs,
    ),
    Comparison(SUPERVISORS, ("organisation_number", "name"), ("trained_on",), stored.supervisors),
)
# Values that follow from a column of another name.
COLUMN_OF: Final = {"employment_subsidy": "subsidy", "minutes": "hours", "code": "answer"}


def differs(findings: Findings, sheet: Sheet[Any], row: Row, attribute: str) -> None:
    """Note that a recorded value is another than the stored one, which is not repeated."""
    findings.add(
        _("This is not what is stored. Write what is stored, or change it in the program first."),
        sheet=sheet.name,
        row=None if sheet.upright else row.row,
        column=sheet.header(attribute),
        value=sheet.written(row, attribute),
    )


class Held:
    """Stored rows of a sheet, each used up once a row of the workbook answers to it.

    Every question takes the same time however many rows share a key.
    """

    def __init__(self, comparison: Comparison, told: Iterable[stored.Told]) -> None:
        width = len(comparison.key)
        self._left: dict[stored.Told, Counter[stored.Told]] = defaultdict(Counter)
        for one in told:
            self._left[one[:width]][one[width:]] += 1
        # Key and places of the values asked for → those values → stored rows that hold them.
        self._holding: dict[tuple[stored.Told, tuple[int, ...]], dict[stored.Told, list[stored.Told]]] = {}

    def take_equal(self, key: stored.Told, values: stored.Told) -> bool:
        """Use up a stored row that says the same."""
        return key in self._left and self._take(key, values)

    def take_fuller(self, key: stored.Told, values: stored.Told) -> bool:
        """Use up a stored row that says the same wherever `values` says something."""
        places = tuple(place for place, value in enumerate(values) if value not in EMPTY)
        if key not in self._left or len(places) == len(values):
            return False
        fuller = self._index(key, places).get(_at(values, places), [])
        while fuller:
            if self._take(key, fuller[-1]):
                return True
            fuller.pop()
        return False

    def take_any(self, key: stored.Told) -> stored.Told | None:
        """Use up a stored row of the key and give its values."""
        other = next(iter(self._left[key]), None) if key in self._left else None
        if other is not None:
            self._take(key, other)
        return other

    def _take(self, key: stored.Told, values: stored.Told) -> bool:
        counts = self._left[key]
        if not counts[values]:
            return False
        counts[values] -= 1
        if not counts[values]:
            del counts[values]
        return True

    def _index(self, key: stored.Told, places: tuple[int, ...]) -> dict[stored.Told, list[stored.Told]]:
        if (key, places) not in self._holding:
            index: dict[stored.Told, list[stored.Told]] = defaultdict(list)
            for other in self._left[key]:
                index[_at(other, places)].append(other)
            self._holding[key, places] = index
        return self._holding[key, places]


def _at(values: stored.Told, places: tuple[int, ...]) -> stored.Told:
    return tuple(values[place] for place in places)


def new_rows(comparison: Comparison, book: Book, held: Held, findings: Findings) -> list[Row]:
    """The rows that no stored row answers to; a row that contradicts its stored one is a fault.

    Rows that say the same are paired first, then those that leave cells empty. What then has the
    key of a stored row contradicts it.
    """
    rows = [
        (row, _of(row, comparison.key), _of(row, comparison.values)) for row in book.rows(comparison.sheet)
    ]
    rows = [(row, key, values) for row, key, values in rows if not held.take_equal(key, values)]
    rows = [(row, key, values) for row, key, values in rows if not held.take_fuller(key, values)]
    new = []
    for row, key, values in rows:
        other = held.take_any(key)
        if other is None:
            new.append(row)
            continue
        for name, value, kept in zip(comparison.values, values, other, strict=True):
            if value not in EMPTY and value != kept:
                differs(findings, comparison.sheet, row, COLUMN_OF.get(name, name))
    return new


def _of(row: Row, attributes: tuple[str, ...]) -> stored.Told:
    return tuple(getattr(row, name) for name in attributes)
