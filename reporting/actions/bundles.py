"""Ordering the reports of all projects of an organisation, and gathering them into an archive."""

import datetime as dt
import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
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
from projects.models import Organisation, Project
from reporting.actions import claims, files
from reporting.actions.claims import ATTEMPTS, LEASE, ClaimLostError
from reporting.actions.reports import SENT_A_SWEEP, cancel_report, logger, order_report
from reporting.archive import write_archive
from reporting.catalogue import CATALOGUE
from reporting.disclosure import NotForOutsideError, check_outside
from reporting.facts import Window
from reporting.models import BundlePeriod, Report, ReportBundle
from reporting.periods import window_by_rule
from reporting.stats import Audience

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GATHER_TASK = "reporting.tasks.gather_bundle"
KEPT = dt.timedelta(days=30)  # the archive; the reports that it is a copy of are kept for good

ARCHIVE_NOT_STORED = _(
    "The archive couldn't be stored. Ask the administrator to see to the disk, then gather it again."
)
ARCHIVE_BROKE_OFF = _(
    "Gathering the archive broke off three times. Ask the administrator to look in the log, then try again."
)
ARCHIVE_TOOK_TOO_LONG = _("Gathering the archive took too long and was stopped. Gather it again later.")


@audited()
def order_bundle(
    *,
    organisation: Organisation,
    projects: Iterable[Project],
    indicator_set: str,
    period: BundlePeriod,
    audience: Audience,
    by: User,
    on: dt.date,
    at: dt.datetime,
    language: str = "sv",
    key: UUID | None = None,
) -> ReportBundle:
    """Order a report for each of the projects and each of its sets, or for the one set; all or none.

    Left out is what can't be: a project that isn't going on in the period, or a set that isn't ready to be
    shown outside. `key` becomes its public id: sending a form twice gives one order. Raises ValidationError
    when nothing is left.
    """
    if key:
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        if sent_before := ReportBundle.objects.filter(public_id=key, organisation=organisation).first():
            return sent_before
    bundle = ReportBundle(
        public_id=key or uuid4(),
        organisation=organisation,
        indicator_set=indicator_set,
        period=period,
        audience=audience,
        language=language,
        ordered_by=by,
        ordered_at=at,
    )
    bundle.full_clean()
    bundle.save()
    record(verb=Verb.ORDERED, row=bundle, by=by, subject=subject_of_bundle(bundle))
    wanted = [
        (project, code, window)
        for project in projects
        if (window := window_by_rule(project, period, audience=audience, on=on))
        for code in project.indicator_sets
        if code in CATALOGUE
        and indicator_set in ("", code)
        and _may_be_shown(project, code, window, audience)
    ]
    if not wanted:
        raise ValidationError(_("None of the projects has such a report. Choose another set or period."))
    for project, code, window in wanted:
        order_report(
            project=project,
            indicator_set=code,
            window=window,
            by=by,
            at=at,
            language=language,
            audience=audience,
            bundle=bundle,
        )
    return bundle


def _may_be_shown(project: Project, code: str, window: Window, audience: Audience) -> bool:
    if audience is Audience.INSIDE:
        return True
    try:
        check_outside(code, window, start=project.start, end=project.end)
    except NotForOutsideError:
        return False
    return True


def subject_of_bundle(bundle: ReportBundle) -> Subject:
    """What an event about a bundle is about."""
    return Subject(organisation_id=bundle.organisation_id)


@audited()
def cancel_bundle(*, by: User, bundle: ReportBundle, at: dt.datetime) -> int:
    """Call off all reports of a bundle that haven't ended; how many. The archive is made of the others."""
    waiting = Report.objects.not_ended().filter(bundle=bundle).select_related("project").order_by("pk")
    cancelled = sum(cancel_report(by=by, report=report, at=at) for report in waiting)
    if cancelled:
        record(verb=Verb.CANCELLED, row=bundle, by=by, subject=subject_of_bundle(bundle), rows=cancelled)
        transaction.on_commit(partial(hint_bundle, bundle.pk))
    return cancelled


@audited()
def gather_again(*, by: User, bundle: ReportBundle) -> bool:
    """Have the archive made once more: it was removed or failed, or a report has been built since.

    False while it is being made for the first time.
    """
    ended = ReportBundle.objects.filter(pk=bundle.pk).exclude(gathered_at=None, failed_at=None)
    if not ended.update(
        gathered_at=None, expired_at=None, failed_at=None, failure="", claimed_until=None, attempts=0
    ):
        return False
    record(verb=Verb.RETRIED, row=bundle, by=by, subject=subject_of_bundle(bundle))
    transaction.on_commit(partial(hint_bundle, bundle.pk))
    return True


def hint_bundle(bundle_id: int) -> None:
    """Tell the workers of a bundle whose reports have all ended. Without a broker the sweeper finds it."""
    if not ReportBundle.objects.to_gather().filter(pk=bundle_id).exists():
        return
    try:
        current_app.send_task(GATHER_TASK, args=[bundle_id])
    except OperationalError:
        logger.warning("The broker doesn't answer; bundle %s waits for the sweeper.", bundle_id)


def claim_bundle(*, bundle_id: int, at: dt.datetime) -> ReportBundle | None:
    """Take a bundle to gather for a worker, for `LEASE`. `claims.let_go` of it in the end.

    None when another was faster, or it isn't time or its turn.
    """
    with transaction.atomic():
        waiting = ReportBundle.objects.to_gather().filter(
            pk=bundle_id, attempts__lt=claims.open_attempts(at=at)
        )
        if not waiting.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
            return None
        bundle = ReportBundle.objects.select_related("organisation").get(pk=bundle_id)
        claims.hold(bundle)
    return bundle


def keep_bundle(*, bundle: ReportBundle, at: dt.datetime) -> None:
    """Keep the claim for another `LEASE`. Raises ClaimLostError."""
    if not ReportBundle.objects.claimed_as(bundle).update(claimed_until=at + LEASE):
        raise ClaimLostError
    bundle.claimed_until = at + LEASE


def gather(*, bundle: ReportBundle, clock: Callable[[], dt.datetime]) -> None:
    """Make the archive of a claimed bundle under a name of the attempt's own, and put it in its place.

    It is renamed while the row is locked, so that a worker that lost its claim spoils nothing. Raises
    ClaimLostError, and OSError when the disk refuses.
    """
    part = bundle.part_path
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    reports = bundle.reports.select_related("project").order_by("project__name", "indicator_set", "pk")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        write_archive(
            file,
            bundle=bundle,
            # Of each only what is written next: their figures together may be large.
            reports=reports.iterator(chunk_size=1),
            go_on=lambda: keep_bundle(bundle=bundle, at=clock()),
        )
    with transaction.atomic():
        if not ReportBundle.objects.select_for_update().claimed_as(bundle).exists():
            part.unlink(missing_ok=True)
            raise ClaimLostError
        files.put_in_place(part, bundle.archive_path)
        ReportBundle.objects.filter(pk=bundle.pk).update(gathered_at=clock(), claimed_until=None)
    files.clear_parts(bundle.archive_path)


def fail_bundle(*, bundle: ReportBundle, cause: "StrOrPromise", at: dt.datetime) -> bool:
    """End the gathering with a sentence on the cause. False when the claim is lost."""
    with override(bundle.language):
        failed = ReportBundle.objects.claimed_as(bundle).update(
            failed_at=at, failure=str(cause), claimed_until=None
        )
    if failed:
        files.clear(bundle.archive_path)
    return bool(failed)


def give_back_bundle(*, bundle: ReportBundle, at: dt.datetime) -> None:
    """Let go of a bundle that broke off for no known cause; the sweeper tries again while attempts last."""
    if bundle.attempts >= ATTEMPTS:
        fail_bundle(bundle=bundle, cause=ARCHIVE_BROKE_OFF, at=at)
    else:
        ReportBundle.objects.claimed_as(bundle).update(claimed_until=None)


def sweep_bundles(*, at: dt.datetime) -> list[int]:
    """Remove the archives that are past their time, and fail what has used up its attempts.

    Returns the bundles that no worker has, the oldest first: they are to be sent again.
    """
    for bundle in ReportBundle.objects.to_expire(gathered_before=at - KEPT).order_by("pk"):
        _expire(bundle, at)
    with transaction.atomic():
        tried = claims.open_attempts(at=at)
    waiting = ReportBundle.objects.to_gather().order_by("ordered_at", "pk")
    for bundle in waiting.filter(attempts__gte=ATTEMPTS):
        fail_bundle(bundle=bundle, cause=ARCHIVE_BROKE_OFF, at=at)
    return list(waiting.filter(attempts__lt=tried).values_list("pk", flat=True)[:SENT_A_SWEEP])


def _expire(bundle: ReportBundle, at: dt.datetime) -> None:
    """Remove the archive of a bundle; of one that is being gathered again by now, nothing."""
    with transaction.atomic():
        unchanged = ReportBundle.objects.filter(pk=bundle.pk, gathered_at=bundle.gathered_at)
        if unchanged.update(expired_at=at):
            bundle.archive_path.unlink(missing_ok=True)
