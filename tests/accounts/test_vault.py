"""What is sealed opens in its own row, with its own key, whole or not at all."""

import base64
import re
import secrets
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.vault import SealBrokenError, blind_index, is_sealed_with_current_key, seal, unseal

HERE = "row 1"


@pytest.fixture
def keys(settings: Settings) -> dict[str, bytes]:
    """Two keys of this test's own; the first seals."""
    settings.FIELD_KEYS = {"new": secrets.token_bytes(32), "old": secrets.token_bytes(32)}
    settings.INDEX_KEY = secrets.token_bytes(32)
    return dict(settings.FIELD_KEYS)


class TestSealing:
    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(max_size=50))
    def test_gives_back_any_text_where_it_was_sealed(self, plain: str, place: str) -> None:
        place = place.encode(errors="ignore").decode()
        assert unseal(seal(plain, bound_to=place), bound_to=place) == plain

    @pytest.mark.parametrize("place", ["row 2", "", "row 1 ", "row 1\x00"])
    def test_opens_in_no_other_row(self, place: str) -> None:
        with pytest.raises(SealBrokenError):
            unseal(seal("199005202388", bound_to=HERE), bound_to=place)

    def test_shows_nothing_of_the_text(self) -> None:
        sealed = seal("199005202388", bound_to=HERE)
        raw = base64.b64decode(sealed.partition(".")[2])
        assert b"1990" not in raw
        assert b"2388" not in raw

    def test_gives_another_text_and_another_nonce_each_time(self) -> None:
        sealed = {seal("199005202388", bound_to=HERE) for _ in range(5000)}
        nonces = {base64.b64decode(text.partition(".")[2])[:12] for text in sealed}
        assert len(sealed) == len(nonces) == 5000


class TestOpening:
    def broken(self) -> Iterator[str]:
        key_id, _dot, text = seal("199005202388", bound_to=HERE).partition(".")
        raw = bytearray(base64.b64decode(text))
        for place in range(len(raw)):
            changed = bytearray(raw)
            changed[place] ^= 1
            yield f"{key_id}.{base64.b64encode(changed).decode()}"
        for length in range(len(raw)):
            yield f"{key_id}.{base64.b64encode(raw[:length]).decode()}"
        yield f"{key_id}.{base64.b64encode(raw + b'0').decode()}"
        yield from (
            "",
            ".",
            key_id,
            f"{key_id}.",
            text,
            f"unknown.{text}",
            f"{key_id}.å",
            f"{key_id}.{text}!",
        )

    def test_of_what_was_tampered_with_is_refused_and_says_nothing(self) -> None:
        for text in self.broken():
            with pytest.raises(SealBrokenError) as caught:
                unseal(text, bound_to=HERE)
            assert str(caught.value) == ""
            assert caught.value.__cause__ is None

    def test_goes_by_the_key_that_is_named_old_ones_too(
        self, settings: Settings, keys: dict[str, bytes]
    ) -> None:
        settings.FIELD_KEYS = {"old": keys["old"]}
        sealed = seal("199005202388", bound_to=HERE)
        settings.FIELD_KEYS = keys
        assert unseal(sealed, bound_to=HERE) == "199005202388"
        assert not is_sealed_with_current_key(sealed)
        assert is_sealed_with_current_key(seal("1", bound_to=HERE))

    @pytest.mark.parametrize("here", [{}, {"old": bytes(32)}])
    def test_without_the_key_or_with_another_of_its_name_is_refused(
        self, settings: Settings, keys: dict[str, bytes], here: dict[str, bytes]
    ) -> None:
        settings.FIELD_KEYS = {"old": keys["old"]}
        sealed = seal("199005202388", bound_to=HERE)
        settings.FIELD_KEYS = {"new": keys["new"], **here}
        with pytest.raises(SealBrokenError):
            unseal(sealed, bound_to=HERE)

    def test_under_another_keys_name_is_refused(self, settings: Settings, keys: dict[str, bytes]) -> None:
        """Even one and the same key under two names: the name is sealed as well."""
        settings.FIELD_KEYS = {"new": keys["new"], "twin": keys["new"]}
        sealed = seal("199005202388", bound_to=HERE).replace("new.", "twin.", 1)
        with pytest.raises(SealBrokenError):
            unseal(sealed, bound_to=HERE)


@pytest.mark.usefixtures("keys")
class TestBlindIndex:
    def test_is_the_same_for_the_same_text_in_the_same_place_alone(self) -> None:
        here = blind_index("199005202388", bound_to="organisation 1")
        assert here == blind_index("199005202388", bound_to="organisation 1")
        assert here != blind_index("199005202388", bound_to="organisation 2")
        assert here != blind_index("199005212387", bound_to="organisation 1")
        assert re.fullmatch("[0-9a-f]{64}", here)

    def test_depends_on_a_key_of_its_own(self, settings: Settings) -> None:
        here = blind_index("199005202388", bound_to="organisation 1")
        settings.FIELD_KEYS = {"other": secrets.token_bytes(32)}
        settings.SECRET_KEY = "another"
        assert here == blind_index("199005202388", bound_to="organisation 1")
        settings.INDEX_KEY = secrets.token_bytes(32)
        assert here != blind_index("199005202388", bound_to="organisation 1")
