"""What is due about somebody, as the tests of Today ask for it."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from coaching.models import ItemKind
from coaching.today.facts import concerned, read_facts
from coaching.today.items import Item
from coaching.today.rules import items_of
from participants.codes import SupportSource
from participants.models import Enrolment
from tests import factories

TODAY = timezone.localdate()
PAGE = "/idag/"


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def ahead(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def complete(**facts: Any) -> Enrolment:
    """An enrolment about which no fact is missing, and which was in contact today."""
    stay = factories.enrolment(**{"hours_wanted": 40, "entry_status": "unemployed", **facts})
    factories.support(enrolment=stay, start=stay.start, source=SupportSource.SOCIAL_ASSISTANCE)
    return stay


def found(stay: Enrolment, kind: ItemKind, *, on: dt.date = TODAY) -> list[Item]:
    """The items of a kind that Today shows about somebody: the same, when only what is near is asked for."""
    reached = list(concerned(Enrolment.objects.filter(pk=stay.pk), on=on))
    whenever, near = (
        [item for item in items_of(stay, read_facts(reached, on=on, near_only=near_only)) if item.shows(on)]
        for near_only in (False, True)
    )
    assert near == whenever
    return [item for item in near if item.kind == kind]


def the_one(stay: Enrolment, kind: ItemKind, *, on: dt.date = TODAY) -> Item:
    (item,) = found(stay, kind, on=on)
    return item


def address(stay: Enrolment, item: Item) -> str:
    """Where that item is put off."""
    return f"{PAGE}{stay.public_id}/{item.kind}/skjut-upp/?{urlencode({'fakta': item.key})}"
