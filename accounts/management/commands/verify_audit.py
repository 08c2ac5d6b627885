"""Go along the audit log and say whether it is what was written."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Max

from accounts.audit import tell_of_unexplained_writes
from accounts.audit.chain import Walk
from accounts.models import AuditEvent, AuditHead

USAGE = 2
SHOWN = 100
CHUNK = 2000


class Command(BaseCommand):
    help = (
        "Check the audit log: every event's hash, their order, that none is missing, and the stored end. "
        "Exit status 0: whole; 1: broken, each place a line on standard error, the first one first; "
        "2: wrong usage. Keep the printed end outside the database and give it back later with --expect: "
        "a log that was put back as a whole to an earlier state is found by that alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="an end that was printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        expected = _read_end(options["expect"]) if options["expect"] else None
        bypasses = tell_of_unexplained_writes()
        found = _walk(expected)
        if bypasses:
            self.stderr.write(f"{bypasses} writes past the actions since the last time, now in the log.")
        for fault in found.breaks[:SHOWN]:
            self.stderr.write(f"Event {fault.sequence} {fault.what}.")
        if len(found.breaks) > SHOWN:
            self.stderr.write(f"And {len(found.breaks) - SHOWN} places more.")
        if found.breaks:
            self.stderr.write(f"The audit log is broken, first at event {found.breaks[0].sequence}.")
            sys.exit(1)
        self.stdout.write(f"{found.count} events, all as they were written.")
        self.stdout.write(f"End: {found.last[0]}:{found.last[1]}")


@transaction.atomic
def _walk(expected: tuple[int, str] | None) -> Walk:
    """Walk while others append; only for what came meanwhile do they wait."""
    found, events = Walk(settings.AUDIT_KEY, expected), AuditEvent.objects.order_by("sequence")
    reached = AuditHead.objects.aggregate(reached=Max("sequence"))["reached"] or 0
    found.along(events.filter(sequence__lte=reached).iterator(chunk_size=CHUNK))
    head = AuditHead.objects.select_for_update().first()
    found.along(events.filter(sequence__gt=reached).iterator(chunk_size=CHUNK))
    found.ends_at(head)
    return found


def _read_end(text: str) -> tuple[int, str]:
    number, _colon, last_hash = text.partition(":")
    if not (number.isdecimal() and len(last_hash) == len("0" * 64)):
        raise CommandError("Give --expect an end as it was printed: NUMBER:HASH.", returncode=USAGE)
    return int(number), last_hash
