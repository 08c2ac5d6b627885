"""A real Celery worker in a process of its own, which a test may stop or kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PATIENCE = 60.0  # seconds; a worker is up in about two
ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """`celery -A config worker` with one process for tasks, and the beat beside it where asked for."""

    def __init__(
        self, *, environment: Mapping[str, str], folder: Path, number: int, beat: bool = False
    ) -> None:
        """Start it; its output goes to a file in `folder`."""
        self.log = folder / f"worker-{number}.log"
        command = [sys.executable, "-m", "celery", "-A", "config", "worker"]
        command += ["--concurrency=1", "--loglevel=INFO", f"--hostname=tests-{os.getpid()}-{number}@%h"]
        command += ["--without-gossip", "--without-mingle"]
        if beat:
            command += ["--beat", f"--schedule={folder / f'beat-{number}'}"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                # A group of its own: kill() must reach the process that runs the task, too.
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return when it takes tasks."""
        self.wait_for(lambda: " ready." in self.output(), "didn't get ready")

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, happens: Callable[[], bool], failure: str = "didn't do it") -> None:
        """Wait until `happens` holds; fails with the worker's output when it dies or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not happens():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The worker {failure} (exit {self.process.poll()}):\n{self.output()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as a deployment does: no new tasks, the running one finishes."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a power cut does. Nothing happens when it has ended already."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
