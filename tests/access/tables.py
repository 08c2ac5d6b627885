"""What the database holds and what is written to it: every table, whatever the program calls it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

# What a look or a try may write: the log of it, the session, and Django's note of who is where.
KEPT_OF_LOOKS: Final = frozenset({"accounts_auditevent", "accounts_audithead", "django_session"})


def tables() -> list[str]:
    """Every table of the site."""
    return sorted(connection.introspection.table_names())


def digests() -> dict[str, str]:
    """What each table holds, as a hash of its rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT string_agg(t::text, chr(10) ORDER BY t::text) FROM {name} t")  # noqa: S608  names of our own tables
            (text,) = cursor.fetchone()
            found[table] = hashlib.sha256((text or "").encode()).hexdigest()
    return found


def written() -> dict[str, int]:
    """How many rows of each table this transaction has added, changed or deleted so far.

    The database counts them itself, in parts of the transaction that are taken back as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


@contextmanager
def writes_noted(into: set[str], *, aside: frozenset[str] = frozenset()) -> Iterator[None]:
    """Put the names of the tables that are written to in here `into` a set, those `aside` left out."""
    before = written()
    yield
    after = written()
    into |= {table for table, rows in after.items() if rows > before.get(table, 0)} - aside
