"""Workers, beat and a broker of the test's own, which it may kill."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import psutil
import redis

from config.embedded import Valkey, open_home
from config.supervisor import MARKER, end_left_behind
from tests.worker import ROOT, Worker

type Accident = Literal["worker", "child", "broker", "emptied"]
PATIENCE = 120.0  # seconds until a process has ended, or started


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Wait until `happens` holds; False if it doesn't within that many seconds."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class House:
    """All that builds reports: a broker on a socket of its own, beat, and workers on the tests' database."""

    def __init__(self, *, home: Path, environment: Mapping[str, str], folder: Path) -> None:
        """Start the broker; `home` is its data folder, `folder` is for what the processes write."""
        open_home(home)
        self.home, self.folder = home, folder
        self.broker = Valkey(home)
        self.broker.start()
        self.environment = {
            **environment,
            "REDIS_URL": self.broker.url,
            "DJANGO_SETTINGS_MODULE": "tests.reporting.faults.settings",
            MARKER: str(home),
        }
        self.workers: list[Worker] = []
        self.beats: list[subprocess.Popen[bytes]] = []
        self.started = 0

    def start(self, *, workers: int) -> None:
        """Start workers and beat; they are ready a little later."""
        self.workers += [self._worker() for _ in range(workers)]
        with (self.folder / "beat.log").open("wb") as log:
            command = [sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile", ""]
            self.beats.append(
                subprocess.Popen(
                    [*command, "--schedule", str(self.folder / "beat"), "--loglevel", "INFO"],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def look_after(self) -> None:
        """Start again the workers that have ended by themselves: one whose first process is killed does."""
        for which, worker in enumerate(self.workers):
            if worker.process.poll() is not None:
                self.workers[which] = self._worker()

    def happen(self, accident: Accident, chance: random.Random) -> None:
        """One accident, to which of them chance says; what was killed is started again at once."""
        match accident:
            case "worker":
                self.kill_worker(chance.randrange(len(self.workers)))
            case "child":
                self.kill_child(chance)
            case "broker":
                self.kill_broker()
            case "emptied":
                with redis.Redis.from_url(self.broker.url) as queue:
                    queue.flushall()

    def kill_worker(self, which: int) -> None:
        """Kill a worker's main process alone, and start another in its place."""
        dead = self.workers[which].process
        dead.kill()
        dead.wait()
        self.workers[which] = self._worker()

    def kill_child(self, chance: random.Random) -> None:
        """Kill a process for tasks, of any worker that has one by now."""
        deadline = time.monotonic() + PATIENCE
        while not (children := self.children()):
            assert time.monotonic() < deadline, "no worker has a process for tasks"
            self.look_after()
            time.sleep(0.1)
        with suppress(ProcessLookupError):
            os.kill(chance.choice(children), signal.SIGKILL)

    def kill_broker(self) -> None:
        """Kill the broker, remove what it had written down, and start it on the same address."""
        for process in self.broker.processes():
            process.kill()
        assert within(PATIENCE, lambda: not self.broker.processes())
        shutil.rmtree(self.broker.folder)
        self.broker.start()

    def children(self) -> list[int]:
        """The processes for tasks of all workers that live."""
        return sorted(child for worker in self.workers for child in children_of(worker.process.pid))

    def expected(self) -> set[int]:
        """Every process that should be there."""
        parents = {process.pid for process in (*(worker.process for worker in self.workers), *self.beats)}
        return parents | set(self.children())

    def found(self) -> set[int]:
        """Every process that is there, and was started here or by what was."""
        return {process.pid for process in psutil.process_iter() if self._is_ours(process)}

    def output(self) -> str:
        """What all of them wrote."""
        return "\n".join(log.read_text("utf-8", "replace") for log in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """End everything at once."""
        for process in (*(worker.process for worker in self.workers), *self.beats):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        end_left_behind(self.home)
        self.broker.stop()
        shutil.rmtree(self.home)

    def _worker(self) -> Worker:
        self.started += 1
        return Worker(environment=self.environment, folder=self.folder, number=self.started)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(MARKER) == str(self.home) and process.status() != "zombie"
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


def children_of(process: int) -> list[int]:
    """The processes that one has started; none where it has ended."""
    with suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(process).children()]
    return []
