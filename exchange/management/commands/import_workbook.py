"""Import a project workbook from the command line."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from exchange.actions import import_workbook
from exchange.workbook.faults import WorkbookRefused

USAGE = 2


class Command(BaseCommand):
    help = (
        "Import a project workbook (.xlsx): all of it, or nothing. Exit status 0: imported, or clean with "
        "--check; 1: the workbook has faults, listed one a line on standard error; 2: wrong usage. "
        "Importing the same workbook again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook")
        parser.add_argument("--check", action="store_true", help="only check it; nothing is written")
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="e-mail address of the user who imports"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = None if options["user"] is None else self._user(options["user"])
        try:
            file = options["file"].open("rb")
        except OSError as error:
            problem = _("The file can't be read: %(reason)s.") % {"reason": error.strerror}
            raise CommandError(problem, returncode=USAGE) from None
        with file:
            try:
                summary = import_workbook(by=by, file=file, check_only=options["check"])
            except WorkbookRefused as refused:
                for line in refused.findings.lines():
                    self.stderr.write(line)
                sys.exit(1)
        for line in summary.lines():
            self.stdout.write(line)

    def _user(self, email: str) -> User:
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            problem = _("There is no active user with the address %(email)s.") % {"email": email}
            raise CommandError(problem, returncode=USAGE)
        return user
