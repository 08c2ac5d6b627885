"""S once more, from the rows."""

import datetime as dt
from decimal import Decimal

from participants.models import Enrolment, Episode, Person, SurveyAnswer
from tests.reporting.second.common import PLACEMENT, WORK, Computation, Moves, Participant, Table, Tables

ROWS = {"S2": "work", "S3": "studies", "S4": "discontinued", "S5": "placement"}


class Sin(Computation):
    """The S set."""

    bands_of_set = ("16-24", "25-54", "55-64")
    min_hours_of_set = Decimal(17)

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        states = [(who, self.state(who)) for who in self.people]
        rows: dict[str, Tables] = {
            code: {"": Table("count", [(self.cell(who), 1) for who, state in states if state == wanted])}
            for code, wanted in ROWS.items()
        }
        other = Table("count", [(self.cell(who), 1) for who, state in states if state == "other"])
        everybody = Table("count", [(self.cell(who), 1) for who in self.people])
        return {
            "S1": {"": everybody, "other": other},
            **rows,
            "S6": {"": self.marks("developed")},
            "S7": {"": self.marks("cooperation")},
        }

    def state(self, who: Participant) -> str:
        """In work, in studies, in placement, discontinued, other: the first that holds."""
        going_on = {kind: self.today(who, {kind}) for kind in (*WORK, "studies", *PLACEMENT)}
        if any(self.is_enough(job.hours_per_week) for kind in WORK for job in going_on[kind]):
            return "work"
        if going_on["studies"]:
            return "studies"
        if any(going_on[kind] for kind in PLACEMENT):
            return "placement"
        return "other" if who.enrolled else "discontinued"

    def today(self, who: Participant, kinds: set[str]) -> list[Episode]:
        """What covers as of."""
        return [row for row in who.outcomes(kinds) if row.end is None or row.end >= self.as_of]

    def is_enough(self, hours: Decimal | None) -> bool:
        if self.min_hours is None:
            return True
        return hours is not None and hours >= self.min_hours

    def marks(self, question: str) -> Table:
        """S6 and S7."""
        answers = [(who, who.answer(question)) for who in self.people]
        return Table("mean", [(self.cell(who), int(one.answer)) for who, one in answers if one is not None])


MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, {"S1", "S2", "S4", "S6", "S7"}),
    "birth date": (Person, {"birth_date": None}, {"S1", "S2", "S4", "S6", "S7"}),
    "episodes ended": (Episode, {"end": dt.date(2025, 12, 30)}, {"S2", "S4"}),
    "too few hours": (Episode, {"hours_per_week": Decimal("16.99")}, {"S2", "S4"}),
    "still enrolled": (Enrolment, {"end": None, "exit_cause": "", "exit_destination": ""}, {"S1", "S4"}),
    "answered after as of": (SurveyAnswer, {"answered_on": dt.date(2026, 1, 1)}, {"S6", "S7"}),
    "registered by mistake": (
        Enrolment,
        {"registered_by_mistake": True},
        {"S1", "S2", "S4", "S6", "S7"},
    ),
}
