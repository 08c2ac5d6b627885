"""Workers, their processes and the broker are killed at random moments; every ordered report arrives, once.

What is right for the project lead who ordered it: an accident costs time, never the report. Each death of
a worker counts as one of a report's three tries, since nobody can tell from outside what it died of; but
the third is made only when it is calm and alone (reporting/actions/claims.py). So a report that accidents
strike twice waits until they have ended, and one that kills its workers itself is told apart from it, and
said to have failed, after three.

Which accident comes next, whom it strikes and when is drawn from a seed; what the victim is doing at that
moment is the machine's. `JOBBREDO_TESTS_SEED` draws others.
"""

import datetime as dt
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent, User
from config.celery import app as celery_app
from projects.models import Project
from reporting import actions
from reporting.actions.claims import release_lost
from reporting.facts import Window
from reporting.models import BundlePeriod, Report, ReportBundle, ReportState
from reporting.stats import Audience
from reporting.verification import check
from tests import factories
from tests.reporting.faults.house import Accident, House, within

pytestmark = pytest.mark.proof

ACCIDENTS: dict[Accident, int] = {"worker": 20, "child": 45, "broker": 25, "emptied": 10}
PROJECTS = 4
BUNDLES = 10
SINGLE = 60  # reports ordered one by one; with those of the bundles, a hundred
AHEAD = 12  # so many reports more than accidents are ordered
BACKLOG = 6  # where fewer are to be built, more are ordered, beyond the hundred too: all accidents meet work
LONGEST_PAUSE = 3.0  # seconds from when a worker is at work to an accident; as a rule, what a report takes
PEACE = 600.0  # seconds until all that is left must have been built
FEWEST_STRUCK = 10  # tries that must have been cut off, or the accidents struck nobody

COUNT_THE_ENDS = """
CREATE TABLE told_ends (what text, id bigint);
CREATE FUNCTION tell_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO told_ends VALUES (TG_ARGV[0], NEW.id); RETURN NULL; END $$;
CREATE TRIGGER told_finished AFTER UPDATE ON reporting_report FOR EACH ROW
    WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION tell_end('finished');
CREATE TRIGGER told_failed AFTER UPDATE ON reporting_report FOR EACH ROW
    WHEN (OLD.failed_at IS NULL AND NEW.failed_at IS NOT NULL) EXECUTE FUNCTION tell_end('failed');
CREATE TRIGGER told_gathered AFTER UPDATE ON reporting_reportbundle FOR EACH ROW
    WHEN (OLD.gathered_at IS NULL AND NEW.gathered_at IS NOT NULL) EXECUTE FUNCTION tell_end('gathered');
"""
FORGET_THE_ENDS = "DROP FUNCTION tell_end CASCADE; DROP TABLE told_ends"


@pytest.fixture
def reports_root() -> Iterator[Path]:
    """Where the files go, empty before and after."""
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def ends(transactional_db: None) -> Iterator[Callable[[], Counter[tuple[str, int]]]]:  # noqa: ARG001  what workers write
    """How often each report and bundle has ended, and how: counted where it is written."""

    def counted() -> Counter[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT what, id FROM told_ends")
            return Counter(cursor.fetchall())

    with connection.cursor() as cursor:
        cursor.execute(COUNT_THE_ENDS)
    yield counted
    with connection.cursor() as cursor:
        cursor.execute(FORGET_THE_ENDS)


@pytest.fixture
def house(
    worker_environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """A broker, and room for workers. This process sends to that broker, too."""
    home = Path(tempfile.mkdtemp(prefix="jobbredo-")).resolve()
    house = House(home=home, environment=worker_environment, folder=tmp_path)
    before = celery_app.conf.broker_url
    broker = house.broker.url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    celery_app.conf.update(broker_url=broker)
    monkeypatch.setattr(celery_app.amqp, "_producer_pool", None)
    yield house
    celery_app.conf.update(broker_url=before)
    house.close()


@pytest.fixture
def projects(project: Project, lead: User) -> list[Project]:
    """Projects of one organisation and one lead, with a participant each."""
    others = [factories.project(organisation=project.organisation) for _ in range(PROJECTS - 1)]
    for other in others:
        factories.membership(project=other, user=lead, role="lead")
    for one in (project, *others):
        factories.enrolment(project=one)
    return [project, *others]


class Orders:
    """What is ordered, one after the other: some reports singly, some as all projects' in one order."""

    def __init__(self, projects: list[Project], lead: User, chance: random.Random) -> None:
        self.projects, self.lead = projects, lead
        self.made = 0
        self.left = ["single"] * SINGLE + ["bundle"] * BUNDLES
        chance.shuffle(self.left)

    def next(self) -> None:
        """Order what is next; single ones when all has been."""
        self.made += 1
        if self.left and self.left.pop() == "bundle":
            order_all(self.projects, self.lead, on=dt.date(2026, 1, 1 + self.left.count("bundle")))
        else:
            # Two after each other are of the same day: one revises the other.
            order_one(self.projects[0], self.lead, as_of=dt.date(2024, 6, 1) + dt.timedelta(self.made // 2))


def order_one(project: Project, lead: User, *, as_of: dt.date = dt.date(2024, 12, 31)) -> Report:
    window = Window(dt.date(2024, 1, 1), dt.date(2024, 12, 31), as_of)
    return actions.order_report(project=project, indicator_set="L", window=window, by=lead, at=timezone.now())


def order_all(projects: list[Project], lead: User, *, on: dt.date) -> ReportBundle:
    return actions.order_bundle(
        organisation=projects[0].organisation,
        projects=projects,
        indicator_set="L",
        period=BundlePeriod.WHOLE,
        audience=Audience.INSIDE,
        by=lead,
        on=on,
        at=timezone.now(),
    )


def backlog() -> int:
    """How many reports can be begun: those that wait for calm can't."""
    return Report.objects.not_ended().filter(attempts__lt=actions.ATTEMPTS - 1).count()


def is_at_work(house: House) -> bool:
    """Whether a living worker builds a report: on a busy machine, too, there shall be something to strike."""
    house.look_after()
    release_lost(at=timezone.now())
    return Report.objects.claimed().exists()


def first_takes(orders: Orders, house: House) -> float:
    """Seconds that the first report takes: accidents shall strike at any moment of its building."""
    orders.next()
    assert within(PEACE, lambda: is_at_work(house)), house.output()
    began = time.monotonic()
    assert within(PEACE, lambda: Report.objects.filter(finished_at__isnull=False).exists()), house.output()
    return time.monotonic() - began


def all_is_made(house: House) -> bool:
    house.look_after()
    return not Report.objects.not_ended().exists() and not ReportBundle.objects.filter(
        gathered_at=None, failed_at=None
    )


def check_reports(reports: list[Report]) -> None:
    """Each is done, whole, and to the byte what its stored facts give."""
    for report in reports:
        assert report.state == ReportState.DONE, report.failure
        assert check(report) == []
        assert len(PdfReader(BytesIO(report.pdf_path.read_bytes())).pages) == report.pages
        assert report.attempts <= actions.ATTEMPTS
    same = Counter((report.project_id, report.as_of) for report in reports)
    numbered = {(report.project_id, report.as_of, report.revision) for report in reports}
    assert numbered == {(*key, number) for key, count in same.items() for number in range(1, count + 1)}


def check_archive(bundle: ReportBundle) -> None:
    """It is gathered, and holds each of its reports once, as the report itself is."""
    assert bundle.gathered_at, bundle.failure
    with ZipFile(bundle.archive_path) as archive:
        assert archive.testzip() is None
        held = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert Counter(held) == Counter(report.pdf_path.read_bytes() for report in bundle.reports.all())


def names_of(reports: list[Report], bundles: list[ReportBundle]) -> set[str]:
    """The files that are to be there."""
    return {report.pdf_path.name for report in reports} | {bundle.archive_path.name for bundle in bundles}


def test_every_report_arrives_once_whatever_is_killed(
    house: House,
    ends: Callable[[], Counter[tuple[str, int]]],
    reports_root: Path,
    projects: list[Project],
    lead: User,
) -> None:
    seed = int(os.environ.get("JOBBREDO_TESTS_SEED", "4"))
    print(f"seed {seed}")  # noqa: T201  pytest shows it when the test fails
    chance = random.Random(seed)
    orders = Orders(projects, lead, chance)
    accidents = chance.sample(list(ACCIDENTS), 100, counts=ACCIDENTS.values())
    house.start(workers=2)
    pause = min(LONGEST_PAUSE, first_takes(orders, house))

    for happened, accident in enumerate(accidents):
        while (orders.left and Report.objects.count() < happened + AHEAD) or backlog() < BACKLOG:
            orders.next()
        assert within(PEACE, lambda: is_at_work(house)), house.output()
        time.sleep(chance.uniform(0, pause))
        house.happen(accident, chance)
    struck_in_time = Report.objects.not_ended().count()
    assert within(PEACE, lambda: all_is_made(house)), house.output()

    reports, bundles = list(Report.objects.all()), list(ReportBundle.objects.all())
    assert (len(accidents), len(bundles)) == (100, BUNDLES)
    assert len(reports) >= SINGLE + BUNDLES * PROJECTS
    check_reports(reports)
    for bundle in bundles:
        check_archive(bundle)
    assert ends() == Counter(
        [*(("finished", report.pk) for report in reports), *(("gathered", bundle.pk) for bundle in bundles)]
    )
    assert {path.name for path in reports_root.iterdir()} == names_of(reports, bundles)
    ordered = Counter(AuditEvent.objects.filter(action__endswith=".ordered").values_list("action", flat=True))
    assert ordered == {"report.ordered": len(reports), "reportbundle.ordered": len(bundles)}
    assert within(PEACE, lambda: house.found() == house.expected())
    # Fewer would mean that the reports were done before the accidents were, or that these struck nobody.
    assert struck_in_time
    assert sum(report.attempts for report in reports) >= len(reports) + FEWEST_STRUCK


def test_a_report_that_kills_its_workers_stops_after_three_and_takes_no_other_with_it(
    house: House, reports_root: Path, projects: list[Project], lead: User
) -> None:
    """Killed is whoever has the report, in place of a report that does it itself: from outside it's the same.

    The main process dies with it, as it does where memory runs out for all of a service.
    """
    deadly = order_one(projects[0], lead)
    others = [order_one(project, lead) for project in projects[1:]]
    house.start(workers=1)

    def has_ended() -> bool:
        deadly.refresh_from_db(fields=["claimed_until", "failed_at"])
        if deadly.claimed_until and house.children():
            house.kill_worker(0)
            assert within(PEACE, lambda: not Report.objects.claimed_as(deadly).exists())
        return deadly.failed_at is not None

    assert within(PEACE, has_ended), house.output()
    assert within(PEACE, lambda: all_is_made(house)), house.output()

    deadly.refresh_from_db()
    assert (deadly.attempts, deadly.failure) == (actions.ATTEMPTS, str(actions.BROKE_OFF))
    for other in others:
        other.refresh_from_db()
    check_reports(others)
    assert {path.name for path in reports_root.iterdir()} == names_of(others, [])


@pytest.mark.parametrize("accident", ["broker", "emptied"])
def test_what_the_broker_has_forgotten_arrives(
    house: House, reports_root: Path, projects: list[Project], lead: User, accident: Accident
) -> None:
    order_one(projects[0], lead)
    bundle = order_all(projects, lead, on=dt.date(2025, 3, 10))
    house.happen(accident, random.Random())
    house.start(workers=1)
    assert within(PEACE, lambda: all_is_made(house)), house.output()

    # Once more, with a worker and a beat that know the broker from before.
    order_one(projects[1], lead)
    again = order_all(projects, lead, on=dt.date(2025, 4, 10))
    house.happen(accident, random.Random())
    assert within(PEACE, lambda: all_is_made(house)), house.output()

    reports, bundles = list(Report.objects.all()), [bundle, again]
    assert len(reports) == 2 + 2 * PROJECTS
    check_reports(reports)
    assert {report.attempts for report in reports} == {1}
    for made in bundles:
        made.refresh_from_db()
        check_archive(made)
    assert {path.name for path in reports_root.iterdir()} == names_of(reports, bundles)
