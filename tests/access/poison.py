"""Payloads in every text that a row takes, for pages to show."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models

from tests.access.payloads import PAYLOADS
from tests.access.world import World

# What a program writes, a code list fills or an address holds. Everything else is somebody's text.
NOT_WRITTEN: Final = frozenset(
    {"code_hash", "hash", "seal", "previous", "password", "email", "language", "figures"}
)

# Words that the database takes with a day alone, by the name of that day.
WHY_ON: Final = {"declined_words": "decided_on", "broken_off_reason": "broken_off_on"}


def text_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields of a model that people write in freely."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.generated or field.primary_key)
        and field.name not in NOT_WRITTEN
        and not any("regex" in type(check).__name__.lower() for check in field.validators)
    ]


def poison(
    row: models.Model, number: int, at_once: int = 1, *, payloads: Sequence[str] = PAYLOADS
) -> list[str]:
    """Write payload after payload, from `number` on, into the row's texts, past forms; what was written.

    `at_once`: so many into one text, where they have room.
    """
    written = {}
    for offset, field in enumerate(text_fields(type(row))):
        longest = field.max_length or 10_000
        day = WHY_ON.get(field.name)
        if day and getattr(row, day) is None:
            continue  # Nobody has said why, and the database lets nobody say so yet.
        fitting = [payload for payload in payloads if len(payload) <= longest]
        if fitting:
            first = number + offset
            text = fitting[first % len(fitting)]
            for place in range(first + 1, first + at_once):
                more = f"{text} {fitting[place % len(fitting)]}"
                text = more if len(more) <= longest else text
            written[field.name] = text
    if written:
        type(row)._base_manager.filter(pk=row.pk).update(**written)
    return list(written.values())


def poison_everything(
    world: World, number: int, at_once: int = 1, *, payloads: Sequence[str] = PAYLOADS
) -> None:
    """Put payloads into every row of every case, the projects, companies and people around them."""
    seen = set()
    rows = [row for case in world.cases.values() for row in case.values()]
    rows += [*world.people.values()]
    for crew in world.crews.values():
        project = crew.project
        rows += [crew.coach, crew.colleague, crew.lead, *project.phases.all(), *project.rings.all()]
        rows += [*project.target_groups.all(), *project.goals.all(), *project.recruitment_needs.all()]
        rows += [criterion for one in project.checklists.all() for criterion in one.criteria.all()]
    # Rows of one kind follow each other, so that what must differ between them does.
    follows: dict[type[models.Model], int] = {}
    for offset, row in enumerate(rows):
        if (type(row), row.pk) not in seen:
            seen.add((type(row), row.pk))
            first = follows.setdefault(type(row), offset)
            follows[type(row)] += 1
            poison(row, number + first, at_once, payloads=payloads)
