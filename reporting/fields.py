"""A column that keeps JSON to the letter."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.json import Json


class VerbatimJSONField(models.JSONField):
    """JSON in the order in which it was written, over whose bytes a hash is taken.

    PostgreSQL's `jsonb` puts keys in an order of its own; its `json` is the text as it came. Nobody
    searches in it.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002  Django's shape
        """PostgreSQL's type."""
        return "json"

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,  # noqa: ARG002  as above
        prepared: bool = False,  # noqa: ARG002, FBT001, FBT002  as above
    ) -> Any:
        """As text: by way of `jsonb` the order would be lost."""
        return None if value is None else Json(value, dumps=_text)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002  as above
        """The driver has read it already."""
        return json.loads(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
