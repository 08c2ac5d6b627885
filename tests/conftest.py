"""What every test stands on: silent faults made loud, people signed in, a served site, a real worker."""

import gc
import ipaddress
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import redis
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from django.template import engines
from django.test import Client, TransactionTestCase
from django.utils import translation
from psycopg.conninfo import make_conninfo
from pytest_django.live_server_helper import LiveServer
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from zeal.constants import initialize_app_registry
from zeal.patch import patch as watch_queries

from accounts.models import User
from config.celery import app as celery_app
from projects.models import Project
from tests import factories
from tests.cheap import empty_the_tables, read_static_files_once, tell_of_pages_only
from tests.worker import Worker

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler
    from django.template.backends.django import DjangoTemplates


class UndefinedVariableError(Exception):
    """A template names something that the view didn't give it."""


class Undefined(str):
    """Raises when a template would print it: Django prints nothing, and nobody notices."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        # Django asks whether the text holds "%s" and then fills in the variable's name.
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariableError(f"The template's {{{{ {variable} }}}} is not defined.")


def _only_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse connections to other hosts: a test that needs them fails elsewhere, and tells others of us."""
    if event != "socket.connect" or not isinstance(address := arguments[1], tuple):
        return
    host = str(address[0])
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ConnectionRefusedError(f"A test tried to reach {host}.")


def _drop_the_database_under_whoever_is_left() -> None:
    """A killed worker's connection may outlive it for a while, and must not keep the database in place."""

    def drop(self: DatabaseCreation, name: str, _verbosity: int) -> None:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = drop  # type: ignore[attr-defined]  # in tests alone


def pytest_configure() -> None:
    sys.addaudithook(_only_this_machine)
    TransactionTestCase._fixture_teardown = empty_the_tables  # type: ignore[attr-defined]  # in tests alone
    read_static_files_once()
    tell_of_pages_only()
    _drop_the_database_under_whoever_is_left()
    # Argon2 is slow on purpose; tests sign in often and guard nobody.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A page that asks the database the same for row after row fails, in the client and in the browser.
    settings.MIDDLEWARE = ["zeal.middleware.zeal_middleware", *settings.MIDDLEWARE]
    # Django reads a session whose user has a new password once more to delete it.
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]
    initialize_app_registry()
    watch_queries()
    cast("DjangoTemplates", engines["django"]).engine.string_if_invalid = Undefined("undefined")


_BEGUN_FIRST = (
    "tests/reporting/faults/",
    "tests/browser/",
    "tests/access/",
    "tests/config/test_make_run.py",
    "tests/reporting/",
    "tests/config/",
    "tests/exchange/",
    "tests/",
)
"""Folders and modules, the long ones first: the last to begin should be short, or one processor idles."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the modules; `--no-loadscope-reorder` keeps them so."""
    items.sort(key=lambda item: [item.nodeid.startswith(folder) for folder in _BEGUN_FIRST].index(True))


_ON_ONE_PROCESSOR = ("tests/exchange/test_load_demo.py", "tests/reporting/print/")
"""Folders and modules whose tests share what takes long to make: on two processors it is made twice."""


class _Scopes(LoadScopeScheduling):  # type: ignore[misc]  # the package has no types
    """Hands out classes and what is left of modules, as `--dist loadscope` does, but for those."""

    def _split_scope(self, nodeid: str) -> str:
        whole = next((place for place in _ON_ONE_PROCESSOR if nodeid.startswith(place)), None)
        return whole or super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _Scopes(config, log)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: all that has been imported by now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _collected_static_files() -> None:
    """Pages link to hashed names, as in production; they are collected again when a file has changed."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = (path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    if not collected.exists() or any(p.stat().st_mtime > collected.stat().st_mtime for p in sources):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


@pytest.fixture
def project(db: None) -> Project:  # noqa: ARG001  opens the database
    """A project of 2024–2027 that reports L."""
    return factories.project()


@pytest.fixture
def coach(project: Project) -> User:
    """A coach in `project`."""
    return factories.coach(project=project)


@pytest.fixture
def lead(project: Project) -> User:
    """The lead of `project`."""
    return factories.lead(project=project)


@pytest.fixture
def coach_client(coach: User) -> Client:
    return signed_in_client(coach)


@pytest.fixture
def lead_client(lead: User) -> Client:
    return signed_in_client(lead)


def signed_in_client(user: User) -> Client:
    """A client in which the user has signed in already, with a second factor."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """Begin each test with an empty cache: sign-ins of the one before count for nothing."""
    cache.clear()


@pytest.fixture(autouse=True)
def _the_site_s_own_language() -> None:
    """Begin each test in Swedish: Django leaves a process in the language of its last request."""
    translation.deactivate()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The site on a port of its own. WhiteNoise serves the files, as in production."""
    server = LiveServer("localhost", start=False)
    # It takes a handler that wraps the site's; without one, the site answers for its files itself.
    server.thread.static_handler = cast("type[WSGIHandler]", lambda handler: handler)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def queue_url() -> str:
    """The tests' own database on the queue server; this process publishes to it from the beginning.

    Whoever publishes first fixes the address for the whole process.
    """
    address, _, database = os.environ["REDIS_URL"].partition("?db=")
    url = f"{address}?db=15" if database else f"{address.rsplit('/', 1)[0]}/15"
    broker = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    celery_app.conf.update(broker_url=broker)
    return url


@pytest.fixture
def worker_environment(
    transactional_db: None,  # noqa: ARG001  the worker must see what the test commits
    queue_url: str,
) -> dict[str, str]:
    """The environment of a process that works for the tests: on their database and queue."""
    return _on_the_tests_own(queue_url)


def _on_the_tests_own(queue_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]),
        "REDIS_URL": queue_url,
    }


@pytest.fixture
def start_worker(
    worker_environment: dict[str, str], queue_url: str, tmp_path: Path
) -> Iterator[Callable[..., Worker]]:
    """Start a real Celery worker on the test database: `start_worker(beat=True)`.

    It returns when the worker is ready for tasks. What still runs after the test is killed.
    """
    with redis.Redis.from_url(queue_url) as queue:
        queue.flushdb()
    started: list[Worker] = []

    def start(*, beat: bool = False) -> Worker:
        worker = Worker(environment=worker_environment, folder=tmp_path, number=len(started), beat=beat)
        started.append(worker)
        worker.wait_until_ready()
        return worker

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture(scope="class")
def worker_of_the_class(
    django_db_setup: None,  # noqa: ARG001  the database must be there
    queue_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Worker]:
    """One for all tests of a class: it takes seconds to start, and they leave it alive."""
    with redis.Redis.from_url(queue_url) as queue:
        queue.flushdb()
    folder = tmp_path_factory.mktemp("worker")
    started = Worker(environment=_on_the_tests_own(queue_url), folder=folder, number=0)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.kill()


@pytest.fixture
def worker(
    worker_of_the_class: Worker,
    transactional_db: None,  # noqa: ARG001  the worker must see what the test commits
) -> Worker:
    """A running worker, for tests that need one and don't care how it lives and dies."""
    return worker_of_the_class
