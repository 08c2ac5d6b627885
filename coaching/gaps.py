"""Facts that reports need and nobody has recorded, each with the form that records it."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.addresses import address
from participants.codes import Gender
from participants.models import Enrolment

# What each fact is called, and the form that records it.
_RECORDED: Final = {
    "birth_date": (_("birth date"), "participants:change_person"),
    "gender": (_("gender"), "participants:change_person"),
    "target_group": (_("target group"), "participants:change_enrolment"),
    "entry_status": (_("status at start"), "participants:change_enrolment"),
    "hours_wanted": (_("hours wanted"), "participants:change_enrolment"),
    "support": (_("support"), "participants:log_support"),
    "exit_cause": (_("cause of exit"), "coaching:exit"),
    "exit_destination": (_("what the person left for"), "coaching:exit"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that reports need and nobody has recorded, with the place to record it. `code` names it."""

    code: str
    label: str
    route: str
    enrolment: Enrolment

    @property
    def url(self) -> str:
        """The address of the form that records it."""
        return address(self.route, self.enrolment.public_id)


def missing_facts(enrolment: Enrolment, *, supported: bool, grouped: bool) -> list[Gap]:
    """What a report will ask for and nobody has recorded; the enrolment comes with its person.

    `supported`: some support is recorded in some stay; `grouped`: the project has target groups.
    """
    person, ended = enrolment.person, enrolment.end is not None
    missing = {
        "birth_date": person.birth_date is None,
        "gender": person.gender == Gender.UNKNOWN,
        "target_group": enrolment.target_group_id is None and grouped,
        "entry_status": not enrolment.entry_status,
        "hours_wanted": enrolment.hours_wanted is None,
        "support": not supported,
        "exit_cause": ended and not enrolment.exit_cause,
        "exit_destination": ended and not enrolment.exit_destination,
    }
    return [
        Gap(code, str(label), route, enrolment) for code, (label, route) in _RECORDED.items() if missing[code]
    ]
