"""The encrypted secrets of second factors: of an app for codes, and of recovery codes."""

from typing import Final

from allauth.mfa.models import Authenticator

from accounts.sealed import SealedRows
from accounts.sign_in.adapters import BOUND_TO

_SECRETS: Final = ("secret", "seed")


def _texts(authenticator: Authenticator) -> list[tuple[str, str]]:
    return [(authenticator.data[name], BOUND_TO) for name in _SECRETS if name in authenticator.data]


def _put(authenticator: Authenticator, sealed: list[str]) -> None:
    held = [name for name in _SECRETS if name in authenticator.data]
    authenticator.data |= dict(zip(held, sealed, strict=True))


SECRETS: Final = SealedRows(model=Authenticator, fields=("data",), texts=_texts, put=_put)
