"""Who may see what, told a second time: sets and days, written from the contract and docs/security.md.

It knows nothing of the product's querysets. Rows go by their public ids, users by their numbers. A rule
that both had wrong would pass: where this page and docs/security.md disagree, one of them must change.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

SWEDEN: Final = ZoneInfo("Europe/Stockholm")
DAY: Final = dt.timedelta(days=1)
LINK_IDLES: Final = dt.timedelta(minutes=30)

CASES: Final = frozenset({"caseload_read", "case_write"})
PROJECT, ORGANISATION, COMPANY = "project", "organisation", "company"
_BOTH = {"caseload_read", "coach_name", "break_glass", "project_read", "employers_invite"}
MAY: Final[dict[str, set[str]]] = {
    "coach": _BOTH | {"case_write", "sensitive_background", "personal_number_read"},
    "lead": _BOTH | {"project_staff", "definitions_set", "figures_read", "report_order"},
    "referrer": {"referrals_read"},
    "officer": {"audit_read", "audit_review"},
    "administrator": {"project_staff", "organisation_manage"},
    "employer": {"profiles_read"},
}
"""What each kind of work is for. Nothing is held beside these."""


def covers(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Whether a day lies in a span; both ends are included, no end is open."""
    return start <= day and (end is None or day <= end)


def meet(start: dt.date, end: dt.date | None, other: dt.date, until: dt.date | None) -> bool:
    """Whether two spans have a day in common."""
    return (end is None or other <= end) and (until is None or start <= until)


def a_year_after(day: dt.date) -> dt.date:
    """The same day next year; 28 February after a leap day."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


@dataclass
class Role:
    """What a user is in a project, for an organisation or for a company."""

    who: int
    what: str
    kind: str
    place: UUID
    start: dt.date
    end: dt.date | None = None


@dataclass
class Human:
    """A person known to one organisation."""

    organisation: UUID
    protected: bool = False


@dataclass
class Coached:
    """Who is named for a stay, from when until when; and until when they read on after a handover."""

    who: int
    start: dt.date
    end: dt.date | None = None
    reads_until: dt.date | None = None


@dataclass
class Stay:
    """A person's time in a project."""

    person: UUID
    project: UUID
    start: dt.date
    end: dt.date | None = None
    mistake: bool = False
    referrer: int | None = None
    coaches: list[Coached] = field(default_factory=list)


@dataclass
class Share:
    """What a company may see of a stay."""

    stay: UUID
    company: UUID
    start: dt.date
    end: dt.date
    withdrawn: bool = False


@dataclass
class Link:
    """A participant's code."""

    stay: UUID
    code: str
    expires: dt.datetime
    withdrawn: bool = False


@dataclass
class Visit:
    """A browser in which a code was written; `seen` is the last time that it got the page."""

    link: int
    seen: dt.datetime
    closed: bool = False


@dataclass
class Emergency:
    """Broken glass."""

    who: int
    stay: UUID
    since: dt.datetime
    until: dt.datetime


@dataclass
class Oracle:
    """All that decides who sees what, at the moment `now`."""

    now: dt.datetime
    users: dict[int, bool] = field(default_factory=dict)  # whether the account is switched on
    projects: dict[UUID, UUID] = field(default_factory=dict)  # its organisation, like the next
    companies: dict[UUID, UUID] = field(default_factory=dict)
    people: dict[UUID, Human] = field(default_factory=dict)
    numbered: dict[tuple[UUID, str], UUID] = field(default_factory=dict)  # organisation and number: person
    roles: dict[UUID, Role] = field(default_factory=dict)
    stays: dict[UUID, Stay] = field(default_factory=dict)
    shares: dict[UUID, Share] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)
    emergencies: dict[UUID, Emergency] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """A day ends at midnight in Sweden."""
        return self.now.astimezone(SWEDEN).date()

    # Who holds what.

    def in_force(self, role: Role, *, on: dt.date | None = None) -> bool:
        """Whether the role is held on the day, today by default, by somebody whose account is on."""
        return self.users[role.who] and covers(role.start, role.end, on or self.today)

    def held(self, user: int, permission: str, kind: str = "") -> set[UUID]:
        """Where the user holds the permission now."""
        return {
            role.place
            for role in self.roles.values()
            if role.who == user and permission in MAY[role.what] and kind in {"", role.kind}
            if self.in_force(role)
        }

    def organisation_of(self, role: Role) -> UUID:
        """The organisation that a role is held in, directly or not."""
        return {**self.projects, **self.companies}.get(role.place, role.place)

    # Who sees what.

    def projects_of(self, user: int, permission: str) -> set[UUID]:
        """By a role there, or by an office above it."""
        over = self.held(user, permission, ORGANISATION)
        above = {project for project, owner in self.projects.items() if owner in over}
        return self.held(user, permission, PROJECT) | above

    def companies_of(self, user: int, permission: str) -> set[UUID]:
        """Those that the organisations of these projects know."""
        owners = {self.projects[project] for project in self.projects_of(user, permission)}
        return {company for company, owner in self.companies.items() if owner in owners}

    def stays_of(self, user: int, permission: str) -> set[UUID]:
        """Cases are open to people of the project: no office and no seat opens one."""
        there = self.held(user, permission, PROJECT)
        return {
            key
            for key, stay in self.stays.items()
            if stay.project in there
            and (permission != "referrals_read" or stay.referrer == user)
            and (not self.people[stay.person].protected or self.lets_in(stay, user, permission))
        }

    def lets_in(self, stay: Stay, user: int, permission: str) -> bool:
        """Protected identity: coaches named today, readers who broke the glass, for its time, and coaches
        who handed the person over less than a month ago, to read.
        """
        same = {key: other for key, other in self.stays.items() if self.together(stay, other)}
        mine = [one for other in same.values() for one in other.coaches if one.who == user]
        named = any(covers(one.start, one.end, self.today) for one in mine)
        if permission == "caseload_read":
            named |= any(
                one.reads_until is not None and covers(one.start, one.reads_until, self.today) for one in mine
            )
        broken = permission in {"caseload_read", "coach_name"} and any(
            one.who == user and one.stay in same and one.since <= self.now < one.until
            for one in self.emergencies.values()
        )
        return named or broken

    @staticmethod
    def together(stay: Stay, other: Stay) -> bool:
        """Whether both are of the same person in the same project."""
        return (stay.person, stay.project) == (other.person, other.project)

    def shares_of(self, user: int, permission: str) -> set[UUID]:
        """The case's, for those who read or write it; for a company what it is shown today."""
        if permission in CASES:
            reached = self.stays_of(user, permission)
            return {key for key, share in self.shares.items() if share.stay in reached}
        seats = self.held(user, permission, COMPANY)
        return {key for key, share in self.shares.items() if share.company in seats and self.is_shown(share)}

    def is_shown(self, share: Share) -> bool:
        """Whether a company sees anything because of the share."""
        stay = self.stays[share.stay]
        left = stay.end is not None and stay.end <= self.today
        shown = not share.withdrawn and covers(share.start, share.end, self.today)
        return shown and not (left or stay.mistake or self.people[stay.person].protected)

    def opens(self, link: Link) -> bool:
        """Whether a participant gets in by the code."""
        return not link.withdrawn and self.now < link.expires and not self.stays[link.stay].mistake

    # What a request is answered.

    def answer(self, user: int, permission: str, *, reached: bool) -> int:
        """Out without an account; 403 without the permission anywhere; 404 for what isn't reached."""
        if not self.users[user]:
            return 302
        if not self.held(user, permission):
            return 403
        return 200 if reached else 404

    def visit(self, visit: Visit) -> int:
        """The participant's own page; 302 leads to where the code is written."""
        idle = self.now - visit.seen > LINK_IDLES
        return 302 if visit.closed or idle or not self.opens(self.links[visit.link]) else 200
