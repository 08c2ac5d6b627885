"""A change of keys finds everything that is sealed, whichever app has sealed it.

Real processes that are killed in the middle: tests/config/test_changing_keys.py.
"""

import ast
import secrets

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from accounts import rotation
from accounts.key_check import WrongKeyError, check_keys
from accounts.models import AuditEvent, KeyCheck, UnexplainedWrite
from accounts.sealed import all_sealed
from accounts.vault import is_sealed_with_current_key
from participants.models import PersonalNumber, ReferredNumber
from tests import factories
from tests.architecture.sources import ROOT, modules

pytestmark = pytest.mark.django_db
# What seals texts, and where a change of keys learns of them. Sessions are left to run out.
SEALING = {
    "accounts/rotation.py": None,
    "accounts/sign_in/adapters.py": "mfa.Authenticator",
    "accounts/sign_in/store.py": None,
    "participants/models/person.py": "participants.PersonalNumber",
    "participants/models/referrals.py": "participants.ReferredNumber",
    "reporting/pseudonyms.py": "reporting.PseudonymKey",
}


def imports_seal(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "accounts.vault"
        and any(name.name == "seal" for name in node.names)
        for node in ast.walk(tree)
    )


def test_everything_that_seals_has_named_what_it_seals() -> None:
    sealing = {path.relative_to(ROOT).as_posix() for path, tree in modules() if imports_seal(tree)}
    assert sealing == SEALING.keys()
    assert {rows.model._meta.label for rows in all_sealed()} == {label for label in SEALING.values() if label}


@pytest.fixture
def new_key(settings: Settings) -> str:
    """A number and secrets sealed with one key, and a new key before that one since."""
    factories.personal_number(person=factories.person())
    user, encrypt = factories.user(), get_adapter().encrypt
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("GEZDGNBV")})
    codes = {"seed": encrypt("abcdef"), "used_mask": 5}
    Authenticator.objects.create(user=user, type="recovery_codes", data=codes)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Nyckel", "credential": {}})
    settings.FIELD_KEYS = {"fresh": secrets.token_bytes(32), **settings.FIELD_KEYS}
    return "fresh"


class TestResealing:
    def test_seals_numbers_and_second_factors_anew_and_leaves_the_rest(self, new_key: str) -> None:
        assert rotation.is_under_way()
        assert rotation.reseal() == 3
        assert not rotation.is_under_way()
        number = PersonalNumber.objects.get()
        assert number.sealed.startswith(f"{new_key}.")
        assert number.digits == "199005202388"
        secret, codes, passkey = (
            Authenticator.objects.get(type=name).data for name in ("totp", "recovery_codes", "webauthn")
        )
        assert is_sealed_with_current_key(secret["secret"])
        assert get_adapter().decrypt(secret["secret"]) == "GEZDGNBV"
        assert (get_adapter().decrypt(codes["seed"]), codes["used_mask"]) == ("abcdef", 5)
        assert passkey == {"name": "Nyckel", "credential": {}}

    def test_takes_along_the_number_of_a_referral(self, settings: Settings) -> None:
        factories.referral(project=factories.project(), number="199005202388")
        settings.FIELD_KEYS = {"fresh": secrets.token_bytes(32), **settings.FIELD_KEYS}
        assert rotation.reseal() == 1
        number = ReferredNumber.objects.get()
        assert number.sealed.startswith("fresh.")
        assert number.digits == "199005202388"

    @pytest.mark.usefixtures("new_key")
    def test_is_an_action_in_the_log(self) -> None:
        past = UnexplainedWrite.objects.count()
        rotation.reseal()
        told = AuditEvent.objects.filter(action__endswith=".resealed").order_by("action")
        assert [(event.action, event.rows, event.changed) for event in told] == [
            ("authenticator.resealed", 2, ["data"]),
            ("personalnumber.resealed", 1, ["sealed"]),
        ]
        assert UnexplainedWrite.objects.count() == past

    @pytest.mark.usefixtures("new_key")
    def test_of_what_is_sealed_already_does_nothing(self) -> None:
        rotation.reseal()
        before = AuditEvent.objects.count()
        assert rotation.reseal() == 0
        assert AuditEvent.objects.count() == before

    @pytest.mark.usefixtures("new_key")
    def test_stops_at_what_doesnt_open(self) -> None:
        PersonalNumber.objects.update(sealed="lost.AAAA")
        with pytest.raises(rotation.RotationError, match="PersonalNumber"):
            rotation.reseal()

    @pytest.mark.usefixtures("new_key")
    def test_drops_no_key_that_a_second_factor_needs(self) -> None:
        PersonalNumber.objects.all().delete()
        with pytest.raises(rotation.RotationError):
            rotation.drop_old_keys()


class TestTheCheck:
    def test_is_made_with_the_database(self) -> None:
        assert {"index", "audit"} < set(KeyCheck.objects.values_list("name", flat=True))
        check_keys()

    @pytest.mark.parametrize("setting", ["FIELD_KEYS", "INDEX_KEY"])
    def test_where_it_is_gone_looks_at_what_is_stored(self, settings: Settings, setting: str) -> None:
        factories.personal_number(person=factories.person())
        KeyCheck.objects.all().delete()
        wrong = dict.fromkeys(settings.FIELD_KEYS, bytes(32)) if setting == "FIELD_KEYS" else bytes(32)
        setattr(settings, setting, wrong)
        with pytest.raises(WrongKeyError, match=setting):
            check_keys()

    def test_notes_a_key_that_was_added(self, settings: Settings) -> None:
        settings.FIELD_KEYS = {"added": secrets.token_bytes(32), **settings.FIELD_KEYS}
        check_keys()
        assert KeyCheck.objects.filter(name="field:added").exists()

    def test_misses_a_key_that_was_taken_away(self, settings: Settings) -> None:
        settings.FIELD_KEYS = {"other": secrets.token_bytes(32)}
        with pytest.raises(WrongKeyError, match="FIELD_KEYS"):
            check_keys()
