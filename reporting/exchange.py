"""The kinds of facts that reports are made of: how many changed between two, and trading one for another's.

Persons, companies and activities have the same keys in both (reporting/frozen.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from reporting.facts import EnrolmentFacts, ParticipantFacts, ProjectFacts

PEOPLE = "people"
DEFINITIONS = "definitions"
# Which fields of a participant are of which kind: each field in one, or a test fails.
OF_PERSONS: dict[str, tuple[str, ...]] = {
    PEOPLE: ("key", "gender", "birth_date"),
    "enrolments": ("enrolments",),
    "episodes": ("episodes",),
    "support": ("support",),
    "assessments": ("assessments",),
    "attendance": ("attendance",),
    "cv": ("cv",),
    "follow_ups": ("follow_ups",),
    "answers": ("answers",),
    "moves": ("moves",),
}
# The same of a project. Its participants are traded by the kinds above.
OF_PROJECT: dict[str, tuple[str, ...]] = {
    "frame": ("name", "start", "end"),
    DEFINITIONS: (
        "age_bands",
        "work_min_hours",
        "social_assistance_monthly",
        "extra_service_is_income",
        "long_term_months",
        "participant_min_hours",
        "definitions_version",
    ),
    "criteria": ("criteria",),
    "contacts": ("contacts",),
    "needs": ("needs",),
    "goals": ("goals",),
    "companies": ("companies",),
    "supervisors": ("supervisors",),
    "phases": ("phases",),
    "target_groups": ("target_groups",),
    "occupations": ("occupations",),
    "accepted": ("accepted",),
}
KINDS = (*OF_PERSONS, *OF_PROJECT)

# What a record is recognised by when something else of it was changed, the surest first. The part in the
# first place is also what the change is told of, where it is a code: a kind of episode, a source of income.
_SAME: dict[str, tuple[tuple[str, ...], ...]] = {
    "episodes": (("kind", "start"), ("kind",)),
    "support": (("source", "start"), ("source",)),
    "assessments": (("on",), ()),
    "attendance": (("session",),),
    "cv": (("kind",),),
    "follow_ups": (("kind", "on"), ("kind",)),
    "answers": (("question", "on"), ("question",)),
    "moves": (("on",), ("step",)),
    "criteria": (("code",),),
    "contacts": (("company",),),
    "needs": (("company", "registered_on"), ("company",)),
    "goals": (("indicator", "gender", "age_band", "group"),),
    "companies": (("key",),),
    "supervisors": (("key",),),
    "target_groups": (("name",),),
    "accepted": (("key", "check"),),
}
_TOLD_BY = {
    "episodes": "kind",
    "support": "source",
    "follow_ups": "kind",
    "answers": "question",
    "goals": "indicator",
}
# What an enrolment's exit is; the rest of it is its start and what was so at entry.
_EXIT = ("end", "cause", "destination")


@dataclass(slots=True)
class Change:
    """How many facts of a kind came, went, or are otherwise than before.

    `detail` narrows the kind: a code of `participants.codes`, a field. `before` and `after` are those of a
    project's field that was changed.
    """

    kind: str
    detail: str = ""
    added: int = 0
    removed: int = 0
    changed: int = 0
    before: str = ""
    after: str = ""

    def written(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


@dataclass(slots=True)
class _Tally:
    """Changes while they are counted."""

    found: dict[tuple[str, str], Change] = field(default_factory=dict)

    def of(self, kind: str, detail: str = "") -> Change:
        return self.found.setdefault((kind, detail), Change(kind, detail))


def exchanged(kind: str, facts: ProjectFacts, other: ProjectFacts) -> ProjectFacts:
    """The facts, with those of one kind as the other report has them.

    People who are in one report only come and go with all that is known of them; the other kinds are
    traded for those who are in both.
    """
    if kind in OF_PROJECT:
        return replace(facts, **{name: getattr(other, name) for name in OF_PROJECT[kind]})
    mine = {person.key: person for person in facts.participants}
    theirs = {person.key: person for person in other.participants}
    if kind == PEOPLE:
        people = tuple(
            replace(mine[key], gender=person.gender, birth_date=person.birth_date) if key in mine else person
            for key, person in theirs.items()
        )
    else:
        (name,) = OF_PERSONS[kind]
        people = tuple(
            replace(person, **{name: getattr(theirs[key], name)}) if key in theirs else person
            for key, person in mine.items()
        )
    return replace(facts, participants=people)


def changes_of(before: ProjectFacts, after: ProjectFacts) -> list[Change]:
    """What changed between the facts of two reports, kind by kind in the order of `KINDS`."""
    tally = _Tally()
    _people(tally, before, after)
    changes: list[Change] = []
    for kind, names in OF_PROJECT.items():
        if kind in _SAME:
            (name,) = names
            _records(tally, kind, getattr(before, name), getattr(after, name))
        else:
            changes += _fields(kind, names, before, after)
    changes += tally.found.values()
    return sorted(changes, key=lambda change: (KINDS.index(change.kind), change.detail))


def _people(tally: _Tally, before: ProjectFacts, after: ProjectFacts) -> None:
    old = {person.key: person for person in before.participants}
    new = {person.key: person for person in after.participants}
    for keys, way in ((new.keys() - old.keys(), "added"), (old.keys() - new.keys(), "removed")):
        if keys:
            setattr(tally.of(PEOPLE), way, len(keys))
    for key in old.keys() & new.keys():
        _person(tally, old[key], new[key])


def _person(tally: _Tally, old: ParticipantFacts, new: ParticipantFacts) -> None:
    for name in OF_PERSONS[PEOPLE][1:]:
        if getattr(old, name) != getattr(new, name):
            tally.of(PEOPLE, name).changed += 1
    if old.enrolments != new.enrolments:
        _enrolments(tally, old.enrolments, new.enrolments)
    for kind in OF_PERSONS:
        if kind in _SAME:
            _records(tally, kind, getattr(old, kind), getattr(new, kind))


def _enrolments(tally: _Tally, old: tuple[EnrolmentFacts, ...], new: tuple[EnrolmentFacts, ...]) -> None:
    pairs, gone, come = _paired(old, new, (("start",), ()))
    for was, now in pairs:
        if was.start != now.start:
            tally.of("enrolments", "start").changed += 1
        if was.end is None and now.end is not None:
            tally.of("enrolments", "exit").added += 1
        elif was.end is not None and now.end is None:
            tally.of("enrolments", "exit").removed += 1
        elif _part(was, _EXIT) != _part(now, _EXIT):
            tally.of("enrolments", "exit").changed += 1
        entry = tuple(one.name for one in fields(was) if one.name not in ("start", *_EXIT))
        if _part(was, entry) != _part(now, entry):
            tally.of("enrolments", "entry").changed += 1
    if gone:
        tally.of("enrolments").removed += len(gone)
    if come:
        tally.of("enrolments").added += len(come)


def _records(tally: _Tally, kind: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    if old == new:
        return
    told = _TOLD_BY.get(kind)

    def change(record: Any) -> Change:
        return tally.of(kind, getattr(record, told) if told else "")

    pairs, gone, come = _paired(old, new, _SAME[kind])
    for _was, now in pairs:
        change(now).changed += 1
    for record in gone:
        change(record).removed += 1
    for record in come:
        change(record).added += 1


def _paired(
    old: Iterable[Any], new: Iterable[Any], same: tuple[tuple[str, ...], ...]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Records that are one and the same but for what was changed in them; those gone; those that came."""
    gone, come = _without(old, new), _without(new, old)
    pairs = []
    for names in same:
        waiting: dict[tuple[Any, ...], list[Any]] = {}
        for record in come:
            waiting.setdefault(_part(record, names), []).append(record)
        left = []
        for record in gone:
            found = waiting.get(_part(record, names))
            if found:
                pairs.append((record, found.pop(0)))
            else:
                left.append(record)
        gone, come = left, [record for found in waiting.values() for record in found]
    return pairs, gone, come


def _without(records: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Those of the records that the others don't hold, each as many times as it is there too often."""
    return list((Counter(records) - Counter(others)).elements())


def _part(record: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _fields(kind: str, names: tuple[str, ...], before: ProjectFacts, after: ProjectFacts) -> Iterator[Change]:
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if was != now and name != "definitions_version":
            said: Callable[[Any], str] = _SAID.get(name, _said)
            yield Change(kind, name, changed=1, before=said(was), after=said(now))


def _said(value: Any) -> str:
    """A project's own definition as it is stored: numbers and dates as they are, several after each other."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


_SAID: dict[str, Callable[[Any], str]] = {
    "occupations": lambda value: "" if value is None else value.version,
    "extra_service_is_income": lambda value: "yes" if value else "no",
}
