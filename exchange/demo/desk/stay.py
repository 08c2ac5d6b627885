"""The stays that the demo's desk is filled for, each with the character that its person is given."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from exchange.demo.desk.characters import Character, character_of
from participants.models import Enrolment
from projects.calendar import completed_years
from projects.models import Project

NO_CONTACT: Final = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of somebody whom the coach has; `turn` numbers them, in the order that they came.

    `silent`: nobody has been in touch for a while, which is to stay so.
    """

    turn: int
    enrolment: Enrolment
    character: Character
    silent: bool

    def day(self, *, ago: int, on: dt.date) -> dt.date:
        """So many days ago, but not before the first day."""
        return max(self.enrolment.start, on - dt.timedelta(days=ago))

    def since(self, days: int, *, on: dt.date) -> dt.date:
        """So many days after the first one, but not after today."""
        return min(self.enrolment.start + dt.timedelta(days=days), on)

    def days(self, *, on: dt.date) -> int:
        """How long they have been there."""
        return (on - self.enrolment.start).days


def coached(project: Project, coach: User, *, on: dt.date) -> list[Stay]:
    """Those whom the coach has in the project today."""
    there = project.enrolments.coached_by(coach, on=on).open(on=on)
    seen = set(there.filter(attendance__session__held_on__gt=on - NO_CONTACT).values_list("pk", flat=True))
    return [
        Stay(
            turn,
            one,
            character_of(age=_age(one, on), from_abroad=_from_abroad(one), turn=turn),
            silent=one.pk not in seen and one.start <= on - NO_CONTACT,
        )
        for turn, one in enumerate(there.select_related("person", "project").order_by("pk"))
    ]


def _age(enrolment: Enrolment, on: dt.date) -> int | None:
    born = enrolment.person.birth_date
    return completed_years(born, on) if born else None


def _from_abroad(enrolment: Enrolment) -> bool:
    """As the languages say: the one named first is the first language."""
    return bool(enrolment.languages) and not enrolment.languages.startswith("svenska")
