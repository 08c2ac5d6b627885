"""Every role × every route × own, colleague's, protected, other project's, other municipality's, absent row.

What each gets stands in `policy.txt`. A denial can't be told from an absence. Looking writes nothing.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.access import PERMISSIONS_OF
from tests.access.asking import ask, finds_a_view
from tests.access.policy import EVERYBODY, GONE, GOT, Policy, holds, read_policy
from tests.access.routes import MALFORMED, METHODS, Route, UnknownParameterError, routes
from tests.access.tables import KEPT_OF_LOOKS, digests, writes_noted
from tests.access.walking import SAFE, Seen, by_address, fits, walk
from tests.access.world import LAST_NAMES, SHOWN_NAMES, Part, Relation, World
from tests.factories import user

pytestmark = pytest.mark.django_db
type Walked = Callable[[Part], list[Seen]]


@pytest.fixture(scope="module")
def walked(world: World) -> Walked:
    """What somebody saw on the walk; each goes once."""
    kept: dict[Part, list[Seen]] = {}

    def by(part: Part) -> list[Seen]:
        if part not in kept:
            kept[part] = walk(world, part)
        return kept[part]

    return by


everybody = pytest.mark.parametrize("part", Part)


@everybody
def test_everybody_gets_what_the_policy_says(walked: Walked, part: Part) -> None:
    assert [str(seen) for seen in walked(part) if not seen.fits] == []


@everybody
def test_a_denial_looks_the_same_as_an_absence(walked: Walked, part: Part) -> None:
    """Status, headers and body are those of a row that never was."""
    for route, method, found in by_address(walked(part)):
        absent = [seen.told for seen in found if seen.relation == Relation.ABSENT]
        other = [str(seen) for seen in found if seen.expected == GONE and seen.told not in absent]
        assert not other or method == "OPTIONS" or not route.kinds, (str(route), other)


@everybody
def test_looking_writes_nothing(walked: Walked, part: Part) -> None:
    """GET, HEAD and OPTIONS write to the audit log and the session, and nowhere else."""
    assert [(str(seen), seen.wrote) for seen in walked(part) if seen.method in SAFE and seen.wrote] == []


@everybody
def test_what_is_denied_changes_nothing(walked: Walked, part: Part) -> None:
    assert [(str(seen), seen.wrote) for seen in walked(part) if seen.expected != GOT and seen.wrote] == []


# Which names the policy lets somebody meet, by what their pages ask for.
_SEEN_BY = {
    "caseload_read": (LAST_NAMES, SHOWN_NAMES),
    "case_write": (LAST_NAMES, SHOWN_NAMES),
    "profiles_read": (SHOWN_NAMES,),
    "referrals_read": (LAST_NAMES,),
    "personal_link": (LAST_NAMES, SHOWN_NAMES),
}


def may_see(part: Part) -> set[str]:
    """The names that somebody may meet on some page, by the policy."""
    return {
        names[relation]
        for line in read_policy()
        if line.role == part
        for names in _SEEN_BY.get(line.asks_for, ())
        for relation, gets in line.gets.items()
        if gets == GOT
    }


@everybody
def test_no_page_shows_a_name_that_its_reader_may_not_see(walked: Walked, part: Part) -> None:
    allowed = may_see(part)
    assert [(str(seen), seen.names - allowed) for seen in walked(part) if seen.names - allowed] == []


def holders(world: World) -> Callable[[Route], Client]:
    """Somebody who has what a route asks for."""
    clients = {part: world.client(part) for part in Part}
    return lambda route: next(client for part, client in clients.items() if holds(part, route.mark))


def test_methods_that_a_view_doesnt_name_are_not_allowed(world: World) -> None:
    holder = holders(world)
    wrong = [
        f"{method} {route}: {answer.status_code}"
        for number, route in enumerate(routes())
        for method in [METHODS[2 + number % 5]]  # one each: the test of strangers tries all
        if route.mark != "public" and method not in {*route.methods, "OPTIONS"}
        for address in [next(address for _relation, address in route.addresses(world))]
        for answer in [ask(holder(route), method, address)]
        if answer.status_code != 405
    ]
    assert not wrong


def crossed(world: World, part: Part) -> list[str]:
    """One's own row with a part of somebody else's: what comes of it that shouldn't."""
    client, policy, wrong = world.client(part), Policy(), []
    for route in routes():
        for address in route.crossed(world):
            expected = GONE if holds(part, route.mark) else policy.expects(route, part, Relation.OWN)
            answer = ask(client, route.usual_method, address)
            if not fits(expected, route.usual_method, answer, route):
                wrong.append(f"{address}: {answer.status_code}, expected {expected}")
    return wrong


def test_parts_of_somebody_elses_are_not_reached_by_ones_own(world: World) -> None:
    assert crossed(world, Part.COACH) == []


def malformed(world: World, *, each: int) -> list[str]:
    """What comes of bad addresses, `each` so many of the bad words, for somebody who holds the permission.

    Of those that lead to no view, which Django alone refuses, a tenth of the routes' are asked for.
    """
    holder = holders(world)
    return [
        f"{address}: {answer.status_code}"
        for number, route in enumerate(routes())
        if route.parameters
        for address in list(route.malformed(world))[number % each :: len(MALFORMED) // each]
        if finds_a_view(address) or number % 10 == 0
        for answer in [ask(holder(route), route.usual_method, address)]
        if answer.status_code != 404
    ]


def test_malformed_addresses_are_not_found(world: World) -> None:
    assert malformed(world, each=4) == []


@pytest.mark.proof
def test_no_malformed_address_is_found(world: World) -> None:
    assert malformed(world, each=len(MALFORMED)) == []


@pytest.mark.proof
@everybody
def test_nobody_gets_more_by_any_method_or_row(world: World, part: Part) -> None:
    assert [str(seen) for seen in walk(world, part, all_of_it=True) if not seen.fits] == []
    assert crossed(world, part) == []


def test_the_policy_speaks_of_those_who_hold_the_permission_and_no_others() -> None:
    """A line about a role without the permission would be a promise that nobody tests."""
    policy = Policy()
    idle = [
        f"{line.asks_for} {line.about} {line.role}"
        for line in read_policy()
        if line.about != "list"
        and not any(
            line in policy.of(route) and (line.role == EVERYBODY or holds(Part(line.role), route.mark))
            for route in routes()
        )
    ]
    assert not idle
    assert set(PERMISSIONS_OF) <= {str(part) for part in Part}, "a role that nobody in the world has"


def test_the_policy_says_where_there_is_no_row(world: World) -> None:
    policy = Policy()
    wrong = [
        f"{route} {line.role} {relation}"
        for route in routes()
        for line in policy.of(route)
        if route.kinds
        for relation, gets in line.gets.items()
        if (gets == "-") != (route.address(world, relation) is None)
    ]
    assert not wrong


def test_an_unknown_parameter_is_named() -> None:
    """A new route can't slip through: the suites say what they need to know of it."""
    pattern = routes()[0].pattern
    with pytest.raises(UnknownParameterError, match="Add it to PARAMETERS"):
        _ = Route("nytt/<uuid:okand>/", pattern).parameters


def test_a_write_is_noted_even_when_it_is_taken_back(world: World) -> None:
    """The net holds: a form that writes is seen by the means that say that looking doesn't."""
    noted: set[str] = set()
    mistake = f"/deltagare/{world.enrolment(Relation.OWN).public_id}/felregistrerad/"
    client = world.client(Part.COACH)
    with writes_noted(noted, aside=KEPT_OF_LOOKS):
        assert ask(client, "POST", mistake).status_code == 302
    assert "participants_enrolment" in noted


@pytest.mark.usefixtures("world")
def test_digests_tell_a_changed_row() -> None:
    before = digests()
    assert digests() == before
    user()
    assert {table for table, digest in digests().items() if digest != before[table]} == {"accounts_user"}
