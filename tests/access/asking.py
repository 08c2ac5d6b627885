"""How the suites ask for a page: as somebody, without leaving anything behind."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from pypdf import PdfReader

from portal.access import MARK
from tests.access.routes import Route


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written in here isn't, afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, **options: Any) -> HttpResponse:
    """The answer to a request whose effects are taken back; a fault of the site is an answer of 500."""
    client.raise_request_exception = False
    kept = copy(client.cookies)
    with taken_back():
        answer = client.generic(method, address, **options)
        if getattr(answer, "streaming", False):
            answer.close()
    client.cookies = kept
    return answer  # type: ignore[return-value]  # the test client's is one


def finds_a_view(address: str) -> bool:
    """Whether an address leads to any view. One that doesn't is refused before anybody's code reads it."""
    try:
        resolve(RequestFactory().get(address).path_info)
    except Resolver404:
        return False
    return True


def body_of(answer: HttpResponse) -> str:
    """What an answer says: a page as it is, a PDF as it reads; "" for nothing, or a file in pieces."""
    if answer.streaming or not answer.content:
        return ""
    if answer.headers.get("Content-Type") == "application/pdf":
        return text_of_pdf(answer.content)
    return answer.content.decode()


@lru_cache(maxsize=500)
def text_of_pdf(content: bytes) -> str:
    """All words of a PDF, and what it says of itself."""
    pdf = PdfReader(io.BytesIO(content))
    return "\n".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata)])


def is_led_away(answer: HttpResponse, route: Route) -> bool:
    """Whether somebody is asked to come in first: by signing in, or to the participant's page by its code."""
    door = "/min-sida/" if route.mark == MARK else "/konto/logga-in/"
    return answer.status_code == 302 and urlsplit(answer.headers["Location"]).path == door
