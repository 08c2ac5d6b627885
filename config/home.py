"""Where this installation keeps its data: the database, queue, keys and finished reports."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


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


def _kept(name: str) -> str:
    """The key in a file of the data folder; made where there is none, whole or not at all."""
    file = data_home() / name
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{name}.")
        with os.fdopen(handle, "w", encoding="ascii") as written:
            written.write(secrets.token_urlsafe(64))
        # Of two that start at once, the first one's key stands.
        with contextlib.suppress(FileExistsError):
            os.link(part, file)
        Path(part).unlink()
    return file.read_text(encoding="ascii")
