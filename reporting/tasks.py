"""Work in the background: building an ordered report, and the sweep by which none is forgotten."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from weasyprint.urls import FatalURLFetchingError

from reporting import actions
from reporting.compute import compute
from reporting.facts import Window
from reporting.loading import load_facts
from reporting.models import BuildStep, Report
from reporting.output import as_json
from reporting.pdf import render_pdf

logger = logging.getLogger(__name__)


@shared_task
def build_report(report_id: int) -> None:
    """Build a report that waits; do nothing when it doesn't. Safe to run twice, also at the same time."""
    report = actions.claim_report(report_id=report_id, at=timezone.now())
    if report is None:
        return
    try:
        _build(report)
    except actions.ClaimLostError:
        logger.info("Report %s was taken over by another worker.", report_id)
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
    for report_id in actions.sweep(at=timezone.now()):
        actions.hint(report_id)


def _build(report: Report) -> None:
    made_at = timezone.now()
    facts = load_facts(report.project)
    actions.go_on(report=report, step=BuildStep.COMPUTING, at=timezone.now())
    window = Window(report.period_start, report.period_end, report.as_of)
    figures = compute(facts, report.indicator_set, window)
    actions.go_on(report=report, step=BuildStep.PRINTING, at=timezone.now())
    with override(report.language):
        printed = render_pdf(figures, project=report.project, made_at=made_at)
    actions.go_on(report=report, step=BuildStep.STORING, at=timezone.now())
    actions.finish_report(
        report=report,
        figures=as_json(figures),
        content=printed.content,
        pages=printed.pages,
        at=timezone.now(),
    )
