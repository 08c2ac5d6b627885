"""What the database says of its seals: the composite foreign keys that hold rows within one organisation."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models import User
from tests.architecture.sources import APPS

ENDS = """
SELECT held.conname, held.conrelid::regclass::text, held.confrelid::regclass::text,
       (SELECT array_agg(attname::text ORDER BY at)
        FROM unnest(held.conkey) WITH ORDINALITY AS here(number, at)
        JOIN pg_attribute ON attrelid = held.conrelid AND attnum = here.number),
       (SELECT array_agg(attname::text ORDER BY at)
        FROM unnest(held.confkey) WITH ORDINALITY AS there(number, at)
        JOIN pg_attribute ON attrelid = held.confrelid AND attnum = there.number),
       (SELECT bool_and(attnotnull) FROM pg_attribute
        WHERE attrelid = held.conrelid AND attnum = held.conkey[2])
FROM pg_constraint AS held WHERE held.contype = 'f' AND cardinality(held.conkey) > 1 ORDER BY held.conname
"""

type Relation = "models.ForeignKey[Any, Any]"


@dataclass(frozen=True, slots=True)
class Seal:
    """(key, anchor) of the child must be a row's (id, parent_anchor) in the parent."""

    name: str
    child: str
    parent: str
    key: str
    anchor: str
    parent_anchor: str
    always: bool
    """The anchor is never null: with a null the database would check nothing."""


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def relations(model: type[models.Model]) -> list[Relation]:
    """What a row hangs on. Users belong to no organisation: they reach one by roles."""
    ours = set(our_models()) - {User}
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in ours
    ]


def leads_to(model: type[models.Model], *, seen: frozenset[Any] = frozenset()) -> set[type[models.Model]]:
    """Itself and all that it hangs on, however far."""
    if model in seen:
        return set()
    further = (leads_to(field.related_model, seen=seen | {model}) for field in relations(model))
    return {model}.union(*further)


class Seals:
    """All seals of the database, asked for once."""

    @cached_property
    def all(self) -> list[Seal]:
        with connection.cursor() as cursor:
            cursor.execute(ENDS)
            return [
                Seal(name, child, parent, here[0], here[1], there[1], always)
                for name, child, parent, here, there, always in cursor.fetchall()
            ]

    def of(self, model: type[models.Model]) -> list[Seal]:
        return [seal for seal in self.all if seal.child == model._meta.db_table]

    def anchored_in(self, model: type[models.Model], column: str) -> type[models.Model]:
        """What a column that both ends agree on is the id of."""
        for field in relations(model):
            if field.column == column:
                return field.related_model
        seal = next(seal for seal in self.of(model) if seal.anchor == column)
        return self.anchored_in(model_of(seal.parent), seal.parent_anchor)

    def carrier(self, model: type[models.Model], column: str) -> Relation:
        """The relation that the database fills a hidden column from; of a column of Django's, its own."""
        columns = {field.column: field for field in relations(model)}
        if column in columns:
            return columns[column]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT attname::text FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid "
                "AND attnum = ANY (tgattr::int2[]) "
                "WHERE tgrelid = %s::regclass AND tgname = 'carry' AND attname <> %s",
                [model._meta.db_table, column],
            )
            ((key,),) = cursor.fetchall()
        return columns[key]

    def carries(self, seal: Seal) -> bool:
        """Whether the seal's own key is what fills its anchor."""
        return self.carrier(model_of(seal.child), seal.anchor).column == seal.key


def model_of(table: str) -> type[models.Model]:
    return next(model for model in our_models() if model._meta.db_table == table)
