"""Appoint the data protection officer of an organisation, with an account if they have none."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.access import Office
from accounts.actions import create_account
from accounts.models import User
from projects.actions import appoint, create_organisation
from projects.management.commands.add_member import ask_for_password
from projects.models import Organisation


class Command(BaseCommand):
    office = Office.OFFICER
    office_name = "the data protection officer"
    help = (
        "Appoint the data protection officer of an organisation, who reads its audit log and no case. "
        "Asks for a password when the account can't sign in yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument("--organisation", required=True, help="name of the organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        try:
            with transaction.atomic():
                organisation = self.find(options["organisation"], new=options.get("new", False))
                if user is None:
                    user = create_account(by=None, email=email, name=options["name"] or email)
                if not user.has_usable_password():
                    ask_for_password(user)
                today = timezone.localdate()
                appoint(organisation=organisation, user=user, office=self.office, start=today)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{email} is {self.office_name} of {organisation}.")

    def find(self, name: str, *, new: bool) -> Organisation:
        """The organisation of that name, made where that is asked for. Raises CommandError."""
        organisation = Organisation.objects.filter(name=name).first()
        if organisation is None and new:
            return create_organisation(by=None, name=name)
        if organisation is None:
            raise CommandError(f"There is no organisation “{name}”.")
        return organisation
