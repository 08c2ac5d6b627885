"""Texts that would run, in every field that takes text: every page shows them as text.

Here the pages are read as browsers read them; tests/browser/test_payloads.py shows them to one.
"""

import json
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.access import Permission
from projects.models import Project
from reporting.compute import compute
from reporting.facts import ProjectFacts, Window
from reporting.loading import load_facts
from reporting.output import as_json, dumps
from reporting.pdf import report_html
from tests.access.asking import ask, body_of, taken_back
from tests.access.harmless import harms
from tests.access.page_forms import forms_of
from tests.access.payloads import PAYLOADS
from tests.access.poison import poison_everything, text_fields
from tests.access.policy import GOT, Policy, holds
from tests.access.routes import Route, routes
from tests.access.world import Part, Relation, World
from tests.architecture.sources import APPS

pytestmark = pytest.mark.django_db
AT_ONCE = 12
FEW = (Part.COACH, Part.PARTICIPANT)


def pages(world: World) -> Iterator[tuple[Route, Part, str]]:
    """Every page with each who gets it, at an address of theirs."""
    policy = Policy()
    for route in routes():
        if "GET" in route.methods:
            for part in Part:
                # Pages for everybody differ little by who looks.
                if holds(part, route.mark) and (isinstance(route.mark, Permission) or part in FEW):
                    for relation, address in route.addresses(world):
                        if policy.expects(route, part, relation) == GOT:
                            yield route, part, address
                            break


def by_somebody(world: World, number: int) -> Iterator[tuple[Route, Part, str]]:
    """Every page with one of those who get it, in turns: what is escaped for one is so for all."""
    shown: dict[str, list[tuple[Route, Part, str]]] = {}
    for one in pages(world):
        shown.setdefault(one[0].route, []).append(one)
    yield from (each[number % len(each)] for each in shown.values())


def harmed(world: World, asked: Iterable[tuple[Route, Part, str]]) -> list[str]:
    """What could run in these pages."""
    found, clients = [], {part: world.client(part) for part in Part}
    met = 0
    for route, part, address in asked:
        answer = ask(clients[part], "GET", address)
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            continue
        text = answer.content.decode()
        met += text.count("__hit")
        found += [f"{route} as {part}: {harm}" for harm in harms(text)]
    assert met > 100, "The payloads are on no page: this test tests nothing."
    return found


def test_there_are_sixty() -> None:
    assert len(set(PAYLOADS)) == 60
    assert max(map(len, PAYLOADS)) <= 100


def test_payloads_would_harm_where_they_were_not_escaped() -> None:
    """The net holds, for those that are anything in the middle of a text."""
    page = "<!DOCTYPE html><title>x</title><p>{}</p>"
    caught = [payload for payload in PAYLOADS if harms(page.format(payload))]
    assert len(caught) >= 40
    assert not harms(page.format("x"))


def test_every_page_shows_them_as_text(world: World) -> None:
    poison_everything(world, 0)
    assert harmed(world, by_somebody(world, 0)) == []


@pytest.mark.proof
@pytest.mark.parametrize("number", range(1, len(PAYLOADS), AT_ONCE))
def test_every_page_shows_each_of_them_as_text(world: World, number: int) -> None:
    """Each of them in each text that has room for twelve at once, and in a twelfth of the short ones."""
    poison_everything(world, number, AT_ONCE)
    assert harmed(world, by_somebody(world, number // AT_ONCE)) == []


def test_forms_show_them_again_as_text(world: World) -> None:
    """All at once in every field that one writes in: too long to be accepted, so the page shows it again."""
    all_of_them, wrong, met = "\n".join(PAYLOADS), [], 0
    clients = {part: world.client(part) for part in Part}
    for route, part, address in by_somebody(world, 0):
        for form in forms_of(body_of(ask(clients[part], "GET", address)), address):
            if form.action == address and form.texts:
                data = {**form.values, **dict.fromkeys(form.texts, all_of_them)}
                with taken_back():
                    text = clients[part].post(address, data, follow=True).content.decode()
                met += text.count("__hit")
                wrong += [f"{route} as {part}: {harm}" for harm in harms(text)]
    assert wrong == []
    assert met > 500


def test_lists_show_what_was_searched_for_as_text(world: World) -> None:
    wrong, all_of_them = [], "\n".join(PAYLOADS)
    for part, address in [
        (Part.COACH, "/deltagare/"),
        (Part.OFFICER, "/granskning/"),
        (Part.LEAD, "/rapporter/"),
    ]:
        client = world.client(part)
        for name in ("q", "person", "project", "page", "kind", "whose", "indicator_set", "period_start"):
            text = client.get(address, {name: all_of_them}).content.decode()
            wrong += [f"{address}?{name}: {harm}" for harm in harms(text)]
    assert wrong == []


def test_the_print_and_the_json_of_a_report_hold_them_as_text(world: World) -> None:
    project = world.crews[Relation.OWN].project

    def drawn() -> tuple[str, bytes]:
        now = Project.objects.get(pk=project.pk)
        frame = ProjectFacts(name=now.name, start=now.start, end=now.end)
        window = Window.build(
            frame, today=timezone.localdate(), period_start=None, period_end=None, as_of=None
        )
        figures = compute(load_facts(now), "L", window)
        return report_html(figures, project=now, made_at=timezone.now()), dumps(as_json(figures))

    clean = harms(drawn()[0])
    poison_everything(world, 0)
    html, told = drawn()
    assert "__hit" in html
    assert harms(html) == clean
    assert json.loads(told)["project"] in PAYLOADS


def test_every_text_that_somebody_writes_is_poisoned(world: World) -> None:
    """A model with texts that the world has no row of would be missed in silence."""
    present = {type(row) for case in world.cases.values() for row in case.values()}
    missed = {
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if text_fields(model) and model not in present
    }
    assert missed <= {
        "accounts.AuditEvent",  # ids, names of fields, and reasons that programs write
        "accounts.KeyCheck",
        "accounts.UnexplainedWrite",
        "coaching.Checklist",  # poisoned with its project
        "coaching.Criterion",
        "coaching.CriterionResult",
        "employers.ContactPerson",  # on no page yet
        "participants.ParticipantNumber",
        "participants.ReferredNumber",  # encrypted, its letters on no page
        "projects.Goal",
        "projects.OccupationList",  # written by who runs the installation, with a command
        "projects.Phase",
        "reporting.KeptFigures",  # numbers, and the project's own words, which its pages show as well
        "reporting.PseudonymKey",  # a key, on no page
    }
