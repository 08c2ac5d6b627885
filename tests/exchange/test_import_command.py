"""`manage.py import_workbook` as it is run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.models import AuditEvent
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.exchange.workbooks import WOMANS_NUMBER, Draft, good


def saved(draft: Draft, folder: Path) -> str:
    path = folder / "arbetsbok.xlsx"
    path.write_bytes(draft.file().getvalue())
    return str(path)


def broken() -> Draft:
    draft = good()
    draft.set("Deltagare", 2, "Kön", "qvinna")
    draft.set("Försörjning", 2, "Deltagar-id", "D99")
    draft.set("Deltagare", 4, "Personnummer", WOMANS_NUMBER[:-1] + "9")
    return draft


@pytest.mark.django_db
def test_a_good_workbook_is_imported_and_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_workbook", saved(good(), tmp_path))
    told = capsys.readouterr()
    assert "the project was created" in told.out
    assert Enrolment.objects.count() == 4


@pytest.mark.django_db
def test_faults_are_one_a_line_and_end_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("import_workbook", saved(broken(), tmp_path))
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert told.out == ""
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        "Sheet Deltagare, row 2, column Kön, ”qvinna”",
        "Sheet Deltagare, row 4, column Personnummer",
        "Sheet Försörjning, row 2, column Deltagar-id, ”D99”",
    ]
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_workbook", "--check", saved(good(), tmp_path))
    assert "Nothing was written." in capsys.readouterr().out
    assert not Project.objects.exists()
    with pytest.raises(SystemExit) as ended:
        call_command("import_workbook", "--check", saved(broken(), tmp_path))
    assert ended.value.code == 1


@pytest.mark.django_db
def test_the_one_who_imports_is_noted(tmp_path: Path) -> None:
    user = factories.user(email="lars@exempel.se")
    call_command("import_workbook", saved(good(), tmp_path), "--as", " Lars@exempel.se")
    assert AuditEvent.objects.get(action="project.imported").actor == user


@pytest.mark.django_db
def test_someone_unknown_or_closed_is_wrong_usage(tmp_path: Path) -> None:
    factories.user(email="slutat@exempel.se", is_active=False)
    for email in ("ingen@exempel.se", "slutat@exempel.se"):
        with pytest.raises(CommandError, match="no active user") as caught:
            call_command("import_workbook", saved(good(), tmp_path), "--as", email)
        assert caught.value.returncode == 2
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    for path in (tmp_path / "saknas.xlsx", tmp_path):
        with pytest.raises(CommandError, match="can't be read") as caught:
            call_command("import_workbook", str(path))
        assert caught.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_ends_with_the_promised_status(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "import_workbook", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )

    path = saved(broken(), tmp_path)
    faulty = run(path)
    assert (faulty.returncode, faulty.stdout, len(faulty.stderr.splitlines())) == (1, "", 3)
    assert run(str(tmp_path / "saknas.xlsx")).returncode == 2
    assert not Project.objects.exists()
    assert run(saved(good(), tmp_path)).returncode == 0
    assert Project.objects.get().name == "Provprojektet"
