"""Signing in through an identity provider that runs on this machine and speaks OpenID Connect."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEvent, User, Verb
from config.openid import openid_app, origin_of
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.identity_provider import IdentityProvider, RunningProvider

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

SIGN_IN, CONNECT = "/konto/logga-in/openid/", "/konto/sakerhet/openid/"
START = "/"


class _AsItIs(HTTPErrorProcessor):
    """Takes redirects and errors as answers."""

    def http_response(self, _request: Any, response: Any) -> Any:
        return response


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    """A provider that this installation trusts to say who somebody is, not to ask for a second factor."""
    with RunningProvider() as running:
        use(running, settings)
        yield running


def use(provider: IdentityProvider, settings: Settings) -> None:
    environment = {
        "OPENID_ISSUER": provider.issuer,
        "OPENID_CLIENT_ID": "jobbredo",
        "OPENID_CLIENT_SECRET": "hush",
        "OPENID_NAME": "Kommunens inloggning",
    }
    app = openid_app(environment)
    assert app
    settings.OPENID_APP = app
    chosen = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**chosen, "APPS": [app]}}


def go(client: Client, door: str = SIGN_IN) -> "TestResponse":
    """Walk from a door of ours to the provider and back, as a browser does."""
    sent = client.post(door)
    assert sent.status_code == 302, sent.status_code
    back = build_opener(_AsItIs).open(sent.headers["Location"]).headers["Location"]
    return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def connected(user: User, *, subject: str = "subject-1") -> None:
    """Connect as the user would, signed in with a second factor."""
    assert go(signed_in_client(user), CONNECT).headers["Location"] == "/konto/sakerhet/"
    assert SocialAccount.objects.get(user=user).uid == subject


def with_app(user: User) -> TOTP:
    factor: TOTP = TOTP.activate(user, generate_totp_secret())
    return factor


@pytest.mark.django_db
@pytest.mark.usefixtures("provider")
class TestSigningIn:
    def test_finds_the_account_by_issuer_and_subject(self) -> None:
        user = factories.user()
        connected(user)
        client = Client()

        answer = go(client)

        assert answer.headers["Location"] == START
        assert who(client) == str(user.pk)

    def test_asks_for_who_it_is_and_nothing_more(self, provider: IdentityProvider) -> None:
        go(Client())
        (asked,) = provider.asked
        assert asked["scope"] == "openid"
        assert asked["code_challenge_method"] == "S256"

    def test_never_finds_it_by_e_mail(self, provider: IdentityProvider) -> None:
        user = factories.user(email="eva@exempel.se")
        provider.subject = "somebody-else"
        provider.claims = {"email": "eva@exempel.se", "email_verified": True}
        client = Client()

        answer = go(client)

        assert answer.headers["Location"] == "/konto/logga-in/"
        assert who(client) is None
        assert not SocialAccount.objects.exists()
        assert list(User.objects.all()) == [user]
        assert AuditEvent.objects.latest("sequence").action == f"user.{Verb.REFUSED}"

    def test_takes_the_same_subject_of_another_issuer_for_somebody_else(self, settings: Settings) -> None:
        connected(factories.user())
        with RunningProvider() as other:
            use(other, settings)
            client = Client()
            go(client)
        assert who(client) is None

    def test_gives_the_session_a_new_key(self) -> None:
        connected(factories.user())
        client = Client()
        client.post(SIGN_IN)
        before = client.session.session_key
        go(client)
        assert who(client)
        assert client.session.session_key != before

    def test_lets_nobody_in_whose_account_is_switched_off(self) -> None:
        user = factories.user()
        connected(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        client = Client()
        go(client)
        assert who(client) is None

    def test_stores_nothing_of_what_the_provider_tells(self, provider: IdentityProvider) -> None:
        provider.claims = {"name": "Eva Kanarie", "email": "kanarie@exempel.se"}
        connected(factories.user())
        assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("provider")
class TestTheSecondFactor:
    def test_is_asked_for_here_where_the_provider_does_not_ask(self, project: Project) -> None:
        coach = factories.coach(project=project)
        with_app(coach)
        connected(coach)
        client = Client()

        assert go(client).headers["Location"].startswith("/konto/logga-in/steg-2/")
        assert who(client) is None

    def test_is_set_up_by_staff_who_have_none(self, project: Project) -> None:
        coach = factories.coach(project=project)
        connected(coach)
        client = Client()
        go(client)
        assert client.get("/deltagare/").headers["Location"] == "/konto/sakerhet/"

    def test_is_the_providers_where_it_asks_for_one(self, project: Project, settings: Settings) -> None:
        coach = factories.coach(project=project)
        with_app(coach)
        connected(coach)
        settings.OPENID_SECOND_FACTOR = True
        client = Client()

        go(client)

        assert client.get("/deltagare/").status_code == 200

    def test_is_not_the_providers_for_who_signs_in_with_a_password(
        self, project: Project, settings: Settings
    ) -> None:
        coach = factories.coach(project=project, password=factories.PASSWORD)
        connected(coach)
        with_app(coach)
        settings.OPENID_SECOND_FACTOR = True
        client = Client()
        client.post("/konto/logga-in/", {"login": coach.email, "password": factories.PASSWORD})
        assert who(client) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("provider")
class TestConnecting:
    def test_is_an_event(self) -> None:
        user = factories.user()
        connected(user)
        event = AuditEvent.objects.get(action=f"socialaccount.{Verb.CREATED}")
        assert (event.actor, event.changed) == (user, ["openid"])

    def test_does_not_take_over_what_opens_another_account(self) -> None:
        first, second = factories.user(), factories.user()
        connected(first)
        go(signed_in_client(second), CONNECT)
        assert SocialAccount.objects.get().user == first

    def test_asks_again_who_it_is_when_the_sign_in_is_long_ago(self) -> None:
        client = signed_in_client(factories.user(password=factories.PASSWORD))
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        session.save()
        assert go(client, CONNECT).headers["Location"].startswith("/konto/bekrafta/")
        assert not SocialAccount.objects.exists()

    def test_can_be_undone_by_its_owner_alone(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        connected(user)
        address = f"/konto/sakerhet/openid/{SocialAccount.objects.get().pk}/ta-bort/"

        assert signed_in_client(factories.user()).post(address).status_code == 404
        assert SocialAccount.objects.exists()

        signed_in_client(user).post(address)
        assert not SocialAccount.objects.exists()
        assert AuditEvent.objects.filter(action=f"socialaccount.{Verb.REMOVED}", actor=user).exists()

    def test_is_for_those_signed_in(self) -> None:
        assert Client().post(CONNECT).headers["Location"].startswith("/konto/logga-in/")


@pytest.mark.django_db
@pytest.mark.usefixtures("provider")
class TestWhatIsRefused:
    def refused(self, client: Client, answer: "TestResponse") -> None:
        assert answer.headers["Location"] == "/konto/logga-in/"
        assert who(client) is None

    @pytest.fixture
    def user(self, provider: IdentityProvider) -> User:
        user = factories.user()
        connected(user, subject=provider.subject)
        return user

    @pytest.mark.usefixtures("user")
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://other.exempel.se"},
            {"aud": "another-client"},
            {"exp": 1},
            {"sub": "somebody-else"},
        ],
        ids=["issuer", "audience", "expired", "subject"],
    )
    def test_a_token_that_is_not_for_us(self, provider: IdentityProvider, claims: dict[str, Any]) -> None:
        provider.claims = claims
        client = Client()
        self.refused(client, go(client))

    @pytest.mark.usefixtures("user")
    def test_a_token_with_another_key(self, provider: IdentityProvider) -> None:
        genuine = provider.keys()
        provider.key = IdentityProvider().key
        provider.keys = lambda: genuine  # type: ignore[method-assign]  # the provider's key was not changed
        client = Client()
        self.refused(client, go(client))

    @pytest.mark.usefixtures("user")
    def test_a_provider_that_names_another_issuer(self, provider: IdentityProvider) -> None:
        provider.issuer_said = "https://other.exempel.se"
        client = Client()
        self.refused(client, client.post(SIGN_IN))

    @pytest.mark.usefixtures("user")
    def test_a_code_that_was_got_in_another_browser(self) -> None:
        """Else somebody could sign another in to their own account, and read what they write."""
        sent = Client().post(SIGN_IN)
        back = build_opener(_AsItIs).open(sent.headers["Location"]).headers["Location"]
        client = Client()
        self.refused(client, client.get(f"{urlsplit(back).path}?{urlsplit(back).query}"))

    @pytest.mark.usefixtures("user")
    def test_a_code_the_second_time(self) -> None:
        client = Client()
        sent = client.post(SIGN_IN)
        back = build_opener(_AsItIs).open(sent.headers["Location"]).headers["Location"]
        address = f"{urlsplit(back).path}?{urlsplit(back).query}"
        client.get(address)
        client.post("/konto/logga-ut/")
        self.refused(client, client.get(address))

    def test_a_cancelled_sign_in(self) -> None:
        client = Client()
        sent = client.post(SIGN_IN)
        (state,) = parse_qs(urlsplit(sent.headers["Location"]).query)["state"]
        callback = urlsplit(parse_qs(urlsplit(sent.headers["Location"]).query)["redirect_uri"][0]).path
        self.refused(client, client.get(callback, {"error": "access_denied", "state": state}))

    def test_a_provider_that_does_not_answer(self, settings: Settings) -> None:
        silent = IdentityProvider(issuer="http://127.0.0.1:9")
        use(silent, settings)
        client = Client()
        self.refused(client, client.post(SIGN_IN))

    def test_a_door_with_more_in_its_address(self) -> None:
        """What is asked of the provider is not for the visitor to choose."""
        Client().post(f"{SIGN_IN}?scope=email&process=connect&auth_params=prompt%3Dnone&next=https://x.se")
        sent = Client().post(f"{SIGN_IN}?scope=email&auth_params=prompt%3Dnone")
        asked = parse_qs(urlsplit(sent.headers["Location"]).query)
        assert asked["scope"] == ["openid"]
        assert "prompt" not in asked


@pytest.mark.django_db
@pytest.mark.parametrize("door", [SIGN_IN, "/konto/logga-in/openid/openid-0/"])
def test_there_is_no_door_where_no_provider_is_set(door: str) -> None:
    assert Client().generic("POST" if door == SIGN_IN else "GET", door).status_code == 404


class TestTheSettings:
    GOOD: ClassVar = {
        "OPENID_ISSUER": "https://id.exempel.se/",
        "OPENID_CLIENT_ID": "jobbredo",
        "OPENID_CLIENT_SECRET": "hush",
    }

    def test_name_no_provider_by_default(self) -> None:
        assert openid_app({}) is None

    def test_let_forms_lead_to_the_provider(self) -> None:
        app = openid_app(self.GOOD)
        assert app
        assert origin_of(app) == "https://id.exempel.se"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"OPENID_CLIENT_ID": ""}, "OPENID_CLIENT_ID"),
            ({"OPENID_CLIENT_SECRET": ""}, "OPENID_CLIENT_SECRET"),
            ({"OPENID_ISSUER": "http://id.exempel.se"}, "https://"),
        ],
    )
    def test_are_refused_when_they_are_not_whole(self, changed: dict[str, str], said: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=said):
            openid_app({**self.GOOD, **changed})
