"""The keys of an installation: made once, closed to others, and each its own."""

import threading
from pathlib import Path

import pytest

from config.home import audit_key, secret_key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOBBREDO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("AUDIT_KEY", raising=False)
    return tmp_path / "home"


def test_are_made_once_and_stay(home: Path) -> None:
    assert audit_key() == audit_key() == (home / "audit_key").read_text()
    assert len(audit_key()) > 64
    assert audit_key() != secret_key()


def test_are_closed_to_others_and_leave_nothing_beside_them(home: Path) -> None:
    audit_key()
    secret_key()
    assert {file.name: file.stat().st_mode & 0o777 for file in home.iterdir()} == {
        "audit_key": 0o600,
        "secret_key": 0o600,
    }


@pytest.mark.usefixtures("home")
def test_are_one_where_many_start_at_once() -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(audit_key())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 20
    assert len(set(keys)) == 1


@pytest.mark.usefixtures("home")
def test_of_the_environment_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_KEY", "given")
    assert audit_key() == "given"
