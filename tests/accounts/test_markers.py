"""The locks behind the marker: a view without one is found by a check and refused by the middleware."""

import sys
from types import ModuleType

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from accounts.access import public
from accounts.checks import views_have_markers
from accounts.middleware import AccessMiddleware


def unmarked(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> str:
    """Addresses of a site in which somebody forgot a marker."""
    module = ModuleType("forgetful_urls")
    module.urlpatterns = [path("forgotten/", unmarked), path("marked/", public(unmarked))]  # type: ignore[attr-defined]  # what Django reads
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_the_check_names_the_view_that_has_none(addresses: str) -> None:
    with override_settings(ROOT_URLCONF=addresses):
        (error,) = views_have_markers(None)
    assert error.id == "accounts.E001"
    assert "forgotten/" in error.msg


def test_the_middleware_refuses_it() -> None:
    middleware = AccessMiddleware(unmarked)
    middleware.process_view(HttpRequest(), public(unmarked))
    with pytest.raises(ImproperlyConfigured, match="no access marker"):
        middleware.process_view(HttpRequest(), unmarked)


def test_the_middleware_is_in_use() -> None:
    assert f"{AccessMiddleware.__module__}.{AccessMiddleware.__name__}" in settings.MIDDLEWARE
