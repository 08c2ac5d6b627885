"""What is known of people, field by field, and who may read it where: the policy of the canaries.

`FIELDS` says of every field of every model that tells of a person which group it belongs to, or why it tells
nothing by itself. `READERS` says where each role may meet a group, and of whose case. What isn't in the table
may be met nowhere. A new field fails `canaries/test_table.py` by name until it is put here.
"""

from collections.abc import Mapping
from typing import Final

from tests.access.sensitive_fields.desk import COACHING
from tests.access.sensitive_fields.groups import Group, Told
from tests.access.sensitive_fields.others import OTHERS
from tests.access.sensitive_fields.persons import PARTICIPANTS
from tests.access.sensitive_fields.places import ANYWHERE, CASE, LIST, QUALITY, RECEIVED_ONE, WHY
from tests.access.sensitive_fields.readers import (
    COLLEAGUE,
    EVERYBODY,
    GLASS,
    PROTECTED_PARTICIPANT,
    READERS,
    STRANGER,
    Reader,
)

__all__ = [
    "ANYWHERE",
    "CASE",
    "COLLEAGUE",
    "EVERYBODY",
    "FIELDS",
    "GLASS",
    "LIST",
    "PROTECTED_PARTICIPANT",
    "QUALITY",
    "READERS",
    "RECEIVED_ONE",
    "STRANGER",
    "WHY",
    "Group",
    "Reader",
    "Told",
]

FIELDS: Final[Mapping[str, Mapping[str, Group | Told]]] = {**PARTICIPANTS, **COACHING, **OTHERS}
