"""The same figures by DuckDB over Parquet files, in a process of its own.

`python -m tests.bench.duck FOLDER`: FOLDER holds the tables' rows
as CSV; it gets their Parquet files and what comes out, one file a statement.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

from tests.bench.population import FROM, TO

HERE = Path(__file__).parent
STATEMENTS = ("linkoping", "hours")
ROUNDS = 5
COLUMNS = {
    "enrolment": (
        "participants_enrolment",
        {
            "id": "bigint",
            "project_id": "bigint",
            "person_id": "bigint",
            "start": "date",
            '"end"': "date",
            "exit_cause": "varchar",
            "hours_wanted": "decimal(5, 2)",
            "registered_by_mistake": "boolean",
        },
    ),
    "person": (
        "participants_person",
        {
            "id": "bigint",
            "gender": "varchar",
            "birth_date": "date",
        },
    ),
    "episode": (
        "participants_episode",
        {
            "id": "bigint",
            "enrolment_id": "bigint",
            "kind": "varchar",
            "start": "date",
            '"end"': "date",
            "hours_per_week": "decimal(5, 2)",
            "before_start": "boolean",
            "occupation": "varchar",
        },
    ),
    "support": (
        "participants_supportperiod",
        {
            "enrolment_id": "bigint",
            "source": "varchar",
            "start": "date",
            '"end"': "date",
        },
    ),
    "assessment": (
        "coaching_readinessassessment",
        {
            "id": "bigint",
            "enrolment_id": "bigint",
            "checklist_id": "bigint",
            "assessed_on": "date",
            "assessor": "varchar",
        },
    ),
    "result": (
        "coaching_criterionresult",
        {
            "assessment_id": "bigint",
            "criterion_id": "bigint",
            "state": "varchar",
        },
    ),
    "checklist": (
        "coaching_checklist",
        {
            "id": "bigint",
            "project_id": "bigint",
        },
    ),
    "criterion": (
        "coaching_criterion",
        {
            "id": "bigint",
            "checklist_id": "bigint",
            "code": "varchar",
        },
    ),
    "contact": (
        "employers_companycontact",
        {
            "project_id": "bigint",
            "company_id": "bigint",
            "contacted_on": "date",
        },
    ),
    "need": (
        "employers_recruitmentneed",
        {
            "project_id": "bigint",
            "company_id": "bigint",
            "registered_on": "date",
        },
    ),
    "occupation": (
        "projects_occupation",
        {
            "code": "varchar",
            "women_share": "decimal(4, 1)",
        },
    ),
    "session": (
        "coaching_session",
        {
            "id": "bigint",
            "held_on": "date",
        },
    ),
    "attendance": (
        "coaching_attendance",
        {
            "enrolment_id": "bigint",
            "session_id": "bigint",
            "minutes": "smallint",
        },
    ),
}
"""Of each Parquet file the table that its rows come from, and the columns that the statements read."""


def main(folder: Path) -> None:
    """Make the Parquet files, run each statement several times, print milliseconds on the wall and of CPU."""
    with duckdb.connect() as connection:
        for table, (_source, columns) in COLUMNS.items():
            wanted = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"create table rows ({wanted})")
            connection.execute(
                f"copy rows from '{folder}/{table}.csv' (header false, allow_quoted_nulls false)"
            )
            connection.execute(f"copy rows to '{folder}/{table}.parquet'")
            connection.execute("drop table rows")
            (folder / f"{table}.csv").unlink()
    with duckdb.connect() as connection:
        for table in COLUMNS:
            connection.execute(f"create view {table} as from '{folder}/{table}.parquet'")
        took = {name: [_run(connection, name, folder) for _ in range(ROUNDS)] for name in STATEMENTS}
    print(json.dumps(took))  # noqa: T201  what the parent reads


def _run(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> tuple[float, float]:
    statement = (HERE / f"{name}.sql").read_text()
    wall, cpu = time.perf_counter(), time.process_time()
    found = connection.execute(statement, {"from": FROM, "to": TO, "as_of": TO}).fetchall()
    took = (1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu))
    (folder / f"{name}.json").write_text(json.dumps(found, default=str))
    return took


if __name__ == "__main__":
    main(Path(sys.argv[1]))
