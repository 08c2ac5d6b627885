"""The policy as the walks read it: `policy.txt`, and `accounts/access.py` for who holds which permission."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from accounts.access import PERMISSIONS_OF, Permission
from portal.access import MARK
from tests.access.routes import Route
from tests.access.world import Part, Relation

POLICY: Final = Path(__file__).parent / "policy.txt"
ROWS: Final = tuple(
    relation for relation in Relation if relation not in {Relation.ABSENT, Relation.MALFORMED}
)
GOT, GONE, REFUSED, LED_AWAY = "yes", "no", "403", "to the door"
EVERYBODY: Final = "*"


class UndecidedError(Exception):
    """The policy doesn't say who gets a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the policy: what asks for what, and what a role gets by relation."""

    asks_for: str
    about: str
    role: str
    gets: dict[Relation, str]


@cache
def read_policy() -> tuple[Line, ...]:
    """The lines of `policy.txt`."""
    found = []
    for line in POLICY.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            asks_for, about, role, *gets = line.split()
            found.append(Line(asks_for, about, role, dict(zip(ROWS, gets, strict=True))))
    return tuple(found)


def holds(part: Part, mark: Permission | str) -> bool:
    """Whether somebody has what a marker asks for: a permission, an account, the participant's link."""
    if isinstance(mark, Permission):
        return mark in PERMISSIONS_OF.get(part, frozenset())
    return mark == "public" or (mark == MARK) == (part == Part.PARTICIPANT)


class Policy:
    """Says what somebody gets of a route."""

    def __init__(self) -> None:
        self.lines = read_policy()
        self._of: dict[str, list[Line]] = {}

    def of(self, route: Route) -> list[Line]:
        """The lines about a route: those that name it, else those of what it asks for and is about."""
        if route.route not in self._of:
            self._of[route.route] = self._look_up(route)
        return self._of[route.route]

    def _look_up(self, route: Route) -> list[Line]:
        named = [line for line in self.lines if line.asks_for == str(route)]
        general = [line for line in self.lines if (line.asks_for, line.about) == (route.mark, route.about)]
        return named or general

    def expects(self, route: Route, part: Part, relation: Relation) -> str:
        """GOT, GONE, REFUSED or LED_AWAY. Raises UndecidedError."""
        if not holds(part, route.mark):
            return LED_AWAY if route.mark == MARK or part == Part.PARTICIPANT else REFUSED
        if not route.kinds and not self.of(route):
            return GOT
        if relation in {Relation.ABSENT, Relation.MALFORMED}:
            return GONE
        for role in (part, EVERYBODY):
            for line in self.of(route):
                if line.role == role:
                    return line.gets[relation]
        raise UndecidedError(
            f"{route}: what does the {part} get of each {route.about}? Add a line "
            f"“{route.mark}  {route.about}  {part}  …” to tests/access/policy.txt."
        )
