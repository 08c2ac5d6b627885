"""Sessions in the database, sealed: a code for a new password, say, waits in them."""

from typing import Any, override

from django.contrib.sessions.backends import db

from accounts.vault import SealBrokenError, seal, unseal

_BOUND_TO = "django_session"


class SessionStore(db.SessionStore):
    """Django's own, encrypted at rest. What doesn't open is an empty session: its owner signs in again."""

    @override
    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal(super().encode(session_dict), bound_to=_BOUND_TO)

    @override
    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            return super().decode(unseal(str(session_data), bound_to=_BOUND_TO))
        except SealBrokenError:
            return {}
