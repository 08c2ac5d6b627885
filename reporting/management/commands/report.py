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
from reporting.disclosure import NotForOutsideError, check_outside, for_audience, latest_outside
from reporting.facts import Window, WindowError
from reporting.formats import FORMATS, write_file
from reporting.loading import load_facts
from reporting.management.naming import project_named
from reporting.output import as_json
from reporting.stats import Audience
from reporting.totals import BrokenTotalError, check_plan

JSON, CSV, PDF = "json", "csv", "pdf"
TO_READ_AT_ONCE = (JSON, CSV)
STDOUT = "-"
USAGE = 2


class Command(BaseCommand):
    help = (
        "Compute a project's indicators. Exit code 1: no such project or set, figures that don't add up, "
        "or can't write; 2: usage."
    )

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
        parser.add_argument(
            "--outside",
            action="store_true",
            help="for readers outside the project: hide small numbers; whole months only",
        )
        parser.add_argument("--format", choices=[*FORMATS, PDF], default=JSON, help="default: json")
        parser.add_argument(
            "--output",
            metavar="FILE",
            help="file to write, or - for standard output (default for json and csv)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output = options["output"] or (STDOUT if options["format"] in TO_READ_AT_ONCE else None)
        if output is None:
            kind = options["format"].upper()
            raise CommandError(f"{kind} needs --output: a file, or - for standard output.", returncode=USAGE)
        days = {name: _day(name, options[name.replace("-", "_")]) for name in ("from", "to", "as-of")}
        project = project_named(options["project"])
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
            if options["outside"]:
                if days["as-of"] is None:
                    window = latest_outside(window, end=facts.end)
                check_outside(options["set"], window, start=facts.start, end=facts.end)
        except (NotForOutsideError, WindowError) as error:
            with override("en"):
                raise CommandError(str(error), returncode=USAGE) from None
        audience = Audience.OUTSIDE if options["outside"] else Audience.INSIDE
        figures = for_audience(compute(facts, options["set"], window), audience)
        try:
            check_plan(figures)
            content = _file(figures, project, options["format"])
        except BrokenTotalError as error:
            raise CommandError(str(error)) from None
        _write(output, content)


def _day(name: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--{name} {text} is not a date: write it as 2009-12-31.", returncode=USAGE
        ) from None


def _file(figures: Figures, project: Project, kind: str) -> bytes:
    return _pdf(figures, project) if kind == PDF else write_file(as_json(figures), FORMATS[kind])


def _pdf(figures: Figures, project: Project) -> bytes:
    from reporting.pdf import render_pdf  # noqa: PLC0415  takes a second, which the others needn't wait for

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
