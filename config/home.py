"""Where this installation keeps its data: the database, queue, keys and finished reports."""

import os
import secrets
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
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = data_home() / "secret_key"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key
