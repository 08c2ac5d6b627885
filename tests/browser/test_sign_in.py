"""Signing in as people do it, with an app for codes and with a passkey, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from accounts.models import AuditEvent, User
from accounts.sign_in.code_app import code_now
from tests import factories
from tests.browser.pages import have_session, looked_at, sign_in, sign_in_by_hand

pytestmark = pytest.mark.django_db(transaction=True)

SECURITY, WORK = reverse("mfa_index"), reverse("today:today")
type Device = tuple[CDPSession, str]


def send_password(page: Page, user: User) -> None:
    user.set_password(factories.PASSWORD)
    user.save(update_fields=["password"])
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("[name=password]").press("Enter")


def sign_out(page: Page) -> None:
    page.locator(".user-button").click()
    page.locator(f"form[action='{reverse('account_logout')}'] button").click()
    page.wait_for_url(f"**{reverse('account_login')}")


@pytest.fixture
def authenticator(page: Page) -> Iterator[Device]:
    """A phone or computer that keeps passkeys and asks for its owner's finger, which it gets."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": kind(verified=True)})
    yield session, made["authenticatorId"]
    session.send("WebAuthn.disable")


def kind(*, verified: bool) -> dict[str, Any]:
    return {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }


def add_passkey(page: Page, name: str = "Jobbtelefonen") -> None:
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("[name=name]").fill(name)
    page.locator("#passkey_button").click()
    page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)


class TestTheWayIn:
    def test_leads_through_setting_up_an_app_to_work(self, page: Page, coach: User) -> None:
        page.goto(reverse("account_login"))
        looked_at(page)
        send_password(page, coach)
        page.wait_for_url(f"**{SECURITY}")
        looked_at(page)
        page.locator(f"a[href='{reverse('mfa_activate_totp')}']").click()
        assert page.locator(".qr").evaluate("image => image.complete && image.naturalWidth > 0")
        looked_at(page)
        page.locator("summary").click()
        secret = page.locator("code.key").inner_text()
        page.locator("[name=code]").fill("000000")
        page.locator("[name=code]").press("Enter")
        expect(page.locator(".error-summary")).to_be_focused()
        looked_at(page)
        page.locator("[name=code]").fill(code_now(secret))
        page.locator("[name=code]").press("Enter")
        page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
        expect(page.locator(".codes li")).to_have_count(10)
        looked_at(page)
        page.locator("main .btn-primary").click()
        page.wait_for_url(f"**{WORK}")

    def test_asks_for_the_code_the_next_time(self, page: Page, coach: User) -> None:
        secret = factories.code_app(user=coach)
        send_password(page, coach)
        page.wait_for_url(f"**{reverse('mfa_authenticate')}")
        looked_at(page)
        page.locator("[name=code]").fill(code_now(secret))
        page.locator("[name=code]").press("Enter")
        page.wait_for_url(f"**{WORK}")

    def test_goes_without_script(self, browser: Any, base_url: str, coach: User) -> None:
        with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
            page = context.new_page()
            sign_in_by_hand(page, coach)
            assert page.url.endswith(WORK)
            page.goto(SECURITY)
            expect(page.locator("main h1")).to_be_visible()


class TestTheOtherPages:
    def test_of_a_forgotten_password_fit_and_lead_in(self, page: Page, mailoutbox: list[Any]) -> None:
        user = factories.user(password=factories.PASSWORD)
        page.goto(reverse("account_reset_password"))
        looked_at(page)
        page.locator("[name=email]").fill(user.email)
        page.locator("[name=email]").press("Enter")
        page.wait_for_url(f"**{reverse('account_confirm_password_reset_code')}")
        looked_at(page)
        code = str(mailoutbox[-1].body).split("\n\n")[1].strip()
        page.locator("[name=code]").fill(code)
        page.locator("[name=code]").press("Enter")
        page.wait_for_url(f"**{reverse('account_complete_password_reset')}")
        looked_at(page)

    def test_are_reached_from_the_menu(self, page: Page, coach: User) -> None:
        sign_in(page, coach)
        page.locator(".user-button").click()
        page.locator(f".user-panel a[href='{SECURITY}']").click()
        page.wait_for_url(f"**{SECURITY}")


@pytest.mark.usefixtures("authenticator")
class TestAPasskey:
    def test_is_a_first_factor_and_signs_in_by_itself(self, page: Page, coach: User) -> None:
        send_password(page, coach)
        page.wait_for_url(f"**{SECURITY}")
        add_passkey(page)
        assert page.url.endswith(reverse("mfa_view_recovery_codes"))
        page.goto(SECURITY)
        expect(page.locator("main table")).to_contain_text("Jobbtelefonen")
        looked_at(page)
        sign_out(page)
        page.locator("#passkey_button").click()
        page.wait_for_url(f"**{WORK}")
        assert AuditEvent.objects.filter(action="user.signed_in", actor=coach).count() == 2

    def test_is_the_second_step_after_the_password(self, page: Page, coach: User) -> None:
        have_session(page, coach)
        add_passkey(page)
        sign_out(page)
        send_password(page, coach)
        page.wait_for_url(f"**{reverse('mfa_authenticate')}")
        page.locator("#passkey_button").click()
        page.wait_for_url(f"**{WORK}")

    def test_confirms_before_a_change(self, page: Page, coach: User) -> None:
        have_session(page, coach)
        add_passkey(page)
        page.goto(reverse("mfa_reauthenticate_webauthn"))
        looked_at(page)
        page.locator("#passkey_button").click()
        page.wait_for_url(f"**{WORK}")

    def test_of_a_device_that_verifies_nobody_is_not_taken(
        self, page: Page, authenticator: Device, coach: User
    ) -> None:
        have_session(page, coach)
        add_passkey(page)
        sign_out(page)
        session, number = authenticator
        session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
        page.locator("#passkey_button").click()
        expect(page.locator("#passkey_trouble")).to_be_visible()
        page.goto(WORK)
        assert reverse("account_login") in page.url

    def test_lets_nobody_in_who_was_switched_off(self, page: Page, coach: User) -> None:
        have_session(page, coach)
        add_passkey(page)
        sign_out(page)
        User.objects.filter(pk=coach.pk).update(is_active=False)
        page.locator("#passkey_button").click()
        expect(page.locator(".message-error:visible")).to_be_visible()
        assert reverse("account_login") in page.url

    def test_can_be_renamed_and_removed(self, page: Page, coach: User) -> None:
        have_session(page, coach)
        add_passkey(page)
        key = Authenticator.objects.get(user=coach, type="webauthn")
        page.goto(reverse("mfa_edit_webauthn", args=[key.pk]))
        looked_at(page)
        page.locator("[name=name]").fill("Gamla telefonen")
        page.locator("[name=name]").press("Enter")
        page.wait_for_url(f"**{SECURITY}")
        expect(page.locator("main table")).to_contain_text("Gamla telefonen")
        page.goto(reverse("mfa_remove_webauthn", args=[key.pk]))
        looked_at(page)
        page.locator("main .btn-primary").click()
        page.wait_for_url(f"**{SECURITY}")
        assert not Authenticator.objects.filter(pk=key.pk).exists()
