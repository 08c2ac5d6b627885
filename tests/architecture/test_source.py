"""Conventions of the Python source that no linter knows."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, at_the_door, modules, place

# Loads no row, so that nobody's rows can slip through.
# Who was named by or to the user themselves, and what of a referral without a receiver shows no person.
HARMLESS = {"visible_to", "none", "handed_to", "handed_by", "held_by", "without_receiver"}
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "delete",
    "acreate", "asave", "adelete",
}  # fmt: skip
CLOCK = {"today", "now", "localdate", "localtime", "utcnow"}
CLOCKS = {"timezone", "date", "datetime", "dt"}
# Who may see a row is judged at today's date whatever day a page is about.
READS_THE_CLOCK = {
    "accounts/access.py",
    "projects/querysets.py",
    "participants/querysets.py",
    "participants/referral_querysets.py",
    "portal/access.py",
}
REFUSED_ROOMS = {"utils", "helpers", "services", "selectors", "common", "misc"}


def attribute_of_attribute(tree: ast.AST) -> Iterator[tuple[ast.Attribute, str]]:
    """Every `….objects`, with the name of what is taken of it ("" when it's passed on as it is)."""
    taken = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield node, taken.get(id(node), "")


def last_name(node: ast.expr) -> str:
    """`date` of `dt.date`, `timezone` of `timezone`."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


def test_views_forms_and_tasks_load_rows_through_the_scope() -> None:
    loose = [
        place(path, node.lineno)
        for path, tree in at_the_door()
        for node, taken in attribute_of_attribute(tree)
        if taken not in HARMLESS
    ]
    assert not loose, f"`.objects` without visible_to(): {loose}"


def test_only_actions_write() -> None:
    writes = [
        f"{place(path, node.lineno)} {node.attr}()"
        for path, tree in at_the_door()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in WRITES
    ]
    assert not writes, f"a view, form or task writes rows itself: {writes}"


def readings(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Where the clock is read. `localdate(moment)` reads none, it says which day a moment is."""
    conversions = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and last_name(node.func).startswith("local")
    }
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    for node in attributes:
        if node.attr in CLOCK and last_name(node.value) in CLOCKS and id(node) not in conversions:
            yield node


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("Project.objects.all()", 1),
        ("rows = Project.objects", 1),
        ("apps.get_model('projects.Project')._default_manager.get(pk=1)", 1),
        ("Project.objects.visible_to(user, permission).get(pk=1)", 0),
        ("Project.objects.none()", 0),
    ],
)
def test_finds_rows_loaded_past_the_scope(source: str, faults: int) -> None:
    taken = [taken for _node, taken in attribute_of_attribute(ast.parse(source))]
    assert sum(one not in HARMLESS for one in taken) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("dt.date.today()", 1),
        ("models.DateTimeField(default=timezone.now)", 1),
        ("timezone.localdate()", 1),
        ("timezone.localdate(made_at)", 0),
        ("window.today", 0),
    ],
)
def test_finds_readings_of_the_clock(source: str, faults: int) -> None:
    assert len(list(readings(ast.parse(source)))) == faults


def test_days_are_passed_in_below_the_view() -> None:
    doors = {path for path, _tree in at_the_door()}
    reads = [
        f"{place(path, node.lineno)} {node.attr}()"
        for path, tree in modules()
        if path not in doors
        and "management" not in path.parts
        and path.relative_to(ROOT).as_posix() not in READS_THE_CLOCK
        for node in readings(tree)
    ]
    assert not reads, f"reads the clock below the view: {reads}"


def test_no_rooms_without_a_subject() -> None:
    names = {path for path, _tree in modules() if {path.stem, *path.parts} & REFUSED_ROOMS}
    assert not names
