"""Appoint an administrator of an organisation, with an account if they have none."""

from django.core.management.base import CommandParser

from accounts.access import Office
from projects.management.commands import add_officer


class Command(add_officer.Command):
    help = (
        "Appoint an administrator of an organisation, who invites everybody else and opens no case. "
        "Asks for a password when the account can't sign in yet."
    )
    office = Office.ADMINISTRATOR
    office_name = "an administrator"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--new", action="store_true", help="make the organisation where there is none")
