"""Changing the keys that texts are encrypted and found with, while nothing else runs.

Each step can be cut off at any moment and begun again: what was done is done, and both keys are kept
until nothing needs the old one.
"""

import base64
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from accounts.audit import Subject, audited, record
from accounts.key_check import coming_beside, note_keys
from accounts.models import KeyCheck, Verb
from accounts.sealed import SealedRows, all_sealed
from accounts.vault import SealBrokenError, is_sealed_with_current_key, seal, unseal

BATCH: Final = 1000
_KEY_BYTES: Final = 32
_NOWHERE: Final = Subject()


class RotationError(Exception):
    """The keys can't be changed. The message is for whoever runs the server."""


def is_under_way() -> bool:
    """Whether some text is sealed with another key than the one that new texts get."""
    return any(
        not is_sealed_with_current_key(sealed)
        for rows in all_sealed()
        for row in _every(rows)
        for sealed, _bound_to in rows.texts(row)
    )


def add_field_key() -> str:
    """Make a key, put it first in the file that they are kept in, and give its name.

    Raises RotationError where the keys come from the environment.
    """
    file: Path | None = settings.FIELD_KEYS_FILE
    if file is None:
        raise RotationError(
            "The keys come from FIELD_KEYS: put a new NAME:BASE64 first in it, then run this again."
        )
    numbers = [int(name[1:]) for name in settings.FIELD_KEYS if name[:1] == "k" and name[1:].isdecimal()]
    name = f"k{max(numbers, default=0) + 1}"
    _keep_field_keys(file, {name: secrets.token_bytes(_KEY_BYTES), **settings.FIELD_KEYS})
    note_keys({f"field:{name}"})
    return name


def reseal() -> int:
    """Seal every text with the first key that isn't yet; how many rows that were.

    Each batch is a transaction of its own with one event in the log. Raises RotationError.
    """
    note_keys({f"field:{next(iter(settings.FIELD_KEYS))}"})
    done = 0
    for rows in all_sealed():
        last: object = None
        while batch := _locked_batch(rows, after=last):
            done += batch[1]
            last = batch[0]
    return done


@audited()
def _locked_batch(rows: SealedRows, *, after: object) -> tuple[object, int] | None:
    """Seal the rows of a batch anew; the last one's key and how many changed, None at the end."""
    found = rows.model._base_manager.select_for_update().order_by("pk")  # noqa: SLF001  past every scope
    batch = list(found.filter(pk__gt=after)[:BATCH] if after is not None else found[:BATCH])
    if not batch:
        return None
    changed = [row for row in batch if _sealed_anew(rows, row)]
    if changed:
        rows.model._base_manager.bulk_update(changed, rows.fields)  # noqa: SLF001  as above
        record(
            verb=Verb.RESEALED,
            row=rows.model,
            by=None,
            subject=_NOWHERE,
            changed=rows.fields,
            rows=len(changed),
        )
    return batch[-1].pk, len(changed)


def _sealed_anew(rows: SealedRows, row: Any) -> bool:
    texts = rows.texts(row)
    if all(is_sealed_with_current_key(sealed) for sealed, _bound_to in texts):
        return False
    try:
        rows.put(row, [seal(unseal(sealed, bound_to=bound), bound_to=bound) for sealed, bound in texts])
    except SealBrokenError:
        label = rows.model._meta.label  # noqa: SLF001  Django's documented way
        raise RotationError(
            f"{label} {row.pk} doesn't open with the keys here. Bring back the key that it was written with."
        ) from None
    return True


@audited()
def drop_old_keys() -> list[str]:
    """Keep the first key alone; the names of those dropped. Raises RotationError while one is needed."""
    first, *old = settings.FIELD_KEYS
    if is_under_way():
        raise RotationError("An old key is still needed. Run this without --drop-old first.")
    # Before the file: a key that is noted and gone would keep everything from starting.
    dropped = KeyCheck.objects.filter(name__startswith="field:").exclude(name=f"field:{first}")
    if dropped.delete()[0]:
        record(verb=Verb.DROPPED, row=KeyCheck, by=None, subject=_NOWHERE, rows=len(old))
    return old


def forget_old_keys() -> None:
    """Write the file of keys with the first one alone, once `drop_old_keys` is committed."""
    first = next(iter(settings.FIELD_KEYS))
    if settings.FIELD_KEYS_FILE is not None:
        _keep_field_keys(settings.FIELD_KEYS_FILE, {first: settings.FIELD_KEYS[first]})


def change_index_key() -> int:
    """Find every text by a new key from now on; how many rows were indexed anew.

    The new key lies beside the old one until the database has it, then takes its place. One that comes
    from the environment is the new one already.
    """
    file: Path | None = settings.INDEX_KEY_FILE
    if file is None:
        return _reindex()
    coming = coming_beside(file)
    if not coming.exists():
        _write(coming, secrets.token_urlsafe(64))
    settings.INDEX_KEY = coming.read_text(encoding="ascii").encode()
    done = _reindex()
    coming.replace(file)
    _sync(file.parent)
    return done


@audited()
def _reindex() -> int:
    done = 0
    for rows in all_sealed():
        if rows.reindex is None:
            continue
        # Nobody adds a row with an index of the old key meanwhile.
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(rows.model._meta.db_table)  # noqa: SLF001  Django's documented way
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        batch = list(rows.model._base_manager.order_by("pk"))  # noqa: SLF001  past every scope
        for row in batch:
            rows.reindex(row)
        rows.model._base_manager.bulk_update(batch, [rows.index_field], batch_size=BATCH)  # noqa: SLF001  as above
        record(
            verb=Verb.RESEALED,
            row=rows.model,
            by=None,
            subject=_NOWHERE,
            changed=[rows.index_field],
            rows=len(batch),
        )
        done += len(batch)
    note_keys({"index"})
    return done


def make_sure_of_peace() -> None:
    """Raise RotationError while another program has the database open: web server, worker, or a prompt.

    One that connects later isn't seen, nor is a server between two requests: they must be ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            # The database's own workers have no user.
            " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
        )
        if cursor.fetchone()[0]:
            raise RotationError(
                "Another program has the database open. End web server, worker and prompts, then run this "
                "again."
            )


def _every(rows: SealedRows) -> Any:
    return rows.model._base_manager.order_by("pk").iterator(chunk_size=BATCH)  # noqa: SLF001  past every scope


def _keep_field_keys(file: Path, keys: dict[str, bytes]) -> None:
    lines = [f"{name}:{base64.b64encode(key).decode('ascii')}\n" for name, key in keys.items()]
    _write(file, "".join(lines))
    settings.FIELD_KEYS = keys


def _write(file: Path, text: str) -> None:
    """Write a file that others can't read, whole or not at all, and outliving a power cut."""
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write(text)
        written.flush()
        os.fsync(handle)
    Path(part).replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
