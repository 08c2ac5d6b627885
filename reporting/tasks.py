"""Work in the background: building an ordered report, and the sweep by which none is forgotten."""

import logging
from dataclasses import replace
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from weasyprint.urls import FatalURLFetchingError

from reporting import actions, kept
from reporting.facts import ProjectFacts, Window
from reporting.frozen import Frozen, kept_facts, pack, recompute
from reporting.loading import load_accepted, load_facts
from reporting.models import BuildStep, Report
from reporting.output import as_json
from reporting.pdf import render_pdf
from reporting.pseudonyms import pseudonym_key
from reporting.revisions import difference
from reporting.stats import Audience
from reporting.totals import BrokenTotalError, check_totals
from reporting.versions import versions_of

logger = logging.getLogger(__name__)

UP_TO_DATE_EVERY = 300
"""Seconds. What isn't brought up to date by then is sent anew, or is by whoever asks for it."""


@shared_task
def build_report(report_id: int) -> None:
    """Build a report that waits; do nothing when it doesn't. Safe to run twice, also at the same time."""
    report = actions.claim_report(report_id=report_id, at=timezone.now())
    if report is None:
        return
    try:
        _attempt(report)
    finally:
        actions.let_go(report)
    if report.bundle_id:
        actions.hint_bundle(report.bundle_id)
    if report.attempts == actions.ATTEMPTS:
        # Nothing else could begin meanwhile.
        sweep_reports()


def _attempt(report: Report) -> None:
    """Build a claimed report, or say why it couldn't be."""
    report_id = report.pk
    try:
        _build(report)
    except actions.ClaimLostError:
        logger.info("Report %s was called off, or taken over by another worker.", report_id)
    except actions.OvertakenError:
        actions.begin_anew(report=report)
    except BrokenTotalError as problem:
        logger.exception("Report %s doesn't add up.", report_id)
        with override(report.language):
            actions.fail_report(report=report, cause=problem.sentence, at=timezone.now())
    except SoftTimeLimitExceeded:
        # It may have struck in the middle of a query, and such a connection takes no other.
        connection.close()
        actions.fail_report(report=report, cause=actions.TOOK_TOO_LONG, at=timezone.now())
    except OSError:
        logger.exception("Report %s couldn't be stored.", report_id)
        actions.fail_report(report=report, cause=actions.NOT_STORED, at=timezone.now())
    except FatalURLFetchingError:
        logger.exception("Report %s asked for a file that it may not use.", report_id)
        actions.fail_report(report=report, cause=actions.FORBIDDEN_FILE, at=timezone.now())
    except Exception:
        # Whatever broke: the order must not hang.
        actions.give_back(report=report, at=timezone.now())
        raise


@shared_task
def sweep_reports() -> None:
    """Send again every report that no worker has: the broker forgot it, or its worker died."""
    now = timezone.now()
    for report_id in actions.sweep(at=now):
        actions.hint(report_id)
    for bundle_id in actions.sweep_bundles(at=now):
        actions.hint_bundle(bundle_id)


@shared_task
def gather_bundle(bundle_id: int) -> None:
    """Make the archive of a bundle whose reports have all ended. Safe to run twice, also at the same time."""
    bundle = actions.claim_bundle(bundle_id=bundle_id, at=timezone.now())
    if bundle is None:
        return
    try:
        actions.gather(bundle=bundle, clock=timezone.now)
    except actions.ClaimLostError:
        logger.info("Bundle %s was taken over by another worker.", bundle_id)
    except SoftTimeLimitExceeded:
        connection.close()  # as for a report
        actions.fail_bundle(bundle=bundle, cause=actions.ARCHIVE_TOOK_TOO_LONG, at=timezone.now())
    except OSError:
        logger.exception("The archive of bundle %s couldn't be stored.", bundle_id)
        actions.fail_bundle(bundle=bundle, cause=actions.ARCHIVE_NOT_STORED, at=timezone.now())
    except Exception:
        # Whatever broke: the order must not hang.
        actions.give_back_bundle(bundle=bundle, at=timezone.now())
        raise
    finally:
        actions.let_go(bundle)


@shared_task
def order_monthly_reports() -> None:
    """Order last month's report of every standing order; each day, so that no month is lost."""
    actions.order_months(on=timezone.localdate(), at=timezone.now())


@shared_task
def keep_all_figures() -> None:
    """As the day begins: have the figures of each project that goes on kept ready, and forget old ones."""
    kept.forget(at=timezone.now())
    for project_id in kept.going_on(on=timezone.localdate()):
        keep_figures_of.delay(project_id)


@shared_task
def keep_figures_of(project_id: int) -> None:
    """Keep a project's figures ready as of today."""
    kept.keep_ready(project_id, on=timezone.localdate(), at=timezone.now())


@shared_task
def keep_up_figures() -> None:
    """Have kept figures that facts have changed under brought up to date, each by itself."""
    for key in kept.fallen_behind(at=timezone.now()):
        catch_up_figures.apply_async((key,), expires=UP_TO_DATE_EVERY)


@shared_task
def catch_up_figures(key: int) -> None:
    """Bring kept figures up to date."""
    kept.catch_up(key, at=timezone.now())


def _build(report: Report) -> None:
    made_at = timezone.now()
    window = Window(report.period_start, report.period_end, report.as_of)
    kept = kept_facts(
        replace(
            load_facts(report.project),
            accepted=load_accepted(report.project, on=timezone.localdate(made_at)),
        ),
        indicator_set=report.indicator_set,
        as_of=report.as_of,
        key=pseudonym_key(report.project),
    )
    actions.number_revision(report=report)
    actions.go_on(report=report, step=BuildStep.COMPUTING, at=timezone.now())
    # The figures are made from what is stored, not from what was loaded: they can be made again.
    facts = pack(kept)
    figures = recompute(facts, report.indicator_set, window, Audience(report.audience))
    written = as_json(figures)
    check_totals(written)
    frozen = Frozen(facts, versions_of(figures), _difference(report, written, kept, window))
    actions.go_on(report=report, step=BuildStep.PRINTING, at=timezone.now())
    with override(report.language):
        printed = render_pdf(figures, project=report.project, made_at=made_at, revision=report.revision)
    actions.go_on(report=report, step=BuildStep.STORING, at=timezone.now())
    actions.finish_report(
        report=report,
        figures=written,
        content=printed.content,
        pages=printed.pages,
        at=timezone.now(),
        frozen=frozen,
    )


def _difference(
    report: Report, written: dict[str, Any], kept: ProjectFacts, window: Window
) -> dict[str, Any] | None:
    """What became of the numbers of the report that this one revises; None where it revises none."""
    before = report.revises
    if before is None or before.figures is None:
        return None
    packed = bytes(before.facts or b"")
    return difference(before=before.figures, packed=packed, after=written, facts=kept, window=window)
