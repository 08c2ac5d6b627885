"""`make run` and `make stop` as people use them: started, interrupted, killed, started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from config.embedded import PostgreSQL, Valkey, _may_enter
from tests.config.conftest import BARE_ENVIRONMENT, ROOT, USE, processes_of, python_in

pytestmark = pytest.mark.proof

UP = "Jobbredo answers on "
PATIENCE = 300  # seconds for anything that must happen, on a busy machine


@dataclass
class Site:
    """A `make run` under way."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def answers(self) -> bool:
        with urlopen(f"http://127.0.0.1:{self.port}/konto/halsa/", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> None:
        """Signal the whole group, as a terminal does at Ctrl-C, and wait for the end."""
        os.killpg(self.process.pid, number)
        self.process.wait(timeout=PATIENCE)

    def parts(self) -> dict[str, psutil.Process]:
        """Web server, worker and beat, each by the word that names it in its command line."""
        found = {}
        for child in processes_of(self.home):
            with suppress(ProcessLookupError):  # it may end while it is looked at
                if child.pid == os.getpgid(child.pid):
                    words = set(child.info["cmdline"]) & {"granian", "worker", "beat"}
                    found.update(dict.fromkeys(words, child))
        return found


def wait_for(happens: Callable[[], bool], site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, site.output()
        time.sleep(0.1)


def kill(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # some end with those killed before them
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def make_run(
    home: Path,
    *,
    clone: Path = ROOT,
    prefix: Sequence[str] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Site]:
    """`make run` until its site answers; ended at last, if it still runs."""
    port = free_port()
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*prefix, "make", "run"],
            cwd=clone,
            env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), "PORT": str(port), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    site = Site(home, port, process, log)
    try:
        wait_for(lambda: UP in site.output() or process.poll() is not None, site)
        assert process.poll() is None, site.output()
        yield site
    finally:
        if process.poll() is None:
            site.interrupt(signal.SIGTERM)
        log.unlink()


def make(target: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", target],
        cwd=ROOT,
        env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def people(home: Path) -> int:
    with psycopg.connect(PostgreSQL(home).url) as connection:
        row = connection.execute("select count(*) from participants_person").fetchone()
    assert row
    return int(row[0])


def tracked_files() -> list[str]:
    """The project's files as the next commit would have them."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def python_for(user: pwd.struct_passwd, folder: Path) -> dict[str, str]:
    """Environment in which this user finds a Python: root's own, or its copy where it lies in private."""
    base = Path(sys.base_prefix)
    if not all(_may_enter(user, above) for above in (base / "bin").parents):
        unused = shutil.ignore_patterns("__pycache__", "site-packages", "test")
        base = shutil.copytree(base, folder / "python", symlinks=True, ignore=unused)
    return {"PATH": f"{base / 'bin'}:{os.environ['PATH']}", "LD_LIBRARY_PATH": str(base / "lib")}


# Orders the L report of every project, waits for the site's own worker, and prints how each ended.
ORDER_EACH = """
from config.embedded import use_embedded_services
use_embedded_services()
import django, time
django.setup()
from django.utils import timezone
from accounts.models import User
from projects.models import Project
from reporting.actions import order_report
from reporting.facts import Window
from reporting.models import Report
lead = User.objects.get(email__startswith="lead@")
for project in Project.objects.all():
    window = Window(project.start, project.end, min(project.end, timezone.localdate()))
    order_report(project=project, indicator_set="L", window=window, by=lead, at=timezone.now())
until = time.monotonic() + 100
while Report.objects.filter(finished_at=None, failed_at=None).exists() and time.monotonic() < until:
    time.sleep(0.5)
print(*[report.state.value for report in Report.objects.all() if report.pdf_path.exists()])
"""


@pytest.fixture(scope="module")
def demo_home(new_home: Callable[[], Path]) -> Path:
    """A data folder that several runs use, one after the other."""
    return new_home()


class TestMakeRun:
    def test_serves_the_demo_and_ends_without_a_trace(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            output = site.output()
            assert f"{UP}http://127.0.0.1:{site.port}/" in output
            assert "@" in output.split(UP)[0]  # the log-ins are e-mail addresses
            assert str(demo_home / "mail") in output  # where invitations are to be read
            assert site.answers()
            assert set(site.parts()) == {"granian", "worker", "beat"}

            site.interrupt()

            assert processes_of(demo_home) == []
            assert "Traceback" not in site.output()

    def test_builds_the_report_of_each_demo_project(self, demo_home: Path) -> None:
        with make_run(demo_home):
            done = python_in(demo_home, ORDER_EACH, DJANGO_SETTINGS_MODULE="config.settings")

        assert done.stdout.split() == ["done"] * 6, done.stderr

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_keeps_its_data_and_ends_on_any_farewell(self, demo_home: Path, number: signal.Signals) -> None:
        counts = []
        for _ in range(2):
            with make_run(demo_home) as site:
                counts.append(people(demo_home))
                site.interrupt(number)
                assert processes_of(demo_home) == []

        assert counts[0] == counts[1]

    def test_recovers_after_everything_was_killed(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            before = people(demo_home)
            site.process.kill()
            kill(processes_of(demo_home))
            site.process.wait()

        with make_run(demo_home) as site:
            assert site.answers()
            assert people(demo_home) == before
            site.interrupt()
            assert processes_of(demo_home) == []

    def test_starts_again_what_died(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            before = site.parts()
            kill(before.values())
            wait_for(lambda: len(set(site.parts().values()) - set(before.values())) == 3, site)

    def test_brings_back_servers_that_died(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            for server in (PostgreSQL(demo_home), Valkey(demo_home)):
                kill(server.processes())
                wait_for(server.answers, site)
            assert site.answers()

    def test_leaves_other_runs_alone(self, demo_home: Path, home: Path) -> None:
        with ExitStack() as stack:
            sites = [stack.enter_context(make_run(folder)) for folder in (demo_home, home)]

            sites[0].interrupt()

            assert processes_of(demo_home) == []
            assert sites[1].answers()
            assert set(sites[1].parts()) == {"granian", "worker", "beat"}

    def test_leaves_the_database_to_a_command_that_uses_it(self, demo_home: Path) -> None:
        with make_run(demo_home) as site, psycopg.connect(PostgreSQL(demo_home).url) as connection:
            site.interrupt()

            assert site.parts() == {}
            assert connection.execute("select 1").fetchone() == (1,)

        assert make("stop", demo_home).returncode == 0
        assert processes_of(demo_home) == []

    def test_refuses_a_second_run_on_the_same_data(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            second = make("run", demo_home, PORT=str(free_port()))

            assert second.returncode != 0
            assert f"Jobbredo: Jobbredo runs from {demo_home} already" in second.stderr
            assert "Traceback" not in second.stderr
            assert site.answers()

    def test_uses_servers_of_ones_own(self, home: Path, new_home: Callable[[], Path]) -> None:
        elsewhere = new_home()
        assert python_in(elsewhere, USE).returncode == 0
        own = {"DATABASE_URL": PostgreSQL(elsewhere).url, "REDIS_URL": Valkey(elsewhere).url}
        with make_run(home, environment=own) as site:
            assert site.answers()
            assert not PostgreSQL(home).processes()
            assert not Valkey(home).processes()
            site.interrupt()

        assert PostgreSQL(elsewhere).answers()
        assert Valkey(elsewhere).answers()

    def test_needs_nothing_but_a_clone_and_no_root(self, home: Path, new_home: Callable[[], Path]) -> None:
        work = new_home()
        clone = work / "clone"
        for name in tracked_files():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
        environment = {"HOME": str(work), "PIP_CACHE_DIR": str(work / "cache")}
        prefix: tuple[str, ...] = ()
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            environment |= python_for(user, work)
            for path in (home, work, *work.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
            prefix = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")

        with make_run(home, clone=clone, prefix=prefix, environment=environment) as site:
            assert site.answers()
            assert all(process.info["uids"].real != 0 for process in processes_of(home))
            site.interrupt()
            assert processes_of(home) == []


class TestMakeStop:
    def test_ends_what_a_killed_run_left_behind(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            os.killpg(site.process.pid, signal.SIGKILL)
            site.process.wait()
            assert site.answers()

            assert make("stop", demo_home).stdout == f"Ended what ran from {demo_home}.\n"
            assert processes_of(demo_home) == []

    def test_ends_a_run_under_way(self, demo_home: Path) -> None:
        with make_run(demo_home) as site:
            assert make("stop", demo_home).returncode == 0

            site.process.wait(timeout=PATIENCE)
            assert processes_of(demo_home) == []
