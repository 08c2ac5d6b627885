"""docs/indicators.md from the catalogue; a test compares the committed file with what this gives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from reporting.examples import COMPANIES, PEOPLE
from reporting.handbook import Article, Chapter, chapters

DOCS = Path("docs") / "indicators.md"
HEAD = """\
# The indicators

Every number that the product prints. Written by `manage.py write_indicator_docs` from the catalogue
(`reporting/catalogue/`) that computes them; the help page of the site, `/rapporter/hjalp/`, says the same.

Age is completed years on the first start in the project. Every table also has "outside the bands" and
"unknown". A person's enrolments in a project are one participation.
"""


class Command(BaseCommand):
    help = "Write docs/indicators.md from the catalogue of indicators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", metavar="FILE", help=f"default: {DOCS}")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["output"] or settings.BASE_DIR / DOCS)
        target.write_text(indicator_docs())
        self.stdout.write(f"Wrote {target}.")


def indicator_docs() -> str:
    """The whole file, in English."""
    with override("en"):
        lines = [HEAD, *_example_project(), *(line for chapter in chapters() for line in _chapter(chapter))]
    return "\n".join(lines)


def _example_project() -> Iterator[str]:
    yield "## The example project\n"
    yield "Invented. Its figures cover 2024-01-01 – 2025-12-31, as of the last day.\n"
    yield from (f"- {person}" for person in (*PEOPLE, COMPANIES))
    yield ""


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {chapter.code}: {chapter.name}\n"
    own = "Set by a regulation." if chapter.fixed else "A project's own age bands and hours replace these."
    bands = chapter.age_bands or "none"
    yield f"Age bands: {bands}. Least hours a week to count as work: {chapter.work_min_hours}. {own}\n"
    for article in chapter.articles:
        yield from _article(article)


def _article(article: Article) -> Iterator[str]:
    example = article.example
    yield f"### {article.code}: {article.label}\n"
    yield f"{article.definition} {article.moment}\n"
    yield f"- Unit: {article.unit}"
    if article.splits:
        yield f"- Split by {', '.join(article.splits)}"
    if article.beside:
        yield f"- Beside the number: {'; '.join(article.beside)}"
    yield f"- Source: {article.source}"
    number = " ".join([example.number.text, *example.number.notes]).replace("\N{NO-BREAK SPACE}", " ")
    yield f"- In the example: {number}"
    yield from (f"  - counted: {said}" for said in example.counted)
    yield from (f"  - not counted: {said}" for said in example.others)
    yield ""
