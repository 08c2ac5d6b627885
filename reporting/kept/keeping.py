"""Figures from what is kept, judging again only those who changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import IndicatorSet
from reporting.compute import Figures, Frame, age_labels, figure_of, figures_of, participations
from reporting.facts import ProjectFacts, Window
from reporting.frozen import from_json, to_json
from reporting.kept import store
from reporting.kept.pieces import Added, People, Sums, summed, taken_apart
from reporting.kept.store import Asked, Made
from reporting.known import known_on
from reporting.loading import load_changed, load_facts
from reporting.stats import Stat

TOO_MANY = 200
"""Of so many changed persons it is as well to judge everybody."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A set of a project's, ready to be laid out or added to that of others.

    `facts` gives those of the project itself; of its participants only where nothing could be kept.
    """

    chosen: IndicatorSet
    window: Window
    sums: Sums
    facts: Callable[[], ProjectFacts]

    def total(self, position: int) -> Stat:
        """The number of the indicator at this position in the set."""
        return self.sums.total(position)

    def figures(self) -> Figures:
        """The figures, without cases."""
        facts = self.facts()
        frame = Frame(facts, self.window, age_labels(facts, self.chosen))
        figures = [
            figure_of(indicator, frame, cells)
            for indicator, cells in zip(self.chosen.indicators, self.sums.cells(), strict=True)
        ]
        return figures_of(facts, self.chosen, self.window, figures)


def kept_figures(project: Project, indicator_set: str, window: Window, *, at: dt.datetime) -> Figures:
    """The figures of a set, equal in every cell to those computed from all facts, without their cases.

    Raises KeyError for a set that isn't in the catalogue. `at` is the moment of asking.
    """
    (ready,) = ready_figures([(project, window)], indicator_set, at=at)
    return ready.figures()


def ready_figures(
    asked: Sequence[tuple[Project, Window]], indicator_set: str, *, at: dt.datetime
) -> Iterator[Ready]:
    """A set of each of the projects, in their order; a single query where nothing has changed.

    Raises KeyError for a set that isn't in the catalogue.
    """
    chosen = CATALOGUE[indicator_set]
    every = [Asked(project.pk, window) for project, window in asked]
    # A transaction's own writes before and after it keeps something can't be told apart: it keeps nothing.
    if not chosen.person_by_person or store.within_a_transaction():
        for one in every:
            known, sums, _added = _judged(chosen, one)
            yield Ready(chosen, one.window, sums, partial(_itself, known))
        return
    found = store.look(store.figures_of(chosen.code), every, at=at)
    for one in every:
        kept = found.get(one.project)
        if kept is None or kept.changed is None:
            yield _anew(chosen, one, at=at)
        elif kept.changed:
            yield _of_changed(chosen, one, kept.key, at=at) or _anew(chosen, one, at=at)
        else:
            yield Ready(chosen, one.window, kept.sums(chosen), partial(unpacked, kept.frame))


def _anew(chosen: IndicatorSet, asked: Asked, *, at: dt.datetime) -> Ready:
    """Judge everybody, and keep it."""
    # First what is visible, then what is read: what is written in between is noted as later than seen.
    seen = store.snapshot()
    known, sums, added = _judged(chosen, asked)
    frame = frame_of(known)
    made = Made(sums.as_json(), {person: one.as_json() for person, one in added.items()}, frame)
    store.keep(store.figures_of(chosen.code), asked, made, seen=seen, at=at)
    return Ready(chosen, asked.window, sums, partial(unpacked, frame))


@transaction.atomic
def _of_changed(chosen: IndicatorSet, asked: Asked, key: int, *, at: dt.datetime) -> Ready | None:
    """Judge those who changed since what has this key, and keep it; None when everybody must be judged."""
    # Another process may be doing the same: what it leaves is looked at anew.
    if not store.lock(key):
        return None
    kept = store.look(store.figures_of(chosen.code), [asked], at=at).get(asked.project)
    if kept is None or kept.changed is None or len(kept.changed) > TOO_MANY:
        return None
    project = unpacked(kept.frame)
    added = _judged_again(chosen, asked, project, kept.changed)
    sums, parts = kept.sums(chosen), store.people_of(kept.key, kept.changed)
    for person in kept.changed:
        theirs = parts.setdefault(person % store.PARTS, {})
        before, after = theirs.pop(str(person), None), added.get(person)
        old = Added.from_json(before) if before else None
        if (old.mark if old else "") != (after.mark if after else ""):
            return None
        if old:
            sums.take(old)
        if after:
            sums.add(after)
            theirs[str(person)] = after.as_json()
    store.put_back(kept, sums.as_json(), parts, at=at)
    return Ready(chosen, asked.window, sums, partial(_itself, project))


def _judged(chosen: IndicatorSet, asked: Asked) -> tuple[ProjectFacts, Sums, People]:
    """All facts that the set reads, known on as of; the cells, and what each person adds to them."""
    # The project as it is now, which may not be what was read when the page was asked for.
    (project,) = Project.objects.filter(pk=asked.project)
    facts = load_facts(project, kinds=chosen.kinds(project.participant_min_hours))
    known = known_on(facts, asked.window.as_of)
    people = participations(known, chosen, asked.window.as_of)
    added = taken_apart(chosen, people, known, asked.window)
    return known, summed(chosen, added, people, known, asked.window), added


def _judged_again(
    chosen: IndicatorSet, asked: Asked, project: ProjectFacts, persons: Collection[int]
) -> People:
    """What each of these persons adds; the project is as it was when the rest was judged."""
    kinds = chosen.of_persons(project.participant_min_hours)
    facts = load_changed(asked.project, project, kinds=kinds, only=persons)
    known = known_on(facts, asked.window.as_of)
    people = participations(known, chosen, asked.window.as_of)
    return taken_apart(chosen, people, known, asked.window)


def unpacked(frame: str) -> ProjectFacts:
    """The project's own facts out of a row."""
    return from_json(frame.encode())


def frame_of(facts: ProjectFacts) -> str:
    """The project's own facts alone; of the list of occupations no more than which one it is."""
    occupations = facts.occupations and replace(facts.occupations, women=())
    own = replace(
        facts, participants=(), contacts=(), needs=(), companies=(), supervisors=(), occupations=occupations
    )
    return to_json(own).decode()


def _itself(facts: ProjectFacts) -> ProjectFacts:
    return facts
