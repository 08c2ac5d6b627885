"""A server of its own, as it runs in production, tells nothing of anybody in what it prints."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.access.canaries.harvest import requests
from tests.access.canaries.planting import PLANTED, Canaries, plant
from tests.access.world import Part, Relation, World, build
from tests.conftest import signed_in_client

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0  # seconds; a server is up in about three


@pytest.fixture
def committed(transactional_db: None) -> tuple[World, Canaries]:  # noqa: ARG001  another process reads it
    """A world with its canaries, as other processes see it."""
    world = build()
    return world, plant(world, {})


class Server:
    """The web server in a process of its own; its output goes to a file."""

    def __init__(self, *, folder: Path, queue_url: str) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "server.log"
        test_database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
        environment = {"DATABASE_URL": test_database, "REDIS_URL": queue_url, "LOG_LEVEL": "DEBUG"}
        command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "debug", "--access-log"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/konto/halsa/", "")[0]:
                    return
            except ConnectionError:
                time.sleep(0.1)
        raise AssertionError(self.output())

    def ask(
        self, method: str, address: str, cookies: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """The status of the answer, and the token for forms that it brings."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        if form:
            headers["X-CSRFToken"] = cookies.partition(f"{settings.CSRF_COOKIE_NAME}=")[2]
        asked.request(method, address, body=urlencode(form) if form else None, headers=headers)
        answer = asked.getresponse()
        answer.read()
        given = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        asked.close()
        tokens = [
            cookie.split(";")[0].partition("=")[2] for cookie in given if settings.CSRF_COOKIE_NAME in cookie
        ]
        return answer.status, tokens[0] if tokens else ""

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture
def server(committed: tuple[World, Canaries], queue_url: str, tmp_path: Path) -> Iterator[Server]:  # noqa: ARG001  there before
    started = Server(folder=tmp_path, queue_url=queue_url)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()


@pytest.mark.proof
def test_nothing_of_anybody_is_printed_at_the_most_talkative(
    committed: tuple[World, Canaries], server: Server
) -> None:
    world, canaries = committed
    session = signed_in_client(world.people[Part.COACH]).cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}"
    token, answers = "", []
    for request in requests(world, Part.COACH, all_of_it=True):
        if request.method == "GET" and request.relation in {Relation.OWN, Relation.PROTECTED}:
            status, given = server.ask("GET", request.address, cookies)
            token = given or token
            answers.append(status)
    assert {200, 302, 403, 404} <= set(answers)
    assert token
    cookies = f"{cookies}; {settings.CSRF_COOKIE_NAME}={token}"
    for relation in PLANTED:
        sought = {"q": canaries.value(relation, "participants.Person.last_name"), "whose": "all"}
        assert server.ask("POST", "/deltagare/", cookies, sought)[0] == 200
        number = {"personal_number": canaries.value(relation, "participants.PersonalNumber.sealed")}
        assert server.ask("POST", "/deltagare/sok/", cookies, number)[0] in {200, 302}
    server.stop()
    assert "/deltagare/" in server.output()
    assert "DEBUG" in server.output()
    assert not canaries.found(server.output())
