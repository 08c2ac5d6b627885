"""What a project plans: set on one page, kept in versions, and never against itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import AuditEvent, User
from projects.actions import Plan, PlannedGoal, PlannedGroup, plan_of, set_plan
from projects.models import PlanVersion, Project
from projects.planned import NO_SUMS, contradictions
from reporting.catalogue import CATALOGUE
from reporting.loading import load_facts
from reporting.plan_forms import PlanForm
from reporting.stats import Kind
from tests import factories as f
from tests.conftest import signed_in_client

pytestmark = pytest.mark.django_db
AT = dt.datetime(2025, 6, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def project() -> Project:
    made = f.project(indicator_sets=["K"])
    f.target_group(project=made, name="Unga", target=50)
    f.goal(project=made, indicator="K2", value=70)
    return made


@pytest.fixture
def lead(project: Project) -> User:
    return f.lead(project=project)


def plan(*goals: PlannedGoal, groups: tuple[PlannedGroup, ...] = ()) -> Plan:
    return Plan(("K",), groups, goals)


class TestAPlan:
    @pytest.mark.parametrize(
        ("goals", "sums"),
        [
            ([("S1", 58), ("S1", 24, "woman"), ("S1", 30, "man")], ("58", "54")),
            ([("L3", 612), ("L3", 310, "woman"), ("L3", 303, "man")], ("612", "613")),
            (
                [("K1", 135, "", "16-24"), ("K1", 70, "woman", "16-24"), ("K1", 70, "man", "16-24")],
                ("135", "140"),
            ),
        ],
    )
    def test_whose_parts_are_not_its_whole_contradicts_itself(
        self, goals: list[Any], sums: tuple[str, str]
    ) -> None:
        found = list(
            contradictions([PlannedGoal(code, Decimal(value), *place) for code, value, *place in goals])
        )
        assert [all(number in one.sentence for number in sums) for one in found] == [True]

    @pytest.mark.parametrize(
        "goals",
        [
            [("S1", 58), ("S1", 24, "woman")],
            [("L1", 60), ("L1", 50, "woman"), ("L1", 55, "man")],
            [("K1", 135), ("K1", Decimal("67.5"), "woman"), ("K1", Decimal("67.5"), "man")],
            [("S1", 58), ("S1", 24, "woman"), ("S1", 30, "man"), ("S1", 4, "unknown")],
        ],
    )
    def test_that_can_be_so_does_not(self, goals: list[Any]) -> None:
        assert not list(
            contradictions([PlannedGoal(code, Decimal(value), *place) for code, value, *place in goals])
        )

    def test_counts_its_target_groups(self) -> None:
        groups = [PlannedGroup("Unga", 50), PlannedGroup("Äldre", 60), PlannedGroup("Yngst", 20, "Unga")]
        assert not list(contradictions([PlannedGoal("K1", Decimal(110))], groups))
        assert list(contradictions([PlannedGoal("K1", Decimal(135))], groups))

    def test_adds_up_no_shares_and_means(self) -> None:
        indicators = [one for chosen in CATALOGUE.values() for one in chosen.indicators]
        assert {one.code for one in indicators if one.kind in (Kind.SHARE, Kind.MEAN)} | {"X2"} == NO_SUMS


class TestSetting:
    def test_keeps_what_was_before_who_set_it_and_when(self, project: Project, lead: User) -> None:
        before = plan_of(project)
        after = plan(PlannedGoal("K2", Decimal(75)), groups=(PlannedGroup("Yngre", 40, was="Unga"),))
        assert set_plan(project=project, by=lead, at=AT, seen=before.token, plan=after)
        second, first = project.plans.all()
        assert (first.version, first.set_by, first.goals) == (1, None, [["K2", "", "", "", "70"]])
        assert (second.version, second.set_by, second.set_at) == (2, lead, AT)
        assert second.target_groups == [["Yngre", 40, ""]]
        assert project.target_groups.get().name == "Yngre"
        event = AuditEvent.objects.get(object_label="projects.Project")
        assert (event.actor, event.changed) == (lead, ["target_groups", "goals"])
        assert [goal.value for goal in load_facts(project).goals] == [Decimal(75)]

    def test_of_the_same_changes_nothing(self, project: Project, lead: User) -> None:
        now = plan_of(project)
        assert not set_plan(project=project, by=lead, at=AT, seen=now.token, plan=now)
        assert not PlanVersion.objects.exists()

    def test_does_not_overwrite_what_somebody_else_set(self, project: Project, lead: User) -> None:
        seen = plan_of(project).token
        f.goal(project=project, indicator="K3", value=28)
        with pytest.raises(ValidationError):
            set_plan(project=project, by=lead, at=AT, seen=seen, plan=plan())
        assert project.goals.count() == 2

    def test_keeps_a_group_that_somebody_is_in(self, project: Project, lead: User) -> None:
        f.enrolment(project=project, target_group=project.target_groups.get())
        with pytest.raises(ValidationError, match="Unga"):
            set_plan(project=project, by=lead, at=AT, seen=plan_of(project).token, plan=plan())
        assert project.target_groups.count() == 1

    def test_a_kept_version_can_not_be_rewritten(self, project: Project) -> None:
        f.plan(project=project)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
                cursor.execute("UPDATE projects_planversion SET version = 9")


class TestThePage:
    @pytest.fixture
    def address(self, project: Project) -> str:
        return reverse("plan:plan", args=[project.public_id])

    @pytest.fixture
    def client(self, lead: User) -> Client:
        return signed_in_client(lead)

    def sent(self, project: Project, **changes: str) -> dict[str, Any]:
        form = PlanForm(project=project)
        shown = {name: form[name].value() for name in form.fields}
        return {name: "" if value is None else value for name, value in (shown | changes).items()}

    def test_sets_what_is_sent_and_tells_what_was_before(
        self, project: Project, client: Client, address: str
    ) -> None:
        new = {"goal-1-indicator": "K4", "goal-1-value": "60", "goal-0-value": "72,5"}
        assert client.post(address, self.sent(project, **new))["Location"] == address
        assert {goal.indicator: goal.value for goal in project.goals.all()} == {
            "K2": Decimal("72.5"),
            "K4": 60,
        }
        page = client.get(address)
        told = page.context["versions"][0].changes
        assert [(change.what, change.before) for change in told] == [("K2", "70"), ("K4", "–")]

    def test_keeps_the_parts_of_a_group_that_gets_another_name(
        self, project: Project, client: Client, address: str
    ) -> None:
        f.target_group(project=project, name="Yngst", target=20, parent=project.target_groups.get())
        renamed = {"group-0-name": "Under 30", "group-1-parent": "Unga"}
        assert client.post(address, self.sent(project, **renamed)).status_code == 302
        assert project.target_groups.get(parent__name="Under 30").name == "Yngst"

    def test_sent_twice_is_set_once(self, project: Project, client: Client, address: str) -> None:
        sent = self.sent(project, **{"goal-0-value": "72"})
        assert [client.post(address, sent).status_code for _twice in range(2)] == [302, 302]
        assert project.plans.count() == 2

    def test_says_at_the_field_what_contradicts_itself(
        self, project: Project, client: Client, address: str
    ) -> None:
        wrong = {
            "goal-1-indicator": "K1",
            "goal-1-value": "58",
            "goal-2-indicator": "K1",
            "goal-2-gender": "woman",
            "goal-2-value": "24",
            "goal-3-indicator": "K1",
            "goal-3-gender": "man",
            "goal-3-value": "30",
            "group-0-target": "58",
        }
        page = client.post(address, self.sent(project, **wrong))
        (error,) = page.context["form"].errors["goal-1-value"]
        assert "58" in error
        assert "54" in error
        assert escape(error) in page.content.decode()
        assert project.goals.count() == 1

    def test_asks_for_what_a_row_lacks(self, project: Project, client: Client, address: str) -> None:
        wrong = {"goal-0-value": "101", "goal-1-indicator": "K4", "goal-2-value": "5", "group-1-target": "3"}
        errors = client.post(address, self.sent(project, **wrong)).context["form"].errors
        assert errors.keys() == {"goal-1-value", "goal-2-indicator", "group-1-name", "goal-0-value"}

    def test_is_linked_from_the_projects_page_for_the_lead_alone(
        self, project: Project, client: Client, address: str
    ) -> None:
        page = reverse("projects:detail", args=[project.public_id])
        coach = signed_in_client(f.coach(project=project))
        assert address in client.get(page).content.decode()
        assert address not in coach.get(page).content.decode()

    def test_asks_the_database_as_often_for_many_targets(
        self, project: Project, client: Client, address: str, django_assert_num_queries: Any
    ) -> None:
        client.get(address)
        with connection.execute_wrapper(counter := Counter()):
            client.get(address)
        for code in ("K3", "K4", "K5", "K6", "K7", "K8", "K9"):
            f.goal(project=project, indicator=code, value=1)
        with django_assert_num_queries(counter.number):
            client.get(address)


class Counter:
    """Counts queries."""

    number = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)
