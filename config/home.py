"""Where this installation keeps its data: the database, queue, keys and finished reports."""

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

_KEY_BYTES: Final = 32  # AES-256


def data_home() -> Path:
    """The data folder: JOBBREDO_HOME where it is set, else the system's usual place.

    Root gets a folder of the system's, never one under a private home: the embedded
    PostgreSQL opens each parent folder for reading when root starts it.
    """
    if chosen := os.environ.get("JOBBREDO_HOME"):
        return Path(chosen).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/jobbredo")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "jobbredo"


def secret_key() -> str:
    """SECRET_KEY from the environment, else one made once and kept in the data folder (0600)."""
    return os.environ.get("SECRET_KEY") or _kept("secret_key")


def audit_key() -> str:
    """What the audit log is chained with: AUDIT_KEY from the environment, else one kept as above.

    A key of its own, so that neither the database nor SECRET_KEY is enough to write history anew.
    """
    return os.environ.get("AUDIT_KEY") or _kept("audit_key")


def field_keys() -> dict[str, bytes]:
    """What personal numbers and the like are encrypted with, by the keys' names; the first seals new ones.

    FIELD_KEYS from the environment, else kept as above: lines or words of `NAME:BASE64`, 32 bytes each.
    Raises ImproperlyConfigured.
    """
    words = (os.environ.get("FIELD_KEYS") or _kept("field_keys", _new_field_key)).split()
    pairs = [word.partition(":") for word in words]
    try:
        keys = {name: base64.b64decode(text, validate=True) for name, _colon, text in pairs}
    except ValueError:
        keys = {}
    # Two keys of one name would lose what was sealed with the first of them.
    if not keys or len(keys) < len(words) or not all(_is_field_key(*pair) for pair in keys.items()):
        raise ImproperlyConfigured(
            "FIELD_KEYS (or field_keys in the data folder) has words of NAME:BASE64, names of letters and "
            "digits, each once, and keys of 32 bytes. Check it."
        )
    return keys


def _is_field_key(name: str, key: bytes) -> bool:
    return name.isascii() and name.isalnum() and len(key) == _KEY_BYTES


def field_keys_file() -> Path | None:
    """Where those keys are kept; None where they come from the environment."""
    return None if os.environ.get("FIELD_KEYS") else data_home() / "field_keys"


def index_key() -> bytes:
    """What an exact search for an encrypted text goes by: INDEX_KEY, else one kept as above.

    Raises ImproperlyConfigured for one that is short enough to be guessed.
    """
    key = (os.environ.get("INDEX_KEY") or _kept("index_key")).strip().encode()
    if len(key) < _KEY_BYTES:
        raise ImproperlyConfigured(
            "INDEX_KEY (or index_key in the data folder) has at least 32 random characters. Check it."
        )
    return key


def index_key_file() -> Path | None:
    """Where that key is kept; None where it comes from the environment."""
    return None if os.environ.get("INDEX_KEY") else data_home() / "index_key"


def _new_field_key() -> str:
    return f"k1:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode('ascii')}\n"


def _new_secret() -> str:
    return secrets.token_urlsafe(64)


def _kept(name: str, make: Callable[[], str] = _new_secret) -> str:
    """The key in a file of the data folder; made where there is none, whole or not at all."""
    file = data_home() / name
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{name}.")
        with os.fdopen(handle, "w", encoding="ascii") as written:
            written.write(make())
            # A key that the database is written with must outlive a power cut.
            written.flush()
            os.fsync(handle)
        # Of two that start at once, the first one's key stands.
        with contextlib.suppress(FileExistsError):
            os.link(part, file)
        Path(part).unlink()
    return file.read_text(encoding="ascii")
