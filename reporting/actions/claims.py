"""Claims: which worker has which job, whether it still lives, and who may try a last time.

A job is a report or a bundle. It is tried three times at most; that a worker died at it counts as a try,
whatever the worker died of, for from outside a job that kills its worker looks like one that was near when
somebody else did. Yet three accidents must not take an innocent report from the project lead who ordered
it. Hence the third try, after which the job fails, is made when nothing else can be to blame: no worker has
started or died for a while (`REPORTS_CALM`), nothing else is being built, and nothing else is begun until
it has ended. So a report that is struck twice comes later; one that kills its workers is told of, and takes
no other with it.

That a worker lives, a lock of its database session says, which PostgreSQL drops when the process dies,
however it dies. A lost job is thus known by the next sweep. Should a dead machine's session outlive it,
`LEASE` ends the claim.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Value, When

from reporting.models import Report, ReportBundle, Unrest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporting.querysets import ReportBundleQuerySet, ReportQuerySet

type Job = Report | ReportBundle

LEASE = dt.timedelta(minutes=2)  # longer than any one step takes
ATTEMPTS = 3
LONGEST_WAIT = dt.timedelta(minutes=15)  # workers that die and start for so long won't become calm

# The first halves of our locks in PostgreSQL, whose second half is a job's id; `attempts` is added.
_LOCKS = {Report: 0x4A0B0100, ReportBundle: 0x4A0B0200}
_ONE_CLAIM_AT_A_TIME = 0x4A0B0000


class ClaimLostError(Exception):
    """Another worker has the job by now, or it has ended; what was built is dropped."""


def note_start(*, at: dt.datetime) -> None:
    """Note that a worker's process has started: of one that runs, it has taken a dead one's place."""
    _unrest(at)


def open_attempts(*, at: dt.datetime) -> int:
    """How many attempts a job must have fewer of to be tried now. Call it in the transaction of the claim.

    0 while another's last attempt is being made: nothing is begun beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_ONE_CLAIM_AT_A_TIME])
    release_lost(at=at)
    claimed = [attempts for jobs in _claimed() for attempts in jobs.values_list("attempts", flat=True)]
    if any(attempts >= ATTEMPTS for attempts in claimed):
        return 0
    return ATTEMPTS - 1 if claimed or not _calm(at) else ATTEMPTS


def hold(job: Job) -> None:
    """Show that a claimed job's worker lives, until `let_go` or its death. Before the claim is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _lock(job))


def let_go(job: Job) -> None:
    """Have done with a job that was held; of one whose session has ended meanwhile, nothing is left to do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_unlock(classid::int, objid::int) FROM pg_locks WHERE locktype = 'advisory' "
            "AND pid = pg_backend_pid() AND classid::bigint = %s AND objid::bigint = %s AND objsubid = 2",
            _lock(job),
        )


def release_lost(*, at: dt.datetime) -> None:
    """Take back the claims of workers that have died, or have given no sign for `LEASE`."""
    # The rows before the locks: a claim that is made in between is in neither.
    claimed: list[Job] = [job for jobs in _claimed() for job in jobs]
    held = _held() if claimed else set()
    lost = [job for job in claimed if _until(job) < at or _lock(job) not in held]
    if sum(_release(job) for job in lost):
        _unrest(at)


def _release(job: Job) -> bool:
    if isinstance(job, Report):
        return bool(Report.objects.claimed_as(job).update(claimed_until=None, step=""))
    return bool(ReportBundle.objects.claimed_as(job).update(claimed_until=None))


def _claimed() -> "Iterable[ReportQuerySet | ReportBundleQuerySet]":
    return Report.objects.claimed(), ReportBundle.objects.claimed()


def _until(job: Job) -> dt.datetime:
    return job.claimed_until or dt.datetime.min.replace(tzinfo=dt.UTC)


def _lock(job: Job) -> tuple[int, int]:
    """The lock of this attempt: a slow worker that lost its claim mustn't speak for the one that has it."""
    return _LOCKS[type(job)] + job.attempts, job.pk


def _held() -> set[tuple[int, int]]:
    """The locks that living sessions hold in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT classid::bigint, objid::bigint FROM pg_locks "
            "WHERE locktype = 'advisory' AND objsubid = 2 AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return set(cursor.fetchall())


def _calm(at: dt.datetime) -> bool:
    restless = Unrest.objects.filter(latest__gt=at - settings.REPORTS_CALM, since__gt=at - LONGEST_WAIT)
    return not restless.exists()


def _unrest(at: dt.datetime) -> None:
    began = When(latest__lt=at - settings.REPORTS_CALM, then=Value(at))
    if not Unrest.objects.filter(pk=1).update(since=Case(began, default=F("since")), latest=at):
        Unrest.objects.get_or_create(pk=1, defaults={"since": at, "latest": at})
