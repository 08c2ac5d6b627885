"""Checks that finished reports are what they were when they were handed on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from reporting.management.naming import project_named
from reporting.models import Report
from reporting.verification import NOT_FAULTS, SENTENCES, check


class Command(BaseCommand):
    help = (
        "Check the finished reports: the SHA-256 of figures and PDF, and the figures computed again "
        "from the stored facts. Exit code 1: something doesn't hold, and each is named; or no such project."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", help="name or public id of a project; default: all projects")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = Report.objects.filter(finished_at__isnull=False).order_by("finished_at", "pk")
        if options["project"]:
            reports = reports.filter(project=project_named(options["project"]))
        checked = faulty = 0
        # One at a time: figures and facts of a report may be megabytes.
        for pk in list(reports.values_list("pk", flat=True)):
            checked += 1
            report = Report.objects.get(pk=pk)
            findings = check(report)
            faulty += any(finding not in NOT_FAULTS for finding in findings)
            for finding in findings:
                with override("en"):
                    self.stdout.write(f"{report.public_id} {report}: {SENTENCES[finding]}")
        if faulty:
            raise CommandError(f"{faulty} of {checked} finished reports aren't as they were frozen.")
        self.stdout.write(f"{checked} finished reports are as they were frozen.")
