"""The project's own files, for the tests that read them as text."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "projects", "employers", "participants", "coaching", "reporting", "exchange", "portal")
ROOMS_AT_THE_DOOR = {"views", "forms", "tasks", "admin"}


def modules(*apps: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the apps (all of them by default) with its syntax tree; migrations aside."""
    for app in apps or APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def at_the_door() -> Iterator[tuple[Path, ast.Module]]:
    """Views, forms, tasks and admin: where a user's or the broker's word comes in; `plan_forms` are forms."""
    for path, tree in modules():
        rooms = {part.rpartition("_")[2] for part in path.relative_to(ROOT).with_suffix("").parts}
        if rooms & ROOMS_AT_THE_DOOR:
            yield path, tree


def templates() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield path, path.read_text(encoding="utf-8")


def place(path: Path, line: int) -> str:
    """Where something is, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{line}"
