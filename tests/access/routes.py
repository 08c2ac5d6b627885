"""Every route of the site with concrete addresses: one's own row, a colleague's, a stranger's, none at all.

The suites walk the resolver, so a new route is tested as soon as it is there. What they can't know is said
here: `PARAMETERS` names the rows that an address can hold. A parameter that it doesn't know fails every
suite with the words of `UnknownParameterError`.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Final

from django.conf import settings
from django.urls import URLPattern, get_resolver

from accounts.access import ACCESS_MARK, Permission
from accounts.checks import walk
from tests.access.world import Relation, World
from tests.architecture.test_access import methods

UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

# What an address names by this parameter: a kind of row of `tests/access/world.py`.
PARAMETERS: Final[dict[str, str]] = {
    "access": "emergency_access",
    "action": "plan_action",
    "agreement": "plan_agreement",
    "assessment": "assessment",
    "attempt": "attempt",
    "bundle": "bundle",
    "company": "company",
    "condition": "condition",
    "cv_entry": "cv_entry",
    "enrolment": "enrolment",
    "episode": "episode",
    "follow_up": "follow_up",
    "goal": "plan_goal",
    "introduction": "introduction",
    "invitation": "invitation",
    "job": "job_analysis",
    "membership": "membership",
    "move": "move",
    "need": "need",
    "note": "note",
    "office": "office",
    "organisation": "organisation",
    "orphan": "orphan",
    "phase": "phase",
    "planned": "planned_support",
    "postponement": "postponement",
    "process": "supported_process",
    "project": "project",
    "referral": "referral",
    "report": "report",
    "saved_filter": "saved_filter",
    "seat": "seat",
    "series": "series",
    "session": "session",
    "share": "share",
    "standing_order": "standing_order",
    "support": "support",
    "supported_move": "supported_move",
    "told": "may_tell",
    "user": "user",
}
# The same for a parameter whose name says too little (`public_id`, `pk`), by how the route begins.
BY_ROUTE: Final[dict[str, str]] = {
    "konto/sakerhet/nycklar/": "passkey",
    "konto/sakerhet/openid/": "identity",
    "projekt/": "project",
    "rapporter/": "report",
}
# Parameters that choose among a few words and name no row.
WORDS: Final[dict[str, str]] = {
    "about": "missing",
    "after": "90-dagar",
    "check": "birth_date",
    "cv_section": "fardighet",
    "family": "jobb",
    "form": "csv",
    "provider_id": "kommunen",
    "section": "experience",
}

ABSENT: Final = {"uuid": str(uuid.UUID(int=4, version=4)), "int": "999999999"}
# None of these is an address of anything, whatever the converter; some could trip a careless one.
MALFORMED: Final = (
    "0",
    "-1",
    "None",
    "inte-ett-id",
    "00000000-0000-0000-0000-00000000000",
    "00000000-0000-0000-0000-00000000000G",
    "{00000000-0000-0000-0000-000000000000}",
    "99999999999999999999999999",
    "1%20OR%201%3D1",
    "%27%3B%20DROP%20TABLE%20accounts_user%3B--",
    "%00",
    "%0A",
    "%C3%28",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..",
    "%F0%9F%91%BB",
    "%D9%A1%D9%A2",
    "%3Cscript%3E",
    "x" * 3000,
)
_PARAMETER: Final = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


class UnknownParameterError(Exception):
    """A route has a parameter that the suites can't fill in."""

    def __init__(self, route: str, name: str) -> None:
        super().__init__(
            f"/{route}: what does <{name}> name? Add it to PARAMETERS (a row), BY_ROUTE or WORDS (one of a "
            "few words) in tests/access/routes.py; a new kind of row is made in tests/access/world.py. Then "
            "say in tests/access/policy.txt who gets it."
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of an address: the row that it names; no `kind` for one of a few words."""

    text: str
    converter: str
    name: str
    kind: str


@dataclass(frozen=True)
class Route:
    """An address of the site with its blanks, and what its view says of itself."""

    route: str
    pattern: URLPattern

    @property
    def mark(self) -> Permission | str:
        """What the view's marker asks for."""
        mark: Permission | str = getattr(self.pattern.callback, ACCESS_MARK)
        return mark

    @cached_property
    def methods(self) -> list[str]:
        """What the view answers."""
        return methods(self.pattern.callback)

    @property
    def usual_method(self) -> str:
        """How the page is opened, or what is sent where there is none to open."""
        return "GET" if "GET" in self.methods else "POST"

    @cached_property
    def parameters(self) -> list[Parameter]:
        """The blanks in order. Raises UnknownParameterError."""
        return [self._read(found) for found in _PARAMETER.finditer(self.route)]

    def _read(self, found: re.Match[str]) -> Parameter:
        name, converter = found["name"], found["converter"] or "str"
        kind = PARAMETERS.get(name, "")
        if name in {"pk", "public_id"}:
            kind = next((kind for start, kind in BY_ROUTE.items() if self.route.startswith(start)), "")
        if not kind and name not in WORDS:
            raise UnknownParameterError(self.route, name)
        return Parameter(found[0], converter, name, kind)

    @property
    def kinds(self) -> list[str]:
        """The kinds of row that the address names."""
        return [parameter.kind for parameter in self.parameters if parameter.kind]

    @property
    def about(self) -> str:
        """The kind of row that the page is about, "" for none: the last one named."""
        return self.kinds[-1] if self.kinds else ""

    def filled(self, **values: str) -> str:
        """The address with these words in its blanks."""
        address = self.route
        for parameter in self.parameters:
            address = address.replace(
                parameter.text, values.get(parameter.name, WORDS.get(parameter.name, ""))
            )
        return f"/{address}"

    def address(self, world: World, relation: Relation) -> str | None:
        """The address of that row; None where the world has none."""
        values = {}
        for parameter in self.parameters:
            if parameter.kind and (value := self._value(world, parameter, relation)) is None:
                return None
            if parameter.kind:
                values[parameter.name] = str(value)
        return self.filled(**values)

    def _value(self, world: World, parameter: Parameter, relation: Relation) -> str | None:
        if relation == Relation.ABSENT:
            return ABSENT[parameter.converter]
        row = world.row(parameter.kind, relation)
        if row is None:
            return None
        return str(row.public_id if parameter.converter == "uuid" else row.pk)  # type: ignore[attr-defined]  # rows with a uuid in their address have one

    def addresses(self, world: World) -> Iterator[tuple[Relation, str]]:
        """An address for each relation in which there is such a row, and one of none; one without blanks."""
        if not self.kinds:
            yield Relation.OWN, self.filled()
            return
        for relation in Relation:
            if relation != Relation.MALFORMED and (address := self.address(world, relation)):
                yield relation, address

    def crossed(self, world: World) -> Iterator[str]:
        """One's own row with a part of somebody else's, where an address names two."""
        rows = [parameter for parameter in self.parameters if parameter.kind]
        relations = [
            relation for relation in Relation if relation not in {Relation.ABSENT, Relation.MALFORMED}
        ]
        if len(rows) < 2:
            return
        for whose in product(relations, repeat=len(rows)):
            values = {
                parameter.name: self._value(world, parameter, relation)
                for parameter, relation in zip(rows, whose, strict=True)
            }
            if len(set(whose)) > 1 and all(values.values()):
                yield self.filled(**{name: str(value) for name, value in values.items()})

    def malformed(self, world: World) -> Iterator[str]:
        """The own address with each blank filled in badly."""
        own = {
            parameter.name: str(self._value(world, parameter, Relation.OWN))
            for parameter in self.parameters
            if parameter.kind
        }
        for parameter in self.parameters:
            for bad in MALFORMED:
                yield self.filled(**own | {parameter.name: bad})

    def __str__(self) -> str:
        return f"/{self.route}"


def routes() -> list[Route]:
    """Every route of the site, in order."""
    return list(_routes_of(settings.ROOT_URLCONF))


@cache
def _routes_of(urlconf: str) -> tuple[Route, ...]:
    found = [Route(route, pattern) for route, pattern in walk(get_resolver(urlconf).url_patterns)]
    return tuple(sorted(found, key=lambda one: one.route))
