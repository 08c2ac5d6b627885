"""Set L over a million enrolments: kept and from scratch, against reading the tables and against DuckDB."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils import timezone

from participants.models import Episode, SupportPeriod
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import Cells, Figures, SideTable, Table, compute
from reporting.facts import Window
from reporting.kept import kept_figures, ready_figures
from reporting.loading import load_facts
from reporting.stats import Count, Mean, Share, Stat, Time
from tests.bench.clock import HEAD, RATIO_HEAD, Times, in_turn, measure, noise, once, ratio, write_out
from tests.bench.duck import COLUMNS, STATEMENTS
from tests.bench.population import FROM, PER_PROJECT, TO, Size, populate

WINDOW = Window(FROM, TO, TO)
SAMPLE = 5
CHANGES = 1_000
# What set L needs of each table, read from its first page to its last.
READ_ONCE = {
    "participants_enrolment": 'project_id, person_id, start, "end", exit_cause, hours_wanted, '
    "registered_by_mistake",
    "participants_person": "gender, birth_date",
    "participants_episode": 'enrolment_id, kind, start, "end", hours_per_week, before_start, occupation',
    "participants_supportperiod": 'enrolment_id, source, start, "end"',
    "coaching_readinessassessment": "enrolment_id, checklist_id, assessed_on, assessor",
    "coaching_criterionresult": "assessment_id, criterion_id, state",
    "employers_companycontact": "project_id, company_id, contacted_on",
    "employers_recruitmentneed": "project_id, company_id, registered_on",
}
# Beside it, not one of set L's: what attendance costs to read.
ATTENDANCE = {"coaching_attendance": "enrolment_id, session_id, minutes"}

type Place = tuple[str, str, str | None, str | None, str | None]
type Numbers = tuple[int, int, int]
type Found = dict[int, dict[Place, Numbers]]


def at_scale(enrolments: int) -> None:
    """Every measurement. Raises RuntimeError where two ways to the same figures differ."""
    size = Size(max(SAMPLE, enrolments // PER_PROJECT))
    wall, _cpu = once(partial(populate, size))
    write_out(f"{size.enrolments} enrolments in {size.projects} projects, written in {wall / 1000:.0f} s:")
    write_out(*(f"{rows:>12} {table}" for table, rows in _row_counts()))
    times = [noise()]
    floor = in_turn(
        {f"read once: {table}": partial(_read, table, READ_ONCE[table]) for table in READ_ONCE}, 3
    )
    beside = [
        measure(f"beside: read once: {table}", partial(_read, table, columns), 3)
        for table, columns in ATTENDANCE.items()
    ]
    duck, found = _by_duckdb()
    write_out("DuckDB is done")
    scratch = _from_scratch(size, found)
    projects = list(Project.objects.order_by("pk"))
    filled, memory = _keep_all(projects, found)
    unchanged = measure(f"L kept, {size.projects} projects, nothing changed", partial(_read_all, projects), 3)
    changed = _after_changes(projects)
    times += [*floor, *beside, *duck, scratch, filled, unchanged, changed, noise()]
    ways = (
        (unchanged, "kept, nothing changed"),
        (changed, f"kept, {CHANGES} facts changed"),
        (scratch, "from scratch"),
    )
    write_out("", HEAD, *(one.row() for one in times), "", RATIO_HEAD)
    write_out(*(ratio(f"L {words} ÷ one sequential read of its tables", one, *floor) for one, words in ways))
    write_out(*(ratio(f"L {words} ÷ DuckDB over Parquet files", one, duck[0]) for one, words in ways))
    write_out(memory)


def _row_counts() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_live_tup from pg_stat_user_tables where n_live_tup > 999 order by 2 desc"
        )
        return list(cursor.fetchall())


def _read(table: str, columns: str) -> None:
    counted = ", ".join(f"count({column})" for column in columns.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(f"select {counted} from {table}")  # noqa: S608  names above
        cursor.fetchall()


def _by_duckdb() -> tuple[list[Times], Found]:
    """The same rows in Parquet files, the same figures from them, in another process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table, (source, columns) in COLUMNS.items():
            names = ", ".join(columns)
            with (
                connection.cursor() as cursor,
                (folder / f"{table}.csv").open("wb") as file,
                cursor.copy(f"copy (select {names} from {source}) to stdout (format csv)") as rows,  # noqa: S608  names there
            ):
                for part in rows:
                    file.write(part)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.duck", name],
            cwd=settings.BASE_DIR,
            check=True,
            capture_output=True,
            text=True,
        )
        took = json.loads(done.stdout)
        found: Found = {}
        for statement in STATEMENTS:
            for project, *place, first, second, third in json.loads(
                (folder / f"{statement}.json").read_text()
            ):
                numbers = (_number(first), _number(second), _number(third))
                if any(numbers):
                    found.setdefault(project, {})[_place(*place)] = numbers
    return [
        Times(f"DuckDB: {name}", *map(tuple, zip(*took[name], strict=True))) for name in STATEMENTS
    ], found


def _number(value: float | str | None) -> int:
    return 0 if value is None else int(float(value))


def _place(indicator: str, side: str, gender: str | None, age: str | None, group: str | None) -> Place:
    return indicator, side, gender, age, group


def _numbers_of(figures: Figures) -> dict[Place, Numbers]:
    return {
        (figure.indicator.code, side, *key): _as_numbers(stat)
        for figure in figures.figures
        for side, table in _tables(figure.table, figure.sides)
        for key, stat in table.cells.items()
        if not stat.empty
    }


def _tables(main: Table, sides: tuple[SideTable, ...]) -> Iterator[tuple[str, Table]]:
    yield "", main
    for side in sides:
        yield side.side.name, side.table


def _as_numbers(stat: Stat) -> Numbers:
    """As the statements by hand put them: see linkoping.sql."""
    match stat:
        case Count():
            return stat.value, 0, 0
        case Share():
            return stat.numerator, stat.denominator, 0
        case Mean():
            ordered = sorted(stat.values)
            return stat.n, sum(ordered), ordered[(stat.n - 1) // 2] + ordered[stat.n // 2]
        case Time():
            return stat.minutes, 0, 0
    raise RuntimeError(f"{stat} has no number")


def _check(project: Project, one: dict[Place, Numbers], other: dict[Place, Numbers]) -> None:
    different = {
        place: (one.get(place), other.get(place))
        for place in {*one, *other}
        if one.get(place) != other.get(place)
    }
    if different:
        raise RuntimeError(f"{project}: two ways, two answers: {different}")


def _from_scratch(size: Size, found: Found) -> Times:
    """A sample of projects from facts, checked against DuckDB, and what all would take at that pace."""
    sample = Project.objects.order_by("pk")[:: max(1, size.projects // SAMPLE)][:SAMPLE]
    took = []
    for project in sample:
        took.append(once(partial(_compute, project)))
        facts = load_facts(project)
        hours = {
            place: many
            for place, many in _numbers_of(compute(facts, "K", WINDOW)).items()
            if place[0] == "K13"
        }
        _check(project, _numbers_of(compute(facts, "L", WINDOW)) | hours, found[project.pk])
    wall, cpu = (size.projects * sum(each) / len(took) for each in zip(*took, strict=True))
    return Times(f"L from scratch, extrapolated from {len(took)} projects", (wall,), (cpu,))


def _compute(project: Project) -> Figures:
    chosen = CATALOGUE["L"]
    return compute(load_facts(project, kinds=chosen.kinds(project.participant_min_hours)), "L", WINDOW)


def _keep_all(projects: list[Project], found: Found) -> tuple[Times, str]:
    """Make what is kept, check all of it against DuckDB, and watch the memory."""
    peaks = []

    def fill() -> None:
        _reset_peak()
        for place, project in enumerate(projects, start=1):
            mine = _numbers_of(kept_figures(project, "L", WINDOW, at=timezone.now()))
            _check(
                project, mine, {place: many for place, many in found[project.pk].items() if place[0] != "K13"}
            )
            if place in (max(1, len(projects) // 10), len(projects)):
                peaks.append(f"{_memory('VmHWM')} MB after {place} projects")

    before = _memory("VmRSS")
    wall, cpu = once(fill)
    made = Times("L made for the first time, kept and checked", (wall,), (cpu,))
    return made, f"memory of the process that makes it: {before} MB before, at most {', '.join(peaks)}"


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _memory(line: str) -> int:
    """Megabytes."""
    told = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
    return int(told[line].split()[0]) // 1024


def _read_all(projects: list[Project]) -> list[list[list[Cells]]]:
    """As the page of all projects does, with every cell of every one."""
    ready = ready_figures([(project, WINDOW) for project in projects], "L", at=timezone.now())
    return [one.sums.cells() for one in ready]


def _after_changes(projects: list[Project]) -> Times:
    """Facts changed all over, one statement a table; then a sample of what is kept against all facts."""
    half = CHANGES // 2
    for rows, change in (
        (Episode.objects.all(), {"hours_per_week": 21}),
        (SupportPeriod.objects.filter(end=None, start__lte=TO), {"end": TO}),
    ):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=keys[:: max(1, len(keys) // half)][:half]).update(**change)
    took = once(partial(_read_all, projects))
    for project in projects[:: max(1, len(projects) // SAMPLE)]:
        mine = _numbers_of(kept_figures(project, "L", WINDOW, at=timezone.now()))
        _check(project, mine, _numbers_of(_compute(project)))
    return Times(f"L kept, after {CHANGES} facts changed", *((part,) for part in took))
