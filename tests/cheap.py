"""What the suite does thousands of times, done at less cost and with the same outcome."""

from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.template import Context
from django.template.base import PartialTemplate, Template
from django.test import TransactionTestCase, utils
from django.test.signals import template_rendered
from whitenoise.base import WhiteNoise

from accounts.key_check import note_keys

AS_MIGRATED = frozenset(
    model._meta.db_table for model in (ContentType, Permission, MigrationRecorder.Migration)
)
"""Tables that no test writes to: what a migration left in them stays."""


@cache
def _emptying() -> str:
    """The statements that leave the tables as they were before the first test.

    Past the triggers that refuse it, which only a superuser may ask for. A TRUNCATE would make
    new files for each table and index of an all but empty database: a thousand times the work.
    """
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in names if name not in AS_MIGRATED]
    # Who still writes is waited for, as TRUNCATE does.
    locked = f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE"
    emptied = [f"DELETE FROM {table}" for table in tables]  # noqa: S608  names of models' tables, quoted
    return "; ".join(["SET LOCAL session_replication_role = replica", locked, *emptied])


def empty_the_tables(_test: TransactionTestCase) -> None:
    """Take back what a test has committed, sequences aside; then the keys are noted as in a new database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_emptying())
    note_keys()


def tell_of_pages_only() -> None:
    """Have Django tell the test client of each page that is rendered, not of each part within it.

    For each, the client copies all that is on the page: with an icon in every line a quarter of the time.
    """

    def render(self: Template | PartialTemplate, context: Context) -> str:
        if context.template is self:
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    utils.instrumented_test_render = render  # type: ignore[attr-defined]  # in tests alone


def read_static_files_once() -> None:
    """Let each client's own WhiteNoise go by the first one's list: they have been collected by then."""
    read = WhiteNoise.update_files_dictionary
    known: dict[tuple[str, str], dict[str, Any]] = {}

    def look_up(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            others, self.files = self.files, {}
            read(self, root, prefix)
            known[root, prefix], self.files = self.files, others
        self.files.update(known[root, prefix])

    WhiteNoise.update_files_dictionary = look_up  # in tests alone
