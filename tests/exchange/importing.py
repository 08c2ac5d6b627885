"""Importing drafts, and looking at everything that the database holds."""

import pytest
from django.db import connection

from exchange.actions import Summary, import_workbook
from exchange.workbook.faults import Fault, WorkbookRefused
from tests.exchange.workbooks import Draft


def taken_in(draft: Draft, *, check_only: bool = False) -> Summary:
    """Import a workbook that nothing is wrong with."""
    return import_workbook(by=None, file=draft.file(), check_only=check_only)


def refused(draft: Draft) -> list[Fault]:
    """The faults of a workbook that is refused; nothing may have been written."""
    before = everything()
    with pytest.raises(WorkbookRefused) as caught:
        import_workbook(by=None, file=draft.file())
    assert everything() == before
    return caught.value.findings.faults


def everything() -> list[tuple[str, str]]:
    """Every row of every model's table, in one question."""
    tables = [connection.ops.quote_name(name) for name in connection.introspection.django_table_names()]
    rows = " UNION ALL ".join(f"SELECT '{table}', one::text FROM {table} one" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return sorted(cursor.fetchall())
