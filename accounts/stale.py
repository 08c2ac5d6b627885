"""Two who change the same thing at once: what the later one saw is held against what stands there now.

A form says by a token what it showed of the stored rows, and compares when it is sent (drawn_forms.py).
Between that and the write somebody else may still save: the saving compares once more, with the row locked.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

_SALT: Final = "jobbredo.stale"
_LENGTH: Final = 16

# A row and the name of one of its columns, a foreign key by its id.
type Column = tuple[models.Model, str]


class StaleError(ValidationError):
    """Somebody else has saved since. `stored`: what stands there now, by field of the form."""

    def __init__(self, stored: Mapping[str, object]) -> None:
        super().__init__(_("This has been saved by somebody else since you opened it."))
        self.stored = dict(stored)


def digest(name: str, value: object) -> str:
    """A stored value as the token has it: keyed, so that it tells nothing of the value."""
    said = json.dumps([name, value], cls=DjangoJSONEncoder)
    return salted_hmac(_SALT, said, algorithm="sha256").hexdigest()[:_LENGTH]


@dataclass(frozen=True, slots=True)
class Ground:
    """A row that a form shows: its fields by column, what the user saw by field, the columns as loaded."""

    row: models.Model
    fields: Mapping[str, str]
    seen: Mapping[str, str]
    loaded: Mapping[str, object]

    def is_of(self, row: models.Model) -> bool:
        """Whether it is the row; one that wasn't there yet is known by what it belongs to."""
        if type(row) is not type(self.row):
            return False
        if self.row.pk:
            return bool(row.pk == self.row.pk)
        whose = [field.attname for field in _columns(row) if field.is_relation]
        known = [name for name in whose if name not in self.fields and self.loaded.get(name) is not None]
        return bool(known) and all(getattr(row, name) == self.loaded[name] for name in known)


_grounds: ContextVar[tuple[Ground, ...]] = ContextVar("grounds", default=())


@contextmanager
def on_ground(grounds: Iterable[Ground]) -> Iterator[None]:
    """Have what is saved meanwhile held against what a form showed."""
    token = _grounds.set(tuple(grounds))
    try:
        yield
    finally:
        _grounds.reset(token)


def columns_of(row: models.Model) -> dict[str, object]:
    """What a row holds just now, by column."""
    return {field.attname: getattr(row, field.attname) for field in _columns(row)}


def refuse_if_stale(row: models.Model) -> None:
    """Lock a row that is about to be saved, and raise StaleError if the form behind it showed another one.

    What the form didn't ask for and the action left alone is taken from the row as it stands. The same
    values once more are no other version: nothing would be lost.
    """
    if row._state.adding:  # noqa: SLF001  Django's documented way to tell a new row
        return
    ground = next((ground for ground in _grounds.get() if ground.is_of(row)), None)
    if ground is None:
        return
    locked = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk)  # noqa: SLF001  as above
    now = locked.values(*(field.attname for field in _columns(row))).first()
    if now is None:
        raise ValidationError(_("Somebody else has removed this since you opened it. Nothing is saved."))
    for column in now.keys() - ground.fields.keys():
        if ground.row.pk and getattr(row, column) == ground.loaded[column]:
            setattr(row, column, now[column])
    differs = {
        name: now[column]
        for column, name in ground.fields.items()
        if name in ground.seen
        and digest(name, now[column]) != ground.seen[name]
        and now[column] != getattr(row, column)
    }
    if differs:
        raise StaleError(differs)


def _columns(row: models.Model) -> "list[models.Field[object, object]]":
    concrete = row._meta.concrete_fields  # noqa: SLF001  Django's documented way to a model's options
    return [field for field in concrete if not (field.primary_key or field.generated)]
