"""A report's tables as the counts, places and equations that `reporting.suppression` works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from reporting.catalogue.identities import Identity
from reporting.compute import Figure, Figures, Key, Table, with_parts
from reporting.disclosure.columns import Columns
from reporting.disclosure.equations import Equations
from reporting.disclosure.sources import AXES_PUBLISHED, SMALL, Column, Source, axes_of, is_small, sources
from reporting.stats import merged
from reporting.suppression import Place, Problem


class Tied:
    """What is published of a report, and what is known to hold of it.

    `of_key`, `of_target`: the number of each published place, of a table and of a target's outcome.
    """

    def __init__(self, figures: Figures, identities: tuple[Identity, ...]) -> None:
        self.figures = figures
        self.sources = {source.name: source for source in sources(figures)}
        self.of_key: dict[tuple[str, Key], int] = {}
        self.of_target: dict[tuple[str, int], int] = {}
        self._places: list[Place] = []
        self.columns = Columns(figures, self.sources)
        equations = Equations(self.columns, figures, identities)
        self.differences = equations.differences
        for source in self.sources.values():
            for key in self._keys(source.table):
                self._publish_key(source, key)
        for figure in figures.figures:
            self._publish_targets(figure)
        self.problem = Problem(
            counts=self.columns.counts(),
            ages=len(self.columns.ages),
            places=tuple(self._places),
            equations=tuple(equations.found),
            families=tuple(self.columns.families()),
            never=frozenset(self.columns.never),
            limits=tuple(equations.limits),
            steps=self.columns.steps(),
        )

    def _keys(self, table: Table) -> Iterable[Key]:
        """Every place of a table that pages and files print: on two axes, on one, and over all."""
        genders = [code for code in table.genders if code in self.columns.genders]
        ages = [code for code in table.ages if code in self.columns.ages]
        for key in product((None, *genders), (None, *ages), (None, *(group.code for group in table.groups))):
            if axes_of(key) <= AXES_PUBLISHED:
                yield key

    def _publish_key(self, source: Source, key: Key) -> None:
        groups = [group.code for group in source.table.groups] if key[2] is None else [key[2]]
        place = self._place(source, key, groups or [None])
        if place is not None:
            self.of_key[source.name, key] = len(self._places)
            self._places.append(place)

    def _publish_targets(self, figure: Figure) -> None:
        """What came out of a target for a part stands beside it; a group's includes those of its parts."""
        source = self.sources.get(figure.indicator.code)
        if source is None:
            return
        for position, target in enumerate(figure.targets):
            groups = with_parts(target.group, source.table.groups)
            if target.group is None:
                groups = [group.code for group in source.table.groups] or [None]
            known = {column.group for column in source.amounts}
            where = target.gender in (None, *self.columns.genders) and target.age in (
                None,
                *self.columns.ages,
            )
            if where and known.issuperset(groups):
                place = self._place(source, (target.gender, target.age, target.group), groups)
                if place is not None:
                    self.of_target[figure.indicator.code, position] = len(self._places)
                    self._places.append(place)

    def _place(self, source: Source, key: Key, groups: Sequence[str | None]) -> Place | None:
        """None where everybody knows that nobody can be: there it may say 0."""
        spots = self.columns.spots(key[0], key[1])
        if source.name in self.differences:
            return self._difference(source, key, groups)
        layers = list(dict.fromkeys(column.layer for column in source.amounts))
        numbers = [
            frozenset(
                number for group in groups for number in self.columns.of(Column(source.name, group, layer))
            )
            for layer in layers
        ]
        if len(numbers) > 1:
            numbers.append(frozenset[int]().union(*numbers))
        if all(self.columns.is_never(number, spots) for number in numbers):
            return None
        return Place(tuple(numbers), spots, self._is_small(source, key, groups), axes_of(key))

    def _is_small(self, source: Source, key: Key, groups: Sequence[str | None]) -> bool:
        stat = source.numbers.get(key)
        if stat is None or (key[2] is not None and len(groups) > 1):
            stat = merged(
                source.table.kind,
                (source.table.over(gender=key[0], age=key[1], group=group) for group in groups),
            )
        behind = {person for group in groups for person in source.behind((key[0], key[1], group))}
        return len(behind) < SMALL or is_small(stat)

    def _difference(self, source: Source, key: Key, groups: Sequence[str | None]) -> Place:
        """Women less men: small is what few are behind, be the difference itself 0."""
        behind = {person for group in groups for person in source.behind((None, None, group))}
        numbers = frozenset(
            number
            for group in groups
            for number in self.columns.of(Column(self.differences[source.name], group))
        )
        women, men = (self.columns.spots(gender, None) for gender in ("woman", "man"))
        return Place((numbers,), women, len(behind) < SMALL, axes_of(key), minus=men)
