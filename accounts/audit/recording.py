"""Writing the audit log, in the transaction of what it tells of.

Events are gathered while an action runs and appended last, right before the commit: numbers without
holes need a lock, and nobody shall wait for a long action's. Reads are appended by themselves.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Max

from accounts.audit.chain import NOTHING, hash_of, is_sealed, seal_of
from accounts.models import AuditEvent, AuditHead, Kind, UnexplainedWrite, User, Verb

log = logging.getLogger(__name__)

request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)
"""What the request at hand is called in the log; None outside requests. Set by the middleware."""

# Whoever can't get at the end of the log in that time is refused what would have been recorded.
LONGEST_WAIT: Final = "5s"
BATCH: Final = 1000
_HEAD: Final = 1
_gathered: ContextVar[list[AuditEvent] | None] = ContextVar("gathered", default=None)


class UnrecordedWriteError(Exception):
    """An action wrote to a fenced table and recorded nothing. Its transaction is taken back."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what an event is about, by internal ids; None where it is about none."""

    organisation_id: int | None = None
    project_id: int | None = None
    person_id: int | None = None


@contextmanager
def audited() -> Iterator[None]:
    """Run an action in one transaction that ends with its events in the log. A decorator as well.

    Fenced tables take writes in here only; any other is noted as unexplained. An action inside
    another hands its events to the outer one; one that is taken back leaves none.
    Raises UnrecordedWriteError.
    """
    outer = _gathered.get()
    events: list[AuditEvent] = []
    goes_on = connection.in_atomic_block
    token = _gathered.set(events)
    try:
        with transaction.atomic():
            if outer is None:
                _say("jobbredo.audit", "open")
            yield
            if outer is None:
                _finish(events)
                if goes_on:
                    _say("jobbredo.audit", "")
    finally:
        _gathered.reset(token)
    if outer is not None:
        outer.extend(events)


def record(
    *,
    verb: Verb,
    row: models.Model | type[models.Model],
    by: User | None,
    subject: Subject,
    kind: Kind = Kind.CHANGE,
    changed: Sequence[str] = (),
    rows: int | None = None,
    reason: str = "",
) -> None:
    """Say in the log what an action does; to be called inside `audited`.

    `row` is what it is done to, or a model where it is many (`rows`). `changed` names fields; what
    they hold stays out, and so it must of `reason`. No `by` = the system, or a command on the server.
    Raises RuntimeError outside `audited`.
    """
    events = _gathered.get()
    if events is None:
        raise RuntimeError("record() belongs inside audited(): the event is part of the change.")
    event = _event_about(row, verb=verb, by=by, subject=subject, kind=kind)
    event.changed, event.rows, event.reason = list(changed), rows, reason
    events.append(event)


def record_read(
    *,
    row: models.Model | type[models.Model],
    by: User | None,
    subject: Subject,
    verb: Verb = Verb.OPENED,
    kind: Kind = Kind.READ,
    rows: int | None = None,
    reason: str = "",
) -> None:
    """Say in the log that someone looks at a row, or at so many of a model, before they are shown it.

    The event is committed when this returns; an error here means that the page must not be shown.
    """
    event = _event_about(row, verb=verb, by=by, subject=subject, kind=kind)
    event.rows, event.reason = rows, reason
    with transaction.atomic():
        _append([event])


def changed_fields(row: models.Model) -> list[str]:
    """The names of the fields in which a row differs from what is stored; none for a new row."""
    if row._state.adding:  # noqa: SLF001  Django's documented way to tell a new row
        return []
    fields = [
        field
        for field in row._meta.concrete_fields  # noqa: SLF001  as above
        if not (field.primary_key or field.generated)
    ]
    stored = type(row)._base_manager.filter(pk=row.pk).values(*(field.attname for field in fields)).get()  # noqa: SLF001  as above
    return [field.name for field in fields if stored[field.attname] != getattr(row, field.attname)]


@audited()
def tell_of_unexplained_writes() -> int:
    """Bring into the log what the fence has noted since; how many statements that were.

    They have no actor: the database knows only its own user, whom the reason names with the first rows.
    """
    told = 0
    for write in UnexplainedWrite.objects.not_in_log():
        ids = ", ".join(map(str, write.row_ids))
        when = f"{write.at:%Y-%m-%d %H:%M:%S}Z"
        record(
            verb=Verb.BYPASSED,
            row=write,
            by=None,
            subject=Subject(),
            kind=Kind.BYPASS,
            rows=write.rows,
            reason=f"{write.operation} {write.table} {ids} ({write.database_user}, {when})",
        )
        told += 1
    return told


def _event_about(
    row: models.Model | type[models.Model], *, verb: Verb, by: User | None, subject: Subject, kind: Kind
) -> AuditEvent:
    options = row._meta  # noqa: SLF001  Django's documented way to a model's options
    return AuditEvent(
        kind=kind,
        action=f"{options.model_name}.{verb}",
        actor=by,
        organisation_id=subject.organisation_id,
        project_id=subject.project_id,
        person_id=subject.person_id,
        object_label=options.label,
        object_id=row.pk if isinstance(row, models.Model) else None,
        request_id=request_id.get(),
    )


def _finish(events: list[AuditEvent]) -> None:
    if events:
        _append(events)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jobbredo.audit')")
        if cursor.fetchone() == ("written",):
            raise UnrecordedWriteError("An action wrote to a table behind the fence and recorded nothing.")


def _append(events: list[AuditEvent]) -> None:
    """Number and chain the events behind the last one. The log's end stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        at, _set = cursor.fetchone()
    head, key = _lock_head(), settings.AUDIT_KEY
    sequence, previous = head.sequence, head.hash
    if not is_sealed(head, key=key):
        # Going on as if nothing had happened would make a tampered log whole again.
        log.critical("The stored end of the audit log isn't one that this installation wrote.")
        last = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
        sequence, previous = max(sequence, last), NOTHING
    for event in events:
        sequence += 1
        event.sequence, event.at, event.previous = sequence, at, previous
        event.hash = previous = hash_of(event, key=key)
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)
    AuditHead.objects.filter(pk=_HEAD).update(
        sequence=sequence, hash=previous, seal=seal_of(sequence, previous, key=key)
    )


def _lock_head() -> AuditHead:
    """The end of the log, for this transaction alone; made where the log is empty."""
    heads = AuditHead.objects.select_for_update()
    if head := heads.filter(pk=_HEAD).first():
        return head
    # A log that has events and no end isn't a new one: its end was taken away, and gets no seal.
    begun = AuditEvent.objects.exists()
    seal = "" if begun else seal_of(0, NOTHING, key=settings.AUDIT_KEY)
    AuditHead.objects.bulk_create(
        [AuditHead(pk=_HEAD, sequence=0, hash=NOTHING, seal=seal)], ignore_conflicts=True
    )
    return heads.get(pk=_HEAD)


def _say(setting: str, value: str) -> None:
    """Set something of the database session until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
