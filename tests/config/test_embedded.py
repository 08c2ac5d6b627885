"""The embedded servers: shared, found again, private, and never started where one has one's own."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import PostgreSQL, SetupError, Valkey, _may_enter, open_home, stop_embedded_services
from tests.config.conftest import BARE_ENVIRONMENT, ROOT, USE, processes_of, python_in

SHOW = f"{USE}; import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"


def remember(home: Path, word: str) -> None:
    with psycopg.connect(PostgreSQL(home).url) as connection:
        connection.execute("create table if not exists memory (word text)")
        connection.execute("insert into memory values (%s)", [word])
    with redis.Redis.from_url(Valkey(home).url) as client:
        client.rpush("memory", word)
        client.waitaof(1, 0, 5000)


def remembered(home: Path) -> tuple[list[str], list[str]]:
    with psycopg.connect(PostgreSQL(home).url) as connection:
        rows = [row[0] for row in connection.execute("select word from memory order by word")]
    with redis.Redis.from_url(Valkey(home).url, decode_responses=True) as client:
        queued = client.lrange("memory", 0, -1)
    return rows, list(queued)


class TestUseEmbeddedServices:
    def test_serves_two_commands_that_start_at_once_with_one_server(self, home: Path) -> None:
        commands = [
            subprocess.Popen(
                [sys.executable, "-c", SHOW],
                cwd=ROOT,
                env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home)},
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        answers = [command.communicate(timeout=60)[0] for command in commands]

        assert answers[0] == answers[1] == f"{PostgreSQL(home).url} {Valkey(home).url}\n"
        assert [command.returncode for command in commands] == [0, 0]
        assert PostgreSQL(home).answers()
        assert Valkey(home).answers()

    def test_keeps_data_over_kill_and_over_orderly_stop(self, home: Path) -> None:
        python_in(home, USE)
        remember(home, "first")
        for process in processes_of(home):
            process.kill()
        # Somebody else's process has the dead server's number by now.
        for pid_file in (home / "postgres" / "postmaster.pid", home / "run" / ".s.PGSQL.5432.lock"):
            lines = pid_file.read_text(encoding="utf-8").splitlines(keepends=True)
            pid_file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]), encoding="utf-8")

        assert python_in(home, USE).stderr == ""
        remember(home, "second")
        assert stop_embedded_services(home) == ["PostgreSQL", "Valkey"]
        assert processes_of(home) == []
        assert stop_embedded_services(home) == []

        assert python_in(home, USE).stderr == ""
        assert remembered(home) == (["first", "second"], ["first", "second"])

    @pytest.mark.proof
    def test_recovers_from_a_first_start_that_was_killed_half_way(self, home: Path) -> None:
        half = home / "postgres.half"
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n", encoding="utf-8")

        assert python_in(home, USE).stderr == ""
        assert PostgreSQL(home).answers()

    @pytest.mark.proof
    def test_recovers_when_only_the_postmaster_was_killed(self, home: Path) -> None:
        python_in(home, USE)
        pid = int((home / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)

        assert python_in(home, USE).stderr == ""
        assert PostgreSQL(home).answers()

    def test_lets_no_other_user_in(self, served_home: Path) -> None:
        assert served_home.stat().st_mode & 0o077 in {
            0,
            0o010,
        }  # the servers' own group passes through, for root
        assert (served_home / "run").stat().st_mode & 0o777 == 0o700
        assert (served_home / "postgres").stat().st_mode & 0o777 == 0o700
        assert not [
            listening
            for process in processes_of(served_home)
            for listening in process.net_connections("inet")
            if listening.status == "LISTEN"
        ]

    def test_writes_nothing_of_a_refused_row_into_the_databases_log(self, served_home: Path) -> None:
        with psycopg.connect(PostgreSQL(served_home).url, autocommit=True) as connection:
            connection.execute("create table refusing (word text unique, more text check (more <> 'no'))")
            connection.execute("insert into refusing values ('Ylvalie', 'yes')")
            # Values come in the statement's own text, as Django sends them.
            cursor = psycopg.ClientCursor(connection)
            for more in ("yes", "no"):
                with pytest.raises(psycopg.IntegrityError):
                    cursor.execute("insert into refusing values (%s, %s)", ["Ylvalie", more])
        told = PostgreSQL(served_home).log.read_text(encoding="utf-8")
        assert "refusing" in told
        assert "Ylvalie" not in told

    def test_queue_keeps_each_message_and_never_drops_one_for_memory(self, served_home: Path) -> None:
        with redis.Redis.from_url(Valkey(served_home).url, decode_responses=True) as client:
            settings = client.config_get("appendonly", "appendfsync", "maxmemory-policy")

        assert settings == {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}

    def test_database_knows_the_letters_of_swedish(self, served_home: Path) -> None:
        with psycopg.connect(PostgreSQL(served_home).url) as connection:
            assert connection.execute("select lower('ÅÄÖÉ')").fetchone() == ("åäöé",)

    @pytest.mark.proof
    def test_copes_with_a_folder_name_of_spaces_and_letters_beyond_ascii(self, home: Path) -> None:
        inner = home / "vår data"
        if os.geteuid() == 0:
            home.chmod(0o711)
        try:
            connect = "from config.celery import app; app.connection().ensure_connection(max_retries=1)"
            done = python_in(inner, f"{USE}; {connect}")
            assert done.stderr == ""
            assert PostgreSQL(inner).answers()
        finally:
            stop_embedded_services(inner)

    def test_starts_nothing_where_both_addresses_are_given(self, home: Path) -> None:
        untouched = home / "untouched"
        own = {"DATABASE_URL": "postgresql://db.example/jobbredo", "REDIS_URL": "redis://queue.example/0"}

        assert python_in(untouched, SHOW, **own).stdout.split() == list(own.values())
        assert not untouched.exists()

    def test_starts_only_the_server_whose_address_is_not_given(self, home: Path) -> None:
        python_in(home, USE, DATABASE_URL="postgresql://db.example/jobbredo")

        assert Valkey(home).answers()
        assert not (home / "postgres").exists()


class TestManage:
    def test_needs_no_run(self, home: Path) -> None:
        query = (
            "from django.db import connection; print(connection.cursor().execute('select 6 * 7').fetchone())"
        )
        done = subprocess.run(
            [
                sys.executable,
                ROOT / "manage.py",
                "shell",
                "--no-imports",
                "--command",
                query,
            ],
            cwd=home,
            env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

        assert (done.stdout, done.returncode) == ("(42,)\n", 0), done.stderr

    def test_tells_a_problem_in_one_line(self, home: Path) -> None:
        long_home = home / ("long" * 30)
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", "check"],
            env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(long_home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "choose" in done.stderr


class TestOpenHome:
    def test_refuses_a_folder_of_another_user(self, home: Path) -> None:
        foreign = home if os.geteuid() == 0 else Path("/")
        if os.geteuid() == 0:
            os.chown(home, 12345, -1)

        with pytest.raises(SetupError, match="belongs to another user"):
            open_home(foreign)

    def test_refuses_a_path_that_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        with pytest.raises(SetupError, match="choose another with JOBBREDO_HOME"):
            open_home(tmp_path / "file" / "inside")

    def test_makes_a_folder_that_others_may_not_read(self, new_home: Callable[[], Path]) -> None:
        home = new_home() / "new"
        if os.geteuid() == 0:
            home.parent.chmod(0o711)
        open_home(home)

        assert home.stat().st_mode & 0o067 == 0

    def test_sees_what_the_servers_user_may_enter(self, tmp_path: Path) -> None:
        stranger = pwd.struct_passwd(("stranger", "x", 54321, 54321, "", "/", "/bin/sh"))
        tmp_path.chmod(0o700)
        assert not _may_enter(stranger, tmp_path)

        tmp_path.chmod(0o701)
        assert _may_enter(stranger, tmp_path)
