"""What an item of Today is: about whom, what is due when, why, and where it is settled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.addresses import address
from coaching.models import ItemKind, Postponement
from coaching.today.facts import LEAD
from participants.models import Enrolment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise


class Urgency(StrEnum):
    """How an item stands on a day, as the status component's colours go; the worst first."""

    OVERDUE = "late"
    TODAY = "due"
    SOON = "running"

    @property
    def label(self) -> str:
        """The same in a word."""
        return str(URGENCIES[self])


URGENCIES: Final = {Urgency.OVERDUE: _("Overdue"), Urgency.TODAY: _("Today"), Urgency.SOON: _("Soon")}


@dataclass(frozen=True, slots=True)
class Link:
    """A way to settle an item: what to do, and the form where it is done, looked up when it is drawn."""

    label: "StrOrPromise"
    route: str
    args: tuple[object, ...] = ()
    query: str = ""

    @property
    def url(self) -> str:
        """The address of the form."""
        return address(self.route, *self.args) + self.query


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due about one person, on the day `due`.

    `sentence` with its `words` says what and why, with the date behind it. `key` tells the fact that made it
    apart from every other: when the fact changes, so does the key. `links` lead to where it is settled,
    the usual way first; `settle` is where to post that it is done. `resting` is by what it is put off,
    whether or not that is over.
    """

    enrolment: Enrolment
    kind: ItemKind
    key: str
    due: dt.date
    sentence: "StrPromise"
    words: Mapping[str, object]
    links: tuple[Link, ...]
    settle: Link | None = None
    resting: Postponement | None = None

    @property
    def text(self) -> str:
        """What and why; put together when it is shown, since most of a caseload's items aren't."""
        return str(self.sentence) % self.words

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
