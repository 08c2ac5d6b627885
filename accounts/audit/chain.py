"""How events hang together: each one's hash covers the hash before it, under a key outside the database.

Whoever has the database alone can change rows, but not make the hashes fit again.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from accounts.models import AuditEvent, AuditHead

NOTHING: Final = "0" * 64
"""What the first event follows. Further on it says that the log was begun anew: its end didn't fit."""


def _keyed(key: str, parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def hash_of(event: AuditEvent, *, key: str) -> str:
    """HMAC-SHA256 over every column of the event but the hash itself, in the order of the model."""
    return _keyed(
        key,
        [
            "event",
            event.sequence,
            event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            event.kind,
            event.action,
            event.actor_id,
            event.organisation_id,
            event.project_id,
            event.person_id,
            event.object_label,
            event.object_id,
            event.rows,
            event.changed,
            event.reason,
            str(event.request_id or ""),
            event.previous,
        ],
    )


def seal_of(sequence: int, last_hash: str, *, key: str) -> str:
    """What makes the end of the log known: without the key no earlier end can be made up."""
    return _keyed(key, ["head", sequence, last_hash])


def is_sealed(head: AuditHead, *, key: str) -> bool:
    """Whether the end of the log is one that this installation has written."""
    return hmac.compare_digest(head.seal, seal_of(head.sequence, head.hash, key=key))


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log isn't what was written: an event's number, and what is wrong there."""

    sequence: int
    what: str


@dataclass(slots=True)
class Walk:
    """A walk along the log, with what it found. `last` is the number and hash of the event reached.

    `expected` is an end that was noted outside the database at some earlier time: the event of that
    number must still be there, with that hash.
    """

    key: str
    expected: tuple[int, str] | None = None
    count: int = 0
    last: tuple[int, str] = (0, NOTHING)
    breaks: list[Break] = field(default_factory=list)

    def along(self, events: Iterable[AuditEvent]) -> None:
        """Go along events, which come in order, and note every place where they don't fit."""
        for event in events:
            self.breaks += self._misfits(event)
            self.count += 1
            self.last = event.sequence, event.hash

    def ends_at(self, head: AuditHead | None) -> None:
        """Compare the event reached with the stored end of the log."""
        self.breaks += self._misfits_at_end(head)

    def _misfits(self, event: AuditEvent) -> Iterator[Break]:
        before, last_hash = self.last
        if event.sequence > before + 1:
            upto = event.sequence - 1
            yield Break(
                before + 1, "is missing" if upto == before + 1 else f"is missing, as all up to {upto}"
            )
        if event.hash != hash_of(event, key=self.key):
            yield Break(event.sequence, "was changed, or written with another key")
        elif event.previous == NOTHING and event.sequence > 1:
            yield Break(event.sequence, "begins the log anew: its stored end had been tampered with")
        elif event.previous != last_hash and event.sequence == before + 1:
            yield Break(event.sequence, "doesn't follow the one before it")
        if self.expected and event.sequence == self.expected[0] and event.hash != self.expected[1]:
            yield Break(event.sequence, "is another than the one that was noted elsewhere")

    def _misfits_at_end(self, head: AuditHead | None) -> Iterator[Break]:
        last = self.last[0]
        if head is None:
            if last:
                yield Break(last + 1, "can't be judged: the stored end of the log is gone")
        elif not is_sealed(head, key=self.key):
            yield Break(last + 1, "can't be judged: the stored end isn't one that this installation wrote")
        elif head.sequence > last:
            yield Break(last + 1, f"is missing, as all up to {head.sequence}, the end of the log")
        elif (head.sequence, head.hash) != self.last:
            yield Break(last, "isn't what the log was sealed with at its end")
        if self.expected and self.expected[0] > last:
            yield Break(self.expected[0], "was noted elsewhere and is gone")
