"""Ordering a report and building it: every change of a report's row, and its file.

A claim is known by its `claimed_until`: whoever holds a report loaded with the present one may change
it, and nobody else. A worker that was slow, or taken for dead, therefore can't spoil what another did.
Who gets a claim, and who loses it, is in `reporting.actions.claims`.
"""

import datetime as dt
import logging
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from projects.models import Project
from reporting.actions import claims, files
from reporting.actions.claims import ATTEMPTS, LEASE, ClaimLostError
from reporting.disclosure import NotForOutsideError, check_outside
from reporting.facts import Window, WindowError
from reporting.frozen import Frozen
from reporting.models import BuildStep, Report, ReportBundle, StandingOrder, SweepMark
from reporting.output import dumps
from reporting.stats import Audience

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)

SENT_A_SWEEP = 20
BUILD_TASK = "reporting.tasks.build_report"

TOOK_TOO_LONG = _(
    "Building the report took too long and was stopped. Try a shorter period, or try again later."
)
NOT_STORED = _(
    "The finished file couldn't be stored. Ask the administrator to see to the disk, then try again."
)
FORBIDDEN_FILE = _(
    "The report asked for a file that it may not use. Ask the administrator to look in the log."
)
BROKE_OFF = _(
    "Building the report broke off three times. Ask the administrator to look in the log, then try again."
)


class OvertakenError(Exception):
    """Another report of the same project, set, period and as of was finished first, under this revision."""


@audited()
def order_report(
    *,
    project: Project,
    indicator_set: str,
    window: Window,
    by: User,
    at: dt.datetime,
    language: str = "sv",
    audience: Audience = Audience.INSIDE,
    key: UUID | None = None,
    bundle: ReportBundle | None = None,
    standing_order: StandingOrder | None = None,
) -> Report:
    """Order the figures of a set as a PDF. The order stands whether or not a worker hears of it now.

    `key` becomes its public id: sending a form twice gives one report. `bundle`, `standing_order`: what it
    is ordered as a part of. Raises ValidationError for a period that runs
    backwards or a set that doesn't exist, for what can't be shown outside, and for a month's report that
    the standing order has already.
    """
    if audience is Audience.OUTSIDE:
        check_audience(project, indicator_set, window)
    if key:
        # Two that were sent at the same moment come one after the other.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        if sent_before := Report.objects.filter(public_id=key, project=project).first():
            return sent_before
    report = Report(
        public_id=key or uuid4(),
        project=project,
        indicator_set=indicator_set,
        period_start=window.period_start,
        period_end=window.period_end,
        as_of=window.as_of,
        audience=audience,
        language=language,
        ordered_by=by,
        ordered_at=at,
        bundle=bundle,
        standing_order=standing_order,
    )
    report.full_clean()
    report.save()
    record(verb=Verb.ORDERED, row=report, by=by, subject=subject_of(report))
    transaction.on_commit(partial(hint, report.pk))
    return report


def check_audience(project: Project, indicator_set: str, window: Window) -> None:
    """Pass what may be shown outside the project. Raises ValidationError."""
    try:
        check_outside(indicator_set, window, start=project.start, end=project.end)
    except (NotForOutsideError, WindowError) as error:
        raise ValidationError(str(error)) from None


def subject_of(report: Report) -> Subject:
    """What an event about a report is about."""
    return Subject(organisation_id=report.project.organisation_id, project_id=report.project_id)


@audited()
def retry_report(*, by: User, report: Report) -> bool:
    """Put a failed report back in the queue with all its attempts. False when it hasn't failed (any more)."""
    put_back = Report.objects.filter(pk=report.pk, failed_at__isnull=False).update(
        failed_at=None, failure="", claimed_until=None, attempts=0, step=""
    )
    if put_back:
        record(verb=Verb.RETRIED, row=report, by=by, subject=subject_of(report))
        transaction.on_commit(partial(hint, report.pk))
    return bool(put_back)


@audited()
def cancel_report(*, by: User, report: Report, at: dt.datetime) -> bool:
    """Call off a report that hasn't ended. False when it has: what is finished stays.

    A worker that is at it finds its claim lost at its next step, and leaves no file.
    """
    cancelled = Report.objects.not_ended().filter(pk=report.pk)
    if not cancelled.update(cancelled_at=at, cancelled_by=by, claimed_until=None, step=""):
        return False
    record(verb=Verb.CANCELLED, row=report, by=by, subject=subject_of(report))
    transaction.on_commit(partial(files.clear, report.pdf_path))
    return True


def hint(report_id: int) -> None:
    """Tell the workers of a report. Without a broker nothing is lost: the sweeper finds the row."""
    try:
        current_app.send_task(BUILD_TASK, args=[report_id])
    except OperationalError:
        logger.warning("The broker doesn't answer; report %s waits for the sweeper.", report_id)


def claim_report(*, report_id: int, at: dt.datetime) -> Report | None:
    """Take a waiting report for a worker, for `LEASE`. `claims.let_go` of it in the end.

    None when another was faster, it has ended, or it isn't its turn: it is sent again.
    """
    with transaction.atomic():
        waiting = Report.objects.waiting().filter(pk=report_id, attempts__lt=claims.open_attempts(at=at))
        if not waiting.update(claimed_until=at + LEASE, attempts=F("attempts") + 1, step=BuildStep.READING):
            return None
        report = Report.objects.select_related("project__organisation").get(pk=report_id)
        claims.hold(report)
    return report


def go_on(*, report: Report, step: BuildStep, at: dt.datetime) -> None:
    """Say what the worker does next, and keep the claim for another `LEASE`. Raises ClaimLostError."""
    if not Report.objects.claimed_as(report).update(step=step, claimed_until=at + LEASE):
        raise ClaimLostError
    report.step, report.claimed_until = step, at + LEASE


def number_revision(*, report: Report) -> None:
    """Make a claimed report the next revision of the finished ones of its project, set, period and as of.

    Raises ClaimLostError.
    """
    before = Report.objects.finished_before(report).first()
    revision = before.revision + 1 if before else 1
    if not Report.objects.claimed_as(report).update(revises=before, revision=revision):
        raise ClaimLostError
    report.revises, report.revision = before, revision


def finish_report(
    *, report: Report, figures: dict[str, Any], content: bytes, pages: int, at: dt.datetime, frozen: Frozen
) -> None:
    """Store the PDF, its figures and the facts that made them, and end the report: all or nothing, for good.

    The file is written under a name of the attempt's own and renamed while the row is locked, so that
    file and figures are of the same attempt. Raises ClaimLostError, OvertakenError, and OSError when the
    disk refuses.
    """
    part = report.pdf_path.with_suffix(f".{report.attempts}.part")
    files.write(part, content)
    with transaction.atomic():
        if not Report.objects.select_for_update().claimed_as(report).exists():
            part.unlink(missing_ok=True)
            raise ClaimLostError
        # Reports of one project end one at a time, so that two can't take the same revision.
        Project.objects.select_for_update(no_key=True).get(pk=report.project_id)
        if Report.objects.finished_before(report).filter(revision__gte=report.revision).exists():
            part.unlink(missing_ok=True)
            raise OvertakenError
        files.put_in_place(part, report.pdf_path)
        Report.objects.filter(pk=report.pk).update(
            figures=figures,
            pages=pages,
            facts=frozen.facts,
            versions=frozen.versions,
            difference=frozen.difference,
            figures_sha256=sha256(dumps(figures)).hexdigest(),
            pdf_sha256=sha256(content).hexdigest(),
            finished_at=at,
            claimed_until=None,
            step="",
        )
    files.clear_parts(report.pdf_path)


def fail_report(*, report: Report, cause: "StrOrPromise", at: dt.datetime) -> bool:
    """End the report with a sentence on the cause, in the report's language. False when the claim is lost."""
    with override(report.language):
        failed = Report.objects.claimed_as(report).update(
            failed_at=at, failure=str(cause), claimed_until=None, step=""
        )
    if failed:
        files.clear(report.pdf_path)
    return bool(failed)


def give_back(*, report: Report, at: dt.datetime) -> None:
    """Let go of a report that broke off for no known cause; the sweeper tries again while attempts last."""
    if report.attempts >= ATTEMPTS:
        fail_report(report=report, cause=BROKE_OFF, at=at)
    else:
        Report.objects.claimed_as(report).update(claimed_until=None, step="")


def begin_anew(*, report: Report) -> None:
    """Have a report that was overtaken built again, as the revision after; the attempt isn't counted."""
    claims.let_go(report)  # the next one has the same number
    if Report.objects.claimed_as(report).update(claimed_until=None, step="", attempts=F("attempts") - 1):
        hint(report.pk)


def sweep(*, at: dt.datetime) -> list[int]:
    """Leave the mark that a worker lives, take back what the dead had, fail what has used up its attempts.

    Returns the reports that no worker has and whose turn it is, the oldest first: they are to be sent again.
    """
    SweepMark.objects.update_or_create(pk=1, defaults={"seen_at": at})
    with transaction.atomic():
        tried = claims.open_attempts(at=at)
    waiting = Report.objects.waiting().order_by("ordered_at", "pk")
    for report in waiting.filter(attempts__gte=ATTEMPTS):
        fail_report(report=report, cause=BROKE_OFF, at=at)
    return list(waiting.filter(attempts__lt=tried).values_list("pk", flat=True)[:SENT_A_SWEEP])
