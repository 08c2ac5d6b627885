"""Passwords: that known and unknown accounts can't be told apart, and how one gets a new one."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from tests import factories
from tests.accounts.sign_in.steps import START, is_in, with_password
from tests.accounts.sign_in.test_limits import CountingHasher, attempt, hashed
from tests.conftest import signed_in_client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["hashed"]

pytestmark = pytest.mark.django_db

FORGOTTEN, CODE = reverse("account_reset_password"), reverse("account_confirm_password_reset_code")
NEW = reverse("account_complete_password_reset")
PASSWORD = "fyra-ord-i-en-rad"


def comparable(answer: "Answer", email: str) -> str:
    """The page without what differs from request to request."""
    text = answer.content.decode().replace(email, "E-MAIL")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "TOKEN", text)


def ask(email: str) -> Client:
    client = Client()
    client.post(FORGOTTEN, {"email": email})
    return client


def mailed_code() -> str:
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


class TestKnownAndUnknownAccounts:
    @pytest.fixture
    def emails(self) -> list[str]:
        """Of an account, of one that is switched off, of one without a password, and of none."""
        return [
            factories.user(password=factories.PASSWORD).email,
            factories.user(password=factories.PASSWORD, is_active=False).email,
            factories.user().email,
            "ingen@exempel.se",
        ]

    def test_get_the_same_answer_to_a_wrong_password(self, emails: list[str]) -> None:
        answers = [attempt(email) for email in emails]
        assert {answer.status_code for answer in answers} == {200}
        assert len({comparable(*pair) for pair in zip(answers, emails, strict=True)}) == 1

    def test_get_the_same_answer_to_a_right_one_when_switched_off(self, emails: list[str]) -> None:
        off, none = (attempt(email, password=factories.PASSWORD) for email in (emails[1], emails[3]))
        assert comparable(off, emails[1]) == comparable(none, emails[3])

    def test_cost_one_hash_each(self, emails: list[str], hashed: type[CountingHasher]) -> None:
        """Hashing takes nearly all of the time that an answer takes."""
        for user in User.objects.filter(email__in=emails[:2]):
            user.set_password(factories.PASSWORD)
            user.save()
        for email in emails:
            hashed.times = 0
            attempt(email)
            assert hashed.times == 1, email

    def test_get_the_same_answer_to_a_forgotten_password(self, emails: list[str]) -> None:
        pages = set()
        for email in emails:
            client = Client()
            answer = client.post(FORGOTTEN, {"email": email})
            assert answer.headers["Location"] == CODE
            pages.add(comparable(client.get(CODE), email))
            assert len(mail.outbox) == 1, "each costs one mail"
            mail.outbox.clear()
        assert len(pages) == 1

    def test_get_the_same_answer_to_a_wrong_code(self, emails: list[str]) -> None:
        pages = []
        for email in emails:
            answers = [ask(email)] * 3
            said = [client.post(CODE, {"code": "BBBB-BBBB"}) for client in answers]
            pages.append([(answer.status_code, comparable(answer, email)) for answer in said])
        assert all(page == pages[0] for page in pages)


class TestAForgottenPassword:
    def test_is_replaced_by_one_of_one_s_own(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        client = ask(user.email)
        assert mail.outbox[-1].to == [user.email]
        assert client.post(CODE, {"code": mailed_code()}).headers["Location"] == NEW
        answer = client.post(NEW, {"password1": PASSWORD, "password2": PASSWORD})
        assert answer.headers["Location"] == reverse("account_login")
        assert not is_in(client)
        assert is_in(with_password(user, password=PASSWORD))

    def test_has_no_secret_in_any_address(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        client = ask(user.email)
        code = mailed_code()
        answer = client.post(CODE, {"code": code}, follow=True)
        assert not any(code in address for address, _status in answer.redirect_chain)
        assert "http" not in str(mail.outbox[-1].body)
        assert code not in str(mail.outbox[-1].subject)

    @pytest.mark.parametrize("page", [reverse("account_login"), FORGOTTEN, CODE, NEW])
    def test_leaves_nothing_in_caches(self, page: str) -> None:
        assert "no-store" in ask("ingen@exempel.se").get(page).headers["Cache-Control"]

    def test_is_not_replaced_without_the_code(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        client = ask(user.email)
        client.post(NEW, {"password1": PASSWORD, "password2": PASSWORD})
        user.refresh_from_db()
        assert user.check_password(factories.PASSWORD)

    def test_is_not_replaced_by_a_code_of_another_browser(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        ask(user.email)
        other = ask("ingen@exempel.se")
        code = next(
            found for message in mail.outbox if (found := re.search(r"[A-Z]{4}-[A-Z]{4}", str(message.body)))
        )
        assert other.post(CODE, {"code": code[0]}).headers.get("Location") != NEW

    def test_does_not_spare_the_second_step(self, project: Project) -> None:
        coach = factories.coach(project=project, password=factories.PASSWORD)
        factories.code_app(user=coach)
        client = ask(coach.email)
        client.post(CODE, {"code": mailed_code()})
        client.post(NEW, {"password1": PASSWORD, "password2": PASSWORD})
        assert not is_in(with_password(coach, client=client, password=PASSWORD))

    def test_ends_the_sessions_that_there_were(self, project: Project) -> None:
        coach = factories.coach(project=project, password=factories.PASSWORD)
        other = signed_in_client(coach)
        client = ask(coach.email)
        client.post(CODE, {"code": mailed_code()})
        client.post(NEW, {"password1": PASSWORD, "password2": PASSWORD})
        assert other.get(START).headers["Location"].startswith(reverse("account_login"))


class TestANewPassword:
    @pytest.mark.parametrize("password", ["kort", "q1w2e3r4t5y6", "anna@exempel.se"])
    def test_is_not_a_weak_one(self, password: str) -> None:
        user = factories.user(password=factories.PASSWORD)
        client = with_password(user)
        sent = {"oldpassword": factories.PASSWORD, "password1": password, "password2": password}
        assert client.post(reverse("account_change_password"), sent).status_code == 200
        user.refresh_from_db()
        assert user.check_password(factories.PASSWORD)

    def test_is_not_set_without_the_old_one(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        client = with_password(user)
        sent = {"oldpassword": "fel", "password1": PASSWORD, "password2": PASSWORD}
        assert client.post(reverse("account_change_password"), sent).status_code == 200
        user.refresh_from_db()
        assert user.check_password(factories.PASSWORD)

    def test_is_hashed_with_argon2(self) -> None:
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
            user = factories.user(password=factories.PASSWORD)
            assert identify_hasher(user.password).algorithm == "argon2"
            assert is_in(with_password(user))


@pytest.mark.parametrize(
    "path", ["registrera/", "signup/", "email/", "losenord/satt/", "login/code/", "inaktivt/"]
)
def test_there_is_no_sign_up_and_no_other_way_in(path: str) -> None:
    assert Client().get(f"/konto/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account/login.html", "mfa/index.html", "mfa/authenticate.html"])
def test_no_page_of_the_package_can_be_shown(name: str) -> None:
    with pytest.raises(TemplateDoesNotExist):
        get_template(name)
