"""Who gets a report to build: one that lives, and the last time when nothing else can be to blame."""

import datetime as dt
import threading

import pytest
import redis
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.actions.claims import LONGEST_WAIT
from reporting.models import Report, ReportState
from reporting.tasks import build_report
from tests import factories

SECOND = dt.timedelta(seconds=1)
TRIED_ONCE_MORE = (
    "Building it has broken off twice, maybe through no fault of its own. It is tried a last time when no "
    "other report is being built and no worker has been restarted for a while. You can leave the page."
)


def struck(project: Project, lead: User) -> Report:
    """A report whose worker has died twice."""
    return factories.report(project=project, ordered_by=lead, attempts=actions.ATTEMPTS - 1)


def claimed(report: Report, at: dt.datetime) -> bool:
    return actions.claim_report(report_id=report.pk, at=at) is not None


def claimed_by_one_that_dies(report: Report) -> None:
    """Have a session of its own claim the report, and end without a word."""

    def claim_and_die() -> None:
        close_old_connections()
        assert claimed(report, timezone.now())
        connection.close()

    worker = threading.Thread(target=claim_and_die)
    worker.start()
    worker.join()


def is_sent(report: Report, at: dt.datetime) -> bool:
    return report.pk in actions.sweep(at=at)


@pytest.mark.django_db(transaction=True)
class TestAClaim:
    def test_ends_with_its_worker(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        claimed_by_one_that_dies(report)

        assert is_sent(report, timezone.now())
        assert claimed(report, timezone.now())
        assert Report.objects.get().attempts == 2

    def test_of_a_living_worker_stands_until_it_gives_no_sign(self, project: Project, lead: User) -> None:
        report, at = factories.report(project=project, ordered_by=lead), timezone.now()
        assert claimed(report, at)

        assert not is_sent(report, at + actions.LEASE)
        assert is_sent(report, at + actions.LEASE + SECOND)

    def test_is_let_go_of_when_the_report_has_ended(self, project: Project, lead: User) -> None:
        build_report(factories.report(project=project, ordered_by=lead).pk)

        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            assert cursor.rowcount == 0


@pytest.mark.django_db
class TestTheLastAttempt:
    def test_waits_until_no_worker_has_started_for_a_while(self, project: Project, lead: User) -> None:
        report, other = struck(project, lead), factories.report(project=project, ordered_by=lead)
        started = timezone.now()
        actions.note_start(at=started)

        assert not is_sent(report, started + SECOND)
        assert not claimed(report, started + SECOND)
        assert is_sent(other, started + SECOND)
        assert is_sent(report, started + settings.REPORTS_CALM + SECOND)
        assert claimed(report, started + settings.REPORTS_CALM + SECOND)

    def test_waits_until_no_worker_has_died_for_a_while(self, project: Project, lead: User) -> None:
        report, at = struck(project, lead), timezone.now()
        factories.report(project=project, ordered_by=lead, claimed_until=at - SECOND)

        assert not is_sent(report, at)
        assert is_sent(report, at + settings.REPORTS_CALM + SECOND)

    def test_does_not_wait_for_a_calm_that_never_comes(self, project: Project, lead: User) -> None:
        report, began = struck(project, lead), timezone.now()
        for restless in range(0, LONGEST_WAIT // SECOND, settings.REPORTS_CALM // SECOND):
            actions.note_start(at=began + restless * SECOND)
            assert not is_sent(report, began + restless * SECOND)

        assert is_sent(report, began + LONGEST_WAIT)

    def test_is_made_alone(self, project: Project, lead: User) -> None:
        report, at = struck(project, lead), timezone.now()
        first, second = (factories.report(project=project, ordered_by=lead) for _ in range(2))
        assert claimed(first, at)
        assert not claimed(report, at)
        actions.cancel_report(by=lead, report=first, at=at)

        assert claimed(report, at)
        assert not claimed(second, at)
        assert not is_sent(second, at)
        actions.cancel_report(by=lead, report=report, at=at)

        assert claimed(second, at)

    def test_is_told_of_while_it_is_waited_for(
        self, project: Project, lead: User, lead_client: Client
    ) -> None:
        report = struck(project, lead)
        actions.sweep(at=timezone.now())
        page = lead_client.get(reverse("reporting:report", args=[report.public_id])).content.decode()
        assert gettext(TRIED_ONCE_MORE) in page

    def test_has_the_others_sent_when_it_has_ended(
        self, project: Project, lead: User, queue_url: str
    ) -> None:
        report = struck(project, lead)
        factories.report(project=project, ordered_by=lead)
        with redis.Redis.from_url(queue_url) as queue:
            queue.flushdb()

            build_report(report.pk)

            assert queue.llen("celery") == 1
        report.refresh_from_db()
        assert (report.state, report.attempts) == (ReportState.DONE, actions.ATTEMPTS)


@pytest.mark.django_db(transaction=True)
class TestAReportThatEndsWithoutAFile:
    def test_leaves_none_of_an_attempt_that_died_before_it_could_say_so(
        self, project: Project, lead: User
    ) -> None:
        report = factories.report(project=project, ordered_by=lead)
        for left in (report.pdf_path, report.pdf_path.with_suffix(".1.part")):
            left.parent.mkdir(exist_ok=True)
            left.write_bytes(b"%PDF")

        actions.cancel_report(by=lead, report=report, at=timezone.now())

        assert not list(report.pdf_path.parent.glob(f"{report.public_id}.*"))
