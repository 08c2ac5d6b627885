"""No form takes a field that it doesn't declare: what else is sent changes nothing at all."""

import datetime as dt
import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import pytest
from django import forms
from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client

from tests.access.asking import is_led_away, taken_back
from tests.access.filled import CANT, SHOW, filled
from tests.access.page_forms import PageForm, forms_of
from tests.access.policy import GOT, Policy, holds
from tests.access.prepared import prepared
from tests.access.routes import Route, routes
from tests.access.tables import tables, writes_noted
from tests.access.world import Part, Relation, World
from tests.architecture.sources import APPS

pytestmark = pytest.mark.django_db

TELLING: Final = "Smuggelgods"
TELLING_ID: Final = "deadbeef-dead-4eef-8ead-beefdeadbeef"
# The log and the session tell of the request itself; triggers note keys of what is compared anyhow.
ASIDE: Final = frozenset(
    {
        "accounts_auditevent",
        "accounts_audithead",
        "django_session",
        "accounts_unexplainedwrite",
        "reporting_factchange",
    }
)


_VALUES: Final[dict[Any, str]] = {
    models.UUIDField: TELLING_ID,
    models.BooleanField: "on",
    models.DateTimeField: "2001-02-03 04:05",
    models.DateField: "2001-02-03",
    models.IntegerField: "77",
    models.DecimalField: "77",
}


def own_models() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def smuggled(world: World, declared: set[str]) -> dict[str, str]:
    """Every field of every model that the form doesn't ask for, with a value that would be seen."""
    rows = {
        type(row): str(row.pk) for row in reversed(list(world.cases[Relation.OTHER_MUNICIPALITY].values()))
    }
    found = {"is_staff": "on", "user_permissions": "1", "groups": "1", "next_step": "share"}
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and field.name not in declared:
                for name in {field.name, field.attname}:
                    found[name] = _telling(field, rows)
    return {name: value for name, value in found.items() if name not in declared}


def _telling(field: "models.Field[Any, Any]", rows: dict[type[models.Model], str]) -> str:
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if isinstance(field, models.ForeignKey):
        return rows.get(field.related_model, "1")
    return next((value for kind, value in _VALUES.items() if isinstance(field, kind)), TELLING)


type State = dict[str, list[tuple[str, ...]]]
type Known = dict[str, set[Any]]


@cache
def _leads(table: str) -> dict[str, str]:
    """The columns that hold another table's numbers, and which table's."""
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, table)
    return {column: relation[1] for column, relation in relations.items()}


def state(known: Known, among: Iterable[str]) -> State:
    """What each of these tables holds, rows in order. What is new since `known` has no number of its own."""
    held: State = {}
    with connection.cursor() as cursor:
        for table in among:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our own tables
            columns, rows = [column.name for column in cursor.description], cursor.fetchall()
            leads = _leads(table)
            held[table] = sorted(
                tuple(
                    _new_or(value, known[leads[name]])
                    if name in leads
                    else _cell(name, value, fresh=row[0] not in known[table])
                    for name, value in zip(columns, row, strict=True)
                )
                for row in rows
            )
    return held


def _new_or(value: Any, known: set[Any]) -> str:
    """The number of a row that was there before, also of one smuggled in."""
    return str(value) if value is None or value in known else "new"


def _cell(column: str, value: Any, *, fresh: bool) -> str:
    """A value, without what differs each time: numbers and secrets of new rows, and moments of today."""
    by_chance = column in {"id", "public_id"} or column.endswith(
        ("hash", "sealed", "index", "password", "data")
    )
    if fresh and by_chance and str(value) not in {TELLING, TELLING_ID}:
        return f"new {column}"
    if column == "session_stamp" and str(value) != TELLING_ID:
        return "a stamp"  # another one ends sessions, whosever row it is
    if isinstance(value, dt.datetime) and value.year > 2001:
        return "a moment"
    return str(value)


def numbers() -> Known:
    """The first column of every row, which is its number."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  as above
            found[table] = {row[0] for row in cursor.fetchall()}
        return found


def doors(world: World) -> Iterator[tuple[Route, Client, str]]:
    """Every route that takes a form, with somebody whom it lets in and an address of theirs.

    What must be so before the form is accepted is so until the next one is asked for.
    """
    clients, policy = {part: world.client(part) for part in Part}, Policy()
    for route in routes():
        if "POST" in route.methods and "GET" in route.methods and route.mark != "public":
            part = next(
                part
                for part in Part
                if holds(part, route.mark) and policy.expects(route, part, Relation.OWN) == GOT
            )
            with taken_back():
                there = prepared(world, str(route.pattern.name))
                address = route.address(there, Relation.OWN) if route.kinds else route.filled()
                assert address
                yield route, clients[part], address


def form_of(client: Client, address: str) -> PageForm | None:
    """The page's form that is sent to its own address, the longest where there are several."""
    with taken_back():
        answer = client.get(address)
    if answer.status_code != 200:
        return None
    own = [form for form in forms_of(answer.content.decode(), address) if form.action == address]
    return max(own, key=lambda form: len(form.names), default=None)


def sent(client: Client, address: str, data: dict[str, Any], known: Known) -> tuple[HttpResponse, State]:
    """The answer to a form and what the tables hold that it wrote to; it is taken back."""
    wrote: set[str] = set()
    with taken_back():
        with writes_noted(wrote, aside=ASIDE):
            answer = client.post(address, data)
        return answer, state(known, wrote)  # type: ignore[return-value]  # the test client's is one


def unlike(one: State, other: State, known: Known) -> list[str]:
    """The tables that hold something else after one form than after the other; none written to is as now."""
    now = state(known, one.keys() ^ other.keys())
    return [table for table in {**one, **other} if {**now, **one}[table] != {**now, **other}[table]]


def test_no_form_takes_what_it_does_not_declare(world: World) -> None:
    """Each is sent so that it is accepted: to compare two refusals would tell nothing."""
    known, refused, wrong = numbers(), [], []
    for route, client, address in doors(world):
        form, name = form_of(client, address), str(route.pattern.name)
        if form is None:
            continue
        data = filled(name, form)
        answer, without = sent(client, address, data, known)
        accepted = answer.status_code in ({200, 302} if name in SHOW else {302}) and not is_led_away(
            answer, route
        )
        if not accepted and name not in CANT:
            errors = getattr((answer.context or {}).get("form"), "errors", None)  # type: ignore[attr-defined]  # as above
            refused.append(f"{name} ({route}): {answer.status_code} {dict(errors or {})}")
        more, with_more = sent(client, address, {**smuggled(world, form.names), **data}, known)
        changed = unlike(without, with_more, known)
        if answer.status_code != more.status_code or changed:
            wrong.append(f"{route}: {answer.status_code} and {more.status_code}, {changed}")
    assert not wrong, "\n".join(wrong)
    assert not refused, "Say in tests/access/filled.py how these are filled in:\n" + "\n".join(refused)


def of_others(world: World) -> list[str]:
    """What a form could send for each row of another project or municipality: its number or its public id."""
    rows = {
        row: None
        for relation in (Relation.OTHER_PROJECT, Relation.OTHER_MUNICIPALITY)
        for row in [*world.cases[relation].values(), *vars_of(world, relation)]
    }
    ids = ((str(row.pk), str(getattr(row, "public_id", ""))) for row in rows)
    return sorted({value for pair in ids for value in pair if value})


def vars_of(world: World, relation: Relation) -> list[models.Model]:
    """The people of the crew, whom forms offer too."""
    crew = world.crews[relation]
    return [crew.coach, crew.colleague, crew.lead, crew.referrer, crew.employer]


@pytest.mark.proof
def test_no_choice_takes_a_row_of_others(world: World) -> None:
    """Where a form offers rows, those of another project or municipality aren't among what it takes."""
    foreign, tried, wrong = of_others(world), 0, []
    known = numbers()
    for route, client, address in doors(world):
        form, name = form_of(client, address), str(route.pattern.name)
        for field, offered in form.offered.items() if form else ():
            assert form
            for value in foreign:
                if value not in offered and any(_like(value, one) for one in offered):
                    tried += 1
                    _answer, after = sent(client, address, {**filled(name, form), field: value}, known)
                    if unlike(after, {}, known):
                        wrong.append(f"{route}: {field} took {value}")
    assert not wrong, "\n".join(wrong)
    assert tried > len(foreign)


def _like(value: str, offered: str) -> bool:
    """Both are numbers, or both are public ids: a field of words takes neither."""
    return value.isdigit() == offered.isdigit() and ("-" in value) == ("-" in offered)


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the site that is about a model."""
    found, left = set[type[forms.BaseForm]](), [forms.BaseForm]
    while left:
        one = left.pop()
        for child in one.__subclasses__():
            if child not in found:
                found.add(child)
                left.append(child)
    return sorted(
        (form for form in found if form.__module__.partition(".")[0] in APPS),
        key=lambda form: form.__qualname__,
    )


def test_every_form_about_a_model_names_its_fields() -> None:
    loose = [
        form.__qualname__
        for form in form_classes()
        if issubclass(form, forms.BaseModelForm)
        and (meta := getattr(form, "_meta", None))
        and meta.model
        and (meta.fields is None or meta.fields == forms.ALL_FIELDS or meta.exclude)
    ]
    assert not loose


# Never asked for by a form: what says whose a row is, who may what, or what a program alone writes.
NEVER: Final = frozenset(
    {"id", "pk", "public_id", "person", "enrolment", "is_superuser", "is_active", "is_staff", "groups",
     "user_permissions", "sort_key", "code_hash", "sealed", "index", "shared_by", "made_by", "granted_at",
     "withdrawn_at", "registered_by_mistake", "assessed_by", "coach_assignments", "referrer"}
)  # fmt: skip


def test_no_form_asks_for_what_the_site_decides() -> None:
    wrong = [
        (form.__qualname__, sorted(taken))
        for form in form_classes()
        if issubclass(form, forms.BaseModelForm)
        for taken in [NEVER & set(getattr(form, "base_fields", ()))]
        if taken
    ]
    assert not wrong


def test_nothing_reads_what_was_sent_past_its_form() -> None:
    """`request.POST` is handed to a form, or asked for one of few words that no row keeps."""
    allowed = {"step", "language", "next", "q", "page", "whose", "standing", "project", "provider", "unmask"}
    allowed |= {"direction", "answer"}  # up or down; which of two questions was answered
    wrong = []
    for route in routes():
        source = inspect.getsource(inspect.unwrap(route.pattern.callback))
        for part in source.split("request.POST")[1:]:
            if part.startswith((".get(", "[")):
                name = part.partition('"')[2].partition('"')[0]
                wrong += [] if name in allowed else [f"{route}: {name}"]
    assert not wrong
