"""`manage.py report`: the same figures without the site, and one sentence when something is wrong."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from participants.codes import EpisodeKind
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import Window
from reporting.formats import FORMATS, write_file
from reporting.loading import load_facts
from reporting.output import as_json, dumps
from tests import factories


@pytest.fixture
def project_with_placement(project: Project) -> Project:
    enrolment = factories.enrolment(project=project, start=date(2025, 1, 15))
    factories.episode(enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT, start=date(2025, 2, 1))
    return project


def report(*arguments: str) -> None:
    call_command("report", *arguments)


def l5(written: bytes | str) -> Any:
    return next(row["total"] for row in json.loads(written)["indicators"] if row["code"] == "L5")


class TestReporting:
    def test_writes_the_json_to_standard_output(
        self, project_with_placement: Project, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        report("--project", project_with_placement.name, "--set", "L", "--to", "2025-12-31")
        window = Window(project_with_placement.start, date(2025, 12, 31), date(2025, 12, 31))
        expected = dumps(as_json(compute(load_facts(project_with_placement), "L", window)))
        assert capfdbinary.readouterr().out == expected
        assert l5(expected) == 1

    def test_takes_the_public_id_period_and_as_of(
        self, project_with_placement: Project, tmp_path: Path
    ) -> None:
        target = tmp_path / "rapport.json"
        frame = ("--project", str(project_with_placement.public_id), "--set", "L", "--output", str(target))
        report(*frame, "--from", "2025-01-01", "--to", "2025-12-31", "--as-of", "2025-01-31")
        written = json.loads(target.read_bytes())
        assert (written["from"], written["to"], written["as_of"]) == (
            "2025-01-01",
            "2025-12-31",
            "2025-01-31",
        )
        assert l5(target.read_bytes()) == 0

    def test_replaces_an_older_file_and_leaves_nothing_beside_it(
        self, project: Project, tmp_path: Path
    ) -> None:
        target = tmp_path / "rapport.json"
        target.write_text("gammal")
        report("--project", project.name, "--set", "L", "--output", str(target))
        assert json.loads(target.read_bytes())["set"] == "L"
        assert list(tmp_path.iterdir()) == [target]

    def test_writes_into_a_device_without_replacing_it(self, project: Project) -> None:
        report("--project", project.name, "--set", "L", "--output", "/dev/null")
        assert Path("/dev/null").is_char_device()

    def test_writes_the_csv_to_standard_output(
        self, project_with_placement: Project, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        report(
            "--project", project_with_placement.name, "--set", "L", "--format", "csv", "--to", "2025-12-31"
        )
        window = Window(project_with_placement.start, date(2025, 12, 31), date(2025, 12, 31))
        figures = as_json(compute(load_facts(project_with_placement), "L", window))
        assert capfdbinary.readouterr().out == write_file(figures, FORMATS["csv"])

    def test_writes_the_workbook(self, project_with_placement: Project, tmp_path: Path) -> None:
        target = tmp_path / "rapport.xlsx"
        frame = ("--project", project_with_placement.name, "--set", "L", "--output", str(target))
        report(*frame, "--format", "xlsx")
        assert "L5" in openpyxl.load_workbook(target).sheetnames

    def test_writes_the_pdf(self, project_with_placement: Project, tmp_path: Path) -> None:
        target = tmp_path / "rapport.pdf"
        report(
            "--project", project_with_placement.name, "--set", "L", "--format", "pdf", "--output", str(target)
        )
        text = "".join(page.extract_text() for page in PdfReader(target).pages)
        assert project_with_placement.name in text
        assert "L12" in text


class TestRefusing:
    @pytest.mark.parametrize(
        ("arguments", "code", "sentence"),
        [
            (("--project", "Ingen", "--set", "L"), 1, "There is no project “Ingen”."),
            (
                ("--project", "Prov", "--set", "Q"),
                1,
                f"There is no indicator set “Q”: choose from {', '.join(CATALOGUE)}.",
            ),
            (
                ("--project", "Prov", "--set", "L", "--from", "igår"),
                2,
                "--from igår is not a date: write it as 2009-12-31.",
            ),
            (
                ("--project", "Prov", "--set", "L", "--from", "2025-02-01", "--to", "2025-01-01"),
                2,
                "The period ends before it begins. Choose an end on or after the first day.",
            ),
            (
                ("--project", "Prov", "--set", "L", "--as-of", "9999-01-01"),
                2,
                "As of lies after today. Choose today or an earlier day.",
            ),
            (
                ("--project", "Prov", "--set", "L", "--format", "pdf"),
                2,
                "PDF needs --output: a file, or - for standard output.",
            ),
            (
                ("--project", "Prov", "--set", "L", "--format", "xlsx"),
                2,
                "XLSX needs --output: a file, or - for standard output.",
            ),
        ],
        ids=["no project", "no set", "no date", "backwards", "future", "no file", "no file for a workbook"],
    )
    @pytest.mark.django_db
    def test_says_what_is_wrong(self, arguments: tuple[str, ...], code: int, sentence: str) -> None:
        factories.project(name="Prov")
        with pytest.raises(CommandError) as refused:
            report(*arguments)
        assert (str(refused.value), refused.value.returncode) == (sentence, code)

    def test_two_projects_of_a_name_asks_for_the_public_id(self, project: Project) -> None:
        factories.project(name=project.name)
        with pytest.raises(CommandError, match="give the public id"):
            report("--project", project.name, "--set", "L")

    def test_figures_that_do_not_add_up_are_not_written(
        self, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No facts lead to a broken total: the program itself must be wrong for it."""

        def broken(figures: Figures) -> dict[str, Any]:
            written = as_json(figures)
            written["indicators"][4]["total"] += 1
            return written

        monkeypatch.setattr("reporting.management.commands.report.as_json", broken)
        monkeypatch.setattr("reporting.pdf.as_json", broken)
        for kind in (*FORMATS, "pdf"):
            target = tmp_path / f"rapport.{kind}"
            with pytest.raises(
                CommandError, match="L5: the parts sum to 0, the stated total is 1"
            ) as refused:
                report("--project", project.name, "--set", "L", "--format", kind, "--output", str(target))
            assert refused.value.returncode == 1
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there_names_the_file(self, project: Project, tmp_path: Path) -> None:
        target = tmp_path / "borta" / "rapport.json"
        with pytest.raises(CommandError, match="No such file or directory") as refused:
            report("--project", project.name, "--set", "L", "--output", str(target))
        assert str(target) in str(refused.value)

    def test_a_folder_as_the_file_leaves_it_as_it_is(self, project: Project, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="directory"):
            report("--project", project.name, "--set", "L", "--output", str(tmp_path))
        assert list(tmp_path.iterdir()) == []
