"""The second step: asked of everyone who has one, and had by everyone who works with cases."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from accounts.sign_in.code_app import code_now
from accounts.sign_in.session import recovery_codes
from projects.models import Project
from tests import factories
from tests.accounts.sign_in.steps import START, gets_to_work, is_in, send_code, with_password
from tests.architecture.test_access import ROUTES, address, methods

pytestmark = pytest.mark.django_db

SECURITY, SET_UP = reverse("mfa_index"), reverse("mfa_activate_totp")
CODES, CONFIRM = reverse("mfa_view_recovery_codes"), reverse("mfa_reauthenticate")
# What a session without a second factor reaches: the ways to one, and out.
OPEN = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
ALWAYS = {"account_logout", "language", "health"}


@pytest.fixture
def guest(project: Project) -> User:
    """A referrer, who may have a second factor and need not."""
    return factories.referrer(project=project)


def set_up_app(client: Client) -> str:
    """Set up an app by the page; its secret."""
    secret: str = client.get(SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_now(secret)})
    return secret


class TestSigningIn:
    def test_takes_password_and_code(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        client = with_password(coach)
        assert not is_in(client)
        answer = send_code(client, code_now(secret))
        assert answer.headers["Location"] == START
        assert gets_to_work(client)

    def test_goes_on_to_the_page_that_was_asked_for(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        client, asked = with_password(coach, password="fel"), reverse("projects:list")
        client.post(
            f"{reverse('account_login')}",
            {"login": coach.email, "password": factories.PASSWORD, "next": asked},
        )
        assert send_code(client, code_now(secret)).headers["Location"] == asked

    def test_takes_a_recovery_code_once(self, coach: User) -> None:
        factories.code_app(user=coach)
        client = with_password(coach)
        codes = factories.recovery_codes(user=coach)
        assert send_code(client, codes[3]).headers["Location"] == START
        assert gets_to_work(client)
        assert send_code(with_password(coach), codes[3]).status_code == 200

    @pytest.mark.parametrize("code", ["", "000", "abcdef", "123456"])
    def test_takes_no_other_code(self, coach: User, code: str) -> None:
        factories.code_app(user=coach)
        client = with_password(coach)
        assert send_code(client, code).status_code == 200
        assert not is_in(client)

    def test_takes_a_code_once(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        code = code_now(secret)
        send_code(with_password(coach), code)
        assert send_code(with_password(coach), code).status_code == 200

    def test_takes_the_codes_beside_the_present_one_once_too(self, coach: User) -> None:
        """Clocks differ by half a minute; a code is good for as long as that, and once all the same."""
        secret = factories.code_app(user=coach)
        code = code_now(secret, at=time.time() - 29)
        assert send_code(with_password(coach), code).status_code == 302
        assert send_code(with_password(coach), code).status_code == 200

    def test_lets_nobody_in_who_was_switched_off_between_the_steps(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        client = with_password(coach)
        User.objects.filter(pk=coach.pk).update(is_active=False)
        assert send_code(client, code_now(secret)).headers["Location"] == reverse("account_login")
        assert not is_in(client)

    def test_can_be_broken_off(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        client = with_password(coach)
        client.post(reverse("account_logout"))
        send_code(client, code_now(secret))
        assert not is_in(client)


class TestStaffWithout:
    @pytest.mark.parametrize(("route", "pattern"), ROUTES, ids=[route for route, _pattern in ROUTES])
    def test_reach_nothing_but_the_way_to_one(self, route: str, pattern: URLPattern, coach: User) -> None:
        client = with_password(coach)
        for method in methods(pattern.callback):
            answer = client.generic(method, address(route))
            led = answer.status_code == 302 and answer.headers["Location"] == SECURITY
            assert led == (pattern.name not in OPEN | ALWAYS), f"{method} {route}"

    def test_are_led_there_by_htmx_too(self, coach: User) -> None:
        answer = with_password(coach).get(reverse("coaching:caseload"), headers={"hx-request": "true"})
        assert answer.headers["HX-Redirect"] == SECURITY

    def test_get_to_work_once_they_have_set_one_up(self, coach: User) -> None:
        client = with_password(coach)
        secret = set_up_app(client)
        assert gets_to_work(client)
        again = with_password(coach)
        send_code(again, code_now(secret))
        assert gets_to_work(again)

    def test_of_each_role_are_led_there(self, project: Project) -> None:
        staff = [
            factories.lead(project=project),
            factories.officer(organisation=project.organisation),
            factories.administrator(organisation=project.organisation),
        ]
        for user in staff:
            assert with_password(user).get(START).headers["Location"] == SECURITY

    def test_can_not_set_one_up_from_an_old_session(self, coach: User) -> None:
        client = with_password(coach)
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 600
        session.save()
        assert client.get(SET_UP).headers["Location"].startswith(reverse("account_reauthenticate"))
        client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
        assert client.get(SET_UP).status_code == 200


class TestTheSession:
    def test_counts_not_what_the_user_has(self, coach: User) -> None:
        """A session from before the app was set up elsewhere is as weak as it was."""
        client = with_password(coach)
        secret = factories.code_app(user=coach)
        answer = client.get(reverse("coaching:caseload"))
        assert answer.headers["Location"].startswith(CONFIRM)
        for page in (
            SECURITY,
            SET_UP,
            reverse("mfa_deactivate_totp"),
            reverse("mfa_generate_recovery_codes"),
        ):
            assert client.get(page).headers["Location"].startswith(CONFIRM)
        client.post(CONFIRM, {"code": code_now(secret)})
        assert gets_to_work(client)

    def test_of_a_guest_needs_none(self, guest: User) -> None:
        client = with_password(guest)
        assert client.get(START).headers.get("Location") != SECURITY
        assert client.get(SECURITY).status_code == 200

    def test_of_a_guest_who_has_one_needs_it(self, guest: User) -> None:
        secret = factories.code_app(user=guest)
        client = with_password(guest)
        assert not is_in(client)
        send_code(client, code_now(secret))
        assert is_in(client)

    def test_of_a_guest_takes_no_factor_away_by_password_alone(self, guest: User) -> None:
        client = with_password(guest)
        factories.code_app(user=guest)
        client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=guest).exists()

    def test_of_a_guest_who_becomes_staff_needs_one(self, guest: User, project: Project) -> None:
        client = with_password(guest)
        factories.membership(project=project, user=guest)
        assert client.get(START).headers["Location"] == SECURITY


class TestRecoveryCodes:
    def test_are_shown_once_when_the_first_factor_is_set_up(self, coach: User) -> None:
        client = with_password(coach)
        secret = client.get(SET_UP).context["form"].secret
        answer = client.post(SET_UP, {"code": code_now(secret)})
        assert answer.headers["Location"] == CODES
        codes = recovery_codes(coach)
        assert len(codes) == 10
        first, second = client.get(CODES).content.decode(), client.get(CODES).content.decode()
        assert all(code in first for code in codes)
        assert not any(code in second for code in codes)

    def test_are_made_anew_and_shown_once(self, coach: User) -> None:
        client = with_password(coach)
        set_up_app(client)
        old = recovery_codes(coach)
        client.get(CODES)
        client.post(reverse("mfa_generate_recovery_codes"))
        new = recovery_codes(coach)
        assert not set(old) & set(new)
        assert new[0] in client.get(CODES).content.decode()
        assert new[0] not in client.get(CODES).content.decode()


class TestTheLastFactor:
    def test_stays_with_staff(self, coach: User) -> None:
        client = with_password(coach)
        set_up_app(client)
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=coach, type="totp").exists()

    def test_goes_from_a_guest_who_takes_it_away(self, guest: User) -> None:
        client = with_password(guest)
        set_up_app(client)
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.filter(user=guest).exists()


def test_nobody_else_s_passkey_can_be_named_or_removed(coach: User, lead: User) -> None:
    client = with_password(coach)
    set_up_app(client)
    others = factories.code_app(user=lead)
    assert others
    row = Authenticator.objects.get(user=lead)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[row.pk]), {"name": "x"}).status_code == 404
