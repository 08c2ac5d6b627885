"""Which catalogue, program and definitions computed a report: what tells why two of them differ."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from reporting.catalogue.base import IndicatorSet
from reporting.compute import Figures
from reporting.frozen import FORMAT
from reporting.output import LANGUAGE, as_json, dumps

_SHORT, _GROUP = 12, 8
# All that has a say in a number, from facts to JSON.
_COMPUTING = (
    "reporting/catalogue",
    "reporting/facts.py",
    "reporting/known.py",
    "reporting/compute.py",
    "reporting/definitions.py",
    "reporting/disclosure",
    "reporting/suppression",
    "reporting/stats.py",
    "reporting/output.py",
    "reporting/checks",
    "reporting/quality.py",
    "projects/calendar.py",
    "projects/bands.py",
    "participants/codes.py",
    "participants/words.py",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a printed report says of itself: by what it was made, and how to tell whether it is the same.

    `sha256` is that of the figures' JSON, in groups that can be read aloud. `revision` 0: none.
    """

    revision: int
    sha256: str
    catalogue: str
    program: str
    definitions: int
    occupations: str


def stamp_of(figures: Figures, *, revision: int) -> Stamp:
    """The stamp of a report of these figures."""
    versions = versions_of(figures)
    return Stamp(
        revision=revision,
        sha256=in_groups(hashlib.sha256(dumps(as_json(figures))).hexdigest()),
        catalogue=versions["catalogue"],
        program=versions["program"],
        definitions=versions["definitions"],
        occupations=versions["occupations"] or "",
    )


def in_groups(digest: str) -> str:
    """A long row of digits by eights."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def versions_of(figures: Figures) -> dict[str, Any]:
    """The versions of all that made the figures, as a report stores them."""
    reads = "occupations" in figures.indicator_set.configured
    occupations = figures.facts.occupations if reads else None
    return {
        "catalogue": catalogue_version(figures.indicator_set),
        "program": program_version(),
        "definitions": figures.facts.definitions_version,
        "occupations": None if occupations is None else occupations.version,
        "facts": FORMAT,
    }


def catalogue_version(indicator_set: IndicatorSet) -> str:
    """Twelve digits that change when a code, a definition or a frame of the set does."""
    with override(LANGUAGE):
        said = [
            indicator_set.code,
            list(indicator_set.age_bands),
            str(indicator_set.work_min_hours),
            indicator_set.fixed,
            [
                [
                    indicator.code,
                    str(indicator.label),
                    str(indicator.definition),
                    indicator.moment.value,
                    indicator.unit.value,
                    indicator.kind.value,
                    list(indicator.splits),
                    [[side.name, str(side.label), side.kind.value] for side in indicator.sides],
                ]
                for indicator in indicator_set.indicators
            ],
        ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:_SHORT]


@cache
def program_version(*more: str) -> str:
    """Twelve digits that change with any line of the program that computes; the same on every server.

    `more`: further places whose lines count.
    """
    base = Path(settings.BASE_DIR)
    files = sorted(
        file
        for place in (*_COMPUTING, *more)
        for file in ([base / place] if place.endswith(".py") else (base / place).rglob("*.py"))
    )
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(base).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:_SHORT]
