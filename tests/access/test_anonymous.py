"""Strangers: every route, every method. Only what is on a short list answers; nothing is there to be seen."""

import pytest
from django.test import Client

from tests.access.asking import ask, is_led_away
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


def answered(world: World) -> dict[str, set[str]]:
    """What a stranger is neither asked to sign in for nor refused, by route."""
    stranger, found = Client(), dict[str, set[str]]()
    for route in routes():
        for relation, address in route.addresses(world):
            for method in METHODS if relation == Relation.OWN else ("GET",):
                answer = ask(stranger, method, address)
                if not (is_led_away(answer, route) or answer.status_code in {404, 405}):
                    found.setdefault(str(route), set()).add(method)
    return found


def test_strangers_get_an_answer_from_few_routes(world: World) -> None:
    told = {route: " ".join(sorted(methods)) for route, methods in answered(world).items()}
    more = {route: methods for route, methods in told.items() if ANSWERED.get(route) != methods}
    assert not more, WANTED.format(more)
    assert told == ANSWERED, "ANSWERED in tests/access/test_anonymous.py allows more than there is."


def test_strangers_learn_nothing_from_what_an_address_names(world: World) -> None:
    """The way to the sign-in is the same whether the row is there or not."""
    stranger, told = Client(), []
    for route in routes():
        answers = {
            (answer.status_code, answer.headers.get("Location", "").replace(address, "HERE"))
            for relation, address in route.addresses(world)
            if relation == Relation.ABSENT or route.kinds
            for answer in [ask(stranger, "GET", address)]
        }
        if len(answers) > 1:
            told.append((str(route), answers))
    assert not told


def test_malformed_addresses_lead_nowhere(world: World) -> None:
    stranger = Client()
    wrong = {
        address: answer.status_code
        for number, route in enumerate(routes())
        for address in list(route.malformed(world))[number % 5 :: 5]
        for answer in [ask(stranger, "GET", address)]
        if answer.status_code != 404 and not is_led_away(answer, route)
    }
    assert not wrong
