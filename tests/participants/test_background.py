"""The sensitive background: read by those who hold its permission, and nothing to pick people out by."""

import inspect
import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts import access
from accounts.access import Permission, Role
from accounts.models import AuditEvent, User
from participants.codes import Answer
from participants.models import Enrolment, SensitiveBackground
from participants.views.pages import page_of
from projects.models import Project
from tests import factories
from tests.architecture.sources import ROOT, modules, place
from tests.conftest import signed_in_client

FIELDS = {"birth_country", "parents_born_abroad", "citizenship", "reduced_work_capacity"}
# Where the fields are told of: asked for, kept, imported, and counted into aggregates.
KNOWN = {
    "participants/actions/enrolling.py",
    "participants/forms/enrolment.py",
    "participants/forms/enrolment_fields.py",
    "participants/models/enrolment.py",
    "exchange/workbook/",
    "exchange/demo/",
    "reporting/",
}


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    made = factories.enrolment(project=project, coach=coach)
    factories.background(enrolment=made, birth_country="ER", reduced_work_capacity="yes")
    return made


def background_page(stay: Enrolment) -> str:
    return reverse("participants:change_background", args=[stay.public_id])


@pytest.mark.django_db
class TestReading:
    def test_is_recorded_beside_the_page(self, coach_client: Client, stay: Enrolment) -> None:
        coach_client.get(page_of(stay))
        told = [event.action for event in AuditEvent.objects.order_by("-sequence")[:2]]
        assert told == ["sensitivebackground.opened", "enrolment.opened"]

    def test_is_not_recorded_of_who_doesnt_see_it(self, lead_client: Client, stay: Enrolment) -> None:
        page = lead_client.get(page_of(stay)).content.decode()
        assert "data-background" not in page
        assert background_page(stay) not in page
        assert not AuditEvent.objects.filter(action="sensitivebackground.opened").exists()

    def test_needs_its_own_permission_not_that_of_writing(
        self, monkeypatch: pytest.MonkeyPatch, project: Project, stay: Enrolment
    ) -> None:
        less = access.ROLE_PERMISSIONS[Role.COACH] - {Permission.BACKGROUND, Permission.NUMBER_READ}
        monkeypatch.setitem(access.ROLE_PERMISSIONS, Role.COACH, less)
        monkeypatch.setitem(access.PERMISSIONS_OF, str(Role.COACH), less)
        client = signed_in_client(factories.coach(project=project))
        page = client.get(page_of(stay)).content.decode()
        assert "data-background" not in page
        assert "data-number" not in page
        assert client.get(background_page(stay)).status_code == 403
        assert client.post(background_page(stay), {"birth_country": "SO"}).status_code == 403

    def test_is_for_the_project_where_it_is_held(self, project: Project, stay: Enrolment) -> None:
        """A coach in one project who leads another one sees it in the first alone."""
        user = factories.coach(project=factories.project(organisation=project.organisation))
        factories.membership(project=project, role=Role.LEAD, user=user)
        client = signed_in_client(user)
        assert "data-background" not in client.get(page_of(stay)).content.decode()
        assert client.get(background_page(stay)).status_code == 404

    @pytest.mark.parametrize("answer", [Answer.UNKNOWN, Answer.DECLINED, Answer.NOT_ASKED])
    def test_tells_three_reasons_for_no_answer_apart(
        self, coach_client: Client, project: Project, coach: User, answer: Answer
    ) -> None:
        made = factories.enrolment(project=project, coach=coach)
        factories.background(enrolment=made, **dict.fromkeys(sorted(FIELDS), answer))
        page = coach_client.get(page_of(made)).content.decode()
        section = page[page.index("data-background") :]
        section = section[: section.index("</dl>")]
        assert section.count(f"<dd>{answer.label}</dd>") == len(FIELDS)


def forms_of_ours() -> Iterator[type[forms.BaseForm]]:
    for path, _tree in modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "forms" in parts:
            module = import_module(".".join(parts))
            for _name, found in inspect.getmembers(module, inspect.isclass):
                if issubclass(found, forms.BaseForm):
                    yield found


class TestNobody:
    """Is picked out, put in order or listed by it."""

    def test_asks_by_it_outside_what_keeps_and_counts_it(self) -> None:
        loose = [
            place(path, number)
            for path, _tree in modules()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            if any(field in line for field in FIELDS) and not any(known in path.as_posix() for known in KNOWN)
        ]
        assert not loose, f"tells of the sensitive background: {loose}"

    def test_has_a_form_for_it_that_filters(self) -> None:
        asking = {form.__name__ for form in forms_of_ours() if FIELDS & set(getattr(form, "base_fields", {}))}
        assert asking == {"BackgroundForm"}  # EnrolForm adds them when it is made

    def test_has_an_order_an_index_or_a_method_by_it(self) -> None:
        for model in apps.get_models():
            options: Any = model._meta
            ordered = json.dumps([str(name) for name in options.ordering])
            assert not any(field in ordered for field in FIELDS), model
        options = SensitiveBackground._meta
        assert not options.indexes
        assert not any(field.db_index for field in options.fields if field.name in FIELDS)
        own = {
            name
            for name, _method in inspect.getmembers(type(SensitiveBackground.objects.all()), callable)
            if not hasattr(models.QuerySet, name)
        }
        assert own <= {"visible_to"}

    @pytest.mark.django_db
    @pytest.mark.parametrize("place", ["coaching:caseload", "projects:list", "reporting:figures"])
    def test_narrows_a_list_by_it_in_the_address_or_by_post(
        self, project: Project, coach: User, stay: Enrolment, place: str
    ) -> None:
        factories.membership(project=project, role=Role.LEAD, user=coach)
        client, address = signed_in_client(coach), reverse(place)
        other = factories.enrolment(project=project, coach=coach)
        ways = ("", "sensitive_background__", "enrolment__sensitive_background__")
        names = [f"{way}{field}" for way in ways for field in sorted(FIELDS)]
        plain = client.get(address).content.decode()
        for value in ("ER", "yes", "nonsense"):
            question = dict.fromkeys(names, value) | dict.fromkeys(("order", "sort", "o"), names)
            asked = client.get(address, question).content.decode()
            for each in (stay, other):
                assert (str(each.public_id) in asked) == (str(each.public_id) in plain)
            assert "Eritrea" not in asked
