"""Give someone a role in a project, with an account if they have none."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.access import Role
from accounts.actions import create_account
from accounts.models import User
from projects.actions import add_member
from projects.models import Project


class Command(BaseCommand):
    help = "Give someone a role in a project. Asks for a password when the account can't sign in yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument("--project", required=True, help="name or public id of the project")
        parser.add_argument("--role", required=True, choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            project = Project.objects.named(options["project"])
        except Project.DoesNotExist:
            raise CommandError(f"There is no project “{options['project']}”.") from None
        except Project.MultipleObjectsReturned:
            raise CommandError("Several projects have that name: give the public id.") from None
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        try:
            with transaction.atomic():
                if user is None:
                    user = create_account(by=None, email=email, name=options["name"] or email)
                if not user.has_usable_password():
                    ask_for_password(user)
                add_member(project=project, user=user, role=Role(options["role"]), start=timezone.localdate())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{email} is {options['role']} in {project}.")


def ask_for_password(user: User) -> None:
    """Ask on the terminal for the account's first password. Raises ValidationError and CommandError."""
    try:
        password = getpass("Password for the account: ")
    except (EOFError, KeyboardInterrupt):
        raise CommandError("No password was given, so nothing was changed.") from None
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
