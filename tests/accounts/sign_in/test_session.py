"""How long a session lasts, and when it gets a new key."""

import json
import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import reset_second_factor, set_active
from accounts.audit import Subject
from accounts.models import User
from accounts.sign_in.code_app import code_now
from accounts.tasks import clear_sessions
from config.celery import app as celery_app
from projects.models import Project
from tests import factories
from tests.accounts.sign_in.steps import START, gets_to_work, is_in, send_code, with_password
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def move(client: Client, *, seconds: float, what: tuple[str, ...] = ("began_at", "seen_at")) -> None:
    """Have the session believe that this happened longer ago."""
    session = client.session
    for each in what:
        session[each] -= seconds
    session.save()


class TestLimits:
    @pytest.mark.parametrize(
        ("what", "limit"),
        [(("seen_at",), settings.SESSION_IDLE_LIMIT), (("began_at",), float(settings.SESSION_COOKIE_AGE))],
        ids=["idle", "absolute"],
    )
    def test_end_the_session_and_not_before(
        self, coach_client: Client, what: tuple[str, ...], limit: float
    ) -> None:
        move(coach_client, seconds=limit - 30, what=what)
        assert gets_to_work(coach_client)
        move(coach_client, seconds=limit + 30, what=what)
        assert (
            coach_client.get(reverse("coaching:caseload"))
            .headers["Location"]
            .startswith(reverse("account_login"))
        )
        assert not is_in(coach_client)

    def test_are_an_hour_and_ten_unless_said(self) -> None:
        assert (settings.SESSION_IDLE_LIMIT, settings.SESSION_COOKIE_AGE) == (3600, 36000)

    def test_say_that_a_late_form_was_not_saved(self, coach_client: Client) -> None:
        move(coach_client, seconds=settings.SESSION_IDLE_LIMIT, what=("seen_at",))
        answer = coach_client.post("/deltagare/ny/", {"last_name": "Ek"}, follow=True)
        assert answer.redirect_chain[0][0].startswith(reverse("account_login"))
        assert "message-warning" in answer.content.decode()

    def test_lead_htmx_to_the_sign_in_page(self, coach_client: Client) -> None:
        move(coach_client, seconds=settings.SESSION_IDLE_LIMIT, what=("seen_at",))
        page = reverse("coaching:caseload")
        answer = coach_client.get(
            page, headers={"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
        )
        assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))

    def test_count_the_idle_time_from_the_last_request(self, coach_client: Client) -> None:
        for _ in range(3):
            move(coach_client, seconds=settings.SESSION_IDLE_LIMIT - 60, what=("seen_at",))
            assert gets_to_work(coach_client)

    def test_do_not_wait_for_a_page_that_asks_by_itself(self, lead_client: Client, project: Project) -> None:
        report = factories.report(project=project, ordered_by=factories.lead(project=project))
        page = reverse("reporting:report", args=[report.public_id])
        asks = re.search(
            r"hx-trigger=\"every 2s\" hx-headers='(.+?)'", lead_client.get(page).content.decode()
        )
        assert asks
        move(lead_client, seconds=settings.SESSION_IDLE_LIMIT - 60, what=("seen_at",))
        seen = lead_client.session["seen_at"]
        lead_client.get(page, headers={"hx-request": "true", **json.loads(asks[1])})
        assert lead_client.session["seen_at"] == seen

    def test_are_noted_once_a_minute_at_most(self, coach_client: Client) -> None:
        seen = coach_client.session["seen_at"]
        assert gets_to_work(coach_client)
        assert coach_client.session["seen_at"] == seen
        move(coach_client, seconds=61, what=("seen_at",))
        assert gets_to_work(coach_client)
        assert coach_client.session["seen_at"] == pytest.approx(time.time(), abs=10)

    @pytest.mark.parametrize("missing", ["began_at", "seen_at"])
    def test_end_a_session_that_does_not_say_when_it_began(self, coach_client: Client, missing: str) -> None:
        session = coach_client.session
        del session[missing]
        session.save()
        assert not gets_to_work(coach_client)
        assert not is_in(coach_client)


class TestANewKey:
    def test_comes_with_the_sign_in(self, coach: User) -> None:
        secret = factories.code_app(user=coach)
        client = with_password(coach)
        before = key(client)
        send_code(client, code_now(secret))
        assert key(client) != before
        assert is_in(client)

    def test_comes_with_setting_up_a_factor(self, coach: User) -> None:
        client = with_password(coach)
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        self._changes(client, "mfa_activate_totp", {"code": code_now(secret)})

    def test_comes_with_showing_a_factor(self, coach: User) -> None:
        client = with_password(coach)
        secret = factories.code_app(user=coach)
        self._changes(client, "mfa_reauthenticate", {"code": code_now(secret)})

    def test_comes_with_a_new_password(self, coach: User) -> None:
        client = signed_in_client(coach)
        coach.set_password(factories.PASSWORD)
        coach.save()
        client = signed_in_client(coach)
        new = "fyra-ord-i-en-rad"
        self._changes(
            client,
            "account_change_password",
            {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
        )
        coach.refresh_from_db()
        assert coach.check_password(new)

    def test_comes_when_roles_change(self, coach_client: Client, coach: User, project: Project) -> None:
        assert gets_to_work(coach_client)
        before = key(coach_client)
        assert gets_to_work(coach_client)
        assert key(coach_client) == before
        factories.office(organisation=project.organisation, user=coach)
        assert gets_to_work(coach_client)
        assert key(coach_client) != before

    def _changes(self, client: Client, page: str, data: dict[str, Any]) -> None:
        before, old = key(client), Client()
        assert client.post(reverse(page), data).status_code == 302
        assert key(client) != before
        assert is_in(client)
        old.cookies[settings.SESSION_COOKIE_NAME] = before
        assert old.get(START).headers["Location"].startswith(reverse("account_login"))


class TestWhatBitesAtOnce:
    def test_is_the_end_of_a_role(self, coach_client: Client, coach: User, project: Project) -> None:
        assert gets_to_work(coach_client)
        coach.memberships.update(end=project.start)
        assert coach_client.get(reverse("coaching:caseload")).status_code == 403

    def test_is_a_new_password_on_other_devices(self, coach: User) -> None:
        other = signed_in_client(coach)
        coach.set_password("ett-annat-lösenord")
        coach.save(update_fields=["password"])
        assert not gets_to_work(other)

    @pytest.mark.parametrize("measure", ["off and on again", "reset"])
    def test_is_an_administrators_measure_for_good(
        self, coach_client: Client, coach: User, project: Project, measure: str
    ) -> None:
        """A session that was open before, perhaps a thief's, doesn't come to life again."""
        subject, now = Subject(organisation_id=project.organisation_id), timezone.now()
        by = factories.administrator(organisation=project.organisation)
        assert coach_client.get("/deltagare/").status_code == 200

        if measure == "reset":
            reset_second_factor(by=by, user=coach, subject=subject)
        else:
            for active in (False, True):
                set_active(by=by, user=coach, active=active, at=now, subject=subject)

        assert coach_client.get("/deltagare/").headers["Location"].startswith("/konto/logga-in/")

    def test_is_switching_off_the_account(self, coach_client: Client, coach: User) -> None:
        User.objects.filter(pk=coach.pk).update(is_active=False)
        assert not gets_to_work(coach_client)


def test_the_browser_forgets_the_session_when_it_is_closed(coach: User) -> None:
    factories.code_app(user=coach)
    cookie = with_password(coach).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]


class TestSessionsThatHaveRunOut:
    def test_are_removed_with_what_waits_in_them(self, coach: User) -> None:
        theirs, over = signed_in_client(coach), signed_in_client(coach)
        Session.objects.filter(pk=key(over)).update(expire_date=timezone.now())

        clear_sessions()

        assert list(Session.objects.values_list("pk", flat=True)) == [key(theirs)]

    def test_are_removed_by_the_clock(self) -> None:
        assert celery_app.conf.beat_schedule["clear-sessions"]["task"] == clear_sessions.name
