"""Pages that say that something went wrong: in general words, and the log of it without anybody's facts."""

import io
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.access import public
from config.urls import urlpatterns as site
from tests import factories
from tests.access.harmless import harms

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
SECRET = "Kanariesson 19900520-2388"
ERRORS = {
    400: BadRequest(SECRET),
    403: PermissionDenied(SECRET),
    404: Http404(SECRET),
    500: ZeroDivisionError(SECRET),
}


@public
def breaks(_request: HttpRequest, status: int) -> HttpResponse:
    """Raise what leads to the page of that status, with words that nobody may read."""
    name = SECRET  # noqa: F841  a traceback with the values of variables would show it
    if status == 409:
        raise SuspiciousOperation(SECRET)
    raise ERRORS[status]


@public
def quotes_a_row(_request: HttpRequest) -> HttpResponse:
    """Break a rule of the database, whose error quotes the row."""
    factories.organisation(name=SECRET).__class__.objects.create(name=SECRET)
    return HttpResponse()


urlpatterns = [path("bryts/rad/", quotes_a_row), path("bryts/<int:status>/", breaks), *site]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the site logs, set up as in an installation."""
    written = io.StringIO()
    logging.config.dictConfig(settings.LOGGING)
    (console,) = logging.getLogger().handlers[-1:]
    handler = logging.StreamHandler(written)
    handler.setFormatter(console.formatter)
    for each in console.filters:
        handler.addFilter(each)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def client() -> Client:
    found = Client()
    found.raise_request_exception = False
    return found


@pytest.mark.parametrize(
    ("address", "status"), [("400", 400), ("403", 403), ("404", 404), ("409", 400), ("500", 500)]
)
def test_error_pages_are_general(address: str, status: int) -> None:
    answer = client().get(f"/bryts/{address}/")
    text = answer.content.decode()
    assert answer.status_code == status
    for told in (
        "Kanariesson",
        "19900520",
        "Traceback",
        "Exception",
        "Error",
        ".py",
        "/work",
        "django",
        "bryts/" if status == 500 else "SELECT",
    ):
        assert told not in text
    assert "<h1" in text
    assert harms(text) == []


def test_the_page_about_forms_from_elsewhere_is_general() -> None:
    answer = Client(enforce_csrf_checks=True).post("/konto/sprak/", {"name": SECRET})
    assert answer.status_code == 403
    for told in ("Kanariesson", "CSRF", "cookie", "Referer", "Traceback"):
        assert told not in answer.content.decode().replace("X-CSRFToken", "")


@pytest.mark.parametrize("address", ["400/", "403/", "404/", "409/", "500/", "rad/"])
def test_the_log_holds_no_value(address: str, log: io.StringIO) -> None:
    client().get(f"/bryts/{address}?name=Kanariesson")
    told = log.getvalue()
    assert "django" in told
    assert "?name=" not in told
    assert "19900520" not in told.replace('SECRET = "Kanariesson 19900520-2388"', "")


@pytest.mark.parametrize("address", ["400", "403", "404", "409"])
def test_a_refusal_is_one_line_in_the_log(address: str, log: io.StringIO) -> None:
    client().get(f"/bryts/{address}/")
    assert len(log.getvalue().strip().splitlines()) == 1


def test_a_fault_is_in_the_log_with_its_place(log: io.StringIO) -> None:
    client().get("/bryts/500/")
    assert "ZeroDivisionError" in log.getvalue()
    assert "in breaks" in log.getvalue()
