"""Taking workbooks in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from django.db import connection
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from exchange.workbook.checking import check_book
from exchange.workbook.columns import SHEETS
from exchange.workbook.comparing import Plan, compare
from exchange.workbook.faults import Findings, WorkbookRefused
from exchange.workbook.opening import opened
from exchange.workbook.reading import Book, read_book
from exchange.workbook.writing import write_plan

# Any number, the same each time: imports wait for each other, since each compares and then writes.
_IMPORT_LOCK: Final = 7_205_181_116


@dataclass(frozen=True, slots=True)
class SheetCount:
    """What became of a sheet's rows."""

    sheet: str
    rows: int
    added: int


@dataclass(slots=True)
class Summary:
    """What an import did, or, where it only checked, would do."""

    project: str
    is_new: bool
    checked_only: bool
    # Everything in the workbook was stored already.
    nothing_new: bool
    sheets: list[SheetCount] = field(default_factory=list)
    # E-mail addresses of coaches whose accounts can't sign in until they get a password.
    new_accounts: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many rows were new."""
        return sum(count.added for count in self.sheets)

    def lines(self) -> Iterator[str]:
        """The summary in words, a line each."""
        yield self._headline()
        for count in self.sheets:
            numbers = {"sheet": count.sheet, "rows": count.rows, "added": count.added}
            if count.rows:
                yield _("%(sheet)s: %(rows)d rows, %(added)d of them new") % numbers
        for email in self.new_accounts:
            yield _("New account: %(email)s, coach. It can't sign in until it gets a password.") % {
                "email": email
            }
        yield from self.notices

    def _headline(self) -> str:
        project = {"project": self.project}
        if self.checked_only:
            return _("%(project)s: the workbook is good. Nothing was written.") % project
        if self.is_new:
            return _("%(project)s: the project was created and the workbook imported.") % project
        if self.nothing_new:
            return (
                _("%(project)s: everything in the workbook was there already. Nothing was changed.") % project
            )
        return _("%(project)s: the workbook was imported.") % project


@audited()
def import_workbook(*, by: User | None, file: BinaryIO, check_only: bool = False) -> Summary:
    """Take a project workbook in: all of it, or nothing.

    The project is found by owner and name and created where it isn't there. Rows that are stored
    already are left as they are, so importing again changes nothing. `check_only` writes nothing.
    Raises WorkbookRefused with every fault found.
    """
    findings = Findings()
    with opened(file) as source:
        book = read_book(source, findings)
    check_book(book, findings)
    # Without a frame there is nothing to compare with: what was found so far is reported.
    if book.project is None or findings.faults:
        raise WorkbookRefused(findings)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
    plan = compare(book, book.project, findings)
    if findings.faults:
        raise WorkbookRefused(findings)
    summary = _summary(book, plan, findings, check_only=check_only)
    if not check_only:
        project = write_plan(plan, by=by)
    if not check_only and not summary.nothing_new:
        subject = Subject(organisation_id=project.organisation_id, project_id=project.pk)
        new = [count.sheet for count in summary.sheets if count.added]
        record(verb=Verb.IMPORTED, row=project, by=by, subject=subject, changed=new, rows=summary.added)
    return summary


def _summary(book: Book, plan: Plan, findings: Findings, *, check_only: bool) -> Summary:
    counts = [
        SheetCount(sheet.name, len(book.rows(sheet)), len(plan.rows(sheet)))
        for sheet in SHEETS
        if sheet.name in book.sheets
    ]
    return Summary(
        project=plan.frame.name,
        is_new=plan.project is None,
        checked_only=check_only,
        nothing_new=plan.is_empty,
        sheets=counts,
        new_accounts=plan.new_accounts,
        notices=findings.notices,
    )
