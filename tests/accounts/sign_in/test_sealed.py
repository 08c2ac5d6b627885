"""What a copy of the database gives away of how people sign in: nothing that lets one in."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sign_in.code_app import code_now
from accounts.vault import unseal
from tests import factories
from tests.accounts.sign_in.steps import is_in, send_code, with_password
from tests.accounts.sign_in.test_passwords import mailed_code

pytestmark = pytest.mark.django_db


def all_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608  names of our own
        (text,) = cursor.fetchone()
    return str(text)


def test_an_app_s_secret_is_sealed(coach: User) -> None:
    secret = factories.code_app(user=coach)
    assert secret not in all_of("mfa_authenticator")
    row = Authenticator.objects.get(user=coach)
    assert unseal(row.data["secret"], bound_to="mfa_authenticator") == secret


def test_recovery_codes_and_their_seed_are_sealed(coach: User) -> None:
    codes = factories.recovery_codes(user=coach)
    kept, row = all_of("mfa_authenticator"), Authenticator.objects.get(user=coach)
    assert unseal(row.data["seed"], bound_to="mfa_authenticator") not in kept
    assert not any(code in kept for code in codes)


def test_a_secret_that_does_not_open_lets_nobody_in(coach: User) -> None:
    secret = factories.code_app(user=coach)
    row = Authenticator.objects.get(user=coach)
    row.data["secret"] = secret
    row.save()
    client = with_password(coach)
    client.raise_request_exception = False
    assert send_code(client, code_now(secret)).status_code == 500
    assert not is_in(client)


def test_a_session_is_sealed(coach: User) -> None:
    client = with_password(coach)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.session["mfa.totp.secret"] == secret
    reset = Client()
    reset.post(reverse("account_reset_password"), {"email": coach.email})
    assert mailed_code() in str(reset.session["account_password_reset_verification"])
    assert len(mail.outbox) == 1
    # Without the key not even Django's own reader opens one.
    assert [session.get_decoded() for session in Session.objects.all()] == [{}, {}]


def test_a_session_sealed_with_another_key_is_none(coach: User, settings: object) -> None:
    client = with_password(coach)
    assert is_in(client)
    settings.FIELD_KEYS = {"other": b"0" * 32}  # type: ignore[attr-defined]  # pytest-django's
    assert client.get(reverse("start")).headers["Location"].startswith(reverse("account_login"))
