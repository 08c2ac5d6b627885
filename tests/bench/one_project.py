"""A project of 2 000 participants: its figures, its page of figures, its report on paper."""

from functools import partial
from http import HTTPStatus
from itertools import count

import weasyprint
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants.models import Episode
from projects.models import Project
from projects.paper import STATIC, set_pages
from reporting.catalogue import CATALOGUE
from reporting.compute import Figures, compute
from reporting.facts import Window
from reporting.kept import kept_figures
from reporting.loading import load_facts
from reporting.output import as_json, dumps
from reporting.pdf import STYLESHEET, render_pdf, report_html
from tests import factories
from tests.bench.clock import Times, in_turn, once, ratio
from tests.bench.floors import count_once, read_in_turn
from tests.bench.population import FROM, TO
from tests.conftest import signed_in_client

WINDOW = Window(FROM, TO, TO)
SETS = ("L", "E14")
ROUNDS = 7
_number = count(1)


def figures_of(project: Project, times: list[Times]) -> list[str]:
    """Sets computed and kept, against reading the rows."""
    facts = load_facts(project)
    turn, load, *_ = made = in_turn(
        {
            "the same rows fetched, table by table": partial(read_in_turn, project),
            "load_facts()": partial(load_facts, project),
            **{f"{code}: compute() from facts": partial(compute, facts, code, WINDOW) for code in SETS},
        }
    )
    times += made
    lines = [ratio("load_facts() ÷ the same rows fetched", load, turn)]
    for code in SETS:
        hand, scratch, kept = in_turn(
            {
                f"{code}: one statement by hand, each row read once": partial(count_once, project, code),
                f"{code}: from scratch: load, compute, JSON": partial(_computed, project, code),
                f"{code}: kept, nothing changed, JSON": partial(_kept, project, code),
            }
        )
        changed = _after_a_change(project, code)
        times += [hand, scratch, kept, changed]
        lines += [
            ratio(f"{code} {words} ÷ one statement by hand", one, hand)
            for words, one in (
                ("from scratch", scratch),
                ("kept, nothing changed", kept),
                ("kept, one fact changed", changed),
            )
        ]
    return lines


def figures(project: Project, code: str = "L") -> Figures:
    return compute(load_facts(project), code, WINDOW)


def _computed(project: Project, code: str) -> bytes:
    """From what the set reads, as figures are made that are to be kept."""
    chosen = CATALOGUE[code]
    facts = load_facts(project, kinds=chosen.kinds(project.participant_min_hours))
    return dumps(as_json(compute(facts, code, WINDOW)))


def _kept(project: Project, code: str) -> bytes:
    return dumps(as_json(kept_figures(project, code, WINDOW, at=timezone.now())))


def _after_a_change(project: Project, code: str) -> Times:
    took = []
    for _ in range(ROUNDS):
        place = next(_number)
        episode = Episode.objects.filter(enrolment__project=project).order_by("pk")[place]
        Episode.objects.filter(pk=episode.pk).update(hours_per_week=place % 40)
        took.append(once(partial(_kept, project, code)))
        if _kept(project, code) != dumps(as_json(figures(project, code))):
            raise RuntimeError(f"{code}: what is kept isn't what is computed")
    return Times(f"{code}: kept, one fact changed, JSON", *map(tuple, zip(*took, strict=True)))


def pages_of(project: Project, times: list[Times]) -> list[str]:
    """The pages of figures and of what is missing, against a page that asks for little."""
    call_command("collectstatic", interactive=False, verbosity=0)
    client = signed_in_client(factories.lead(project=project))
    asked = f"{reverse('reporting:figures')}?project={project.public_id}&indicator_set=L"
    missing = f"{reverse('reporting:quality')}?project={project.public_id}"
    small, large, quality = in_turn(
        {
            "page: the list of projects": partial(get, client, reverse("projects:list")),
            "page: the figures": partial(get, client, asked),
            "page: what is missing": partial(get, client, missing),
        }
    )
    times += [small, large, quality]
    return [
        ratio("the page of figures ÷ the list of projects", large, small),
        ratio("the page of what is missing ÷ the list of projects", quality, small),
    ]


def get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.content


def print_of(project: Project, times: list[Times]) -> list[str]:
    """The PDF against what WeasyPrint takes for the finished HTML, in a process that has made one before."""
    computed, now = figures(project), timezone.now()
    html = report_html(computed, project=project, made_at=now)

    def set_plainly(**options: str) -> bytes:
        document = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/")
        content: bytes = document.write_pdf(stylesheets=[STYLESHEET], **options)
        return content

    plain, variant, ours, printed, whole = made = in_turn(
        {
            "PDF: WeasyPrint alone on the finished HTML": set_plainly,
            "PDF: WeasyPrint alone, its own PDF/UA-1": partial(set_plainly, pdf_variant="pdf/ua-1"),
            "PDF: the finished HTML set as ours": partial(set_pages, html, stylesheet=STYLESHEET),
            "PDF: from figures to the file": partial(render_pdf, computed, project=project, made_at=now),
            "PDF: from the database to the file": lambda: render_pdf(
                figures(project), project=project, made_at=now
            ),
        },
        rounds=5,
    )
    times += made
    return [
        f"the report has {set_pages(html, stylesheet=STYLESHEET).pages} pages",
        ratio("the PDF, from the finished HTML ÷ WeasyPrint alone", ours, plain),
        ratio("the PDF, from figures to the file ÷ WeasyPrint alone", printed, plain),
        ratio("the PDF, from figures to the file ÷ WeasyPrint's own PDF/UA-1", printed, variant),
        ratio("the PDF, from the database to the file ÷ WeasyPrint alone", whole, plain),
    ]
