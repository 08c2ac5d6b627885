"""Signing in and out, changing language, and what strangers see."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


class TestSignIn:
    def post(self, email: str, password: str) -> tuple[int, str]:
        response = Client().post(reverse("account_login"), {"login": email, "password": password})
        return response.status_code, response.content.decode()

    def test_takes_an_address_however_it_is_cased(self) -> None:
        factories.user(email="karin@exempel.se", password=factories.PASSWORD)
        status, _ = self.post(" Karin@Exempel.SE ", factories.PASSWORD)
        assert status == 302

    def test_answers_known_and_unknown_accounts_alike(self) -> None:
        factories.user(email="karin@exempel.se", password=factories.PASSWORD)
        known = self.post("karin@exempel.se", "fel lösenord")[1]
        unknown = self.post("ingen@exempel.se", "fel lösenord")[1]
        for page in (known, unknown):
            assert "go together" in page or "hör inte ihop" in page
        assert known.count("<p") == unknown.count("<p")

    def test_refuses_an_account_that_is_switched_off(self) -> None:
        factories.user(email="karin@exempel.se", password=factories.PASSWORD, is_active=False)
        assert self.post("karin@exempel.se", factories.PASSWORD)[0] == 200

    def test_follows_no_address_to_another_site(self) -> None:
        factories.user(email="karin@exempel.se", password=factories.PASSWORD)
        response = Client().post(
            reverse("account_login"),
            {"login": "karin@exempel.se", "password": factories.PASSWORD, "next": "https://exempel.org/"},
        )
        assert response.headers["Location"] == reverse("start")


class TestStart:
    def test_sends_strangers_to_sign_in(self) -> None:
        response = Client().get(reverse("start"))
        assert response.headers["Location"].startswith(reverse("account_login"))

    def test_leads_a_coach_to_today(self, coach_client: Client) -> None:
        assert coach_client.get(reverse("start")).headers["Location"] == reverse("today:today")

    def test_tells_someone_without_a_role_what_to_do(self) -> None:
        client = Client()
        client.force_login(factories.user())
        response = client.get(reverse("start"))
        assert response.status_code == 200
        assert 'class="empty"' in response.content.decode()

    def test_bites_at_once_when_the_account_is_switched_off(self, coach_client: Client, coach: User) -> None:
        User.objects.filter(pk=coach.pk).update(is_active=False)
        response = coach_client.get(reverse("coaching:caseload"))
        assert response.headers["Location"].startswith(reverse("account_login"))


def test_says_that_a_form_sent_after_the_session_ended_was_not_saved(coach_client: Client) -> None:
    coach_client.logout()
    response = coach_client.post("/deltagare/ny/", {"last_name": "Ek"}, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("account_login"))
    assert "message-warning" in response.content.decode()


class TestLanguage:
    def test_is_swedish_unless_asked_otherwise(self) -> None:
        page = Client(headers={"accept-language": "fi"}).get(reverse("account_login")).content.decode()
        assert '<html lang="sv">' in page

    def test_is_kept_when_chosen(self) -> None:
        client = Client()
        response = client.post(reverse("accounts:language"), {"language": "en", "next": "/konto/logga-in/"})
        assert response.headers["Location"] == "/konto/logga-in/"
        assert '<html lang="en">' in client.get(reverse("account_login")).content.decode()

    @pytest.mark.parametrize("target", ["https://exempel.org/", "//exempel.org", "javascript:alert(1)"])
    def test_leads_nowhere_else(self, target: str) -> None:
        response = Client().post(reverse("accounts:language"), {"language": "en", "next": target})
        assert response.headers["Location"] == "/"

    def test_takes_no_language_that_there_is_not(self) -> None:
        response = Client().post(reverse("accounts:language"), {"language": "xx", "next": "/"})
        assert not response.cookies


def test_signed_in_pages_stay_out_of_caches(coach_client: Client) -> None:
    response = coach_client.get(reverse("coaching:caseload"))
    assert "no-store" in response.headers["Cache-Control"]


def test_health_answers_when_the_database_does() -> None:
    response = Client().get(reverse("accounts:health"))
    assert (response.status_code, response.content) == (200, b"ok")
