"""The files of reports and archives: written beside their place, put there whole, or removed.

While attempts are made, a file's place may hold what an attempt put there that died before it could say
so. Whoever is next puts their own there; when nobody is, it is removed with the rest.
"""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file that only this system's user may read, down to the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_in_place(part: Path, place: Path) -> None:
    """Give a whole file its name, down to the disk."""
    part.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def clear_parts(place: Path) -> None:
    """Remove what attempts that were cut off have left."""
    for part in place.parent.glob(f"{place.stem}.*.part"):
        part.unlink(missing_ok=True)


def clear(place: Path) -> None:
    """Remove all that was made of something that ended without a file."""
    clear_parts(place)
    if place.is_file():
        place.unlink(missing_ok=True)
