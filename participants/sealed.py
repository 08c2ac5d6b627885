"""The encrypted personal numbers, persons' and referrals', as a change of keys goes through them."""

from typing import Final

from accounts.sealed import SealedRows
from participants.models import PersonalNumber, ReferredNumber
from participants.querysets import index_of


def _texts(number: PersonalNumber | ReferredNumber) -> list[tuple[str, str]]:
    return [(number.sealed, number.bound_to)]


def _put(number: PersonalNumber | ReferredNumber, sealed: list[str]) -> None:
    [number.sealed] = sealed


def _reindex(number: PersonalNumber | ReferredNumber) -> None:
    number.index = index_of(number.digits, organisation_id=number.organisation_id)


NUMBERS: Final = SealedRows(
    model=PersonalNumber,
    fields=("sealed",),
    texts=_texts,
    put=_put,
    index_field="index",
    reindex=_reindex,
)
REFERRED: Final = SealedRows(
    model=ReferredNumber,
    fields=("sealed",),
    texts=_texts,
    put=_put,
    index_field="index",
    reindex=_reindex,
)
