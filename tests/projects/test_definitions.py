"""What a project sets for itself: each version is kept, and only its lead sets it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from projects.actions import set_definitions
from projects.forms import DefinitionsForm
from projects.models import Definitions, Project, ProjectDefinitions
from reporting.loading import load_facts
from tests import factories as f
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db

AT = dt.datetime(2025, 6, 1, 9, 30, tzinfo=dt.UTC)
SET: dict[str, Any] = {
    "age_bands": ["25-54", "16-24", "55+"],
    "work_min_hours": Decimal(17),
    "social_assistance_monthly": 8500,
    "extra_service_is_income": True,
    "long_term_months_young": 3,
    "long_term_months": 9,
    "participant_min_hours": Decimal("7.5"),
}


@pytest.fixture
def project() -> Project:
    return f.project()


@pytest.fixture
def lead(project: Project) -> User:
    return f.lead(project=project)


def stored(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


def as_set(row: Definitions) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Definitions.names()}


class TestSetting:
    def test_makes_the_next_version_and_keeps_the_first(self, project: Project, lead: User) -> None:
        before = as_set(project)
        assert set_definitions(project=project, by=lead, at=AT, **SET)
        held = stored(project)
        now = SET | {"age_bands": ["16-24", "25-54", "55+"]}
        assert (held.definitions_version, as_set(held)) == (2, now)
        second, first = held.definitions.all()
        assert (second.version, second.set_by, second.set_at, as_set(second)) == (2, lead, AT, now)
        assert (first.version, first.set_by, first.set_at, as_set(first)) == (1, None, None, before)

    def test_keeps_each_version_once(self, project: Project, lead: User) -> None:
        for amount in (8000, 9000):
            set_definitions(project=project, by=lead, at=AT, **(SET | {"social_assistance_monthly": amount}))
        kept = stored(project).definitions.values_list("version", "social_assistance_monthly")
        assert list(kept) == [(3, 9000), (2, 8000), (1, 7000)]

    def test_of_what_is_set_already_changes_nothing(self, project: Project, lead: User) -> None:
        assert not set_definitions(project=project, by=lead, at=AT, **as_set(project))
        assert stored(project).definitions_version == 1
        assert not ProjectDefinitions.objects.exists()
        assert not AuditEvent.objects.filter(object_label="projects.Project").exists()

    def test_is_recorded_with_what_changed(self, project: Project, lead: User) -> None:
        facts = as_set(project) | {"work_min_hours": Decimal(20)}
        set_definitions(project=project, by=lead, at=AT, **facts)
        event = AuditEvent.objects.get(object_label="projects.Project")
        assert (event.actor, event.project_id, event.changed) == (lead, project.pk, ["work_min_hours"])

    def test_does_not_overwrite_what_somebody_else_sets_at_that_moment(
        self, project: Project, lead: User
    ) -> None:
        form = DefinitionsForm(sent(project, long_term_months="6"), project=project)
        assert form.is_valid()
        set_definitions(project=project, by=lead, at=AT, **SET)
        facts = form.cleaned_data
        assert not form.accepts(lambda: set_definitions(project=project, by=lead, at=AT, **facts))
        assert "long_term_months" in form.errors
        assert (stored(project).definitions_version, stored(project).long_term_months) == (2, 9)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"age_bands": ["16-24", "20-30"]},
            {"work_min_hours": Decimal(-1)},
            {"long_term_months": 121},
            {"participant_min_hours": Decimal(-1)},
        ],
    )
    def test_refuses_what_cannot_be(self, project: Project, lead: User, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            set_definitions(project=project, by=lead, at=AT, **(SET | wrong))
        assert stored(project).definitions_version == 1

    def test_keeps_a_band_that_has_a_target(self, lead: User) -> None:
        project = f.project(age_bands=["16-24", "25-54"])
        f.goal(project=project, age_band="25-54")
        with pytest.raises(ValidationError) as caught:
            set_definitions(project=project, by=lead, at=AT, **(SET | {"age_bands": ["16-24"]}))
        assert caught.value.message_dict.keys() == {"age_bands"}
        assert "25-54" in caught.value.messages[0]
        assert set_definitions(project=project, by=lead, at=AT, **SET)

    def test_reaches_the_figures(self, project: Project, lead: User) -> None:
        set_definitions(project=project, by=lead, at=AT, **SET)
        facts = load_facts(stored(project))
        assert facts.age_bands == ("16-24", "25-54", "55+")
        assert (facts.work_min_hours, facts.participant_min_hours) == (Decimal(17), Decimal("7.5"))
        assert (facts.extra_service_is_income, facts.long_term_months) == (True, (3, 9))
        assert (facts.social_assistance_monthly, facts.definitions_version) == (8500, 2)


class TestAKeptVersion:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE projects_projectdefinitions SET work_min_hours = 1",
            "DELETE FROM projects_projectdefinitions",
            "TRUNCATE projects_projectdefinitions",
        ],
    )
    def test_can_not_be_rewritten(self, project: Project, statement: str) -> None:
        f.definitions(project=project)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises((ProgrammingError, InternalError)) as caught, transaction.atomic():
                cursor.execute(statement)
        assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
        assert ProjectDefinitions.objects.count() == 1


def sent(project: Project, **changes: str) -> dict[str, str]:
    return {
        "seen": DefinitionsForm(project=project).seen,
        "age_bands": "16-24, 25-54",
        "work_min_hours": "17,5",
        "social_assistance_monthly": "7000",
        "long_term_months_young": "6",
        "long_term_months": "12",
        "participant_min_hours": "",
        **changes,
    }


class TestThePage:
    @pytest.fixture
    def address(self, project: Project) -> str:
        return reverse("projects:definitions", args=[project.public_id])

    @pytest.fixture
    def client(self, lead: User) -> Client:
        return signed_in_client(lead)

    def test_shows_what_is_set_and_the_versions_before(
        self, project: Project, lead: User, client: Client, address: str
    ) -> None:
        set_definitions(project=project, by=lead, at=timezone.now(), **SET)
        response = client.get(address)
        form = response.context["form"]
        assert form.initial["age_bands"] == "16-24, 25-54, 55+"
        assert [version.version for version in response.context["versions"]] == [2, 1]
        assert lead.name in response.content.decode()

    def test_shows_the_first_version_before_anything_was_set(self, client: Client, address: str) -> None:
        assert [version.version for version in client.get(address).context["versions"]] == [1]

    def test_sets_what_is_sent(self, project: Project, lead: User, client: Client, address: str) -> None:
        response = client.post(address, sent(project))
        assert response["Location"] == address
        held = stored(project)
        assert (held.age_bands, held.work_min_hours) == (["16-24", "25-54"], Decimal("17.5"))
        assert held.definitions.all()[0].set_by == lead

    def test_shows_both_versions_of_what_somebody_else_has_set_since(
        self, project: Project, client: Client, address: str
    ) -> None:
        client.post(address, sent(project))
        form = client.post(address, sent(project, work_min_hours="20")).context["form"]
        both = form.errors["work_min_hours"][0]
        assert form.non_field_errors()
        assert form.errors.keys() == {"__all__", "work_min_hours"}
        assert "17,5" in both
        assert "20" in both
        assert stored(project).work_min_hours == Decimal("17.5")

    def test_sends_what_it_showed(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert f'name="seen" value="{response.context["form"].seen}"' in response.content.decode()

    def test_says_at_the_bands_what_is_wrong_with_them(
        self, project: Project, client: Client, address: str
    ) -> None:
        response = client.post(address, sent(project, age_bands="16-24, 20-30"))
        assert "age_bands" in response.context["form"].errors
        assert stored(project).definitions_version == 1

    def test_is_linked_from_the_projects_page_for_the_lead_alone(
        self, project: Project, client: Client, address: str
    ) -> None:
        page = reverse("projects:detail", args=[project.public_id])
        coach = signed_in_client(f.coach(project=project))
        assert address in client.get(page).content.decode()
        assert address not in coach.get(page).content.decode()
