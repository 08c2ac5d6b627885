"""Keeps a handful of processes running together, and ends them together."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from config.embedded import SetupError

MARKER = "JOBBREDO_RUN"  # in the environment of all that a run starts: the data folder that it serves
ORDERLY = 20.0  # seconds that a process gets to end by itself
STEADY = 60.0  # seconds after which a process counts as well started
TRIES = 5  # starts in a row, none of them steady, before giving up


def say(sentence: str) -> None:
    """Tell the person at the terminal, who may have closed it."""
    with suppress(OSError):
        print(sentence, flush=True)  # noqa: T201  a command's output


@dataclass
class Child:
    """A process to keep running."""

    name: str
    command: list[str]
    stop_signal: signal.Signals = signal.SIGTERM
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0  # monotonic seconds
    failures: int = 0  # in a row
    due: float = 0.0  # monotonic seconds of the next start

    def start(self, environment: Mapping[str, str], *, output: IO[str] | None = None) -> None:
        """Start it, in a session of its own: a terminal's Ctrl-C reaches it through its keeper only.

        What it prints goes to `output`, else to the terminal.
        """
        self.process = subprocess.Popen(
            self.command,
            env={**environment, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
        )

    def exit_code(self) -> int | None:
        """Its exit code, None while it runs."""
        return self.process.poll() if self.process else None

    def look_after(self, environment: Mapping[str, str], *, now: float) -> None:
        """Start it, or again, and ever later, where it has ended; `now` is in monotonic seconds.

        Raises SetupError when it keeps ending.
        """
        if self.process is None:
            if now >= self.due:
                self.start(environment)
                self.started = now
            return
        if (code := self.process.poll()) is None:
            return
        end_group(self.process.pid)
        self.process = None
        self.failures = 1 if now - self.started > STEADY else self.failures + 1
        if self.failures >= TRIES:
            raise SetupError(f"The {self.name} ended {TRIES} times in a row: its messages above say why.")
        wait = 2 ** (self.failures - 1)
        self.due = now + wait
        say(f"The {self.name} ended (exit code {code}) and starts again in {wait} s.")

    def ask_to_end(self) -> None:
        """Ask it to end in an orderly way."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def end(self, deadline: float) -> None:
        """Wait for its end until `deadline` (monotonic seconds), then end it and all its own by force."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        end_group(self.process.pid)
        self.process.wait()
        self.process = None


def end_together(children: Sequence[Child], *, patience: float = ORDERLY) -> None:
    """End these processes and theirs: in an orderly way within `patience` seconds, else by force."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + patience
    for child in children:
        child.end(deadline)


def end_group(leader: int) -> None:
    """End at once what is left of a session that `start` opened."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def end_left_behind(home: Path) -> bool:
    """End what a run of this data folder left when it was killed; False if there was nothing."""
    found = [process for process in psutil.process_iter() if _serves(process, home)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(found, timeout=ORDERLY)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=ORDERLY)
    return bool(found)


def _serves(process: psutil.Process, home: Path) -> bool:
    try:
        marker: str | None = process.environ().get(MARKER)
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return False  # somebody else's, or gone meanwhile
    return marker == str(home) and process.pid != os.getpid()
