"""Whether the keys of this installation are those that its database was written with.

With another key nothing that is encrypted could be read, and what is written would be lost to the right one.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.db.models import Model

from accounts.models import KeyCheck
from accounts.sealed import SealedRows, all_sealed
from accounts.vault import SealBrokenError, unseal

_PROVED = b"jobbredo: this key"
_KEPT = {
    "field": ("FIELD_KEYS", "field_keys"),
    "index": ("INDEX_KEY", "index_key"),
    "audit": ("AUDIT_KEY", "audit_key"),
}


class WrongKeyError(Exception):
    """A key isn't the one that the database was written with. The message is for whoever runs the server."""


def check_keys(*, also_of_index: bool = True) -> None:
    """Make sure that the keys are the right ones, and note those that are new. Raises WrongKeyError."""
    keys = _keys()
    if not also_of_index:
        del keys["index"]
    noted = dict(KeyCheck.objects.values_list("name", "proof"))
    for name, proof in sorted(noted.items()):
        if name == "index" and not also_of_index:
            continue
        if name not in keys or not hmac.compare_digest(proof, _proof(keys[name])):
            raise _wrong(name)
    if not any(name.startswith("field:") for name in noted):
        _try_a_sealed_text()
    if "index" not in noted and also_of_index:
        _try_an_index()
    note_keys(keys.keys() - noted.keys())


def note_keys(names: "set[str] | None" = None) -> None:
    """Note the keys of today as right ones: all of them, or those of these names."""
    for name, key in _keys().items():
        if names is None or name in names:
            KeyCheck.objects.update_or_create(name=name, defaults={"proof": _proof(key)})


def before_migrating(**_rest: object) -> None:
    """Change no database with a wrong key. Raises CommandError, which is told without a traceback."""
    if KeyCheck._meta.db_table in connection.introspection.table_names():  # noqa: SLF001  Django's documented way
        _refuse_wrong_keys()


def after_migrating(**_rest: object) -> None:
    """Note the keys of a database that is new, or was emptied by a test."""
    if KeyCheck._meta.db_table in connection.introspection.table_names():  # noqa: SLF001  as above
        _refuse_wrong_keys()


def _refuse_wrong_keys() -> None:
    try:
        check_keys()
    except WrongKeyError as problem:
        raise CommandError(str(problem)) from None


def _keys() -> dict[str, bytes]:
    of_fields = {f"field:{name}": key for name, key in settings.FIELD_KEYS.items()}
    return {**of_fields, "index": settings.INDEX_KEY, "audit": settings.AUDIT_KEY.encode()}


def _proof(key: bytes) -> str:
    return hmac.new(key, _PROVED, hashlib.sha256).hexdigest()


def coming_beside(file: Path) -> Path:
    """Where a new key lies until the database goes by it."""
    return file.with_name(f"{file.name}.new")


def _wrong(name: str) -> WrongKeyError:
    kind, _colon, key = name.partition(":")
    if kind == "index" and settings.INDEX_KEY_FILE and coming_beside(settings.INDEX_KEY_FILE).exists():
        return WrongKeyError("A change of INDEX_KEY was cut off: run `rotate_field_keys --index` once more.")
    variable, file = _KEPT[kind]
    which = f"the key {key} of {variable}" if key else variable
    return WrongKeyError(
        f"{which} is missing or isn't the one that this database was written with: "
        f"bring {variable} (or {file} in the data folder) back from its backup, then start again."
    )


def _try_a_sealed_text() -> None:
    """What was sealed before any key was noted must open. Raises WrongKeyError."""
    for rows, row in _first_rows():
        for sealed, bound_to in rows.texts(row):
            try:
                unseal(sealed, bound_to=bound_to)
            except SealBrokenError:
                raise _wrong(f"field:{sealed.partition('.')[0]}") from None


def _try_an_index() -> None:
    """What was indexed before the key was noted must be found. Raises WrongKeyError."""
    for rows, row in _first_rows():
        if rows.reindex is not None:
            stored = getattr(row, rows.index_field)
            rows.reindex(row)
            if getattr(row, rows.index_field) != stored:
                raise _wrong("index")


def _first_rows() -> Iterator[tuple[SealedRows, Model]]:
    """The first row of each kind; none of those whose table is still to be made."""
    tables = set(connection.introspection.table_names())
    for rows in all_sealed():
        if rows.model._meta.db_table in tables:  # noqa: SLF001  as above
            row = rows.model._base_manager.order_by("pk").first()  # noqa: SLF001  past every scope
            if row is not None:
                yield rows, row
