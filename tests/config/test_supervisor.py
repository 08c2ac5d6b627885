"""The supervisor: starts again what ends, gives up with a sentence, ends only its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config.embedded import SetupError
from config.supervisor import MARKER, STEADY, TRIES, Child, end_left_behind, end_together

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# Says when it is ready: the signal must not come before it has chosen to ignore it.
IGNORE = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True)"
STUBBORN = [sys.executable, "-c", f"{IGNORE}; time.sleep(600)"]


def ended(child: Child) -> Child:
    """A started child that has ended by itself."""
    assert child.process is not None
    child.process.wait()
    return child


def first_line(child: Child) -> str:
    """Start a child and wait for the first line that it prints."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as output:
        child.start(os.environ, output=output)
    with os.fdopen(reading, encoding="utf-8") as lines:
        return lines.readline()


class TestChild:
    def test_starts_again_ever_later_and_gives_up_with_a_sentence(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
        now = 1000.0
        waits = []
        for _ in range(TRIES - 1):
            child.look_after(os.environ, now=now)
            ended(child).look_after(os.environ, now=now)
            waits.append(child.due - now)
            child.look_after(os.environ, now=child.due - 0.1)
            assert child.process is None
            now = child.due
        child.look_after(os.environ, now=now)

        with pytest.raises(SetupError, match="The worker ended 5 times in a row"):
            ended(child).look_after(os.environ, now=now)
        assert waits == [1, 2, 4, 8]
        assert "The worker ended (exit code 3) and starts again in 1 s." in capfd.readouterr().out

    def test_forgives_one_end_after_a_steady_time(self) -> None:
        child = Child("worker", [sys.executable, "-c", ""], failures=TRIES - 1)
        child.look_after(os.environ, now=1000.0)

        ended(child).look_after(os.environ, now=1000.0 + STEADY + 1)

        assert child.failures == 1

    def test_ends_what_a_dead_process_started_itself(self) -> None:
        code = f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True)"
        child = Child("worker", [sys.executable, "-c", code])
        grandchild = psutil.Process(int(first_line(child)))

        ended(child).look_after(os.environ, now=0.0)

        psutil.wait_procs([grandchild], timeout=10)
        assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


class TestEndTogether:
    def test_uses_force_where_asking_does_not_help(self) -> None:
        obliging = Child("web server", SLEEP)
        stubborn = Child("worker", STUBBORN)
        obliging.start(os.environ)
        assert first_line(stubborn) == "ready\n"
        processes = [child.process for child in (obliging, stubborn)]

        end_together([obliging, stubborn], patience=0.2)

        assert [process.returncode for process in processes if process] == [-signal.SIGTERM, -signal.SIGKILL]


class TestEndLeftBehind:
    def test_ends_what_bears_the_mark_of_this_data_folder_only(self, new_home: Callable[[], Path]) -> None:
        home, other_home = new_home(), new_home()
        with (
            subprocess.Popen(SLEEP, env={**os.environ, MARKER: str(home)}) as left,
            subprocess.Popen(SLEEP, env={**os.environ, MARKER: str(other_home)}) as other,
        ):
            assert end_left_behind(home)
            assert not psutil.pid_exists(left.pid)
            assert other.poll() is None
            assert not end_left_behind(home)

            assert end_left_behind(other_home)
            assert not psutil.pid_exists(other.pid)
