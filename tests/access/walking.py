"""One walk over all routes as everybody, on which the suites stand: what was asked, and what came back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.test import Client

from tests.access.asking import ask, body_of, is_led_away
from tests.access.policy import GONE, GOT, LED_AWAY, REFUSED, Policy, holds
from tests.access.routes import METHODS, Route, routes
from tests.access.tables import KEPT_OF_LOOKS, writes_noted
from tests.access.world import LAST_NAMES, SHOWN_NAMES, Part, Relation, World

SAFE: Final = ("GET", "HEAD", "OPTIONS")
# The package's views name PUT and DELETE, and answer neither.
# 422: the form as it was sent, with what must be put right.
_ANSWERS: Final = {"GET": {200, 204, 302}, "HEAD": {200, 204, 302}, "DELETE": {302, 405}, "PUT": {302, 405}}
_POSTED: Final = {200, 302, 422}
_NAMES: Final = frozenset({*LAST_NAMES.values(), *SHOWN_NAMES.values()})
_ROWS: Final = tuple(Relation)
_TOKEN: Final = re.compile(r"[A-Za-z0-9]{64}")


@dataclass(frozen=True, slots=True)
class Seen:
    """One request and its answer: whether it fits the policy, names in it, tables written to."""

    part: Part
    method: str
    route: Route
    relation: Relation
    expected: str
    status: int
    fits: bool
    told: tuple[int, str, str]
    names: frozenset[str]
    wrote: frozenset[str]

    def __str__(self) -> str:
        return (
            f"{self.part} {self.method} {self.route} {self.relation}: {self.status}, expected {self.expected}"
        )


def walk(world: World, part: Part, *, all_of_it: bool = False) -> list[Seen]:
    """Every route as somebody, each row and method that makes a difference; more of them with `all_of_it`."""
    client, policy = world.client(part), Policy()
    chosen = _all_methods if all_of_it else _methods
    return [
        _seen(client, method, address, what=(part, route, relation, expected))
        for number, route in enumerate(routes())
        if route.mark != "public"
        for relation, address in route.addresses(world)
        for expected in [policy.expects(route, part, relation)]
        for method in chosen(route, part, relation, expected=expected, number=number)
        if method in route.methods or method == "OPTIONS"
    ]


def _methods(route: Route, part: Part, relation: Relation, *, expected: str, number: int) -> tuple[str, ...]:
    """Those of `make test`.

    The marker refuses who lacks the permission before any row is looked up, so one request shows it. Whom
    it lets past gets the other rows of theirs by GET or POST in turns, and what they may not have is tried
    by both; the first of them, whoever they are, asks for their own by every method on one route of four:
    HEAD draws again what GET has drawn, and no view is asked for OPTIONS.
    """
    if not holds(part, route.mark):
        return (route.usual_method,) if relation == Relation.OWN else ()
    first = next(one for one in Part if holds(one, route.mark)) == part
    if first and relation == Relation.OWN and number % 4 == 0:
        return (*SAFE, "POST")
    if expected != GOT or relation == Relation.OWN:
        return ("GET", "POST")
    both = {"GET", "POST"} <= set(route.methods)
    return (("GET", "POST")[(number + _ROWS.index(relation)) % 2],) if both else (route.usual_method,)


def _all_methods(
    route: Route, part: Part, relation: Relation, *, expected: str, number: int
) -> tuple[str, ...]:
    """Those of `make proof`: every method; of rows that the marker lets nobody near, one method in turns."""
    if holds(part, route.mark):
        # No view is asked for OPTIONS, whatever the row, and HEAD draws again what GET has drawn.
        once = expected == GOT and relation != Relation.OWN
        return ("GET", "POST", "PUT", "DELETE") if once else METHODS
    if relation == Relation.OWN:
        return METHODS
    return (route.methods[(number + _ROWS.index(relation)) % len(route.methods)],)


def _seen(client: Client, method: str, address: str, *, what: tuple[Part, Route, Relation, str]) -> Seen:
    part, route, relation, expected = what
    wrote: set[str] = set()
    with writes_noted(wrote, aside=KEPT_OF_LOOKS):
        answer = ask(client, method, address)
    text = body_of(answer)
    return Seen(
        part=part,
        method=method,
        route=route,
        relation=relation,
        expected=expected,
        status=answer.status_code,
        fits=fits(expected, method, answer, route),
        told=told_apart(answer, address),
        names=frozenset(name for name in _NAMES if name in text),
        wrote=frozenset(wrote),
    )


def fits(expected: str, method: str, answer: HttpResponse, route: Route) -> bool:
    """Whether an answer is what the policy says; a method that the view doesn't name isn't allowed."""
    if expected == LED_AWAY:
        return is_led_away(answer, route)
    if expected == GOT and method == "OPTIONS":
        return answer.status_code in {200, 302, 405}
    if expected == GOT:
        # Leaving leads to the door as well.
        taken_in = method == "POST" or not is_led_away(answer, route)
        return taken_in and answer.status_code in _ANSWERS.get(method, _POSTED)
    if method not in {"GET", "HEAD", "POST"} and expected == GONE:
        return answer.status_code in {404, 405} or method == "OPTIONS"
    return answer.status_code == {GONE: 404, REFUSED: 403}.get(expected)


def told_apart(answer: HttpResponse, address: str) -> tuple[int, str, str]:
    """What an answer tells, the address asked for and tokens aside, which differ in any case."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    body = body_of(answer)
    return (
        answer.status_code,
        str(headers).replace(address, "HERE"),
        _TOKEN.sub("TOKEN", body).replace(address, "HERE"),
    )


def by_address(seen: list[Seen]) -> Iterator[tuple[Route, str, list[Seen]]]:
    """What was seen of each route by each method."""
    for route in {one.route.route: one.route for one in seen}.values():
        for method in METHODS:
            found = [one for one in seen if one.route.route == route.route and one.method == method]
            if found:
                yield route, method, found
