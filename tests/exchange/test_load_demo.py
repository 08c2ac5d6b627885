"""Loading the demo: the published figures in the rows, once and for all, and never beside real projects."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.access import Permission, permissions_of
from accounts.models import User
from coaching.models import (
    Absence,
    Assessor,
    Attendance,
    AttendanceChange,
    CriterionResult,
    Expected,
    ItemKind,
    Note,
    NoteDraft,
    NoteVersion,
    PhaseMove,
    PlanAction,
    PlanAgreement,
    PlanGoal,
    Postponement,
    ReadinessAssessment,
    SavedFilter,
    Series,
    Session,
    SupportedProcess,
)
from coaching.today.facts import read_facts, stays_of
from coaching.today.rules import items_of
from exchange.actions import import_workbook
from exchange.demo import fotfaste, sin
from exchange.demo.files import FOLDER, write_workbook
from exchange.demo.loading import PASSWORD, accounts, load_demo
from exchange.demo.staff import ADMINISTRATOR, COACH, COACHES, EMPLOYER, LEAD, OFFICER, REFERRER
from participants.codes import PLACEMENTS
from participants.models import (
    CoachAssignment,
    CvEntry,
    Enrolment,
    FollowUpAttempt,
    MappingEntry,
    Referral,
    ReferralStage,
)
from participants.querysets import EnrolmentQuerySet
from projects.models import Organisation, Project
from tests import factories
from tests.accounts.sign_in.steps import is_in, send_code, with_password

# A Sunday: what the desk holds today is there on any day of the week.
TODAY = dt.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:  # noqa: ARG001  comes first
    """The demo, loaded once for this module's tests and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = load_demo(on=TODAY)
        # Each test ends with a check of what is put off to the commit: here once, not 40 times.
        connection.check_constraints()
        yield made
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
        assert there == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}
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


@pytest.fixture
def coach() -> User:
    return User.objects.get(email=COACH.email)


@pytest.fixture
def mine(coach: User) -> EnrolmentQuerySet:
    """Everybody whom the coach has or had."""
    reached = Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)
    return reached.coached_by(coach, on=TODAY)


@pytest.fixture
def sessions() -> "QuerySet[Session]":
    return Session.objects.filter(project__name=fotfaste.NAME)


class TestDeskToday:
    def test_has_every_kind_that_a_running_project_can_have(self, mine: EnrolmentQuerySet) -> None:
        facts = read_facts(stays_of(mine, on=TODAY), on=TODAY)
        shown = [item for stay in facts.stays for item in items_of(stay, facts) if item.shows(TODAY)]
        assert {item.kind for item in shown} == set(ItemKind) - {ItemKind.PROJECT_OVER}
        assert {item.urgency(TODAY).name for item in shown} == {"OVERDUE", "TODAY", "SOON"}

    def test_has_something_put_off_each_way(self, coach: User) -> None:
        assert set(Postponement.objects.filter(by=coach).values_list("way", flat=True)) == {"later", "as_is"}

    def test_has_sessions_whose_attendance_is_left_to_enter(self, sessions: "QuerySet[Session]") -> None:
        expected = Expected.objects.filter(session__in=sessions.filter(held_on=TODAY))
        assert expected.count() >= 5
        assert not Attendance.objects.filter(session__in=sessions.filter(held_on=TODAY)).exists()


class TestDeskActivities:
    def test_are_series_held_and_to_come(self, sessions: "QuerySet[Session]") -> None:
        assert Series.objects.filter(project__name=fotfaste.NAME).count() == 3
        of_series = sessions.filter(series__isnull=False)
        assert of_series.filter(held_on__lt=TODAY).exists()
        assert of_series.filter(held_on__gt=TODAY).exists()

    def test_have_people_late_absent_and_corrected(self, mine: EnrolmentQuerySet) -> None:
        assert Attendance.objects.filter(enrolment__in=mine, minutes_late__gt=0).exists()
        assert len(set(Absence.objects.filter(enrolment__in=mine).values_list("reason", flat=True))) >= 2
        corrected = AttendanceChange.objects.filter(enrolment__in=mine).exclude(old_reason="")
        assert corrected.exists()

    def test_invite_nobody_with_protected_identity(self) -> None:
        assert not Expected.objects.filter(enrolment__person__protected_identity=True).exists()


class TestDeskCases:
    def test_have_notes_a_changed_one_and_drafts(self, coach: User, mine: EnrolmentQuerySet) -> None:
        kinds = Counter(Note.objects.filter(enrolment__in=mine).values_list("kind", flat=True))
        assert set(kinds) == {"contact", "talk", "other"}
        assert NoteVersion.objects.filter(note__enrolment__in=mine).exists()
        assert NoteDraft.objects.filter(author=coach, enrolment__in=mine).count() == 2

    def test_have_plans_with_actions_of_every_state_and_owner(self, mine: EnrolmentQuerySet) -> None:
        actions = PlanAction.objects.filter(goal__enrolment__in=mine)
        assert set(actions.values_list("state", flat=True)) == {"open", "done", "dropped"}
        assert set(actions.values_list("owner", flat=True)) == {"participant", "coach", "other"}
        assert PlanGoal.objects.filter(enrolment__in=mine, reached_on__isnull=False).exists()
        agreed = PlanAgreement.objects.filter(enrolment__in=mine)
        assert 0 < agreed.count() < PlanGoal.objects.filter(enrolment__in=mine, parent=None).count()

    def test_have_cvs_with_confirmed_skills(self, mine: EnrolmentQuerySet) -> None:
        entries = CvEntry.objects.filter(enrolment__in=mine)
        assert set(entries.values_list("kind", flat=True)) >= {"experience", "skill", "language"}
        assert entries.exclude(confirmed_on=None).exists()

    def test_have_own_assessments_and_observations(self, mine: EnrolmentQuerySet) -> None:
        made = ReadinessAssessment.objects.filter(enrolment__in=mine)
        assert made.filter(assessor=Assessor.PARTICIPANT).exists()
        assert CriterionResult.objects.filter(assessment__in=made).exclude(observation="").exists()

    def test_stand_on_every_step_and_say_why_they_moved(self, mine: EnrolmentQuerySet) -> None:
        moves = PhaseMove.objects.filter(enrolment__in=mine)
        assert set(moves.values_list("phase__name", flat=True)) == set(fotfaste.STEPS)
        assert moves.exclude(reason="").exists()


class TestDeskAround:
    def test_are_referrals_of_every_stage_some_from_the_one_who_signs_in(self) -> None:
        sent = list(Referral.objects.select_related("enrolment", "referrer"))
        assert {one.stage for one in sent} == set(ReferralStage)
        assert any(one.referrer and one.referrer.email == REFERRER.email for one in sent)
        assert any(one.protected_identity for one in sent)

    def test_are_attempts_of_every_result(self, mine: EnrolmentQuerySet) -> None:
        tried = FollowUpAttempt.objects.filter(enrolment__in=mine)
        assert set(tried.values_list("result", flat=True)) == {"reached", "not_reached", "call_back"}
        assert set(tried.values_list("asked", flat=True)) == {"participant", "employer"}

    def test_are_people_handed_over_each_way_who_are_still_read(self, coach: User) -> None:
        project = Project.objects.get(name=fotfaste.NAME)
        given = CoachAssignment.objects.filter(enrolment__project=project, reads_until__gte=TODAY)
        assert {row.coach == coach for row in given} == {True, False}
        assert len({row.enrolment_id for row in given}) == 2

    def test_are_filters_that_the_coach_keeps(self, coach: User) -> None:
        assert SavedFilter.objects.filter(user=coach).count() == 2


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
