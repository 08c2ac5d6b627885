"""What is missing or contradictory in a project, kept ready as its figures are.

Settling whatever isn't known, in every way, takes seconds for two thousand participants. What is found of
one of them follows from that person's facts and the project's, so that only who has changed is asked anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import ProjectFacts, Window
from reporting.kept import store
from reporting.kept.keeping import frame_of, unpacked
from reporting.kept.store import Asked, Made
from reporting.loading import KINDS, load_changed, load_facts
from reporting.quality import Finding, findings, over_sets

type Rows = dict[str, list[list[Any]]]


def kept_findings(project: Project, window: Window, *, at: dt.datetime) -> list[Finding]:
    """What is found in all the project's sets, the worst first; of what is accepted nothing is said.

    `at` is the moment of asking.
    """
    asked = Asked(project.pk, window)
    sets = _sets(asked)
    together = [code for code in sets if CATALOGUE[code].person_by_person]
    # As of figures (`keeping.ready_figures`).
    if not together or store.within_a_transaction():
        return _found(load_facts(project), sets, window)
    found = [_read(_rows_of(asked, at=at))]
    if apart := [code for code in sets if code not in together]:
        found.append(_found(load_facts(project), apart, window))
    return over_sets(found)


def _rows_of(asked: Asked, *, at: dt.datetime) -> Rows:
    kept = store.look(store.findings(), [asked], at=at).get(asked.project)
    if kept is None or kept.everybody:
        return _anew(asked, at=at)
    if not kept.persons:
        return kept.rows()
    rows = _of_changed(asked, kept.key, at=at)
    return _anew(asked, at=at) if rows is None else rows


def _anew(asked: Asked, *, at: dt.datetime) -> Rows:
    """Ask about everybody, and keep it."""
    # First what is visible, then what is read, as of figures.
    seen = store.snapshot()
    facts = load_facts(Project.objects.get(pk=asked.project))
    rows = _rows(facts, asked)
    store.keep(store.findings(), asked, Made(rows, {}, frame_of(facts)), seen=seen, at=at)
    return rows


@transaction.atomic
def _of_changed(asked: Asked, key: int, *, at: dt.datetime) -> Rows | None:
    """Ask about those who changed, and keep it; None when everybody must be asked about."""
    # As of figures, another process may be doing the same.
    if not store.lock([key]):
        return None
    kept = store.look(store.findings(), [asked], at=at).get(asked.project)
    if kept is None or kept.everybody:
        return None
    changed = {asked.project: (unpacked(kept.frame), kept.persons)}
    facts = load_changed(changed, kinds=KINDS)[asked.project]
    rows = kept.rows()
    for person in kept.persons:
        rows.pop(str(person), None)
    rows |= _rows(facts, asked)
    store.put_back([(kept, rows)], {}, at=at)
    return rows


def _sets(asked: Asked) -> list[str]:
    """The project's sets as they are now, which may not be as they were when the page was asked for."""
    (codes,) = Project.objects.filter(pk=asked.project).values_list("indicator_sets", flat=True)
    return [code for code in codes if code in CATALOGUE]


def _found(facts: ProjectFacts, sets: Iterable[str], window: Window) -> list[Finding]:
    return over_sets(findings(compute(facts, code, window)) for code in sets)


def _rows(facts: ProjectFacts, asked: Asked) -> Rows:
    """What is found, as a row holds it: by person."""
    together = [code for code in _sets(asked) if CATALOGUE[code].person_by_person]
    rows: Rows = {}
    for one in _found(facts, together, asked.window):
        told = [one.check, one.on.isoformat(), one.numbers, one.splits]
        rows.setdefault(str(one.key), []).append(told)
    return rows


def _read(rows: Rows) -> list[Finding]:
    return [
        Finding(int(person), check, dt.date.fromisoformat(on), tuple(numbers), tuple(splits))
        for person, told in rows.items()
        for check, on, numbers, splits in told
    ]
