"""The figures of a project from the command line, computed here, without a broker."""

import datetime as dt
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import Window, WindowError
from reporting.loading import load_facts
from reporting.output import as_json, dumps

JSON, PDF = "json", "pdf"
STDOUT = "-"
USAGE = 2


class Command(BaseCommand):
    help = "Compute a project's indicators. Exit code 1: no such project or set, or can't write; 2: usage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, help="name or public id of the project")
        parser.add_argument("--set", required=True, help=f"indicator set: {', '.join(CATALOGUE)}")
        parser.add_argument("--from", metavar="YYYY-MM-DD", help="first day; default: the project's")
        parser.add_argument("--to", metavar="YYYY-MM-DD", help="last day; default: the project's")
        parser.add_argument(
            "--as-of",
            metavar="YYYY-MM-DD",
            help="later facts are left out; default: the last day of the period, or today if that is earlier",
        )
        parser.add_argument("--format", choices=[JSON, PDF], default=JSON, help="default: json")
        parser.add_argument(
            "--output", metavar="FILE", help="file to write, or - for standard output (default for json)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output = options["output"] or (STDOUT if options["format"] == JSON else None)
        if output is None:
            raise CommandError("A PDF needs --output: a file, or - for standard output.", returncode=USAGE)
        days = {name: _day(name, options[name.replace("-", "_")]) for name in ("from", "to", "as-of")}
        project = _project(options["project"])
        if options["set"] not in CATALOGUE:
            known = ", ".join(CATALOGUE)
            raise CommandError(f"There is no indicator set “{options['set']}”: choose from {known}.")
        facts = load_facts(project)
        try:
            window = Window.build(
                facts,
                today=timezone.localdate(),
                period_start=days["from"],
                period_end=days["to"],
                as_of=days["as-of"],
            )
        except WindowError as error:
            with override("en"):
                raise CommandError(str(error.message), returncode=USAGE) from None
        figures = compute(facts, options["set"], window)
        _write(output, dumps(as_json(figures)) if options["format"] == JSON else _pdf(figures, project))


def _day(name: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--{name} {text} is not a date: write it as 2009-12-31.", returncode=USAGE
        ) from None


def _project(text: str) -> Project:
    try:
        return Project.objects.named(text)
    except Project.DoesNotExist:
        raise CommandError(f"There is no project “{text}”.") from None
    except Project.MultipleObjectsReturned:
        raise CommandError(f"Several projects are called “{text}”: give the public id.") from None


def _pdf(figures: Figures, project: Project) -> bytes:
    from reporting.pdf import render_pdf  # noqa: PLC0415  takes a second, which json needn't wait for

    return render_pdf(figures, project=project, made_at=timezone.now()).content


def _write(output: str, content: bytes) -> None:
    """The whole report or nothing: a file gets its name when it is complete."""
    try:
        if output == STDOUT:
            sys.stdout.flush()
            with open(sys.stdout.fileno(), "wb", closefd=False) as stream:
                stream.write(content)
        else:
            _write_file(Path(output).resolve(), content)
    except OSError as error:
        raise CommandError(f"Can't write {output}: {error.strerror}.") from None


def _write_file(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # a device or pipe can't be replaced, a folder fails with a reason
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
