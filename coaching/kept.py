"""Whom somebody chose in a list, kept in their session: a page about them has an address to come back to."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict

from django.http import QueryDict

from accounts.requests import signed_in_user
from accounts.sign_in.session import LEFT_OVER

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_KEPT: Final = 4
"""So many choices are kept at once, the latest; the session is read with every request."""


_LONGEST: Final = 200_000  # characters of what is sent about as many as one may choose, and some more


class Kept(TypedDict):
    """One choice: whose it is, by primary key, and the public ids of the enrolments.

    `sent`: what came about them when the session had run out, as a form is sent; sealed, as all sessions.
    """

    by: int
    ids: list[str]
    sent: NotRequired[str]


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


def keep_sent(request: "HttpRequest") -> bool:
    """Keep what was sent about those kept under the key in the address, for whoever chose them.

    For a form that comes when nobody is signed in any more. False where nothing is kept under the key, or
    more is sent than any page sends. What is left empty needs no keeping.
    """
    left, key = _kept(request), request.GET.get("val", "")
    sent = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        sent.setlist(name, [value for value in values if value and name != "csrfmiddlewaretoken"])
    text = sent.urlencode()
    if key not in left or len(text) > _LONGEST:
        return False
    request.session[LEFT_OVER] = {**left, key: {**left[key], "sent": text}}
    return True


def sent_before(request: "HttpRequest", key: str) -> QueryDict | None:
    """What the user sent about those kept under the key when the session had run out; None for nothing."""
    found = _kept(request).get(key)
    if found is None or found["by"] != signed_in_user(request).pk or "sent" not in found:
        return None
    return QueryDict(found["sent"])


def _kept(request: "HttpRequest") -> "dict[str, Kept]":
    found: dict[str, Kept] = request.session.get(LEFT_OVER, {})
    return found
