"""What a finished report keeps of the facts that made it, so that it can be computed again to the same bytes.

The keys of persons, companies, activities and supervisors are replaced by pseudonyms: numbers that follow
from the project's own key (`reporting.pseudonyms`) and are the same in all its reports, so that two of
them can be compared, and that lead nowhere without it. docs/decisions/0015-frozen-reports.md says why.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import types
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from reporting.compute import Figures, compute
from reporting.disclosure import for_audience
from reporting.facts import (
    AcceptedFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    ContactFacts,
    EpisodeFacts,
    NeedFacts,
    ParticipantFacts,
    ProjectFacts,
    SupervisorFacts,
    Window,
)
from reporting.known import known_on
from reporting.quality import with_quality
from reporting.stats import Audience

FORMAT = 1
_PSEUDONYM_BITS = 63  # PostgreSQL's and JSON readers' whole numbers hold them

# Which field of which facts is the key of what. Each gets a pseudonym; a key that isn't here fails a test.
KEYS: dict[type, dict[str, str]] = {
    ParticipantFacts: {"key": "person"},
    EpisodeFacts: {"company": "company"},
    AttendanceFacts: {"session": "session"},
    CompanyFacts: {"key": "company"},
    SupervisorFacts: {"key": "supervisor", "company": "company"},
    ContactFacts: {"company": "company"},
    NeedFacts: {"company": "company"},
    AcceptedFacts: {"key": "person"},
}
# The sets that ask about origin and disability. Reports of the others keep nothing of them.
SETS_WITH_BACKGROUND = frozenset({"K", "E07", "E14", "E21"})

type Key = Callable[[str, int], int]
type Write = Callable[[Any], Any]
type Read = Callable[[Any], Any]


class FactsUnreadableError(Exception):
    """The stored facts aren't what was stored, or are of a later program. Says nothing of what they hold."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a finished report stores beside its figures and its file.

    `facts` as `pack` makes them; `versions` of what computed; `difference` from the report that it revises.
    """

    facts: bytes
    versions: dict[str, Any]
    difference: dict[str, Any] | None = None


def kept_facts(facts: ProjectFacts, *, indicator_set: str, as_of: date, key: bytes) -> ProjectFacts:
    """The facts that a report of a set keeps: those known on `as_of`, under pseudonyms and in their order.

    `key` is the project's. Records of one person stay in the order in which they were made, which decides
    between two of the same day.
    """
    known = known_on(facts, as_of)
    if indicator_set not in SETS_WITH_BACKGROUND:
        known = replace(known, participants=tuple(map(_without_background, known.participants)))
    hidden: ProjectFacts = _renamed(known, _pseudonyms(key))
    there = {person.key for person in hidden.participants}
    return replace(
        hidden,
        participants=tuple(sorted(hidden.participants, key=lambda person: person.key)),
        companies=tuple(sorted(hidden.companies, key=lambda company: company.key)),
        supervisors=tuple(sorted(hidden.supervisors, key=lambda supervisor: supervisor.key)),
        contacts=tuple(sorted(hidden.contacts, key=lambda contact: (contact.company, contact.on))),
        needs=tuple(sorted(hidden.needs, key=_need_order)),
        accepted=tuple(
            sorted(
                (one for one in hidden.accepted if one.key in there),
                key=lambda one: (one.key, one.check),
            )
        ),
    )


def recompute(
    facts: bytes, indicator_set: str, window: Window, audience: Audience = Audience.INSIDE
) -> Figures:
    """The figures once more, from what a report has stored, for those it was meant for.

    Those for inside say what was open in them. Raises FactsUnreadableError.
    """
    return for_audience(with_quality(compute(unpack(facts), indicator_set, window)), audience)


def pack(facts: ProjectFacts) -> bytes:
    """The facts as JSON, compressed."""
    return zlib.compress(to_json(facts))


def unpack(packed: bytes) -> ProjectFacts:
    """Facts that `pack` made. Raises FactsUnreadableError."""
    try:
        return from_json(zlib.decompress(packed))
    except zlib.error:
        raise FactsUnreadableError from None


def to_json(facts: ProjectFacts) -> bytes:
    """The facts as JSON, the same bytes each time: rows of values, and once for each kind what they are."""
    written = {
        "format": FORMAT,
        "fields": {kind.__name__: list(_hints(kind)) for kind in _kinds(ProjectFacts)},
        "facts": _writer(ProjectFacts)(facts),
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(written: bytes) -> ProjectFacts:
    """The facts that `to_json` wrote; what later programs record is at its default.

    Raises FactsUnreadableError for anything else, and for fields that this program doesn't know.
    """
    try:
        found = json.loads(written)
        if found["format"] != FORMAT:
            raise FactsUnreadableError
        facts: ProjectFacts = _Reading(found["fields"]).reader(ProjectFacts)(found["facts"])
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
        raise FactsUnreadableError from None
    return facts


def _without_background(person: ParticipantFacts) -> ParticipantFacts:
    return replace(
        person,
        enrolments=tuple(replace(stay, background=BackgroundFacts()) for stay in person.enrolments),
    )


def _need_order(need: NeedFacts) -> tuple[int, date, date]:
    return need.company, need.registered_on, need.closed_on or date.max


def _pseudonyms(key: bytes) -> Key:
    @cache
    def pseudonym(of: str, number: int) -> int:
        digest = hmac.new(key, f"{of}\x00{number}".encode(), hashlib.sha256).digest()
        return int.from_bytes(digest[:8]) >> (64 - _PSEUDONYM_BITS)

    return pseudonym


def _renamed(facts: Any, pseudonym: Key) -> Any:
    """The same facts with each key replaced, however deep it lies."""
    if isinstance(facts, tuple):
        return tuple(_renamed(one, pseudonym) for one in facts) if _holds_facts(facts) else facts
    if not is_dataclass(facts):
        return facts
    kind: Any = type(facts)
    changed = {name: _renamed(getattr(facts, name), pseudonym) for name in _deep_fields(kind)}
    for name, of in KEYS.get(kind, {}).items():
        number = getattr(facts, name)
        changed[name] = None if number is None else pseudonym(of, number)
    return replace(facts, **changed) if changed else facts  # type: ignore[type-var]  # is_dataclass says so


def _holds_facts(facts: tuple[Any, ...]) -> bool:
    return bool(facts) and is_dataclass(facts[0])


@cache
def _deep_fields(kind: type) -> tuple[str, ...]:
    """The fields that hold facts themselves."""
    return tuple(name for name, hint in _hints(kind).items() if _kinds_in(hint))


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The fields of a kind of facts in their order, each with its type."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _kinds(kind: type) -> tuple[type, ...]:
    """A kind of facts and all that it is made of, each once, by name."""
    inner = (found for hint in _hints(kind).values() for found in _kinds_in(hint))
    every = {kind, *(deeper for one in inner for deeper in _kinds(one))}
    return tuple(sorted(every, key=lambda one: one.__name__))


def _kinds_in(hint: Any) -> tuple[type, ...]:
    if isinstance(hint, type) and is_dataclass(hint):
        return (hint,)
    return tuple(kind for inner in get_args(hint) if inner is not Ellipsis for kind in _kinds_in(inner))


def _optional(hint: Any) -> Any:
    """What may be None beside it; None where the type isn't such a one."""
    if get_origin(hint) in (Union, types.UnionType):
        present = [inner for inner in get_args(hint) if inner is not type(None)]
        return present[0] if len(present) == 1 else None
    return None


@cache
def _writer(hint: Any) -> Write:
    """How a value of a type becomes JSON. Raises TypeError for a type that facts don't have."""
    if inner := _optional(hint):
        write_inner = _writer(inner)
        return lambda value: None if value is None else write_inner(value)
    if get_origin(hint) is tuple:
        return _tuple_writer(get_args(hint))
    if hint is date:
        return date.isoformat
    if hint is Decimal:
        return str
    if hint in (int, str, bool):
        return lambda value: value
    if is_dataclass(hint):
        parts = tuple((name, _writer(inner)) for name, inner in _hints(hint).items())  # type: ignore[arg-type]  # a class
        return lambda value: [write(getattr(value, name)) for name, write in parts]
    raise TypeError(f"Facts of the type {hint} can't be stored.")


def _tuple_writer(inner: tuple[Any, ...]) -> Write:
    if inner[-1] is Ellipsis:
        write = _writer(inner[0])
        return lambda value: [write(one) for one in value]
    writers = tuple(_writer(hint) for hint in inner)
    return lambda value: [write(one) for write, one in zip(writers, value, strict=True)]


class _Reading:
    """Reads rows by what the file says that their values are, which may be fewer than today's."""

    def __init__(self, named: dict[str, list[str]]) -> None:
        self._named = named
        self._readers: dict[Any, Read] = {}

    def reader(self, hint: Any) -> Read:
        """How JSON becomes a value of a type."""
        if hint not in self._readers:
            self._readers[hint] = self._made(hint)
        return self._readers[hint]

    def _made(self, hint: Any) -> Read:
        if inner := _optional(hint):
            read_inner = self.reader(inner)
            return lambda value: None if value is None else read_inner(value)
        if get_origin(hint) is tuple:
            return self._of_tuple(get_args(hint))
        if hint is date:
            return date.fromisoformat
        if hint is Decimal:
            return _decimal
        if is_dataclass(hint):
            return self._of_facts(hint)  # type: ignore[arg-type]  # a class, not one of its objects
        return lambda value: _plain(value, hint)

    def _of_tuple(self, inner: tuple[Any, ...]) -> Read:
        if inner[-1] is Ellipsis:
            read = self.reader(inner[0])
            return lambda value: tuple(read(one) for one in _plain(value, list))
        readers = tuple(self.reader(hint) for hint in inner)
        return lambda value: tuple(read(one) for read, one in zip(readers, value, strict=True))

    def _of_facts(self, kind: type) -> Read:
        hints = _hints(kind)
        parts = tuple((name, self.reader(hints[name])) for name in self._named[kind.__name__])
        return lambda value: kind(**{n: read(one) for (n, read), one in zip(parts, value, strict=True)})


def _decimal(value: Any) -> Decimal:
    return Decimal(_plain(value, str))


def _plain(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value
