"""The parts of a participant's page, each a page of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coaching.supported import works_by_steps

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from participants.models import Enrolment


@dataclass(frozen=True, slots=True)
class Tab:
    """One part as the component draws it. `current` is the one shown."""

    label: "StrOrPromise"
    url: str
    current: bool


# What it is called in code, in words, and its route.
PARTS = (
    ("overview", _("Overview"), "coaching:participant"),
    ("mapping", _("Mapping"), "coaching:mapping"),
    ("jobbredo", _("Job-ready"), "coaching:jobbredo"),
    ("staircase", _("Staircase"), "coaching:staircase"),
    ("plan", _("Plan"), "coaching:plan"),
    ("cv", _("CV"), "coaching:cv"),
    ("supported", _("Supported employment"), "coaching:supported"),
    ("activities", _("Activities"), "coaching:activities"),
    ("work", _("Placements and jobs"), "coaching:work"),
    ("notes", _("Notes"), "coaching:notes"),
    ("follow_ups", _("Follow-up"), "coaching:follow_ups"),
    ("read_by", _("Who has read"), "coaching:read_by"),
)


def tabs_of(enrolment: "Enrolment", *, current: str) -> list[Tab]:
    """The parts of a participant's page, in order."""
    return [
        Tab(label, reverse(route, args=[enrolment.public_id]), name == current)
        for name, label, route in PARTS
        if name != "supported" or current == "supported" or works_by_steps(enrolment)
    ]
