"""The audit log: every action records what it did, every page about a person who looked at it.

    @audited()
    def end(*, by, stay, day):
        ...
        record(verb=Verb.ENDED, row=stay, by=by, subject=of_stay(stay), changed=changed)

The events are written last in the transaction of the change, chained each to the one before; what
isn't recorded isn't done. See docs/decisions/0009-audit.md.
"""

from accounts.audit.recording import (
    Subject,
    UnrecordedWriteError,
    audited,
    changed_fields,
    record,
    record_read,
    tell_of_unexplained_writes,
)

__all__ = [
    "Subject",
    "UnrecordedWriteError",
    "audited",
    "changed_fields",
    "record",
    "record_read",
    "tell_of_unexplained_writes",
]
