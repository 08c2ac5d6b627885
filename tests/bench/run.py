"""The measurements: a project of 2 000 participants, the coach's desk, figures over a million enrolments."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import connection
from django.test.utils import setup_test_environment
from django.utils.translation import override

from projects.models import Project
from tests.bench.clock import HEAD, RATIO_HEAD, Times, noise, write_out
from tests.bench.crowd import CHECKLIST, crowd
from tests.bench.desk import at_the_desk
from tests.bench.floors import read_in_turn
from tests.bench.one_project import figures_of, pages_of, print_of
from tests.bench.scale import at_scale
from tests.cheap import tell_of_pages_only
from tests.reporting.rows import write

SIZE = 2_000
DATABASE = "jobbredo_bench"
OF_ONE: dict[str, Callable[[Project, list[Times]], list[str]]] = {
    "figures": figures_of,
    "pages": pages_of,
    "pdf": print_of,
}


def run(parts: Collection[str], enrolments: int, people: int) -> None:
    """Measure and print, on new databases that are dropped at the end."""
    # What the test client alone does to a page isn't the page's cost.
    tell_of_pages_only()
    setup_test_environment()
    if chosen := [part for part in OF_ONE if part in parts]:
        _on_new_database(partial(_of_one_project, chosen))
    if "desk" in parts:
        _on_new_database(partial(at_the_desk, people))
    if "scale" in parts:
        _on_new_database(partial(at_scale, enrolments))


def _on_new_database(work: Callable[[], None]) -> None:
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with override("sv"):
            work()
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _of_one_project(parts: Collection[str]) -> None:
    project = write(crowd(SIZE), CHECKLIST)
    with connection.cursor() as cursor:
        # As the server does by itself soon after: without it, plans are guesses.
        cursor.execute("vacuum analyze")
    times = [noise()]
    lines = [line for part in parts for line in OF_ONE[part](project, times)]
    times.append(noise())
    write_out(f"A project of {SIZE} participants: {read_in_turn(project)} rows.", HEAD)
    write_out(*(one.row() for one in times), "", RATIO_HEAD, *lines, "")
