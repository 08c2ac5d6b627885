"""Load a list of occupations with the share of women in each, for L13 of every project."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from projects.actions import add_occupations
from projects.occupations import CODE, SHARE, OccupationFaultsError, read_occupations

USAGE: Final = 2
MOST_TOLD: Final = 20


class Command(BaseCommand):
    help = (
        f"Load a list of occupations: a CSV file in UTF-8 with the columns {CODE} and {SHARE}. The list "
        "that is valid from the latest day applies to all projects. Exit code 1: faults in the file, or "
        "the version is loaded already; 2: usage."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let --version be the list's: Django's own, of which it says the same for itself, is left out."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--version", required=True, help="what the list is called, as “2023”")
        parser.add_argument("--source", required=True, help="who published it, and where")
        parser.add_argument("--valid-from", metavar="YYYY-MM-DD", help="default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        valid_from = _day(options["valid_from"])
        try:
            women = read_occupations(_text(options["file"]))
            with override("en"):
                made = add_occupations(
                    version=options["version"], source=options["source"], valid_from=valid_from, women=women
                )
        except OccupationFaultsError as error:
            raise CommandError("\n".join(_told(error.faults))) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{len(women)} occupations of “{made}”, valid from {valid_from}.")


def _day(text: str | None) -> dt.date:
    today = timezone.localdate()
    try:
        day = dt.date.fromisoformat(text) if text else today
    except ValueError:
        raise CommandError(f"“{text}” is not a date. Write it as 2025-06-30.", returncode=USAGE) from None
    if day > today:
        raise CommandError("--valid-from lies after today.", returncode=USAGE)
    return day


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"Can't read {path}: {error.strerror}.", returncode=USAGE) from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not in UTF-8. Save it as CSV in UTF-8.") from None


def _told(faults: list[str]) -> list[str]:
    more = len(faults) - MOST_TOLD
    return [*faults[:MOST_TOLD], *([f"And {more} more."] if more > 0 else [])]
