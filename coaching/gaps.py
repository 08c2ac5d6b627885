"""Facts that reports need and nobody has recorded, each with the form that records it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from participants.codes import Gender
from participants.models import Enrolment


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
        return reverse(self.route, args=[self.enrolment.public_id])


def missing_facts(enrolment: Enrolment, *, supported: bool, grouped: bool) -> list[Gap]:
    """What a report will ask for and nobody has recorded; the enrolment comes with its person.

    `supported`: some support is recorded in some stay; `grouped`: the project has target groups.
    """
    person = enrolment.person
    ended = enrolment.end is not None
    candidates = [
        ("birth_date", person.birth_date is None, _("birth date"), "change_person"),
        ("gender", person.gender == Gender.UNKNOWN, _("gender"), "change_person"),
        (
            "target_group",
            enrolment.target_group_id is None and grouped,
            _("target group"),
            "change_enrolment",
        ),
        ("entry_status", not enrolment.entry_status, _("status at start"), "change_enrolment"),
        ("hours_wanted", enrolment.hours_wanted is None, _("hours wanted"), "change_enrolment"),
        ("support", not supported, _("support"), "log_support"),
        ("exit_cause", ended and not enrolment.exit_cause, _("cause of exit"), "exit"),
        ("exit_destination", ended and not enrolment.exit_destination, _("what the person left for"), "exit"),
    ]
    return [
        Gap(code, label, f"participants:{name}", enrolment)
        for code, missing, label, name in candidates
        if missing
    ]
