"""A finished report never changes: the database sees to it, and `verify_reports` finds who went past that."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from accounts.rotation import reseal
from participants.models import Episode, Person
from projects.models import Project
from reporting import actions
from reporting.catalogue import CATALOGUE
from reporting.facts import Window
from reporting.frozen import Frozen, kept_facts, pack, recompute, unpack
from reporting.loading import load_facts
from reporting.models import PseudonymKey, Report, ReportState
from reporting.output import as_json, dumps
from reporting.pseudonyms import pseudonym_key
from reporting.tasks import build_report
from reporting.verification import SENTENCES, Finding
from reporting.versions import versions_of
from tests import factories

D = dt.date
YEAR = Window(D(2024, 1, 1), D(2024, 12, 31), D(2024, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports_root() -> Iterator[Path]:
    """Where the files go, empty before and after."""
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def placement(project: Project) -> Episode:
    stay = factories.enrolment(project=project, start=D(2024, 2, 1))
    factories.contact(project=project, contacted_on=D(2024, 3, 1))
    made = factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 3, 1))
    assert isinstance(made, Episode)
    return made


@pytest.fixture
def frozen(placement: Episode, project: Project, lead: User) -> Report:  # noqa: ARG001  something to count
    """A finished report, but for the setting of its pages, which takes seconds."""
    ordered = factories.report(project=project, ordered_by=lead)
    report = actions.claim_report(report_id=ordered.pk, at=timezone.now())
    assert report is not None
    facts = pack(
        kept_facts(load_facts(project), indicator_set="L", as_of=YEAR.as_of, key=pseudonym_key(project))
    )
    figures = recompute(facts, "L", YEAR)
    actions.finish_report(
        report=report,
        figures=as_json(figures),
        content=b"%PDF- pages",
        pages=1,
        at=timezone.now(),
        frozen=Frozen(facts, versions_of(figures)),
    )
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def whole(placement: Episode, project: Project, lead: User) -> Report:  # noqa: ARG001  something to count
    """A report as the worker builds it."""
    return built(project, lead)


def built(project: Project, lead: User, *, indicator_set: str = "L", window: Window = YEAR) -> Report:
    """An ordered report, finished."""
    ordered = actions.order_report(
        project=project, indicator_set=indicator_set, window=window, by=lead, at=timezone.now()
    )
    build_report(ordered.pk)
    report = Report.objects.get(pk=ordered.pk)
    assert report.state == ReportState.DONE, report.failure
    return report


def by_sql(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def past_the_trigger(statement: str, *parameters: Any) -> None:
    """As only the owner of the server can."""
    by_sql("SET LOCAL session_replication_role = replica; " + statement, *parameters)
    by_sql("SET LOCAL session_replication_role = origin")


def total(report: Report, code: str) -> Any:
    assert report.figures is not None
    return next(row["total"] for row in report.figures["indicators"] if row["code"] == code)


class TestAReport:
    def test_holds_what_made_it(self, whole: Report) -> None:
        again = recompute(bytes(whole.facts or b""), "L", YEAR)
        figures = dumps(whole.figures or {})
        assert dumps(as_json(again)) == figures
        assert total(whole, "L5") == 1
        assert whole.figures_sha256 == sha256(figures).hexdigest()
        assert whole.pdf_sha256 == sha256(whole.pdf_path.read_bytes()).hexdigest()
        assert list(whole.figures or {})[:3] == ["schema", "project", "set"]
        assert set(whole.versions) == {"catalogue", "program", "definitions", "occupations", "facts"}

    def test_is_computed_again_after_its_facts_have_changed(self, frozen: Report, project: Project) -> None:
        Episode.objects.all().delete()
        factories.enrolment(project=project, start=D(2024, 5, 1))
        Project.objects.update(age_bands=["20-20"])

        again = recompute(bytes(frozen.facts or b""), "L", YEAR)

        assert sha256(dumps(as_json(again))).hexdigest() == frozen.figures_sha256

    @pytest.mark.parametrize("code", CATALOGUE)
    def test_of_every_set_is_computed_again(
        self, placement: Episode, project: Project, lead: User, code: str
    ) -> None:
        report = built(project, lead, indicator_set=code)
        placement.delete()
        again = recompute(bytes(report.facts or b""), code, YEAR)
        assert dumps(as_json(again)) == dumps(report.figures or {})

    def test_names_nobody_and_leads_to_no_row(self, frozen: Report, placement: Episode) -> None:
        person, facts = placement.enrolment.person, unpack(bytes(frozen.facts or b""))
        assert person.pk not in {one.key for one in facts.participants}
        assert person.pk < 10**9 < min(one.key for one in facts.participants)
        written = json.dumps(str(facts), ensure_ascii=False)
        assert person.first_name not in written
        assert person.last_name not in written

    def test_that_does_not_add_up_is_not_made(
        self, project: Project, lead: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing that the program can compute is broken, so that it is broken here on the way."""

        def broken(*arguments: Any) -> Any:
            written = as_json(*arguments)
            written["indicators"][4]["total"] = 61_270
            return written

        monkeypatch.setattr("reporting.tasks.as_json", broken)
        report = factories.report(project=project, ordered_by=lead)

        build_report(report.pk)

        report.refresh_from_db()
        assert report.state == ReportState.FAILED
        assert "L5" in report.failure
        assert not report.pdf_path.exists()


class TestTheDatabase:
    def test_refuses_to_change_anything_of_a_finished_report(self, frozen: Report) -> None:
        for name in [field.column for field in Report._meta.concrete_fields]:
            statement = f"UPDATE reporting_report SET {name} = {name} WHERE id = %s"  # noqa: S608  the model's own
            with pytest.raises(DatabaseError, match="never changes"):
                by_sql(statement, frozen.pk)

    def test_refuses_to_delete_a_finished_report(self, frozen: Report) -> None:
        with pytest.raises(DatabaseError, match="never changes"):
            by_sql("DELETE FROM reporting_report WHERE id = %s", frozen.pk)

    @pytest.mark.usefixtures("frozen")
    def test_refuses_to_empty_the_table(self) -> None:
        # Constraints that wait would be what refuses otherwise.
        with pytest.raises(DatabaseError, match="never changes"):
            by_sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE reporting_report CASCADE")

    def test_lets_an_unfinished_one_change_and_go(self, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        by_sql("UPDATE reporting_report SET failed_at = now() WHERE id = %s", report.pk)
        by_sql("UPDATE reporting_report SET failed_at = NULL WHERE id = %s", report.pk)
        by_sql("DELETE FROM reporting_report WHERE id = %s", report.pk)

    def test_keeps_the_project_of_a_report(self, frozen: Report) -> None:
        with pytest.raises(ProtectedError):
            frozen.project.delete()


@pytest.mark.usefixtures("placement")
class TestARevision:
    def test_is_what_is_ordered_once_more(self, project: Project, lead: User) -> None:
        first, second, third = (built(project, lead) for _ in range(3))
        assert [(one.revision, one.revises) for one in (first, second, third)] == [
            (1, None),
            (2, first),
            (3, second),
        ]
        assert first.figures_sha256 == second.figures_sha256

    def test_is_of_one_set_period_and_as_of(self, project: Project, lead: User) -> None:
        built(project, lead)
        shorter = Window(YEAR.period_start, D(2024, 6, 30), YEAR.as_of)
        earlier = Window(YEAR.period_start, YEAR.period_end, D(2024, 11, 30))
        assert [built(project, lead, window=one).revision for one in (shorter, earlier)] == [1, 1]

    def test_is_of_a_finished_report_only(self, project: Project, lead: User) -> None:
        factories.report(project=project, ordered_by=lead, failed_at=timezone.now())
        factories.report(project=project, ordered_by=lead)
        assert built(project, lead).revision == 1

    def test_that_was_overtaken_becomes_the_one_after(self, project: Project, lead: User) -> None:
        slow = factories.report(project=project, ordered_by=lead)
        claimed = actions.claim_report(report_id=slow.pk, at=timezone.now())
        assert claimed is not None
        actions.number_revision(report=claimed)
        quick = built(project, lead)

        with pytest.raises(actions.OvertakenError):
            actions.finish_report(
                report=claimed,
                figures={},
                content=b"slow",
                pages=1,
                at=timezone.now(),
                frozen=Frozen(facts=b"", versions={}),
            )
        actions.begin_anew(report=claimed)
        build_report(slow.pk)

        slow.refresh_from_db()
        assert (quick.revision, slow.revision, slow.revises, slow.attempts) == (1, 2, quick, 1)

    def test_says_what_became_of_each_number_and_why(
        self, placement: Episode, project: Project, lead: User
    ) -> None:
        built(project, lead)
        factories.support(enrolment=placement.enrolment, source="wage", start=D(2024, 4, 1))
        factories.episode(enrolment=placement.enrolment, kind="work_placement", start=D(2024, 5, 1))

        difference = built(project, lead).difference

        assert difference is not None
        causes = {cell["code"]: cell["causes"] for cell in difference["cells"]}
        assert causes == {"L1": ["support"], "L9": ["support"]}
        said = [(change["kind"], change["detail"], change["added"]) for change in difference["facts"]]
        assert said == [("episodes", "work_placement", 1), ("support", "wage", 1)]


class TestAPseudonymKey:
    def test_is_the_projects_own_for_good(self, project: Project) -> None:
        other = factories.project()
        assert pseudonym_key(project) == pseudonym_key(Project.objects.get(pk=project.pk))
        assert pseudonym_key(project) != pseudonym_key(other)

    def test_is_nowhere_in_clear(self, project: Project) -> None:
        key = pseudonym_key(project)
        assert key.hex() not in PseudonymKey.objects.get().sealed

    def test_outlives_a_change_of_keys(self, project: Project, settings: Any) -> None:
        key, before = pseudonym_key(project), PseudonymKey.objects.get().sealed
        settings.FIELD_KEYS = {"k9": b"9" * 32, **settings.FIELD_KEYS}

        reseal()

        assert PseudonymKey.objects.get().sealed != before
        assert pseudonym_key(project) == key


def verified(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says of what doesn't hold; "" when all holds."""
    try:
        call_command("verify_reports", *arguments)
    except CommandError:
        return capsys.readouterr().out
    capsys.readouterr()
    return ""


def sentence(finding: Finding) -> str:
    with override("en"):
        return str(SENTENCES[finding])


class TestVerifying:
    @pytest.mark.usefixtures("frozen")
    def test_finds_nothing_in_what_nobody_touched(self, capsys: pytest.CaptureFixture[str]) -> None:
        Person.objects.update(gender="unknown")
        assert verified(capsys) == ""

    def test_finds_a_figure_that_was_changed(
        self, frozen: Report, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = json.dumps(frozen.figures, ensure_ascii=False)
        past_the_trigger(
            "UPDATE reporting_report SET figures = %s WHERE id = %s",
            text.replace('"total": 1', '"total": 2', 1),
            frozen.pk,
        )
        found = verified(capsys)
        assert sentence(Finding.FIGURES) in found
        assert str(frozen.public_id) in found

    def test_finds_a_file_that_was_changed(self, frozen: Report, capsys: pytest.CaptureFixture[str]) -> None:
        content = bytearray(frozen.pdf_path.read_bytes())
        content[len(content) // 2] ^= 1
        frozen.pdf_path.write_bytes(content)
        assert sentence(Finding.PDF) in verified(capsys)

    def test_finds_a_file_that_is_gone(self, frozen: Report, capsys: pytest.CaptureFixture[str]) -> None:
        frozen.pdf_path.unlink()
        assert sentence(Finding.PDF_MISSING) in verified(capsys)

    def test_finds_facts_that_were_spoilt(self, frozen: Report, capsys: pytest.CaptureFixture[str]) -> None:
        facts = bytearray(frozen.facts or b"")
        facts[len(facts) // 2] ^= 1
        past_the_trigger("UPDATE reporting_report SET facts = %s WHERE id = %s", bytes(facts), frozen.pk)
        assert sentence(Finding.FACTS) in verified(capsys)

    def test_finds_facts_that_were_exchanged(
        self, frozen: Report, capsys: pytest.CaptureFixture[str]
    ) -> None:
        facts = unpack(bytes(frozen.facts or b""))
        past_the_trigger(
            "UPDATE reporting_report SET facts = %s WHERE id = %s",
            pack(type(facts)(facts.name, facts.start, facts.end)),
            frozen.pk,
        )
        assert sentence(Finding.RECOMPUTED) in verified(capsys)

    def test_tells_a_changed_program_from_a_changed_report(
        self, frozen: Report, capsys: pytest.CaptureFixture[str]
    ) -> None:
        facts = unpack(bytes(frozen.facts or b""))
        past_the_trigger(
            """UPDATE reporting_report SET facts = %s, versions = '{"program": "another"}' WHERE id = %s""",
            pack(type(facts)(facts.name, facts.start, facts.end)),
            frozen.pk,
        )
        call_command("verify_reports")
        assert sentence(Finding.OTHER_PROGRAM) in capsys.readouterr().out

    def test_can_be_of_one_project(self, frozen: Report, capsys: pytest.CaptureFixture[str]) -> None:
        frozen.pdf_path.unlink()
        other = factories.project()
        assert verified(capsys, "--project", str(other.public_id)) == ""
        assert verified(capsys, "--project", str(frozen.project.public_id))

    def test_says_that_there_is_no_such_project(self) -> None:
        with pytest.raises(CommandError, match="There is no project"):
            call_command("verify_reports", "--project", "Ingenstans")
