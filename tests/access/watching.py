"""The product beside the oracle: what they are compared by after every step of the state machine."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts.access import Permission
from accounts.models import User
from employers.models import Company
from participants.actions import AlreadyEnrolledError
from participants.models import Enrolment, ProfileShare
from projects.models import Project
from tests.access.oracle import Oracle, Visit
from tests.access.town import BEGIN, Town

type Found = tuple[int, frozenset[UUID] | None]
"""What a page answers; of a list also whom or what it names."""
type Reach = Callable[[Oracle, int, str], set[UUID]]

SETS: Final[dict[str, tuple[Any, Reach]]] = {
    "enrolments": (Enrolment, Oracle.stays_of),
    "shares": (ProfileShare, Oracle.shares_of),
    "projects": (Project, Oracle.projects_of),
    "companies": (Company, Oracle.companies_of),
}
REFUSALS: Final = (ValidationError, AlreadyEnrolledError)
SESSIONS_LAST: Final = dt.timedelta(hours=10)
SETS_BY_THE_WAY, PAGES_BY_THE_WAY, MOST_PAGES = 12, 1, 4
STRIDE: Final = 97  # a prime, so that turns of any length get round


@dataclass
class Clock:
    """What `timezone.now()` says."""

    now: dt.datetime = BEGIN


@dataclass
class Lookout:
    """What a whole run has come past, so that a run that saw nothing can't pass."""

    steps: int = 0
    deeds: Counter[tuple[str, bool]] = field(default_factory=Counter)  # a rule, and whether it was let
    answers: Counter[tuple[int, int]] = field(default_factory=Counter)  # a page's answer before and now
    gone: Counter[str] = field(default_factory=Counter)  # sets that lost something by a step


class Watched(RuleBasedStateMachine):
    """Tells product and oracle the same, and compares them. What it writes is taken back at the end."""

    def __init__(self, town: Town, clock: Clock, lookout: Lookout, *, thorough: bool) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.told = deepcopy(town.oracle)
        self.clock, self.lookout, self.thorough = clock, lookout, thorough
        self.clock.now = BEGIN
        self.browsers = town.browsers()
        self.visits: list[tuple[Client, Visit]] = []
        self.sound = True
        self.sets, self.pages = self.expected_sets(), self.expected_pages()
        self.turn = 0

    def teardown(self) -> None:
        """Compare everything once more after a run that found nothing; then take it all back."""
        try:
            if self.sound and self.thorough:
                for key in self.sets:
                    self.compare_set(*key)
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)

    # Telling.

    def tried[Row](self, *, allowed: bool, deed: Callable[[], Row], rule: str) -> Row | None:
        """Do it, and compare a refusal with the oracle's; what was done, None for nothing."""
        self.sound = False
        self.lookout.deeds[rule, allowed] += 1
        done, refusal = None, None
        try:
            done = deed()
        except REFUSALS as error:
            refusal = error
        assert (refusal is None) == allowed, f"{rule}: {refusal!r}, the oracle said {allowed}"
        return done

    def move_clock(self, by: dt.timedelta) -> None:
        """Let time pass. Sessions of users go on: how long they last is tested elsewhere."""
        self.told.now = self.clock.now = self.clock.now + by
        Session.objects.update(expire_date=self.clock.now + SESSIONS_LAST)

    @staticmethod
    def user(pk: int) -> User:
        """The user as stored now."""
        return User.objects.get(pk=pk)

    # Comparing.

    def expected_sets(self) -> dict[tuple[int, Permission, str], set[UUID]]:
        """All that the oracle says of all querysets."""
        return {
            (user, permission, name): reach(self.told, user, permission)
            for user in self.told.users
            for permission in Permission
            for name, (_model, reach) in SETS.items()
        }

    def expected_pages(self) -> dict[tuple[int, str], Found]:
        """All that the oracle says of the pages, for each user."""
        return {
            (user, address): found
            for user in self.told.users
            for address, found in _pages(self.told, user).items()
        }

    def turns[Key: Hashable](self, keys: Sequence[Key], number: int) -> list[Key]:
        """So many keys, others at each step, and from all over."""
        begin = self.turn * number
        return [keys[at * STRIDE % len(keys)] for at in range(begin, begin + number)]

    @invariant()
    def product_agrees(self) -> None:
        """Querysets, pages of those signed in, and pages opened by a code."""
        self.querysets_agree()
        self.pages_agree()
        self.personal_pages_agree()
        self.turn += 1
        self.lookout.steps += 1
        self.sound = True

    def querysets_agree(self) -> None:
        """Where something changed by the step, all that this user holds; of the rest a part, in turns."""
        expected = self.expected_sets()
        changed = [key for key, reached in expected.items() if reached != self.sets[key]]
        for key in changed:
            self.lookout.gone[key[2]] += bool(self.sets[key] - expected[key])
        self.sets = expected
        beside = [
            (user, permission, name)
            for user, _permission, name in dict.fromkeys(changed)
            for permission in Permission
            if self.told.held(user, permission)
        ]
        for key in dict.fromkeys([*changed, *beside, *self.turns(list(expected), SETS_BY_THE_WAY)]):
            self.compare_set(*key)

    def compare_set(self, user: int, permission: Permission, name: str) -> None:
        """One queryset of one user."""
        model, _reach = SETS[name]
        found = list(
            model.objects.visible_to(self.user(user), permission).values_list("public_id", flat=True)
        )
        expected = sorted(self.sets[user, permission, name])
        assert sorted(found) == expected, f"{name} that user {user} reaches with {permission}"

    def pages_agree(self) -> None:
        """The very next request gets what the step has made of it: first where something was closed."""
        expected = self.expected_pages()
        changed = [key for key, found in expected.items() if found != self.pages.get(key, found)]
        changed.sort(key=lambda key: (self.pages[key][0] != 200, expected[key][0] == 200))
        asked = [*changed[:MOST_PAGES], *self.turns(list(expected), PAGES_BY_THE_WAY)]
        for user, address in dict.fromkeys(asked):
            before = self.pages.get((user, address), expected[user, address])[0]
            self.lookout.answers[before, expected[user, address][0]] += 1
            self.compare_page(user, address, expected[user, address])
        self.pages = expected

    def compare_page(self, user: int, address: str, expected: Found) -> None:
        """One page, by the browser in which the user is signed in all the time."""
        answer = self.browsers[user].get(address)
        listed = expected[1] and _listed(answer.context)
        assert (answer.status_code, listed) == expected, f"{address} for user {user}"

    def personal_pages_agree(self) -> None:
        """A participant's page is open as long as their code would open it, and they are there."""
        for browser, visit in self.visits:
            expected = self.told.visit(visit)
            answer = browser.get("/min-sida/hem/")
            assert answer.status_code == expected, f"personal page by link {visit.link}"
            self.lookout.answers[302 if visit.closed else 200, expected] += 1
            visit.closed, visit.seen = expected != 200, self.told.now


def _pages(told: Oracle, user: int) -> dict[str, Found]:
    """What each address answers a user."""

    def among(keys: Mapping[UUID, Any], page: str, permission: str, reached: set[UUID]) -> dict[str, Found]:
        return {
            page.format(key): (told.answer(user, permission, reached=key in reached), None) for key in keys
        }

    def a_list(permission: str, reached: set[UUID]) -> Found:
        status = told.answer(user, permission, reached=True)
        return status, frozenset(reached) if status == 200 else None

    read, write = (told.stays_of(user, permission) for permission in ("caseload_read", "case_write"))
    referred = {key for key in told.stays_of(user, "referrals_read") if not told.stays[key].mistake}
    shown, staffed = told.shares_of(user, "profiles_read"), told.projects_of(user, "project_staff")
    in_case, companies = told.shares_of(user, "case_write"), told.companies_of(user, "employers_invite")
    projects = told.projects_of(user, "project_read")
    return {
        **among(told.stays, "/deltagare/{}/person/", "case_write", write),
        **among(told.shares, "/arbetsgivare/{}/", "profiles_read", shown),
        **among(told.stays, "/deltagare/{}/", "caseload_read", read),
        **among(told.shares, "/deltagare/dela/{}/ta-tillbaka/", "case_write", in_case),
        **among(told.projects, "/projekt/{}/personal/", "project_staff", staffed),
        **among(told.projects, "/projekt/{}/", "project_read", projects),
        **among(told.companies, "/foretag/{}/", "employers_invite", companies),
        "/deltagare/?whose=all&standing=all": a_list("caseload_read", read),
        "/anvisningar/": a_list("referrals_read", referred),
        "/arbetsgivare/": a_list("profiles_read", shown),
        "/foretag/": a_list("employers_invite", companies),
        "/projekt/": a_list("project_read", projects),
        "/organisation/": (told.answer(user, "organisation_manage", reached=True), None),
    }


def _listed(context: Any) -> frozenset[UUID]:
    """Whom or what the page names."""
    if "referrals" in context:
        return _referred(context["page"].object_list)
    rows = context["page"].object_list if "page" in context else context["projects"]
    return frozenset(row.public_id for row in rows)


def _referred(lines: Sequence[tuple[int, int, dt.date]]) -> frozenset[UUID]:
    """The stays on a referrer's list, whose lines say what each is; in the town nobody else is sent."""
    assert {kind for kind, _pk, _day in lines} <= {0}, "a referral that isn't a stay"
    stays = Enrolment.objects.filter(pk__in=[pk for _kind, pk, _day in lines])
    return frozenset(stays.values_list("public_id", flat=True))
