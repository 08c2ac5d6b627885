"""Load the demo projects, and say how to sign in to them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exchange.demo.loading import PASSWORD, OtherProjectsError, load_demo
from exchange.demo.staff import ADMINISTRATOR, COACH, DOMAIN, EMPLOYER, LEAD, OFFICER, REFERRER
from exchange.workbook.faults import WorkbookRefused


class Command(BaseCommand):
    help = (
        "Load the six demo projects where they are missing, with accounts whose password is known, and print "
        "the log-ins. A second time changes nothing. Refuses where there are other projects than the demo's."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unless-in-use",
            action="store_true",
            help="leave a database with other projects alone, without an error",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(on=timezone.localdate())
        except OtherProjectsError:
            if options["unless_in_use"]:
                self.stdout.write("Projects of your own are here, so the demo is not loaded.")
                return
            raise CommandError(
                "There are projects here that are not the demo's. The demo brings accounts with a known "
                "password, so it is loaded only where there is nothing else: give it a database of its own."
            ) from None
        except WorkbookRefused as refused:
            raise CommandError("\n".join(refused.findings.lines())) from None
        for name in loaded:
            self.stdout.write(f"Loaded: {name}")
        self.stdout.write(
            f"Demo log-ins, invented people, password {PASSWORD}, then a code: `make code` shows it\n"
            f"  {COACH.email}  {COACH.name}, job coach in Fotfäste and Linköpingsmodellen\n"
            f"  {LEAD.email}   {LEAD.name}, project lead in all six\n"
            f"  {OFFICER.email}  {OFFICER.name}, data protection officer of their owners\n"
            f"  {ADMINISTRATOR.email}  {ADMINISTRATOR.name}, administrator of their owners\n"
            f"  {REFERRER.email}  {REFERRER.name}, refers people to Fotfäste\n"
            f"  {EMPLOYER.email}  {EMPLOYER.name}, contact of a company that Fotfäste works with\n"
            f"  The other coaches sign in likewise, firstname.lastname@{DOMAIN}."
        )
