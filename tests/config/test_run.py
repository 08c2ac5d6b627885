"""What stops `make run` before it begins: each told in one sentence, with a non-zero exit."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import SetupError
from config.run import check_pango, check_port, chosen_port
from tests.config.conftest import BARE_ENVIRONMENT, ROOT, python_in


def run(home: Path, command: str = "run", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.run", command],
        cwd=ROOT,
        env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], *, about: str) -> None:
    assert done.returncode == 1
    assert done.stderr.startswith("Jobbredo: ")
    assert done.stderr.count("\n") == 1
    assert about in done.stderr


class TestRun:
    def test_tells_of_a_taken_port(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = run(home, PORT=str(port))

        assert_one_sentence(done, about=f"Port {port} can't be used")
        assert f"make run PORT={port + 1}" in done.stderr

    def test_tells_of_a_missing_pango(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "libpango-1.0.so.0").touch()  # found first, and no library

        done = run(home, LD_LIBRARY_PATH=str(tmp_path))

        assert_one_sentence(done, about="install it with `apt-get install libpango-1.0-0 libpangoft2-1.0-0`")

    def test_tells_of_a_data_folder_that_cannot_be_made(self, home: Path) -> None:
        (home / "file").touch()

        assert_one_sentence(run(home / "file" / "inside"), about="choose another with JOBBREDO_HOME")


class TestLogLevel:
    @pytest.mark.parametrize(("given", "level"), [("debug", "DEBUG"), ("Warning", "WARNING"), ("", "INFO")])
    def test_is_read_in_either_case(self, home: Path, given: str, level: str) -> None:
        code = "import django, logging; django.setup(); print(logging.getLevelName(logging.root.level))"

        done = python_in(home, code, DJANGO_SETTINGS_MODULE="config.settings", LOG_LEVEL=given)

        assert (done.stdout, done.stderr) == (f"{level}\n", "")


class TestStop:
    def test_is_content_when_nothing_runs(self, home: Path) -> None:
        done = run(home, "stop")

        assert (done.stdout, done.stderr, done.returncode) == (f"Nothing ran from {home}.\n", "", 0)


class TestChosenPort:
    def test_is_8000_where_none_is_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("PORT", raising=False)
        assert chosen_port() == 8000

        monkeypatch.setenv("PORT", "")
        assert chosen_port() == 8000

    def test_is_the_one_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PORT", "8101")

        assert chosen_port() == 8101

    @pytest.mark.parametrize("given", ["0", "65536", "-1", "http", "80 80", "²", "8000.0"])
    def test_is_refused_where_it_is_none(self, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
        monkeypatch.setenv("PORT", given)

        with pytest.raises(SetupError, match="give a number from 1 to 65535"):
            chosen_port()


class TestChecks:
    def test_pass_on_a_machine_that_is_ready(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        check_port(port)
        check_pango()


class TestEnvironmentScript:
    """bin/environment, run before there is a Python environment to run anything in."""

    @pytest.fixture
    def clone(self, tmp_path: Path) -> Path:
        shutil.copytree(ROOT / "bin", tmp_path / "bin")
        shutil.copy(ROOT / "Makefile", tmp_path)
        (tmp_path / "requirements.txt").touch()
        return tmp_path

    def make(self, clone: Path, path: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", "venv"],
            cwd=clone,
            env={**BARE_ENVIRONMENT, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def test_tells_of_a_python_that_is_too_old(self, clone: Path) -> None:
        shims = clone / "shims"
        shims.mkdir()
        for name in ("python3", "python3.12", "python3.13"):
            shim = shims / name
            shim.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # what the version check ends with
            shim.chmod(0o755)

        done = self.make(clone, f"{shims}:{os.defpath}")

        assert done.returncode != 0
        sentence, *make_itself = done.stderr.splitlines()
        assert sentence.startswith("Jobbredo: Python 3.12 or newer is needed")
        assert all(line.startswith("make: ***") for line in make_itself)

    def test_makes_an_environment_once(self, clone: Path) -> None:
        bases = f"{Path(sys.base_prefix) / 'bin'}:{os.defpath}"

        first = self.make(clone, bases)
        second = self.make(clone, bases)

        assert "Making a virtual environment" in first.stdout, first.stderr
        assert (clone / ".venv" / "bin" / "python").exists()
        assert (second.stdout, second.stderr, second.returncode) == ("", "", 0)


class TestManage:
    def manage(self, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "migrate", "--check"],
            cwd=ROOT,
            env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), "REDIS_URL": "redis://", **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def test_says_when_the_database_does_not_answer(self, home: Path) -> None:
        done = self.manage(home, DATABASE_URL=f"postgresql://someone:secret@/none?host={home}")
        assert done.returncode == 1
        assert done.stderr.startswith("The database doesn't answer as it should.")
        assert "Traceback" not in done.stderr
        assert "secret" not in done.stderr

    def test_says_when_its_address_is_none(self, home: Path) -> None:
        done = self.manage(home, DATABASE_URL="postgresql://someone:secret@[")
        assert done.returncode == 1
        assert "DATABASE_URL is not the address" in done.stderr
        assert "Traceback" not in done.stderr
        assert "secret" not in done.stderr
