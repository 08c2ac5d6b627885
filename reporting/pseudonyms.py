"""The key by which a project's frozen reports call persons and companies by numbers of their own.

It is made once, sealed in the vault, and lives in the database only as sealed. Without the server's field
keys nobody can tell which number is whose; without the row itself nobody can any more, the server included.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from accounts.sealed import SealedRows
from accounts.vault import seal, unseal
from reporting.models import PseudonymKey

if TYPE_CHECKING:
    from projects.models import Project

_BYTES = 32


def pseudonym_key(project: Project) -> bytes:
    """The project's key; made where there is none yet. Of two that ask at once, both get the first one's."""
    row, _made = PseudonymKey.objects.get_or_create(
        project=project, defaults={"sealed": seal(secrets.token_hex(_BYTES), bound_to=_bound_to(project.pk))}
    )
    return bytes.fromhex(unseal(row.sealed, bound_to=_bound_to(project.pk)))


def _bound_to(project_id: int) -> str:
    return f"reporting.pseudonymkey:{project_id}"


def _texts(row: PseudonymKey) -> list[tuple[str, str]]:
    return [(row.sealed, _bound_to(row.project_id))]


def _put(row: PseudonymKey, texts: list[str]) -> None:
    (row.sealed,) = texts


PSEUDONYM_KEYS = SealedRows(model=PseudonymKey, fields=("sealed",), texts=_texts, put=_put)
