"""How the coach of the present project arranges the work: what is put off, handed over, filtered by."""

import datetime as dt
from typing import Final

from accounts.access import Permission
from accounts.models import User
from coaching.actions.saved_filters import save_filter
from coaching.actions.today import put_off
from coaching.models import ItemKind, PutOff, SavedFilter
from coaching.today.facts import concerned, read_facts
from coaching.today.rules import items_of
from exchange.demo.desk.stay import coached
from participants.actions import hand_over
from participants.models import Enrolment
from projects.models import Project

# What is put off: how, for so many days, and why.
RESTING: Final = (
    (ItemKind.CLOCK, PutOff.LATER, 5, "Ny bedömning är bokad till nästa vecka."),
    (
        ItemKind.MISSING,
        PutOff.AS_IS,
        21,
        "Har frågat två gånger och fått nej. Frågar igen vid nästa bedömning.",
    ),
)
FILTERS: Final = (
    ("Inte jobbredo, minst tid kvar först", "whose=mine&standing=open&ready=not_ready&sort=clock"),
    ("På praktik nu", "whose=mine&standing=open&now=placement&sort=name"),
)


def arrange(project: Project, *, coach: User, colleague: User, lead: User, on: dt.date) -> None:
    """Hand one participant over each way, put some things off, and keep some filters."""
    given = set()
    for giver, taker, ago in ((coach, colleague, 10), (colleague, coach, 4)):
        known = [stay.enrolment for stay in coached(project, giver, on=on) if stay.days(on=on) > ago]
        old = [stay for stay in known if not stay.person.protected_identity and stay.pk not in given]
        hand_over(by=lead, enrolment=old[-1], coach=taker, on=on - dt.timedelta(days=ago))
        given.add(old[-1].pk)
    reached = Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ).filter(project=project)
    facts = read_facts(list(concerned(reached.coached_by(coach, on=on), on=on)), on=on)
    items = [item for stay in facts.stays for item in items_of(stay, facts)]
    for kind, way, days, reason in RESTING:
        shown = [item for item in items if item.kind == kind and item.shows(on)]
        if len(shown) > 1:
            put_off(
                by=coach,
                enrolment=shown[-1].enrolment,
                kind=kind,
                key=shown[-1].key,
                way=way,
                until=on + dt.timedelta(days=days),
                reason=reason,
                on=on,
            )
    for name, query in FILTERS:
        save_filter(by=coach, kept=SavedFilter(user=coach, name=name, query=query))
