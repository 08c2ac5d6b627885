"""What an item of Today is: about whom, what is due when, why, and where it is settled."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.models import ItemKind, Postponement
from participants.models import Enrolment


class Urgency(StrEnum):
    """How an item stands on a day, as the status component's colours go; the worst first."""

    OVERDUE = "late"
    TODAY = "due"
    SOON = "running"


LEAD: Final = {
    ItemKind.PROJECT_OVER: 14,
    ItemKind.FIRST_DAY: 7,
    ItemKind.CLOCK: 14,
    ItemKind.STEP: 14,
    ItemKind.EPISODE: 14,
    ItemKind.PLAN: 7,
    ItemKind.FOLLOW_UP: 14,
    ItemKind.CONTACT: 0,
    # What the month's report will need is there all month.
    ItemKind.MISSING: 31,
}
"""So many days before something is due, Today begins to show it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to settle an item: what to do, and the form where it is done, looked up when it is drawn."""

    label: str
    route: str
    args: tuple[object, ...] = ()
    query: str = ""

    @property
    def url(self) -> str:
        """The address of the form."""
        return reverse(self.route, args=self.args) + self.query


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due about one person, on the day `due`.

    `text` says what and why in one sentence, with the date behind it. `key` tells the fact that made it
    apart from every other: when the fact changes, so does the key. `links` lead to where it is settled,
    the usual way first; `settle` is where to post that it is done. `resting` is by what it is put off,
    whether or not that is over.
    """

    enrolment: Enrolment
    kind: ItemKind
    key: str
    due: dt.date
    text: str
    links: tuple[Link, ...]
    settle: Link | None = None
    resting: Postponement | None = None

    def urgency(self, on: dt.date) -> Urgency:
        """How it stands on a day."""
        if self.due < on:
            return Urgency.OVERDUE
        return Urgency.TODAY if self.due == on else Urgency.SOON

    def shows(self, on: dt.date) -> bool:
        """Whether Today shows it on the day: near enough, and not put off until later."""
        return (self.due - on).days <= LEAD[self.kind] and not self.rests(on)

    def rests(self, on: dt.date) -> bool:
        """Whether it is put off until a later day than this one."""
        return self.resting is not None and self.resting.until > on

    def label(self, on: dt.date) -> str:
        """How it stands, in words."""
        match self.urgency(on):
            case Urgency.OVERDUE:
                return _("Overdue")
            case Urgency.TODAY:
                return _("Today")
            case Urgency.SOON:
                return _("Soon")
