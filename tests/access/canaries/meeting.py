"""Who goes where, and whether the policy lets them meet there what they met."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.cache import cache
from django.test import Client

from reporting.catalogue import CATALOGUE
from reporting.stats import Kind
from tests.access.canaries.harvest import (
    FAR,
    PARTLY,
    Forms,
    Reaped,
    Request,
    may_ask,
    reap,
    reap_forms,
    requests,
    searches,
    settled,
)
from tests.access.canaries.listening import listening
from tests.access.canaries.planting import PLANTED, Canaries, Canary
from tests.access.routes import Route, routes
from tests.access.sensitive_fields import (
    ANYWHERE,
    CASE,
    COLLEAGUE,
    GLASS,
    LIST,
    PROTECTED_PARTICIPANT,
    QUALITY,
    READERS,
    RECEIVED_ONE,
    STRANGER,
    WHY,
    Reader,
)
from tests.access.world import CODE, Part, Relation, World
from tests.conftest import signed_in_client

CODES: Final[Mapping[Relation, str]] = {
    Relation.OWN: CODE,
    Relation.OWN_PROTECTED: "7K3M-Q9XA-0000-0000-0002",
}
INVENTED: Final = "/konto/formgivning/"
"""Shows how pages look, by examples in which nobody is meant."""


FIGURES: Final = "/rapporter/"
# Made of the catalogue and an invented project alone, hence the same for everybody.
HELP: Final = "/rapporter/hjalp/"
# Offers words of a code list to choose from.
DEFINITIONS: Final = "/projekt/<uuid:public_id>/definitioner/"
"""Count everybody, under headings that are words of code lists."""


class Browsers:
    """One for each reader; `glass` is that of the lead who broke it."""

    def __init__(self, world: World, glass: Client) -> None:
        self.world, self.glass = world, glass

    def of(self, reader: Reader) -> Client:
        if reader == STRANGER:
            return Client()
        if reader == GLASS:
            return self.glass
        if reader == COLLEAGUE:
            return signed_in_client(self.world.crews[Relation.OWN].colleague)
        if reader == PROTECTED_PARTICIPANT:
            client = Client()
            client.post("/min-sida/", {"code": CODES[Relation.OWN_PROTECTED]})
            return client
        return self.world.client(Part(reader))


def _looked_for(canaries: Canaries) -> dict[str, str]:
    """Part of each one's name, and each one's participant number."""
    found = {}
    for relation in PLANTED:
        found[f"name of {relation}"] = canaries.value(relation, "participants.Person.last_name")[:PARTLY]
        found[f"number of {relation}"] = canaries.value(relation, "participants.ParticipantNumber.number")
    return found


def asked_by(
    world: World, reader: Reader, canaries: Canaries, *, all_of_it: bool = False
) -> Iterator[Request]:
    """Everything that a reader asks for."""
    yield from requests(world, reader, all_of_it=all_of_it)
    by_route = {str(route): route for route in routes()}
    find, audit, figures = (by_route[f"/{name}/"] for name in ("deltagare/sok", "granskning", "rapporter"))
    if may_ask(reader, by_route[LIST]) or all_of_it:
        yield from searches(_looked_for(canaries), all_of_it=all_of_it)
    for relation in PLANTED:
        if may_ask(reader, find) or all_of_it:
            number = canaries.value(relation, "participants.PersonalNumber.sealed")
            yield Request("POST", find, relation, str(find), "number", {"personal_number": number})
        if may_ask(reader, audit) or all_of_it:
            paper = canaries.value(relation, "participants.ParticipantNumber.number")
            yield Request("GET", audit, relation, f"{audit}?person={paper}", "searched")
    yield from _declined(world, reader, by_route, all_of_it=all_of_it)
    yield Request("GET", audit, Relation.OWN, f"{audit}?sample=1", "sample")
    project = world.crews[Relation.OWN].project
    for code in project.indicator_sets:
        asked = f"{figures}?project={project.public_id}&indicator_set={code}"
        yield Request("GET", figures, Relation.OWN, asked, code)
        for page in ("varfor", "jamfor"):
            yield from _behind(by_route[f"/rapporter/{page}/"], asked.partition("?")[2], code)


def _declined(
    world: World, reader: Reader, by_route: Mapping[str, Route], *, all_of_it: bool
) -> Iterator[Request]:
    """Referrals that were declined, and that they wait again."""
    one, again = RECEIVED_ONE[0], f"{RECEIVED_ONE[0]}vantar/"
    for relation in PLANTED:
        if all_of_it or relation not in FAR:
            row = str(world.cases[relation]["declined"].public_id)  # type: ignore[attr-defined]  # a Referral
            for method, route in (("GET", by_route[one]), ("POST", by_route[again])):
                if may_ask(reader, route) or all_of_it:
                    yield Request(method, route, relation, route.filled(referral=row), "declined")


def _behind(route: Route, asked: str, code: str) -> Iterator[Request]:
    """A page about the figures of a set; who is behind a number is asked of each one, for each list."""
    if str(route) != WHY:
        yield Request("GET", route, Relation.OWN, f"{route}?{asked}", code)
        return
    for indicator in CATALOGUE[code].indicators if code in CATALOGUE else ():
        for part in ("counted", "rest", "others") if indicator.kind is Kind.SHARE else ("counted", "others"):
            address = f"{route}?{asked}&indicator={indicator.code}&part={part}"
            yield Request("GET", route, Relation.OWN, address, f"{indicator.code} {part}")


def _is_there(place: str, request: Request, canary: Canary) -> bool:
    """Whether a request is about a place of the policy: of a case, the canary's own."""
    if place == CASE:
        about_one = str(request.route).startswith(LIST) and bool(request.route.kinds)
        return about_one and request.relation == canary.relation
    return place in {ANYWHERE, str(request.route)}


def _is_allowed(reader: Reader, reaped: Reaped, canary: Canary) -> bool:
    """Whether the policy lets a reader meet a canary there."""
    places = [
        place
        for line in READERS
        if line.reader == reader and canary.relation in line.of
        for place in line.facts.get(canary.group, ())
    ]
    if reaped.what == "message":
        return canary.is_day and bool(places)
    return reaped.what == "answer" and any(_is_there(place, reaped.request, canary) for place in places)


def _without_echo(reaped: Reaped) -> str:
    """A text without what somebody typed in a field for searching, which the page shows them again."""
    text, data = reaped.text, reaped.request.data or {}
    if typed := f"{data.get('q', '')}{data.get('personal_number', '')}":
        text = text.replace(f'value="{typed}"', "").replace(f": {typed}", "")  # a field, a filter that is on
    person = reaped.request.address.partition("?person=")[2]
    for echo in (f"?person={person}", f"%3Fperson%3D{person}", f'value="{person}"') if person else ():
        text = text.replace(echo, "")
    return text


@dataclass(slots=True)
class Met:
    """What a reader met: where the policy has it, and otherwise."""

    rightly: set[Canary] = field(default_factory=set)
    wrongly: set[str] = field(default_factory=set)


def meet(reader: Reader, reaped_all: Iterable[Reaped], canaries: Canaries, *, into: Met | None = None) -> Met:
    """Hold what somebody reaped against the policy, beside what they met before."""
    met = Met() if into is None else into
    for reaped in reaped_all:
        for canary in canaries.found(_without_echo(reaped)):
            if _is_allowed(reader, reaped, canary):
                met.rightly.add(canary)
            elif not _is_innocent(str(reaped.request.route), canary):
                met.wrongly.add(f"{canary} in the {reaped.what} of {reaped.request}")
    return met


def _is_innocent(route: str, canary: Canary) -> bool:
    """Whether a word of a code list stands there as one, or the page tells of nobody at all."""
    if route == HELP:
        return True
    return canary.is_heading and (route in {INVENTED, DEFINITIONS} or route.startswith(FIGURES))


def expected(reader: Reader, canaries: Canaries) -> Iterator[tuple[str, list[Canary]]]:
    """What a reader must meet at least one of, in words and as canaries."""
    for line in READERS:
        for relation in line.of if line.reader == reader else ():
            for group in line.facts:
                planted = canaries.of(relation, group)
                if line.whole:
                    yield from ((str(canary), [canary]) for canary in planted)
                else:
                    yield f"{group} of {relation}", planted


@dataclass(slots=True)
class Walk:
    """What somebody met on the walk, and the answers to what they asked for, forms aside, in few bytes."""

    met: Met
    answers: dict[str, bytes]


class Walks:
    """What everybody met: each goes once."""

    def __init__(self, world: World, canaries: Canaries, browsers: Browsers) -> None:
        self.world, self.canaries, self.browsers = world, canaries, browsers
        self._kept: dict[tuple[Reader, bool], Walk] = {}

    def of(self, reader: Reader, *, all_of_it: bool) -> Walk:
        """The walk of somebody, gone now unless it was before."""
        if (reader, all_of_it) not in self._kept:
            with listening() as logged:
                walk = self._walk(reader, all_of_it=all_of_it)
            walk.met.wrongly |= {f"{canary} in the log" for canary in self.canaries.found(logged.text)}
            self._kept[reader, all_of_it] = walk
        return self._kept[reader, all_of_it]

    def _walk(self, reader: Reader, *, all_of_it: bool) -> Walk:
        client, walk = self.browsers.of(reader), Walk(Met(), {})
        shown: set[str] = set()
        followed: set[str] | None = None if all_of_it else set()
        for request in asked_by(self.world, reader, self.canaries, all_of_it=all_of_it):
            if request.note == "nothing" and request.address in shown and not all_of_it:
                continue  # nonsense was sent in its stead
            cache.clear()
            forms: Forms = {}
            compared = is_compared(request, all_of_it=all_of_it)
            # What is compared with an answer without the person is asked for as it is then.
            reaped = list(reap(client, request, forms=forms, followed=None if compared else followed))
            if compared:
                walk.answers |= answers_of(reaped)
            reaped += reap_forms(client, request, forms, followed=followed, all_of_it=all_of_it)
            shown |= {request.address} if forms else set()
            meet(reader, reaped, self.canaries, into=walk.met)
        return walk


# Figures count everybody; the log is the officer's.
_COUNTING: Final = frozenset(
    {
        "/rapporter/",
        WHY,
        "/rapporter/jamfor/",
        "/rapporter/projekt/",
        "/rapporter/<uuid:public_id>/",
        "/rapporter/<uuid:public_id>/pdf/",
        QUALITY,
        f"{QUALITY}<uuid:enrolment>/<slug:check>/aterkalla/",  # leads back there
        "/granskning/",
    }
)
# Rows that somebody of the project reaches; of others the answer is 404 in any case (`test_roles.py`).
_NEAR: Final = frozenset({Relation.OWN, Relation.OWN_PROTECTED, Relation.COLLEAGUES})


def is_compared(request: Request, *, all_of_it: bool) -> bool:
    """Whether its answer says the same whether a hidden person is there or not: neither about them, nor a
    count. Less `all_of_it`, what was sent and rows of others aren't compared either."""
    if request.relation == Relation.PROTECTED or str(request.route) in _COUNTING:
        return False
    sent = request.method == "POST" and request.note == "nothing"
    return all_of_it or (request.relation in _NEAR and not sent)


def answers_of(reaped: Iterable[Reaped]) -> dict[str, bytes]:
    """What a reader is told, by what they asked for: settled and packed."""
    return {
        f"{one.request} {one.what}": zlib.compress(settled(one.text).encode(), 1)
        for one in reaped
        if one.what in {"answer", "message"}
    }
