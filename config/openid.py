"""The identity provider that people may sign in through, from the environment."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_NEEDED: Final = ("OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET")


def openid_app(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """The provider as django-allauth wants it, None where none is set.

    Its id is made of the issuer: an account is known by issuer and subject, and another issuer, whatever
    subjects it names, is another provider. Raises ImproperlyConfigured.
    """
    issuer = environment.get("OPENID_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if missing := [name for name in _NEEDED if not environment.get(name)]:
        raise ImproperlyConfigured(f"OPENID_ISSUER is set, but {' and '.join(missing)} is not.")
    if not is_safe(issuer):
        raise ImproperlyConfigured("OPENID_ISSUER must be an address that begins with https://.")
    return {
        "provider_id": f"openid-{hashlib.sha256(issuer.encode()).hexdigest()[:16]}",
        "name": environment.get("OPENID_NAME") or urlsplit(issuer).hostname or issuer,
        "client_id": environment["OPENID_CLIENT_ID"],
        "secret": environment["OPENID_CLIENT_SECRET"],
        "settings": {
            "server_url": issuer,
            # Who it is, and nothing about them: no name and no address is asked for.
            "scope": ["openid"],
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }


def origin_of(app: dict[str, Any]) -> str:
    """Scheme and host of the issuer, to which the browser may be sent from a form."""
    parts = urlsplit(app["settings"]["server_url"])
    return f"{parts.scheme}://{parts.netloc}"


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is said there: https, or this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    )
