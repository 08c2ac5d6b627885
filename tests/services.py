"""Early pytest plugin: gives the tests a PostgreSQL and a Valkey before settings are read.

Loaded with `-p tests.services` (see pyproject.toml): a conftest.py would come too late.
The tests have a data folder of their own inside the usual one, so that the worker of a
site that runs meanwhile doesn't take their jobs, nor they its reports. Tests that run side by
side (`-n`) have one each.
"""

import os
from pathlib import Path
from typing import Final

import psycopg
import pytest
import redis
from psycopg import sql

from config.embedded import SetupError, open_home, use_embedded_services
from config.home import data_home

OWN_SERVERS: Final = "JOBBREDO_TESTS_OWN_SERVERS"
"""Names the addresses that this process set to servers of its own, for those that it starts."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Point DATABASE_URL and REDIS_URL, where they are unset, at servers of the tests' own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        # Started by a process that did the same: its folder and servers are that one's own.
        home = Path(os.environ["JOBBREDO_HOME"]).parent
        for name in os.environ[OWN_SERVERS].split():
            del os.environ[name]
    else:
        home = data_home()
    unset = {"DATABASE_URL", "REDIS_URL"} - os.environ.keys()
    try:
        open_home(home)
        os.environ["JOBBREDO_HOME"] = str(home / f"tests{worker}")
        os.environ["JOBBREDO_HTTPS"] = "0"
        # Tests empty the cache; beside it a started worker's queue has number 15.
        os.environ["CACHE_DATABASE"] = "14"
        use_embedded_services()
        _forget_power_cuts(unset)
        os.environ[OWN_SERVERS] = " ".join(sorted(unset))
    except SetupError as problem:
        raise pytest.UsageError(str(problem)) from problem


def _forget_power_cuts(own: set[str]) -> None:
    """Have servers of the tests' own wait for no disk: what they hold needn't outlive the machine.

    Nothing is lost with a process, be it the server's own: the system has what was written.
    """
    if "DATABASE_URL" in own:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                database.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            database.execute("SELECT pg_reload_conf()")
    if "REDIS_URL" in own:
        with redis.Redis.from_url(os.environ["REDIS_URL"]) as queue:
            queue.config_set("appendfsync", "no")
