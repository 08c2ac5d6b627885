"""The measurements: figures, pages and PDF of a project of 2 000 participants."""

from functools import partial
from http import HTTPStatus

import weasyprint
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from projects.models import Project
from reporting.compute import Figures, compute
from reporting.facts import Window
from reporting.loading import load_facts
from reporting.output import as_json, dumps
from reporting.pdf import STATIC, STYLESHEET, render_pdf, report_html, set_pages
from tests import factories
from tests.bench.clock import HEAD, Times, measure, noise, ratio
from tests.bench.crowd import CHECKLIST, FROM, TO, crowd
from tests.bench.floors import count_once, read_in_turn
from tests.conftest import signed_in_client
from tests.reporting.rows import write

SIZE = 2_000
WINDOW = Window(FROM, TO, TO)
DATABASE = "jobbredo_bench"


def run() -> None:
    """Measure and print, on a new database that is dropped at the end."""
    setup_test_environment()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        project = write(crowd(SIZE), CHECKLIST)
        with connection.cursor() as cursor:
            # As the server does by itself soon after: without it, plans are guesses.
            cursor.execute("vacuum analyze")
        with override("sv"):
            report(project)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def report(project: Project) -> None:
    """Every measurement, then what they say."""
    times: list[Times] = [noise()]
    lines = [*figures_of(project, times), *pages_of(project, times), *print_of(project, times)]
    times.append(noise())
    write_out(f"A project of {SIZE} participants: {read_in_turn(project)} rows.", HEAD)
    write_out(*(one.row() for one in times), "", *lines)


def figures_of(project: Project, times: list[Times]) -> list[str]:
    """The L set against reading the same rows."""
    facts = load_facts(project)
    once = measure("one statement by hand, each row read once", partial(count_once, project))
    turn = measure("the same rows fetched, table by table", partial(read_in_turn, project))
    load = measure("load_facts()", partial(load_facts, project))
    computed = measure("compute() from facts", lambda: compute(facts, "L", WINDOW))
    whole = measure("the L set: load, compute, JSON", lambda: dumps(as_json(figures(project))))
    times += [once, turn, load, computed, whole]
    return [
        ratio("the L set ÷ one statement by hand", whole, once),
        ratio("the L set ÷ the same rows fetched", whole, turn),
        ratio("load_facts() ÷ the same rows fetched", load, turn),
    ]


def figures(project: Project) -> Figures:
    return compute(load_facts(project), "L", WINDOW)


def pages_of(project: Project, times: list[Times]) -> list[str]:
    """The page of figures against a page that asks for little."""
    call_command("collectstatic", interactive=False, verbosity=0)
    client = signed_in_client(factories.lead(project=project))
    small = measure("page: the list of projects", partial(get, client, reverse("projects:list")))
    asked = f"{reverse('reporting:figures')}?project={project.public_id}&indicator_set=L"
    large = measure("page: the figures", partial(get, client, asked))
    times += [small, large]
    return [ratio("the page of figures ÷ the list of projects", large, small)]


def get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.content


def print_of(project: Project, times: list[Times]) -> list[str]:
    """The PDF against what WeasyPrint takes for the finished HTML."""
    computed, now = figures(project), timezone.now()
    html = report_html(computed, project=project, made_at=now)

    def set_plainly() -> bytes:
        document = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/")
        content: bytes = document.write_pdf(stylesheets=[STYLESHEET])
        return content

    plain = measure("PDF: WeasyPrint alone on the finished HTML", set_plainly, rounds=5)
    ours = measure("PDF: the same, tagged PDF/UA-1", partial(set_pages, html), rounds=5)
    whole = measure(
        "PDF: from the database to the file",
        lambda: render_pdf(figures(project), project=project, made_at=now),
        rounds=5,
    )
    times += [plain, ours, whole]
    return [
        f"the report has {set_pages(html).pages} pages",
        ratio("tagged PDF/UA-1 ÷ WeasyPrint alone", ours, plain),
        ratio("from the database to the file ÷ WeasyPrint alone", whole, plain),
    ]


def write_out(*lines: str) -> None:
    print("\n".join(lines))  # noqa: T201  a table on the terminal is what this program is for
