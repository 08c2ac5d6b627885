"""Where kept figures lie, and whether they still hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from reporting.catalogue import CATALOGUE
from reporting.catalogue.base import IndicatorSet
from reporting.facts import Window
from reporting.kept.pieces import Sums
from reporting.models import FINDINGS, FactChange, KeptFigures, KeptPart
from reporting.versions import catalogue_version, program_version

LASTS: Final = dt.timedelta(days=1)
NOTES_LAST: Final = 3 * LASTS
"""Longer than what is kept, by more than any transaction runs: no note goes that is still needed."""
TOO_MANY: Final = 200
"""Of so many changed persons it is as well to judge everybody."""
PARTS: Final = 256
"""Enough that few others lie beside somebody who has changed, and are written again."""
_EVERYBODY: Final = 0
_OTHER_CODE: Final = ("reporting/kept", "reporting/loading")

# Notes of what kept figures don't know of. Only transactions from the snapshot's oldest on can be hidden
# from it, which is where the index begins to read.
_LATER = """FROM reporting_factchange
    WHERE (project = kept.project_id OR project IS NULL)
        AND transaction >= pg_snapshot_xmin(kept.snapshot::pg_snapshot)
        AND NOT pg_visible_in_snapshot(transaction, kept.snapshot::pg_snapshot)"""
# A note of nobody (0) touches all of the project.
_LOOK = f"""
SELECT kept.project_id, kept.id, kept.cells::text, kept.frame,
    (SELECT array_agg(DISTINCT coalesce(person, 0)) {_LATER}),
    pg_current_snapshot()::text
FROM reporting_keptfigures kept
JOIN unnest(%(projects)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(as_ofs)s::date[])
        AS asked (project_id, period_start, period_end, as_of)
    USING (project_id, period_start, period_end, as_of)
WHERE indicator_set = %(set)s AND made_by = %(made_by)s AND kept_at > %(since)s
"""  # noqa: S608  put together from what stands above
_FALLEN_BEHIND = f"""
SELECT kept.id FROM reporting_keptfigures kept
WHERE kept_at > %s AND EXISTS (SELECT {_LATER}) ORDER BY kept.id
"""  # noqa: S608  as above
_PEOPLE = """
SELECT figures_id, number, people::text
FROM reporting_keptpart JOIN unnest(%s::bigint[], %s::int[]) AS wanted (figures_id, number)
    USING (figures_id, number)
"""
_PUT_BACK = "UPDATE reporting_keptfigures SET cells = %s::json, snapshot = %s, kept_at = %s WHERE id = %s"
_PUT_PART = """
INSERT INTO reporting_keptpart (figures_id, number, people) VALUES (%s, %s, %s::json)
ON CONFLICT (figures_id, number) DO UPDATE SET people = excluded.people
"""


type Parts = dict[tuple[int, int], dict[str, Any]]
"""What persons add, by the key of the kept figures and the part's number."""


class Asked(NamedTuple):
    """A project's figures of a window."""

    project: int
    window: Window


class What(NamedTuple):
    """A set, or `FINDINGS`, and which catalogue, program and database make it.

    Snapshots of another database say nothing here.
    """

    code: str
    made_by: str


class Made(NamedTuple):
    """What is kept of a project: its cells, what each person adds to them, what is known of itself."""

    cells: Any
    people: Mapping[int, Any]
    frame: str


class Kept(NamedTuple):
    """Kept cells, and who changed since: nobody, some persons, or None for the whole project.

    `frame` is what was known of the project. `now` is the snapshot of the looking itself: what is judged
    after it belongs to it or to a later one. The cells are read when they are asked for.
    """

    key: int
    cells: str
    frame: str
    changed: frozenset[int] | None
    now: str

    @property
    def everybody(self) -> bool:
        """Whether everybody must be judged again."""
        return self.changed is None or len(self.changed) > TOO_MANY

    @property
    def persons(self) -> frozenset[int]:
        """Those who changed, where they are known."""
        return self.changed or frozenset()

    def place(self, person: int) -> tuple[int, int]:
        """Where lies what a person adds: the key of these, and the part's number."""
        return self.key, person % PARTS

    def sums(self, chosen: IndicatorSet) -> Sums:
        """The cells of the set that was asked for."""
        return Sums.from_json(chosen, json.loads(self.cells))

    def rows(self) -> dict[str, Any]:
        """Findings by person, where these were asked for."""
        rows: dict[str, Any] = json.loads(self.cells)
        return rows


def look(what: What, asked: Sequence[Asked], *, at: dt.datetime) -> dict[int, Kept]:
    """What is kept, by project, with what has been noted since; each project asked for once.

    A project isn't there when nothing is kept of it, or what is too old, or another program's.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOK,
            {
                "projects": [one.project for one in asked],
                "starts": [one.window.period_start for one in asked],
                "ends": [one.window.period_end for one in asked],
                "as_ofs": [one.window.as_of for one in asked],
                "set": what.code,
                "made_by": what.made_by,
                "since": at - LASTS,
            },
        )
        rows = cursor.fetchall()
    return {
        project: Kept(key, cells, frame, _changed(touched), now)
        for project, key, cells, frame, touched, now in rows
    }


def _changed(touched: list[int] | None) -> frozenset[int] | None:
    persons = frozenset(touched or ())
    return None if _EVERYBODY in persons else persons


def lock(keys: Collection[int]) -> set[int]:
    """Let nobody else change these kept figures until the transaction ends; which of them are still there."""
    with connection.cursor() as cursor:
        # In order, so that two who want some of the same never wait for each other.
        cursor.execute(
            "SELECT id FROM reporting_keptfigures WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(keys)]
        )
        return {key for (key,) in cursor.fetchall()}


def within_a_transaction() -> bool:
    """Whether what we write now is committed later, with whatever else is written until then."""
    return connection.in_atomic_block


def snapshot() -> str:
    """What is visible just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        text: str = cursor.fetchone()[0]
    return text


def people_of(those: Iterable[Kept]) -> Parts:
    """The parts that hold the persons who changed, whole."""
    wanted = sorted({kept.place(person) for kept in those for person in kept.persons})
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [[key for key, _part in wanted], [part for _key, part in wanted]])
        found = {(key, part): json.loads(people) for key, part, people in cursor.fetchall()}
    return {place: found.get(place, {}) for place in wanted}


def keep(what: What, asked: Asked, made: Made, *, seen: str, at: dt.datetime) -> None:
    """Keep what was made of everybody, in place of what was kept. `seen`: the snapshot before it was read."""
    parts: dict[int, dict[str, Any]] = {}
    for person, added in made.people.items():
        parts.setdefault(person % PARTS, {})[str(person)] = added
    with transaction.atomic():
        kept = KeptFigures(
            project_id=asked.project,
            indicator_set=what.code,
            period_start=asked.window.period_start,
            period_end=asked.window.period_end,
            as_of=asked.window.as_of,
            made_by=what.made_by,
            snapshot=seen,
            cells=made.cells,
            frame=made.frame,
            kept_at=at,
        )
        KeptFigures.objects.bulk_create(
            [kept],
            update_conflicts=True,
            unique_fields=["project", "indicator_set", "period_start", "period_end", "as_of"],
            update_fields=["made_by", "snapshot", "cells", "frame", "kept_at"],
        )
        kept.parts.all().delete()
        KeptPart.objects.bulk_create(
            KeptPart(figures=kept, number=number, people=theirs) for number, theirs in parts.items()
        )


def put_back(made: Iterable[tuple[Kept, Any]], parts: Parts, *, at: dt.datetime) -> None:
    """Keep cells and parts that have been made anew of some persons, as of the looking."""
    with connection.cursor() as cursor:
        cursor.executemany(_PUT_BACK, [(_text(cells), kept.now, at, kept.key) for kept, cells in made])
        if parts:
            cursor.executemany(_PUT_PART, [(*place, _text(people)) for place, people in parts.items()])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def fallen_behind(*, at: dt.datetime) -> list[int]:
    """The keys of what is kept, isn't too old, and has been written under since."""
    with connection.cursor() as cursor:
        cursor.execute(_FALLEN_BEHIND, [at - LASTS])
        return [key for (key,) in cursor.fetchall()]


def forget(*, at: dt.datetime) -> None:
    """Remove what is too old to be used, and the notes that nothing kept can need any more."""
    KeptFigures.objects.filter(kept_at__lt=at - LASTS).delete()
    FactChange.objects.filter(noted_at__lt=at - NOTES_LAST).delete()


@cache
def figures_of(code: str) -> What:
    """The figures of a set. Raises KeyError for one that isn't in the catalogue."""
    version = catalogue_version(CATALOGUE[code])
    return What(code, f"{version}-{program_version(*_OTHER_CODE)}-{_database()}")


def findings() -> What:
    """What the data quality page finds; the catalogue is part of the program."""
    return What(FINDINGS, f"{program_version(*_OTHER_CODE)}-{_database()}")


@cache
def _database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        number: int = cursor.fetchone()[0]
    return number
