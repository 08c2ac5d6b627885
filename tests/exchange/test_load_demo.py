"""Loading the demo: the published figures in the rows, once and for all, and never beside real projects."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.access import Permission, permissions_of
from accounts.models import User
from coaching.models import SupportedProcess
from exchange.actions import import_workbook
from exchange.demo import fotfaste, sin
from exchange.demo.files import FOLDER, write_workbook
from exchange.demo.loading import PASSWORD, accounts, load_demo
from exchange.demo.staff import ADMINISTRATOR, COACH, COACHES, EMPLOYER, LEAD, OFFICER, REFERRER
from participants.codes import PLACEMENTS
from participants.models import CoachAssignment, Enrolment, MappingEntry
from projects.models import Organisation, Project
from tests import factories
from tests.accounts.sign_in.steps import is_in, send_code, with_password

TODAY = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:  # noqa: ARG001
    """The demo, loaded once for this module's tests and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(on=TODAY)
        transaction.set_rollback(True)


def enrolled(project: str) -> list[Enrolment]:
    """Every enrolment of a project but those registered by mistake."""
    found = Enrolment.objects.filter(project__name=project, registered_by_mistake=False)
    return list(
        found.select_related("person", "target_group").prefetch_related("episodes", "support_periods")
    )


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


class TestFirstLoad:
    def test_brings_all_six(self, loaded: list[str]) -> None:
        assert len(loaded) == Project.objects.count() == 6

    def test_brings_navigators_limits_and_sins_conditions(self) -> None:
        navigator, sin = (Project.objects.get(name=name) for name in ("Navigator", "SIN-projektet"))
        limits = navigator.phases.order_by("position").values_list("weeks_at_least", "weeks_at_most")
        assert list(limits) == [(None, 4), (26, 30)]
        asked = sin.eligibility_conditions.values_list("label", flat=True)
        assert "Har klarat SFI C" in asked

    def test_brings_a_mapping_of_those_whom_the_coach_has(self) -> None:
        written = MappingEntry.objects.filter(enrolment__project__name=fotfaste.NAME)
        assert {entry.state for entry in written} == {"begun", "done", "not_relevant"}

    def test_brings_some_in_supported_employment(self) -> None:
        there = SupportedProcess.objects.running(on=TODAY).number_in_steps(on=TODAY)
        assert there == {1: 1, 3: 1, 5: 1}
        works = Project.objects.filter(supported_employment=True).values_list("name", flat=True)
        assert set(works) == {fotfaste.NAME, sin.NAME}

    def test_brings_sin_women_as_24_of_9_7_4_and_4(self) -> None:
        end = Project.objects.get(name="SIN-projektet").end
        states: Counter[str] = Counter()
        for stay in enrolled("SIN-projektet"):
            if stay.person.gender != "woman":
                continue
            now = [e for e in stay.episodes.all() if e.start <= end and (e.end is None or e.end >= end)]
            if any(e.kind == "employment" and (e.hours_per_week or 0) >= 17 for e in now):
                states["work"] += 1
            elif any(e.kind == "studies" for e in now):
                states["studies"] += 1
            elif any(e.kind in PLACEMENTS for e in now):
                states["placement"] += 1
            else:
                states["discontinued" if stay.end else "other"] += 1
        assert states == {"work": 9, "studies": 7, "discontinued": 4, "placement": 4}

    def test_brings_sin_men_as_34_without_any_outcome(self) -> None:
        men = [stay for stay in enrolled("SIN-projektet") if stay.person.gender == "man"]
        assert len(men) == 34
        assert all(stay.end is None for stay in men)
        assert not any(stay.episodes.all() or stay.support_periods.all() for stay in men)

    def test_brings_navigator_as_135_of_50_60_and_25(self) -> None:
        groups = {stay.person_id: str(stay.target_group) for stay in enrolled("Navigator")}
        assert sorted(Counter(groups.values()).values()) == [25, 50, 60]

    def test_brings_leanlink_as_15_and_25(self) -> None:
        assert sorted(Counter(stay.referred_by for stay in enrolled("LeanLink")).values()) == [15, 25]

    def test_keeps_people_of_different_owners_apart(self) -> None:
        strays = Enrolment.objects.exclude(person__organisation=F("project__organisation"))
        assert not strays.exists()


class TestAccounts:
    def test_sign_in_with_the_printed_password(self) -> None:
        for account in accounts():
            assert Client().login(username=account.email, password=PASSWORD)

    def test_sign_in_with_the_code_that_make_code_prints(self) -> None:
        printed = StringIO()
        call_command("demo_code", stdout=printed)
        code = printed.getvalue().split()[0]
        for account in (COACH, LEAD, OFFICER, ADMINISTRATOR):
            client = with_password(User.objects.get(email=account.email), password=PASSWORD)
            assert send_code(client, code).status_code == 302
            assert is_in(client)

    def test_of_the_lead_reaches_the_figures_of_all_six(self) -> None:
        lead = User.objects.get(email=LEAD.email)
        assert Project.objects.visible_to(lead, Permission.FIGURES_READ).count() == 6

    def test_of_the_coach_has_a_caseload_of_some_thirty(self) -> None:
        cases = CoachAssignment.objects.filter(coach__email=COACH.email, enrolment__end=None)
        assert {case.enrolment.project.name for case in cases} == {fotfaste.NAME}
        assert 28 <= cases.count() <= 34

    def test_of_administrator_referrer_and_employer_have_their_roles(self) -> None:
        of = {
            account: User.objects.get(email=account.email) for account in (ADMINISTRATOR, REFERRER, EMPLOYER)
        }
        managed = Organisation.objects.visible_to(of[ADMINISTRATOR], Permission.ORGANISATION_MANAGE)
        assert managed.count() == Organisation.objects.count()
        assert permissions_of(of[REFERRER]) == {Permission.REFERRALS_READ}
        assert permissions_of(of[EMPLOYER]) == {Permission.PROFILES_READ}

    def test_are_exactly_those_that_the_workbooks_name(self) -> None:
        named = {coach.email for coaches in COACHES.values() for coach in coaches} | {
            LEAD.email,
            OFFICER.email,
            ADMINISTRATOR.email,
            REFERRER.email,
            EMPLOYER.email,
        }
        assert set(User.objects.values_list("email", flat=True)) == named


class TestSecondLoad:
    def test_changes_nothing_even_on_a_later_day(self) -> None:
        before = row_counts()
        assert load_demo(on=TODAY + dt.timedelta(days=40)) == []
        assert row_counts() == before

    def test_keeps_a_changed_password(self) -> None:
        coach = User.objects.get(email=COACH.email)
        coach.set_password("another-one-altogether")
        coach.save(update_fields=["password"])
        call_command("load_demo", stdout=StringIO())
        assert Client().login(username=COACH.email, password="another-one-altogether")

    def test_prints_the_log_ins_again_beside_other_projects(self) -> None:
        factories.project()
        call_command("load_demo", stdout=(output := StringIO()))
        assert LEAD.email in output.getvalue()
        assert COACH.email in output.getvalue()
        assert PASSWORD in output.getvalue()

    def test_prints_every_project_that_the_coach_reaches(self) -> None:
        call_command("load_demo", stdout=(output := StringIO()))
        line = next(line for line in output.getvalue().splitlines() if COACH.email in line)
        coach = User.objects.get(email=COACH.email)
        for project in Project.objects.visible_to(coach, Permission.CASELOAD_READ):
            assert project.name in line

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda path: path.stem)
    def test_of_a_workbook_finds_everything_there(self, path: Path) -> None:
        with path.open("rb") as file:
            assert import_workbook(by=None, file=file).added == 0

    def test_of_the_present_project_finds_everything_there(self) -> None:
        write_workbook(fotfaste.book(TODAY), file := BytesIO())
        assert import_workbook(by=None, file=file).added == 0


class TestBesideOtherProjects:
    def test_loads_nothing_and_says_why(self) -> None:
        factories.project()
        Project.objects.filter(name="LeanLink").update(name="Another name")
        before = row_counts()
        with pytest.raises(CommandError, match="not the demo's"):
            call_command("load_demo")
        assert row_counts() == before

    def test_leaves_them_alone_without_an_error_when_asked_to(self) -> None:
        factories.project()
        Project.objects.filter(name="LeanLink").update(name="Another name")
        before = row_counts()
        call_command("load_demo", unless_in_use=True, stdout=(said := StringIO()))
        assert "demo is not loaded" in said.getvalue()
        assert PASSWORD not in said.getvalue()
        assert row_counts() == before
