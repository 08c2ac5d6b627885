"""The keys of an installation: made once, closed to others, and each its own."""

import base64
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.home import audit_key, field_keys, field_keys_file, index_key, index_key_file, secret_key

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOBBREDO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("AUDIT_KEY", raising=False)
    monkeypatch.delenv("FIELD_KEYS", raising=False)
    monkeypatch.delenv("INDEX_KEY", raising=False)
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


class TestFieldKeys:
    def test_are_made_once_each_of_its_own(self, home: Path) -> None:
        assert field_keys() == field_keys()
        assert [len(key) for key in field_keys().values()] == [32]
        assert index_key() == index_key()
        files = {file.name: file.stat().st_mode & 0o777 for file in home.iterdir()}
        assert files == {"field_keys": 0o600, "index_key": 0o600}
        assert (field_keys_file(), index_key_file()) == (home / "field_keys", home / "index_key")

    def test_of_the_environment_go_first_and_stand_in_no_file(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FIELD_KEYS", f"b:{KEY} a:{KEY}")
        monkeypatch.setenv("INDEX_KEY", KEY)
        assert list(field_keys()) == ["b", "a"]
        assert index_key() == KEY.encode()
        assert (field_keys_file(), index_key_file()) == (None, None)
        assert not home.exists()

    @pytest.mark.usefixtures("home")
    @pytest.mark.parametrize(
        "given",
        [
            " ", "k1", f":{KEY}", f"k.1:{KEY}", f"k1:{KEY} k1:{KEY}", "k1:åäö", "k1:!!!!", f"ä:{KEY}",
            f"k1:{KEY[:-4]}", f"k1:{base64.b64encode(bytes(16)).decode()}", f"k1:{KEY} k2",
        ],
    )  # fmt: skip
    def test_that_arent_whole_are_refused_and_not_repeated(
        self, monkeypatch: pytest.MonkeyPatch, given: str
    ) -> None:
        monkeypatch.setenv("FIELD_KEYS", given)
        with pytest.raises(ImproperlyConfigured) as caught:
            field_keys()
        assert KEY[:8] not in str(caught.value)

    @pytest.mark.usefixtures("home")
    def test_that_are_an_empty_file_are_refused(self, home: Path) -> None:
        home.mkdir()
        for name, read in (("field_keys", field_keys), ("index_key", index_key)):
            (home / name).touch()
            with pytest.raises(ImproperlyConfigured):
                read()

    @pytest.mark.usefixtures("home")
    def test_that_can_be_guessed_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("INDEX_KEY", "hemligt")
        with pytest.raises(ImproperlyConfigured):
            index_key()
