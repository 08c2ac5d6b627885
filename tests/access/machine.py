"""What happens in the town, in any order: each step by the action that does it on the site."""

import datetime as dt
import uuid
from typing import Final

from django.core.cache import cache
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.access import Office, Role
from accounts.actions import Door
from employers.actions import invite_contact
from employers.models import Company, CompanySeat
from participants import actions
from participants.actions import emergency
from participants.models import EmergencyAccess, PersonalLink, ProfileShare
from projects import actions as staffing
from projects.models import DatedRole, Membership, Organisation, OrganisationRole, Project
from tests.access import oracle, refusals
from tests.access.case_rules import DAYS, MANY, CaseRules, one
from tests.access.oracle import COMPANY, DAY, ORGANISATION, PROJECT, Visit
from tests.access.town import tell_role
from tests.conftest import signed_in_client

SOON: Final = st.sampled_from((0, 0, 0, 1, -1)).map(lambda number: number * DAY)
LAST_DAYS: Final = st.sampled_from((-1, -1, 0, 1, 30, -30)).map(lambda number: number * DAY)
LENGTHS: Final = st.sampled_from((None, 0, 1, 40, -1)).map(lambda days: days if days is None else days * DAY)
PAUSES: Final = st.sampled_from(
    (
        dt.timedelta(minutes=20),
        dt.timedelta(minutes=45),
        dt.timedelta(hours=14),
        DAY,
        30 * DAY,
        100 * DAY,
    )
)
DOOR: Final = Door(place="Företaget", role="kontakt", code_page="/kod/", start="/")
MOST_VISITS: Final = 2


class CaseMachine(CaseRules):
    """Assign, share, revoke, close, change role, deactivate, and let time pass."""

    # People outside.

    @rule(by=MANY, stay=MANY, company=MANY, starts=SOON, length=st.sampled_from((10, 90, 90, -1, 400)))
    def share(self, *, by: int, stay: int, company: int, starts: dt.timedelta, length: int) -> None:
        start = self.told.today + starts
        new = oracle.Share(
            one(self.told.stays, stay), one(self.told.companies, company), start, start + length * DAY
        )
        made = self.tried(
            allowed=refusals.may_share(self.told, new),
            deed=lambda: actions.share_profile(
                by=self.by(by),
                enrolment=self.stay(new.stay),
                key=uuid.uuid4(),
                on=self.told.today,
                company=Company.objects.get(public_id=new.company),
                shown_name="Någon",
                presentation="",
                fields=[],
                start=new.start,
                end=new.end,
            ),
            rule="share",
        )
        if made:
            self.told.shares[made.public_id] = new

    @rule(by=MANY, share=MANY)
    def withdraw_share(self, *, by: int, share: int) -> None:
        key = one(self.told.shares, share)
        row = ProfileShare.objects.select_related("enrolment__person").get(public_id=key)
        self.told.shares[key].withdrawn = True
        self.tried(
            allowed=True,
            deed=lambda: actions.withdraw_share(by=self.by(by), share=row, at=self.told.now),
            rule="withdraw share",
        )

    @rule(by=MANY, stay=MANY)
    def make_link(self, *, by: int, stay: int) -> None:
        key = one(self.told.stays, stay)
        code = self.tried(
            allowed=not self.told.stays[key].mistake,
            deed=lambda: actions.make_personal_link(
                by=self.by(by), enrolment=self.stay(key), at=self.told.now
            ),
            rule="make link",
        )
        if code:
            self._close_links(key)
            made = PersonalLink.objects.get(enrolment__public_id=key, withdrawn_at=None)
            self.told.links[made.pk] = oracle.Link(key, code, self.told.now + 90 * DAY)

    @rule(by=MANY, stay=MANY)
    def withdraw_link(self, *, by: int, stay: int) -> None:
        key = one(self.told.stays, stay)
        self._close_links(key)
        self.tried(
            allowed=True,
            deed=lambda: actions.withdraw_personal_link(
                by=self.by(by), enrolment=self.stay(key), at=self.told.now
            ),
            rule="withdraw link",
        )

    def _close_links(self, stay: uuid.UUID) -> None:
        for link in self.told.links.values():
            link.withdrawn |= link.stay == stay

    @rule(link=MANY)
    def write_code(self, *, link: int) -> None:
        """Somebody opens a page by its code, on a browser of their own."""
        key = one(self.told.links, link)
        browser, present = Client(), self.told.links[key]
        cache.clear()  # the door counts tries; how many it takes is tested elsewhere
        answer = browser.post("/min-sida/", {"code": present.code})
        opened = self.told.opens(present)
        self.lookout.deeds["write code", opened] += 1
        assert answer.status_code == (302 if opened else 200), "the door"
        if opened:
            self.visits = [*self.visits, (browser, Visit(key, self.told.now))][-MOST_VISITS:]

    @precondition(lambda self: self.visits and self.told.shares)
    @rule(visit=MANY, share=MANY)
    def withdraw_own_share(self, *, visit: int, share: int) -> None:
        """The participant takes back what is shared of them, and nothing else."""
        browser, visited = one(self.visits, visit)
        key = one(self.told.shares, share)
        shared, link = self.told.shares[key], self.told.links[visited.link]
        theirs = shared.stay == link.stay and not shared.withdrawn and shared.end >= self.told.today
        inside = self.told.visit(visited) == 200
        answer = browser.post(f"/min-sida/delning/{key}/ta-tillbaka/")
        self.lookout.deeds["withdraw own share", inside and theirs] += 1
        if not inside:
            assert answer["Location"] == "/min-sida/"
            visited.closed = True
            return
        assert answer.status_code == (302 if theirs else 404)
        visited.seen = self.told.now
        shared.withdrawn |= theirs

    @rule(by=MANY, stay=MANY, minutes=st.sampled_from((60, 15)))
    def break_glass(self, *, by: int, stay: int, minutes: int) -> None:
        actor, key, now = one(self.told.users, by), one(self.told.stays, stay), self.told.now
        lasts = dt.timedelta(minutes=minutes)
        made = self.tried(
            allowed=True,
            deed=lambda: emergency.break_glass(
                by=self.user(actor),
                enrolment=self.stay(key),
                reason="Ringer efter hjälp.",
                at=now,
                lasts=lasts,
                link="/granskning/",
            ),
            rule="break glass",
        )
        if made:
            self.told.emergencies[made.public_id] = oracle.Emergency(actor, key, now, now + lasts)

    @precondition(lambda self: self.told.emergencies)
    @rule(number=MANY)
    def end_emergency(self, *, number: int) -> None:
        key = one(self.told.emergencies, number)
        broken, now = self.told.emergencies[key], self.told.now
        if broken.since == now:
            return  # it has to last for a moment
        row = EmergencyAccess.objects.select_related("enrolment__person").get(public_id=key)
        self.tried(
            allowed=True,
            deed=lambda: emergency.end_emergency(by=self.user(broken.who), access=row, at=now),
            rule="end emergency",
        )
        broken.until = min(broken.until, now)

    # People of the house.

    @rule(by=MANY, user=MANY, place=MANY, role=st.sampled_from(Role), starts=DAYS, length=LENGTHS)
    def add_member(
        self, *, by: int, user: int, place: int, role: Role, starts: dt.timedelta, length: dt.timedelta | None
    ) -> None:
        new = self._role(
            user=user,
            what=role,
            kind=PROJECT,
            place=one(self.told.projects, place),
            starts=starts,
            length=length,
        )
        made = self.tried(
            allowed=refusals.may_give(self.told, new),
            deed=lambda: staffing.add_member(
                by=self.by(by),
                project=Project.objects.get(public_id=new.place),
                user=self.user(new.who),
                role=role,
                start=new.start,
                end=new.end,
            ),
            rule="add member",
        )
        if made:
            tell_role(self.told, made)

    @rule(by=MANY, user=MANY, place=MANY, office=st.sampled_from(Office), starts=DAYS, length=LENGTHS)
    def appoint(
        self,
        *,
        by: int,
        user: int,
        place: int,
        office: Office,
        starts: dt.timedelta,
        length: dt.timedelta | None,
    ) -> None:
        home = one(dict.fromkeys(self.told.projects.values()), place)
        new = self._role(user=user, what=office, kind=ORGANISATION, place=home, starts=starts, length=length)
        made = self.tried(
            allowed=refusals.may_give(self.told, new),
            deed=lambda: staffing.appoint(
                by=self.by(by),
                organisation=Organisation.objects.get(public_id=new.place),
                user=self.user(new.who),
                office=office,
                start=new.start,
                end=new.end,
            ),
            rule="appoint",
        )
        if made:
            tell_role(self.told, made)

    @rule(by=MANY, user=MANY, place=MANY, starts=DAYS, length=LENGTHS)
    def seat(
        self, *, by: int, user: int, place: int, starts: dt.timedelta, length: dt.timedelta | None
    ) -> None:
        new = self._role(
            user=user,
            what="employer",
            kind=COMPANY,
            place=one(self.told.companies, place),
            starts=starts,
            length=length,
        )
        holder = self.user(new.who)
        made = self.tried(
            allowed=refusals.may_give(self.told, new),
            deed=lambda: invite_contact(
                by=self.by(by),
                company=Company.objects.get(public_id=new.place),
                email=holder.email,
                name=holder.name,
                start=new.start,
                end=new.end,
                at=self.told.now,
                door=DOOR,
            ),
            rule="seat",
        )
        if made:
            tell_role(self.told, CompanySeat.objects.filter(user=holder).latest("pk"))

    def _role(
        self,
        *,
        user: int,
        what: str,
        kind: str,
        place: uuid.UUID,
        starts: dt.timedelta,
        length: dt.timedelta | None,
    ) -> oracle.Role:
        start = self.told.today + starts
        end = None if length is None else start + length
        return oracle.Role(one(self.told.users, user), str(what), kind, place, start, end)

    @rule(by=MANY, role=MANY, on=LAST_DAYS)
    def end_role(self, *, by: int, role: int, on: dt.timedelta) -> None:
        actor, key = one(self.told.users, by), one(self.told.roles, role)
        present, last_day = self.told.roles[key], self.told.today + on
        row = self._stored(key, present.kind)
        allowed = refusals.may_end(self.told, actor, present, last_day)
        self.tried(
            allowed=allowed,
            deed=lambda: staffing.end_role(
                by=self.user(actor), role=row, last_day=last_day, on=self.told.today
            ),
            rule="end role",
        )
        if allowed and last_day < present.start:
            del self.told.roles[key]
        elif allowed:
            present.end = last_day

    @staticmethod
    def _stored(key: uuid.UUID, kind: str) -> DatedRole:
        if kind == PROJECT:
            return Membership.objects.select_related("project").get(public_id=key)
        if kind == ORGANISATION:
            return OrganisationRole.objects.select_related("organisation").get(public_id=key)
        return CompanySeat.objects.select_related("company").get(public_id=key)

    @rule(by=MANY, user=MANY, on=st.booleans())
    def switch(self, *, by: int, user: int, on: bool) -> None:
        administrators = [role.who for role in self.told.roles.values() if role.what == "administrator"]
        actor, who = one([*administrators * 5, *self.told.users], by), one(self.told.users, user)
        switch = staffing.switch_on if on else staffing.switch_off
        allowed = refusals.may_switch(self.told, actor, who, on=on)
        self.tried(
            allowed=allowed,
            deed=lambda: switch(
                by=self.user(actor), user=self.user(who), at=self.told.now, on=self.told.today
            ),
            rule="switch on" if on else "switch off",
        )
        if allowed and on and not self.told.users[who]:
            # What was open before stays shut; the user signs in again.
            assert self.browsers[who].get("/").headers["Location"].startswith("/konto/logga-in/")
            self.browsers[who] = signed_in_client(self.user(who))
        if allowed:
            self.told.users[who] = on

    @rule(pause=PAUSES)
    def time_passes(self, *, pause: dt.timedelta) -> None:
        self.move_clock(pause)
