"""Data folders of their own for the tests of the runtime."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.embedded import stop_embedded_services
from config.supervisor import end_left_behind

ROOT = Path(__file__).resolve().parents[2]
# A process of another data folder must not inherit the servers of these tests, nor what the
# `make test` around them tells a make of its own.
OF_THESE_TESTS = {
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "JOBBREDO_HOME",
    "JOBBREDO_HTTPS",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
    "REDIS_URL",
}
BARE_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OF_THESE_TESTS}

USE = "from config.embedded import use_embedded_services; use_embedded_services()"


def processes_of(home: Path) -> list[psutil.Process]:
    """All processes that work for a data folder, whoever started them.

    `info` of each holds what is asked of it later, read while it was there: any of them may end at once.
    """
    asked = psutil.process_iter(["uids", "cmdline"])
    return [process for process in asked if _works_for(process, home)]


def _works_for(process: psutil.Process, home: Path) -> bool:
    try:
        if process.pid == os.getpid():
            return False
        return (
            process.environ().get("JOBBREDO_HOME") == str(home)
            or process.cwd().startswith(str(home))
            or any(str(home) in part for part in process.cmdline())
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


@pytest.fixture(scope="module")
def new_home() -> Iterator[Callable[[], Path]]:
    """Makes data folders outside pytest's own, which the servers' user may not enter."""
    homes: list[Path] = []

    def make() -> Path:
        homes.append(Path(tempfile.mkdtemp(prefix="jobbredo-")).resolve())
        return homes[-1]

    yield make
    for home in homes:
        end_left_behind(home)
        stop_embedded_services(home)
        shutil.rmtree(home)


@pytest.fixture
def home(new_home: Callable[[], Path]) -> Path:
    """A data folder of the test's own."""
    return new_home()


@pytest.fixture(scope="module")
def served_home(new_home: Callable[[], Path]) -> Path:
    """A data folder whose servers run, for tests that only look."""
    home = new_home()
    assert python_in(home, USE).stderr == ""
    return home


def python_in(home: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code as a process of the data folder `home`."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
