"""What every answer tells the browser to refuse, keep out of caches, and forget."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from tests import factories

pytestmark = pytest.mark.django_db


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["/konto/logga-in/", "/finns-inte/", "/konto/halsa/"])
    def test_allows_own_scripts_and_styles_only(self, path: str) -> None:
        policy = directives(Client().get(path).headers["Content-Security-Policy"])
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy)

    def test_closes_devices_and_other_windows(self) -> None:
        headers = Client().get("/konto/logga-in/").headers
        for feature in ("camera=()", "geolocation=()", "microphone=()", "payment=()"):
            assert feature in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


class TestSigningOut:
    def test_has_the_browser_drop_what_it_kept(self, coach_client: Client) -> None:
        response = coach_client.post(reverse("account_logout"))
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert coach_client.get(reverse("start")).headers["Location"].startswith(reverse("account_login"))

    def test_is_not_done_by_a_link(self, coach_client: Client) -> None:
        assert coach_client.get(reverse("account_logout")).status_code == 405
        assert coach_client.get(reverse("start")).headers["Location"] != reverse("account_login")


def test_cookies_of_an_installation_are_bound_to_its_host() -> None:
    names = "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE"
    code = f"from config import settings; print(*[getattr(settings, name) for name in {names}])"
    environment = {**os.environ, "JOBBREDO_HTTPS": "1"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["__Host-session", "__Host-csrf", "True"]


def test_what_a_page_says_next_waits_in_no_cookie(
    coach_client: Client, coach: User, project: Project
) -> None:
    enrolment = factories.enrolment(project=project, coach=coach)
    coach_client.post(f"/deltagare/{enrolment.public_id}/anteckningar/utkast/kasta/")
    assert set(coach_client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    page = coach_client.get(f"/deltagare/{enrolment.public_id}/anteckningar/")
    assert len(page.context["messages"]) == 1
