"""F once more, from the rows."""

from participants.models import Enrolment, Episode, Person
from tests.reporting.second.common import Computation, Moves, Participant, Table, Tables

MEASURES = {
    "work_placement": "arbetspraktik",
    "work_training": "arbetsträning",
    "language_placement": "språkpraktik",
    "vocational_course": "yrkesutbildning",
    "studies": "studier",
    "employment": "anställning",
    "own_business": "eget företag",
    "programme": "program",
}


class Finsam(Computation):
    """The F set."""

    def tables(self) -> dict[str, Tables]:
        """The one indicator of the set."""
        main = Table("count")
        for who in self.people:
            begun = {row.kind for row in who.outcomes(MEASURES) if self.covers(row.start)}
            words = [MEASURES[kind] for kind in begun]
            if not words and self.was_here(who):
                words = ["ingen insats"]
            main.entries += [((who.person.gender, "", word), 1) for word in words]
        return {"F1": {"": main}}

    def was_here(self, who: Participant) -> bool:
        """Enrolled on some day of the period, as known on as of."""
        for stay in who.enrolments:
            end = stay.end if stay.end is not None and stay.end <= self.as_of else None
            if stay.start <= min(self.end, self.as_of) and (end is None or end >= self.start):
                return True
        return False


MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, {"F1"}),
    "birth date": (Person, {"birth_date": None}, set()),
    "episodes are history": (Episode, {"before_start": True}, {"F1"}),
    "another kind": (Episode, {"kind": "programme"}, {"F1"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, {"F1"}),
}
