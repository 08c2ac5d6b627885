"""What happens to cases in the town: each step by the action that does it on the site."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.models import User
from participants import actions
from participants.models import Enrolment, Person
from projects.models import Project
from tests.access import oracle, refusals
from tests.access.oracle import DAY
from tests.access.town import HUMANS
from tests.access.watching import Watched

MANY: Final = st.integers(0, 30)
"""Which one of the rows that there are; counted around."""
DAYS: Final = st.sampled_from((0, -1, 1, -30, 30, -200, 90)).map(lambda number: number * DAY)
BACKGROUND: Final = actions.BackgroundFacts(
    birth_country="not_asked",
    parents_born_abroad="not_asked",
    citizenship="not_asked",
    reduced_work_capacity="not_asked",
)


def one[Key](keys: Iterable[Key], number: int) -> Key:
    """The key with this number, counted around."""
    rows = list(keys)
    return rows[number % len(rows)]


class CaseRules(Watched):
    """Enrol, name coaches, close, reopen, take out, protect, refer."""

    @rule(
        by=MANY,
        who=MANY,
        project=MANY,
        coach=st.none() | MANY,
        starts=DAYS,
        protect=st.sampled_from([False] * 4 + [True]),
    )
    def enrol(
        self, *, by: int, who: int, project: int, coach: int | None, starts: dt.timedelta, protect: bool
    ) -> None:
        told, human = self.told, HUMANS[who % len(HUMANS)]
        actor, place = one(told.users, by), one(told.projects, project)
        named = None if coach is None else one(told.users, coach)
        known = told.numbered.get((told.projects[place], human.number))
        start = told.today + starts
        stay = oracle.Stay(known or uuid.uuid4(), place, start)
        allowed = refusals.may_enrol(told, actor, known, stay, coach=named, protect=protect)
        made = self.tried(
            allowed=allowed,
            deed=lambda: actions.enrol(
                by=self.user(actor),
                project=Project.objects.get(public_id=place),
                key=uuid.uuid4(),
                on=told.today,
                person={
                    "first_name": human.first_name,
                    "last_name": human.last_name,
                    "birth_date": human.born,
                    "gender": "woman",
                    "protected_identity": protect,
                },
                personal_number=human.number,
                new_name=False,
                participant_number="",
                coach=None if named is None else self.user(named),
                support_source="",
                support_from=None,
                background=BACKGROUND,
                enrolment={
                    "target_group": None,
                    "referred_by": "",
                    "referrer": None,
                    "referred_on": None,
                    "start": start,
                    "entry_status": "",
                    "unemployed_since": None,
                    "education_level": "",
                    "hours_wanted": None,
                    "languages": "",
                },
            ),
            rule="enrol",
        )
        if made is None:
            return
        stay.person = made.person.public_id
        if named is not None:
            stay.coaches.append(oracle.Coached(named, min(start, told.today)))
        told.people.setdefault(stay.person, oracle.Human(told.projects[place])).protected |= protect
        told.numbered[told.projects[place], human.number] = stay.person
        told.stays[made.public_id] = stay

    @rule(by=MANY, stay=MANY, coach=MANY, on=DAYS)
    def hand_over(self, *, by: int, stay: int, coach: int, on: dt.timedelta) -> None:
        key, named, day = one(self.told.stays, stay), one(self.told.users, coach), self.told.today + on
        allowed = refusals.hand_over(self.told.stays[key], named, day)
        self.tried(
            allowed=allowed,
            deed=lambda: actions.hand_over(
                by=self.by(by), enrolment=self.stay(key), coach=self.user(named), on=day
            ),
            rule="hand over",
        )

    @rule(by=MANY, stay=MANY, on=DAYS)
    def record_exit(self, *, by: int, stay: int, on: dt.timedelta) -> None:
        key, end = one(self.told.stays, stay), self.told.today + on
        present = self.told.stays[key]
        before, present.end = present.end, end
        allowed = end <= self.told.today and refusals.fits(self.told, present)
        present.end = end if allowed else before
        self.tried(
            allowed=allowed,
            deed=lambda: actions.record_exit(
                by=self.by(by),
                enrolment=self.stay(key),
                end=end,
                exit_cause="",
                exit_destination="",
                on=self.told.today,
            ),
            rule="record exit",
        )

    @rule(by=MANY, stay=MANY)
    def reopen(self, *, by: int, stay: int) -> None:
        key = one(self.told.stays, stay)
        present = self.told.stays[key]
        before, present.end = present.end, None
        allowed = refusals.fits(self.told, present)
        present.end = None if allowed else before
        self.tried(
            allowed=allowed,
            deed=lambda: actions.reopen(by=self.by(by), enrolment=self.stay(key)),
            rule="reopen",
        )

    @rule(by=MANY, stay=MANY, mistake=st.booleans())
    def set_mistake(self, *, by: int, stay: int, mistake: bool) -> None:
        key = one(self.told.stays, stay)
        present = self.told.stays[key]
        before, present.mistake = present.mistake, mistake
        allowed = refusals.fits(self.told, present)
        present.mistake = mistake if allowed else before
        self.tried(
            allowed=allowed,
            deed=lambda: actions.set_registered_by_mistake(
                by=self.by(by), enrolment=self.stay(key), mistake=mistake
            ),
            rule="set mistake",
        )

    @rule(by=MANY, person=MANY, protect=st.booleans())
    def set_protection(self, *, by: int, person: int, protect: bool) -> None:
        key = one(self.told.people, person)
        who = self.told.people[key]
        row = Person.objects.get(public_id=key)
        allowed = not protect or refusals.may_protect(self.told, key)
        self.tried(
            allowed=allowed,
            deed=lambda: actions.change_person(
                by=self.by(by),
                person=row,
                personal_number="",
                on=self.told.today,
                at=self.told.now,
                facts={
                    "first_name": row.first_name,
                    "last_name": row.last_name,
                    "birth_date": row.birth_date,
                    "gender": row.gender,
                    "protected_identity": protect,
                },
            ),
            rule="protect" if protect else "lift protection",
        )
        if not allowed:
            return
        for share in self.told.shares.values():
            of_person = self.told.stays[share.stay].person == key
            share.withdrawn |= of_person and (protect or who.protected)
        who.protected = protect

    @rule(by=MANY, stay=MANY, referrer=st.none() | MANY)
    def refer(self, *, by: int, stay: int, referrer: int | None) -> None:
        key = one(self.told.stays, stay)
        who = None if referrer is None else one(self.told.users, referrer)
        row = self.stay(key)
        self.told.stays[key].referrer = who
        self.tried(
            allowed=True,
            deed=lambda: actions.change_enrolment(
                by=self.by(by),
                enrolment=row,
                target_group=None,
                referred_by="",
                referrer=None if who is None else self.user(who),
                referred_on=None,
                start=row.start,
                entry_status="",
                unemployed_since=None,
                education_level="",
                hours_wanted=None,
                languages="",
            ),
            rule="refer",
        )

    # Rows.

    def by(self, number: int) -> User:
        """Whoever does it: what doesn't depend on them, anyone may do in the action."""
        return self.user(one(self.told.users, number))

    @staticmethod
    def stay(key: uuid.UUID) -> Enrolment:
        """The stay as stored now."""
        return Enrolment.objects.select_related("person", "project__organisation").get(public_id=key)
