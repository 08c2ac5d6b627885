"""A plan held against itself: the parts of a target that is a sum must not contradict the whole.

The seeds hold a plan whose parts sum to 61 356 beside a stated 61 270, and nobody can say any more which is
right. What contradicts itself is therefore refused where it is entered, and in no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple, Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projects.codes import Gender

# Shares, means and differences are no sums: theirs of the parts say nothing of the whole. A test holds the
# catalogue's shares and means against these.
NO_SUMS: Final = frozenset({"K2", "K3", "K8", "L1", "L9", "S6", "S7", "V2", "X2", "X4"})
# The numbers planned with the target groups are goals of this indicator (reporting/catalogue/navigator.py).
BY_TARGET_GROUP: Final = "K1"
_BOTH: Final = frozenset({Gender.WOMAN, Gender.MAN})


class Aimed(Protocol):
    """A target: of the whole ("" on all three), or of a part."""

    @property
    def indicator(self) -> str:
        """The indicator's code."""

    @property
    def value(self) -> Decimal:
        """What is planned."""

    @property
    def gender(self) -> str:
        """A code of `Gender`."""

    @property
    def age_band(self) -> str:
        """As the project writes it."""

    @property
    def group(self) -> str:
        """A word as the report prints it."""


class Grouped(Protocol):
    """A target group: the number planned, and the name of the group above."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def target(self) -> int | None:
        """How many are planned, None: not said."""

    @property
    def parent(self) -> str:
        """The name of the group above, "" for none."""


class Place(NamedTuple):
    """What a target is about."""

    gender: str = ""
    age_band: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A whole and its parts that can't both be right."""

    indicator: str
    place: Place
    stated: Decimal
    parts: Decimal

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, with both sums."""
        said = {"code": self.indicator, "parts": _number(self.parts), "stated": _number(self.stated)}
        return (
            _("The parts of %(code)s sum to %(parts)s, but the whole says %(stated)s. Correct one of them.")
            % said
        )


def contradictions(goals: Iterable[Aimed], groups: Sequence[Grouped] = ()) -> Iterator[Contradiction]:
    """Every whole of the plan that its parts contradict.

    Women and men are the whole, and so are all target groups that lie below no other: their sum must be the
    number stated. Age bands leave those outside them out, and what is planned for one indicator isn't held
    against another's: several may be reached by the same person, or by nobody.
    """
    held: dict[str, dict[Place, Decimal]] = {}
    for goal in goals:
        place = Place(goal.gender, goal.age_band, goal.group.casefold())
        held.setdefault(goal.indicator, {})[place] = goal.value
    for group in groups:
        if group.target is not None:
            place = Place(group=group.name.casefold())
            held.setdefault(BY_TARGET_GROUP, {}).setdefault(place, Decimal(group.target))
    uppermost = frozenset(group.name.casefold() for group in groups if not group.parent)
    for code, stated in held.items():
        if code not in NO_SUMS:
            whole_groups = uppermost if code == BY_TARGET_GROUP else frozenset()
            yield from _of_one(code, stated, whole_groups)


def _of_one(code: str, stated: Mapping[Place, Decimal], groups: frozenset[str]) -> Iterator[Contradiction]:
    for place, whole in stated.items():
        for axis, full in (("gender", _BOTH), ("group", groups)):
            if getattr(place, axis) or not full:
                continue
            parts = {
                getattr(part, axis): value
                for part, value in stated.items()
                if getattr(part, axis) and part._replace(**{axis: ""}) == place
            }
            if axis == "group":
                parts = {name: value for name, value in parts.items() if name in full}
            together = sum(parts.values(), Decimal(0))
            if full <= parts.keys() and together != whole:
                yield Contradiction(code, place, whole, together)


def _number(value: Decimal) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return str(number_format(value, decimal_pos=places, force_grouping=True))
