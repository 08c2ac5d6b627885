"""All that somebody can get out of the site: every route, as it is asked for and as its forms are sent."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from accounts.models import AuditEvent
from tests.access.asking import taken_back, text_of_pdf
from tests.access.policy import holds
from tests.access.routes import Route, routes
from tests.access.sensitive_fields import (
    COLLEAGUE,
    EVERYBODY,
    GLASS,
    LIST,
    PROTECTED_PARTICIPANT,
    STRANGER,
    Reader,
)
from tests.access.world import Part, Relation, World
from tests.posting import shown

NONSENSE: Final = "–\x7fobegripligt"
FAR: Final = frozenset({Relation.OTHER_PROJECT, Relation.OTHER_MUNICIPALITY, Relation.ABSENT})
"""Whose rows are 404 for nearly everybody (`test_roles.py`)."""
PARTLY: Final = 8
"""So much of a word is searched for: what stands in the field for searching is then no canary."""
_HOLDS_AS: Final = {
    COLLEAGUE: Part.COACH,
    GLASS: Part.LEAD,
    PROTECTED_PARTICIPANT: Part.PARTICIPANT,
    STRANGER: Part.NOBODY,
}


@dataclass(frozen=True, slots=True)
class Request:
    """Something to ask for: a route about somebody's row, by an address, with or without a form."""

    method: str
    route: Route
    relation: Relation
    address: str
    note: str = ""
    data: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, str(self.route), f"({self.relation})", self.note)))


@dataclass(frozen=True, slots=True)
class Reaped:
    """A text that came of a request. `what`: the answer, or what the site kept or sent because of it."""

    request: Request
    what: str
    text: str


def requests(world: World, reader: Reader, *, all_of_it: bool) -> Iterator[Request]:
    """Every route that somebody gets past the marker of, about everybody's rows; of the others a third, once.

    `all_of_it`: also as fragments, forms about the rows of others, the pages of one's own account, and
    every other route.
    """
    turn = EVERYBODY.index(reader)
    for number, route in enumerate(routes()):
        asked = may_ask(reader, route)
        if not asked and not all_of_it and number % 3 != turn % 3:
            continue  # What somebody is refused is the same page each time (`test_roles.py`).
        for relation, address in route.addresses(world):
            if not asked and relation != Relation.OWN:
                continue
            if not all_of_it and (route.route.startswith("konto/") or relation in FAR):
                continue
            if "GET" in route.methods:
                yield Request("GET", route, relation, address)
            if "GET" in route.methods and all_of_it:
                yield Request("GET", route, relation, address, "fragment", headers={"HX-Request": "true"})
            if "POST" in route.methods and (all_of_it or (asked and _is_sent(route, relation))):
                yield Request("POST", route, relation, address, "nothing", data={})


def _is_sent(route: Route, relation: Relation) -> bool:
    """Whether a form is sent where not every one is: about one's own case, and whom one shouldn't see."""
    return relation in {Relation.OWN, Relation.PROTECTED} or "GET" not in route.methods


def may_ask(reader: Reader, route: Route) -> bool:
    """Whether the marker of a route lets a reader past."""
    return holds(Part(_HOLDS_AS.get(reader, reader)), route.mark)


def searches(words: Mapping[str, str], *, all_of_it: bool) -> Iterator[Request]:
    """The list as a whole and searched: `words` by what each is. `all_of_it`: each as a fragment as well."""
    (route,) = (route for route in routes() if str(route) == LIST)
    everybody = {"whose": "all", "standing": "all"}
    yield Request("GET", route, Relation.OWN, f"{LIST}?whose=all&standing=all", "all")
    for note, q in {"all": "", **words}.items():
        for headers in (None, {"HX-Request": "true"}) if all_of_it or note == "all" else (None,):
            yield Request("POST", route, Relation.OWN, LIST, note, {**everybody, "q": q}, headers)


type Forms = dict[str, dict[str, Any]]
"""What a page's form sends, by what is filled in."""


def reap(
    client: Client,
    request: Request,
    *,
    forms: Forms | None = None,
    followed: set[str] | None = None,
    alone: bool = False,
) -> Iterator[Reaped]:
    """Ask, and gather the answer with all that it left behind; then take that back.

    `forms` is filled with the page's form as it is shown, and with nonsense in each of its fields.
    `followed`: where accepted forms led before; what it holds already isn't opened once more.
    `alone`: what the reader is told, and nothing of what it left behind.
    """
    client.raise_request_exception = False
    cookies = client.cookies.copy()
    with taken_back():
        before = _written()
        answer = _ask(client, request)
        if forms is not None and shows_forms(request):
            forms |= _forms_of(answer)
        yield from _told(request, answer)
        yield from () if alone else _left(request, before)
        yield from _after(client, request, answer, set() if followed is None else followed)
    client.cookies.clear()
    client.cookies.update(cookies)


def reap_forms(
    client: Client, request: Request, forms: Forms, *, followed: set[str] | None, all_of_it: bool
) -> Iterator[Reaped]:
    """Send the forms that a request showed."""
    if all_of_it or _is_sent(request.route, request.relation):
        for note, data in forms.items():
            sent = Request("POST", request.route, request.relation, request.address, note, data)
            yield from reap(client, sent, followed=followed)


def shows_forms(request: Request) -> bool:
    """Whether it is about a page whose forms are sent."""
    return request.method == "GET" and not request.note and "POST" in request.route.methods


def _ask(client: Client, request: Request) -> HttpResponse:
    if request.method == "GET":
        answer = client.get(request.address, headers=dict(request.headers or {}))
    else:
        answer = client.post(request.address, dict(request.data or {}), headers=dict(request.headers or {}))
    return answer  # type: ignore[return-value]  # the test client's is one


def _told(request: Request, answer: HttpResponse) -> Iterator[Reaped]:
    yield Reaped(request, "answer", text_of(answer))
    told = getattr(getattr(answer, "wsgi_request", None), "_messages", None)
    if told is not None:
        yield Reaped(request, "message", " ".join(str(one) for one in get_messages(answer.wsgi_request)))  # type: ignore[attr-defined]  # of the test client


def _written() -> tuple[int, int]:
    """How far the log goes, and how many letters were sent."""
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return last or 0, len(mail.outbox)


def _left(request: Request, before: tuple[int, int]) -> Iterator[Reaped]:
    last, sent = before
    yield Reaped(request, "session", _sessions())
    events = AuditEvent.objects.filter(sequence__gt=last)
    yield Reaped(request, "audit log", " ".join(str(list(values)) for values in events.values_list()))
    yield Reaped(request, "mail", " ".join(letter.message().as_string() for letter in mail.outbox[sent:]))


def _after(client: Client, request: Request, answer: HttpResponse, followed: set[str]) -> Iterator[Reaped]:
    """The page that a form that was accepted leads to."""
    address = answer.headers.get("Location", "").partition("#")[0]
    if answer.status_code == 302 and request.method == "POST" and address not in followed:
        followed.add(address)
        there = Request("GET", _route_of(address), request.relation, address, f"after {request}")
        yield Reaped(there, "answer", text_of(client.get(address)))  # type: ignore[arg-type]  # the test client's is one


def _forms_of(answer: HttpResponse) -> Forms:
    context = getattr(answer, "context", None) if answer.status_code == 200 else None
    form = context.get("form") if context else None
    if form is None:
        return {}
    return {"as shown": shown(form), "nonsense": dict.fromkeys(form.fields, NONSENSE)}


def _route_of(address: str) -> Route:
    found = resolve(address.partition("?")[0])
    return next(route for route in routes() if route.route == found.route)


def text_of(answer: HttpResponse) -> str:
    """Status, headers, cookies and body; of what is packed, what is in it as well."""
    body = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    head = [str(answer.status_code), *(f"{name}: {value}" for name, value in answer.headers.items())]
    text = body.decode(errors="replace")
    if body.startswith(b"%PDF"):
        # What it reads as: fonts hold the second of their embedding, which changes bytes and length.
        text = text_of_pdf(body)
        head = [line for line in head if not line.startswith("Content-Length")]
    if body.startswith(b"PK"):
        text += text_of_zip(body)
    return "\n".join([*head, answer.cookies.output(), text])


def text_of_zip(content: bytes) -> str:
    """All that a workbook, or whatever else is packed, holds: names of its parts and what is in them."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(name + packed.read(name).decode(errors="replace") for name in packed.namelist())


def _sessions() -> str:
    """Every session as it is stored, and what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM django_session")
        raw = str(cursor.fetchall())
    return raw + str([session.get_decoded() for session in Session.objects.all()])


# What differs between any two answers: tokens, signatures, challenges, new codes, ids of rows to be made,
# seconds.
_CHANGING: Final = re.compile(
    r'(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])|name="key" value="[-0-9a-f]{36}"'
    r"|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}|<code>\d{8}</code>"
    # When a signed text was signed, and the signature, which goes with it.
    r"|(?<=:)[0-9A-Za-z]{6}:[\w-]{43}(?![\w-])"
    r'|\d\d:\d\d(:\d\d)?|<script id="passkey_options".*?</script>'
)
# A session is written, and its cookie sent, once a minute: whether now says nothing.
_COOKIE: Final = re.compile(r"Set-Cookie: [^\r\n]*")
_EMPTY_LINES: Final = re.compile(r"(?:\r?\n)+")


def settled(text: str) -> str:
    """A text without what differs between any two answers."""
    return _CHANGING.sub("*", _EMPTY_LINES.sub("\n", _COOKIE.sub("", text))).strip()
