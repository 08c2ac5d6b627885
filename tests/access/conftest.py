"""The world that the suites share; what each test does to it is undone by its own transaction."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from projects import paper
from tests.access.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:  # noqa: ARG001  opens the database
    """Built once a module, around the transactions of its tests, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="package", autouse=True)
def _each_paper_printed_once() -> Iterator[None]:
    """Print the same document once: everybody asks for it, by every method, and gets the same PDF."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(paper, "set_pages", lru_cache(maxsize=500)(paper.set_pages))
        yield


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """Limits on tries start anew."""
    cache.clear()
