"""A form is only taken from a page of the same session: no other token or site. Nothing is written."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.access.asking import ask
from tests.access.policy import holds
from tests.access.routes import UNSAFE, Route, routes
from tests.access.tables import digests
from tests.access.world import Part, Relation, World
from tests.architecture.test_access import layers

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "https://testserver", "https://exempel.org"


def checking_client(world: World, part: Part | None) -> Client:
    """A browser as the site meets it, signed in or not, which has opened a page with a form."""
    client = world.client(part) if part else Client()
    client.handler.enforce_csrf_checks = True
    client.get("/konto/formgivning/")
    assert settings.CSRF_COOKIE_NAME in client.cookies
    return client


def token_of(client: Client) -> str:
    return client.cookies[settings.CSRF_COOKIE_NAME].value


def forgeries(token: str, foreign: str) -> dict[str, dict[str, Any]]:
    """Requests that come from somewhere else, over https, by what is wrong with them."""
    good = {"headers": {"X-CSRFToken": token, "Origin": HERE}, "secure": True}
    return {
        "no token": {"headers": {"Origin": HERE}, "secure": True},
        "an empty token": {"headers": {"X-CSRFToken": "", "Origin": HERE}, "secure": True},
        "a wrong token": {"headers": {"X-CSRFToken": secrets.token_hex(16), "Origin": HERE}, "secure": True},
        "a token of the wrong length": {
            "headers": {"X-CSRFToken": "x" * 500, "Origin": HERE},
            "secure": True,
        },
        "another session's token": {"headers": {"X-CSRFToken": foreign, "Origin": HERE}, "secure": True},
        "another origin": {"headers": {"X-CSRFToken": token, "Origin": ELSEWHERE}, "secure": True},
        "an origin without a name": {"headers": {"X-CSRFToken": token, "Origin": "null"}, "secure": True},
        "the origin over http": {
            "headers": {"X-CSRFToken": token, "Origin": "http://testserver"},
            "secure": True,
        },
        "another referer": {"headers": {"X-CSRFToken": token, "Referer": f"{ELSEWHERE}/x"}, "secure": True},
        "a referer over http": {
            "headers": {"X-CSRFToken": token, "Referer": "http://testserver/"},
            "secure": True,
        },
        "no referer": {"headers": {"X-CSRFToken": token}, "secure": True},
        "": good,
    }


def is_refused(answer: HttpResponse) -> bool:
    """Whether the answer is our page about forms from elsewhere."""
    names = {template.name for template in getattr(answer, "templates", [])}
    return answer.status_code == 403 and "403_csrf.html" in names


def doors(world: World) -> Iterator[tuple[Route, Part | None, str]]:
    """Each route with somebody whom it lets in (nobody where it is open to all), and an address of theirs."""
    for route in routes():
        address = route.address(world, Relation.OWN) if route.kinds else route.filled()
        part = None if route.mark == "public" else next(part for part in Part if holds(part, route.mark))
        assert address is not None, route
        yield route, part, address


def taken_from_elsewhere(world: World, *, some: bool) -> list[str]:
    """What a route makes of forged requests when it isn't right; each route gets one of them, or all.

    The same request in order passes: it is let at one route in ten where each gets one forgery alone.
    """
    foreign = token_of(checking_client(world, Part.OFFICER))
    clients = {part: checking_client(world, part) for part in (*Part, None)}
    wrong = []
    for number, (route, part, address) in enumerate(doors(world)):
        if not UNSAFE & set(route.methods):
            continue
        client = clients[part]
        forged = list(forgeries(token_of(client), foreign).items())
        if some:
            forged = [forged[number % 11], *(forged[-1:] if number % 10 == 0 else [])]
        for what, options in forged:
            for method in sorted(UNSAFE & set(route.methods)):
                refused = is_refused(ask(client, method, address, **options))
                wrong += [] if refused == bool(what) else [f"{method} {route} with {what or 'all in order'}"]
    return wrong


def test_unsafe_routes_refuse_what_comes_from_elsewhere(world: World) -> None:
    assert taken_from_elsewhere(world, some=True) == []


@pytest.mark.proof
def test_every_unsafe_route_refuses_every_forgery(world: World) -> None:
    assert taken_from_elsewhere(world, some=False) == []


def test_routes_without_an_unsafe_method_refuse_one_without_a_token(world: World) -> None:
    clients = {part: checking_client(world, part) for part in (*Part, None)}
    wrong = [
        f"{method} {route}"
        for number, (route, part, address) in enumerate(doors(world))
        if not UNSAFE & set(route.methods)
        for method in [sorted(UNSAFE)[number % 4]]
        if not is_refused(ask(clients[part], method, address))
    ]
    assert not wrong


def test_a_refused_form_writes_nothing(world: World) -> None:
    """Not even what `ask` would take back: these requests are sent as they are."""
    client = checking_client(world, Part.COACH)
    before, wrong = digests(), []
    for route, part, address in doors(world):
        if part == Part.COACH and "POST" in route.methods:
            answer = client.post(address, {"last_name": "Ek"})
            wrong += [] if is_refused(answer) else [str(route)]  # type: ignore[arg-type]  # the test client's
    assert not wrong
    assert digests() == before


def test_no_view_is_exempt() -> None:
    exempt = [
        str(route)
        for route in routes()
        if any(getattr(layer, "csrf_exempt", False) for layer in layers(route.pattern.callback))
    ]
    assert not exempt
