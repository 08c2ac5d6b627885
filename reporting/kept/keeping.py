"""Figures from what is kept, judging again only those who changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import IndicatorSet
from reporting.catalogue.participation import Participation
from reporting.compute import Figures, Frame, age_labels, figure_of, figures_of, participations
from reporting.facts import ProjectFacts, Window
from reporting.frozen import from_json, to_json
from reporting.kept import store
from reporting.kept.pieces import Added, People, Sums, summed, taken_apart
from reporting.kept.store import Asked, Kept, Made, Parts
from reporting.known import known_on
from reporting.loading import Changed, load_changed, load_facts
from reporting.stats import Stat

PROJECTS_AT_ONCE = 50
PERSONS_AT_ONCE = 1_000
"""At most so many of either are loaded and judged together, hence held in memory."""


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
    batches = _together([(one, found[one.project]) for one in every if one.project in found])
    judged: dict[int, Ready | None] = {}
    for one in every:
        kept = found.get(one.project)
        if kept is None or kept.everybody:
            yield _anew(chosen, one, at=at)
        elif not kept.persons:
            yield Ready(chosen, one.window, kept.sums(chosen), partial(unpacked, kept.frame))
        else:
            if one.project not in judged:
                judged = _of_changed(chosen, next(batches), at=at)
            yield judged[one.project] or _anew(chosen, one, at=at)


def _anew(chosen: IndicatorSet, asked: Asked, *, at: dt.datetime) -> Ready:
    """Judge everybody, and keep it."""
    # First what is visible, then what is read: what is written in between is noted as later than seen.
    seen = store.snapshot()
    known, sums, added = _judged(chosen, asked)
    frame = frame_of(known)
    made = Made(sums.as_json(), {person: one.as_json() for person, one in added.items()}, frame)
    store.keep(store.figures_of(chosen.code), asked, made, seen=seen, at=at)
    return Ready(chosen, asked.window, sums, partial(unpacked, frame))


def _together(found: Iterable[tuple[Asked, Kept]]) -> Iterator[dict[Asked, int]]:
    """Projects of which a few persons have changed, with the key of what is kept.

    In batches, which bound what is loaded at once.
    """
    batch: dict[Asked, int] = {}
    persons = 0
    for asked, kept in found:
        if kept.everybody or not kept.persons:
            continue
        if batch and (len(batch) == PROJECTS_AT_ONCE or persons + len(kept.persons) > PERSONS_AT_ONCE):
            yield batch
            batch, persons = {}, 0
        batch[asked] = kept.key
        persons += len(kept.persons)
    if batch:
        yield batch


@transaction.atomic
def _of_changed(
    chosen: IndicatorSet, batch: Mapping[Asked, int], *, at: dt.datetime
) -> dict[int, Ready | None]:
    """Judge those who changed since what has these keys, and keep it; by project.

    None where everybody must be judged.
    """
    # Another process may be doing the same: what it leaves is looked at anew.
    locked = store.lock(batch.values())
    found = store.look(store.figures_of(chosen.code), list(batch), at=at)
    changed: dict[Asked, tuple[Kept, ProjectFacts]] = {}
    for one in batch:
        kept = found.get(one.project)
        if kept is not None and kept.key in locked and not kept.everybody:
            changed[one] = kept, unpacked(kept.frame)
    added = _judged_again(chosen, changed)
    parts = store.people_of(kept for kept, _project in changed.values())
    ready: dict[int, Ready | None] = dict.fromkeys(one.project for one in batch)
    made = []
    for one, (kept, project) in changed.items():
        sums = _replaced(chosen, kept, added[one.project], parts)
        if sums is not None:
            made.append((kept, sums.as_json()))
            ready[one.project] = Ready(chosen, one.window, sums, partial(_itself, project))
    store.put_back(made, parts, at=at)
    return ready


def _replaced(chosen: IndicatorSet, kept: Kept, added: People, parts: Parts) -> Sums | None:
    """The cells with what those who changed add now in the place of what they added, and so the parts.

    None, and nothing replaced, where companies or occasions must be counted again.
    """
    before = {person: parts[kept.place(person)].get(str(person)) for person in kept.persons}
    old = {person: Added.from_json(row) for person, row in before.items() if row}
    if any(_mark(old.get(person)) != _mark(added.get(person)) for person in kept.persons):
        return None
    sums = kept.sums(chosen)
    for person in kept.persons:
        theirs = parts[kept.place(person)]
        if person in old:
            sums.take(old[person])
            del theirs[str(person)]
        if person in added:
            sums.add(added[person])
            theirs[str(person)] = added[person].as_json()
    return sums


def _mark(added: Added | None) -> str:
    return added.mark if added else ""


def _judged(chosen: IndicatorSet, asked: Asked) -> tuple[ProjectFacts, Sums, People]:
    """All facts that the set reads, known on as of; the cells, and what each person adds to them."""
    # The project as it is now, which may not be what was read when the page was asked for.
    (project,) = Project.objects.filter(pk=asked.project)
    facts = load_facts(project, kinds=chosen.kinds(project.participant_min_hours))
    known, people, added = _apart(chosen, facts, asked.window)
    return known, summed(chosen, added, people, known, asked.window), added


def _judged_again(
    chosen: IndicatorSet, changed: Mapping[Asked, tuple[Kept, ProjectFacts]]
) -> dict[int, People]:
    """What each person who changed adds, by project; these are as they were when the rest was judged."""
    alike: dict[frozenset[str], dict[int, Changed]] = {}
    for one, (kept, project) in changed.items():
        kinds = chosen.of_persons(project.participant_min_hours)
        alike.setdefault(kinds, {})[one.project] = project, kept.persons
    facts: dict[int, ProjectFacts] = {}
    for kinds, those in alike.items():
        facts |= load_changed(those, kinds=kinds)
    return {one.project: _apart(chosen, facts[one.project], one.window)[2] for one in changed}


def _apart(
    chosen: IndicatorSet, facts: ProjectFacts, window: Window
) -> tuple[ProjectFacts, list[Participation], People]:
    """The facts known on as of, the participants as the set looks at them, and what each of them adds."""
    known = known_on(facts, window.as_of)
    people = participations(known, chosen, window.as_of)
    return known, people, taken_apart(chosen, people, known, window)


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
