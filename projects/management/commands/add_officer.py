"""Appoint the data protection officer of an organisation, with an account if they have none."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.access import Office
from accounts.actions import create_account
from accounts.models import User
from projects.actions import appoint
from projects.management.commands.add_member import ask_for_password
from projects.models import Organisation


class Command(BaseCommand):
    help = (
        "Appoint the data protection officer of an organisation, who reads its audit log and no case. "
        "Asks for a password when the account can't sign in yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument("--organisation", required=True, help="name of the organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(name=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation “{options['organisation']}”.")
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        try:
            with transaction.atomic():
                if user is None:
                    user = create_account(by=None, email=email, name=options["name"] or email)
                if not user.has_usable_password():
                    ask_for_password(user)
                today = timezone.localdate()
                appoint(organisation=organisation, user=user, office=Office.OFFICER, start=today)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{email} is the data protection officer of {organisation}.")
