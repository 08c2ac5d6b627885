"""Whom somebody chose in a list, kept in their session: a page about them has an address to come back to."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypedDict

from accounts.requests import signed_in_user
from accounts.sign_in.session import LEFT_OVER

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_KEPT: Final = 4
"""So many choices are kept at once, the latest; the session is read with every request."""


class Kept(TypedDict):
    """One choice: whose it is, by primary key, and the public ids of the enrolments."""

    by: int
    ids: list[str]


def keep(request: "HttpRequest", ids: Iterable[uuid.UUID], *, key: str = "") -> str:
    """Keep the public ids under `key`, or under a new one, which is given back; no ids are forgotten."""
    key = key or uuid.uuid4().hex
    kept = {name: one for name, one in _kept(request).items() if name != key}
    if texts := [str(one) for one in ids]:
        kept[key] = {"by": signed_in_user(request).pk, "ids": texts}
    request.session[LEFT_OVER] = dict(list(kept.items())[-MOST_KEPT:])
    return key


def kept(request: "HttpRequest", key: str) -> Sequence[uuid.UUID] | None:
    """What the user keeps under `key`; None for a key that is too old, or somebody else's."""
    found = _kept(request).get(key)
    if found is None or found["by"] != signed_in_user(request).pk:
        return None
    return [uuid.UUID(text) for text in found["ids"]]


def _kept(request: "HttpRequest") -> "dict[str, Kept]":
    found: dict[str, Kept] = request.session.get(LEFT_OVER, {})
    return found
