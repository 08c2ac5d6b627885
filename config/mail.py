"""How letters leave: by a mail server that MAIL_URL names, or into a folder where it names none."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Somebody waits for the answer to their click meanwhile.
MAIL_TIMEOUT: Final = 10  # seconds
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mailers(url: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Django's MAILERS for an address such as smtp+starttls://user:password@mail.example:587.

    `smtps` speaks TLS from the start, `smtp+starttls` from the first command on, `smtp` not at all. Without
    an address each letter becomes a file in `folder`, which only its owner opens: it may hold codes.
    Raises ImproperlyConfigured, which doesn't repeat the address.
    """
    if not url:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(folder)}}}
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        port = 0
    if not port or not parts.hostname:
        raise ImproperlyConfigured(
            "MAIL_URL is not the address of a mail server, such as smtp+starttls://user@mail.example:587."
        )
    options = {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+starttls",
        "timeout": MAIL_TIMEOUT,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
