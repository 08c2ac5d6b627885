"""The parts of a participant's page, each a page of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
PARTS = (("overview", _("Overview"), "coaching:participant"),)


def tabs_of(enrolment: "Enrolment", *, current: str) -> list[Tab]:
    """The parts of a participant's page, in order."""
    return [
        Tab(label, reverse(route, args=[enrolment.public_id]), name == current)
        for name, label, route in PARTS
    ]
