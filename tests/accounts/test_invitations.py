"""How somebody comes to an account: a letter with a code that works once, and a password."""

import datetime as dt
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Role
from accounts.actions import (
    INVITATION_LASTS,
    ClosedInvitationError,
    Door,
    Invited,
    accept_invitation,
    invite,
    set_active,
)
from accounts.audit import Subject
from accounts.invitations.forms import CLOSED
from accounts.limits import LIMITS
from accounts.link_codes import hash_of_code
from accounts.models import AuditEvent, Invitation, Kind, User, Verb
from config.mail import mailers
from tests import factories
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db
PASSWORD = "grön-cykel-i-regn"
OTHER_PASSWORD = "blå-buss-i-snö"
CODE = "7K3M-Q9XA-0000-AAAA-ZZZZ"
SECOND = dt.timedelta(seconds=1)
DOOR = Door(
    place="Kommunen",
    role=Role.COACH.label,
    code_page="https://exempel.se/konto/inbjudan/",
    start="https://exempel.se/",
)


def ask_in(email: str = "ny@exempel.se", *, by: User | None = None, at: dt.datetime | None = None) -> Invited:
    """Invite somebody, and send the letter as a commit would."""
    invited = invite(
        by=by or factories.user(name="Lars Ledare"),
        email=email,
        name="Nils Ny",
        at=at or timezone.now(),
        subject=Subject(),
        door=DOOR,
    )
    if invited.letter is not None:
        invited.letter.send()
    return invited


def code_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"#(\S+)", str(letter.body))
    assert found
    return found[1]


def answer(client: Client, code: str, password: str = PASSWORD, again: str | None = None) -> Any:
    data = {"code": code, "password": password, "again": password if again is None else again}
    return client.post(reverse("accounts:invitation"), data)


def events(verb: Verb) -> list[str]:
    return [event.action for event in AuditEvent.objects.filter(action__endswith=f".{verb}")]


class TestInviting:
    def test_makes_an_account_that_nobody_can_sign_in_to_yet(self) -> None:
        user = ask_in("Ny@Exempel.se").user
        assert (user.email, user.name, user.is_active) == ("ny@exempel.se", "Nils Ny", True)
        assert not user.has_usable_password()
        assert events(Verb.CREATED) == ["user.created"]
        assert events(Verb.INVITED) == ["invitation.invited"]

    def test_sends_a_link_with_the_code_behind_the_hash(self, mailoutbox: list[mail.EmailMessage]) -> None:
        user = ask_in().user
        [letter] = mailoutbox
        code = code_in(letter)
        assert letter.to == ["ny@exempel.se"]
        assert str(letter.body).count(f"https://exempel.se/konto/inbjudan/#{code}") == 2  # once a language
        assert user.invitations.get().code_hash == hash_of_code(code)

    def test_says_who_invites_to_what_and_nothing_in_the_subject(
        self, mailoutbox: list[mail.EmailMessage]
    ) -> None:
        ask_in()
        [letter] = mailoutbox
        assert "Lars Ledare" in letter.body
        assert "Kommunen" in letter.body
        assert letter.subject == gettext("Message from Jobbredo")

    def test_keeps_the_code_from_database_and_inviter(self, mailoutbox: list[mail.EmailMessage]) -> None:
        invited = ask_in()
        code = code_in(mailoutbox[0])
        assert code not in repr(invited)
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(i)::text FROM accounts_invitation i")
            stored = cursor.fetchall()
            cursor.execute("SELECT row_to_json(e)::text FROM accounts_auditevent e")
            stored += cursor.fetchall()
        assert not [row for (row,) in stored if code in row or "ny@exempel.se" in row]

    def test_withdraws_the_invitation_before(self, mailoutbox: list[mail.EmailMessage]) -> None:
        ask_in()
        ask_in()
        first, second = (code_in(letter) for letter in mailoutbox)
        with pytest.raises(ClosedInvitationError):
            accept_invitation(code=first, password=PASSWORD, at=timezone.now())
        assert accept_invitation(code=second, password=PASSWORD, at=timezone.now()).email == "ny@exempel.se"
        assert events(Verb.WITHDRAWN) == ["invitation.withdrawn"]

    def test_works_again_after_one_has_expired(self) -> None:
        ask_in(at=timezone.now() - 2 * INVITATION_LASTS)
        assert ask_in().user.invitations.open(at=timezone.now()).count() == 1

    def test_of_somebody_with_a_password_only_tells_them(self, mailoutbox: list[mail.EmailMessage]) -> None:
        known = factories.user(email="kand@exempel.se", name="Känd", password=PASSWORD)
        assert ask_in("kand@exempel.se").user == known
        [letter] = mailoutbox
        assert "#" not in letter.body
        assert DOOR.start in letter.body
        known.refresh_from_db()
        assert known.name == "Känd"
        assert known.check_password(PASSWORD)
        assert not known.invitations.exists()

    def test_of_an_account_switched_off_sends_and_opens_nothing(
        self, mailoutbox: list[mail.EmailMessage]
    ) -> None:
        closed = factories.user(email="stangd@exempel.se", is_active=False)
        assert not ask_in("stangd@exempel.se").lost
        assert not mailoutbox
        assert not closed.invitations.exists()

    def test_that_is_taken_back_sends_nothing(self, mailoutbox: list[mail.EmailMessage]) -> None:
        def refuse(_user: User) -> None:
            raise ValidationError("nej")

        with pytest.raises(ValidationError):
            invite(
                by=factories.user(),
                email="ny@exempel.se",
                name="Ny",
                at=timezone.now(),
                subject=Subject(),
                door=DOOR,
                give=refuse,
            )
        assert not User.objects.filter(email="ny@exempel.se").exists()
        assert not mailoutbox

    def test_tells_of_a_letter_that_did_not_get_through_and_logs_no_address(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def down(_backend: EmailBackend, _messages: object) -> int:
            raise ConnectionRefusedError("ny@exempel.se: no")

        monkeypatch.setattr(EmailBackend, "send_messages", down)
        assert ask_in().lost
        assert "ConnectionRefusedError" in caplog.text
        assert "ny@exempel.se" not in caplog.text


class TestAccepting:
    def test_gives_the_account_its_password_and_leads_to_sign_in(self) -> None:
        user = factories.invitation(code=CODE).user
        response = answer(Client(), CODE)
        assert (response.status_code, response.url) == (302, reverse(settings.LOGIN_URL))
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
        [event] = AuditEvent.objects.filter(action="invitation.accepted")
        assert event.actor == user

    @pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("0", "o")])
    def test_takes_the_code_however_it_is_typed(self, typed: str) -> None:
        factories.invitation(code=CODE)
        assert answer(Client(), typed).status_code == 302

    def test_answers_every_code_that_opens_nothing_alike(self) -> None:
        now, day = timezone.now(), dt.timedelta(days=1)
        factories.invitation(code="USED", used_at=now - SECOND, made_at=now - day)
        factories.invitation(code="WITHDRAWN", withdrawn_at=now)
        factories.invitation(code="EXPIRED", made_at=now - 8 * day, expires_at=now - SECOND)
        factories.invitation(code="CLOSED", user=factories.user(is_active=False))
        told = []
        for code in ("USED", "WITHDRAWN", "EXPIRED", "CLOSED", "UNKNOWN", "å\x00", "x" * 500):
            response = answer(Client(), code)
            assert response.status_code == 200
            told.append(response.context["form"].errors.as_data().keys())
            assert response.context["form"].errors["code"] == [str(CLOSED)]
        assert told == [{"code": None}.keys()] * len(told)
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_says_the_same_of_a_bad_code_whatever_the_password(self) -> None:
        assert answer(Client(), "UNKNOWN", "kort").context["form"].errors.keys() == {"code"}

    @pytest.mark.parametrize("state", ["open", "expired", "withdrawn"])
    def test_is_not_got_round_by_a_forgotten_password(
        self, state: str, mailoutbox: list[mail.EmailMessage]
    ) -> None:
        now, week = timezone.now(), dt.timedelta(days=7)
        made_at = now - 2 * week if state == "expired" else now - SECOND
        withdrawn_at = now if state == "withdrawn" else None
        user = factories.invitation(
            made_at=made_at, expires_at=made_at + week, withdrawn_at=withdrawn_at
        ).user
        Client().post(reverse("account_reset_password"), {"email": user.email})
        [letter] = mailoutbox
        assert not re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(letter.body), re.MULTILINE)

    def test_of_a_code_that_opens_nothing_is_an_event(self) -> None:
        answer(Client(), "UNKNOWN")
        [event] = AuditEvent.objects.filter(action=f"invitation.{Verb.REFUSED}")
        assert (event.kind, event.actor, event.object_id, event.reason) == (Kind.SIGN_IN, None, None, "")

    def test_counts_the_last_moment_as_expired(self) -> None:
        invitation = factories.invitation(code=CODE)
        with pytest.raises(ClosedInvitationError):
            accept_invitation(code=CODE, password=PASSWORD, at=invitation.expires_at)
        accept_invitation(code=CODE, password=PASSWORD, at=invitation.expires_at - SECOND)

    def test_works_once(self) -> None:
        user = factories.invitation(code=CODE).user
        answer(Client(), CODE)
        assert answer(Client(), CODE, OTHER_PASSWORD).status_code == 200
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    @pytest.mark.parametrize("password", ["kort", "lösenord", "1qaz2wsx3edc", "karin.kantarell"])
    def test_refuses_a_weak_password_and_keeps_the_code(self, password: str) -> None:
        user = factories.user(email="karin.kantarell@exempel.se", name="Karin Kantarell")
        factories.invitation(code=CODE, user=user)
        response = answer(Client(), CODE, password)
        assert response.status_code == 200
        assert response.context["form"].errors.keys() == {"password"}
        assert answer(Client(), CODE).status_code == 302

    def test_asks_for_the_same_password_twice(self) -> None:
        factories.invitation(code=CODE)
        assert answer(Client(), CODE, again=OTHER_PASSWORD).context["form"].errors.keys() == {"again"}

    def test_shows_no_password_again(self) -> None:
        assert PASSWORD not in answer(Client(), "UNKNOWN").content.decode()

    def test_takes_no_code_from_the_address(self) -> None:
        user = factories.invitation(code=CODE).user
        page = Client().get(
            reverse("accounts:invitation"), {"code": CODE, "password": PASSWORD, "again": PASSWORD}
        )
        assert page.context["form"]["code"].value() is None
        user.refresh_from_db()
        assert not user.has_usable_password()

    def test_signs_out_whoever_sat_there_before(self) -> None:
        factories.invitation(code=CODE)
        client = signed_in_client(factories.user())
        answer(client, CODE)
        assert "_auth_user_id" not in client.session

    def test_is_refused_after_too_many_tries(self) -> None:
        assert LIMITS["invitation"] == "10/m/ip"
        factories.invitation(code=CODE)
        client = Client()
        for _try in range(10):
            assert answer(client, "UNKNOWN").status_code == 200
        assert answer(client, CODE).status_code == 429
        assert client.get(reverse("accounts:invitation")).status_code == 200

    def test_is_closed_for_an_account_that_was_switched_off_and_on(self) -> None:
        user = factories.invitation(code=CODE).user
        for active in (False, True):
            set_active(by=factories.user(), user=user, active=active, at=timezone.now(), subject=Subject())
        assert answer(Client(), CODE).status_code == 200


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_who_accept_one_wins(self) -> None:
        user = factories.invitation(code=CODE).user

        def accept(password: str) -> str | None:
            try:
                accept_invitation(code=CODE, password=password, at=timezone.now())
            except ClosedInvitationError:
                return None
            finally:
                connection.close()
            return password

        with ThreadPoolExecutor(2) as pool:
            got = list(pool.map(accept, [PASSWORD, OTHER_PASSWORD]))

        assert got.count(None) == 1
        user.refresh_from_db()
        assert user.check_password(next(password for password in got if password))
        assert events(Verb.ACCEPTED) == ["invitation.accepted"]

    def test_of_two_who_invite_both_do_and_one_code_is_open(self) -> None:
        by = factories.user()

        def ask(_number: int) -> int:
            try:
                return ask_in(by=by).user.pk
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            users = set(pool.map(ask, range(4)))

        assert len(users) == 1
        assert Invitation.objects.open(at=timezone.now()).count() == 1

    def test_the_letter_leaves_after_the_commit(self, mailoutbox: list[mail.EmailMessage]) -> None:
        by = factories.user()
        with transaction.atomic():
            invite(by=by, email="ny@exempel.se", name="Ny", at=timezone.now(), subject=Subject(), door=DOOR)
            assert not mailoutbox
        assert len(mailoutbox) == 1


class TestMail:
    def test_is_files_that_only_their_owner_reaches_where_no_server_is_named(
        self, tmp_path: Path, settings: Any
    ) -> None:
        settings.MAILERS = mailers("", tmp_path / "mail")
        ask_in()
        assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700
        [file] = (tmp_path / "mail").iterdir()
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert letter["To"] == "ny@exempel.se"
        assert re.search(r"/konto/inbjudan/#(\w{4}-){4}\w{4}", letter.get_content())

    @pytest.mark.parametrize(
        ("url", "port", "tls", "ssl"),
        [
            ("smtp://mail.exempel.se", 25, False, False),
            ("smtp+starttls://jobb:hem%40lig@mail.exempel.se", 587, True, False),
            ("smtps://jobb:hem%40lig@mail.exempel.se:4650", 4650, False, True),
        ],
    )
    def test_goes_by_the_server_that_the_address_names(
        self, url: str, port: int, tls: object, ssl: object, tmp_path: Path
    ) -> None:
        options = mailers(url, tmp_path)["default"]["OPTIONS"]
        assert (options["host"], options["port"]) == ("mail.exempel.se", port)
        assert (options["use_tls"], options["use_ssl"]) == (tls, ssl)
        assert options["password"] == ("hem@lig" if "@mail" in url else "")
        assert options["timeout"] == 10

    @pytest.mark.parametrize(
        "url", ["mail.exempel.se", "http://mail.exempel.se", "smtp://", "smtp://a:hemlig@b:x"]
    )
    def test_refuses_an_address_that_is_none_without_repeating_it(self, url: str, tmp_path: Path) -> None:
        with pytest.raises(ImproperlyConfigured) as refused:
            mailers(url, tmp_path)
        assert "hemlig" not in str(refused.value)
