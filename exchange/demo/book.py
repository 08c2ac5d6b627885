"""The rows of one project workbook, collected sheet by sheet.

A row is a mapping from the attributes of exchange/workbook/columns.py to what the cell holds, in
the workbook's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from exchange.demo.people import Person

type Cell = str | int | float | date | None
type Row = dict[str, Cell]

CRITERIA = ("a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3", "d1", "d2")
MET, PARTLY, NOT_MET = "uppfyllt", "delvis", "ej uppfyllt"
QUARTER = 15


@dataclass(slots=True)
class Book:
    """A project's workbook: `file_name` without its ending, and for each sheet the rows so far."""

    file_name: str
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def frame(self, **facts: Cell) -> None:
        """The Projekt sheet. What the source doesn't say isn't among the facts."""
        self._add("Projekt", facts)

    def goal(
        self, indicator: str, value: float, *, gender: str = "", age_band: str = "", group: str = ""
    ) -> None:
        """A target: per cent for shares, a number otherwise."""
        self._add(
            "Mål",
            {"indicator": indicator, "value": value, "gender": gender, "age_band": age_band, "group": group},
        )

    def target_group(self, name: str, target: int | None = None, parent: str = "") -> None:
        """A group that the project is for; None = no planned number."""
        self._add("Målgrupper", {"name": name, "target": target, "parent": parent})

    def enrol(self, person: Person, start: date, end: date | None = None, **facts: Cell) -> None:
        """One enrolment, with further columns of the sheet by attribute."""
        self._add(
            "Deltagare",
            {
                "participant": person.id,
                "personal_number": person.personal_number,
                "first_name": person.first,
                "last_name": person.last,
                "birth_date": person.born,
                "gender": person.gender,
                "protected_identity": "ja" if person.protected else "nej",
                "birth_country": person.birth_country,
                "parents_born_abroad": person.parents_abroad,
                "citizenship": person.citizenship,
                "reduced_work_capacity": person.reduced_capacity,
                "education_level": person.education,
                "languages": person.languages,
                "start": start,
                "end": end,
                **facts,
            },
        )

    def support(self, who: str, source: str, start: date, end: date | None = None) -> None:
        """A source of income in force from a day to a day, both included."""
        self._add("Försörjning", {"participant": who, "source": source, "start": start, "end": end})

    def episode(self, who: str, kind: str, start: date, end: date | None = None, **facts: Cell) -> None:
        """A placement, course, job or the like, with further columns of the sheet by attribute."""
        self._add("Insatser", {"participant": who, "kind": kind, "start": start, "end": end, **facts})

    def assess(self, who: str, on: date, states: Sequence[str], *, by: str = "coach", note: str = "") -> None:
        """A jobbredo assessment: one state for each of CRITERIA, "" = not assessed."""
        results = dict(zip(CRITERIA, states, strict=True))
        self._add(
            "Jobbredo",
            {"participant": who, "assessed_on": on, "assessor": by, **results, "observation": note},
        )

    def attend(self, who: str, on: date, minutes: int, kind: str, title: str = "") -> None:
        """Time at an activity, written as hours where it comes out in quarters, else as minutes."""
        time: Row = {"hours": minutes / 60} if minutes % QUARTER == 0 else {"whole_minutes": minutes}
        self._add("Närvaro", {"participant": who, "held_on": on, **time, "title": title, "kind": kind})

    def cv(
        self, who: str, kind: str, text: str, *, confirmed: date | None = None, by: str = "", at: str = ""
    ) -> None:
        """An entry in someone's CV; confirmed on a day, by whom, through which activity."""
        self._add(
            "CV",
            {
                "participant": who,
                "kind": kind,
                "text": text,
                "confirmed_on": confirmed,
                "confirmed_by": by,
                "activity": at,
            },
        )

    def follow_up(self, who: str, kind: str, on: date, outcome: str) -> None:
        """The follow-up so long after an exit, done on a day."""
        self._add("Uppföljning", {"participant": who, "kind": kind, "done_on": on, "outcome": outcome})

    def answer(self, who: str, on: date, question: str, answer: str) -> None:
        """An answer in the survey."""
        self._add("Enkät", {"participant": who, "answered_on": on, "question": question, "answer": answer})

    def company(self, number: str, name: str, **facts: Cell) -> None:
        """A company, with further columns of the sheet by attribute."""
        self._add("Företag", {"organisation_number": number, "name": name, **facts})

    def contact(self, number: str, on: date, kind: str, comment: str = "") -> None:
        """One contact with a company."""
        self._add(
            "Företagskontakter",
            {"organisation_number": number, "contacted_on": on, "kind": kind, "comment": comment},
        )

    def need(self, number: str, on: date, closed_on: date | None = None, **facts: Cell) -> None:
        """A recruitment need, open until it is closed, with further columns by attribute."""
        self._add(
            "Rekryteringsbehov",
            {"organisation_number": number, "registered_on": on, "closed_on": closed_on, **facts},
        )

    def supervisor(self, number: str, name: str, trained_on: date | None) -> None:
        """A supervisor inside a company; None = not trained yet."""
        self._add("Handledare", {"organisation_number": number, "name": name, "trained_on": trained_on})

    def _add(self, sheet: str, row: Row) -> None:
        self.rows.setdefault(sheet, []).append(row)
