"""An ordered report arrives: once, whole, whatever happens to worker, broker and disk meanwhile."""

import datetime as dt
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from config.celery import app as celery_app
from projects.models import Project
from reporting import actions
from reporting.facts import Window
from reporting.frozen import Frozen
from reporting.models import BuildStep, Report, ReportState, SweepMark, Unrest
from reporting.stats import Audience
from reporting.tasks import build_report, sweep_reports
from tests import factories
from tests.conftest import signed_in_client
from tests.worker import Worker

WINDOW = Window(dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2024, 12, 31))
NOTHING_KEPT = Frozen(facts=b"", versions={})


@pytest.fixture(autouse=True)
def reports_root() -> Iterator[Path]:
    """Where the files go, empty before and after."""
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker that nobody answers at."""
    before = celery_app.conf.broker_url
    celery_app.conf.update(broker_url="redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(celery_app.amqp, "_producer_pool", None)
    yield
    celery_app.conf.update(broker_url=before)


def ordered(project: Project, lead: User) -> Report:
    return actions.order_report(project=project, indicator_set="L", window=WINDOW, by=lead, at=timezone.now())


def is_given_back(report: Report, *, attempts: int) -> bool:
    """Whether so many attempts have been made, and the last one has let go of the report."""
    return now(report).attempts == attempts and now(report).claimed_until is None


def now(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def ends_as(report: Report, state: ReportState) -> Callable[[], bool]:
    def ended() -> bool:
        found = now(report)
        assert found.state in (state, ReportState.WAITING, ReportState.BUILDING), found.failure
        return found.state == state

    return ended


def page_of(report: Report, lead: User) -> str:
    """The report's page in English."""
    client = signed_in_client(lead)
    client.cookies["django_language"] = "en"
    response = client.get(reverse("reporting:report", args=[report.public_id]))
    assert response.status_code == 200
    return response.content.decode()


class TestAWorker:
    def test_builds_what_is_ordered(self, worker: Worker, project: Project, lead: User) -> None:
        factories.episode(
            enrolment=factories.enrolment(project=project, start=dt.date(2024, 2, 1)),
            kind="work_placement",
        )

        report = ordered(project, lead)
        worker.wait_for(ends_as(report, ReportState.DONE))

        report = now(report)
        with report.pdf_path.open("rb") as file:
            assert len(PdfReader(file).pages) == report.pages
        assert report.figures is not None
        placements = next(figure for figure in report.figures["indicators"] if figure["code"] == "L5")
        assert placements["total"] == 1
        assert (report.attempts, report.step, report.claimed_until) == (1, "", None)
        assert report.pdf_path.stat().st_mode & 0o077 == 0

    def test_makes_one_artefact_of_many_messages(
        self, worker: Worker, project: Project, lead: User, reports_root: Path
    ) -> None:
        report = ordered(project, lead)
        for _again in range(5):
            actions.hint(report.pk)
        other = ordered(project, lead)

        # The queue is worked off in order: when the last one is done, so are all repetitions.
        worker.wait_for(ends_as(other, ReportState.DONE))

        assert now(report).attempts == 1
        assert sorted(path.name for path in reports_root.iterdir()) == sorted(
            f"{made.public_id}.pdf" for made in (report, other)
        )

    def test_is_stopped_when_it_takes_too_long(self, worker: Worker, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE participants_enrolment IN ACCESS EXCLUSIVE MODE")
            current_app.send_task(actions.BUILD_TASK, args=[report.pk], soft_time_limit=1)
            worker.wait_for(ends_as(report, ReportState.FAILED))

        assert now(report).failure == str(actions.TOOK_TOO_LONG)


class TestAnOrder:
    def test_waits_for_a_worker_that_is_down(
        self, start_worker: Callable[..., Worker], project: Project, lead: User
    ) -> None:
        report = ordered(project, lead)
        assert "No worker is answering right now." in page_of(report, lead)

        start_worker().wait_for(ends_as(report, ReportState.DONE))

        assert reverse("reporting:download", args=[report.public_id]) in page_of(report, lead)

    def test_survives_a_broker_that_forgets(
        self, start_worker: Callable[..., Worker], queue_url: str, project: Project, lead: User
    ) -> None:
        report = ordered(project, lead)
        with redis.Redis.from_url(queue_url) as queue:
            queue.flushdb()

        start_worker(beat=True).wait_for(ends_as(report, ReportState.DONE))

        assert SweepMark.worker_answers(at=timezone.now())

    @pytest.mark.usefixtures("dead_broker")
    @pytest.mark.django_db(transaction=True)
    def test_stands_though_the_broker_is_down(self, project: Project, lead: User) -> None:
        response = signed_in_client(lead).post(
            reverse("reporting:order"), {"project": project.public_id, "indicator_set": "L"}, follow=True
        )

        assert response.status_code == 200
        report = Report.objects.get()
        assert report.state == ReportState.WAITING
        assert actions.sweep(at=timezone.now()) == [report.pk]

    def test_outlives_its_worker(
        self, start_worker: Callable[..., Worker], project: Project, lead: User
    ) -> None:
        report = ordered(project, lead)
        first = start_worker()
        first.wait_for(lambda: now(report).attempts == 1)
        first.kill()
        if now(report).state == ReportState.DONE:
            pytest.fail("The worker was faster than the test could kill it.")
        # Time passes: the dead worker's claim runs out.
        Report.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))

        second = start_worker()
        current_app.send_task("reporting.tasks.sweep_reports")
        second.wait_for(ends_as(report, ReportState.DONE))

        assert now(report).attempts == 2


@pytest.mark.django_db(transaction=True)
class TestAClaim:
    def test_is_given_to_one_of_two_that_ask_at_once(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        start, got = threading.Barrier(4), []

        def ask() -> None:
            close_old_connections()
            start.wait()
            got.append(actions.claim_report(report_id=report.pk, at=timezone.now()))
            # Who has ended has no claim any more.
            start.wait()
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len([claimed for claimed in got if claimed]) == 1
        assert now(report).attempts == 1

    def test_that_was_lost_changes_nothing(self, project: Project, lead: User, reports_root: Path) -> None:
        report, start = factories.report(project=project, ordered_by=lead), timezone.now()
        slow = actions.claim_report(report_id=report.pk, at=start)
        quick = actions.claim_report(report_id=report.pk, at=start + actions.LEASE + dt.timedelta(seconds=1))
        assert slow is not None
        assert quick is not None

        with pytest.raises(actions.ClaimLostError):
            actions.go_on(report=slow, step=BuildStep.PRINTING, at=timezone.now())
        with pytest.raises(actions.ClaimLostError):
            actions.finish_report(
                report=slow, figures={}, content=b"slow", pages=1, at=timezone.now(), frozen=NOTHING_KEPT
            )
        assert not actions.fail_report(report=slow, cause=actions.BROKE_OFF, at=timezone.now())
        actions.give_back(report=slow, at=timezone.now())
        assert now(report).claimed_until == quick.claimed_until

        actions.finish_report(
            report=quick, figures={"schema": 1}, content=b"quick", pages=1, at=start, frozen=NOTHING_KEPT
        )
        with pytest.raises(actions.ClaimLostError):
            actions.finish_report(
                report=slow, figures={}, content=b"slow", pages=1, at=timezone.now(), frozen=NOTHING_KEPT
            )
        assert now(report).pdf_path.read_bytes() == b"quick"
        assert now(report).figures == {"schema": 1}
        assert [path.name for path in reports_root.iterdir()] == [f"{report.public_id}.pdf"]

    def test_holds_as_long_as_the_worker_goes_on(self, project: Project, lead: User) -> None:
        report, at = factories.report(project=project, ordered_by=lead), timezone.now()
        claimed = actions.claim_report(report_id=report.pk, at=at)
        assert claimed is not None

        at += actions.LEASE - dt.timedelta(seconds=1)
        actions.go_on(report=claimed, step=BuildStep.PRINTING, at=at)

        at += actions.LEASE - dt.timedelta(seconds=1)
        assert actions.claim_report(report_id=report.pk, at=at) is None
        assert (now(report).step, now(report).steps_done) == (BuildStep.PRINTING, 2)


class TestABuildThatBreaks:
    def test_is_tried_three_times_and_then_says_so(
        self, worker: Worker, project: Project, lead: User
    ) -> None:
        """The worker's log says what broke and where, not on whose facts."""
        report = factories.report(project=project, ordered_by=lead)
        Project.objects.update(age_bands=["Eva Prov"])
        Unrest.objects.all().delete()  # the worker has run for long

        for attempt in range(1, actions.ATTEMPTS + 1):
            assert actions.sweep(at=timezone.now()) == [report.pk]
            actions.hint(report.pk)
            worker.wait_for(partial(is_given_back, report, attempts=attempt))

        assert now(report).failure == str(actions.BROKE_OFF)
        assert actions.sweep(at=timezone.now()) == []
        worker.wait_for(lambda: worker.output().count("Task reporting.tasks.build_report raised") == 3)
        assert "django.core.exceptions.ValidationError" in worker.output()
        assert "Eva Prov" not in worker.output()

    @pytest.mark.django_db
    def test_says_that_the_disk_refused(
        self, project: Project, lead: User, settings: Settings, tmp_path: Path
    ) -> None:
        report = factories.report(project=project, ordered_by=lead)
        settings.REPORTS_ROOT = tmp_path / "a-file"
        settings.REPORTS_ROOT.write_text("not a folder")

        build_report(report.pk)

        assert now(report).failure == str(actions.NOT_STORED)

    @pytest.mark.django_db
    def test_can_be_tried_again(
        self,
        project: Project,
        lead: User,
        lead_client: Client,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        report = factories.report(project=project, ordered_by=lead, attempts=3)
        sweep_reports()
        assert now(report).state == ReportState.FAILED
        assert str(now(report).failure) in page_of(report, lead)

        with django_capture_on_commit_callbacks() as hints:
            lead_client.post(reverse("reporting:retry", args=[report.public_id]))
        assert len(hints) == 1
        build_report(report.pk)

        assert now(report).state == ReportState.DONE
        assert now(report).attempts == 1


@pytest.mark.django_db
class TestWhatIsOrdered:
    def test_sent_twice_is_one(self, project: Project, lead_client: Client) -> None:
        page = lead_client.get(reverse("reporting:figures"))
        sent = {
            "project": project.public_id,
            "indicator_set": "L",
            "key": page.context["order"]["key"].value(),
        }

        answers = [lead_client.post(reverse("reporting:order"), sent) for _twice in range(2)]

        report = Report.objects.get()
        assert [answer["Location"] for answer in answers] == [
            reverse("reporting:report", args=[report.public_id])
        ] * 2

    def test_under_another_projects_key_is_refused(self, project: Project, lead: User) -> None:
        theirs = factories.report(project=factories.project(name="En annans"), ordered_by=lead)
        with pytest.raises(ValidationError):
            actions.order_report(
                project=project,
                indicator_set="L",
                window=WINDOW,
                by=lead,
                at=timezone.now(),
                key=theirs.public_id,
            )

    def test_has_files_that_tell_what_they_are(self, project: Project, lead: User) -> None:
        first = ordered(project, lead)
        build_report(first.pk)
        names = [now(first).file_stem]
        for audience in (Audience.INSIDE, Audience.OUTSIDE):
            report = factories.report(project=project, ordered_by=lead, audience=audience)
            build_report(report.pk)
            names.append(now(report).file_stem)
        start = "jobbredo-L-2024-01-01--2024-12-31-per-2024-12-31"
        assert names == [f"{start}-v1-internt", f"{start}-v2-internt", f"{start}-v1-utat"]


@pytest.mark.django_db
class TestTheSweeper:
    def test_fails_what_has_killed_three_workers(self, project: Project, lead: User) -> None:
        long_ago = timezone.now() - dt.timedelta(hours=1)
        report = factories.report(project=project, ordered_by=lead, attempts=3, claimed_until=long_ago)

        assert actions.sweep(at=timezone.now()) == []

        assert now(report).failure == str(actions.BROKE_OFF)

    def test_leaves_alone_what_a_worker_has(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead, attempts=2)
        assert actions.claim_report(report_id=report.pk, at=timezone.now())

        assert actions.sweep(at=timezone.now()) == []
        assert (now(report).state, now(report).attempts) == (ReportState.BUILDING, 3)

    def test_sends_the_oldest_first_and_not_all_at_once(self, project: Project, lead: User) -> None:
        start = timezone.now()
        made = [
            factories.report(project=project, ordered_by=lead, ordered_at=start - dt.timedelta(minutes=age))
            for age in range(actions.SENT_A_SWEEP + 3)
        ]

        sent = actions.sweep(at=start)

        assert sent == [report.pk for report in reversed(made)][: actions.SENT_A_SWEEP]
