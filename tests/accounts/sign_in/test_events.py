"""What the audit log says of signing in."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Kind, User
from accounts.sign_in.code_app import code_now
from tests import factories
from tests.accounts.sign_in.steps import send_code, with_password
from tests.accounts.sign_in.test_passwords import PASSWORD, mailed_code
from tests.accounts.test_audit import _make_unwritable
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, bool, list[str]]]:
    """What was done, whether somebody is named for it, and to what; all of it is about signing in."""
    events = AuditEvent.objects.order_by("sequence")
    assert {event.kind for event in events} <= {Kind.SIGN_IN}
    return [(event.action, event.actor is not None, event.changed) for event in events]


def test_it_tells_of_both_steps(coach: User) -> None:
    secret = factories.code_app(user=coach)
    client = with_password(coach)
    send_code(client, "000000")
    send_code(client, code_now(secret))
    client.post(reverse("account_logout"))
    assert told() == [
        ("authenticator.created", True, ["totp"]),
        ("user.refused", False, ["totp"]),
        ("user.signed_in", True, []),
        ("user.signed_out", True, []),
    ]


def test_it_tells_of_a_factor_and_codes_that_come_and_go() -> None:
    client = with_password(factories.user())
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert told()[1:] == [
        ("authenticator.created", True, ["totp"]),
        ("authenticator.created", True, ["recovery_codes"]),
        ("authenticator.removed", True, ["recovery_codes"]),
        ("authenticator.created", True, ["recovery_codes"]),
        ("authenticator.removed", True, ["totp"]),
        ("authenticator.removed", True, ["recovery_codes"]),
    ]


def test_it_tells_of_a_recovery_code_used_up(coach: User) -> None:
    factories.code_app(user=coach)
    codes = factories.recovery_codes(user=coach)
    send_code(with_password(coach), codes[0])
    assert told()[2:] == [("authenticator.changed", True, ["recovery_codes"]), ("user.signed_in", True, [])]


def test_it_tells_of_a_changed_password() -> None:
    client = with_password(factories.user(password=factories.PASSWORD))
    sent = {"oldpassword": factories.PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_change_password"), sent)
    assert told()[1:] == [("user.secured", True, ["password"])]


def test_it_tells_of_a_password_reset_and_of_wrong_codes() -> None:
    user, client = factories.user(password=factories.PASSWORD), Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": "BBBB-BBBB"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    client.post(reverse("account_complete_password_reset"), {"password1": PASSWORD, "password2": PASSWORD})
    assert told() == [("user.refused", False, ["password"]), ("user.secured", True, ["password"])]
    assert len(mail.outbox) == 1


def test_it_holds_no_secret(coach: User) -> None:
    secret = factories.code_app(user=coach)
    client = with_password(coach, password="ett-fel-lösenord")
    client = with_password(coach)
    code = code_now(secret)
    send_code(client, "424242")
    send_code(client, code)
    words = str(list(AuditEvent.objects.values_list("reason", "changed", "action", "object_label")))
    assert not any(held in words for held in (secret, code, "424242", "ett-fel-lösenord", coach.email))


def test_a_change_that_can_not_be_recorded_is_not_made() -> None:
    client = signed_in_client(factories.user())
    client.raise_request_exception = False
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with transaction.atomic():
        _make_unwritable()
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
        transaction.set_rollback(True)
    assert answer.status_code == 500
