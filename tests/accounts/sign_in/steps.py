"""Signing in by the pages, step by step."""

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

START = reverse("start")


def with_password(user: User, *, client: Client | None = None, password: str = factories.PASSWORD) -> Client:
    """A client that has sent e-mail and password; the user has `factories.PASSWORD`."""
    client = client or Client()
    if not user.has_usable_password():
        user.set_password(factories.PASSWORD)
        user.save(update_fields=["password"])
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def send_code(client: Client, code: str) -> "Answer":
    """What the page of the second step answers to a code."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_in(client: Client) -> bool:
    """Whether somebody is signed in, however weakly."""
    return "_auth_user_id" in client.session


def gets_to_work(client: Client) -> bool:
    """Whether the list of participants opens."""
    return client.get(reverse("coaching:caseload")).status_code == 200
