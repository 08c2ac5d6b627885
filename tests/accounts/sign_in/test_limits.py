"""How many tries get through: to the password's hash, to a code, to a search."""

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from accounts.limits import LIMITS, too_many, within_limit
from accounts.models import AuditEvent, User
from config.queue import beside
from tests import factories
from tests.accounts.sign_in.steps import send_code, with_password
from tests.conftest import signed_in_client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

TRIES = 1_000
FAILED_PER_ACCOUNT, FAILED_PER_ADDRESS = 5, 20
SIGN_IN = reverse("account_login")
WRONG = "fel"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed, for comparing it or for taking as long as that takes."""

    algorithm = "counting"
    times = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).times += 1
        return super().encode(password, salt)


@pytest.fixture
def hashed() -> Iterator[type[CountingHasher]]:
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"]):
        CountingHasher.times = 0
        yield CountingHasher


def attempt(email: str, *, address: str = "192.0.2.1", password: str = WRONG, **headers: str) -> "Answer":
    sent = {"login": email, "password": password}
    return Client().post(SIGN_IN, sent, REMOTE_ADDR=address, headers=headers)


def addresses() -> Iterator[str]:
    """One address after the other, each of another network."""
    return (f"10.{number // 250}.{number % 250}.7" for number in range(TRIES))


@pytest.mark.proof
class TestAThousandTries:
    """However long they take: as many get through as the limit lets through in that time."""

    def windows(self, began: float, *, seconds: int) -> int:
        return 1 + int((time.monotonic() - began) / seconds)

    def test_at_one_account_from_many_addresses(self, hashed: type[CountingHasher]) -> None:
        user, began = factories.user(password=factories.PASSWORD), time.monotonic()
        hashed.times = 0
        for address in addresses():
            attempt(user.email, address=address)
        assert 0 < hashed.times <= FAILED_PER_ACCOUNT * self.windows(began, seconds=300)

    def test_at_many_accounts_from_one_address(self, hashed: type[CountingHasher]) -> None:
        began = time.monotonic()
        for number in range(TRIES):
            attempt(f"nummer{number}@exempel.se")
        assert 0 < hashed.times <= FAILED_PER_ADDRESS * self.windows(began, seconds=60)

    def test_with_forged_forwarding_headers(self, hashed: type[CountingHasher]) -> None:
        began = time.monotonic()
        for number, address in enumerate(addresses()):
            attempt(f"nummer{number}@exempel.se", **{"x-forwarded-for": address, "x-real-ip": address})
        assert 0 < hashed.times <= FAILED_PER_ADDRESS * self.windows(began, seconds=60)

    def test_at_the_second_step(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        factories.code_app(user=user)
        client = with_password(user)
        for number in range(TRIES // 10):
            send_code(client, f"{number:06}")
        assert AuditEvent.objects.filter(action="user.refused").count() == FAILED_PER_ACCOUNT

    def test_at_a_mailed_code(self) -> None:
        user, client = factories.user(password=factories.PASSWORD), Client()
        for _ in range(20):
            client.post(reverse("account_reset_password"), {"email": user.email})
            for number in range(10):
                client.post(reverse("account_confirm_password_reset_code"), {"code": f"BCDF-{number}"})
        assert AuditEvent.objects.filter(action="user.refused").count() <= 9


class TestCounting:
    def test_takes_no_right_password_when_there_were_too_many_wrong_ones(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        for _ in range(FAILED_PER_ACCOUNT):
            attempt(user.email)
        assert attempt(user.email, password=factories.PASSWORD).status_code == 200

    def test_goes_by_the_account_however_it_is_written(self, hashed: type[CountingHasher]) -> None:
        user = factories.user(email="karin@exempel.se", password=factories.PASSWORD)
        hashed.times = 0
        for email in ("karin@exempel.se", "Karin@Exempel.se", " KARIN@exempel.se ") * 3:
            attempt(email)
        assert hashed.times == FAILED_PER_ACCOUNT
        assert user.email

    def test_goes_by_the_account_by_whatever_name_the_site_is_called(
        self, hashed: type[CountingHasher]
    ) -> None:
        user = factories.user(password=factories.PASSWORD)
        hashed.times = 0
        for host in ("localhost", "127.0.0.1", "testserver") * 3:
            attempt(user.email, host=host)
        assert hashed.times == FAILED_PER_ACCOUNT

    def test_forgives_those_who_get_in(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        for _ in range(FAILED_PER_ACCOUNT * 2):
            assert attempt(user.email, password=factories.PASSWORD).status_code == 302

    def test_believes_as_many_proxies_as_there_are(self, hashed: type[CountingHasher]) -> None:
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
            for number, address in enumerate(addresses()):
                if number == 2 * FAILED_PER_ADDRESS:
                    break
                # The proxy appends whom it speaks for; what stood there before is the visitor's own word.
                attempt(f"nummer{number}@exempel.se", **{"x-forwarded-for": f"{address}, 198.51.100.7"})
        assert hashed.times == FAILED_PER_ADDRESS

    def test_tells_one_network_of_ipv6_as_one(self, hashed: type[CountingHasher]) -> None:
        for number in range(2 * FAILED_PER_ADDRESS):
            attempt(f"nummer{number}@exempel.se", address=f"2001:db8::{number:x}")
        assert hashed.times == FAILED_PER_ADDRESS


class TestOtherTries:
    def request(self, *, user: User | None = None, address: str = "192.0.2.1") -> HttpRequest:
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        if user:
            request.user = user
        return request

    @pytest.mark.parametrize(("action", "limit"), LIMITS.items())
    def test_are_let_through_up_to_the_limit(self, action: str, limit: str) -> None:
        amount, _period, per = limit.split("/")
        mine = self.request(user=factories.user())
        other = self.request(user=factories.user(), address="198.51.100.9")
        assert all(within_limit(mine, action) for _ in range(int(amount)))
        assert not within_limit(mine, action)
        assert within_limit(other, action)
        assert per in {"ip", "user"}

    def test_of_an_action_without_a_limit_are_a_mistake(self) -> None:
        with pytest.raises(KeyError):
            within_limit(self.request(), "anything")

    def test_at_once_are_all_counted(self) -> None:
        results: list[bool] = []
        threads = [
            threading.Thread(target=lambda: results.append(within_limit(self.request(), "invitation")))
            for _ in range(30)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(results) <= 10

    def test_that_are_too_many_get_a_page_of_their_own(self, coach: User) -> None:
        answer = too_many(self.request(user=coach))
        assert answer.status_code == 429


class TestWithoutTheCache:
    @pytest.fixture(autouse=True)
    def _down(self) -> Iterator[None]:
        location = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
        with override_settings(CACHES={"default": location}):
            yield

    def test_nobody_gets_in_and_the_page_says_why(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        answer = attempt(user.email, password=factories.PASSWORD)
        assert answer.status_code == 503
        assert "Traceback" not in answer.content.decode()

    def test_no_code_is_taken(self) -> None:
        user = factories.user(password=factories.PASSWORD)
        secret = factories.code_app(user=user)
        assert secret
        assert attempt(user.email, password=factories.PASSWORD).status_code == 503

    def test_those_who_are_in_go_on_working(self, coach: User) -> None:
        assert signed_in_client(coach).get(reverse("coaching:caseload")).status_code == 200


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("redis://localhost:6379/0", "redis://localhost:6379?db=3"),
        ("rediss://u:p%40@host", "rediss://u:p%40@host?db=3"),
        ("redis://host/0?db=1&ssl_cert_reqs=none", "redis://host?db=3&ssl_cert_reqs=none"),
        ("unix:///var/lib/a%20b/valkey.sock?db=0", "unix:///var/lib/a%20b/valkey.sock?db=3"),
    ],
)
def test_the_cache_is_beside_the_queue(url: str, other: str) -> None:
    assert beside(url, 3) == other


def test_the_cache_is_shared_between_processes() -> None:
    cache.set("anything", "is here", 5)
    assert "redis" in type(cache._connections["default"]).__module__  # type: ignore[attr-defined]  # to see what it is
