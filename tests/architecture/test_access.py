"""Who may open what: one marker a view, and a list of it all that shows a change in the diff.

`access.txt` holds route, methods, permission and roles. After a wanted change, write it anew:

    JOBBREDO_WRITE_SNAPSHOT=1 .venv/bin/python -m pytest tests/architecture/test_access.py
"""

import inspect
import os
import re
import uuid
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.access import (
    ACCESS_MARK,
    PERMISSIONS_OF,
    Office,
    Permission,
    Role,
    Seat,
    offices_with,
    roles_with,
    seats_with,
)
from accounts.checks import walk
from portal.access import MARK
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

SNAPSHOT = Path(__file__).parent / "access.txt"
ROUTES: list[tuple[str, URLPattern]] = sorted(
    walk(get_resolver().url_patterns), key=lambda route_pattern: route_pattern[0]
)
STAND_INS = {"uuid": str(uuid.UUID(int=0)), "slug": "absent", "int": "0", "str": "absent"}


def layers(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """The view as the site calls it, then what it wraps, down to the function that was written."""
    while True:
        yield view
        if not hasattr(view, "__wrapped__"):
            return
        view = view.__wrapped__


def markers(view: Callable[..., Any]) -> int:
    return sum(hasattr(layer, ACCESS_MARK) for layer in layers(view))


def methods(view: Callable[..., Any]) -> list[str]:
    """The methods that the view says it answers; none when it doesn't say."""
    for layer in layers(view):
        if allowed := inspect.getclosurevars(layer).nonlocals.get("request_method_list"):
            return sorted(allowed)
        if view_class := getattr(layer, "view_class", None):
            answered = [name for name in view_class.http_method_names if hasattr(view_class, name)]
            return sorted(name.upper() for name in answered if name != "options")
    return []


def who(mark: Permission | str) -> str:
    if isinstance(mark, Permission):
        return " ".join(sorted([*roles_with(mark), *offices_with(mark), *seats_with(mark)]))
    others = {"public": "everybody", "signed_in": "everybody signed in", MARK: "participant by link"}
    return others[mark]


def snapshot() -> str:
    rows = [
        (f"/{route}", " ".join(methods(pattern.callback)), str(mark), who(mark))
        for route, pattern in ROUTES
        for mark in [getattr(pattern.callback, ACCESS_MARK)]
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines) + "\n"


def address(route: str) -> str:
    """An address that the route matches, of something that isn't there."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: STAND_INS[found[1] or "str"], route)


def first_method(view: Callable[..., Any]) -> str:
    return "GET" if "GET" in methods(view) else methods(view)[0]


def test_each_view_has_one_marker_and_it_is_the_outermost() -> None:
    """A decorator outside the marker would run, and answer, before anyone has asked who is there."""
    wrong = {route: markers(pattern.callback) for route, pattern in ROUTES if markers(pattern.callback) != 1}
    assert not wrong


def test_each_view_says_which_methods_it_answers() -> None:
    assert not [route for route, pattern in ROUTES if not methods(pattern.callback)]


def test_access_is_as_listed() -> None:
    now = snapshot()
    if os.environ.get("JOBBREDO_WRITE_SNAPSHOT") == "1":
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert now == SNAPSHOT.read_text(encoding="utf-8"), f"Wanted? Then write {SNAPSHOT.name} anew, see above."


def test_each_permission_opens_some_view_and_belongs_to_some_role() -> None:
    used = {getattr(pattern.callback, ACCESS_MARK) for _route, pattern in ROUTES}
    assert set(Permission) <= used
    assert set(Permission) == frozenset().union(*PERMISSIONS_OF.values())
    assert {*Role, *Office, *Seat} == PERMISSIONS_OF.keys()


def strangers_are_led_away(route: str, pattern: URLPattern, stranger: Client) -> bool:
    """Whether a stranger gets what is public, and of all else the way to the sign-in."""
    mark = getattr(pattern.callback, ACCESS_MARK)
    answer = stranger.generic(first_method(pattern.callback), address(route))
    if mark == "public":
        # Without an identity provider its doors lead nowhere.
        closed = {404} if route.startswith("konto/logga-in/openid/") else set()
        return answer.status_code in {200, 302} | closed
    way_in = "/min-sida/" if mark == MARK else "/konto/logga-in/"
    return answer.status_code == 302 and answer.headers["Location"].startswith(way_in)


@pytest.mark.django_db
def test_the_list_is_true_of_the_pages(project: Project) -> None:
    """Strangers are led to the sign-in, colleagues without the permission refused, others let through."""
    people = {str(role): factories.membership(project=project, role=role).user for role in Role}
    people[Office.OFFICER] = factories.officer(organisation=project.organisation)
    company = factories.company(organisation=project.organisation)
    people[Seat.EMPLOYER] = factories.employer_contact(company=company)
    clients = {role: signed_in_client(person) for role, person in people.items()}
    signed_in = {role: copy(client.cookies) for role, client in clients.items()}
    stranger, wrong = Client(), []
    for route, pattern in ROUTES:
        cache.clear()
        stranger.cookies.clear()
        if not strangers_are_led_away(route, pattern, stranger):
            wrong.append(f"{route} as a stranger")
        mark = getattr(pattern.callback, ACCESS_MARK)
        for role, client in clients.items() if mark != "public" else ():
            client.cookies = copy(signed_in[role])
            with transaction.atomic():
                answer = client.generic(first_method(pattern.callback), address(route))
                transaction.set_rollback(True)
            refused = isinstance(mark, Permission) and mark not in PERMISSIONS_OF[role]
            if (answer.status_code == 403) != refused:
                wrong.append(f"{route} as {role}: {answer.status_code}")
    assert wrong == []
