"""Worker, its child and the queue are killed at random moments, and every ordered report arrives once, whole.

Random from a fixed seed: which one dies is repeatable, the moment within a step is the machine's.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.models import Report
from reporting.output import dumps
from tests import factories
from tests.worker import Worker

REPORTS = 30
KILLS = 30
FEWEST_KILLS = 6
ACCIDENTS_FOR = 90.0  # seconds; then what is left is built in peace
PATIENCE = 300.0
PAUSE = (0.2, 3.0)  # seconds from one kill to the next; a report takes about one


@pytest.fixture
def reports_root() -> Iterator[Path]:
    """Where the files go, empty before and after."""
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


def children_of(process: int) -> list[int]:
    """The processes that a worker has for its tasks."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def let_time_pass() -> None:
    """The claims of the dead run out at once; a killed attempt is an accident here, and isn't counted.

    That three attempts are the most is tested beside (tests/reporting/test_jobs.py).
    """
    claimed = Report.objects.not_ended().filter(claimed_until__isnull=False)
    claimed.update(claimed_until=None, attempts=F("attempts") - 1)


def sweep_and_send() -> None:
    """What beat has a worker do every ten seconds."""
    for report_id in actions.sweep(at=timezone.now()):
        actions.hint(report_id)


class Accidents:
    """Kills what it is told to, and starts what is needed to go on."""

    def __init__(self, start: Callable[[], Worker], queue_url: str) -> None:
        self.start, self.queue_url = start, queue_url
        self.worker = start()

    def happen(self, what: str) -> None:
        """One accident."""
        if what == "worker":
            self.worker.kill()
            self.worker = self.start()
        elif what == "child":
            for child in children_of(self.worker.process.pid):
                os.kill(child, signal.SIGKILL)
        else:
            # The broker comes back without its memory, and every connection to it is cut.
            with redis.Redis.from_url(self.queue_url) as queue:
                queue.flushdb()
                queue.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        if what != "queue":
            let_time_pass()
        sweep_and_send()


@pytest.mark.proof
def test_every_report_arrives_once_whatever_is_killed(
    start_worker: Callable[..., Worker],
    queue_url: str,
    reports_root: Path,
    project: Project,
    lead: User,
) -> None:
    chance = random.Random(4)
    factories.enrolment(project=project)
    for number in range(REPORTS):
        day = project.start.replace(day=number % 28 + 1, month=number // 28 + 1)
        report = factories.report(project=project, ordered_by=lead, as_of=day)
        actions.hint(report.pk)
    accidents = Accidents(start_worker, queue_url)
    began, happened = time.monotonic(), 0

    while Report.objects.not_ended().exists():
        assert time.monotonic() < began + PATIENCE, f"{Report.objects.not_ended().count()} reports are left"
        time.sleep(chance.uniform(*PAUSE))
        if happened < KILLS and time.monotonic() < began + ACCIDENTS_FOR:
            accidents.happen(chance.choice(["worker", "child", "queue"]))
            happened += 1
        else:
            sweep_and_send()

    reports = list(Report.objects.all())
    assert len(reports) == REPORTS
    for report in reports:
        content = report.pdf_path.read_bytes()
        assert sha256(content).hexdigest() == report.pdf_sha256
        assert content.rstrip().endswith(b"%%EOF")
        assert report.figures is not None
        assert sha256(dumps(report.figures)).hexdigest() == report.figures_sha256
    assert sorted(path.name for path in reports_root.iterdir()) == sorted(
        f"{report.public_id}.pdf" for report in reports
    )
    # Fewer than asked for would mean that the reports were done before the accidents were.
    assert happened >= FEWEST_KILLS
