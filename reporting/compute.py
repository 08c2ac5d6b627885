"""From facts to figures: one pass over the participants, then every indicator of a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError

from projects.bands import AgeBand, parse_band
from projects.calendar import OUTSIDE, UNKNOWN, labelled_bands
from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import Case, Group, Indicator, IndicatorSet, Side
from reporting.catalogue.participation import Participation
from reporting.definitions import Definition, age_bands, definitions_of, own_income, work_min_hours
from reporting.facts import GENDERS, GoalFacts, ProjectFacts, Window
from reporting.known import known_on
from reporting.stats import Audience, Kind, Stat, merged

if TYPE_CHECKING:
    from reporting.quality import Gap

type Key = tuple[str | None, str | None, str | None]
type Cells = Mapping[Key, Stat]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by gender, age and group, in the order of the axes; None on an axis that isn't split.

    Cells that nothing falls in aren't there. `genders`, `ages` and `groups` are the whole axes, "outside"
    and "unknown" included; an axis that isn't split is empty.
    """

    kind: Kind
    genders: tuple[str, ...]
    ages: tuple[str, ...]
    groups: tuple[Group, ...]
    cells: Cells
    _margins: dict[Key, list[Stat]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def over(self, *, gender: str | None = None, age: str | None = None, group: str | None = None) -> Stat:
        """One statistic over all cells that match; an axis not named is summed over. None match: empty."""
        if not self._margins:
            self._sort_out()
        return merged(self.kind, self._margins.get((gender, age, group), ()))

    def _sort_out(self) -> None:
        """Put each cell under every place that it is a part of: a page asks for all of them."""
        for (gender, age, group), stat in self.cells.items():
            for place in product({None, gender}, {None, age}, {None, group}):
                self._margins.setdefault(place, []).append(stat)

    @property
    def total(self) -> Stat:
        """Over all cells."""
        return self.over()


class Frame(NamedTuple):
    """What the tables of a set have in common: facts known on as of, the window, the age bands."""

    facts: ProjectFacts
    window: Window
    ages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideTable:
    """A table beside an indicator's own."""

    side: Side
    table: Table


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of the project's, and what came out of what it is about. `group` is a code of the table's."""

    gender: str | None
    age: str | None
    group: str | None
    value: Decimal
    outcome: Stat


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's number with all that belongs to it. The list behind it is `counted`.

    `recorded`: whether the project records what it needs. What isn't has no cases, and 0 isn't its number.
    Figures that were kept (`reporting.kept`) have their cells alone, and no cases.
    """

    indicator: Indicator
    table: Table
    sides: tuple[SideTable, ...]
    target: Decimal | None
    targets: tuple[Target, ...]
    cases: tuple[Case, ...]
    recorded: bool = True

    @property
    def counted(self) -> tuple[Case, ...]:
        """The cases that the number counts; for a share its numerator."""
        return tuple(case for case in self.cases if case.counted)

    @property
    def not_counted(self) -> tuple[Case, ...]:
        """All others, each with its reason."""
        return tuple(case for case in self.cases if not case.counted)

    def side(self, name: str) -> Table:
        """The side table of this name."""
        return next(side.table for side in self.sides if side.side.name == name)


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole set for a project and a window, with the definitions that were used.

    `facts` are those known on the as-of day, from which the figures were made; those for outside hold none,
    those that were kept the project's own without its participants.
    `quality`: what was open or accepted in them; None where nobody has looked (`reporting.quality`).
    """

    project: str
    indicator_set: IndicatorSet
    window: Window
    age_bands: tuple[str, ...]
    work_min_hours: Decimal | None
    definitions: tuple[Definition, ...]
    facts: ProjectFacts
    figures: tuple[Figure, ...]
    audience: Audience = Audience.INSIDE
    quality: tuple[Gap, ...] | None = None

    def __getitem__(self, code: str) -> Figure:
        """The figure of an indicator. Raises KeyError for a code that isn't in the set."""
        for figure in self.figures:
            if figure.indicator.code == code:
                return figure
        raise KeyError(code)


def compute(facts: ProjectFacts, indicator_set: str, window: Window) -> Figures:
    """The figures of a set as they stood on the window's as of, from facts of any date.

    The project's own age bands and least hours replace the set's where it has any, and the set lets it.
    Raises KeyError for a set that isn't in the catalogue.
    """
    chosen = CATALOGUE[indicator_set]
    known = known_on(facts, window.as_of)
    people = participations(known, chosen, window.as_of)

    frame = Frame(known, window, age_labels(known, chosen))

    def figure(indicator: Indicator) -> Figure:
        cases = tuple(indicator.cases(people, known, window)) if is_recorded(indicator, known) else ()
        return figure_of(indicator, frame, [cells_of(part, cases) for part in parts(indicator)], cases)

    return figures_of(known, chosen, window, [figure(indicator) for indicator in chosen.indicators])


def figures_of(
    facts: ProjectFacts, chosen: IndicatorSet, window: Window, figures: Iterable[Figure]
) -> Figures:
    """A set's figures with the definitions that apply; `facts` are those known on as of."""
    return Figures(
        project=facts.name,
        indicator_set=chosen,
        window=window,
        age_bands=age_labels(facts, chosen),
        work_min_hours=work_min_hours(facts, chosen),
        definitions=definitions_of(facts, chosen),
        facts=facts,
        figures=tuple(figures),
    )


def age_labels(facts: ProjectFacts, chosen: IndicatorSet) -> tuple[str, ...]:
    """The age bands that apply, as they are written."""
    return tuple(label for label, _band in labelled_bands(age_bands(facts, chosen)))


def participations(facts: ProjectFacts, chosen: IndicatorSet, as_of: date) -> list[Participation]:
    """Everybody in facts known on `as_of`, as a set looks at them."""
    bands, hours = labelled_bands(age_bands(facts, chosen)), work_min_hours(facts, chosen)
    income = own_income(facts)
    return [Participation(person, as_of, bands, hours, income) for person in facts.participants]


def parts(indicator: Indicator) -> tuple[Indicator | Side, ...]:
    """What has a table of its own: the indicator first, then those beside it."""
    return indicator, *indicator.sides


def is_recorded(indicator: Indicator, facts: ProjectFacts) -> bool:
    """Whether the project records what the indicator needs."""
    return indicator.recorded is None or indicator.recorded(facts)


def cells_of(part: Indicator | Side, cases: Iterable[Case]) -> Cells:
    """The cells of a table from the cases; those that nothing falls in aren't there."""
    by_gender, by_age, by_group = "gender" in part.splits, "age" in part.splits, part.groups is not None
    pieces = part.pieces
    found: dict[Key, list[Stat]] = {}
    for case in cases:
        for group, stat in pieces(case):
            key = (
                case.gender if by_gender else None,
                case.age if by_age else None,
                group if by_group else None,
            )
            found.setdefault(key, []).append(stat)
    summed = {key: merged(part.kind, stats) for key, stats in found.items()}
    return {key: stat for key, stat in summed.items() if not stat.empty}


def figure_of(
    indicator: Indicator, frame: Frame, cells: Sequence[Cells], cases: tuple[Case, ...] = ()
) -> Figure:
    """An indicator's figure from the cells of its `parts`, with targets and the axes in their order."""
    main, *beside = (_table(part, found, frame) for part, found in zip(parts(indicator), cells, strict=True))
    goals = _goals(indicator, frame.facts)
    return Figure(
        indicator=indicator,
        table=main,
        sides=tuple(map(SideTable, indicator.sides, beside)),
        target=next((goal.value for goal in goals if _is_total(goal)), None),
        targets=tuple(_target(goal, main) for goal in goals if not _is_total(goal)),
        cases=cases,
        recorded=is_recorded(indicator, frame.facts),
    )


def _table(part: Indicator | Side, cells: Cells, frame: Frame) -> Table:
    genders = GENDERS if "gender" in part.splits else ()
    ages = (*frame.ages, OUTSIDE, UNKNOWN) if "age" in part.splits else ()
    groups = part.groups(frame.facts, frame.window) if part.groups else ()
    order = [
        {place: position for position, place in enumerate(axis)}
        for axis in (genders, ages, tuple(group.code for group in groups))
    ]

    def position(key: Key) -> tuple[int, ...]:
        return tuple(
            places[place] if place is not None else 0 for places, place in zip(order, key, strict=True)
        )

    return Table(part.kind, genders, ages, groups, {key: cells[key] for key in sorted(cells, key=position)})


def _goals(indicator: Indicator, facts: ProjectFacts) -> list[GoalFacts]:
    """The project's goals, and what it plans elsewhere for places that have no goal."""
    goals = [goal for goal in facts.goals if goal.indicator == indicator.code]
    taken = {_place(goal) for goal in goals}
    planned = indicator.planned(facts) if indicator.planned else ()
    return [*goals, *(goal for goal in planned if _place(goal) not in taken)]


def _place(goal: GoalFacts) -> tuple[str, str, str]:
    return goal.gender, goal.age_band, goal.group.casefold()


def _is_total(goal: GoalFacts) -> bool:
    return not (goal.gender or goal.age_band or goal.group)


def _target(goal: GoalFacts, table: Table) -> Target:
    """A goal for a part. A group is named by its word, as in files; what the table lacks came to nothing.

    What came of a group is what came of it and of the groups that are parts of it.
    """
    gender = goal.gender or None
    age = next((age for age in table.ages if _same_band(age, goal.age_band)), goal.age_band) or None
    codes = {group.word.casefold(): group.code for group in table.groups}
    group = codes.get(goal.group.casefold(), goal.group) or None
    outcome = merged(
        table.kind,
        (table.over(gender=gender, age=age, group=one) for one in with_parts(group, table.groups)),
    )
    return Target(gender, age, group, goal.value, outcome)


def with_parts(group: str | None, groups: tuple[Group, ...]) -> list[str | None]:
    """A group with all that are parts of it, however far down; None, over all groups, alone."""
    found = [group]
    for code in found:
        if code is not None:
            found += [one.code for one in groups if one.parent == code and one.code not in found]
    return found


def _same_band(one: str, other: str) -> bool:
    """Bands are the same however they are written: `55+`, `55 +`; `<25`, `0-24`; `16-24`, `16–24`."""
    return _band(one) == _band(other)


def _band(text: str) -> AgeBand | str:
    """What isn't a band, as "outside", is only the same as itself."""
    try:
        return parse_band(text)
    except ValidationError:
        return text
