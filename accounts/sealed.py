"""Which rows hold encrypted texts. Each app names its own, so that a change of keys finds them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class SealedRows:
    """The rows of a model that hold texts sealed by `accounts.vault`.

    `texts` gives those of a row, each with what it is bound to; `put` sets them anew in the same order,
    in `fields`, and saves nothing. `reindex` sets a row's blind index anew, in `index_field`.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    texts: Callable[[Any], list[tuple[str, str]]]
    put: Callable[[Any, list[str]], None]
    index_field: str = ""
    reindex: Callable[[Any], None] | None = None


_registered: dict[type[models.Model], SealedRows] = {}


def register_sealed(rows: SealedRows) -> None:
    """Make rows known, from an app's `ready`."""
    _registered[rows.model] = rows


def all_sealed() -> list[SealedRows]:
    """Every kind of rows that hold sealed texts."""
    return list(_registered.values())
