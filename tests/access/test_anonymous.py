"""Strangers: every route, every method. Only what is on a short list answers; nothing is there to be seen."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access.asking import ask, finds_a_view, is_led_away
from tests.access.routes import METHODS, routes
from tests.access.world import Relation, World

pytestmark = pytest.mark.django_db

# All that the site says to somebody whom it doesn't know, as `route: methods`.
ANSWERED = {
    "/konto/formgivning/": "GET HEAD",
    "/konto/glomt-losenord/": "GET HEAD POST",
    "/konto/glomt-losenord/nytt/": "GET HEAD POST",
    "/konto/halsa/": "GET HEAD",
    "/konto/inbjudan/": "GET HEAD POST",
    "/konto/logga-in/": "GET HEAD POST",
    "/konto/sprak/": "POST",
    "/min-sida/": "GET HEAD POST",
}
WANTED = "Shall strangers get an answer there? Then add it to ANSWERED in tests/access/test_anonymous.py: {}"


type Told = tuple[int, str]
"""Status, and where to."""


@dataclass(slots=True)
class Learnt:
    """What the site said to a stranger: methods that got an answer and the answers to GET, each by route."""

    answered: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: dict[str, set[Told]] = field(default_factory=lambda: defaultdict(set))


@pytest.fixture(scope="module")
def learnt(world: World) -> Learnt:
    """Once for all: every method at one's own address, and GET at everybody's."""
    cache.clear()
    stranger, found = Client(), Learnt()
    for route in routes():
        for relation, address in route.addresses(world):
            for method in METHODS if relation == Relation.OWN else ("GET",):
                answer = ask(stranger, method, address)
                # What is neither asked to sign in for nor refused.
                if not (is_led_away(answer, route) or answer.status_code in {404, 405}):
                    found.answered[str(route)].add(method)
                if method == "GET":
                    way = answer.headers.get("Location", "").replace(address, "HERE")
                    found.told[str(route)].add((answer.status_code, way))
    return found


def test_strangers_get_an_answer_from_few_routes(learnt: Learnt) -> None:
    told = {route: " ".join(sorted(methods)) for route, methods in learnt.answered.items()}
    more = {route: methods for route, methods in told.items() if ANSWERED.get(route) != methods}
    assert not more, WANTED.format(more)
    assert told == ANSWERED, "ANSWERED in tests/access/test_anonymous.py allows more than there is."


def test_strangers_learn_nothing_from_what_an_address_names(learnt: Learnt) -> None:
    """The way to the sign-in is the same whether the row is there or not."""
    assert not {route: told for route, told in learnt.told.items() if len(told) > 1}


def test_malformed_addresses_lead_nowhere(world: World) -> None:
    stranger = Client()
    wrong = {
        address: answer.status_code
        for number, route in enumerate(routes())
        for address in list(route.malformed(world))[number % 5 :: 5]
        if finds_a_view(address) or number % 10 == 0
        for answer in [ask(stranger, "GET", address)]
        if answer.status_code != 404 and not is_led_away(answer, route)
    }
    assert not wrong
